-- A lane was a thread, or a member while there was none; now it is a member wherever there is only one, so that what goes to
-- one person keeps its order whatever is known of their threads. Lanes that become one have one head, or all that have begun.
-- A gateway that runs meanwhile would move heads behind the back of this.
LOCK TABLE send IN SHARE ROW EXCLUSIVE MODE;
UPDATE send SET lane = recipient_key
 WHERE is_open = 1 AND recipient_key IS NOT NULL AND recipient_key <> lane
   AND NOT EXISTS (SELECT 1 FROM conversation
                    WHERE conversation.workspace_id = send.workspace_id AND conversation.account_id = send.account_id
                      AND conversation.thread_key = send.thread_key AND conversation.kind = 'group');
UPDATE send
   SET is_head = CASE WHEN state IN ('sending', 'unknown', 'needs_decision') THEN 1
                      WHEN send_id = (SELECT other.send_id FROM send other
                                       WHERE other.workspace_id = send.workspace_id
                                         AND other.account_id = send.account_id
                                         AND other.lane = send.lane AND other.is_open = 1
                                       ORDER BY CASE WHEN other.state IN ('sending', 'unknown', 'needs_decision')
                                                     THEN 0 ELSE 1 END,
                                                other.ready_at, other.number LIMIT 1) THEN 1
                      ELSE 0 END
 WHERE is_open = 1;
