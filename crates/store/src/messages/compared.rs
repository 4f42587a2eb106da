//! What a comparison with a network asks of what is kept.

use domain::ids::WorkspaceId;
use domain::time::Timestamp;

use super::{Message, Sent, select};
use crate::{ColumnType, StoreResult, Tx, Value, params};

/// For each reference the message that is known to an account by it.
pub fn find_each_by_ref(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    scheme: &str,
    references: &[&str],
) -> StoreResult<Vec<Option<Message>>> {
    let rows: Vec<Vec<Value<'_>>> = references
        .iter()
        .map(|reference| {
            vec![
                workspace_id.into(),
                account_number.into(),
                scheme.into(),
                (*reference).into(),
            ]
        })
        .collect();
    tx.query_opt_each(
        select!(
            "FROM message_ref r JOIN message m ON m.workspace_id = r.workspace_id AND m.doc = r.doc
              WHERE r.workspace_id = ?1 AND r.account_number = ?2 AND r.scheme = ?3 AND r.ref = ?4"
        ),
        &[
            ColumnType::Blob,
            ColumnType::Int,
            ColumnType::Text,
            ColumnType::Text,
        ],
        &rows,
        Message::from_row,
    )
}

/// Numbers and instants of the messages of a thread that were sent from one instant up to another and were not taken
/// back, the newest first, at most `limit`; and whether each is the account's own.
pub fn list_standing(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    (from, up_to): (Timestamp, Timestamp),
    limit: u32,
) -> StoreResult<Vec<(Sent, bool)>> {
    tx.query(
        "SELECT sent_at, doc, is_outgoing FROM message
          WHERE workspace_id = ?1 AND thread = ?2 AND sent_at >= ?3 AND sent_at <= ?4 AND deleted_at IS NULL
          ORDER BY sent_at DESC, doc DESC LIMIT ?5",
        params![workspace_id, thread, from, up_to, limit],
        |row| {
            let sent = Sent {
                at: row.timestamp(0)?,
                doc: row.int(1)?,
            };
            Ok((sent, row.bool(2)?))
        },
    )
}
