-- For how many days messages are kept; NULL: for ever.
ALTER TABLE workspace ADD COLUMN keep_messages_days BIGINT;
-- has_content: it still says what was sent to whom.
ALTER TABLE send ADD COLUMN has_content BIGINT NOT NULL DEFAULT 1;
CREATE INDEX send_content ON send (workspace_id, updated_at) WHERE is_open = 0 AND has_content = 1;
