//! `sim`: runs seeds of the simulation and says what was breached. Never decides anything itself: the library does.
//! Start reading at [`main`], then in `lib.rs`.

use std::process::ExitCode;

use clap::Parser;
use domain::twins::Twin;
use sim::check::{self, Size};
use sim::run::{self, Options};

/// Runs seeds of the simulation.
#[derive(Parser)]
#[command(name = "cargo xtask sim", bin_name = "cargo xtask sim")]
struct Arguments {
    /// How many seeds, from the first one on.
    #[arg(long, default_value_t = 2_000)]
    seeds: u64,
    /// Days of trouble in each world; a week of quiet follows.
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// One seed alone, in decimal or after `0x`.
    #[arg(long, value_parser = number)]
    seed: Option<u64>,
    /// A deliberate mistake to run a seed with, or until it is caught.
    #[arg(long, value_parser = twin)]
    twin: Option<Twin>,
    /// Print every line of a seed's trace.
    #[arg(long)]
    trace: bool,
    /// Everything that is checked before a change is sent: determinism, kept seeds, many seeds, every mistake.
    #[arg(long)]
    check: bool,
    /// How many threads; as many as there are cores when absent.
    #[arg(long, default_value_t = 0)]
    threads: usize,
}

/// A run is little else than statements and small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn number(text: &str) -> Result<u64, String> {
    let parsed = match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    };
    parsed.map_err(|error| error.to_string())
}

fn twin(text: &str) -> Result<Twin, String> {
    let mut all = Twin::ALL.into_iter();
    all.find(|twin| format!("{twin:?}") == text)
        .ok_or_else(|| format!("there are {:?}", Twin::ALL))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run::watch_panics();
    let threads = match arguments.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let size = Size {
        twice: 20,
        seeds: arguments.seeds,
        days: arguments.days,
        threads,
        reaches_all: arguments.seeds >= 2_000 && arguments.days >= 30,
    };
    if let Some(seed) = arguments.seed {
        return say(one(seed, &arguments));
    }
    if let Some(twin) = arguments.twin {
        let caught = sim::twins::catch(twin, size.days);
        return say(match caught.by {
            Some((count, outcome)) => Ok(format!(
                "{}\ncaught after {count} seeds",
                check::told(&outcome, size.days)
            )),
            None => Err(format!("{twin:?} was not caught")),
        });
    }
    if !arguments.check {
        return say(check::seeds(&size));
    }
    let steps: [&dyn Fn() -> Result<String, String>; 4] = [
        &|| check::determinism(size.twice, size.days),
        &check::found_before,
        &|| check::seeds(&size),
        &|| check::broken(size.days, threads),
    ];
    for step in steps {
        let code = say(step());
        if code != ExitCode::SUCCESS {
            return code;
        }
    }
    ExitCode::SUCCESS
}

fn say(outcome: Result<String, String>) -> ExitCode {
    match outcome {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(text) => {
            println!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn one(seed: u64, arguments: &Arguments) -> Result<String, String> {
    let outcome = run::run(Options {
        seed,
        days: arguments.days,
        twin: arguments.twin,
        keeps_trace: arguments.trace,
        ..Options::default()
    });
    let text = format!(
        "{}seed {seed:#x}: {} acts, {} sends, {} calls, {} acceptances, {} webhooks, {} lines, digest {:016x}",
        outcome.trace,
        outcome.acts,
        outcome.sends,
        outcome.calls,
        outcome.acceptances,
        outcome.told,
        outcome.digest.1,
        outcome.digest.0
    );
    match outcome.breach {
        None => Ok(text),
        Some(_) => Err(format!(
            "{text}\n\n{}",
            check::told(&outcome, arguments.days)
        )),
    }
}
