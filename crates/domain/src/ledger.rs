//! Exact sliding windows: how much of a limit is used at an instant, and when it opens again.
//!
//! The ledger holds one [`Interval`] per act: the act happened, if it did, somewhere between its earliest and its
//! latest instant. It is reserved before the call as `[now, now + deadline]`, tightened by the answer, and kept as it
//! is when no answer came. An act keeps its place in a window until `latest + span + margin`, where the margin covers
//! how far the network's clock may differ from ours. So an act is counted whenever it *might* fall into a window
//! together with one that begins now, and the promise holds: no act begins that could exceed a cap, given what is
//! known. Daily buckets would allow twice the cap around midnight; these windows never do.

use std::fmt;
use std::time::Duration;

use crate::limits;
use crate::time::Timestamp;
use crate::twins::{self, Twin};

/// What counts against a limit. One act may count as several: a first message is also a new conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A message of any kind.
    Message,
    /// A message that opens a thread.
    NewConversation,
    /// A message into a thread.
    Reply,
    /// An InMail.
    Inmail,
    /// An invitation to connect.
    Invitation,
}

impl Action {
    /// Every action, in the order of the ledger's documentation.
    pub const ALL: [Self; 5] = [
        Self::Message,
        Self::NewConversation,
        Self::Reply,
        Self::Inmail,
        Self::Invitation,
    ];

    /// The name in our own interface and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::NewConversation => "new_conversation",
            Self::Reply => "reply",
            Self::Inmail => "inmail",
            Self::Invitation => "invitation",
        }
    }

    /// The name in the guide's `X-RateLimit-Action` header.
    pub const fn header_name(self) -> &'static str {
        match self {
            Self::Message => "MESSAGE",
            Self::NewConversation => "NEW_CONVERSATION",
            Self::Reply => "REPLY",
            Self::Inmail => "INMAIL",
            Self::Invitation => "CONNECT",
        }
    }

    /// The action called `name` in our own interface.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// When one act happened, as narrowly as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Not before this instant.
    pub earliest: Timestamp,
    /// Not after this instant.
    pub latest: Timestamp,
}

impl Interval {
    /// The place that an attempt takes before its call: it may happen until `deadline` from `now`.
    pub fn reserved(now: Timestamp, deadline: Duration) -> Self {
        Self {
            earliest: now,
            latest: now.plus(deadline),
        }
    }

    /// An act whose instant is known.
    pub const fn at(instant: Timestamp) -> Self {
        Self {
            earliest: instant,
            latest: instant,
        }
    }

    /// This interval after the answer arrived at `now`: the act cannot be later than its answer.
    #[must_use]
    pub fn answered(self, now: Timestamp) -> Self {
        Self {
            earliest: self.earliest,
            latest: self.latest.min(now.max(self.earliest)),
        }
    }
}

/// A limit: at most `cap` acts of `action` in any stretch of `span`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// What is counted.
    pub action: Action,
    /// How far the window reaches back.
    pub span: Duration,
    /// Acts allowed in it; zero allows none.
    pub cap: u32,
}

/// How much of a limit is used, as callers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Acts allowed in the window.
    pub limit: u32,
    /// Acts that count now; above `limit` after the cap was lowered.
    pub used: u32,
    /// Acts that may still begin now.
    pub remaining: u32,
    /// When the next place frees; the asking instant while nothing counts.
    pub reset_at: Timestamp,
}

impl Window {
    /// When the place of `entry` frees in this window.
    fn frees_at(&self, entry: Interval, margin: Duration) -> Timestamp {
        if twins::is(Twin::CalendarDay) {
            let day = i64::try_from(limits::DAY.as_micros()).unwrap_or(i64::MAX);
            return Timestamp::from_micros((entry.latest.micros() / day + 1) * day);
        }
        entry.latest.plus(self.span).plus(margin)
    }

    fn counted<'e>(
        &'e self,
        entries: &'e [Interval],
        margin: Duration,
        now: Timestamp,
    ) -> impl Iterator<Item = Timestamp> + 'e {
        entries
            .iter()
            .map(move |entry| self.frees_at(*entry, margin))
            .filter(move |frees_at| *frees_at > now)
    }

    /// Entries of this window's action that count at `now`.
    pub fn used(&self, entries: &[Interval], margin: Duration, now: Timestamp) -> u32 {
        u32::try_from(self.counted(entries, margin, now).count()).unwrap_or(u32::MAX)
    }

    /// Whether one more act may begin at `now`.
    pub fn may_begin(&self, entries: &[Interval], margin: Duration, now: Timestamp) -> bool {
        self.used(entries, margin, now) < self.cap
    }

    /// The first instant, `now` or later, at which one more act may begin if none begins before; `None` means never,
    /// for a cap of zero.
    pub fn next_free_at(
        &self,
        entries: &[Interval],
        margin: Duration,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let cap = usize::try_from(self.cap).unwrap_or(usize::MAX);
        if cap == 0 {
            return None;
        }
        let mut frees: Vec<_> = self.counted(entries, margin, now).collect();
        if frees.len() < cap {
            return Some(now);
        }
        // All but `cap - 1` must have freed.
        let last_to_free = frees.len() - cap;
        Some(*frees.select_nth_unstable(last_to_free).1)
    }

    /// When the act may begin that has `before` others before it, if each of them begins as soon as it may; `None` means
    /// never, for a cap of zero.
    fn begins_at(
        &self,
        entries: &[Interval],
        margin: Duration,
        before: u32,
        call: Duration,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let cap = usize::try_from(self.cap).unwrap_or(usize::MAX);
        if cap == 0 {
            return None;
        }
        let mut frees: Vec<_> = self.counted(entries, margin, now).collect();
        frees.sort_unstable();
        let used = frees.len();
        let mut before = usize::try_from(before).unwrap_or(usize::MAX);
        let mut rounds = 0;
        loop {
            let Some(place) = (used + before).checked_sub(cap) else {
                return Some(self.rounds_later(now, margin + call, rounds));
            };
            if let Some(frees_at) = frees.get(place) {
                return Some(self.rounds_later(*frees_at, margin + call, rounds));
            }
            // It follows an act that has not begun either, a whole window behind it.
            before = place - used;
            rounds += 1;
        }
    }

    fn rounds_later(&self, at: Timestamp, more: Duration, rounds: u32) -> Timestamp {
        at.plus((self.span + more).saturating_mul(rounds))
    }

    /// When the next place frees; `None` while nothing counts.
    pub fn resets_at(
        &self,
        entries: &[Interval],
        margin: Duration,
        now: Timestamp,
    ) -> Option<Timestamp> {
        self.counted(entries, margin, now).min()
    }

    /// The figures of this window at `now`.
    pub fn quota(&self, entries: &[Interval], margin: Duration, now: Timestamp) -> Quota {
        let used = self.used(entries, margin, now);
        Quota {
            limit: self.cap,
            used,
            remaining: self.cap.saturating_sub(used),
            reset_at: self.resets_at(entries, margin, now).unwrap_or(now),
        }
    }
}

/// The acts of one account that may still count, per action, and how far its network's clock may differ from ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    entries: [Vec<Interval>; Action::ALL.len()],
    /// Added to every window's span.
    pub margin: Duration,
}

/// Whether an act may begin, and if not, what stands against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No window is full.
    Open,
    /// The window that opens last of those that are full.
    Full {
        /// The limit that holds the act.
        window: Window,
        /// Its figures.
        quota: Quota,
        /// When every window has room again; `None` for never.
        opens_at: Option<Timestamp>,
    },
}

/// A limit that more acts count against than it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    pub window: Window,
    /// Acts that count now.
    pub used: u32,
    /// When there is room again.
    pub opens_at: Timestamp,
}

impl Ledger {
    /// An empty ledger with a clock margin.
    pub fn new(margin: Duration) -> Self {
        Self {
            margin,
            ..Self::default()
        }
    }

    /// Counts one act.
    pub fn record(&mut self, action: Action, entry: Interval) {
        self.entries[action as usize].push(entry);
    }

    /// The acts of one kind, in the order of recording.
    pub fn entries(&self, action: Action) -> &[Interval] {
        &self.entries[action as usize]
    }

    /// The figures of one window at `now`.
    pub fn quota(&self, window: &Window, now: Timestamp) -> Quota {
        window.quota(self.entries(window.action), self.margin, now)
    }

    /// Whether an act that counts as each of `actions` may begin at `now` under all of `windows`.
    pub fn check(&self, windows: &[Window], actions: &[Action], now: Timestamp) -> Verdict {
        let mut verdict = Verdict::Open;
        for window in windows {
            let entries = self.entries(window.action);
            if !actions.contains(&window.action) || window.may_begin(entries, self.margin, now) {
                continue;
            }
            let opens_at = window.next_free_at(entries, self.margin, now);
            if let Verdict::Full { opens_at: held, .. } = verdict
                && opens_at.unwrap_or(Timestamp::MAX) <= held.unwrap_or(Timestamp::MAX)
            {
                continue;
            }
            verdict = Verdict::Full {
                window: *window,
                quota: window.quota(entries, self.margin, now),
                opens_at,
            };
        }
        verdict
    }

    /// When an act that counts as each of `actions` may begin under all of `windows`, if `before` others that wait
    /// already begin before it and each call takes so long; `None` for never.
    pub fn begins_at(
        &self,
        windows: &[Window],
        actions: &[Action],
        (before, call): (u32, Duration),
        now: Timestamp,
    ) -> Option<Timestamp> {
        let counting = windows
            .iter()
            .filter(|window| actions.contains(&window.action));
        counting
            .map(|window| {
                window.begins_at(self.entries(window.action), self.margin, before, call, now)
            })
            .try_fold(now, |latest, begins_at| Some(latest.max(begins_at?)))
    }

    /// The limit that is exceeded and opens last; `None` while each is kept. One that allows nothing never opens, and is
    /// left out.
    pub fn breach(&self, windows: &[Window], now: Timestamp) -> Option<Breach> {
        let exceeded = windows.iter().filter_map(|window| {
            let entries = self.entries(window.action);
            let used = window.used(entries, self.margin, now);
            let opens_at = window.next_free_at(entries, self.margin, now)?;
            (used > window.cap).then_some(Breach {
                window: *window,
                used,
                opens_at,
            })
        });
        exceeded.max_by_key(|breach| breach.opens_at)
    }

    /// Drops what no window of `span_max` or shorter can count at `now` or later.
    pub fn forget(&mut self, span_max: Duration, now: Timestamp) {
        let margin = self.margin;
        for entries in &mut self.entries {
            entries.retain(|entry| entry.latest.plus(span_max).plus(margin) > now);
        }
    }
}

#[cfg(test)]
mod tests;
