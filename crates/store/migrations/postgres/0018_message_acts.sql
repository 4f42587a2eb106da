-- What an act that is done to a message is about, by the network's key; and the message that a forwarded one was made from,
-- by our own id of it.
ALTER TABLE send ADD COLUMN target_key TEXT;
ALTER TABLE send ADD COLUMN forwarded_from TEXT;
