-- People whose data was deleted at somebody's request. Of each only a keyed hash of network and member key stays, so that they
-- are recognised when they come again: nothing leaves to them while is_suppressed, and nothing from before erased_at is kept
-- again. returned_at: they wrote after it. The key of the hash is the workspace's person_secret.
CREATE TABLE erased_person (
    workspace_id  BYTEA NOT NULL,
    person_hash   BYTEA NOT NULL,
    erased_at     BIGINT NOT NULL,
    is_suppressed BIGINT NOT NULL,
    returned_at   BIGINT,
    PRIMARY KEY (workspace_id, person_hash)
);
ALTER TABLE workspace ADD COLUMN person_secret BYTEA;
ALTER TABLE person ADD COLUMN erased_at BIGINT;
-- The work of it, step by step. member_key and words (those of name and headline, as they were indexed) are there until it is
-- done. place is how far a step has come.
CREATE TABLE erasure (
    workspace_id  BYTEA NOT NULL,
    erasure_id    BYTEA NOT NULL,
    person_id     BYTEA NOT NULL,
    network       TEXT NOT NULL,
    member_key    TEXT COLLATE "C",
    words         TEXT NOT NULL,
    step          TEXT NOT NULL,
    place         BIGINT NOT NULL DEFAULT 0,
    conversations BIGINT NOT NULL DEFAULT 0,
    messages      BIGINT NOT NULL DEFAULT 0,
    sends         BIGINT NOT NULL DEFAULT 0,
    events        BIGINT NOT NULL DEFAULT 0,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    finished_at   BIGINT,
    PRIMARY KEY (workspace_id, erasure_id)
);
-- Everything that was sent to somebody.
CREATE INDEX send_recipient ON send (workspace_id, recipient_key, send_id) WHERE recipient_key IS NOT NULL;
