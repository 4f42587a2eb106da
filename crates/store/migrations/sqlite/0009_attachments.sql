-- What a message answers, by the network's key, and what is told of the files that it carries: JSON as
-- `domain::attachment` writes it, absent where there are none.
ALTER TABLE send ADD COLUMN reply_to TEXT;
ALTER TABLE send ADD COLUMN attachments TEXT;
ALTER TABLE message ADD COLUMN reply_to TEXT;
-- The bytes of those files, apart, so that a send is read without them. They stay as long as their send.
CREATE TABLE send_attachment (
    workspace_id BLOB NOT NULL,
    send_id      BLOB NOT NULL,
    ordinal      INTEGER NOT NULL,
    bytes        BLOB NOT NULL,
    PRIMARY KEY (workspace_id, send_id, ordinal)
) STRICT;
