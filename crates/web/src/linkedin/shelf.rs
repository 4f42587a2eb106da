//! Pages of the inbox that were written a moment ago. Clients ask for the same page again and again; as long as nothing
//! was committed since, the answer is the same, and nobody needs to read it again.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use domain::ids::ApiKeyId;
use domain::time::Timestamp;

use crate::extract::Tag;

/// Bytes of all pages together, with what it costs to keep each.
const BYTES_MAX: usize = 32 << 20;
const KEEPING_BYTES: usize = 1_024;
/// A command beside the server may write too, such as an import: its rows are seen so much later at the latest.
const TRUSTED_FOR: Duration = Duration::from_millis(100);

/// The pages, by the key that asked and its question as it was written.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Pages>);

#[derive(Default)]
struct Pages {
    kept: BTreeMap<ApiKeyId, BTreeMap<Box<str>, Page>>,
    bytes: usize,
}

/// A page as it was answered.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) body: Bytes,
    pub(crate) tag: Tag,
    pub(crate) revision: String,
    /// What stood when it was read.
    pub(crate) read: Reading,
}

impl Page {
    fn bytes(&self, question: &str) -> usize {
        self.body.len() + question.len() + KEEPING_BYTES
    }
}

/// When something was read, and after how many commits of this process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) commits: u64,
    pub(crate) at: Timestamp,
}

impl Reading {
    /// Whether what was read then is what would be read now.
    pub(crate) fn is_good(self, now: Self) -> bool {
        // The clock of a demo can be moved.
        self.commits == now.commits && self.at <= now.at && now.at < self.at.plus(TRUSTED_FOR)
    }
}

impl Shelf {
    /// The page that answered this question last, whether or not it still does.
    pub(crate) fn get(&self, api_key_id: ApiKeyId, question: &str) -> Option<Page> {
        let pages = self.pages();
        pages.kept.get(&api_key_id)?.get(question).cloned()
    }

    /// Keeps a page. When there is no room, what is no longer good goes first, then everything.
    pub(crate) fn put(&self, api_key_id: ApiKeyId, question: &str, page: Page) {
        let mut pages = self.pages();
        let bytes = page.bytes(question);
        if bytes > BYTES_MAX / 8 {
            return;
        }
        if pages.bytes + bytes > BYTES_MAX {
            pages.retain(|kept| kept.read.is_good(page.read));
        }
        if pages.bytes + bytes > BYTES_MAX {
            *pages = Pages::default();
        }
        let questions = pages.kept.entry(api_key_id).or_default();
        let before = questions.insert(question.into(), page);
        let freed = before.map_or(0, |before| before.bytes(question));
        pages.bytes = pages.bytes + bytes - freed;
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        // Nothing here can panic halfway.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pages {
    fn retain(&mut self, is_wanted: impl Fn(&Page) -> bool) {
        let mut bytes = 0;
        self.kept.retain(|_, questions| {
            questions.retain(|question, page| {
                let is_kept = is_wanted(page);
                bytes += usize::from(is_kept) * page.bytes(question);
                is_kept
            });
            !questions.is_empty()
        });
        self.bytes = bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: usize, read: Reading) -> Page {
        Page {
            body: Bytes::from(vec![b'x'; bytes]),
            tag: Tag::new("1", &1),
            revision: "1".to_owned(),
            read,
        }
    }

    fn reading(commits: u64, millis: i64) -> Reading {
        Reading {
            commits,
            at: Timestamp::from_millis(millis),
        }
    }

    #[test]
    fn a_page_is_good_until_something_is_committed_or_time_has_passed() {
        let read = reading(7, 1_000);
        assert!(read.is_good(reading(7, 1_000)));
        assert!(read.is_good(reading(7, 1_099)));
        assert!(!read.is_good(reading(7, 1_100)));
        assert!(!read.is_good(reading(8, 1_000)));
        assert!(!read.is_good(reading(7, 999)));
    }

    #[test]
    fn a_page_belongs_to_its_key_and_question() {
        let shelf = Shelf::default();
        let key = |number| ApiKeyId::from_bytes([number; 16]);
        shelf.put(key(1), "count=2", page(3, reading(1, 1)));
        assert!(shelf.get(key(1), "count=2").is_some());
        assert!(shelf.get(key(1), "count=3").is_none());
        assert!(shelf.get(key(2), "count=2").is_none());
    }

    #[test]
    fn the_shelf_is_bounded_and_keeps_what_is_good() {
        let shelf = Shelf::default();
        let key = ApiKeyId::from_bytes([1; 16]);
        let size = BYTES_MAX / 10;
        for number in 0..9 {
            let commits = if number < 5 { 1 } else { 2 };
            shelf.put(key, &number.to_string(), page(size, reading(commits, 1)));
        }
        shelf.put(key, "more", page(size, reading(2, 1)));
        assert!(shelf.get(key, "0").is_none());
        assert!(shelf.get(key, "8").is_some() && shelf.get(key, "more").is_some());
        for number in 0..30 {
            shelf.put(key, &format!("new {number}"), page(size, reading(2, 1)));
            assert!(shelf.pages().bytes <= BYTES_MAX);
        }
        shelf.put(key, "too much", page(BYTES_MAX, reading(2, 1)));
        assert!(shelf.get(key, "too much").is_none());
    }
}
