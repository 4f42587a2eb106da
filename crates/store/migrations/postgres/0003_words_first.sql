-- The index of keywords, the word first: whoever looks for a word finds all conversations in one place. Besides the words
-- it has their starts of three and four letters, marked `*`, and in scripts that write no spaces those of one letter.
CREATE TABLE word_first (
    workspace_id   BYTEA NOT NULL,
    account_number BIGINT NOT NULL,
    word           TEXT COLLATE "C" NOT NULL,
    block          BIGINT NOT NULL,
    c0             BIGINT NOT NULL,
    c1             BIGINT NOT NULL,
    c2             BIGINT NOT NULL,
    c3             BIGINT NOT NULL,
    c4             BIGINT NOT NULL,
    c5             BIGINT NOT NULL,
    c6             BIGINT NOT NULL,
    c7             BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, account_number, word, block)
);

INSERT INTO word_first
SELECT workspace_id, account_number, word, block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word;

INSERT INTO word_first
SELECT workspace_id, account_number, substr(word, 1, 3) || '*', block,
       bit_or(c0), bit_or(c1), bit_or(c2), bit_or(c3), bit_or(c4), bit_or(c5), bit_or(c6), bit_or(c7)
  FROM word WHERE length(word) >= 3 GROUP BY 1, 2, 3, 4;

INSERT INTO word_first
SELECT workspace_id, account_number, substr(word, 1, 4) || '*', block,
       bit_or(c0), bit_or(c1), bit_or(c2), bit_or(c3), bit_or(c4), bit_or(c5), bit_or(c6), bit_or(c7)
  FROM word WHERE length(word) >= 4 GROUP BY 1, 2, 3, 4;

-- From Thai on: a start too many is never asked for.
INSERT INTO word_first
SELECT workspace_id, account_number, substr(word, 1, 1) || '*', block,
       bit_or(c0), bit_or(c1), bit_or(c2), bit_or(c3), bit_or(c4), bit_or(c5), bit_or(c6), bit_or(c7)
  FROM word WHERE length(word) <= 2 AND ascii(word) >= 3584 GROUP BY 1, 2, 3, 4;

DROP TABLE word;
ALTER TABLE word_first RENAME TO word;
ALTER INDEX word_first_pkey RENAME TO word_pkey;
