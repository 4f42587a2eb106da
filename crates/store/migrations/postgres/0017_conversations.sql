-- Where a conversation lies in its mailbox and on the desk of the workspace. snoozed_until is the end of time where only a
-- reply wakes it. Each index serves one way to walk down the list, the newest activity first.
ALTER TABLE conversation ADD COLUMN is_archived BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN is_starred BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN assignee_id BYTEA;
ALTER TABLE conversation ADD COLUMN snoozed_until BIGINT;
ALTER TABLE conversation ADD COLUMN wakes_on_reply BIGINT NOT NULL DEFAULT 0;
-- What an import found in the archive lies there.
UPDATE conversation SET is_archived = 1 WHERE state = 'ARCHIVED';
CREATE INDEX conversation_list ON conversation (workspace_id, is_archived, last_activity_at DESC, thread DESC);
CREATE INDEX conversation_of_account
    ON conversation (workspace_id, account_id, is_archived, last_activity_at DESC, thread DESC);
CREATE INDEX conversation_unread ON conversation (workspace_id, last_activity_at DESC, thread DESC)
    WHERE unread_count > 0;
CREATE INDEX conversation_unread_of_account
    ON conversation (workspace_id, account_id, last_activity_at DESC, thread DESC) WHERE unread_count > 0;
CREATE INDEX conversation_starred ON conversation (workspace_id, last_activity_at DESC, thread DESC)
    WHERE is_starred = 1;
CREATE INDEX conversation_assigned ON conversation (workspace_id, assignee_id, last_activity_at DESC, thread DESC)
    WHERE assignee_id IS NOT NULL;
CREATE INDEX conversation_snoozed ON conversation (workspace_id, last_activity_at DESC, thread DESC)
    WHERE snoozed_until IS NOT NULL;
-- Whose turn it is to wake.
CREATE INDEX conversation_waking ON conversation (workspace_id, account_id, snoozed_until)
    WHERE snoozed_until IS NOT NULL;

-- A word that a workspace puts on conversations. folded is its name as it is compared with others.
CREATE TABLE label (
    workspace_id BYTEA NOT NULL,
    label_id     BYTEA NOT NULL,
    name         TEXT NOT NULL,
    folded       TEXT NOT NULL,
    colour       TEXT,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, label_id)
);
CREATE UNIQUE INDEX label_folded ON label (workspace_id, folded);

-- Which conversations carry a label.
CREATE TABLE conversation_label (
    workspace_id BYTEA NOT NULL,
    label_id     BYTEA NOT NULL,
    thread       BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, label_id, thread)
);
CREATE INDEX conversation_label_thread ON conversation_label (workspace_id, thread, label_id);

-- What somebody noted about a conversation. It never leaves. author_id is the key with which it was written; an operator
-- has none.
CREATE TABLE conversation_note (
    workspace_id    BYTEA NOT NULL,
    note_id         BYTEA NOT NULL,
    conversation_id BYTEA NOT NULL,
    author_id       BYTEA,
    text            TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, note_id)
);
CREATE INDEX conversation_note_order ON conversation_note (workspace_id, conversation_id, note_id);

-- What somebody means to write into a conversation. version is new with each change: the instant of it, or one more.
CREATE TABLE draft (
    workspace_id    BYTEA NOT NULL,
    conversation_id BYTEA NOT NULL,
    text            TEXT NOT NULL,
    version         BIGINT NOT NULL,
    author_id       BYTEA,
    updated_at      BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id)
);
