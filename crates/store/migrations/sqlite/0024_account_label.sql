-- label: what the workspace calls the account. paused_at: since when somebody wants nothing to leave from it.
ALTER TABLE account ADD COLUMN label TEXT;
ALTER TABLE account ADD COLUMN paused_at INTEGER;
