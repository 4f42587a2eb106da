-- The address of a receiver of webhooks. types and accounts are words with blanks between, empty for all. secret, old_secret
-- and headers are sealed. taken is the number of the log up to which events became deliveries; recover and recover_until are
-- a stretch of it that somebody wants to have again. waiting counts the deliveries that are not over.
CREATE TABLE endpoint (
    workspace_id      BYTEA NOT NULL,
    endpoint_id       BYTEA NOT NULL,
    name              TEXT NOT NULL,
    url               TEXT NOT NULL,
    format            TEXT NOT NULL,
    types             TEXT NOT NULL,
    accounts          TEXT NOT NULL,
    per_second        BIGINT NOT NULL,
    together          BIGINT NOT NULL,
    secret            BYTEA NOT NULL,
    old_secret        BYTEA,
    old_secret_until  BIGINT,
    headers           BYTEA,
    state             TEXT NOT NULL,
    reason            TEXT,
    taken             BIGINT NOT NULL,
    recover           BIGINT,
    recover_until     BIGINT,
    waiting           BIGINT NOT NULL DEFAULT 0,
    failing_since     BIGINT,
    failures          BIGINT NOT NULL DEFAULT 0,
    resting_until     BIGINT,
    last_delivered_at BIGINT,
    last_failed_at    BIGINT,
    lease_owner       TEXT,
    lease_until       BIGINT NOT NULL DEFAULT 0,
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, endpoint_id)
);

-- One event on its way to one endpoint. Those of a lane go one after the other: the first that is_holding is due, the others
-- are due at the end of time until it is their turn. tries begins anew when somebody asks for the event again;
-- delivered_at stays.
CREATE TABLE delivery (
    workspace_id  BYTEA NOT NULL,
    endpoint_id   BYTEA NOT NULL,
    number        BIGINT NOT NULL,
    event_id      BYTEA NOT NULL,
    kind          TEXT NOT NULL,
    lane          TEXT NOT NULL,
    state         TEXT NOT NULL,
    is_holding    BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,
    tries         BIGINT NOT NULL DEFAULT 0,
    attempt_count BIGINT NOT NULL DEFAULT 0,
    first_at      BIGINT,
    ended_at      BIGINT,
    delivered_at  BIGINT,
    taken_at      BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, endpoint_id, number)
);
CREATE INDEX delivery_due ON delivery (workspace_id, endpoint_id, due_at, number) WHERE state = 'waiting';
CREATE INDEX delivery_holding ON delivery (workspace_id, endpoint_id, lane, number) WHERE is_holding = 1;
CREATE INDEX delivery_undelivered ON delivery (workspace_id, endpoint_id, lane, number)
    WHERE is_holding = 0 AND state <> 'delivered';
CREATE INDEX delivery_open ON delivery (workspace_id, endpoint_id, number) WHERE state <> 'delivered';
CREATE INDEX delivery_ended ON delivery (workspace_id, ended_at) WHERE ended_at IS NOT NULL;

-- Each try of a delivery. answer is the beginning of what the receiver said.
CREATE TABLE delivery_attempt (
    workspace_id BYTEA NOT NULL,
    endpoint_id  BYTEA NOT NULL,
    number       BIGINT NOT NULL,
    attempt      BIGINT NOT NULL,
    began_at     BIGINT NOT NULL,
    millis       BIGINT NOT NULL,
    status       BIGINT,
    error        TEXT,
    answer       TEXT,
    PRIMARY KEY (workspace_id, endpoint_id, number, attempt)
);
