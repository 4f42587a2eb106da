-- The first schema. Instants are microseconds since the epoch, ids 16 bytes, booleans 0 or 1.

-- A tenant. event_number is the number of its newest event; seed feeds every draw of its pacing,
-- key_check is sealed with the master key, so that a wrong key is noticed at the start.
CREATE TABLE workspace (
    workspace_id   BYTEA NOT NULL,
    name           TEXT NOT NULL,
    seed           BIGINT NOT NULL,
    key_check      BYTEA,
    event_number   BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (workspace_id)
);

-- A caller's key. Only a keyed hash of the secret is kept.
CREATE TABLE api_key (
    workspace_id    BYTEA NOT NULL,
    api_key_id      BYTEA NOT NULL,
    name            TEXT NOT NULL,
    secret_hash     BYTEA NOT NULL,
    scopes          TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT,
    revoked_at      BIGINT,
    replaced_by     BYTEA,
    last_used_at    BIGINT,
    last_account_id BYTEA,
    PRIMARY KEY (workspace_id, api_key_id)
);

-- A linked seat. number is small and unique (on SQLite in the whole file), it leads message.doc and inbox.thread.
CREATE TABLE account (
    workspace_id             BYTEA NOT NULL,
    account_id               BYTEA NOT NULL,
    number                   BIGINT NOT NULL,
    network                  TEXT NOT NULL,
    address                  TEXT NOT NULL,
    member_key               TEXT NOT NULL,
    member_number            BIGINT,
    slug                     TEXT,
    first_name               TEXT NOT NULL,
    last_name                TEXT NOT NULL,
    headline                 TEXT NOT NULL,
    picture                  TEXT,
    status                   TEXT NOT NULL,
    is_read_only             BIGINT NOT NULL,
    is_premium               BIGINT NOT NULL DEFAULT 0,
    plan                     TEXT,
    credentials              BYTEA,
    capability_class         TEXT NOT NULL,
    policy                   TEXT NOT NULL,
    policy_version           BIGINT NOT NULL DEFAULT 1,
    hold_rule                TEXT,
    hold_until               BIGINT,
    deferred_until           BIGINT,
    lease_owner              TEXT,
    lease_epoch              BIGINT NOT NULL DEFAULT 0,
    lease_until              BIGINT NOT NULL DEFAULT 0,
    send_number              BIGINT NOT NULL DEFAULT 0,
    conversation_number      BIGINT NOT NULL DEFAULT 0,
    conversation_count       BIGINT NOT NULL DEFAULT 0,
    unread_conversation_count BIGINT NOT NULL DEFAULT 0,
    message_count            BIGINT NOT NULL DEFAULT 0,
    inbox_revision           BIGINT NOT NULL DEFAULT 0,
    sync_cursor              TEXT,
    backfill_state           TEXT NOT NULL DEFAULT 'pending',
    backfill_cursor          TEXT,
    backfill_threads_total   BIGINT,
    last_received_at         BIGINT,
    last_sent_at             BIGINT,
    last_error               TEXT,
    last_error_at            BIGINT,
    linked_at                BIGINT NOT NULL,
    unlinked_at              BIGINT,
    last_used_at             BIGINT,
    PRIMARY KEY (workspace_id, account_id)
);
CREATE UNIQUE INDEX account_number ON account (workspace_id, number);
CREATE UNIQUE INDEX account_member ON account (workspace_id, network, member_key) WHERE unlinked_at IS NULL;

-- A member of a network as known in one workspace.
CREATE TABLE person (
    workspace_id  BYTEA NOT NULL,
    person_id     BYTEA NOT NULL,
    network       TEXT NOT NULL,
    member_key    TEXT NOT NULL,
    member_number BIGINT,
    slug          TEXT,
    name          TEXT NOT NULL,
    headline      TEXT NOT NULL,
    picture       TEXT,
    badge         TEXT,
    updated_at    BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
);
CREATE UNIQUE INDEX person_member ON person (workspace_id, network, member_key);
CREATE INDEX person_slug ON person (workspace_id, network, slug);
CREATE INDEX person_number ON person (workspace_id, network, member_number) WHERE member_number IS NOT NULL;

-- How one account stands to one person: degree 1 to 3, status as the contract prints it.
CREATE TABLE relation (
    workspace_id BYTEA NOT NULL,
    account_id   BYTEA NOT NULL,
    person_id    BYTEA NOT NULL,
    degree       BIGINT,
    status       TEXT NOT NULL,
    connected_on TEXT,
    checked_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_id, person_id)
);

-- A thread of one account. thread_key is the network's id, thread the small number account << 22 | number.
-- snapshot_at is the activity that the newest view of its read state knew, so that an older view changes nothing.
CREATE TABLE conversation (
    workspace_id     BYTEA NOT NULL,
    conversation_id  BYTEA NOT NULL,
    account_id       BYTEA NOT NULL,
    thread           BIGINT NOT NULL,
    thread_key       TEXT NOT NULL,
    kind             TEXT NOT NULL,
    title            TEXT,
    state            TEXT,
    created_at       BIGINT NOT NULL,
    last_activity_at BIGINT NOT NULL,
    last_read_at     BIGINT,
    unread_count     BIGINT NOT NULL DEFAULT 0,
    message_count    BIGINT NOT NULL DEFAULT 0,
    message_ordinal  BIGINT NOT NULL DEFAULT 0,
    latest_doc       BIGINT,
    latest_sent_at   BIGINT,
    snapshot_at      BIGINT NOT NULL DEFAULT 0,
    backfill_state   TEXT NOT NULL DEFAULT 'pending',
    backfill_cursor  TEXT,
    PRIMARY KEY (workspace_id, conversation_id)
);
CREATE UNIQUE INDEX conversation_thread ON conversation (workspace_id, thread);
CREATE UNIQUE INDEX conversation_thread_key ON conversation (workspace_id, account_id, thread_key);
CREATE INDEX conversation_backfill ON conversation (workspace_id, account_id, last_activity_at)
    WHERE backfill_state = 'pending';

-- Who takes part besides the owner of the account.
CREATE TABLE participant (
    workspace_id    BYTEA NOT NULL,
    conversation_id BYTEA NOT NULL,
    person_id       BYTEA NOT NULL,
    position        BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, person_id)
);
CREATE INDEX participant_person ON participant (workspace_id, person_id);

-- One message. doc is account << 43 | conversation << 21 | ordinal, so that a thread's messages lie together.
CREATE TABLE message (
    doc           BIGINT NOT NULL,
    workspace_id  BYTEA NOT NULL,
    thread        BIGINT NOT NULL,
    sender_id     BYTEA NOT NULL,
    is_outgoing   BIGINT NOT NULL,
    sent_at       BIGINT NOT NULL,
    message_key   TEXT NOT NULL,
    token         TEXT,
    text          TEXT NOT NULL,
    subject       TEXT,
    attachments   TEXT,
    reactions     TEXT,
    delivered_at  BIGINT,
    seen_at       BIGINT,
    edited_at     BIGINT,
    deleted_at    BIGINT,
    PRIMARY KEY (workspace_id, doc)
);
CREATE INDEX message_time ON message (workspace_id, thread, sent_at, doc);

-- Every name under which a message is known to its network, or to an import.
CREATE TABLE message_ref (
    workspace_id   BYTEA NOT NULL,
    account_number BIGINT NOT NULL,
    scheme         TEXT NOT NULL,
    ref            TEXT NOT NULL,
    doc            BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_number, scheme, ref)
);

-- What a list of conversations shows, one row each, updated in place. thread as in conversation.
CREATE TABLE inbox (
    thread           BIGINT NOT NULL,
    workspace_id     BYTEA NOT NULL,
    account_number   BIGINT NOT NULL,
    conversation_id  BYTEA NOT NULL,
    last_activity_at BIGINT NOT NULL,
    unread_count     BIGINT NOT NULL,
    is_unread        BIGINT NOT NULL,
    facts            BYTEA NOT NULL,
    PRIMARY KEY (workspace_id, thread)
);
CREATE INDEX inbox_order ON inbox (workspace_id, account_number, last_activity_at DESC, thread DESC);
CREATE INDEX inbox_unread ON inbox (workspace_id, account_number, is_unread, last_activity_at DESC, thread DESC);

-- Keyword search: in which conversations of an account a folded word stands. One row for 512 neighbouring
-- conversations, a bit each: bit n of column k of block b is conversation number 512 * b + 64 * k + n. The block leads,
-- so that a conversation's words lie together, and a search can look at the blocks of the newest conversations first.
CREATE TABLE word (
    workspace_id   BYTEA NOT NULL,
    account_number BIGINT NOT NULL,
    block          BIGINT NOT NULL,
    word           TEXT COLLATE "C" NOT NULL,
    c0             BIGINT NOT NULL,
    c1             BIGINT NOT NULL,
    c2             BIGINT NOT NULL,
    c3             BIGINT NOT NULL,
    c4             BIGINT NOT NULL,
    c5             BIGINT NOT NULL,
    c6             BIGINT NOT NULL,
    c7             BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_number, block, word)
);

-- The outbox: one row for every outward act, before anything leaves.
CREATE TABLE send (
    workspace_id       BYTEA NOT NULL,
    send_id            BYTEA NOT NULL,
    account_id         BYTEA NOT NULL,
    number             BIGINT NOT NULL,
    lane               TEXT NOT NULL,
    kind               TEXT NOT NULL,
    state              TEXT NOT NULL,
    is_open            BIGINT NOT NULL,
    is_head            BIGINT NOT NULL,
    due_at             BIGINT NOT NULL,
    rule               TEXT,
    code               TEXT,
    detail             TEXT,
    idempotency_key    TEXT,
    fingerprint        BYTEA NOT NULL,
    twin               BYTEA,
    token              TEXT NOT NULL,
    recipient_key      TEXT,
    thread_key         TEXT,
    group_id           TEXT,
    subject            TEXT,
    text               TEXT NOT NULL,
    opens_conversation BIGINT NOT NULL,
    typing_millis      BIGINT NOT NULL DEFAULT 0,
    acknowledge        TEXT,
    typing_sent        BIGINT,
    acknowledgment_sent BIGINT,
    attempt_count      BIGINT NOT NULL DEFAULT 0,
    check_count        BIGINT NOT NULL DEFAULT 0,
    message_key        TEXT,
    sent_at            BIGINT,
    delivered_at       BIGINT,
    seen_at            BIGINT,
    policy_version     BIGINT,
    call_deadline_at   BIGINT,
    api_key_id         BYTEA,
    accepted_at        BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL,
    expires_at         BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, send_id)
);
CREATE UNIQUE INDEX send_idempotency_key ON send (workspace_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX send_fingerprint ON send (workspace_id, fingerprint) WHERE idempotency_key IS NULL;
CREATE INDEX send_twin ON send (workspace_id, twin) WHERE twin IS NOT NULL;
CREATE INDEX send_open ON send (workspace_id, account_id, lane, number) WHERE is_open = 1;
CREATE INDEX send_head ON send (workspace_id, account_id, due_at, number) WHERE is_head = 1;
CREATE UNIQUE INDEX send_message ON send (workspace_id, account_id, message_key) WHERE message_key IS NOT NULL;
CREATE UNIQUE INDEX send_token ON send (workspace_id, account_id, token);

-- Each try of a send, with its evidence.
CREATE TABLE attempt (
    workspace_id BYTEA NOT NULL,
    send_id      BYTEA NOT NULL,
    number       BIGINT NOT NULL,
    attempt_id   BYTEA NOT NULL,
    account_id   BYTEA NOT NULL,
    epoch        BIGINT NOT NULL,
    began_at     BIGINT NOT NULL,
    deadline_at  BIGINT NOT NULL,
    ended_at     BIGINT,
    outcome      TEXT,
    code         TEXT,
    detail       TEXT,
    PRIMARY KEY (workspace_id, send_id, number)
);
CREATE UNIQUE INDEX attempt_open ON attempt (workspace_id, account_id) WHERE ended_at IS NULL;

-- Every act that counts against a limit, as the interval in which it can have happened.
CREATE TABLE ledger (
    workspace_id BYTEA NOT NULL,
    account_id   BYTEA NOT NULL,
    action       TEXT NOT NULL,
    source       TEXT NOT NULL,
    earliest_at  BIGINT NOT NULL,
    latest_at    BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_id, action, source)
);
CREATE INDEX ledger_window ON ledger (workspace_id, account_id, action, latest_at);

-- Append-only; number runs without gaps in each workspace.
CREATE TABLE event (
    workspace_id BYTEA NOT NULL,
    number       BIGINT NOT NULL,
    event_id     BYTEA NOT NULL,
    kind         TEXT NOT NULL,
    account_id   BYTEA,
    subject      TEXT,
    at           BIGINT NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (workspace_id, number)
);

-- What is due and when, across workspaces: one row per account or job. Read only by store::agenda.
CREATE TABLE agenda (
    shard        BIGINT NOT NULL,
    workspace_id BYTEA NOT NULL,
    kind         TEXT NOT NULL,
    subject      BYTEA NOT NULL,
    due_at       BIGINT NOT NULL,
    PRIMARY KEY (shard, workspace_id, kind, subject)
);
CREATE INDEX agenda_due ON agenda (shard, kind, due_at);
