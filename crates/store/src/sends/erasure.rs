//! Taking from a send what was sent to whom. What it was, when, and what became of it stays, for whoever counts.

use domain::ids::{SendId, WorkspaceId};

use super::{Send, row};
use crate::{StoreResult, Tx, params};

/// Everything that was sent to somebody, named by network and member key, or waits, behind a send, at most `limit`.
pub fn list_to(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    (network, member_key): (&str, &str),
    after: SendId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    tx.query(
        row::select!(
            "WHERE workspace_id = ?1 AND recipient_key = ?2 AND send_id > ?4
               AND account_id IN (SELECT a.account_id FROM account a
                                   WHERE a.workspace_id = ?1 AND a.network = ?3)
             ORDER BY send_id LIMIT ?5"
        ),
        params![workspace_id, member_key, network, after, limit],
        row::read,
    )
}

/// Takes everything from a send that is over by which its recipient could be told, and what was said.
pub(crate) fn erase(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<()> {
    let nothing: &[u8] = &[];
    tx.execute(
        "UPDATE send SET lane = token, detail = CASE WHEN detail IS NULL THEN NULL ELSE '' END, idempotency_key = NULL, fingerprint = ?3, twin = NULL,
                         recipient_key = NULL, thread_key = NULL, subject = NULL, text = '', acknowledge = NULL,
                         message_key = NULL, reply_to = NULL, attachments = NULL, tags = NULL, likeness = NULL,
                         last_message_key = NULL, approved_hash = NULL, target_key = NULL,
                         forwarded_from = NULL, has_content = 0
          WHERE workspace_id = ?1 AND send_id = ?2",
        params![workspace_id, send_id, nothing],
    )?;
    for statement in [
        "DELETE FROM send_attachment WHERE workspace_id = ?1 AND send_id = ?2",
        "DELETE FROM send_snapshot WHERE workspace_id = ?1 AND send_id = ?2",
        "UPDATE attempt SET detail = NULL WHERE workspace_id = ?1 AND send_id = ?2",
        "UPDATE outcome SET tags = NULL, thread_key = NULL
          WHERE workspace_id = ?1 AND send_id = ?2
            AND sent_at = (SELECT sent_at FROM send WHERE workspace_id = ?1 AND send_id = ?2)",
    ] {
        tx.execute(statement, params![workspace_id, send_id])?;
    }
    Ok(())
}
