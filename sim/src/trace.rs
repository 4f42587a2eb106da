//! What happened, line by line: the same seed must write the same bytes.

use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::time::Timestamp;

/// Lines that are shown of a run that failed.
const TAIL: usize = 40;

/// The trace of one run. It keeps a digest of all lines and the last ones; all of them if it is asked to.
pub struct Trace(Mutex<Lines>);

struct Lines {
    digest: DefaultHasher,
    count: u64,
    tail: VecDeque<String>,
    whole: Option<String>,
}

impl Trace {
    /// An empty trace.
    pub fn new(keeps_all: bool) -> Self {
        Self(Mutex::new(Lines {
            digest: DefaultHasher::new(),
            count: 0,
            tail: VecDeque::with_capacity(TAIL),
            whole: keeps_all.then(String::new),
        }))
    }

    /// Notes something that happened at an instant of true time.
    pub fn note(&self, at: i64, what: fmt::Arguments<'_>) {
        let mut lines = self.lines();
        let mut line = if lines.tail.len() == TAIL {
            lines.tail.pop_front().unwrap_or_default()
        } else {
            String::new()
        };
        line.clear();
        // Writing to a text does not fail.
        let _ = write!(line, "{at} {what}");
        lines.digest.write(line.as_bytes());
        lines.digest.write_u8(b'\n');
        lines.count += 1;
        if let Some(whole) = &mut lines.whole {
            whole.push_str(&line);
            whole.push('\n');
        }
        lines.tail.push_back(line);
    }

    /// A number that differs if a byte differs, and how many lines there are.
    pub fn digest(&self) -> (u64, u64) {
        let lines = self.lines();
        (lines.digest.finish(), lines.count)
    }

    /// Every line, if they were kept.
    pub fn whole(&self) -> String {
        self.lines().whole.clone().unwrap_or_default()
    }

    /// The last lines, with their instants as people read them.
    pub fn tail(&self) -> Vec<String> {
        let shown = |line: &String| match line.split_once(' ') {
            Some((at, what)) => {
                let at = at.parse().map(Timestamp::from_micros).unwrap_or_default();
                format!("{at} {what}")
            }
            None => line.clone(),
        };
        self.lines().tail.iter().map(shown).collect()
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
