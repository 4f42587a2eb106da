-- What has begun of an account, which every step of dispatch asks for; few have, whatever waits.
CREATE INDEX send_begun ON send (workspace_id, account_id, send_id) WHERE state IN ('sending', 'unknown', 'needs_decision');
