//! Who may act for an account. One node at a time: each takeover raises the epoch, and what an older epoch began has
//! nobody left who could bring its answer.

use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;

use crate::{StoreResult, Tx, params};

/// Who wants a lease.
#[derive(Debug, Clone, Copy)]
pub struct Claimant<'c> {
    /// The process, new at each start; begins with `machine`.
    pub node: &'c str,
    /// Leases whose owner begins with it belong to processes that are gone, but for `node` itself.
    pub machine: &'c str,
    /// There is only this process, whatever the row says.
    pub is_exclusive: bool,
}

/// Takes or extends the lease and returns its epoch; `None` while another node holds it.
///
/// Takes the account's lock, so that what follows in the transaction is alone with the account.
pub fn claim(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    claimant: &Claimant<'_>,
    until: Timestamp,
    now: Timestamp,
) -> StoreResult<Option<i64>> {
    tx.query_opt(
        "UPDATE account
            SET lease_epoch = CASE WHEN lease_owner = ?3 THEN lease_epoch ELSE lease_epoch + 1 END,
                lease_until = CASE WHEN lease_owner = ?3 AND lease_until > ?5 THEN lease_until ELSE ?5 END,
                lease_owner = ?3
          WHERE workspace_id = ?1 AND account_id = ?2 AND unlinked_at IS NULL
            AND (lease_owner = ?3 OR lease_owner IS NULL OR lease_until <= ?6 OR CAST(?4 AS BIGINT) = 1
                 OR substr(lease_owner, 1, length(CAST(?7 AS TEXT))) = CAST(?7 AS TEXT))
          RETURNING lease_epoch",
        params![
            workspace_id,
            account_id,
            claimant.node,
            claimant.is_exclusive,
            until,
            now,
            claimant.machine
        ],
        |row| row.int(0),
    )
}

/// Keeps the lease at least until an instant: a call is about to begin that may last as long.
pub fn extend(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    node: &str,
    until: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET lease_until = ?4
          WHERE workspace_id = ?1 AND account_id = ?2 AND lease_owner = ?3 AND lease_until < ?4",
        params![workspace_id, account_id, node, until],
    )?;
    Ok(())
}

/// Gives the lease back, so that another node need not wait for its end.
pub fn release(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    node: &str,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET lease_until = 0 WHERE workspace_id = ?1 AND account_id = ?2 AND lease_owner = ?3",
        params![workspace_id, account_id, node],
    )?;
    Ok(())
}
