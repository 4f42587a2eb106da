//! How an account may behave: caps as data with a version, and the presets they start from.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ledger::{Action, Window};
use crate::limits;

/// A named set of caps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// `guide`, `cautious` or `custom`.
    pub preset: String,
    /// Every cap that holds; all of them must allow an act.
    pub caps: Vec<Cap>,
}

/// At most `cap` acts in any stretch of `seconds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// A word of [`Action`].
    pub action: String,
    pub seconds: u64,
    pub cap: u32,
}

impl Policy {
    /// The guide's figures: 150 messages in 24 hours, 90 invitations in 7 days.
    pub fn guide() -> Self {
        Self::of(
            "guide",
            &[
                (Action::Message, limits::DAY, limits::GUIDE_MESSAGES_PER_DAY),
                (
                    Action::Invitation,
                    limits::WEEK,
                    limits::GUIDE_INVITATIONS_PER_WEEK,
                ),
            ],
        )
    }

    /// For every real network: far below what is ever complained about.
    pub fn cautious() -> Self {
        Self::of(
            "cautious",
            &[
                (Action::Message, limits::DAY, 40),
                (Action::NewConversation, limits::DAY, 15),
                (Action::Inmail, limits::DAY, 10),
                (Action::Invitation, limits::DAY, 20),
                (Action::Invitation, limits::WEEK, 80),
            ],
        )
    }

    /// What an account of `network` starts with.
    pub fn default_for(network: &str) -> Self {
        match network {
            "sandbox" => Self::guide(),
            _ => Self::cautious(),
        }
    }

    fn of(preset: &str, caps: &[(Action, Duration, u32)]) -> Self {
        let caps = caps
            .iter()
            .map(|(action, span, cap)| Cap {
                action: action.as_str().to_owned(),
                seconds: span.as_secs(),
                cap: *cap,
            })
            .collect();
        Self {
            preset: preset.to_owned(),
            caps,
        }
    }

    /// The windows that count `action`, shortest first.
    pub fn windows(&self, action: Action) -> Vec<Window> {
        let mut windows: Vec<Window> = self
            .caps
            .iter()
            .filter(|cap| cap.action == action.as_str())
            .map(|cap| Window {
                action,
                span: Duration::from_secs(cap.seconds),
                cap: cap.cap,
            })
            .collect();
        windows.sort_by_key(|window| window.span);
        windows
    }

    /// The longest stretch that any cap on `action` looks back.
    pub fn longest_span(&self, action: Action) -> Duration {
        self.windows(action)
            .last()
            .map_or(Duration::ZERO, |window| window.span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_survive_their_stored_form() {
        for policy in [Policy::guide(), Policy::cautious()] {
            let stored = serde_json::to_string(&policy).expect("plain data");
            assert_eq!(
                serde_json::from_str::<Policy>(&stored).expect("same shape"),
                policy
            );
        }
    }

    #[test]
    fn the_guide_allows_150_messages_a_day() {
        let windows = Policy::guide().windows(Action::Message);
        assert_eq!(windows.len(), 1);
        assert_eq!(
            (windows[0].span, windows[0].cap),
            (Duration::from_hours(24), 150)
        );
        assert!(Policy::guide().windows(Action::Inmail).is_empty());
    }
}
