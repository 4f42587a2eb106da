-- When the network says that the text of a message became what it is: an older showing does not bring back an older text.
ALTER TABLE message ADD COLUMN network_edited_at BIGINT;
