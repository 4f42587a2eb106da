-- Files that were handed over before a message names them, each for an account and for a time. They come in piece by piece,
-- and are there when the digest of all is. Each send that carries one has a copy, so that they end with their time whatever
-- became of them.
CREATE TABLE attachment (
    workspace_id  BLOB NOT NULL,
    attachment_id BLOB NOT NULL,
    account_id    BLOB NOT NULL,
    name          TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    byte_size     INTEGER NOT NULL,
    sha256        TEXT,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, attachment_id)
) STRICT;
CREATE INDEX attachment_expiry ON attachment (workspace_id, expires_at, byte_size);

CREATE TABLE attachment_piece (
    workspace_id  BLOB NOT NULL,
    attachment_id BLOB NOT NULL,
    ordinal       INTEGER NOT NULL,
    bytes         BLOB NOT NULL,
    PRIMARY KEY (workspace_id, attachment_id, ordinal)
) STRICT;
