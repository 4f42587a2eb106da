-- Whom an act went to, so that what one person gets from all accounts of the workspace can be counted; absent where it went
-- to several. A source is the token of its send.
ALTER TABLE ledger ADD COLUMN network TEXT;
ALTER TABLE ledger ADD COLUMN member_key TEXT;
CREATE INDEX send_token_for_now ON send (workspace_id, account_id, token);
UPDATE ledger
   SET network = (SELECT network FROM account
                   WHERE account.workspace_id = ledger.workspace_id AND account.account_id = ledger.account_id),
       member_key = (SELECT recipient_key FROM send
                      WHERE send.workspace_id = ledger.workspace_id AND send.account_id = ledger.account_id
                        AND send.token = ledger.source);
DROP INDEX send_token_for_now;
CREATE INDEX ledger_person ON ledger (workspace_id, network, member_key, action, latest_at) WHERE member_key IS NOT NULL;
