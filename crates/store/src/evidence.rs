//! What the simulation judges by, besides the event log: tries, and the places in the ledger, as they are stored.

use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::ledger::Interval;

use crate::{StoreResult, Tx, params};

/// A place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The printed id of the send that takes it.
    pub source: String,
    /// What it counts as.
    pub action: String,
    pub interval: Interval,
}

/// The sends of an account that some try of may have reached the network: not answered yet, accepted, or unknown.
pub fn list_tried(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Vec<SendId>> {
    tx.query(
        "SELECT DISTINCT t.send_id FROM send s
           JOIN attempt t ON t.workspace_id = s.workspace_id AND t.send_id = s.send_id
          WHERE s.workspace_id = ?1 AND s.account_id = ?2
            AND (t.outcome IS NULL OR t.outcome IN ('accepted', 'unknown'))",
        params![workspace_id, account_id],
        |row| row.id(0),
    )
}

/// Every place that the ledger holds of an account, at most `limit`.
pub fn list_places(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    limit: u32,
) -> StoreResult<Vec<Place>> {
    tx.query(
        "SELECT source, action, earliest_at, latest_at FROM ledger
          WHERE workspace_id = ?1 AND account_id = ?2 ORDER BY source, action LIMIT ?3",
        params![workspace_id, account_id, limit],
        |row| {
            Ok(Place {
                source: row.text(0)?.to_owned(),
                action: row.text(1)?.to_owned(),
                interval: Interval {
                    earliest: row.timestamp(2)?,
                    latest: row.timestamp(3)?,
                },
            })
        },
    )
}
