-- Texts with gaps. version counts the changes of what they say; revision counts every change. fallbacks is a JSON object.
CREATE TABLE template (
    workspace_id BLOB NOT NULL,
    template_id  BLOB NOT NULL,
    name         TEXT NOT NULL,
    text         TEXT NOT NULL,
    language     TEXT,
    tags         TEXT,
    fallbacks    TEXT NOT NULL,
    version      INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, template_id)
) STRICT;
CREATE UNIQUE INDEX template_name ON template (workspace_id, name);

-- What each version said.
CREATE TABLE template_version (
    workspace_id BLOB NOT NULL,
    template_id  BLOB NOT NULL,
    version      INTEGER NOT NULL,
    text         TEXT NOT NULL,
    fallbacks    TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, template_id, version)
) STRICT, WITHOUT ROWID;

-- Which version of its template a send was made from here.
ALTER TABLE send ADD COLUMN template_version INTEGER;
