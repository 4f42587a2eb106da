//! Jobs of the agenda that are worked off one after the other: round after round for as long as there is something to do,
//! then a pause.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;

use crate::Parts;
use crate::tick::{Ended, Tick};

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Jobs that were worked on.
    pub done: usize,
    /// Jobs that could not be; they are left alone for a while.
    pub failed: usize,
    /// The store is in trouble: another round would fail alike.
    pub is_stuck: bool,
}

impl Round {
    /// What due jobs could not even be read.
    pub(crate) const STUCK: Self = Self {
        done: 0,
        failed: 1,
        is_stuck: true,
    };

    /// Whether there may be more to do at once.
    pub const fn goes_on(self) -> bool {
        self.done + self.failed > 0 && !self.is_stuck
    }
}

/// Takes rounds of a task until `stop` turns true.
pub(crate) async fn run<F: Future<Output = Round>>(
    parts: &Parts,
    (task, pause): (&'static str, Duration),
    mut stop: watch::Receiver<bool>,
    round: impl Fn() -> F,
) {
    while !*stop.borrow() {
        let work = async {
            while told(parts, task, &round).await.goes_on() {}
            parts.timer.sleep(pause).await;
        };
        tokio::select! {
            biased;
            changed = stop.changed() => {
                if changed.is_err() {
                    break;
                }
            }
            () = work => {}
        }
    }
}

/// One round, with its line in the log.
async fn told<F: Future<Output = Round>>(
    parts: &Parts,
    task: &'static str,
    round: &impl Fn() -> F,
) -> Round {
    let tick = Tick::begin(parts, task);
    let round = round().await;
    let ended = match round.failed {
        0 => Ended::Done(round.done),
        _ => Ended::Failed,
    };
    tick.end(parts, &"all", ended);
    round
}
