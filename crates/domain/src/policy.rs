//! How an account may behave: caps as data with a version, and the presets they start from.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

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
    /// A person says yes to each act before it leaves.
    #[serde(default)]
    pub approval: bool,
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

/// Why a text is no cap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidCap {
    /// It is not of the form that [`Cap::from_str`] reads.
    #[error("a cap is written ACTION=COUNT/SPAN, for example message=300/24h or invitation=80/7d")]
    Form,
    /// There is no such action.
    #[error("`{0}` is no action; there are message, new_conversation, inmail and invitation")]
    Action(String),
    /// The span is out of bounds.
    #[error("the span of a cap is between one hour and {} days", limits::CAP_SPAN_MAX.as_secs() / 86_400)]
    Span,
}

impl FromStr for Cap {
    type Err = InvalidCap;

    /// Reads `message=300/24h`: an action, how many, and the stretch in hours (`h`) or days (`d`).
    fn from_str(text: &str) -> Result<Self, InvalidCap> {
        let (action, figures) = text.split_once('=').ok_or(InvalidCap::Form)?;
        let (count, span) = figures.split_once('/').ok_or(InvalidCap::Form)?;
        let action =
            Action::from_name(action).ok_or_else(|| InvalidCap::Action(action.to_owned()))?;
        let cap = count.parse().map_err(|_| InvalidCap::Form)?;
        let (number, unit) = match (span.strip_suffix('h'), span.strip_suffix('d')) {
            (Some(hours), _) => (hours, 3_600),
            (_, Some(days)) => (days, 86_400),
            _ => return Err(InvalidCap::Form),
        };
        let number: u64 = number.parse().map_err(|_| InvalidCap::Form)?;
        let seconds = number.checked_mul(unit).ok_or(InvalidCap::Span)?;
        if seconds == 0 || seconds > limits::CAP_SPAN_MAX.as_secs() {
            return Err(InvalidCap::Span);
        }
        Ok(Self {
            action: action.as_str().to_owned(),
            seconds,
            cap,
        })
    }
}

impl Policy {
    /// Caps of an operator's own.
    pub fn custom(caps: Vec<Cap>) -> Self {
        Self {
            preset: "custom".to_owned(),
            caps,
            approval: false,
        }
    }

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
            approval: false,
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
    fn caps_are_read_as_people_write_them() {
        let cap = |text: &str| text.parse::<Cap>();
        let of = |action: &str, seconds, cap| Cap {
            action: action.to_owned(),
            seconds,
            cap,
        };
        assert_eq!(cap("message=300/24h"), Ok(of("message", 86_400, 300)));
        assert_eq!(cap("invitation=0/7d"), Ok(of("invitation", 604_800, 0)));
        for text in [
            "",
            "message",
            "message=3",
            "message=3/24",
            "message=-1/24h",
            "message=3/h",
            "message=3/1.5h",
        ] {
            assert_eq!(cap(text), Err(InvalidCap::Form), "{text}");
        }
        assert_eq!(
            cap("letter=1/1h"),
            Err(InvalidCap::Action("letter".to_owned()))
        );
        for text in [
            "message=1/0h",
            "message=1/32d",
            "message=1/18446744073709551615d",
        ] {
            assert_eq!(cap(text), Err(InvalidCap::Span), "{text}");
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
