//! The conversations that a comparison has still to look at.

use std::collections::BTreeSet;

use domain::ids::{AccountId, ReconciliationId, WorkspaceId};
use domain::time::Timestamp;

use super::Reconciliation;
use crate::{StoreResult, Tx, conversations, params};

/// A conversation, and how far its messages were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub thread_key: String,
    /// Where the network's messages go on; `None` is the newest.
    pub cursor: Option<String>,
    /// What was sent later was compared; absent at the beginning.
    pub upper_at: Option<Timestamp>,
    /// The numbers of messages of the page before that were sent just at `upper_at`.
    pub edge: BTreeSet<i64>,
}

/// Adds conversations that are to be compared. Says how many were new.
pub fn insert(
    tx: &mut Tx<'_>,
    reconciliation: &Reconciliation,
    thread_keys: &[String],
) -> StoreResult<i64> {
    let mut inserted = 0;
    for thread_key in thread_keys {
        inserted += tx.execute(
            "INSERT INTO reconciliation_thread (workspace_id, reconciliation_id, thread_key) VALUES (?1, ?2, ?3)
             ON CONFLICT (workspace_id, reconciliation_id, thread_key) DO NOTHING",
            params![
                reconciliation.workspace_id,
                reconciliation.reconciliation_id,
                thread_key
            ],
        )?;
    }
    Ok(i64::try_from(inserted).unwrap_or(i64::MAX))
}

/// The next conversation to compare.
pub fn find_next(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    reconciliation_id: ReconciliationId,
) -> StoreResult<Option<Pending>> {
    tx.query_opt(
        "SELECT thread_key, cursor, upper_at, edge FROM reconciliation_thread
          WHERE workspace_id = ?1 AND reconciliation_id = ?2 ORDER BY thread_key LIMIT 1",
        params![workspace_id, reconciliation_id],
        |row| {
            let edge = row.text(3)?.split_ascii_whitespace();
            Ok(Pending {
                thread_key: row.text(0)?.to_owned(),
                cursor: row.opt_text(1)?.map(str::to_owned),
                upper_at: row.opt_timestamp(2)?,
                edge: edge.filter_map(|doc| doc.parse().ok()).collect(),
            })
        },
    )
}

/// Notes how far a conversation was compared.
pub fn update(
    tx: &mut Tx<'_>,
    reconciliation: &Reconciliation,
    pending: &Pending,
) -> StoreResult<()> {
    let edge: Vec<String> = pending.edge.iter().map(i64::to_string).collect();
    tx.execute(
        "UPDATE reconciliation_thread SET cursor = ?4, upper_at = ?5, edge = ?6
          WHERE workspace_id = ?1 AND reconciliation_id = ?2 AND thread_key = ?3",
        params![
            reconciliation.workspace_id,
            reconciliation.reconciliation_id,
            &pending.thread_key,
            pending.cursor.as_deref(),
            pending.upper_at,
            edge.join(" ")
        ],
    )?;
    Ok(())
}

/// Takes a conversation away that was compared to its end.
pub fn delete(
    tx: &mut Tx<'_>,
    reconciliation: &Reconciliation,
    thread_key: &str,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM reconciliation_thread WHERE workspace_id = ?1 AND reconciliation_id = ?2 AND thread_key = ?3",
        params![
            reconciliation.workspace_id,
            reconciliation.reconciliation_id,
            thread_key
        ],
    )?;
    Ok(())
}

/// Takes away what is left once the comparison is over.
pub(super) fn delete_all(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    reconciliation_id: ReconciliationId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM reconciliation_thread WHERE workspace_id = ?1 AND reconciliation_id = ?2",
        params![workspace_id, reconciliation_id],
    )?;
    Ok(())
}

/// One of our conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ours {
    pub thread: i64,
    pub thread_key: String,
    pub last_activity_at: Timestamp,
}

/// The conversations of an account behind a thread, in the order of their numbers, at most `limit`.
pub fn list_ours(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    account_number: i64,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<Ours>> {
    let first = conversations::thread_of(account_number, 0)?;
    let end = conversations::thread_of(account_number + 1, 0)?;
    tx.query(
        "SELECT thread, thread_key, last_activity_at FROM conversation
          WHERE workspace_id = ?1 AND thread > ?3 AND thread < ?4 AND account_id = ?2
          ORDER BY thread LIMIT ?5",
        params![workspace_id, account_id, after.max(first - 1), end, limit],
        |row| {
            Ok(Ours {
                thread: row.int(0)?,
                thread_key: row.text(1)?.to_owned(),
                last_activity_at: row.timestamp(2)?,
            })
        },
    )
}
