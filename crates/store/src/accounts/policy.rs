//! How an account may behave, by version: each change counts one up, and sends note the version that they left under.

use domain::clock_gap::ClockGap;
use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;

use crate::{StoreResult, Tx, params};

/// Puts a policy (`domain::policy::Policy` as JSON) in the place of the one before.
pub fn update_policy(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    policy: &str,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET policy = ?3, policy_version = policy_version + 1
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, policy],
    )?;
    Ok(())
}

/// Notes that an act of the account begins.
pub(crate) fn update_begun_last(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET begun_last_at = ?3 WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, now],
    )?;
    Ok(())
}

/// Notes that the network said that it was too much.
pub fn update_warned(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET warned_at = ?3 WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, now],
    )?;
    Ok(())
}

/// Notes how far the network's clock is from ours.
pub fn update_clock_gap(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    clock_gap: ClockGap,
) -> StoreResult<()> {
    let clock_gap = serde_json::to_string(&clock_gap).expect("plain data becomes JSON");
    tx.execute(
        "UPDATE account SET clock_gap = ?3 WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, clock_gap],
    )?;
    Ok(())
}
