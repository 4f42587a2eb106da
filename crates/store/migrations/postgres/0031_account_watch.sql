-- What is known of the update stream of an account: when it last told anything, when it was last looked whether there was
-- something to tell, and since when (silent_at) it is silent, why (silence), and what was heard last before (silent_since).
CREATE TABLE account_watch (
    workspace_id BYTEA NOT NULL,
    account_id   BYTEA NOT NULL,
    told_at      BIGINT,
    looked_at    BIGINT,
    silence      TEXT,
    silent_at    BIGINT,
    silent_since BIGINT,
    PRIMARY KEY (workspace_id, account_id)
);
