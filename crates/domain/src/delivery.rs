//! What follows a try to deliver an event to an endpoint. Pure: the answer and the clock come in, the next step goes out.
//!
//! The order within a lane is kept by letting one event of it be tried at a time; an event that fails for longer than
//! [`LANE_HELD_MAX`] lets those behind it pass and goes on by itself.

use std::collections::VecDeque;
use std::time::Duration;

use crate::entropy::draw;
use crate::event::EventKind;
use crate::ids::EndpointId;
use crate::time::Timestamp;
use crate::twins::{self, Twin};

/// How often one event is tried.
pub const ATTEMPTS_MAX: u32 = 10;
/// Between one try and the next, before chance makes it up to a fifth shorter or longer.
pub const PAUSES: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(20),
    Duration::from_hours(24),
];
/// How long after its first try an event may keep those behind it waiting.
pub const LANE_HELD_MAX: Duration = Duration::from_mins(35);
/// Nothing but failures for so long, and the endpoint is given up.
pub const FAILING_MAX: Duration = Duration::from_hours(5 * 24);
/// The longest rest that an endpoint may ask for.
pub const REST_MAX: Duration = Duration::from_hours(24);
const SECOND: Duration = Duration::from_secs(1);
/// Failures that are farther apart say nothing of the time between them: longer than any pause between two tries.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(48);
/// So many failures in a row, and an endpoint is tried by one delivery at a time.
const FAILURES_UNTIL_CAREFUL: u32 = 5;

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The receiver answered with this status, and may have said how long to wait.
    Status(u16, Option<Duration>),
    /// No complete answer: it could not be reached, or was too slow.
    None,
}

impl Answer {
    /// Whether the event is delivered.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Status(200..=299, _))
    }

    /// Whether the receiver asks never to be told anything again.
    pub const fn is_gone(self) -> bool {
        matches!(self, Self::Status(410, _))
    }

    /// How long the receiver asks to be left alone.
    pub fn rest(self) -> Option<Duration> {
        match self {
            Self::Status(429 | 503, rest) => rest.map(|rest| rest.min(REST_MAX)),
            _ => None,
        }
    }
}

/// An event on its way to an endpoint, after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    pub endpoint_id: EndpointId,
    /// The event's number.
    pub number: i64,
    /// Tries so far, with this one.
    pub attempts: u32,
    /// When the first one began.
    pub first_at: Timestamp,
    /// Whether it still keeps those behind it waiting.
    pub is_holding: bool,
}

/// What is to happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The receiver has it.
    Delivered,
    /// It is tried again at an instant; `is_holding`: those behind it in its lane wait for it.
    Again { at: Timestamp, is_holding: bool },
    /// It is not tried any more.
    GivenUp,
}

/// Decides what follows the answer to a try. `seed` is the workspace's.
pub fn judge(tried: &Tried, answer: Answer, seed: u64, now: Timestamp) -> Verdict {
    if answer.is_success() && !twins::is(Twin::DeliveredAgain) {
        return Verdict::Delivered;
    }
    let Some(pause) = pause_after(tried, seed) else {
        return Verdict::GivenUp;
    };
    let at = now.plus(pause.max(answer.rest().unwrap_or_default()));
    // While the receiver rests nothing passes anyway.
    let is_holding = tried.is_holding && now.plus(pause).since(tried.first_at) <= held_max();
    Verdict::Again { at, is_holding }
}

/// The longest time that a lane may be held, with what chance adds to the pauses.
fn held_max() -> Duration {
    LANE_HELD_MAX * 6 / 5 + Duration::from_mins(1)
}

/// `None` after the last try.
fn pause_after(tried: &Tried, seed: u64) -> Option<Duration> {
    let place = usize::try_from(tried.attempts.checked_sub(1)?).ok()?;
    let pause = *PAUSES.get(place)?;
    let mut subject = [0; 28];
    subject[..16].copy_from_slice(tried.endpoint_id.as_bytes());
    subject[16..24].copy_from_slice(&tried.number.to_be_bytes());
    subject[24..].copy_from_slice(&tried.attempts.to_be_bytes());
    // From four fifths of it to six fifths.
    let fifths = pause.as_micros() / 5;
    let span = u64::try_from(fifths * 2).unwrap_or(u64::MAX);
    let drawn = draw(seed, &subject, "delivery", span.saturating_add(1));
    Some(pause * 4 / 5 + Duration::from_micros(drawn))
}

/// How an endpoint has answered lately.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record {
    /// When the first of the failures began that no success has followed yet.
    pub failing_since: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: u32,
}

impl Record {
    /// As it stands after one more answer. `last_failed_at`: when the failure before was known.
    #[must_use]
    pub fn after(
        self,
        answer: Answer,
        began_at: Timestamp,
        last_failed_at: Option<Timestamp>,
    ) -> Self {
        if answer.is_success() {
            return Self::default();
        }
        // Where nothing was tried for long, nobody knows how it was doing.
        let is_fresh = last_failed_at.is_some_and(|last| began_at.since(last) <= FORGOTTEN_AFTER);
        let known = self.failing_since.filter(|_| is_fresh);
        Self {
            failing_since: known.or(Some(began_at)),
            failures: self.failures.saturating_add(1),
        }
    }

    /// Whether the endpoint is to be given up.
    pub fn is_hopeless(&self, now: Timestamp) -> bool {
        self.failing_since
            .is_some_and(|since| now.since(since) >= FAILING_MAX)
    }

    /// How many deliveries may be under way at the same time, of `most`: one that only fails is asked carefully.
    pub const fn together(&self, most: u32) -> u32 {
        if self.failures >= FAILURES_UNTIL_CAREFUL {
            1
        } else {
            most
        }
    }
}

/// What is told in order: the events of one conversation, and otherwise those of one thing. `data` is what the event says.
pub fn lane(kind: EventKind, subject: Option<&str>, data: &str) -> String {
    #[derive(serde::Deserialize)]
    struct InConversation {
        conversation_id: String,
    }
    let is_in_one = kind
        .fields()
        .iter()
        .any(|field| field.name == "conversation_id");
    let conversation = is_in_one
        .then(|| serde_json::from_str::<InConversation>(data).ok())
        .flatten();
    match conversation {
        Some(found) => found.conversation_id,
        None => subject.unwrap_or_default().to_owned(),
    }
}

/// Sees to it that there are never more than a number in any second, however close together they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace {
    /// When those of the last second began, the oldest first.
    begun: VecDeque<Timestamp>,
}

impl Pace {
    /// When the next one may begin. What began later than now did so before the clock was set back.
    pub fn opens_at(&self, per_second: u32, now: Timestamp) -> Timestamp {
        let most = usize::try_from(per_second.max(1)).unwrap_or(usize::MAX);
        let place = self.begun.len().checked_sub(most);
        let oldest = place.and_then(|place| self.begun.get(place));
        let oldest = oldest.filter(|oldest| **oldest <= now);
        oldest.map_or(now, |oldest| oldest.plus(SECOND).max(now))
    }

    /// Notes that one begins now.
    pub fn begin(&mut self, now: Timestamp) {
        let is_old = |begun: &Timestamp| now.since(*begun) >= SECOND;
        while self.begun.pop_front_if(|begun| is_old(begun)).is_some() {}
        while self.begun.pop_back_if(|begun| *begun > now).is_some() {}
        if !twins::is(Twin::PaceIgnored) {
            self.begun.push_back(now);
        }
    }
}

#[cfg(test)]
mod tests;
