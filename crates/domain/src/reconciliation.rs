//! Comparing what is kept of an account with what its network shows: how far that is, what it can find, and which of our
//! messages the network does not have. Start reading at [`only_here`].

use std::collections::BTreeSet;
use std::time::Duration;

use crate::time::Timestamp;

/// Without a word about it, messages of the last so many days are compared.
pub const REACH_DEFAULT: Duration = Duration::from_hours(30 * 24);
/// What the network took shortly before a comparison began may not be in its pages yet, and its clock may be another.
pub const SETTLED_AFTER: Duration = Duration::from_mins(5);
/// Findings that one comparison names one by one; all are counted.
pub const FINDINGS_MAX: i64 = 1_000;
/// Troubles in a row after which a comparison is given up.
pub const FAILURES_MAX: i64 = 20;

/// What is being done, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The history is still being read in for the first time.
    Waiting,
    /// Which conversations the network has.
    Listing,
    /// Which conversations are here besides.
    Gathering,
    /// Their messages, page by page.
    Comparing,
    Done,
}

impl Step {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Listing,
        Self::Gathering,
        Self::Comparing,
        Self::Done,
    ];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Listing => "listing",
            Self::Gathering => "gathering",
            Self::Comparing => "comparing",
            Self::Done => "done",
        }
    }

    /// The step behind a stored word.
    pub fn from_word(word: &str) -> Self {
        let found = Self::ALL.into_iter().find(|step| step.word() == word);
        found.unwrap_or(Self::Waiting)
    }
}

/// What was found of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// The network had it and we had not; it is here now.
    Filled,
    /// Its text was another one; it is the network's now.
    Different,
    /// We have it and the network does not, or no longer: it was taken back there, or never was. It stays.
    OnlyHere,
}

impl FindingKind {
    /// Every word.
    pub const WORDS: [&'static str; 3] = ["filled", "different", "only_here"];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Different => "different",
            Self::OnlyHere => "only_here",
        }
    }

    /// The kind behind a stored word.
    pub fn from_word(word: &str) -> Self {
        match word {
            "filled" => Self::Filled,
            "different" => Self::Different,
            _ => Self::OnlyHere,
        }
    }
}

/// One of our messages that lies in the stretch which a page covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    pub doc: i64,
    pub sent_at: Timestamp,
}

/// What a page of the network's shows of a stretch of a conversation.
#[derive(Debug, Clone)]
pub struct Shown<'p> {
    /// Our numbers of the messages on it, and of those at the edge of the page before.
    pub docs: &'p BTreeSet<i64>,
    /// Its newest message; absent where it has none.
    pub newest: Option<Timestamp>,
    /// When the comparison began.
    pub begun_at: Timestamp,
}

/// Which of our messages of a stretch the network does not show. What is newer than everything on the page may have come
/// after it was read; it counts only if it is older than the comparison itself.
pub fn only_here(ours: &[Kept], shown: &Shown<'_>) -> Vec<i64> {
    let settled_at = shown.begun_at.minus(SETTLED_AFTER);
    let missing = ours.iter().filter(|kept| {
        let is_inside = shown.newest.is_some_and(|newest| kept.sent_at < newest);
        !shown.docs.contains(&kept.doc) && (is_inside || kept.sent_at < settled_at)
    });
    missing.map(|kept| kept.doc).collect()
}

/// How long a comparison is left alone after so many troubles in a row.
pub fn pause_after(failures: i64) -> Duration {
    const FIRST: Duration = Duration::from_secs(2);
    const LONGEST: Duration = Duration::from_mins(15);
    let doublings = u32::try_from(failures.clamp(0, 16)).unwrap_or(0);
    FIRST.saturating_mul(1 << doublings).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(1_000_000_000 + second * 1_000)
    }

    fn kept(doc: i64, second: i64) -> Kept {
        let sent_at = at(second);
        Kept { doc, sent_at }
    }

    #[test]
    fn words_read_back() {
        for step in Step::ALL {
            assert_eq!(Step::from_word(step.word()), step);
        }
        for word in FindingKind::WORDS {
            assert_eq!(FindingKind::from_word(word).word(), word);
        }
    }

    #[test]
    fn what_the_page_shows_is_not_only_here() {
        let docs = BTreeSet::from([1, 3]);
        let ours = [kept(1, 10), kept(2, 20), kept(3, 30)];
        let shown = Shown {
            docs: &docs,
            newest: Some(at(30)),
            begun_at: at(40),
        };
        assert_eq!(only_here(&ours, &shown), [2]);
    }

    #[test]
    fn what_came_after_the_page_was_read_says_nothing() {
        let docs = BTreeSet::from([1]);
        let ours = [kept(1, 10), kept(2, 20)];
        let shown = |begun: i64| Shown {
            docs: &docs,
            newest: Some(at(10)),
            begun_at: at(begun),
        };
        assert_eq!(only_here(&ours, &shown(30)), [0; 0]);
        assert_eq!(only_here(&ours, &shown(30 + 600)), [2]);
        let gone = Shown {
            docs: &BTreeSet::new(),
            newest: None,
            begun_at: at(1_000),
        };
        assert_eq!(only_here(&ours, &gone), [1, 2]);
    }

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!(pause_after(0), Duration::from_secs(2));
        assert!(pause_after(3) > pause_after(2));
        assert_eq!(pause_after(FAILURES_MAX), Duration::from_mins(15));
    }
}
