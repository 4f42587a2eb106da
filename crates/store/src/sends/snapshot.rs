//! What the network showed of the same words before a send was first tried. Where messages are told apart by content
//! only, this tells which of them cannot be the send, whatever the clocks say.

use std::collections::BTreeSet;

use domain::ids::{SendId, WorkspaceId};
use domain::time::Timestamp;

use super::Send;
use super::row::inconsistent;
use crate::{StoreResult, Tx, params};

/// The network's messages that say the same and were there before the first try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// How far back was looked, by the network's clock.
    pub since: Timestamp,
    /// The network's keys of those messages.
    pub message_keys: BTreeSet<String>,
}

/// Keeps the snapshot of a send that has none.
pub fn insert_snapshot(tx: &mut Tx<'_>, send: &Send, snapshot: &Snapshot) -> StoreResult<()> {
    let message_keys = serde_json::to_string(&snapshot.message_keys)
        .map_err(|error| inconsistent(&error.to_string()))?;
    tx.execute(
        "INSERT INTO send_snapshot (workspace_id, send_id, since_at, message_keys) VALUES (?1, ?2, ?3, ?4)",
        params![send.workspace_id, send.send_id, snapshot.since, message_keys],
    )?;
    Ok(())
}

/// The snapshot of a send; `None` before its first try, and where the network tells its messages by token.
pub fn find_snapshot(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<Option<Snapshot>> {
    let found = tx.query_opt(
        "SELECT since_at, message_keys FROM send_snapshot WHERE workspace_id = ?1 AND send_id = ?2",
        params![workspace_id, send_id],
        |row| Ok((row.timestamp(0)?, row.text(1)?.to_owned())),
    )?;
    let Some((since, message_keys)) = found else {
        return Ok(None);
    };
    let message_keys =
        serde_json::from_str(&message_keys).map_err(|error| inconsistent(&error.to_string()))?;
    Ok(Some(Snapshot {
        since,
        message_keys,
    }))
}

/// Keeps the snapshot for all tries to come: one that had no answer may still turn up.
pub fn update_snapshot_lasting(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE send_snapshot SET is_lasting = 1 WHERE workspace_id = ?1 AND send_id = ?2",
        params![workspace_id, send_id],
    )?;
    Ok(())
}

/// Drops the snapshot of a send, lasting or not: it says something else from now on, or a person says that it was not sent.
pub fn forget_snapshot(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM send_snapshot WHERE workspace_id = ?1 AND send_id = ?2",
        params![workspace_id, send_id],
    )?;
    Ok(())
}

/// Drops the snapshot of a send that provably has not left: what is written by hand until the next try is not the send.
/// One that lasts stays.
pub fn delete_snapshot(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM send_snapshot WHERE workspace_id = ?1 AND send_id = ?2 AND is_lasting = 0",
        params![workspace_id, send_id],
    )?;
    Ok(())
}
