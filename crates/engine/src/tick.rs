//! One round of a task: its line in the log, its count, its time.

use std::fmt::Display;

use domain::metric::Metric;
use domain::time::Timestamp;

use crate::Parts;

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// So much was done.
    Done(usize),
    /// The log already says why.
    Failed,
}

/// A round that is under way.
pub(crate) struct Tick {
    task: &'static str,
    began_at: Timestamp,
}

impl Tick {
    pub(crate) fn begin(parts: &Parts, task: &'static str) -> Self {
        let began_at = parts.clock.now();
        Self { task, began_at }
    }

    /// Writes one line: rounds without work are for those who look closely.
    pub(crate) fn end(self, parts: &Parts, subject: &dyn Display, ended: Ended) {
        let took = parts.clock.now().since(self.began_at);
        let (outcome, count) = match ended {
            Ended::Done(0) => ("idle", 0),
            Ended::Done(count) => ("done", count),
            Ended::Failed => ("failed", 0),
        };
        let labels = [self.task, outcome];
        parts.recorder.add(Metric::Ticks, &labels, 1);
        parts
            .recorder
            .observe(Metric::TickDuration, &labels[..1], took);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if outcome == "idle" {
            tracing::debug!(task = self.task, %subject, outcome, count, micros, "tick");
        } else {
            tracing::info!(task = self.task, %subject, outcome, count, micros, "tick");
        }
    }
}
