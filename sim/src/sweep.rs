//! Many seeds, on as many threads as there are cores; each seed alone on its thread.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use domain::twins::Twin;

use crate::run::{Options, Outcome, run};
use crate::sometimes::Reached;

/// What many runs came to.
#[derive(Debug, Default)]
pub struct Sum {
    pub seeds: u64,
    pub acts: u64,
    pub sends: u64,
    pub calls: u64,
    pub acceptances: u64,
    pub told: u64,
    pub lines: u64,
    pub reached: Reached,
    /// The runs with a breach, by seed.
    pub failures: Vec<Outcome>,
}

impl Sum {
    fn add(&mut self, outcome: Outcome) {
        let count = |number: usize| u64::try_from(number).unwrap_or(0);
        self.seeds += 1;
        self.acts += count(outcome.acts);
        self.sends += count(outcome.sends);
        self.calls += count(outcome.calls);
        self.acceptances += count(outcome.acceptances);
        self.told += count(outcome.told);
        self.lines += outcome.digest.1;
        self.reached.add(&outcome.reached);
        if outcome.breach.is_some() {
            self.failures.push(outcome);
        }
    }
}

/// Runs seeds from `first` on, `threads` at a time. Ends early once `failures_max` have failed.
pub fn sweep(
    first: u64,
    count: u64,
    days: u32,
    twin: Option<Twin>,
    (threads, failures_max): (usize, usize),
) -> Sum {
    let (next, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let sum = Mutex::new(Sum::default());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let outcome = run(Options {
                        seed: first.wrapping_add(number),
                        days,
                        twin,
                        ..Options::default()
                    });
                    let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
                    sum.add(outcome);
                    if sum.failures.len() >= failures_max {
                        is_over.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let mut sum = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    sum.failures.sort_by_key(|outcome| outcome.seed);
    sum
}
