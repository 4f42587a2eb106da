//! Conduct: a seat that acts too fast is slowed, then restricted, then asked to prove itself.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use crate::world::seats::Conduct;

/// What the network thinks of an act's timing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fine,
    /// Too fast; the milliseconds until there is room again.
    TooFast(i64),
    /// Too fast too often; restricted until this instant.
    Restrict(i64),
    Challenge,
}

#[derive(Default)]
struct Track {
    acts: VecDeque<i64>,
    strikes: u32,
    was_restricted: bool,
}

/// Watches every seat's recent acts; in memory only.
#[derive(Default)]
pub(crate) struct Watch(Mutex<BTreeMap<i64, Track>>);

impl Watch {
    /// Judges an act at `now` and counts it if it is fine.
    pub(crate) fn judge(&self, seat: i64, conduct: &Conduct, now: i64) -> Verdict {
        if conduct.acts_max == 0 {
            return Verdict::Fine;
        }
        let mut tracks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let track = tracks.entry(seat).or_default();
        while track
            .acts
            .front()
            .is_some_and(|act| *act <= now - conduct.window_ms)
        {
            track.acts.pop_front();
        }
        let room = usize::try_from(conduct.acts_max).unwrap_or(usize::MAX);
        if track.acts.len() < room {
            track.acts.push_back(now);
            track.strikes = 0;
            return Verdict::Fine;
        }
        track.strikes += 1;
        if track.strikes < conduct.strikes_max.max(1) {
            let oldest = track.acts.front().copied().unwrap_or(now);
            return Verdict::TooFast((oldest + conduct.window_ms - now).max(1));
        }
        track.strikes = 0;
        if std::mem::replace(&mut track.was_restricted, true) {
            track.was_restricted = false;
            return Verdict::Challenge;
        }
        Verdict::Restrict(now + conduct.restriction_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, Watch};
    use crate::world::seats::Conduct;

    fn strict() -> Conduct {
        Conduct {
            acts_max: 2,
            window_ms: 1_000,
            strikes_max: 2,
            restriction_ms: 5_000,
        }
    }

    #[test]
    fn haste_is_slowed_then_restricted_then_challenged() {
        let watch = Watch::default();
        let story = [
            (0, Verdict::Fine),
            (10, Verdict::Fine),
            (20, Verdict::TooFast(980)),
            (30, Verdict::Restrict(5_030)),
            (40, Verdict::TooFast(960)),
            (50, Verdict::Challenge),
            (1_000, Verdict::Fine),
            (1_005, Verdict::TooFast(5)),
            (1_010, Verdict::Fine),
        ];
        for (now, expected) in story {
            assert_eq!(watch.judge(1, &strict(), now), expected, "at {now}");
        }
        assert_eq!(
            watch.judge(2, &strict(), 20),
            Verdict::Fine,
            "seats are apart"
        );
    }

    #[test]
    fn no_allowance_means_no_rule() {
        let watch = Watch::default();
        let free = Conduct {
            acts_max: 0,
            ..strict()
        };
        for now in 0..100 {
            assert_eq!(watch.judge(1, &free, now), Verdict::Fine);
        }
    }
}
