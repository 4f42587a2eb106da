//! Messages in the order in which they were sent, the newest first: of a workspace, or of one thread.

use domain::ids::WorkspaceId;
use domain::time::Timestamp;

use super::{Message, select};
use crate::{StoreResult, Tx, params};

/// A place in the order: among messages of one instant, the greater number is the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sent {
    pub at: Timestamp,
    pub doc: i64,
}

impl Sent {
    /// Above every message.
    pub const NEWEST: Self = Self {
        at: Timestamp::MAX,
        doc: i64::MAX,
    };
}

impl Message {
    /// Its place in the order.
    pub const fn sent(&self) -> Sent {
        Sent {
            at: self.sent_at,
            doc: self.doc,
        }
    }
}

/// The places of the messages of a workspace below a place, down to an instant, at most `limit`: read from the index
/// alone.
pub fn list_places(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    below: Sent,
    since: Timestamp,
    limit: u32,
) -> StoreResult<Vec<Sent>> {
    tx.query(
        "SELECT sent_at, doc FROM message
          WHERE workspace_id = ?1 AND (sent_at, doc) < (?2, ?3) AND sent_at >= ?4
          ORDER BY sent_at DESC, doc DESC LIMIT ?5",
        params![workspace_id, below.at, below.doc, since, limit],
        |row| {
            Ok(Sent {
                at: row.timestamp(0)?,
                doc: row.int(1)?,
            })
        },
    )
}

/// The messages with these numbers, as far as there are any, in the order of the numbers.
pub fn list_known(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    docs: &[i64],
) -> StoreResult<Vec<Message>> {
    let found = super::list_of(tx, workspace_id, docs)?;
    Ok(found.into_iter().flatten().collect())
}

/// The messages of a thread below a place, down to an instant, at most `limit`.
pub fn list_below(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    below: Sent,
    since: Timestamp,
    limit: u32,
) -> StoreResult<Vec<Message>> {
    tx.query(
        select!(
            "FROM message m
              WHERE m.workspace_id = ?1 AND m.thread = ?2 AND (m.sent_at, m.doc) < (?3, ?4) AND m.sent_at >= ?5
              ORDER BY m.sent_at DESC, m.doc DESC LIMIT ?6"
        ),
        params![workspace_id, thread, below.at, below.doc, since, limit],
        Message::from_row,
    )
}
