CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE member (
    id            INTEGER PRIMARY KEY,
    member_key    TEXT    NOT NULL UNIQUE,
    member_number TEXT    NOT NULL UNIQUE,
    slug          TEXT    NOT NULL UNIQUE,
    first_name    TEXT    NOT NULL,
    last_name     TEXT    NOT NULL,
    family_first  INTEGER NOT NULL DEFAULT 0,
    headline      TEXT,
    location      TEXT,
    language      TEXT    NOT NULL,
    open_profile  INTEGER NOT NULL,
    premium       INTEGER NOT NULL,
    persona       INTEGER NOT NULL,
    has_picture   INTEGER NOT NULL
) STRICT;

-- Both directions are kept, so that a walk from either side is one index range.
CREATE TABLE connection (
    member       INTEGER NOT NULL,
    other        INTEGER NOT NULL,
    connected_at INTEGER NOT NULL,
    PRIMARY KEY (member, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE network_group (
    id       INTEGER PRIMARY KEY,
    group_id TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL
) STRICT;

CREATE TABLE group_member (
    network_group INTEGER NOT NULL,
    member        INTEGER NOT NULL,
    PRIMARY KEY (network_group, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_by_member ON group_member (member, network_group);

CREATE TABLE seat (
    id               INTEGER PRIMARY KEY,
    seat_id          TEXT    NOT NULL UNIQUE,
    member           INTEGER NOT NULL UNIQUE,
    token            TEXT    NOT NULL UNIQUE,
    session_valid    INTEGER NOT NULL DEFAULT 1,
    class            TEXT    NOT NULL DEFAULT 'B',
    inmail_total     INTEGER NOT NULL,
    inmail_used      INTEGER NOT NULL,
    inmail_month     INTEGER NOT NULL,
    challenge        INTEGER NOT NULL DEFAULT 0,
    restricted_until INTEGER,
    conduct          TEXT    NOT NULL
) STRICT;

CREATE TABLE thread (
    id            INTEGER PRIMARY KEY,
    thread_id     TEXT    NOT NULL UNIQUE,
    uuid          TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    title         TEXT,
    subject       TEXT,
    group_id      TEXT,
    created_at    INTEGER NOT NULL,
    last_sent_at  INTEGER NOT NULL,
    last_position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE participant (
    thread           INTEGER NOT NULL,
    member           INTEGER NOT NULL,
    last_activity_at INTEGER NOT NULL,
    unread_count     INTEGER NOT NULL DEFAULT 0,
    seen_position    INTEGER NOT NULL DEFAULT 0,
    last_read_at     INTEGER,
    archived         INTEGER NOT NULL DEFAULT 0,
    starred          INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (thread, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_inbox ON participant (member, last_activity_at DESC, thread DESC);

-- Threads of exactly two members; `low` < `high`.
CREATE TABLE pair (
    low    INTEGER NOT NULL,
    high   INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    PRIMARY KEY (low, high, thread)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
    id         INTEGER PRIMARY KEY,
    thread     INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    message_id TEXT    NOT NULL UNIQUE,
    sender     INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    subject    TEXT,
    text       TEXT    NOT NULL,
    sent_at    INTEGER NOT NULL,
    token      TEXT,
    reply_to   TEXT,
    edited_at  INTEGER,
    deleted_at INTEGER,
    UNIQUE (thread, position)
) STRICT;
CREATE INDEX message_token ON message (sender, token) WHERE token IS NOT NULL;

CREATE TABLE receipt (
    message      INTEGER NOT NULL,
    member       INTEGER NOT NULL,
    delivered_at INTEGER NOT NULL,
    seen_at      INTEGER,
    PRIMARY KEY (message, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE reaction (
    message    INTEGER NOT NULL,
    member     INTEGER NOT NULL,
    emoji      TEXT    NOT NULL,
    reacted_at INTEGER NOT NULL,
    PRIMARY KEY (message, member, emoji)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
    id         INTEGER PRIMARY KEY,
    owner      INTEGER NOT NULL,
    message    INTEGER,
    name       TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    content    BLOB    NOT NULL
) STRICT;
CREATE INDEX attachment_by_message ON attachment (message) WHERE message IS NOT NULL;

CREATE TABLE invitation (
    id       INTEGER PRIMARY KEY,
    inviter  INTEGER NOT NULL,
    addressee  INTEGER NOT NULL,
    note     TEXT,
    sent_at  INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    token    TEXT
) STRICT;
CREATE INDEX invitation_inviter ON invitation (inviter, state, addressee);
CREATE INDEX invitation_addressee ON invitation (addressee, state, inviter);
CREATE INDEX invitation_token ON invitation (inviter, token) WHERE token IS NOT NULL;

CREATE TABLE update_log (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    seat  INTEGER NOT NULL,
    kind  TEXT    NOT NULL,
    at    INTEGER NOT NULL,
    token TEXT,
    data  TEXT    NOT NULL
) STRICT;
CREATE INDEX update_log_by_seat ON update_log (seat, id);

CREATE TABLE acceptance (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    seat_id     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    token       TEXT    NOT NULL,
    thread_id   TEXT,
    message_id  TEXT,
    member_key  TEXT,
    text        TEXT    NOT NULL,
    accepted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX acceptance_by_message ON acceptance (message_id) WHERE message_id IS NOT NULL;

-- The acceptance log is evidence: nothing in it may change.
CREATE TRIGGER acceptance_keeps BEFORE UPDATE ON acceptance
BEGIN SELECT RAISE(ABORT, 'the acceptance log is append-only'); END;
CREATE TRIGGER acceptance_stays BEFORE DELETE ON acceptance
BEGIN SELECT RAISE(ABORT, 'the acceptance log is append-only'); END;
