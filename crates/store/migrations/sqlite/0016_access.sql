-- Who may do what. accounts and addresses of a key are words with blanks between, empty for all. user_id is whose key it is:
-- its rights end where those of the user do. watch is what is known of its usual use. audit_number and audit_hash are the end
-- of the workspace's chain of audit entries.
ALTER TABLE api_key ADD COLUMN accounts TEXT NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN requests_per_minute INTEGER;
ALTER TABLE api_key ADD COLUMN user_id BLOB;
ALTER TABLE api_key ADD COLUMN watch TEXT NOT NULL DEFAULT '';
CREATE INDEX api_key_user ON api_key (workspace_id, user_id) WHERE user_id IS NOT NULL;
ALTER TABLE workspace ADD COLUMN audit_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workspace ADD COLUMN audit_hash BLOB;

-- Somebody who works in the workspace. email is as they write it, email_hash the keyed hash of how it is compared.
CREATE TABLE workspace_user (
    workspace_id BLOB NOT NULL,
    user_id      BLOB NOT NULL,
    name         TEXT NOT NULL,
    email        TEXT NOT NULL,
    email_hash   BLOB NOT NULL,
    role         TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
) STRICT;
CREATE UNIQUE INDEX workspace_user_email ON workspace_user (workspace_id, email_hash);

-- In which workspaces somebody works, by the hash of their address: one of the tables that are of no one workspace.
CREATE TABLE login (
    email_hash   BLOB NOT NULL,
    workspace_id BLOB NOT NULL,
    user_id      BLOB NOT NULL,
    PRIMARY KEY (email_hash, workspace_id)
) STRICT, WITHOUT ROWID;

-- Somebody who may become a user. Only a keyed hash of the token is kept.
CREATE TABLE user_invitation (
    workspace_id       BLOB NOT NULL,
    user_invitation_id BLOB NOT NULL,
    email              TEXT NOT NULL,
    email_hash         BLOB NOT NULL,
    role               TEXT NOT NULL,
    token_hash         BLOB NOT NULL,
    created_by         BLOB,
    created_at         INTEGER NOT NULL,
    expires_at         INTEGER NOT NULL,
    accepted_at        INTEGER,
    user_id            BLOB,
    withdrawn_at       INTEGER,
    PRIMARY KEY (workspace_id, user_invitation_id)
) STRICT;

-- What was asked with a key on one day, which is counted from the epoch in UTC.
CREATE TABLE api_key_usage (
    workspace_id BLOB NOT NULL,
    day          INTEGER NOT NULL,
    api_key_id   BLOB NOT NULL,
    requests     INTEGER NOT NULL,
    refusals     INTEGER NOT NULL,
    sends        INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, day, api_key_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX api_key_usage_key ON api_key_usage (workspace_id, api_key_id, day);

-- Who did what. Each hash goes over the entry and the hash before it. user_id is whose key it was.
CREATE TABLE audit (
    workspace_id BLOB NOT NULL,
    number       INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    action       TEXT NOT NULL,
    actor        TEXT NOT NULL,
    user_id      BLOB,
    subject      TEXT NOT NULL,
    details      TEXT NOT NULL,
    hash         BLOB NOT NULL,
    PRIMARY KEY (workspace_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_action ON audit (workspace_id, action, number);
CREATE INDEX audit_actor ON audit (workspace_id, actor, number);
CREATE INDEX audit_user ON audit (workspace_id, user_id, number) WHERE user_id IS NOT NULL;
CREATE INDEX audit_subject ON audit (workspace_id, subject, number);
