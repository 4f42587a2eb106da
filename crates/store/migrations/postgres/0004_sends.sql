-- What a caller may say of a send besides its words, and a person's yes to them. ready_at is the instant from which a send
-- stands in its lane's line: that of its acceptance, or the one that its caller asked for.
ALTER TABLE send ADD COLUMN ready_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE send ADD COLUMN template_id TEXT;
ALTER TABLE send ADD COLUMN tags TEXT;
ALTER TABLE send ADD COLUMN no_reply_since BIGINT;
ALTER TABLE send ADD COLUMN last_message_key TEXT;
ALTER TABLE send ADD COLUMN approved_hash BYTEA;
ALTER TABLE send ADD COLUMN approved_until BIGINT;
ALTER TABLE send ADD COLUMN approved_at BIGINT;
ALTER TABLE send ADD COLUMN approved_by BYTEA;
ALTER TABLE send ADD COLUMN edited_at BIGINT;
UPDATE send SET ready_at = accepted_at;
DROP INDEX send_open;
CREATE INDEX send_open ON send (workspace_id, account_id, lane, ready_at, number) WHERE is_open = 1;
CREATE INDEX send_waiting ON send (workspace_id, state, send_id) WHERE is_open = 1;
