-- What became of each message that left from here, by the instant at which it left. hour and weekday (from 1, Monday) are
-- those of its account's clocks then. is_first: with it its conversation began to count; replied_at is then the first
-- message of the other side within the window behind it. tells_receipts: whether its network says what arrived.
CREATE TABLE outcome (
    workspace_id   BLOB NOT NULL,
    sent_at        INTEGER NOT NULL,
    send_id        BLOB NOT NULL,
    account_id     BLOB NOT NULL,
    thread_key     TEXT,
    hour           INTEGER NOT NULL,
    weekday        INTEGER NOT NULL,
    template_id    TEXT,
    tags           TEXT,
    tells_receipts INTEGER NOT NULL,
    is_delivered   INTEGER NOT NULL DEFAULT 0,
    is_seen        INTEGER NOT NULL DEFAULT 0,
    is_first       INTEGER NOT NULL DEFAULT 0,
    replied_at     INTEGER,
    PRIMARY KEY (workspace_id, sent_at, send_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_first ON outcome (workspace_id, account_id, thread_key) WHERE is_first = 1;
