-- What a caller may say of a send besides its words, and a person's yes to them. ready_at is the instant from which a send
-- stands in its lane's line: that of its acceptance, or the one that its caller asked for.
ALTER TABLE send ADD COLUMN ready_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE send ADD COLUMN template_id TEXT;
ALTER TABLE send ADD COLUMN tags TEXT;
ALTER TABLE send ADD COLUMN no_reply_since INTEGER;
ALTER TABLE send ADD COLUMN last_message_key TEXT;
ALTER TABLE send ADD COLUMN approved_hash BLOB;
ALTER TABLE send ADD COLUMN approved_until INTEGER;
ALTER TABLE send ADD COLUMN approved_at INTEGER;
ALTER TABLE send ADD COLUMN approved_by BLOB;
ALTER TABLE send ADD COLUMN edited_at INTEGER;
UPDATE send SET ready_at = accepted_at;
DROP INDEX send_open;
CREATE INDEX send_open ON send (workspace_id, account_id, lane, ready_at, number) WHERE is_open = 1;
CREATE INDEX send_waiting ON send (workspace_id, state, send_id) WHERE is_open = 1;
