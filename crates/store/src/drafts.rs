//! What somebody means to write into a conversation: one text each, changed by whoever saw what it said before.

use domain::ids::{ApiKeyId, ConversationId, WorkspaceId};
use domain::time::Timestamp;

use crate::conversations::Conversation;
use crate::{Row, StoreResult, Tx, desks, params};

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub text: String,
    /// New with each change.
    pub version: i64,
    /// The key with which it was written last; absent for an operator.
    pub author: Option<ApiKeyId>,
    pub updated_at: Timestamp,
}

impl Draft {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            text: row.text(0)?.to_owned(),
            version: row.int(1)?,
            author: row.opt_id(2)?,
            updated_at: row.timestamp(3)?,
        })
    }
}

/// The draft of a conversation.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
) -> StoreResult<Option<Draft>> {
    tx.query_opt(
        "SELECT text, version, author_id, updated_at FROM draft
          WHERE workspace_id = ?1 AND conversation_id = ?2",
        params![workspace_id, conversation_id],
        Draft::from_row,
    )
}

/// Writes the draft of a conversation, whose account's row the caller holds.
pub fn put(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    draft: &Draft,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO draft (workspace_id, conversation_id, text, version, author_id, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (workspace_id, conversation_id) DO UPDATE
            SET text = excluded.text, version = excluded.version, author_id = excluded.author_id,
                updated_at = excluded.updated_at",
        params![
            workspace_id,
            conversation.conversation_id,
            &draft.text,
            draft.version,
            draft.author,
            draft.updated_at
        ],
    )?;
    let at = draft.updated_at;
    desks::tell_updated(tx, (workspace_id, conversation), "draft", at);
    Ok(())
}

/// Takes the draft of a conversation away.
pub fn delete(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    now: Timestamp,
) -> StoreResult<()> {
    let gone = tx.execute(
        "DELETE FROM draft WHERE workspace_id = ?1 AND conversation_id = ?2",
        params![workspace_id, conversation.conversation_id],
    )?;
    if gone > 0 {
        desks::tell_updated(tx, (workspace_id, conversation), "draft", now);
    }
    Ok(())
}
