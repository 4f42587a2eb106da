-- When the newest act of an account began, for the pause behind it, and when its network last said that it was too much.
ALTER TABLE account ADD COLUMN begun_last_at INTEGER;
ALTER TABLE account ADD COLUMN warned_at INTEGER;
