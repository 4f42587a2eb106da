-- Where people are found by the words of their names and headlines, as `domain::search` cuts them. has_words: whether
-- theirs are in; those who were known before this are added step by step.
CREATE TABLE person_word (
    workspace_id BYTEA NOT NULL,
    word         TEXT COLLATE "C" NOT NULL,
    person_id    BYTEA NOT NULL,
    PRIMARY KEY (workspace_id, word, person_id)
);
ALTER TABLE person ADD COLUMN has_words BIGINT NOT NULL DEFAULT 0;
CREATE INDEX person_wordless ON person (workspace_id, person_id) WHERE has_words = 0;
-- How a person stands to each account, and who stands so to any.
CREATE INDEX relation_person ON relation (workspace_id, person_id);
CREATE INDEX relation_status ON relation (workspace_id, status, person_id);
-- All messages of a workspace in the order in which they were sent: for search, and for what is deleted by age.
CREATE INDEX message_age ON message (workspace_id, sent_at, doc);
