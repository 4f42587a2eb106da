//! Broken twins: each deliberate mistake must be caught within so many seeds, or the simulation would let it pass.

use domain::twins::Twin;

use crate::run::{Options, Outcome, run};

/// Within so many seeds each mistake must be caught.
pub const SEEDS_MAX: u64 = 200;

/// How a mistake was caught.
#[derive(Debug, Clone)]
pub struct Caught {
    pub twin: Twin,
    /// Seeds that it took, and the breach; `None`: it was not caught.
    pub by: Option<(u64, Outcome)>,
}

/// Runs seeds with a mistake until one of them catches it.
pub fn catch(twin: Twin, days: u32) -> Caught {
    for number in 1..=SEEDS_MAX {
        let outcome = run(Options {
            seed: number,
            days,
            twin: Some(twin),
            ..Options::default()
        });
        if outcome.breach.is_some() {
            return Caught {
                twin,
                by: Some((number, outcome)),
            };
        }
    }
    Caught { twin, by: None }
}

/// Runs all of them, `threads` at a time.
pub fn catch_all(days: u32, threads: usize) -> Vec<Caught> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let caught = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(twin) = Twin::ALL.get(number) else {
                        return;
                    };
                    let one = catch(*twin, days);
                    let mut caught = caught
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                    caught.push((number, one));
                }
            });
        }
    });
    let mut caught = caught
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    caught.sort_by_key(|(number, _)| *number);
    caught.into_iter().map(|(_, caught)| caught).collect()
}
