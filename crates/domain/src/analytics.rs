//! What became of what was sent, in figures that say how sure they are.
//!
//! A conversation counts once, from the first message that left for it from here. A reply is what the other side writes
//! within [`REPLY_WINDOW`] after it. A conversation whose window is not over and that has no reply is censored: nobody can
//! say yet. Rates of replies are those of conversations whose window is over: whoever counted the quick answers of the
//! others, but not their silence, would promise too much.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::time::Timestamp;

/// How long after the first message a reply is one to it.
pub const REPLY_WINDOW: Duration = Duration::from_hours(14 * 24);

/// The normal distribution's place for 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// What somebody's figures are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    Account,
    Template,
    Tag,
    /// Of the day, by the clocks of the account.
    Hour,
    /// By the calendar of the account.
    Weekday,
}

impl Grouping {
    /// Every word, in the order of the variants.
    pub const WORDS: [&'static str; 5] = ["account", "template", "tag", "hour", "weekday"];

    /// The grouping behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Account,
            Self::Template,
            Self::Tag,
            Self::Hour,
            Self::Weekday,
        ];
        let place = Self::WORDS.iter().position(|known| *known == word)?;
        all.get(place).copied()
    }
}

/// Days of the week as they are stored, from 1.
pub const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What was counted of some messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub sent: u64,
    /// Of these, on a network that tells of receipts.
    pub receipted: u64,
    pub delivered: u64,
    pub seen: u64,
    /// Conversations that began to count with one of them.
    pub conversations: u64,
    /// Of these, with a reply.
    pub replies: u64,
    /// Conversations whose window is over.
    pub concluded: u64,
    /// Of these, with a reply.
    pub concluded_replies: u64,
}

/// How long replies took: how many came within each minute.
pub type Pace = BTreeMap<u64, u64>;

/// What was counted, and how long replies took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub counts: Counts,
    pub pace: Pace,
}

impl Tally {
    /// Adds what was counted of others.
    pub fn add(&mut self, other: &Self) {
        let (counts, more) = (&mut self.counts, &other.counts);
        counts.sent += more.sent;
        counts.receipted += more.receipted;
        counts.delivered += more.delivered;
        counts.seen += more.seen;
        counts.conversations += more.conversations;
        counts.replies += more.replies;
        counts.concluded += more.concluded;
        counts.concluded_replies += more.concluded_replies;
        for (minutes, count) in &other.pace {
            *self.pace.entry(*minutes).or_default() += count;
        }
    }

    /// The figures that somebody is shown.
    pub fn figures(&self) -> Figures {
        let counts = &self.counts;
        let told = |count: u64| (counts.receipted > 0).then_some(count);
        Figures {
            sent: counts.sent,
            delivered: told(counts.delivered),
            seen: told(counts.seen),
            delivered_rate: Rate::of(counts.delivered, counts.receipted),
            seen_rate: Rate::of(counts.seen, counts.receipted),
            conversations: counts.conversations,
            replies: counts.replies,
            concluded: counts.concluded,
            // Whoever has a reply is not waited for.
            censored: (counts.conversations - counts.concluded)
                .saturating_sub(counts.replies - counts.concluded_replies),
            reply_rate: Rate::of(counts.concluded_replies, counts.concluded),
            median_reply_minutes: median(&self.pace),
        }
    }
}

/// Figures with what they do not say. What cannot be known is absent, never zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    pub sent: u64,
    /// Absent where no network of theirs tells.
    pub delivered: Option<u64>,
    pub seen: Option<u64>,
    pub delivered_rate: Option<Rate>,
    pub seen_rate: Option<Rate>,
    pub conversations: u64,
    pub replies: u64,
    pub concluded: u64,
    /// Without a reply, and the window is not over.
    pub censored: u64,
    pub reply_rate: Option<Rate>,
    pub median_reply_minutes: Option<f64>,
}

/// A share, with the interval that holds the true one in 95 of 100 cases, after Wilson.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Of so many.
    pub of: u64,
}

impl Rate {
    /// The share of `hits` among `of`; none of nothing.
    pub fn of(hits: u64, of: u64) -> Option<Self> {
        if of == 0 || hits > of {
            return None;
        }
        let (hits, count) = (real(hits), real(of));
        let value = hits / count;
        let squared = Z * Z;
        let middle = value + squared / (2.0 * count);
        let spread = Z * (value * (1.0 - value) / count + squared / (4.0 * count * count)).sqrt();
        let whole = 1.0 + squared / count;
        Some(Self {
            value,
            // What rounding leaves at the ends is none of it.
            low: ((middle - spread) / whole).clamp(0.0, value),
            high: ((middle + spread) / whole).clamp(value, 1.0),
            of,
        })
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts are far below the whole numbers that are not exact"
)]
const fn real(count: u64) -> f64 {
    count as f64
}

/// The middle of what was counted; between two, their mean.
pub fn median(pace: &Pace) -> Option<f64> {
    let total: u64 = pace.values().sum();
    let last = total.checked_sub(1)?;
    let low = at(pace, last / 2)?;
    let high = at(pace, last.div_ceil(2))?;
    Some(f64::midpoint(real(low), real(high)))
}

/// The value of the item at this place, in order.
fn at(pace: &Pace, place: u64) -> Option<u64> {
    let mut passed = 0;
    pace.iter()
        .find(|(_, count)| {
            passed += **count;
            passed > place
        })
        .map(|(minutes, _)| *minutes)
}

/// The hour of the day and the day of the week (from 1, Monday) that clocks of a zone show; those of UTC where there is no
/// such zone.
pub fn local(at: Timestamp, time_zone: Option<&str>) -> (u8, u8) {
    let zone = time_zone.and_then(|name| TimeZoneDatabase::bundled().get(name).ok());
    let zone = zone.unwrap_or(TimeZone::UTC);
    let instant = jiff::Timestamp::from_second(at.seconds()).unwrap_or_default();
    let shown = zone.to_datetime(instant);
    let hour = u8::try_from(shown.hour()).unwrap_or(0);
    let weekday = shown.weekday().to_monday_one_offset();
    (hour, u8::try_from(weekday).unwrap_or(1))
}

/// Whether messages to this network come with word of their arrival.
pub fn tells_receipts(network: &str) -> bool {
    // What comes out of an archive, or through interfaces for partners, says nothing of it.
    network != "linkedin"
}

/// Whether a message of the other side answers the one that was sent at `sent_at`.
pub fn is_reply(sent_at: Timestamp, received_at: Timestamp) -> bool {
    received_at > sent_at && received_at <= sent_at.plus(REPLY_WINDOW)
}

#[cfg(test)]
mod tests;
