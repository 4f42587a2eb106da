//! How long a workspace keeps messages.
//!
//! Days are whole ones in UTC: what was sent on a day goes once so many days have passed since its end, all of it together, so
//! that no conversation has to be gone through more than once a day.

use std::time::Duration;

use crate::time::Timestamp;

/// The fewest days: a receiver of webhooks that was away for a while still hears of everything.
pub const DAYS_MIN: u32 = 7;
/// The most days that a workspace can name; beyond them nothing is deleted.
pub const DAYS_MAX: u32 = 3_650;

const DAY: Duration = Duration::from_hours(24);
const DAY_MICROS: i64 = 86_400_000_000;

/// The instant before which nothing is kept at `now`, where messages are kept for so many days.
pub fn oldest_kept(days: u32, now: Timestamp) -> Timestamp {
    let midnight = now.micros().div_euclid(DAY_MICROS) * DAY_MICROS;
    Timestamp::from_micros(midnight).minus(DAY * days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_goes_as_a_whole_once_its_end_is_so_long_ago() {
        let day = |number: i64| Timestamp::from_micros(number * DAY_MICROS);
        let last = day(101).minus(Duration::from_micros(1));
        for now in [day(100), day(100).plus(DAY / 2), last] {
            assert_eq!(oldest_kept(7, now), day(93));
        }
        assert_eq!(oldest_kept(7, day(101)), day(94));
        assert_eq!(oldest_kept(DAYS_MAX, day(0)), day(-3_650));
    }
}
