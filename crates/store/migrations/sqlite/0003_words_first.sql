-- The index of keywords, the word first: whoever looks for a word finds all conversations in one place. Besides the words
-- it has their starts of three and four letters, marked `*`, and in scripts that write no spaces those of one letter.
CREATE TABLE word_first (
    workspace_id   BLOB NOT NULL,
    account_number INTEGER NOT NULL,
    word           TEXT NOT NULL,
    block          INTEGER NOT NULL,
    c0             INTEGER NOT NULL,
    c1             INTEGER NOT NULL,
    c2             INTEGER NOT NULL,
    c3             INTEGER NOT NULL,
    c4             INTEGER NOT NULL,
    c5             INTEGER NOT NULL,
    c6             INTEGER NOT NULL,
    c7             INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_number, word, block)
) STRICT, WITHOUT ROWID;

INSERT INTO word_first
SELECT workspace_id, account_number, word, block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word
 ORDER BY workspace_id, account_number, word, block;

INSERT INTO word_first
SELECT workspace_id, account_number, substr(word, 1, 3) || '*', block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word
 WHERE length(word) >= 3
    ON CONFLICT (workspace_id, account_number, word, block) DO UPDATE
   SET c0 = c0 | excluded.c0, c1 = c1 | excluded.c1, c2 = c2 | excluded.c2, c3 = c3 | excluded.c3,
       c4 = c4 | excluded.c4, c5 = c5 | excluded.c5, c6 = c6 | excluded.c6, c7 = c7 | excluded.c7;

INSERT INTO word_first
SELECT workspace_id, account_number, substr(word, 1, 4) || '*', block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word
 WHERE length(word) >= 4
    ON CONFLICT (workspace_id, account_number, word, block) DO UPDATE
   SET c0 = c0 | excluded.c0, c1 = c1 | excluded.c1, c2 = c2 | excluded.c2, c3 = c3 | excluded.c3,
       c4 = c4 | excluded.c4, c5 = c5 | excluded.c5, c6 = c6 | excluded.c6, c7 = c7 | excluded.c7;

-- From Thai on: a start too many is never asked for.
INSERT INTO word_first
SELECT workspace_id, account_number, substr(word, 1, 1) || '*', block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word
 WHERE length(word) <= 2 AND unicode(word) >= 3584
    ON CONFLICT (workspace_id, account_number, word, block) DO UPDATE
   SET c0 = c0 | excluded.c0, c1 = c1 | excluded.c1, c2 = c2 | excluded.c2, c3 = c3 | excluded.c3,
       c4 = c4 | excluded.c4, c5 = c5 | excluded.c5, c6 = c6 | excluded.c6, c7 = c7 | excluded.c7;

DROP TABLE word;
ALTER TABLE word_first RENAME TO word;
