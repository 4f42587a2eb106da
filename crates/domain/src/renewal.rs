//! Credentials that end by themselves: how long they are good, and when they are renewed, so that they do not end.

use std::time::Duration;

use crate::time::Timestamp;

/// The shortest pause before a renewal, however short the credentials are good, and before one that did not work is tried again.
const AGAIN_MIN: Duration = Duration::from_secs(30);
/// The longest.
const AGAIN_MAX: Duration = Duration::from_hours(1);

/// How long the credentials of an account are good.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Term {
    /// Absent: until somebody ends them.
    pub until: Option<Timestamp>,
    /// When they are renewed; absent: nobody can, but the account's owner by linking it again.
    pub renewal_at: Option<Timestamp>,
}

impl Term {
    /// Of credentials that were given at `now`. They are renewed after two thirds of their time: what is left is for a
    /// network that does not answer.
    pub fn of(now: Timestamp, lifetime: Option<Duration>, is_renewable: bool) -> Self {
        let Some(lifetime) = lifetime else {
            return Self::default();
        };
        Self {
            until: Some(now.plus(lifetime)),
            renewal_at: is_renewable.then(|| now.plus((lifetime / 3 * 2).max(AGAIN_MIN))),
        }
    }
}

/// When a renewal that did not work at `now` is tried again, of credentials that are good until an instant: the less is
/// left the sooner, and once they have ended as often as is decent.
pub fn again_at(now: Timestamp, until: Option<Timestamp>) -> Timestamp {
    let left = until.map_or(Duration::MAX, |until| {
        if until > now {
            until.since(now)
        } else {
            Duration::ZERO
        }
    });
    now.plus((left / 10).clamp(AGAIN_MIN, AGAIN_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn credentials_are_renewed_before_they_end_and_only_if_they_can_be() {
        let term = Term::of(NOW, Some(seconds(3_600)), true);
        assert_eq!(term.until, Some(NOW.plus(seconds(3_600))));
        assert_eq!(term.renewal_at, Some(NOW.plus(seconds(2_400))));
        let ends = Term::of(NOW, Some(seconds(3_600)), false);
        assert_eq!((ends.until, ends.renewal_at), (term.until, None));
        // A network that gives them for no time at all is not asked without a pause.
        let short = Term::of(NOW, Some(Duration::ZERO), true);
        assert_eq!(short.renewal_at, Some(NOW.plus(AGAIN_MIN)));
        // Nothing is renewed that does not end.
        assert_eq!(Term::of(NOW, None, true), Term::default());
    }

    #[test]
    fn the_less_time_is_left_the_sooner_is_tried_again() {
        let again = |left: u64| again_at(NOW, Some(NOW.plus(seconds(left)))).since(NOW);
        assert_eq!(again(86_400 * 20), AGAIN_MAX);
        assert_eq!(again(1_200), seconds(120));
        assert_eq!(again(60), AGAIN_MIN);
        assert_eq!(
            again_at(NOW, Some(NOW.minus(seconds(60)))),
            NOW.plus(AGAIN_MIN)
        );
        assert_eq!(again_at(NOW, None), NOW.plus(AGAIN_MAX));
    }
}
