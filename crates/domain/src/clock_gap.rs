//! How far a network's clock is ahead of ours, as narrowly as the answers to our calls show, and how much that has
//! moved. A window of time is the same length for both only while the gap between the clocks stands still.
//!
//! A call that we began at `b` and whose answer was here at `a` happened in between, by our clock; the network says that it
//! was at `t`. So the gap lay between `t - a` and `t - b`. Two such spans that do not overlap show that one of the clocks
//! was set.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Measurements are kept for at least so long: the longest window that a policy may have.
const KEPT: Duration = Duration::from_hours(30 * 24);
/// A clock that is further off than this says nothing about acts that are counted by the day.
const MARGIN_MAX: Duration = Duration::from_hours(48);

/// What the answers of a network have shown. Microseconds; the gap is positive where the network's clock is ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClockGap {
    /// Since when `current` is measured, by our clock.
    since: i64,
    current: Option<Span>,
    /// The measurements before, so that none is forgotten too early.
    previous: Option<Span>,
}

/// What several measurements say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Span {
    /// At some time the gap was at least this.
    at_least: i64,
    /// At some time the gap was at most this.
    at_most: i64,
    /// Where the gap lies by now: what the newest measurements that agree have in common.
    latest: (i64, i64),
}

impl Span {
    const fn of(low: i64, high: i64) -> Self {
        Self {
            at_least: low,
            at_most: high,
            latest: (low, high),
        }
    }

    fn and(self, later: Self) -> Self {
        let (low, high) = (
            self.latest.0.max(later.latest.0),
            self.latest.1.min(later.latest.1),
        );
        Self {
            at_least: self.at_least.max(later.at_least),
            at_most: self.at_most.min(later.at_most),
            latest: if low <= high {
                (low, high)
            } else {
                later.latest
            },
        }
    }
}

impl ClockGap {
    /// With one more answer: a call began at `began` and was answered by `answered`, both by our clock, and happened at
    /// `happened` by the network's.
    #[must_use]
    pub fn measured(self, began: Timestamp, answered: Timestamp, happened: Timestamp) -> Self {
        if answered < began {
            // Our own clock was set meanwhile: this says nothing.
            return self;
        }
        let low = happened.micros().saturating_sub(answered.micros());
        let high = happened.micros().saturating_sub(began.micros());
        let measured = Span::of(low, high);
        let since = Timestamp::from_micros(self.since);
        let is_old = answered < since || answered.since(since) > KEPT;
        match self.current {
            Some(current) if !is_old => Self {
                current: Some(current.and(measured)),
                ..self
            },
            current => Self {
                since: answered.micros(),
                current: Some(measured),
                previous: current,
            },
        }
    }

    /// By how much the gap has moved at least: so much longer an act is counted.
    pub fn margin(&self) -> Duration {
        let spans = self.previous.into_iter().chain(self.current);
        let Some(all) = spans.reduce(Span::and) else {
            return Duration::ZERO;
        };
        let moved = all.at_least.saturating_sub(all.at_most);
        Duration::from_micros(u64::try_from(moved).unwrap_or(0)).min(MARGIN_MAX)
    }

    /// The latest instant by our clock at which something happened of which the network says when; `now` at the latest.
    pub fn latest_in_ours(&self, happened: Timestamp, now: Timestamp) -> Timestamp {
        let low = self.current.map_or(0, |span| span.latest.0);
        let ours = happened.micros().saturating_sub(low);
        Timestamp::from_micros(ours).min(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    /// One answer a second after the call, which happened in between, by a clock that is `gap` seconds ahead.
    fn after(known: ClockGap, seconds: i64, gap: i64) -> ClockGap {
        let happened = Timestamp::from_millis((seconds + gap) * 1_000 + 500);
        known.measured(at(seconds), at(seconds + 1), happened)
    }

    #[test]
    fn a_gap_that_stands_still_costs_nothing() {
        let mut known = ClockGap::default();
        assert_eq!(known.margin(), Duration::ZERO);
        for (seconds, gap) in [(100, 7_200), (200, 7_200), (90_000, 7_200)] {
            known = after(known, seconds, gap);
            assert_eq!(known.margin(), Duration::ZERO);
        }
        assert_eq!(
            known.latest_in_ours(at(9_000), at(50_000)),
            at(9_000 - 7_200).plus(Duration::from_millis(500))
        );
        assert_eq!(known.latest_in_ours(at(90_000), at(50_000)), at(50_000));
    }

    #[test]
    fn a_clock_that_was_set_costs_what_it_was_set_by() {
        for gap in [600, -600] {
            let known = after(after(ClockGap::default(), 100, 0), 200, gap);
            // Half a second before and after each of the two is uncertain.
            assert_eq!(known.margin(), Duration::from_secs(599));
            let known = after(known, 300, 0);
            assert_eq!(known.margin(), Duration::from_secs(599));
        }
    }

    #[test]
    fn a_measurement_is_kept_for_a_month_and_forgotten_after_two() {
        let month = i64::try_from(KEPT.as_secs()).unwrap();
        let known = after(after(ClockGap::default(), 0, 0), 100, 60);
        let later = after(known, 100 + month, 60);
        assert_eq!(later.margin(), Duration::from_secs(59));
        let much_later = after(later, 200 + 2 * month, 60);
        assert_eq!(much_later.margin(), Duration::ZERO);
    }

    #[test]
    fn what_no_clock_can_show_is_left_out() {
        let known = after(ClockGap::default(), 100, 5);
        assert_eq!(known.measured(at(200), at(199), at(0)), known);
        let years = after(known, 300, 500_000_000);
        assert_eq!(years.margin(), MARGIN_MAX);
    }
}
