//! Webhook endpoints: the address of a receiver, which events it is told of, and in what form.

use crate::event::EventKind;
use crate::ids::AccountId;

/// How a delivery is written and signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadFormat {
    /// Standard Webhooks 1.0.0, with every type of event.
    Standard,
    /// As the published guide's vendor writes it: `message.received` and nothing else.
    Guide,
}

impl PayloadFormat {
    /// Every word, in the order of the variants.
    pub const WORDS: [&str; 2] = ["standard", "guide"];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Guide => "guide",
        }
    }

    /// The format behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Standard, Self::Guide]
            .into_iter()
            .find(|format| format.word() == word)
    }

    /// Whether it has a form for events of this kind.
    pub const fn can_tell(self, kind: EventKind) -> bool {
        matches!(self, Self::Standard) || matches!(kind, EventKind::MessageReceived)
    }
}

/// Whether an endpoint is told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndpointState {
    /// It is told what happens.
    Active,
    /// Somebody asked for a pause: what happens waits in the log.
    Paused,
    /// It was given up, for this reason: what happens waits in the log.
    Disabled(DisabledReason),
}

/// Why an endpoint was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisabledReason {
    /// Nothing but failures for [`crate::delivery::FAILING_MAX`].
    Failing,
    /// It answered 410: it is gone.
    Gone,
}

impl DisabledReason {
    /// Every word.
    pub const WORDS: [&str; 2] = ["failing", "gone"];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }
}

impl EndpointState {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Disabled(_) => "disabled",
        }
    }

    /// The word of the reason, where there is one.
    pub const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Disabled(reason) => Some(reason.word()),
            _ => None,
        }
    }

    /// The state behind its two words.
    pub fn from_words(word: &str, reason: Option<&str>) -> Option<Self> {
        match (word, reason) {
            ("active", None) => Some(Self::Active),
            ("paused", None) => Some(Self::Paused),
            ("disabled", Some("failing")) => Some(Self::Disabled(DisabledReason::Failing)),
            ("disabled", Some("gone")) => Some(Self::Disabled(DisabledReason::Gone)),
            _ => None,
        }
    }
}

/// Which events an endpoint is told of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Words as [`EventKind::matching`] takes them; empty: all. Those of a later version mean nothing to this one.
    pub types: Vec<String>,
    /// Only what concerns these accounts; empty: whatever it concerns, also no account at all.
    pub accounts: Vec<AccountId>,
}

impl Selection {
    /// Whether an event of this kind, about this account, is meant.
    pub fn wants(&self, kind: EventKind, account_id: Option<AccountId>) -> bool {
        let is_type = self.types.is_empty() || self.types.iter().any(|word| kind.is_meant_by(word));
        let is_account = self.accounts.is_empty()
            || account_id.is_some_and(|account_id| self.accounts.contains(&account_id));
        is_type && is_account
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_formats_read_back() {
        let states = [
            EndpointState::Active,
            EndpointState::Paused,
            EndpointState::Disabled(DisabledReason::Failing),
            EndpointState::Disabled(DisabledReason::Gone),
        ];
        for state in states {
            let read = EndpointState::from_words(state.word(), state.reason());
            assert_eq!(read, Some(state));
        }
        assert_eq!(EndpointState::from_words("disabled", None), None);
        for word in PayloadFormat::WORDS {
            assert_eq!(
                PayloadFormat::from_word(word).map(PayloadFormat::word),
                Some(word)
            );
        }
    }

    #[test]
    fn a_selection_goes_by_type_and_account() {
        let (one, other) = (
            AccountId::from_bytes([1; 16]),
            AccountId::from_bytes([2; 16]),
        );
        let all = Selection::default();
        assert!(all.wants(EventKind::ApiKeyCreated, None));
        let some = Selection {
            types: vec![
                "message.*".to_owned(),
                "quota.reached".to_owned(),
                "later.word".to_owned(),
            ],
            accounts: vec![one],
        };
        assert!(some.wants(EventKind::MessageSeen, Some(one)));
        assert!(some.wants(EventKind::QuotaReached, Some(one)));
        assert!(!some.wants(EventKind::QuotaReopened, Some(one)));
        assert!(!some.wants(EventKind::MessageSeen, Some(other)));
        assert!(!some.wants(EventKind::MessageSeen, None));
        assert!(PayloadFormat::Guide.can_tell(EventKind::MessageReceived));
        assert!(!PayloadFormat::Guide.can_tell(EventKind::MessageSent));
    }
}
