-- Texts with gaps. version counts the changes of what they say; revision counts every change. fallbacks is a JSON object.
CREATE TABLE template (
    workspace_id BYTEA NOT NULL,
    template_id  BYTEA NOT NULL,
    name         TEXT NOT NULL,
    text         TEXT NOT NULL,
    language     TEXT,
    tags         TEXT,
    fallbacks    TEXT NOT NULL,
    version      BIGINT NOT NULL,
    revision     BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, template_id)
);
CREATE UNIQUE INDEX template_name ON template (workspace_id, name);

-- What each version said.
CREATE TABLE template_version (
    workspace_id BYTEA NOT NULL,
    template_id  BYTEA NOT NULL,
    version      BIGINT NOT NULL,
    text         TEXT NOT NULL,
    fallbacks    TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, template_id, version)
);

-- Which version of its template a send was made from here.
ALTER TABLE send ADD COLUMN template_version BIGINT;
