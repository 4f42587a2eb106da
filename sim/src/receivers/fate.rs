//! What a receiver does with one request.

use std::time::Duration;

use super::{Came, State};
use crate::chance::Chance;
use crate::clock::micros_of;
use crate::faults::{Kind, Mix};

/// What a receiver will do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    /// Until it has the request; `None`: it never has.
    pub(super) takes_after: Option<Duration>,
    /// Until it answers, or longer than anybody waits.
    pub(super) answers_after: Duration,
    pub(super) answer: Came,
}

/// What is wrong with a receiver until an instant of true time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spell {
    until: i64,
    fate: Fate,
}

impl Default for Spell {
    fn default() -> Self {
        Self {
            until: 0,
            fate: Fate::Taken,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It has it, and says so.
    Taken,
    /// It has it, and says so when the deadline is near.
    TakenSlowly,
    /// It has it, and the connection breaks before the answer.
    TakenCut,
    /// It has it, and answers after the deadline.
    TakenSilently,
    /// It has it after everybody has stopped to wait.
    TakenLate,
    /// It has it, and answers with an error.
    TakenBroken,
    /// It never has it, and no answer comes.
    Swallowed,
    /// It points elsewhere.
    Moved,
    /// It asks to be left alone.
    Busy,
    /// It answers with an error.
    Broken,
    /// There is no connection.
    Refused,
    /// It is gone for good.
    Gone,
}

/// Longer than anybody waits.
const NEVER: Duration = Duration::from_hours(1);

impl State {
    /// Draws what a receiver will do with a request.
    pub(super) fn course(&mut self, mix: &Mix, receiver: usize, now: i64) -> Course {
        let fate = self.fate(mix, receiver, now);
        fate.course(&mut self.chance)
    }

    fn fate(&mut self, mix: &Mix, receiver: usize, now: i64) -> Fate {
        if self.is_calm {
            return Fate::Taken;
        }
        if self.spells[receiver].until > now {
            return self.spells[receiver].fate;
        }
        let chance = &mut self.chance;
        if !chance.per_mille(mix.share(Kind::Receivers, 50)) {
            return Fate::Taken;
        }
        if chance.per_mille(60) {
            let hours = chance.weighted(&[(5, 1), (4, 12), (3, 48), (2, 170)]);
            let span = chance.span(Duration::from_mins(5), Duration::from_hours(hours));
            let fate = chance.weighted(&[
                (5, Fate::Broken),
                (3, Fate::Refused),
                (1, Fate::Swallowed),
                (1, Fate::TakenBroken),
            ]);
            let until = now + micros_of(span);
            self.spells[receiver] = Spell { until, fate };
            return fate;
        }
        chance.weighted(&[
            (12, Fate::TakenSlowly),
            (12, Fate::TakenCut),
            (8, Fate::TakenSilently),
            (5, Fate::TakenLate),
            (6, Fate::TakenBroken),
            (6, Fate::Swallowed),
            (5, Fate::Moved),
            (15, Fate::Busy),
            (12, Fate::Broken),
            (10, Fate::Refused),
            (1, Fate::Gone),
        ])
    }
}

impl Fate {
    fn course(self, chance: &mut Chance) -> Course {
        let soon = chance.span(Duration::from_millis(1), Duration::from_millis(300));
        let at_once = Some(Duration::ZERO);
        let status = |status| Came::Status(status, None);
        let (takes_after, answers_after, answer) = match self {
            Self::Taken => (at_once, soon, status(200)),
            Self::TakenSlowly => {
                let span = chance.span(Duration::from_secs(1), Duration::from_millis(14_990));
                (at_once, span, status(204))
            }
            Self::TakenCut => (at_once, soon, Came::Broken),
            Self::TakenSilently => (at_once, NEVER, Came::Broken),
            Self::TakenLate => {
                let span = chance.span(Duration::from_secs(15), Duration::from_mins(2));
                (Some(span), NEVER, Came::Broken)
            }
            Self::TakenBroken => (at_once, soon, status(500)),
            Self::Swallowed => (None, NEVER, Came::Broken),
            Self::Moved => (None, soon, status(302)),
            Self::Busy => (None, soon, busy(chance)),
            Self::Broken => (None, soon, status(502)),
            Self::Refused => (None, soon, Came::NotSent),
            Self::Gone => (None, soon, status(410)),
        };
        Course {
            takes_after,
            answers_after,
            answer,
        }
    }
}

fn busy(chance: &mut Chance) -> Came {
    let status = *chance.pick(&[429, 503]);
    let longest = *chance.pick(&[0, 30, 3_600, 100_000]);
    let rest =
        (longest > 0).then(|| chance.span(Duration::from_secs(1), Duration::from_secs(longest)));
    Came::Status(status, rest.map(|rest| Duration::from_secs(rest.as_secs())))
}
