-- credentials_version counts what the account was entered with, so that nobody takes a former one for the present one.
-- credentials_until: until when they are good, where they end by themselves; renewal_at: when they are renewed, where that can
-- be done without the account's owner.
ALTER TABLE account ADD COLUMN credentials_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN credentials_until INTEGER;
ALTER TABLE account ADD COLUMN renewal_at INTEGER;
