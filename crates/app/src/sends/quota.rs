//! The limits that a send counts against, what waits counted as used: for the refusal, for the headers and for whoever
//! asks what is left.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::dispatch::Timing;
use domain::error_code::ErrorCode;
use domain::ids::AccountId;
use domain::ledger::{Action, Interval, Ledger, Quota, Verdict, Window};
use domain::policy::Policy;
use domain::send::{Rule, SendKind};
use domain::time::Timestamp;
use store::accounts::Account;
use store::sends::{self, Send};
use store::{StoreResult, Tx, ledger};

use crate::{Refusal, UsedUp};

mod person;

use person::People;

/// Sends that wait already are counted up to so many.
const WAITING_MAX: u32 = 5_000;

/// The limits of the accounts in one transaction, each looked at once, and kept up as sends are accepted.
#[derive(Default)]
pub(super) struct Rooms {
    accounts: BTreeMap<(AccountId, Vec<Action>), Room>,
    people: People,
}

/// What is left for sends of one account that count alike.
struct Room {
    windows: Vec<Window>,
    /// With what waits already.
    used: Ledger,
    /// Looked at only where there is no room now.
    line: Option<Line>,
}

/// Who waits before a send that comes now.
struct Line {
    /// Without what waits.
    counted: Ledger,
    waiting: BTreeMap<Action, u32>,
}

impl Rooms {
    /// Refuses what no window has room for: a refusal means that it never existed. What waits for limits, and what is
    /// planned for later, is refused only where no room comes within its lifetime.
    pub(super) fn check(
        &mut self,
        tx: &mut Tx<'_>,
        account: &Account,
        send: &Send,
        waits_for_limits: bool,
        now: Timestamp,
    ) -> StoreResult<Result<(), Refusal>> {
        let actions = send.kind.actions(send.opens_conversation);
        let room = match self.accounts.entry((account.account_id, actions.clone())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Room::look(tx, account, &actions, now)?),
        };
        if let Verdict::Full {
            window,
            quota,
            opens_at,
        } = room.used.check(&room.windows, &actions, now)
        {
            let may_wait = waits_for_limits || send.ready_at > now;
            let begins_at = if may_wait {
                room.begins_at(tx, account, &actions, now)?
            } else {
                None
            };
            if begins_at.is_none_or(|begins_at| begins_at >= send.expires_at) {
                let share = account.policy()?.share(&account.standing(), now);
                let rule = share.rule.unwrap_or(Rule::Window);
                return Ok(Err(full(window, quota, rule, opens_at)));
            }
        }
        self.people.check(tx, account, send, waits_for_limits, now)
    }

    /// Counts a send that was accepted just now.
    pub(super) fn take(&mut self, send: &Send, now: Timestamp) {
        if send.ready_at > now {
            return;
        }
        self.people.take(send, now);
        let actions = send.kind.actions(send.opens_conversation);
        let rooms = self.accounts.iter_mut();
        for ((_, counted), room) in
            rooms.filter(|((account_id, _), _)| *account_id == send.account_id)
        {
            for action in actions.iter().filter(|action| counted.contains(action)) {
                room.used.record(*action, Interval::at(now));
                if let Some(waiting) = room
                    .line
                    .as_mut()
                    .and_then(|line| line.waiting.get_mut(action))
                {
                    *waiting = (*waiting + 1).min(WAITING_MAX);
                }
            }
        }
    }

    /// [`quota`], from what is known of the account already.
    pub(super) fn quota(
        &self,
        tx: &mut Tx<'_>,
        account: &Account,
        kind: SendKind,
        now: Timestamp,
    ) -> StoreResult<Option<(Action, Quota)>> {
        let Some(main) = kind.actions(false).first().copied() else {
            return Ok(None);
        };
        let mut rooms = self.accounts.iter();
        match rooms.find(|((id, counted), _)| *id == account.account_id && counted.contains(&main))
        {
            Some((_, room)) => {
                let windows = room.windows.iter().filter(|window| window.action == main);
                Ok(least(windows, &room.used, now))
            }
            None => quota(tx, account, kind, now),
        }
    }
}

impl Room {
    fn look(
        tx: &mut Tx<'_>,
        account: &Account,
        actions: &[Action],
        now: Timestamp,
    ) -> StoreResult<Self> {
        let policy = account.policy()?;
        let share = policy.share(&account.standing(), now);
        let windows: Vec<Window> = actions
            .iter()
            .flat_map(|action| policy.windows_with(*action, share))
            .collect();
        Ok(Self {
            used: used(tx, account, &policy, &windows, now)?,
            windows,
            line: None,
        })
    }

    /// When a send could begin behind everything that waits already.
    fn begins_at(
        &mut self,
        tx: &mut Tx<'_>,
        account: &Account,
        actions: &[Action],
        now: Timestamp,
    ) -> StoreResult<Option<Timestamp>> {
        let line = match &mut self.line {
            Some(line) => line,
            none => none.insert(Line::look(tx, account, actions, now)?),
        };
        let before = line.waiting.values().copied().max().unwrap_or(0);
        let span = Timing::default().call;
        Ok(line
            .counted
            .begins_at(&self.windows, actions, (before, span), now))
    }
}

impl Line {
    fn look(
        tx: &mut Tx<'_>,
        account: &Account,
        actions: &[Action],
        now: Timestamp,
    ) -> StoreResult<Self> {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let counted = ledger::get(tx, account, &account.policy()?, actions, now)?;
        let mut waiting = BTreeMap::new();
        for action in actions {
            let count =
                sends::count_waiting(tx, workspace_id, account_id, *action, now, WAITING_MAX)?;
            waiting.insert(*action, count);
        }
        Ok(Self { counted, waiting })
    }
}

fn full(window: Window, quota: Quota, rule: Rule, opens_at: Option<Timestamp>) -> Refusal {
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
    refusal.limit = Some(Box::new(UsedUp {
        rule,
        window,
        used: quota.used,
    }));
    refusal
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
    let mut ledger = ledger::get(tx, account, policy, &actions, now)?;
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
    Ok(least(windows.iter(), &ledger, now))
}

/// The window with the least room.
fn least<'w>(
    windows: impl Iterator<Item = &'w Window>,
    ledger: &Ledger,
    now: Timestamp,
) -> Option<(Action, Quota)> {
    let figures = windows.map(|window| (window.action, ledger.quota(window, now)));
    figures.min_by_key(|(_, quota)| quota.remaining)
}
