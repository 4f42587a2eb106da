//! Sends that may have left, or may be leaving, without anybody knowing yet.

use domain::ids::{AccountId, SendId, WorkspaceId};

use super::{Send, row};
use crate::{StoreResult, Tx, params};

/// So many sends that may still reach one person are named.
const IN_FLIGHT_MAX: u32 = 1_000;

/// Sends of an account whose outcome is to be told or looked for, at most `limit`.
pub fn list_unsettled(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    tx.query(
        row::select!(
            "WHERE workspace_id = ?1 AND account_id = ?2 AND is_open = 1 AND state IN ('sending', 'unknown')
             ORDER BY send_id LIMIT ?3"
        ),
        params![workspace_id, account_id, limit],
        row::read,
    )
}

/// Sends of an account that may have left without anybody knowing, at most 100.
pub fn list_in_doubt(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Vec<Send>> {
    tx.query(
        concat!(
            row::select!("WHERE workspace_id = ?1 AND account_id = ?2 AND is_open = 1 AND "),
            row::begun_states!(),
            " ORDER BY send_id LIMIT 100"
        ),
        params![workspace_id, account_id],
        row::read,
    )
}

/// What may reach a person whatever happens from now on: sends to them whose call is under way, or of which nobody knows
/// what became, in the order of their ids, at most 1,000.
pub fn list_in_flight_to(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
) -> StoreResult<Vec<SendId>> {
    tx.query(
        concat!(
            "SELECT send_id FROM send
              WHERE workspace_id = ?1 AND is_open = 1 AND recipient_key = ?3
                AND EXISTS (SELECT 1 FROM account a
                             WHERE a.workspace_id = ?1 AND a.account_id = send.account_id AND a.network = ?2)
                AND ",
            row::begun_states!(),
            " ORDER BY send_id LIMIT ?4"
        ),
        params![workspace_id, network, member_key, IN_FLIGHT_MAX],
        |row| row.id(0),
    )
}
