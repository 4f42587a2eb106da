-- What a first message is compared by with the others of its workspace; absent for every other act.
ALTER TABLE send ADD COLUMN likeness INTEGER;
CREATE INDEX send_likeness ON send (workspace_id, accepted_at) WHERE likeness IS NOT NULL;
