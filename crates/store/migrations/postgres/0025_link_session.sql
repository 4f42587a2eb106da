-- One try of a person to link a seat. account_id: the account that is to be linked again, if one is; linked_id: what came of
-- it. Nothing that opens it is kept: the address that a person opens, what travels through the network and the verifier follow
-- from the master key; browser is the hash of what the person's browser holds. tries counts the ways to the network, settled is
-- the newest of them that came back, and claimed_until says how long whoever settles it has.
CREATE TABLE link_session (
    workspace_id    BYTEA NOT NULL,
    link_session_id BYTEA NOT NULL,
    network         TEXT NOT NULL,
    address         TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    account_id      BYTEA,
    state           TEXT NOT NULL,
    failure         TEXT,
    linked_id       BYTEA,
    browser         BYTEA,
    redirect_uri    TEXT,
    tries           BIGINT NOT NULL DEFAULT 0,
    settled         BIGINT NOT NULL DEFAULT 0,
    claimed_until   BIGINT,
    created_by      BYTEA,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    ended_at        BIGINT,
    PRIMARY KEY (workspace_id, link_session_id)
);
CREATE INDEX link_session_open ON link_session (workspace_id, expires_at) WHERE state = 'pending';
CREATE INDEX link_session_old ON link_session (workspace_id, created_at);
