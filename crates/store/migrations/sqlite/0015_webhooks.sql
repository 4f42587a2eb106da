-- The address of a receiver of webhooks. types and accounts are words with blanks between, empty for all. secret, old_secret
-- and headers are sealed. taken is the number of the log up to which events became deliveries; recover and recover_until are
-- a stretch of it that somebody wants to have again. waiting counts the deliveries that are not over.
CREATE TABLE endpoint (
    workspace_id      BLOB NOT NULL,
    endpoint_id       BLOB NOT NULL,
    name              TEXT NOT NULL,
    url               TEXT NOT NULL,
    format            TEXT NOT NULL,
    types             TEXT NOT NULL,
    accounts          TEXT NOT NULL,
    per_second        INTEGER NOT NULL,
    together          INTEGER NOT NULL,
    secret            BLOB NOT NULL,
    old_secret        BLOB,
    old_secret_until  INTEGER,
    headers           BLOB,
    state             TEXT NOT NULL,
    reason            TEXT,
    taken             INTEGER NOT NULL,
    recover           INTEGER,
    recover_until     INTEGER,
    waiting           INTEGER NOT NULL DEFAULT 0,
    failing_since     INTEGER,
    failures          INTEGER NOT NULL DEFAULT 0,
    resting_until     INTEGER,
    last_delivered_at INTEGER,
    last_failed_at    INTEGER,
    lease_owner       TEXT,
    lease_until       INTEGER NOT NULL DEFAULT 0,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, endpoint_id)
) STRICT;

-- One event on its way to one endpoint. Those of a lane go one after the other: the first that is_holding is due, the others
-- are due at the end of time until it is their turn. tries begins anew when somebody asks for the event again;
-- delivered_at stays.
CREATE TABLE delivery (
    workspace_id  BLOB NOT NULL,
    endpoint_id   BLOB NOT NULL,
    number        INTEGER NOT NULL,
    event_id      BLOB NOT NULL,
    kind          TEXT NOT NULL,
    lane          TEXT NOT NULL,
    state         TEXT NOT NULL,
    is_holding    INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    tries         INTEGER NOT NULL DEFAULT 0,
    attempt_count INTEGER NOT NULL DEFAULT 0,
    first_at      INTEGER,
    ended_at      INTEGER,
    delivered_at  INTEGER,
    taken_at      INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, endpoint_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (workspace_id, endpoint_id, due_at, number) WHERE state = 'waiting';
CREATE INDEX delivery_holding ON delivery (workspace_id, endpoint_id, lane, number) WHERE is_holding = 1;
CREATE INDEX delivery_undelivered ON delivery (workspace_id, endpoint_id, lane, number)
    WHERE is_holding = 0 AND state <> 'delivered';
CREATE INDEX delivery_open ON delivery (workspace_id, endpoint_id, number) WHERE state <> 'delivered';
CREATE INDEX delivery_ended ON delivery (workspace_id, ended_at) WHERE ended_at IS NOT NULL;

-- Each try of a delivery. answer is the beginning of what the receiver said.
CREATE TABLE delivery_attempt (
    workspace_id BLOB NOT NULL,
    endpoint_id  BLOB NOT NULL,
    number       INTEGER NOT NULL,
    attempt      INTEGER NOT NULL,
    began_at     INTEGER NOT NULL,
    millis       INTEGER NOT NULL,
    status       INTEGER,
    error        TEXT,
    answer       TEXT,
    PRIMARY KEY (workspace_id, endpoint_id, number, attempt)
) STRICT, WITHOUT ROWID;
