//! Seats: the mailboxes that a client may use, with session, plan, class and conduct.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use super::Viewer;
use super::members::{self, Member};
use crate::refusal::Refusal;
use crate::store::Tx;

const SELECT: &str = "SELECT seat.id, seat_id, member, token, session_valid, class, member.premium, inmail_total, inmail_used,
            inmail_month, challenge, restricted_until, conduct
       FROM seat JOIN member ON member.id = seat.member";

/// What follows when an answer is lost, see the protocol's chapter on capability classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Class {
    A,
    B,
    C,
    D,
}

impl Class {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    fn parse(name: &str) -> Self {
        match name {
            "A" => Self::A,
            "C" => Self::C,
            "D" => Self::D,
            _ => Self::B,
        }
    }

    /// A repeated token returns the first acceptance.
    pub(crate) fn honours_token(self) -> bool {
        self == Self::A
    }

    /// Tokens are shown and can be looked up.
    pub(crate) fn shows_token(self) -> bool {
        matches!(self, Self::A | Self::B)
    }

    /// What the seat sent over the API is not shown to it.
    pub(crate) fn hides_own(self) -> bool {
        self == Self::D
    }
}

/// How fast a seat may act, and what happens when it does not care.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conduct {
    /// Acts within the window; 0 means any number.
    pub acts_max: u32,
    /// Length of the sliding window in milliseconds.
    pub window_ms: i64,
    /// Refusals in a row before the seat is restricted.
    pub strikes_max: u32,
    /// How long a restriction lasts, in milliseconds.
    pub restriction_ms: i64,
}

impl Default for Conduct {
    fn default() -> Self {
        Self {
            acts_max: 3_000,
            window_ms: 60_000,
            strikes_max: 20,
            restriction_ms: 15 * 60_000,
        }
    }
}

/// A seat as stored. `inmail_used` is what was used in the present month.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "`id` is the row, `seat_id` what callers name"
)]
pub(crate) struct Seat {
    pub(crate) id: i64,
    pub(crate) seat_id: String,
    pub(crate) member: i64,
    pub(crate) token: String,
    pub(crate) session_valid: bool,
    pub(crate) class: Class,
    pub(crate) premium: bool,
    pub(crate) inmail_total: i64,
    pub(crate) inmail_used: i64,
    pub(crate) challenge: bool,
    pub(crate) restricted_until: Option<i64>,
    pub(crate) conduct: Conduct,
}

impl Seat {
    fn from_row(row: &Row<'_>, now: i64) -> rusqlite::Result<Self> {
        let month_of_use: i64 = row.get(9)?;
        let used: i64 = row.get(8)?;
        let conduct: String = row.get(12)?;
        let class: String = row.get(5)?;
        Ok(Self {
            id: row.get(0)?,
            seat_id: row.get(1)?,
            member: row.get(2)?,
            token: row.get(3)?,
            session_valid: row.get(4)?,
            class: Class::parse(&class),
            premium: row.get(6)?,
            inmail_total: row.get(7)?,
            inmail_used: if month_of_use == month(now) { used } else { 0 },
            challenge: row.get(10)?,
            restricted_until: row.get(11)?,
            conduct: serde_json::from_str(&conduct).unwrap_or_default(),
        })
    }

    pub(crate) fn viewer(&self) -> Viewer {
        Viewer {
            member: self.member,
            class: self.class,
        }
    }
}

/// Months since the year 0, in UTC; credits renew with each.
fn month(now: i64) -> i64 {
    Timestamp::from_millisecond(now).map_or(0, |instant| {
        let date = instant.to_zoned(TimeZone::UTC).date();
        i64::from(date.year()) * 12 + i64::from(date.month())
    })
}

/// When the next month begins, in milliseconds since the epoch.
fn next_month_at(now: i64) -> i64 {
    let next = || {
        let instant = Timestamp::from_millisecond(now).ok()?;
        let first = instant
            .to_zoned(TimeZone::UTC)
            .date()
            .last_of_month()
            .tomorrow()
            .ok()?;
        let begin = first.to_zoned(TimeZone::UTC).ok()?;
        Some(begin.timestamp().as_millisecond())
    };
    next().unwrap_or(now)
}

pub(crate) fn find_by_token(tx: &Tx<'_>, token: &str) -> Result<Option<Seat>, Refusal> {
    let now = tx.now;
    tx.find(&format!("{SELECT} WHERE token = ?1"), [token], |row| {
        Seat::from_row(row, now)
    })
}

pub(crate) fn get(tx: &Tx<'_>, seat_id: &str) -> Result<Seat, Refusal> {
    let now = tx.now;
    tx.find(&format!("{SELECT} WHERE seat_id = ?1"), [seat_id], |row| {
        Seat::from_row(row, now)
    })?
    .ok_or_else(|| Refusal::new("unknown_seat", format!("there is no seat {seat_id:?}")))
}

/// The seat of that member, if the member is one.
pub(crate) fn find_by_member(tx: &Tx<'_>, member: i64) -> Result<Option<Seat>, Refusal> {
    let now = tx.now;
    tx.find(&format!("{SELECT} WHERE member = ?1"), [member], |row| {
        Seat::from_row(row, now)
    })
}

pub(crate) fn list(tx: &Tx<'_>) -> Result<Vec<Seat>, Refusal> {
    let now = tx.now;
    tx.list(&format!("{SELECT} ORDER BY seat.id"), [], |row| {
        Seat::from_row(row, now)
    })
}

/// Makes a member a seat.
pub(crate) fn insert(
    tx: &Tx<'_>,
    seat_id: &str,
    member: i64,
    token: &str,
    inmail: (i64, i64),
    conduct: &Conduct,
) -> Result<(), Refusal> {
    tx.insert(
        "INSERT INTO seat (seat_id, member, token, inmail_total, inmail_used, inmail_month, conduct)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        (
            seat_id,
            member,
            token,
            inmail.0,
            inmail.1,
            month(tx.now),
            serde_json::to_string(conduct)?,
        ),
    )?;
    Ok(())
}

/// Keeps everything about a seat that may change, the member's premium badge included.
pub(crate) fn update(tx: &Tx<'_>, seat: &Seat) -> Result<(), Refusal> {
    tx.execute(
        "UPDATE seat SET token = ?2, session_valid = ?3, class = ?4, inmail_total = ?5, inmail_used = ?6, inmail_month = ?7,
                         challenge = ?8, restricted_until = ?9, conduct = ?10
          WHERE id = ?1",
        rusqlite::params![
            seat.id,
            seat.token,
            seat.session_valid,
            seat.class.name(),
            seat.inmail_total,
            seat.inmail_used,
            month(tx.now),
            seat.challenge,
            seat.restricted_until,
            serde_json::to_string(&seat.conduct)?,
        ],
    )?;
    tx.execute(
        "UPDATE member SET premium = ?2 WHERE id = ?1",
        (seat.member, seat.premium),
    )?;
    Ok(())
}

/// The plan as the seat itself sees it.
#[derive(Debug, Serialize)]
pub(crate) struct PlanView {
    premium: bool,
    premium_type: Option<&'static str>,
    inmail: InmailView,
}

impl PlanView {
    /// When the credits renew, for a premium seat.
    pub(crate) fn resets_at(&self) -> Option<i64> {
        self.inmail.resets_at
    }
}

#[derive(Debug, Serialize)]
struct InmailView {
    total: i64,
    used: i64,
    remaining: i64,
    resets_at: Option<i64>,
}

pub(crate) fn plan(seat: &Seat, now: i64) -> PlanView {
    let (total, used) = if seat.premium {
        (seat.inmail_total, seat.inmail_used)
    } else {
        (0, 0)
    };
    PlanView {
        premium: seat.premium,
        premium_type: seat.premium.then_some("SALES_NAVIGATOR"),
        inmail: InmailView {
            total,
            used,
            remaining: (total - used).max(0),
            resets_at: seat.premium.then(|| next_month_at(now)),
        },
    }
}

/// The member behind a seat.
pub(crate) fn member(tx: &Tx<'_>, seat: &Seat) -> Result<Member, Refusal> {
    members::get(tx, seat.member)
}

#[cfg(test)]
mod tests {
    use super::{month, next_month_at};

    #[test]
    fn credits_renew_with_the_calendar_month() {
        let table = [
            ("2026-11-22T10:00:00Z", "2026-12-01T00:00:00Z"),
            ("2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00Z"),
            ("2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z"),
        ];
        for (now, next) in table {
            let ms = |text: &str| {
                text.parse::<jiff::Timestamp>()
                    .expect("an instant")
                    .as_millisecond()
            };
            assert_eq!(next_month_at(ms(now)), ms(next), "{now}");
            assert_eq!(month(ms(now)) + 1, month(ms(next)), "{now}");
        }
    }
}
