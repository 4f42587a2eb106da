//! What one person may still get from all accounts of the workspace together, as a send that comes now finds it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::btree_map::Entry;

use domain::error_code::ErrorCode;
use domain::ids::AccountId;
use domain::ledger::{Interval, Ledger, Quota, Verdict, Window};
use domain::send::Rule;
use domain::time::Timestamp;
use store::accounts::Account;
use store::sends::{self, Send};
use store::{StoreResult, Tx, ledger};

use crate::{Refusal, UsedUp};

/// What waits for one person is counted up to so much.
const WAITING_MAX: u32 = 1_000;

/// The people of one transaction, each looked at once, and kept up as sends are accepted.
#[derive(Default)]
pub(super) struct People(BTreeMap<(AccountId, String), Person>);

/// What is left for one recipient under the policy of one account.
struct Person {
    windows: Vec<Window>,
    /// With what waits already in the account.
    used: Ledger,
}

impl People {
    /// Refuses what the recipient could not get now. What waits for limits, and what is planned for later, is refused only
    /// where they could not get it within its lifetime.
    pub(super) fn check(
        &mut self,
        tx: &mut Tx<'_>,
        account: &Account,
        send: &Send,
        waits_for_limits: bool,
        now: Timestamp,
    ) -> StoreResult<Result<(), Refusal>> {
        let Some(recipient) = &send.recipient_key else {
            return Ok(Ok(()));
        };
        let person = match self.0.entry((account.account_id, recipient.clone())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Person::look(tx, account, send, now)?),
        };
        let Verdict::Full {
            window,
            quota,
            opens_at,
        } = person.verdict(send, now)
        else {
            return Ok(Ok(()));
        };
        let may_wait = waits_for_limits || send.ready_at > now;
        if may_wait && opens_at.is_some_and(|opens_at| opens_at < send.expires_at) {
            return Ok(Ok(()));
        }
        Ok(Err(full(window, quota, opens_at)))
    }

    /// Counts a send that was accepted just now.
    pub(super) fn take(&mut self, send: &Send, now: Timestamp) {
        let Some(recipient) = send.recipient_key.as_ref().filter(|_| send.ready_at <= now) else {
            return;
        };
        let Some(person) = self.0.get_mut(&(send.account_id, recipient.clone())) else {
            return;
        };
        for action in send.kind.actions(send.opens_conversation) {
            person.used.record(action, Interval::at(now));
        }
    }
}

impl Person {
    fn look(tx: &mut Tx<'_>, account: &Account, send: &Send, now: Timestamp) -> StoreResult<Self> {
        let mut person = Self::had(tx, account, send, now)?;
        if person.windows.is_empty() {
            return Ok(person);
        }
        for (kind, opens_conversation) in sends::list_waiting_to(tx, send, now, WAITING_MAX)? {
            for action in kind.actions(opens_conversation) {
                person.used.record(action, Interval::at(now));
            }
        }
        Ok(person)
    }

    /// Without what waits.
    fn had(tx: &mut Tx<'_>, account: &Account, send: &Send, now: Timestamp) -> StoreResult<Self> {
        let policy = account.policy()?;
        let place = (account.workspace_id, account.network.as_str());
        let recipients: BTreeSet<&str> = send.recipient_key.as_deref().into_iter().collect();
        let people = ledger::get_people(tx, place, &recipients, &policy, now)?;
        Ok(Self {
            windows: policy.windows_per_person(&domain::ledger::Action::ALL),
            used: people.into_values().next().unwrap_or_default(),
        })
    }

    fn verdict(&self, send: &Send, now: Timestamp) -> Verdict {
        let actions = send.kind.actions(send.opens_conversation);
        self.used.check(&self.windows, &actions, now)
    }
}

fn full(window: Window, quota: Quota, opens_at: Option<Timestamp>) -> Refusal {
    let opens = opens_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let message = format!(
        "This person gets at most {} {} in {} hours from all accounts together: {}/{} used. Opens again at {opens}",
        quota.limit,
        window.action.header_name(),
        window.span.as_secs().div_ceil(3_600),
        quota.used,
        quota.limit
    );
    let mut refusal = Refusal::new(ErrorCode::PersonLimitReached, message);
    refusal.retry_at = opens_at;
    refusal.limit = Some(Box::new(UsedUp {
        rule: Rule::Person,
        window,
        used: quota.used,
    }));
    refusal
}
