//! The acts of an account that count against its limits.

use std::time::Duration;

use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::ledger::{Action, Interval, Ledger};
use domain::policy::Policy;
use domain::time::Timestamp;

use crate::{StoreResult, Tx, params};

/// Takes a place for a send, or widens the one that it has.
pub fn upsert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    send_id: SendId,
    action: Action,
    interval: Interval,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO ledger (workspace_id, account_id, action, source, earliest_at, latest_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (workspace_id, account_id, action, source) DO UPDATE SET latest_at = excluded.latest_at",
        params![
            workspace_id,
            account_id,
            action.as_str(),
            send_id.to_string(),
            interval.earliest,
            interval.latest
        ],
    )?;
    Ok(())
}

/// Counts a send that the network has by `now`: narrows the places that it holds, and takes those anew that were given
/// back too early.
pub fn confirm(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    send_id: SendId,
    actions: &[Action],
    happened: Interval,
) -> StoreResult<()> {
    for action in actions {
        tx.execute(
            "INSERT INTO ledger (workspace_id, account_id, action, source, earliest_at, latest_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (workspace_id, account_id, action, source) DO UPDATE SET latest_at = excluded.latest_at
              WHERE ledger.latest_at > excluded.latest_at AND ledger.earliest_at <= excluded.latest_at",
            params![
                workspace_id,
                account_id,
                action.as_str(),
                send_id.to_string(),
                happened.earliest,
                happened.latest
            ],
        )?;
    }
    Ok(())
}

/// Gives the places of a send back: nothing happened.
pub fn release(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    send_id: SendId,
) -> StoreResult<()> {
    for action in Action::ALL {
        tx.execute(
            "DELETE FROM ledger WHERE workspace_id = ?1 AND account_id = ?2 AND action = ?3 AND source = ?4",
            params![workspace_id, account_id, action.as_str(), send_id.to_string()],
        )?;
    }
    Ok(())
}

/// What still counts at `now` under `policy`, for the given actions.
pub fn get(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    policy: &Policy,
    actions: &[Action],
    now: Timestamp,
) -> StoreResult<Ledger> {
    let mut ledger = Ledger::new(Duration::ZERO);
    for action in actions {
        let since = now.minus(policy.longest_span(*action));
        let intervals = tx.query(
            "SELECT earliest_at, latest_at FROM ledger
              WHERE workspace_id = ?1 AND account_id = ?2 AND action = ?3 AND latest_at > ?4
              ORDER BY latest_at",
            params![workspace_id, account_id, action.as_str(), since],
            |row| {
                Ok(Interval {
                    earliest: row.timestamp(0)?,
                    latest: row.timestamp(1)?,
                })
            },
        )?;
        for interval in intervals {
            ledger.record(*action, interval);
        }
    }
    Ok(ledger)
}
