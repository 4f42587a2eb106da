-- Who is not to be written to, from any account of the workspace. state: suppressed, or paused until a person has decided.
CREATE TABLE suppression (
    workspace_id BLOB NOT NULL,
    network      TEXT NOT NULL,
    member_key   TEXT NOT NULL,
    state        TEXT NOT NULL,
    note         TEXT,
    created_by   BLOB,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, network, member_key)
) STRICT;
