//! The limits that a send counts against, what waits counted as used: for the refusal, for the headers and for whoever
//! asks what is left.

use domain::dispatch::Timing;
use domain::error_code::ErrorCode;
use domain::ledger::{Action, Interval, Ledger, Quota, Verdict, Window};
use domain::policy::Policy;
use domain::send::SendKind;
use domain::time::Timestamp;
use store::accounts::Account;
use store::sends::{self, Send};
use store::{StoreResult, Tx, ledger};

use crate::Refusal;

/// Sends that wait already are counted up to so many.
const WAITING_MAX: u32 = 5_000;

/// Refuses what no window has room for: a refusal means that it never existed. What waits for limits, and what is
/// planned for later, is refused only where no room comes within its lifetime.
pub(super) fn check_quota(
    tx: &mut Tx<'_>,
    account: &Account,
    send: &Send,
    waits_for_limits: bool,
    now: Timestamp,
) -> StoreResult<Result<(), Refusal>> {
    let policy = account.policy()?;
    let share = policy.share(&account.standing(), now);
    let actions = send.kind.actions(send.opens_conversation);
    let windows: Vec<Window> = actions
        .iter()
        .flat_map(|action| policy.windows_with(*action, share))
        .collect();
    let ledger = used(tx, account, &policy, &windows, now)?;
    let Verdict::Full {
        window,
        quota,
        opens_at,
    } = ledger.check(&windows, &actions, now)
    else {
        return Ok(Ok(()));
    };
    if waits_for_limits || send.ready_at > now {
        // Behind everything that waits already.
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let counted = ledger::get(tx, workspace_id, account_id, &policy, &actions, now)?;
        let mut before = 0;
        for action in &actions {
            let waiting =
                sends::count_waiting(tx, workspace_id, account_id, *action, now, WAITING_MAX)?;
            before = waiting.max(before);
        }
        let begins_at =
            counted.begins_at(&windows, &actions, (before, Timing::default().call), now);
        if begins_at.is_some_and(|begins_at| begins_at < send.expires_at) {
            return Ok(Ok(()));
        }
    }
    let resets = opens_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let message = format!(
        "Rate limit exceeded for {}: {}/{} used. Resets at {resets}",
        window.action.header_name(),
        quota.used,
        quota.limit
    );
    let mut refusal = Refusal::new(ErrorCode::RateLimitExceeded, message);
    refusal.retry_at = opens_at;
    refusal.quota = Some(Box::new((window.action, quota)));
    Ok(Err(refusal))
}

/// What is used of the windows, with what was accepted and has not begun. Windows of the same action stand together.
pub(crate) fn used(
    tx: &mut Tx<'_>,
    account: &Account,
    policy: &Policy,
    windows: &[Window],
    now: Timestamp,
) -> StoreResult<Ledger> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let mut actions: Vec<Action> = windows.iter().map(|window| window.action).collect();
    actions.dedup();
    let mut ledger = ledger::get(tx, workspace_id, account_id, policy, &actions, now)?;
    for action in actions {
        let cap = windows
            .iter()
            .filter(|window| window.action == action)
            .map(|window| window.cap)
            .max();
        let waiting =
            sends::count_waiting(tx, workspace_id, account_id, action, now, cap.unwrap_or(0))?;
        for _ in 0..waiting {
            ledger.record(action, Interval::at(now));
        }
    }
    Ok(ledger)
}

/// The figures that the contract's headers show for a kind: the window of what it mainly counts as that has least room.
pub(super) fn quota(
    tx: &mut Tx<'_>,
    account: &Account,
    kind: SendKind,
    now: Timestamp,
) -> StoreResult<Option<(Action, Quota)>> {
    let policy = account.policy()?;
    let share = policy.share(&account.standing(), now);
    let windows: Vec<Window> = kind
        .actions(false)
        .first()
        .map_or_else(Vec::new, |action| policy.windows_with(*action, share));
    let ledger = used(tx, account, &policy, &windows, now)?;
    let figures = windows
        .iter()
        .map(|window| (window.action, ledger.quota(window, now)));
    Ok(figures.min_by_key(|(_, quota)| quota.remaining))
}
