-- People who changed and whom more conversations show than one transaction may write: those behind `after_thread` are
-- still to be written. `words` are those under which they were found before, separated by spaces.
CREATE TABLE person_refresh (
    workspace_id BYTEA NOT NULL,
    person_id    BYTEA NOT NULL,
    after_thread BIGINT NOT NULL,
    words        TEXT NOT NULL,
    PRIMARY KEY (workspace_id, person_id)
);
