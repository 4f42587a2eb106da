//! The whole check, as `cargo xtask sim --check` runs it: determinism first, then what was found before, then many seeds, then
//! the broken twins.

use std::fmt::Write as _;

use crate::judge::Breach;
use crate::run::{Options, Outcome, run};
use crate::sometimes::Sometimes;
use crate::{regressions, sweep, twins};

/// How much is checked.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Seeds that are run twice, byte against byte.
    pub twice: u64,
    pub seeds: u64,
    pub days: u32,
    pub threads: usize,
    /// Whether every state of the list must be reached.
    pub reaches_all: bool,
}

/// Seeds that must run alike twice.
pub fn determinism(count: u64, days: u32) -> Result<String, String> {
    let mut bytes = 0;
    for seed in 1..=count {
        let options = Options {
            seed,
            days,
            twin: None,
            keeps_trace: true,
            ..Options::default()
        };
        let (first, second) = (run(options), run(options));
        bytes += first.trace.len();
        if first.trace != second.trace {
            let line = first
                .trace
                .lines()
                .zip(second.trace.lines())
                .position(|(one, other)| one != other);
            return Err(format!(
                "seed {seed:#x} differs from itself in line {line:?}"
            ));
        }
    }
    Ok(format!(
        "{count} seeds twice: {bytes} bytes of traces are equal"
    ))
}

/// Seeds that have found something before.
pub fn found_before() -> Result<String, String> {
    let all = regressions::all();
    for kept in &all {
        let outcome = run(Options {
            seed: kept.seed,
            days: kept.days,
            ..Options::default()
        });
        if outcome.breach.is_some() {
            return Err(format!(
                "{}\n  which was found before: {}",
                told(&outcome, kept.days),
                kept.why
            ));
        }
    }
    Ok(format!("{} kept seeds find nothing any more", all.len()))
}

/// Many seeds, and whether they came to what is worth coming to.
pub fn seeds(size: &Size) -> Result<String, String> {
    let sum = sweep::sweep(1, size.seeds, size.days, None, (size.threads, 3));
    let mut text = String::new();
    // Writing to a text does not fail.
    let _ = writeln!(
        text,
        "{} seeds of {} days: {} acts, {} sends, {} calls, {} acceptances, {} webhooks, {} lines",
        sum.seeds, size.days, sum.acts, sum.sends, sum.calls, sum.acceptances, sum.told, sum.lines
    );
    for what in Sometimes::ALL {
        let _ = writeln!(text, "  {:8} {what:?}", sum.reached.count(what));
    }
    if !sum.failures.is_empty() {
        for outcome in &sum.failures {
            let _ = writeln!(text, "{}", told(outcome, size.days));
        }
        return Err(text);
    }
    let missing = sum.reached.missing();
    if size.reaches_all && !missing.is_empty() {
        let _ = writeln!(text, "never reached: {missing:?}");
        return Err(text);
    }
    Ok(text)
}

/// Every deliberate mistake is caught.
pub fn broken(days: u32, threads: usize) -> Result<String, String> {
    let caught = twins::catch_all(days, threads);
    let mut text = String::new();
    let mut counts: Vec<u64> = Vec::new();
    for one in &caught {
        match &one.by {
            Some((count, outcome)) => {
                let by = outcome
                    .breach
                    .as_ref()
                    .map_or("", |breach| breach.invariant.word());
                let _ = writeln!(text, "  {count:4} {:?} by {by}", one.twin);
                counts.push(*count);
            }
            None => {
                let _ = writeln!(text, "  none {:?} in {} seeds", one.twin, twins::SEEDS_MAX);
            }
        }
    }
    counts.sort_unstable();
    let median = counts.get(counts.len() / 2).copied().unwrap_or(0);
    let text = format!(
        "{} of {} twins caught, the median after {median} seeds\n{text}",
        counts.len(),
        caught.len()
    );
    if counts.len() < caught.len() {
        Err(text)
    } else {
        Ok(text)
    }
}

/// A run with a breach, for people: what, the last lines, and how to run it again.
pub fn told(outcome: &Outcome, days: u32) -> String {
    let breach = outcome
        .breach
        .as_ref()
        .map(Breach::to_string)
        .unwrap_or_default();
    let mut text = format!("{breach}\n  with {}\n", outcome.faults);
    for line in &outcome.tail {
        let _ = writeln!(text, "    {line}");
    }
    let _ = write!(
        text,
        "  cargo xtask sim --seed {:#x} --days {days}",
        outcome.seed
    );
    text
}
