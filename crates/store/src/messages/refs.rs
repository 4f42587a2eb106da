//! The names that networks give to messages: several for one message, and each of one message only.

use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;

use super::NETWORK;
use crate::{ColumnType, InsertMany, StoreResult, Tx, Value, params};

const REFS: InsertMany = InsertMany {
    table: "message_ref",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("account_number", ColumnType::Int),
        ("scheme", ColumnType::Text),
        ("ref", ColumnType::Text),
        ("doc", ColumnType::Int),
    ],
    conflict: "ON CONFLICT DO NOTHING",
};

/// Claims references, each for the message that would get it, and returns the messages whose reference was free.
pub(crate) fn claim_refs(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    scheme: &str,
    refs: &[(&str, i64)],
) -> StoreResult<Vec<i64>> {
    let rows: Vec<Vec<Value<'_>>> = refs
        .iter()
        .map(|(reference, doc)| {
            vec![
                workspace_id.into(),
                account_number.into(),
                scheme.into(),
                (*reference).into(),
                (*doc).into(),
            ]
        })
        .collect();
    tx.insert_many_returning(&REFS, "doc", &rows, |row| row.int(0))
}

/// When a message of this account was delivered and seen, if it is known; by the network's key.
pub fn find_receipts(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    message_key: &str,
) -> StoreResult<Option<(Option<Timestamp>, Option<Timestamp>)>> {
    tx.query_opt(
        "SELECT m.delivered_at, m.seen_at
           FROM account a
           JOIN message_ref r ON r.workspace_id = a.workspace_id AND r.account_number = a.number
                             AND r.scheme = ?3 AND r.ref = ?4
           JOIN message m ON m.workspace_id = r.workspace_id AND m.doc = r.doc
          WHERE a.workspace_id = ?1 AND a.account_id = ?2",
        params![workspace_id, account_id, NETWORK, message_key],
        |row| Ok((row.opt_timestamp(0)?, row.opt_timestamp(1)?)),
    )
}
