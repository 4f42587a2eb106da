//! Accounts as every door shows them.

use std::time::Duration;

use domain::ids::AccountId;
use domain::time::Timestamp;
use domain::urn::PersonReference;
use store::accounts::{Account, BackfillState};

/// A linked account in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSummary {
    pub account_id: AccountId,
    pub network: String,
    /// Where the network's server is; empty for an import.
    pub address: String,
    /// The owner's `ACoAA…`.
    pub member_key: String,
    pub member_number: Option<i64>,
    pub slug: Option<String>,
    pub first_name: String,
    pub last_name: String,
    pub headline: String,
    pub picture: Option<String>,
    /// `AVAILABLE`, `ERROR` or `UNKNOWN`.
    pub status: &'static str,
    /// Imported: it can only be read.
    pub is_read_only: bool,
    /// What holds it, or held it last: [`Self::is_held`] tells which.
    pub hold: Option<Hold>,
    /// What the workspace calls it.
    pub label: Option<String>,
    /// Since when somebody wants nothing to leave from it.
    pub paused_at: Option<Timestamp>,
    pub linked_at: Timestamp,
}

impl AccountSummary {
    /// First and last name as people read them.
    pub fn name(&self) -> String {
        let name = format!("{} {}", self.first_name, self.last_name);
        name.trim().to_owned()
    }

    /// Whether something keeps everything from leaving at `now`.
    pub fn is_held(&self, now: Timestamp) -> bool {
        let hold = self.hold.as_ref();
        hold.is_some_and(|hold| hold.until.is_none_or(|until| until > now))
    }

    pub(crate) fn of(account: &Account) -> Self {
        Self {
            account_id: account.account_id,
            network: account.network.clone(),
            address: account.address.clone(),
            member_key: account.member_key.clone(),
            member_number: account.member_number,
            slug: account.slug.clone(),
            first_name: account.first_name.clone(),
            last_name: account.last_name.clone(),
            headline: account.headline.clone(),
            picture: account.picture.clone(),
            status: account.status.word(),
            is_read_only: account.is_read_only,
            hold: account.hold_rule.clone().map(|rule| Hold {
                rule,
                until: account.hold_until,
            }),
            label: account.label.clone(),
            paused_at: account.paused_at,
            linked_at: account.linked_at,
        }
    }
}

/// Why nothing leaves from an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The rule that holds it, as a stable word.
    pub rule: String,
    /// Absent: until somebody acts.
    pub until: Option<Timestamp>,
}

/// How much of the history is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncProgress {
    /// `pending`, `running` or `done`.
    pub state: &'static str,
    /// Threads that were listed so far; grows until the listing is over, absent before it begins.
    pub threads_total: Option<i64>,
    pub conversations: i64,
    /// Conversations whose older messages are still to be read.
    pub conversations_pending: i64,
    pub unread_conversations: i64,
    pub messages: i64,
    /// When a comparison with the network's last went to its end.
    pub compared_at: Option<Timestamp>,
}

impl SyncProgress {
    /// Whether the whole history is here.
    pub fn is_complete(&self) -> bool {
        self.state == BackfillState::Done.word() && self.conversations_pending == 0
    }
}

/// Whether an account works, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Ok,
    /// Nothing leaves.
    Held,
    /// The network has not answered for a while: what came in may be missing.
    Silent,
    /// The history is still being read.
    Filling,
    /// It was imported: nothing comes in or leaves.
    ReadOnly,
}

/// The network is asked without a pause, and that it answers is noted several times a minute.
const SILENCE_MAX: Duration = Duration::from_mins(5);

/// What was proved last, and what failed last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHealth {
    /// When the network last answered the account's sync.
    pub last_received_at: Option<Timestamp>,
    /// When it last accepted a send.
    pub last_sent_at: Option<Timestamp>,
    /// Absent while all is well.
    pub last_error: Option<String>,
    pub last_error_at: Option<Timestamp>,
}

/// Everything about one account that is not a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStatusView {
    pub summary: AccountSummary,
    pub is_premium: bool,
    /// The network's word, for example `PREMIUM_BUSINESS`.
    pub plan: Option<String>,
    pub has_credentials: bool,
    /// `A` to `D`: what happens when an answer is lost.
    pub capability_class: &'static str,
    pub sync: SyncProgress,
    pub health: AccountHealth,
    pub last_used_at: Option<Timestamp>,
}

impl AccountStatusView {
    /// Whether it works at `now`; of several things, the worst.
    pub fn condition(&self, now: Timestamp) -> Condition {
        let last_received_at = self.health.last_received_at;
        let heard_at = last_received_at.unwrap_or(self.summary.linked_at);
        if self.summary.is_read_only {
            Condition::ReadOnly
        } else if self.summary.is_held(now) {
            Condition::Held
        } else if now.since(heard_at) > SILENCE_MAX {
            Condition::Silent
        } else if self.sync.is_complete() {
            Condition::Ok
        } else {
            Condition::Filling
        }
    }

    /// The account with `pending` conversations whose older messages are still to be read, compared with its network last
    /// at `compared_at`.
    pub(crate) fn of(account: &Account, pending: i64, compared_at: Option<Timestamp>) -> Self {
        Self {
            summary: AccountSummary::of(account),
            is_premium: account.is_premium,
            plan: account.plan.clone(),
            has_credentials: account.has_credentials,
            capability_class: account.capability_class.letter(),
            sync: SyncProgress {
                state: state(account),
                threads_total: account.backfill_threads_total,
                conversations: account.conversation_count,
                conversations_pending: pending,
                unread_conversations: account.unread_conversation_count,
                messages: account.message_count,
                compared_at,
            },
            health: AccountHealth::of(account),
            last_used_at: account.last_used_at,
        }
    }
}

impl AccountHealth {
    pub(super) fn of(account: &Account) -> Self {
        Self {
            last_received_at: account.last_received_at,
            last_sent_at: account.last_sent_at,
            last_error: account.last_error.clone(),
            last_error_at: account.last_error_at,
        }
    }
}

fn state(account: &Account) -> &'static str {
    if account.is_read_only {
        return BackfillState::Done.word();
    }
    account.backfill_state.word()
}

/// Whether a search for `query` finds the account: by part of its name or label, or by its id, slug, key or profile address.
pub(super) fn matches(account: &Account, query: &str) -> bool {
    let folded = query.to_lowercase();
    let label = account.label.as_deref().unwrap_or_default();
    if account.name().to_lowercase().contains(&folded)
        || label.to_lowercase().contains(&folded)
        || account.account_id.to_string() == folded
    {
        return true;
    }
    match PersonReference::parse(query) {
        Ok(PersonReference::Slug(slug)) => account.slug.as_deref() == Some(slug.as_str()),
        Ok(PersonReference::MemberKey(key)) => account.member_key == key.as_str(),
        Ok(PersonReference::MemberNumber(number)) => {
            account.member_number == i64::try_from(number.get()).ok()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn healthy() -> AccountStatusView {
        AccountStatusView {
            summary: AccountSummary {
                account_id: AccountId::from_bytes([1; 16]),
                network: "sandbox".to_owned(),
                address: String::new(),
                member_key: String::new(),
                member_number: None,
                slug: None,
                first_name: String::new(),
                last_name: String::new(),
                headline: String::new(),
                picture: None,
                status: "AVAILABLE",
                is_read_only: false,
                hold: None,
                label: None,
                paused_at: None,
                linked_at: Timestamp::default(),
            },
            is_premium: false,
            plan: None,
            has_credentials: true,
            capability_class: "B",
            sync: SyncProgress {
                state: BackfillState::Done.word(),
                threads_total: Some(1),
                conversations: 1,
                conversations_pending: 0,
                unread_conversations: 0,
                messages: 1,
                compared_at: None,
            },
            health: AccountHealth {
                last_received_at: Some(NOW.minus(Duration::from_mins(1))),
                last_sent_at: None,
                last_error: None,
                last_error_at: None,
            },
            last_used_at: None,
        }
    }

    fn condition(change: impl FnOnce(&mut AccountStatusView)) -> Condition {
        let mut view = healthy();
        change(&mut view);
        view.condition(NOW)
    }

    fn hold(until: Option<Timestamp>) -> Hold {
        let rule = "limit_exceeded".to_owned();
        Hold { rule, until }
    }

    #[test]
    fn of_several_troubles_the_worst_is_told() {
        let long_ago = Some(NOW.minus(Duration::from_mins(6)));
        assert_eq!(condition(|_| {}), Condition::Ok);
        assert_eq!(
            condition(|view| view.sync.conversations_pending = 1),
            Condition::Filling
        );
        assert_eq!(
            condition(|view| view.sync.state = "running"),
            Condition::Filling
        );
        assert_eq!(
            condition(|view| view.health.last_received_at = long_ago),
            Condition::Silent
        );
        assert_eq!(
            condition(|view| view.health.last_received_at = None),
            Condition::Silent
        );
        let just_linked = |view: &mut AccountStatusView| {
            view.health.last_received_at = None;
            view.summary.linked_at = NOW;
        };
        assert_eq!(condition(just_linked), Condition::Ok);
        let worse = |until| {
            condition(|view| {
                view.health.last_received_at = long_ago;
                view.summary.hold = Some(hold(until));
            })
        };
        assert_eq!(worse(None), Condition::Held);
        assert_eq!(
            worse(Some(NOW.plus(Duration::from_secs(1)))),
            Condition::Held
        );
        assert_eq!(worse(Some(NOW)), Condition::Silent);
        assert_eq!(
            condition(|view| view.summary.is_read_only = true),
            Condition::ReadOnly
        );
    }
}
