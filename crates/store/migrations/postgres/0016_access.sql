-- Who may do what. accounts and addresses of a key are words with blanks between, empty for all. user_id is whose key it is:
-- its rights end where those of the user do. watch is what is known of its usual use. audit_number and audit_hash are the end
-- of the workspace's chain of audit entries.
ALTER TABLE api_key ADD COLUMN accounts TEXT NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN requests_per_minute BIGINT;
ALTER TABLE api_key ADD COLUMN user_id BYTEA;
ALTER TABLE api_key ADD COLUMN watch TEXT NOT NULL DEFAULT '';
CREATE INDEX api_key_user ON api_key (workspace_id, user_id) WHERE user_id IS NOT NULL;
ALTER TABLE workspace ADD COLUMN audit_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE workspace ADD COLUMN audit_hash BYTEA;

-- Somebody who works in the workspace. email is as they write it, email_hash the keyed hash of how it is compared.
CREATE TABLE workspace_user (
    workspace_id BYTEA NOT NULL,
    user_id      BYTEA NOT NULL,
    name         TEXT NOT NULL,
    email        TEXT NOT NULL,
    email_hash   BYTEA NOT NULL,
    role         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
);
CREATE UNIQUE INDEX workspace_user_email ON workspace_user (workspace_id, email_hash);

-- In which workspaces somebody works, by the hash of their address: one of the tables that are of no one workspace.
CREATE TABLE login (
    email_hash   BYTEA NOT NULL,
    workspace_id BYTEA NOT NULL,
    user_id      BYTEA NOT NULL,
    PRIMARY KEY (email_hash, workspace_id)
);

-- Somebody who may become a user. Only a keyed hash of the token is kept.
CREATE TABLE user_invitation (
    workspace_id       BYTEA NOT NULL,
    user_invitation_id BYTEA NOT NULL,
    email              TEXT NOT NULL,
    email_hash         BYTEA NOT NULL,
    role               TEXT NOT NULL,
    token_hash         BYTEA NOT NULL,
    created_by         BYTEA,
    created_at         BIGINT NOT NULL,
    expires_at         BIGINT NOT NULL,
    accepted_at        BIGINT,
    user_id            BYTEA,
    withdrawn_at       BIGINT,
    PRIMARY KEY (workspace_id, user_invitation_id)
);

-- What was asked with a key on one day, which is counted from the epoch in UTC.
CREATE TABLE api_key_usage (
    workspace_id BYTEA NOT NULL,
    day          BIGINT NOT NULL,
    api_key_id   BYTEA NOT NULL,
    requests     BIGINT NOT NULL,
    refusals     BIGINT NOT NULL,
    sends        BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, day, api_key_id)
);
CREATE INDEX api_key_usage_key ON api_key_usage (workspace_id, api_key_id, day);

-- Who did what. Each hash goes over the entry and the hash before it. user_id is whose key it was.
CREATE TABLE audit (
    workspace_id BYTEA NOT NULL,
    number       BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    action       TEXT NOT NULL,
    actor        TEXT NOT NULL,
    user_id      BYTEA,
    subject      TEXT NOT NULL,
    details      TEXT NOT NULL,
    hash         BYTEA NOT NULL,
    PRIMARY KEY (workspace_id, number)
);
CREATE INDEX audit_action ON audit (workspace_id, action, number);
CREATE INDEX audit_actor ON audit (workspace_id, actor, number);
CREATE INDEX audit_user ON audit (workspace_id, user_id, number) WHERE user_id IS NOT NULL;
CREATE INDEX audit_subject ON audit (workspace_id, subject, number);
