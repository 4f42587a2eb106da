//! Who stands first in a lane: what goes to one person, or into one thread of several, leaves one after the other.

use domain::ids::SendId;

use super::{Send, row, transition};
use crate::{StoreResult, Tx, params};

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
