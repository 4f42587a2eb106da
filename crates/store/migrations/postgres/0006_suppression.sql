-- Who is not to be written to, from any account of the workspace. state: suppressed, or paused until a person has decided.
CREATE TABLE suppression (
    workspace_id BYTEA NOT NULL,
    network      TEXT NOT NULL,
    member_key   TEXT COLLATE "C" NOT NULL,
    state        TEXT NOT NULL,
    note         TEXT,
    created_by   BYTEA,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, network, member_key)
);
