//! Where a conversation lies, as it is written down.

use domain::ids::WorkspaceId;
use domain::time::Timestamp;

use super::Conversation;
use crate::{StoreResult, Tx, params};

/// Writes the desk of the conversation. The caller holds the account's row.
pub fn update_desk(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
) -> StoreResult<()> {
    let desk = conversation.desk;
    let snooze = desk.snooze;
    tx.execute(
        "UPDATE conversation
            SET is_archived = ?3, is_starred = ?4, assignee_id = ?5, snoozed_until = ?6, wakes_on_reply = ?7
          WHERE workspace_id = ?1 AND conversation_id = ?2",
        params![
            workspace_id,
            conversation.conversation_id,
            desk.is_archived,
            desk.is_starred,
            desk.assignee,
            snooze.map(|snooze| snooze.until.unwrap_or(Timestamp::MAX)),
            snooze.is_some_and(|snooze| snooze.until_reply)
        ],
    )?;
    Ok(())
}
