//! How an account may behave: caps, pauses and hours as data with a version, and the presets they start from.
//!
//! The figures of the presets are ours: no network publishes its own. `cautious` stays below what most tools advise,
//! `standard` at the lower end of what they do; both are explained in the guide on limits.

use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::entropy::draw;
use crate::hours::WorkingHours;
use crate::ledger::{Action, Window};
use crate::limits;
use crate::send::Rule;
use crate::time::Timestamp;
use crate::twins::{self, Twin};

/// A named set of rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// `guide`, `cautious`, `standard` or `custom`.
    pub preset: String,
    /// Every cap that holds; all of them must allow an act.
    pub caps: Vec<Cap>,
    /// What one person may get at most from all accounts of the workspace together; all of them must allow an act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub per_person: Vec<Cap>,
    /// A person says yes to each act before it leaves.
    #[serde(default)]
    pub approval: bool,
    /// Where the network can be read back by content only: what two complete reads do not show is sent again, instead of
    /// put before a person. It may then arrive twice.
    #[serde(default)]
    pub retries_unseen: bool,
    /// The shortest pause from the beginning of one act to that of the next.
    #[serde(default)]
    pub gap_seconds: u32,
    /// The pause is longer by up to so much, drawn anew for each act, so that acts of many accounts spread.
    #[serde(default)]
    pub jitter_seconds: u32,
    /// When acts may begin; absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<WorkingHours>,
    /// An account that was just linked begins with less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ramp: Option<Ramp>,
    /// After a sign of warning from the network an account goes on with less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cool_down: Option<CoolDown>,
}

/// Caps grow from a share of themselves to the whole, in equal steps once in 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ramp {
    /// Of each cap, in the first 24 hours.
    pub start_percent: u8,
    /// After so many days the caps hold whole.
    pub days: u16,
}

/// Caps shrink to a share of themselves for some time after the network said that it was too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoolDown {
    pub hours: u16,
    /// Of each cap.
    pub percent: u8,
}

/// What a policy must know of the account that it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub linked_at: Timestamp,
    /// When its network last said that it was too much.
    pub warned_at: Option<Timestamp>,
}

/// How much of its caps an account may use at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub percent: u8,
    /// Why it is less than all.
    pub rule: Option<Rule>,
    /// When it next grows by itself.
    pub grows_at: Option<Timestamp>,
}

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self {
        percent: 100,
        rule: None,
        grows_at: None,
    };

    /// The window with this share of its cap: at least one act, unless the cap is zero.
    fn of(self, window: Window) -> Window {
        let cap = u64::from(window.cap) * u64::from(self.percent.min(100)) / 100;
        let cap = u32::try_from(cap).unwrap_or(window.cap);
        Window {
            cap: cap.max(1).min(window.cap),
            ..window
        }
    }
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
    #[error(
        "`{0}` is no action; there are message, new_conversation, reply, inmail and invitation"
    )]
    Action(String),
    /// The span is out of bounds.
    #[error("the span of a cap is between one minute and {} days", limits::CAP_SPAN_MAX.as_secs() / 86_400)]
    Span,
}

impl FromStr for Cap {
    type Err = InvalidCap;

    /// Reads `message=300/24h`: an action, how many, and the stretch in minutes (`m`), hours (`h`) or days (`d`).
    fn from_str(text: &str) -> Result<Self, InvalidCap> {
        let (action, figures) = text.split_once('=').ok_or(InvalidCap::Form)?;
        let (count, span) = figures.split_once('/').ok_or(InvalidCap::Form)?;
        let action =
            Action::from_name(action).ok_or_else(|| InvalidCap::Action(action.to_owned()))?;
        let cap = count.parse().map_err(|_| InvalidCap::Form)?;
        let units = [('m', 60), ('h', 3_600), ('d', 86_400)];
        let (number, unit) = units
            .into_iter()
            .find_map(|(letter, unit)| Some((span.strip_suffix(letter)?, unit)))
            .ok_or(InvalidCap::Form)?;
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
            ..Self::default()
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
        Self {
            gap_seconds: 90,
            jitter_seconds: 60,
            ramp: Some(Ramp {
                start_percent: 20,
                days: 14,
            }),
            cool_down: Some(CoolDown {
                hours: 48,
                percent: 25,
            }),
            per_person: caps(&[
                (Action::Message, limits::DAY, 5),
                (Action::Message, limits::WEEK, 12),
            ]),
            ..Self::of(
                "cautious",
                &[
                    (Action::Message, limits::DAY, 40),
                    (Action::Message, limits::WEEK, 150),
                    (Action::NewConversation, limits::DAY, 15),
                    (Action::Inmail, limits::DAY, 10),
                    (Action::Invitation, limits::DAY, 20),
                    (Action::Invitation, limits::WEEK, 80),
                ],
            )
        }
    }

    /// For an account that has been in use for long: at the lower end of what most tools do.
    pub fn standard() -> Self {
        Self {
            gap_seconds: 45,
            jitter_seconds: 30,
            ramp: Some(Ramp {
                start_percent: 30,
                days: 10,
            }),
            cool_down: Some(CoolDown {
                hours: 24,
                percent: 50,
            }),
            per_person: caps(&[
                (Action::Message, limits::DAY, 10),
                (Action::Message, limits::WEEK, 30),
            ]),
            ..Self::of(
                "standard",
                &[
                    (Action::Message, limits::DAY, 80),
                    (Action::Message, limits::WEEK, 400),
                    (Action::NewConversation, limits::DAY, 25),
                    (Action::Inmail, limits::DAY, 25),
                    (Action::Invitation, limits::DAY, 25),
                    (Action::Invitation, limits::WEEK, 100),
                ],
            )
        }
    }

    /// What an account of `network` starts with.
    pub fn default_for(network: &str) -> Self {
        match network {
            "sandbox" => Self::guide(),
            _ => Self::cautious(),
        }
    }

    fn of(preset: &str, figures: &[(Action, Duration, u32)]) -> Self {
        Self {
            preset: preset.to_owned(),
            caps: caps(figures),
            ..Self::default()
        }
    }

    /// The windows that count `action`, shortest first.
    pub fn windows(&self, action: Action) -> Vec<Window> {
        windows(&self.caps, action)
    }

    /// The windows that count what one person gets as any of `actions` from all accounts together. Neither a ramp nor a
    /// cool-down makes them smaller: they protect the person, not the account.
    pub fn windows_per_person(&self, actions: &[Action]) -> Vec<Window> {
        actions
            .iter()
            .flat_map(|action| windows(&self.per_person, *action))
            .collect()
    }

    /// The windows that count `action` for an account with this share of its caps.
    pub fn windows_with(&self, action: Action, share: Share) -> Vec<Window> {
        let windows = self.windows(action).into_iter();
        windows.map(|window| share.of(window)).collect()
    }

    /// How much of its caps an account may use at `now`.
    pub fn share(&self, standing: &Standing, now: Timestamp) -> Share {
        let ramp = self.ramp.filter(|_| !twins::is(Twin::ForgetRamp));
        let ramp = ramp.map(|ramp| ramp.share(standing.linked_at, now));
        let cool_down = self.cool_down.zip(standing.warned_at);
        let cool_down = cool_down.map(|(cool_down, at)| cool_down.share(at, now));
        let shares = [ramp, cool_down].into_iter().flatten();
        let least = shares.min_by_key(|share| share.percent);
        least.unwrap_or(Share::WHOLE)
    }

    /// The rule that keeps every act of the account from beginning at `now`, and until when: its hours, or the pause
    /// after the act that began last. The chance part of the pause is drawn for that act, the same whoever comes next.
    pub fn pause(
        &self,
        begun_last: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<(Timestamp, Rule)> {
        if let Some(hours) = self.hours.as_ref().filter(|hours| !hours.is_open(now)) {
            return Some((hours.opens_at(now), Rule::WorkingHours));
        }
        let begun_last = begun_last.filter(|_| !twins::is(Twin::ForgetGap))?;
        let subject = begun_last.micros().to_be_bytes();
        let jitter = u64::from(self.jitter_seconds) * 1_000;
        let jitter = Duration::from_millis(draw(0, &subject, "gap", jitter.saturating_add(1)));
        let gap = Duration::from_secs(self.gap_seconds.into());
        let until = begun_last.plus(gap).plus(jitter);
        let is_pause = !(gap + jitter).is_zero() && until > now;
        is_pause.then(|| match &self.hours {
            // The pause may end outside of the hours.
            Some(hours) => (hours.opens_at(until), Rule::Gap),
            None => (until, Rule::Gap),
        })
    }

    /// Whether a person must say yes to an act before it leaves. `is_paused`: because of what its recipient said.
    pub const fn needs_approval(&self, is_paused: bool) -> bool {
        self.approval || is_paused
    }

    /// The longest stretch that any cap on `action` looks back.
    pub fn longest_span(&self, action: Action) -> Duration {
        self.windows(action)
            .last()
            .map_or(Duration::ZERO, |window| window.span)
    }
}

fn caps(figures: &[(Action, Duration, u32)]) -> Vec<Cap> {
    let caps = figures.iter().map(|(action, span, cap)| Cap {
        action: action.as_str().to_owned(),
        seconds: span.as_secs(),
        cap: *cap,
    });
    caps.collect()
}

fn windows(caps: &[Cap], action: Action) -> Vec<Window> {
    let mut windows: Vec<Window> = caps
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

impl Ramp {
    fn share(self, linked_at: Timestamp, now: Timestamp) -> Share {
        let day = u64::from(u32::MAX).min(now.since(linked_at).as_secs() / limits::DAY.as_secs());
        let days = u64::from(self.days);
        if day >= days {
            return Share::WHOLE;
        }
        let start = u64::from(self.start_percent.min(100));
        let percent = start + (100 - start) * day / days;
        let next = u32::try_from(day + 1).unwrap_or(u32::MAX);
        Share {
            percent: u8::try_from(percent).unwrap_or(100),
            rule: Some(Rule::Ramp),
            grows_at: Some(linked_at.plus(limits::DAY * next)),
        }
    }
}

impl CoolDown {
    fn share(self, warned_at: Timestamp, now: Timestamp) -> Share {
        let until = warned_at.plus(Duration::from_hours(self.hours.into()));
        if until <= now {
            return Share::WHOLE;
        }
        Share {
            percent: self.percent.min(100),
            rule: Some(Rule::CoolDown),
            grows_at: Some(until),
        }
    }
}

#[cfg(test)]
mod tests;
