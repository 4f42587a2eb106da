-- The latest instant at which a send came into line behind the others of its account: later ones stand behind it even if
-- the clock was set back. A send is found by its token through its id, which the token is made of.
ALTER TABLE account ADD COLUMN line_at INTEGER NOT NULL DEFAULT 0;
UPDATE account
   SET line_at = COALESCE((SELECT MAX(ready_at) FROM send
                            WHERE send.workspace_id = account.workspace_id AND send.account_id = account.account_id
                              AND send.is_open = 1 AND send.ready_at <= send.accepted_at), 0);
DROP INDEX send_token;
