//! What the answer to a call, or to a look at an unknown outcome, makes of a send.

use std::time::Duration;

use super::{Head, Timing};
use crate::error_code::ErrorCode;
use crate::network::CapabilityClass;
use crate::outcome::{HoldRule, Outcome};
use crate::send::{Rule, SendState, back_off, refusal_code};
use crate::time::Timestamp;
use crate::twins::{self, Twin};

/// Complete reads after the settle time that must agree before "not there" is believed.
const ABSENT_READS: u32 = 2;
/// The longest pause between two looks at an unsettled outcome.
const RECHECK_MAX: Duration = Duration::from_mins(5);
/// How long to wait when the network asks to wait but does not say how long.
const DEFERRED: Duration = Duration::from_mins(1);

/// What an answer other than acceptance leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The word of the try's outcome.
    pub word: &'static str,
    /// The network's own code.
    pub code: Option<String>,
    /// A sentence for the evidence.
    pub detail: String,
    pub state: SendState,
    /// Nothing of this send can have happened: its places in the ledger are free again.
    pub frees_places: bool,
    /// The account is held from now on.
    pub hold: Option<HoldRule>,
    /// Nothing may begin on the account before this instant.
    pub deferred_until: Option<Timestamp>,
}

impl Answered {
    /// Whether the network says that it was too much.
    pub fn is_warning(&self) -> bool {
        let is_warned = |rule| rule != HoldRule::SessionExpired;
        self.deferred_until.is_some() || self.hold.is_some_and(is_warned)
    }
}

/// What the answer to a call makes of its send; `None` for an acceptance, which is recorded as a fact.
///
/// `is_in_doubt`: an earlier try of the same send had no answer. This one then says nothing about that one, which is
/// looked for instead. `jitter` is drawn for this try.
pub fn after_answer<T>(
    head: &Head,
    outcome: &Outcome<T>,
    is_in_doubt: bool,
    timing: &Timing,
    jitter: Duration,
    now: Timestamp,
) -> Option<Answered> {
    let mut answered = believed(head, outcome, timing, jitter, now)?;
    if is_in_doubt && answered.frees_places {
        answered.frees_places = false;
        let look_at = now.plus(timing.recheck);
        answered.state = SendState::Unknown {
            check_at: answered
                .deferred_until
                .map_or(look_at, |until| until.max(look_at)),
            absent: 1,
        };
    }
    Some(answered)
}

/// The answer by itself.
fn believed<T>(
    head: &Head,
    outcome: &Outcome<T>,
    timing: &Timing,
    jitter: Duration,
    now: Timestamp,
) -> Option<Answered> {
    let nothing_happened = |word, code: Option<&String>, detail: &str, state| Answered {
        word,
        code: code.cloned(),
        detail: detail.to_owned(),
        state,
        frees_places: true,
        hold: None,
        deferred_until: None,
    };
    Some(match outcome {
        Outcome::Accepted(_) => return None,
        Outcome::Deferred { code, retry_after } => {
            let asked = retry_after.filter(|_| !twins::is(Twin::ForgetRetryAfter));
            let until = now.plus(asked.unwrap_or(DEFERRED));
            let rule = Rule::Deferred;
            let state = SendState::Scheduled { until, rule };
            let detail = "the network asks to wait";
            Answered {
                deferred_until: Some(until),
                ..nothing_happened("deferred", Some(code), detail, state)
            }
        }
        Outcome::Refused { code, detail } => {
            let state = SendState::Refused {
                code: refusal_code(code),
                detail: detail.clone(),
            };
            nothing_happened("refused", Some(code), detail, state)
        }
        Outcome::Held { rule, detail } => {
            let code = ErrorCode::AccountHeld;
            let state = SendState::Refused {
                code,
                detail: detail.clone(),
            };
            Answered {
                hold: Some(*rule),
                ..nothing_happened("refused", Some(&rule.word().to_owned()), detail, state)
            }
        }
        Outcome::NotSent { detail } => {
            nothing_happened("not_sent", None, detail, after_not_sent(head, jitter, now))
        }
        Outcome::Unknown { detail } => Answered {
            frees_places: twins::is(Twin::FreeUnknown),
            ..nothing_happened("unknown", None, detail, after_unknown(head, timing, now))
        },
    })
}

fn after_not_sent(head: &Head, jitter: Duration, now: Timestamp) -> SendState {
    let until = now.plus(back_off(head.attempt_count)).plus(jitter);
    SendState::Scheduled {
        until: until.min(head.expires_at),
        rule: Rule::BackOff,
    }
}

/// A network that honours our token is asked again ever less often.
fn after_unknown(head: &Head, timing: &Timing, now: Timestamp) -> SendState {
    if twins::is(Twin::RetryUnknown) {
        return after_not_sent(head, timing.recheck, now);
    }
    let pause = match head.attempt_count {
        0 | 1 => timing.recheck / 4,
        repeats => timing.recheck / 4 + back_off(repeats - 1),
    };
    SendState::Unknown {
        check_at: now.plus(pause),
        absent: 0,
    }
}

/// What a complete read that did not find the act means. `retries_unseen`: the policy takes absence by content for
/// proof enough.
pub fn after_absent(
    class: CapabilityClass,
    retries_unseen: bool,
    head: &Head,
    timing: &Timing,
    now: Timestamp,
) -> SendState {
    let SendState::Unknown { absent, .. } = head.state else {
        return head.state.clone();
    };
    let settled_at = head.last_deadline.unwrap_or(now).plus(timing.settle);
    if now < settled_at && !twins::is(Twin::ForgetSettleTime) {
        // Found early is believed at once, absent only when the call cannot be under way any more.
        let check_at = now.plus(timing.recheck).min(settled_at);
        let absent = absent.min(1);
        return SendState::Unknown { check_at, absent };
    }
    // Where a repeat could have settled it, the first to miss it was that repeat and no read.
    let misses = ABSENT_READS + u32::from(class == CapabilityClass::A);
    if absent + 1 < misses && !twins::is(Twin::BelieveOneRead) {
        return SendState::Unknown {
            check_at: now.plus(timing.recheck),
            absent: absent + 1,
        };
    }
    let is_sent_again = match class {
        CapabilityClass::A | CapabilityClass::B => true,
        // Content is weaker evidence than a token: whether that is enough is the account's to say.
        CapabilityClass::C => retries_unseen,
        CapabilityClass::D => false,
    };
    if is_sent_again {
        SendState::Scheduled {
            until: now,
            rule: Rule::BackOff,
        }
    } else {
        SendState::NeedsDecision
    }
}

/// The network says that it will never tell: a person decides.
pub fn after_refused_read() -> SendState {
    SendState::NeedsDecision
}

/// Nobody could tell this time; the longer it takes, the less often is looked.
pub fn after_unanswered_read(head: &Head, timing: &Timing, now: Timestamp) -> SendState {
    let SendState::Unknown { absent, .. } = head.state else {
        return head.state.clone();
    };
    let waited = now.since(head.last_deadline.unwrap_or(now));
    let pause = (waited / 4).clamp(timing.recheck, RECHECK_MAX.max(timing.recheck));
    SendState::Unknown {
        check_at: now.plus(pause),
        absent,
    }
}

/// The end of a send whose lifetime is over.
pub fn expired(head: &Head) -> SendState {
    match head.state {
        SendState::Scheduled {
            rule: Rule::BackOff,
            ..
        } => SendState::Failed {
            code: ErrorCode::SendFailed,
            detail: format!("not sent in {} tries", head.attempt_count),
        },
        _ => SendState::Expired,
    }
}
