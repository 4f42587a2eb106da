//! The acts that count against the limits of their account, and against what one person may get from all accounts.

mod by_hand;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::ledger::{Action, Breach, Interval, Ledger};
use domain::policy::Policy;
use domain::time::Timestamp;

use crate::accounts::Account;
use crate::{Row, StoreResult, Tx, params};

pub use by_hand::{ByHand, insert_by_hand, release_by_hand};

/// A place of a send that is in the outbox: `?1` to `?7` are workspace, account, action, source, the interval and the send.
/// `$latest`: where it has one, until when that lasts.
macro_rules! insert_place {
    ($latest:literal) => {
        concat!(
            "INSERT INTO ledger (workspace_id, account_id, action, source, earliest_at, latest_at, network, member_key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6,
                     (SELECT network FROM account WHERE workspace_id = ?1 AND account_id = ?2),
                     (SELECT recipient_key FROM send WHERE workspace_id = ?1 AND send_id = ?7))
             ON CONFLICT (workspace_id, account_id, action, source) DO UPDATE SET latest_at = ",
            $latest
        )
    };
}

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
        insert_place!("excluded.latest_at"),
        params![
            workspace_id,
            account_id,
            action.as_str(),
            send_id.to_string(),
            interval.earliest,
            interval.latest,
            send_id
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
            insert_place!(
                "CASE WHEN ledger.latest_at > excluded.latest_at AND ledger.earliest_at <= excluded.latest_at
                      THEN excluded.latest_at ELSE ledger.latest_at END"
            ),
            params![
                workspace_id,
                account_id,
                action.as_str(),
                send_id.to_string(),
                happened.earliest,
                happened.latest,
                send_id
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
    account: &Account,
    policy: &Policy,
    actions: &[Action],
    now: Timestamp,
) -> StoreResult<Ledger> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let mut ledger = Ledger::new(account.clock_gap.margin());
    for action in actions {
        let since = now.minus(policy.longest_span(*action) + ledger.margin);
        let intervals = tx.query(
            "SELECT earliest_at, latest_at FROM ledger
              WHERE workspace_id = ?1 AND account_id = ?2 AND action = ?3 AND latest_at > ?4
              ORDER BY latest_at",
            params![workspace_id, account_id, action.as_str(), since],
            read_interval,
        )?;
        for interval in intervals {
            ledger.record(*action, interval);
        }
    }
    Ok(ledger)
}

/// The limit of an account that more acts count against at `now` than it allows, if one is exceeded.
pub fn find_breach(
    tx: &mut Tx<'_>,
    account: &Account,
    now: Timestamp,
) -> StoreResult<Option<Breach>> {
    let policy = account.policy()?;
    let share = policy.share(&account.standing(), now);
    let windows = Action::ALL
        .into_iter()
        .flat_map(|action| policy.windows_with(action, share));
    let windows: Vec<_> = windows.collect();
    Ok(get(tx, account, &policy, &Action::ALL, now)?.breach(&windows, now))
}

/// What these people have had from all accounts of a network together that still counts at `now` under `policy`, by member
/// key; nobody, where the policy does not count it.
pub fn get_people(
    tx: &mut Tx<'_>,
    (workspace_id, network): (WorkspaceId, &str),
    member_keys: &BTreeSet<&str>,
    policy: &Policy,
    now: Timestamp,
) -> StoreResult<BTreeMap<String, Ledger>> {
    let windows = policy.windows_per_person(&Action::ALL);
    let spans = Action::ALL.into_iter().filter_map(|action| {
        let counting = windows.iter().filter(|window| window.action == action);
        Some((action, counting.map(|window| window.span).max()?))
    });
    let spans: Vec<(Action, Duration)> = spans.collect();
    let mut people = BTreeMap::new();
    if spans.is_empty() {
        return Ok(people);
    }
    for member_key in member_keys {
        let mut ledger = Ledger::new(Duration::ZERO);
        for (action, span) in &spans {
            let intervals = tx.query(
                "SELECT earliest_at, latest_at FROM ledger
                  WHERE workspace_id = ?1 AND network = ?2 AND member_key = ?3 AND action = ?4 AND latest_at > ?5
                  ORDER BY latest_at",
                params![workspace_id, network, *member_key, action.as_str(), now.minus(*span)],
                read_interval,
            )?;
            for interval in intervals {
                ledger.record(*action, interval);
            }
        }
        people.insert((*member_key).to_owned(), ledger);
    }
    Ok(people)
}

fn read_interval(row: &Row<'_>) -> StoreResult<Interval> {
    Ok(Interval {
        earliest: row.timestamp(0)?,
        latest: row.timestamp(1)?,
    })
}
