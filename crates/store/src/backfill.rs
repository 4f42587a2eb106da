//! How far the history of an account's conversations has been read in.

use domain::ids::{AccountId, ConversationId, WorkspaceId};

use crate::accounts::BackfillState;
use crate::{StoreResult, Tx, params};

/// A conversation whose older messages are still to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingConversation {
    pub conversation_id: ConversationId,
    pub thread_key: String,
    /// Where reading goes on; `None` is the newest message.
    pub cursor: Option<String>,
}

/// The pending conversation with the newest activity.
pub fn find_next(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<PendingConversation>> {
    tx.query_opt(
        "SELECT conversation_id, thread_key, backfill_cursor FROM conversation
          WHERE workspace_id = ?1 AND account_id = ?2 AND backfill_state = 'pending'
          ORDER BY last_activity_at DESC LIMIT 1",
        params![workspace_id, account_id],
        |row| {
            Ok(PendingConversation {
                conversation_id: row.id(0)?,
                thread_key: row.text(1)?.to_owned(),
                cursor: row.opt_text(2)?.map(str::to_owned),
            })
        },
    )
}

/// Whether reading the messages of a thread has begun, or is over. What happened there since is in the update stream.
pub fn is_begun(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    thread_key: &str,
) -> StoreResult<bool> {
    let begun = tx.query_opt(
        "SELECT 1 FROM conversation
          WHERE workspace_id = ?1 AND account_id = ?2 AND thread_key = ?3
            AND (backfill_state = 'done' OR backfill_cursor IS NOT NULL)",
        params![workspace_id, account_id, thread_key],
        |row| row.int(0),
    )?;
    Ok(begun.is_some())
}

/// How many conversations of the account are pending.
pub fn count_pending(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<i64> {
    tx.query_one(
        "SELECT COUNT(*) FROM conversation
          WHERE workspace_id = ?1 AND account_id = ?2 AND backfill_state = 'pending'",
        params![workspace_id, account_id],
        |row| row.int(0),
    )
}

/// Notes that the messages of a thread have been read down to `next`; `None`: to the first.
pub fn update(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    thread_key: &str,
    next: Option<&str>,
) -> StoreResult<()> {
    let state = match next {
        Some(_) => BackfillState::Pending,
        None => BackfillState::Done,
    };
    tx.execute(
        "UPDATE conversation SET backfill_state = ?4, backfill_cursor = ?5
          WHERE workspace_id = ?1 AND account_id = ?2 AND thread_key = ?3",
        params![workspace_id, account_id, thread_key, state.word(), next],
    )?;
    Ok(())
}

/// Starts one conversation over, unless it is being read already.
pub fn update_pending(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    thread_key: &str,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE conversation SET backfill_state = 'pending', backfill_cursor = NULL
          WHERE workspace_id = ?1 AND account_id = ?2 AND thread_key = ?3 AND backfill_state = 'done'",
        params![workspace_id, account_id, thread_key],
    )?;
    Ok(())
}

/// Starts every conversation of the account over: anything can have happened since it was read.
pub fn update_all_pending(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE conversation SET backfill_state = 'pending', backfill_cursor = NULL
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id],
    )?;
    Ok(())
}
