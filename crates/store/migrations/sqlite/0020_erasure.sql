-- People whose data was deleted at somebody's request. Of each only a keyed hash of network and member key stays, so that they
-- are recognised when they come again: nothing leaves to them while is_suppressed, and nothing from before erased_at is kept
-- again. returned_at: they wrote after it. The key of the hash is the workspace's person_secret.
CREATE TABLE erased_person (
    workspace_id  BLOB NOT NULL,
    person_hash   BLOB NOT NULL,
    erased_at     INTEGER NOT NULL,
    is_suppressed INTEGER NOT NULL,
    returned_at   INTEGER,
    PRIMARY KEY (workspace_id, person_hash)
) STRICT;
ALTER TABLE workspace ADD COLUMN person_secret BLOB;
ALTER TABLE person ADD COLUMN erased_at INTEGER;
-- The work of it, step by step. member_key and words (those of name and headline, as they were indexed) are there until it is
-- done. place is how far a step has come.
CREATE TABLE erasure (
    workspace_id  BLOB NOT NULL,
    erasure_id    BLOB NOT NULL,
    person_id     BLOB NOT NULL,
    network       TEXT NOT NULL,
    member_key    TEXT,
    words         TEXT NOT NULL,
    step          TEXT NOT NULL,
    place         INTEGER NOT NULL DEFAULT 0,
    conversations INTEGER NOT NULL DEFAULT 0,
    messages      INTEGER NOT NULL DEFAULT 0,
    sends         INTEGER NOT NULL DEFAULT 0,
    events        INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    finished_at   INTEGER,
    PRIMARY KEY (workspace_id, erasure_id)
) STRICT;
-- Everything that was sent to somebody.
CREATE INDEX send_recipient ON send (workspace_id, recipient_key, send_id) WHERE recipient_key IS NOT NULL;
