//! Who stands first in a lane: sends of one conversation leave one after the other.

use domain::ids::{AccountId, SendId, WorkspaceId};

use super::{Send, row, transition};
use crate::{ColumnType, StoreResult, Tx, Value, params};

/// Puts the right send at the head of the lane of `send`: whatever has begun, else the one that is ready first.
pub(super) fn update_head(tx: &mut Tx<'_>, send: &Send) -> StoreResult<()> {
    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
    let head = tx.query_opt(
        "SELECT send_id, state FROM send
          WHERE workspace_id = ?1 AND account_id = ?2 AND lane = ?3 AND is_open = 1 AND is_head = 1 LIMIT 1",
        params![workspace_id, account_id, &send.lane],
        |row| {
            let has_begun = row::has_begun(row.text(1)?);
            Ok((row.id::<SendId>(0)?, has_begun))
        },
    )?;
    if let Some((head, has_begun)) = head {
        if has_begun {
            return Ok(());
        }
        tx.execute(
            "UPDATE send SET is_head = 0 WHERE workspace_id = ?1 AND send_id = ?2",
            params![workspace_id, head],
        )?;
    }
    transition::promote_next(tx, send)
}

/// For each account and lane, whether it has a send that may still leave.
pub fn has_open_in_lanes(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    lanes: &[(AccountId, &str)],
) -> StoreResult<Vec<bool>> {
    let rows: Vec<Vec<Value<'_>>> = lanes
        .iter()
        .map(|(account_id, lane)| vec![workspace_id.into(), account_id.into(), (*lane).into()])
        .collect();
    let open = tx.query_opt_each(
        "SELECT number FROM send
          WHERE workspace_id = ?1 AND account_id = ?2 AND lane = ?3 AND is_open = 1 LIMIT 1",
        &[ColumnType::Blob, ColumnType::Blob, ColumnType::Text],
        &rows,
        |row| row.int(0),
    )?;
    Ok(open.iter().map(Option::is_some).collect())
}
