-- Comparisons of an account's history with its network's, from since on. step, cursor (of the network's listing) and place
-- (of our own) say where one goes on; revision grows with every step, so that two processes cannot take the same one.
CREATE TABLE reconciliation (
    workspace_id           BYTEA NOT NULL,
    reconciliation_id      BYTEA NOT NULL,
    account_id             BYTEA NOT NULL,
    since                  BIGINT NOT NULL,
    step                   TEXT NOT NULL,
    revision               BIGINT NOT NULL DEFAULT 0,
    cursor                 TEXT,
    place                  BIGINT NOT NULL DEFAULT 0,
    conversations          BIGINT NOT NULL DEFAULT 0,
    conversations_compared BIGINT NOT NULL DEFAULT 0,
    messages_compared      BIGINT NOT NULL DEFAULT 0,
    missing                BIGINT NOT NULL DEFAULT 0,
    filled                 BIGINT NOT NULL DEFAULT 0,
    different              BIGINT NOT NULL DEFAULT 0,
    only_here              BIGINT NOT NULL DEFAULT 0,
    failures               BIGINT NOT NULL DEFAULT 0,
    error                  TEXT,
    created_at             BIGINT NOT NULL,
    updated_at             BIGINT NOT NULL,
    finished_at            BIGINT,
    PRIMARY KEY (workspace_id, reconciliation_id)
);
-- One at a time for each account.
CREATE UNIQUE INDEX reconciliation_running ON reconciliation (workspace_id, account_id) WHERE finished_at IS NULL;
CREATE INDEX reconciliation_account ON reconciliation (workspace_id, account_id, reconciliation_id);
CREATE INDEX reconciliation_ended ON reconciliation (workspace_id, finished_at) WHERE finished_at IS NOT NULL;
-- Conversations that are still to be compared: from cursor on, what was sent up to upper_at. edge: the numbers of those
-- messages of the page before that were sent just then.
CREATE TABLE reconciliation_thread (
    workspace_id      BYTEA NOT NULL,
    reconciliation_id BYTEA NOT NULL,
    thread_key        TEXT NOT NULL,
    cursor            TEXT,
    upper_at          BIGINT,
    edge              TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (workspace_id, reconciliation_id, thread_key)
);
-- What was found of single messages, by their own numbers: whoever is forgotten leaves nothing here.
CREATE TABLE reconciliation_finding (
    workspace_id      BYTEA NOT NULL,
    reconciliation_id BYTEA NOT NULL,
    number            BIGINT NOT NULL,
    kind              TEXT NOT NULL,
    doc               BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, reconciliation_id, number)
);
