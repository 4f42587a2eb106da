-- Files that were handed over before a message names them, each for an account and for a time. They come in piece by piece,
-- and are there when the digest of all is. Each send that carries one has a copy, so that they end with their time whatever
-- became of them.
CREATE TABLE attachment (
    workspace_id  BYTEA NOT NULL,
    attachment_id BYTEA NOT NULL,
    account_id    BYTEA NOT NULL,
    name          TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    byte_size     BIGINT NOT NULL,
    sha256        TEXT,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, attachment_id)
);
CREATE INDEX attachment_expiry ON attachment (workspace_id, expires_at, byte_size);

CREATE TABLE attachment_piece (
    workspace_id  BYTEA NOT NULL,
    attachment_id BYTEA NOT NULL,
    ordinal       BIGINT NOT NULL,
    bytes         BYTEA NOT NULL,
    PRIMARY KEY (workspace_id, attachment_id, ordinal)
);
