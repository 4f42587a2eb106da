//! What became of an act that was handed to a network.

use std::time::Duration;

/// What the network made of one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The network has it.
    Accepted(T),
    /// Not now, with a documented answer; nothing happened.
    Deferred {
        code: String,
        retry_after: Option<Duration>,
    },
    /// Never, with the network's code and sentence; nothing happened.
    Refused { code: String, detail: String },
    /// The session or the seat is no longer good; nothing happened and the account is held.
    Held { rule: HoldRule, detail: String },
    /// Provably not sent: no byte of the request left, or the network says that nothing was kept.
    NotSent { detail: String },
    /// The request left and no answer came back.
    Unknown { detail: String },
}

/// Why an account is held after an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldRule {
    /// The credentials no longer work.
    SessionExpired,
    /// The network asks for something that its owner must prove. Reading tells when that is done.
    ChallengeRequired,
    /// The network has restricted the seat.
    Restricted,
}

impl HoldRule {
    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SessionExpired => "session_expired",
            Self::ChallengeRequired => "challenge_required",
            Self::Restricted => "restricted",
        }
    }
}

impl<T> Outcome<T> {
    /// Which of them it is.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Accepted(_) => "accepted",
            Self::Deferred { .. } => "deferred",
            Self::Refused { .. } => "refused",
            Self::Held { .. } => "held",
            Self::NotSent { .. } => "not_sent",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// The same outcome with another value for what was accepted.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Outcome<U> {
        self.into_result()
            .map_or_else(|other| other, |value| Outcome::Accepted(change(value)))
    }

    /// What was accepted; every other outcome is also that of a larger act, of which this one is the beginning.
    pub fn into_result<U>(self) -> Result<T, Outcome<U>> {
        Err(match self {
            Self::Accepted(value) => return Ok(value),
            Self::Deferred { code, retry_after } => Outcome::Deferred { code, retry_after },
            Self::Refused { code, detail } => Outcome::Refused { code, detail },
            Self::Held { rule, detail } => Outcome::Held { rule, detail },
            Self::NotSent { detail } => Outcome::NotSent { detail },
            Self::Unknown { detail } => Outcome::Unknown { detail },
        })
    }
}
