-- What is known of the update stream of an account: when it last told anything, when it was last looked whether there was
-- something to tell, and since when (silent_at) it is silent, why (silence), and what was heard last before (silent_since).
CREATE TABLE account_watch (
    workspace_id BLOB NOT NULL,
    account_id   BLOB NOT NULL,
    told_at      INTEGER,
    looked_at    INTEGER,
    silence      TEXT,
    silent_at    INTEGER,
    silent_since INTEGER,
    PRIMARY KEY (workspace_id, account_id)
) STRICT;
