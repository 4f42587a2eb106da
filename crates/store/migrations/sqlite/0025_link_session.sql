-- One try of a person to link a seat. account_id: the account that is to be linked again, if one is; linked_id: what came of
-- it. Nothing that opens it is kept: the address that a person opens, what travels through the network and the verifier follow
-- from the master key; browser is the hash of what the person's browser holds. tries counts the ways to the network, settled is
-- the newest of them that came back, and claimed_until says how long whoever settles it has.
CREATE TABLE link_session (
    workspace_id    BLOB NOT NULL,
    link_session_id BLOB NOT NULL,
    network         TEXT NOT NULL,
    address         TEXT NOT NULL,
    client_id       TEXT NOT NULL,
    account_id      BLOB,
    state           TEXT NOT NULL,
    failure         TEXT,
    linked_id       BLOB,
    browser         BLOB,
    redirect_uri    TEXT,
    tries           INTEGER NOT NULL DEFAULT 0,
    settled         INTEGER NOT NULL DEFAULT 0,
    claimed_until   INTEGER,
    created_by      BLOB,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    PRIMARY KEY (workspace_id, link_session_id)
) STRICT;
CREATE INDEX link_session_open ON link_session (workspace_id, expires_at) WHERE state = 'pending';
CREATE INDEX link_session_old ON link_session (workspace_id, created_at);
