//! What the tests saw of the places that a blow can hit. A run that never hit one of them proves nothing about it.

use std::fmt;

/// How often each thing happened.
#[derive(Default)]
pub(super) struct Seen {
    /// A request was cut off, and its repeat showed that it had been kept.
    pub(super) kept_before_the_cut: usize,
    /// A request was cut off, and its repeat was the first that was kept.
    pub(super) not_kept_before_the_cut: usize,
    /// A client repeated on purpose what it had been told already, and was told the same.
    pub(super) repeats: usize,
    /// Answers to the same request with the same key at the same time.
    pub(super) at_once: usize,
    /// Requests that were answered with a failure, whereupon the client let go of them.
    pub(super) told_of_failure: usize,
    /// Messages that were handed over in a batch.
    pub(super) in_batches: usize,
}

impl Seen {
    pub(super) fn add(&mut self, other: &Self) {
        self.kept_before_the_cut += other.kept_before_the_cut;
        self.not_kept_before_the_cut += other.not_kept_before_the_cut;
        self.repeats += other.repeats;
        self.at_once += other.at_once;
        self.told_of_failure += other.told_of_failure;
        self.in_batches += other.in_batches;
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} in batches, {} cut off after and {} before they were kept, {} repeated, {} answers to one key at once, {} \
             failures told",
            self.in_batches,
            self.kept_before_the_cut,
            self.not_kept_before_the_cut,
            self.repeats,
            self.at_once,
            self.told_of_failure
        )
    }
}
