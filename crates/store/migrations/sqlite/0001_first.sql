-- The first schema. Instants are microseconds since the epoch, ids 16 bytes, booleans 0 or 1.

-- A tenant. event_number is the number of its newest event; seed feeds every draw of its pacing,
-- key_check is sealed with the master key, so that a wrong key is noticed at the start.
CREATE TABLE workspace (
    workspace_id   BLOB NOT NULL,
    name           TEXT NOT NULL,
    seed           INTEGER NOT NULL,
    key_check      BLOB,
    event_number   INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    PRIMARY KEY (workspace_id)
) STRICT;

-- A caller's key. Only a keyed hash of the secret is kept.
CREATE TABLE api_key (
    workspace_id    BLOB NOT NULL,
    api_key_id      BLOB NOT NULL,
    name            TEXT NOT NULL,
    secret_hash     BLOB NOT NULL,
    scopes          TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER,
    revoked_at      INTEGER,
    replaced_by     BLOB,
    last_used_at    INTEGER,
    last_account_id BLOB,
    PRIMARY KEY (workspace_id, api_key_id)
) STRICT;

-- A linked seat. number is small and unique (on SQLite in the whole file), it leads message.doc and inbox.thread.
CREATE TABLE account (
    workspace_id             BLOB NOT NULL,
    account_id               BLOB NOT NULL,
    number                   INTEGER NOT NULL,
    network                  TEXT NOT NULL,
    address                  TEXT NOT NULL,
    member_key               TEXT NOT NULL,
    member_number            INTEGER,
    slug                     TEXT,
    first_name               TEXT NOT NULL,
    last_name                TEXT NOT NULL,
    headline                 TEXT NOT NULL,
    picture                  TEXT,
    status                   TEXT NOT NULL,
    is_read_only             INTEGER NOT NULL,
    is_premium               INTEGER NOT NULL DEFAULT 0,
    plan                     TEXT,
    credentials              BLOB,
    capability_class         TEXT NOT NULL,
    policy                   TEXT NOT NULL,
    policy_version           INTEGER NOT NULL DEFAULT 1,
    hold_rule                TEXT,
    hold_until               INTEGER,
    deferred_until           INTEGER,
    lease_owner              TEXT,
    lease_epoch              INTEGER NOT NULL DEFAULT 0,
    lease_until              INTEGER NOT NULL DEFAULT 0,
    send_number              INTEGER NOT NULL DEFAULT 0,
    conversation_number      INTEGER NOT NULL DEFAULT 0,
    conversation_count       INTEGER NOT NULL DEFAULT 0,
    unread_conversation_count INTEGER NOT NULL DEFAULT 0,
    message_count            INTEGER NOT NULL DEFAULT 0,
    inbox_revision           INTEGER NOT NULL DEFAULT 0,
    sync_cursor              TEXT,
    backfill_state           TEXT NOT NULL DEFAULT 'pending',
    backfill_cursor          TEXT,
    backfill_threads_total   INTEGER,
    last_received_at         INTEGER,
    last_sent_at             INTEGER,
    last_error               TEXT,
    last_error_at            INTEGER,
    linked_at                INTEGER NOT NULL,
    unlinked_at              INTEGER,
    last_used_at             INTEGER,
    PRIMARY KEY (workspace_id, account_id)
) STRICT;
CREATE UNIQUE INDEX account_number ON account (number);
CREATE UNIQUE INDEX account_member ON account (workspace_id, network, member_key) WHERE unlinked_at IS NULL;

-- A member of a network as known in one workspace.
CREATE TABLE person (
    workspace_id  BLOB NOT NULL,
    person_id     BLOB NOT NULL,
    network       TEXT NOT NULL,
    member_key    TEXT NOT NULL,
    member_number INTEGER,
    slug          TEXT,
    name          TEXT NOT NULL,
    headline      TEXT NOT NULL,
    picture       TEXT,
    badge         TEXT,
    updated_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
) STRICT;
CREATE UNIQUE INDEX person_member ON person (workspace_id, network, member_key);
CREATE INDEX person_slug ON person (workspace_id, network, slug);
CREATE INDEX person_number ON person (workspace_id, network, member_number) WHERE member_number IS NOT NULL;

-- How one account stands to one person: degree 1 to 3, status as the contract prints it.
CREATE TABLE relation (
    workspace_id BLOB NOT NULL,
    account_id   BLOB NOT NULL,
    person_id    BLOB NOT NULL,
    degree       INTEGER,
    status       TEXT NOT NULL,
    connected_on TEXT,
    checked_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_id, person_id)
) STRICT;

-- A thread of one account. thread_key is the network's id, thread the small number account << 22 | number.
-- snapshot_at is the activity that the newest view of its read state knew, so that an older view changes nothing.
CREATE TABLE conversation (
    workspace_id     BLOB NOT NULL,
    conversation_id  BLOB NOT NULL,
    account_id       BLOB NOT NULL,
    thread           INTEGER NOT NULL,
    thread_key       TEXT NOT NULL,
    kind             TEXT NOT NULL,
    title            TEXT,
    state            TEXT,
    created_at       INTEGER NOT NULL,
    last_activity_at INTEGER NOT NULL,
    last_read_at     INTEGER,
    unread_count     INTEGER NOT NULL DEFAULT 0,
    message_count    INTEGER NOT NULL DEFAULT 0,
    message_ordinal  INTEGER NOT NULL DEFAULT 0,
    latest_doc       INTEGER,
    latest_sent_at   INTEGER,
    snapshot_at      INTEGER NOT NULL DEFAULT 0,
    backfill_state   TEXT NOT NULL DEFAULT 'pending',
    backfill_cursor  TEXT,
    PRIMARY KEY (workspace_id, conversation_id)
) STRICT;
CREATE UNIQUE INDEX conversation_thread ON conversation (workspace_id, thread);
CREATE UNIQUE INDEX conversation_thread_key ON conversation (workspace_id, account_id, thread_key);
CREATE INDEX conversation_backfill ON conversation (workspace_id, account_id, last_activity_at)
    WHERE backfill_state = 'pending';

-- Who takes part besides the owner of the account.
CREATE TABLE participant (
    workspace_id    BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    person_id       BLOB NOT NULL,
    position        INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, person_id)
) STRICT;
CREATE INDEX participant_person ON participant (workspace_id, person_id);

-- One message. doc is account << 43 | conversation << 21 | ordinal, so that a thread's messages lie together.
-- rowid: doc is the rowid, so the rows of one thread share their pages; account numbers are unique in the file.
CREATE TABLE message (
    doc           INTEGER PRIMARY KEY,
    workspace_id  BLOB NOT NULL,
    thread        INTEGER NOT NULL,
    sender_id     BLOB NOT NULL,
    is_outgoing   INTEGER NOT NULL,
    sent_at       INTEGER NOT NULL,
    message_key   TEXT NOT NULL,
    token         TEXT,
    text          TEXT NOT NULL,
    subject       TEXT,
    attachments   TEXT,
    reactions     TEXT,
    delivered_at  INTEGER,
    seen_at       INTEGER,
    edited_at     INTEGER,
    deleted_at    INTEGER
) STRICT;
CREATE INDEX message_time ON message (workspace_id, thread, sent_at, doc);

-- Every name under which a message is known to its network, or to an import.
CREATE TABLE message_ref (
    workspace_id   BLOB NOT NULL,
    account_number INTEGER NOT NULL,
    scheme         TEXT NOT NULL,
    ref            TEXT NOT NULL,
    doc            INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_number, scheme, ref)
) STRICT, WITHOUT ROWID;

-- What a list of conversations shows, one row each, updated in place. thread as in conversation.
-- rowid: thread is the rowid, so the rows of one account share their pages.
CREATE TABLE inbox (
    thread           INTEGER PRIMARY KEY,
    workspace_id     BLOB NOT NULL,
    account_number   INTEGER NOT NULL,
    conversation_id  BLOB NOT NULL,
    last_activity_at INTEGER NOT NULL,
    unread_count     INTEGER NOT NULL,
    is_unread        INTEGER NOT NULL,
    facts            BLOB NOT NULL
) STRICT;
CREATE INDEX inbox_order ON inbox (workspace_id, account_number, last_activity_at DESC, thread DESC);
CREATE INDEX inbox_unread ON inbox (workspace_id, account_number, is_unread, last_activity_at DESC, thread DESC);

-- Keyword search: in which conversations of an account a folded word stands. One row for 512 neighbouring
-- conversations, a bit each: bit n of column k of block b is conversation number 512 * b + 64 * k + n. The block leads,
-- so that a conversation's words lie together, and a search can look at the blocks of the newest conversations first.
CREATE TABLE word (
    workspace_id   BLOB NOT NULL,
    account_number INTEGER NOT NULL,
    block          INTEGER NOT NULL,
    word           TEXT NOT NULL,
    c0             INTEGER NOT NULL,
    c1             INTEGER NOT NULL,
    c2             INTEGER NOT NULL,
    c3             INTEGER NOT NULL,
    c4             INTEGER NOT NULL,
    c5             INTEGER NOT NULL,
    c6             INTEGER NOT NULL,
    c7             INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_number, block, word)
) STRICT, WITHOUT ROWID;

-- The outbox: one row for every outward act, before anything leaves.
CREATE TABLE send (
    workspace_id       BLOB NOT NULL,
    send_id            BLOB NOT NULL,
    account_id         BLOB NOT NULL,
    number             INTEGER NOT NULL,
    lane               TEXT NOT NULL,
    kind               TEXT NOT NULL,
    state              TEXT NOT NULL,
    is_open            INTEGER NOT NULL,
    is_head            INTEGER NOT NULL,
    due_at             INTEGER NOT NULL,
    rule               TEXT,
    code               TEXT,
    detail             TEXT,
    idempotency_key    TEXT,
    fingerprint        BLOB NOT NULL,
    twin               BLOB,
    token              TEXT NOT NULL,
    recipient_key      TEXT,
    thread_key         TEXT,
    group_id           TEXT,
    subject            TEXT,
    text               TEXT NOT NULL,
    opens_conversation INTEGER NOT NULL,
    typing_millis      INTEGER NOT NULL DEFAULT 0,
    acknowledge        TEXT,
    typing_sent        INTEGER,
    acknowledgment_sent INTEGER,
    attempt_count      INTEGER NOT NULL DEFAULT 0,
    check_count        INTEGER NOT NULL DEFAULT 0,
    message_key        TEXT,
    sent_at            INTEGER,
    delivered_at       INTEGER,
    seen_at            INTEGER,
    policy_version     INTEGER,
    call_deadline_at   INTEGER,
    api_key_id         BLOB,
    accepted_at        INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    expires_at         INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, send_id)
) STRICT;
CREATE UNIQUE INDEX send_idempotency_key ON send (workspace_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX send_fingerprint ON send (workspace_id, fingerprint) WHERE idempotency_key IS NULL;
CREATE INDEX send_twin ON send (workspace_id, twin) WHERE twin IS NOT NULL;
CREATE INDEX send_open ON send (workspace_id, account_id, lane, number) WHERE is_open = 1;
CREATE INDEX send_head ON send (workspace_id, account_id, due_at, number) WHERE is_head = 1;
CREATE UNIQUE INDEX send_message ON send (workspace_id, account_id, message_key) WHERE message_key IS NOT NULL;
CREATE UNIQUE INDEX send_token ON send (workspace_id, account_id, token);

-- Each try of a send, with its evidence.
CREATE TABLE attempt (
    workspace_id BLOB NOT NULL,
    send_id      BLOB NOT NULL,
    number       INTEGER NOT NULL,
    attempt_id   BLOB NOT NULL,
    account_id   BLOB NOT NULL,
    epoch        INTEGER NOT NULL,
    began_at     INTEGER NOT NULL,
    deadline_at  INTEGER NOT NULL,
    ended_at     INTEGER,
    outcome      TEXT,
    code         TEXT,
    detail       TEXT,
    PRIMARY KEY (workspace_id, send_id, number)
) STRICT;
CREATE UNIQUE INDEX attempt_open ON attempt (workspace_id, account_id) WHERE ended_at IS NULL;

-- Every act that counts against a limit, as the interval in which it can have happened.
CREATE TABLE ledger (
    workspace_id BLOB NOT NULL,
    account_id   BLOB NOT NULL,
    action       TEXT NOT NULL,
    source       TEXT NOT NULL,
    earliest_at  INTEGER NOT NULL,
    latest_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_id, action, source)
) STRICT;
CREATE INDEX ledger_window ON ledger (workspace_id, account_id, action, latest_at);

-- Append-only; number runs without gaps in each workspace.
CREATE TABLE event (
    workspace_id BLOB NOT NULL,
    number       INTEGER NOT NULL,
    event_id     BLOB NOT NULL,
    kind         TEXT NOT NULL,
    account_id   BLOB,
    subject      TEXT,
    at           INTEGER NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (workspace_id, number)
) STRICT, WITHOUT ROWID;

-- What is due and when, across workspaces: one row per account or job. Read only by store::agenda.
CREATE TABLE agenda (
    shard        INTEGER NOT NULL,
    workspace_id BLOB NOT NULL,
    kind         TEXT NOT NULL,
    subject      BLOB NOT NULL,
    due_at       INTEGER NOT NULL,
    PRIMARY KEY (shard, workspace_id, kind, subject)
) STRICT;
CREATE INDEX agenda_due ON agenda (shard, kind, due_at);
