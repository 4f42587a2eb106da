-- Comparisons of an account's history with its network's, from since on. step, cursor (of the network's listing) and place
-- (of our own) say where one goes on; revision grows with every step, so that two processes cannot take the same one.
CREATE TABLE reconciliation (
    workspace_id           BLOB NOT NULL,
    reconciliation_id      BLOB NOT NULL,
    account_id             BLOB NOT NULL,
    since                  INTEGER NOT NULL,
    step                   TEXT NOT NULL,
    revision               INTEGER NOT NULL DEFAULT 0,
    cursor                 TEXT,
    place                  INTEGER NOT NULL DEFAULT 0,
    conversations          INTEGER NOT NULL DEFAULT 0,
    conversations_compared INTEGER NOT NULL DEFAULT 0,
    messages_compared      INTEGER NOT NULL DEFAULT 0,
    missing                INTEGER NOT NULL DEFAULT 0,
    filled                 INTEGER NOT NULL DEFAULT 0,
    different              INTEGER NOT NULL DEFAULT 0,
    only_here              INTEGER NOT NULL DEFAULT 0,
    failures               INTEGER NOT NULL DEFAULT 0,
    error                  TEXT,
    created_at             INTEGER NOT NULL,
    updated_at             INTEGER NOT NULL,
    finished_at            INTEGER,
    PRIMARY KEY (workspace_id, reconciliation_id)
) STRICT;
-- One at a time for each account.
CREATE UNIQUE INDEX reconciliation_running ON reconciliation (workspace_id, account_id) WHERE finished_at IS NULL;
CREATE INDEX reconciliation_account ON reconciliation (workspace_id, account_id, reconciliation_id);
CREATE INDEX reconciliation_ended ON reconciliation (workspace_id, finished_at) WHERE finished_at IS NOT NULL;
-- Conversations that are still to be compared: from cursor on, what was sent up to upper_at. edge: the numbers of those
-- messages of the page before that were sent just then.
CREATE TABLE reconciliation_thread (
    workspace_id      BLOB NOT NULL,
    reconciliation_id BLOB NOT NULL,
    thread_key        TEXT NOT NULL,
    cursor            TEXT,
    upper_at          INTEGER,
    edge              TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, reconciliation_id, thread_key)
) STRICT, WITHOUT ROWID;
-- What was found of single messages, by their own numbers: whoever is forgotten leaves nothing here.
CREATE TABLE reconciliation_finding (
    workspace_id      BLOB NOT NULL,
    reconciliation_id BLOB NOT NULL,
    number            INTEGER NOT NULL,
    kind              TEXT NOT NULL,
    doc               INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, reconciliation_id, number)
) STRICT, WITHOUT ROWID;
