//! Working hours: in which hours of which days an account may act, by the clocks of its own time zone.
//!
//! A stretch is a run of wall-clock minutes of one day of the week, its end not included. One rule decides everything:
//! **an instant is open if its local wall-clock time lies in a stretch of its local day.** Where clocks are changed,
//! it follows that
//!
//! - an hour that happens twice is open both times, if it is open at all;
//! - what falls into a gap does not happen: a stretch that lies wholly in it does not open on that day, one that
//!   begins in it opens at the first instant after it, one that ends in it closes where the gap begins;
//! - a local day that is skipped, as Samoa's 30 December 2011, has no stretches.
//!
//! Nothing here looks for gaps, though. Between two changes of its offset from UTC, the wall clock of a zone runs at
//! the pace of time, so that a search is plain arithmetic within the week until the next change, and goes on from
//! there.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::time::Timestamp;
use crate::twins::{self, Twin};

/// Stretches of one day.
pub const STRETCHES_PER_DAY_MAX: usize = 4;

/// Changes of a zone's clocks that one search looks past. Between two that are a week or more apart every minute of the
/// week is shown, so that a search ends there at the latest; a test sees that no zone has more than a few in a row that
/// are not.
const CHANGES_MAX: usize = 64;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 1_440 * MINUTE;
const WEEK: i64 = 7 * DAY;

/// 1 January 1970 was a Thursday, and weeks begin on Monday.
const EPOCH_IN_WEEK: i64 = 3 * DAY;

/// The days as they are called in the stored form, in the order of [`Week::days`].
const DAY_NAMES: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Why hours are refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidHours {
    /// The zone is not in the IANA database.
    #[error("`{0}` is no time zone of the IANA database")]
    UnknownZone(String),
    /// The text is not a time of day.
    #[error("`{0}` is no time of day; they are written 00:00 to 24:00")]
    NoTimeOfDay(String),
    /// A stretch ends before it begins, or when it begins.
    #[error(
        "hours from {from} to {to} do not end after they begin; hours across midnight are two stretches, one until \
         24:00 and one from 00:00 of the next day"
    )]
    NotForward {
        /// Where the stretch begins.
        from: TimeOfDay,
        /// Where it ends.
        to: TimeOfDay,
    },
    /// A stretch begins before the one that is listed before it has ended.
    #[error("the hours of {day} from {from} begin before those listed before them end at {before}")]
    OutOfOrder {
        /// The day of the week, in lower case.
        day: &'static str,
        /// Where the earlier stretch in the list ends.
        before: TimeOfDay,
        /// Where the later one begins.
        from: TimeOfDay,
    },
    /// A day is cut into too many stretches.
    #[error("{day} has more than {STRETCHES_PER_DAY_MAX} stretches of hours")]
    TooMany {
        /// The day of the week, in lower case.
        day: &'static str,
    },
    /// No day has any hours.
    #[error("there are no hours on any day of the week")]
    NeverOpen,
}

/// A time on the wall clock, to the minute: `00:00` to `24:00`, the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The end of the day.
    pub const END: Self = Self(1_440);

    /// The time `minutes` after the day's beginning, if the day has so many.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes > Self::END.0 {
            return None;
        }
        Some(Self(minutes))
    }

    /// Minutes on the wall clock since the day's beginning.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    fn micros(self) -> i64 {
        i64::from(self.0) * MINUTE
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = InvalidHours;

    /// Reads exactly the printed form.
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
        let read = || {
            let [tens, ones, b':', minute_tens, minute_ones] = *text.as_bytes() else {
                return None;
            };
            let hours = digit(tens)? * 10 + digit(ones)?;
            let minutes = digit(minute_tens)? * 10 + digit(minute_ones)?;
            Self::from_minutes(hours * 60 + minutes).filter(|_| minutes < 60)
        };
        read().ok_or_else(|| InvalidHours::NoTimeOfDay(text.to_owned()))
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = InvalidHours;

    fn try_from(text: String) -> Result<Self, InvalidHours> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// A run of minutes of one day, from its first to before its end: `["09:00","18:00"]`. It ends after it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(TimeOfDay, TimeOfDay)", into = "(TimeOfDay, TimeOfDay)")]
pub struct Stretch {
    from: TimeOfDay,
    to: TimeOfDay,
}

impl Stretch {
    /// The minutes from `from` to before `to`. What crosses midnight is two stretches, of two days.
    pub fn new(from: TimeOfDay, to: TimeOfDay) -> Result<Self, InvalidHours> {
        if from >= to {
            return Err(InvalidHours::NotForward { from, to });
        }
        Ok(Self { from, to })
    }

    /// Its first minute.
    pub const fn from(self) -> TimeOfDay {
        self.from
    }

    /// The minute after its last.
    pub const fn to(self) -> TimeOfDay {
        self.to
    }
}

impl TryFrom<(TimeOfDay, TimeOfDay)> for Stretch {
    type Error = InvalidHours;

    fn try_from((from, to): (TimeOfDay, TimeOfDay)) -> Result<Self, InvalidHours> {
        Self::new(from, to)
    }
}

impl From<Stretch> for (TimeOfDay, TimeOfDay) {
    fn from(stretch: Stretch) -> Self {
        (stretch.from, stretch.to)
    }
}

/// The stretches of each day of the week; a day without any is a day off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Week {
    /// On Mondays, in the order of the clock, as on every other day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub monday: Vec<Stretch>,
    /// On Tuesdays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tuesday: Vec<Stretch>,
    /// On Wednesdays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wednesday: Vec<Stretch>,
    /// On Thursdays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thursday: Vec<Stretch>,
    /// On Fridays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub friday: Vec<Stretch>,
    /// On Saturdays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub saturday: Vec<Stretch>,
    /// On Sundays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sunday: Vec<Stretch>,
}

impl Week {
    /// The days, Monday first.
    pub fn days(&self) -> [&[Stretch]; 7] {
        [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ]
    }

    fn validate(&self) -> Result<(), InvalidHours> {
        for (day, stretches) in DAY_NAMES.into_iter().zip(self.days()) {
            if stretches.len() > STRETCHES_PER_DAY_MAX {
                return Err(InvalidHours::TooMany { day });
            }
            if let Some([earlier, later]) = stretches
                .array_windows()
                .find(|[earlier, later]| later.from < earlier.to)
            {
                return Err(InvalidHours::OutOfOrder {
                    day,
                    before: earlier.to,
                    from: later.from,
                });
            }
        }
        if self.days().iter().all(|stretches| stretches.is_empty()) {
            return Err(InvalidHours::NeverOpen);
        }
        Ok(())
    }

    /// Every stretch in microseconds of wall clock since Monday 00:00, in order.
    fn spans(&self) -> impl Iterator<Item = Range<i64>> {
        (0..).zip(self.days()).flat_map(|(day, stretches)| {
            let midnight = day * DAY;
            stretches.iter().map(move |stretch| {
                midnight + stretch.from.micros()..midnight + stretch.to.micros()
            })
        })
    }
}

/// The stored form, before it is proved.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    time_zone: String,
    days: Week,
}

/// In which hours of which days an account may act. Stored as
/// `{"time_zone":"Europe/Berlin","days":{"monday":[["09:00","18:00"]]}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct WorkingHours {
    time_zone: TimeZone,
    week: Week,
}

impl WorkingHours {
    /// The hours `week` by the clocks of `time_zone`, an IANA name in letters of any case.
    ///
    /// Zones come from the database that is built in, so that the same hours mean the same on every machine.
    pub fn new(time_zone: &str, week: Week) -> Result<Self, InvalidHours> {
        week.validate()?;
        let time_zone = TimeZoneDatabase::bundled()
            .get(time_zone)
            .ok()
            // `Etc/Unknown` is a name that jiff adds; it would silently mean UTC.
            .filter(|zone| !zone.is_unknown())
            .ok_or_else(|| InvalidHours::UnknownZone(time_zone.to_owned()))?;
        Ok(Self { time_zone, week })
    }

    /// The same hours from Monday to Friday.
    pub fn weekdays(time_zone: &str, from: TimeOfDay, to: TimeOfDay) -> Result<Self, InvalidHours> {
        let hours = vec![Stretch::new(from, to)?];
        let week = Week {
            monday: hours.clone(),
            tuesday: hours.clone(),
            wednesday: hours.clone(),
            thursday: hours.clone(),
            friday: hours,
            ..Week::default()
        };
        Self::new(time_zone, week)
    }

    /// The IANA name of the zone, in the database's spelling.
    pub fn time_zone(&self) -> &str {
        // Every zone of the database has a name.
        self.time_zone.iana_name().unwrap_or_default()
    }

    /// The hours of each day.
    pub const fn week(&self) -> &Week {
        &self.week
    }

    /// Whether an act may begin at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.span_at(now).is_some()
    }

    /// The first instant, `now` or later, at which an act may begin.
    ///
    /// [`Timestamp::MAX`], which is never, where the search would leave the calendar (after the year 9999) or meet
    /// more changes of the clocks, each within a week of the one before, than any zone has.
    pub fn opens_at(&self, now: Timestamp) -> Timestamp {
        let calendar_begins = Timestamp::from_micros(jiff::Timestamp::MIN.as_second() * SECOND);
        let mut at = now.max(calendar_begins);
        for _ in 0..CHANGES_MAX {
            let Some(in_week) = self.in_week(at) else {
                break;
            };
            let opens_at = at.micros() + self.closed_for(in_week);
            let changes_at = self.changes_at(at);
            if opens_at < changes_at.micros() {
                return Timestamp::from_micros(opens_at);
            }
            at = changes_at;
        }
        Timestamp::MAX
    }

    /// When the stretch that is open at `now` closes; `None` while closed.
    ///
    /// Another stretch may begin at that very instant: two that touch stay two, also at midnight. A change of the
    /// clocks to a time within the same stretch does not close it.
    pub fn closes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let span = self.span_at(now)?;
        let mut at = now;
        for _ in 0..CHANGES_MAX {
            let Some(in_week) = self.in_week(at).filter(|in_week| span.contains(in_week)) else {
                break;
            };
            let closes_at = Timestamp::from_micros(at.micros() + span.end - in_week);
            let changes_at = self.changes_at(at);
            if closes_at < changes_at {
                return Some(closes_at);
            }
            at = changes_at;
        }
        Some(at)
    }

    /// The stretch that is open at `at`, as of [`Week::spans`].
    fn span_at(&self, at: Timestamp) -> Option<Range<i64>> {
        let in_week = self.in_week(at)?;
        self.week.spans().find(|span| span.contains(&in_week))
    }

    /// How long the clock must run from `in_week` to the first open microsecond, if nobody touches it.
    fn closed_for(&self, in_week: i64) -> i64 {
        let next_week = self
            .week
            .spans()
            .map(|span| span.start + WEEK..span.end + WEEK);
        self.week
            .spans()
            .chain(next_week)
            .find(|span| in_week < span.end)
            .map_or(WEEK, |span| (span.start - in_week).max(0))
    }

    /// What the wall clock shows at `at`, in microseconds since Monday 00:00; `None` outside the calendar.
    fn in_week(&self, at: Timestamp) -> Option<i64> {
        let offset = self.time_zone.to_offset(second_of(at)?).seconds();
        let way = if twins::is(Twin::WrongWayRound) {
            -1
        } else {
            1
        };
        let local = at.micros() + way * i64::from(offset) * SECOND;
        Some((local + EPOCH_IN_WEEK).rem_euclid(WEEK))
    }

    /// The first instant after `at` from which the wall clock may no longer follow from what it shows at `at`: a
    /// change of the zone's offset, or the end of the calendar.
    fn changes_at(&self, at: Timestamp) -> Timestamp {
        let change = second_of(at).and_then(|second| self.time_zone.following(second).next());
        let second = change.map_or(jiff::Timestamp::MAX.as_second() + 1, |change| {
            change.timestamp().as_second()
        });
        Timestamp::from_micros(second * SECOND)
    }
}

/// The whole second in which `at` lies: offsets only change between two of them. `None` outside the calendar.
fn second_of(at: Timestamp) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_second(at.seconds()).ok()
}

impl TryFrom<Form> for WorkingHours {
    type Error = InvalidHours;

    fn try_from(form: Form) -> Result<Self, InvalidHours> {
        Self::new(&form.time_zone, form.days)
    }
}

impl From<WorkingHours> for Form {
    fn from(hours: WorkingHours) -> Self {
        Self {
            time_zone: hours.time_zone().to_owned(),
            days: hours.week,
        }
    }
}

#[cfg(test)]
mod tests;
