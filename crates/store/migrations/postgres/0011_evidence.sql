-- What the network showed of the same words before a send was first tried: a JSON list of its keys of messages. `since_at`
-- is how far back was looked. `is_lasting`: a try had no answer, and was sent again because nobody saw it; it may still
-- turn up.
CREATE TABLE send_snapshot (
    workspace_id BYTEA NOT NULL,
    send_id      BYTEA NOT NULL,
    since_at     BIGINT NOT NULL,
    message_keys TEXT NOT NULL,
    is_lasting   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace_id, send_id)
);
-- How far the network's clock was from ours: JSON as `domain::clock_gap` writes it, absent before the first answer.
ALTER TABLE account ADD COLUMN clock_gap TEXT;
