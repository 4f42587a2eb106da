//! What can be done with an account, in one word.

use domain::time::Timestamp;
use store::accounts::{self, Account};

/// What its owner has to know of an account; of several things, the one that only a person ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// It works.
    Active,
    /// Somebody wants nothing to leave from it; what comes in is kept.
    Paused,
    /// Nothing leaves: the network restricts it, or a limit was exceeded by hand.
    Held,
    /// Its network does not take its credentials, or they are lost: it must be linked again.
    Expired,
    /// It was imported and can only be read.
    ReadOnly,
}

/// The rules of a hold that ends by linking again.
const UNTIL_LINKED: [&str; 3] = ["session_expired", "other_member", accounts::RENEWAL_REFUSED];

impl AccountState {
    /// Every word.
    pub const WORDS: [&'static str; 5] = ["active", "paused", "held", "expired", "read_only"];

    /// The word that is shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Held => "held",
            Self::Expired => "expired",
            Self::ReadOnly => "read_only",
        }
    }

    /// The state behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Active,
            Self::Paused,
            Self::Held,
            Self::Expired,
            Self::ReadOnly,
        ];
        all.into_iter().find(|state| state.word() == word)
    }

    /// How an account stands at `now`.
    pub(crate) fn of(account: &Account, now: Timestamp) -> Self {
        if account.is_read_only {
            Self::ReadOnly
        } else if relink_reason(account).is_some() {
            Self::Expired
        } else if account.paused_at.is_some() {
            Self::Paused
        } else if account.is_held(now) {
            Self::Held
        } else {
            Self::Active
        }
    }
}

/// Why an account must be linked again: the rule that holds it, or that it has no credentials.
pub(crate) fn relink_reason(account: &Account) -> Option<String> {
    let rule = account.hold_rule.as_deref();
    if account.is_read_only {
        None
    } else if let Some(rule) = rule.filter(|rule| UNTIL_LINKED.contains(rule)) {
        Some(rule.to_owned())
    } else {
        (!account.has_credentials).then(|| "no_credentials".to_owned())
    }
}
