//! `sim`: runs seeds of the simulation and says what was breached. Never decides anything itself: the library does.
//! Start reading at [`main`], then in `lib.rs`.

use std::process::ExitCode;

use clap::Parser;
use domain::twins::Twin;
use sim::run::{self, Options, Outcome};
use sim::sweep;

/// Runs seeds of the simulation.
#[derive(Parser)]
#[command(name = "cargo xtask sim", bin_name = "cargo xtask sim")]
struct Arguments {
    /// How many seeds.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed, in decimal or after `0x`; alone it is run and nothing else.
    #[arg(long, value_parser = number)]
    seed: Option<u64>,
    /// Days of trouble in each world; a week of quiet follows.
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// A deliberate mistake to run with.
    #[arg(long, value_parser = twin)]
    twin: Option<Twin>,
    /// Print every line of the trace.
    #[arg(long)]
    trace: bool,
    /// One line for each breach.
    #[arg(long)]
    brief: bool,
    /// End after so many breaches.
    #[arg(long, default_value_t = 5)]
    failures: usize,
    /// How many threads; as many as there are cores when absent.
    #[arg(long, default_value_t = 0)]
    threads: usize,
}

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
    if let Some(seed) = arguments.seed {
        return one(seed, &arguments);
    }
    let threads = match arguments.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    let sum = sweep::sweep(1, arguments.seeds, arguments.days, arguments.twin, (threads, arguments.failures));
    println!(
        "{} seeds, {} acts, {} sends, {} calls, {} acceptances, {} lines",
        sum.seeds, sum.acts, sum.sends, sum.calls, sum.acceptances, sum.lines
    );
    for what in sim::sometimes::Sometimes::ALL {
        println!("  {what:?} {}", sum.reached.count(what));
    }
    for outcome in &sum.failures {
        if arguments.brief {
            println!("{:#x} {}", outcome.seed, outcome.breach.as_ref().map(ToString::to_string).unwrap_or_default());
        } else {
            tell(outcome, arguments.days);
        }
    }
    ExitCode::from(u8::from(!sum.failures.is_empty()))
}

fn one(seed: u64, arguments: &Arguments) -> ExitCode {
    let outcome = run::run(Options {
        seed,
        days: arguments.days,
        twin: arguments.twin,
        keeps_trace: arguments.trace,
    });
    print!("{}", outcome.trace);
    println!(
        "seed {seed:#x}: {} acts, {} sends, {} calls, {} acceptances, {} lines, digest {:016x}",
        outcome.acts, outcome.sends, outcome.calls, outcome.acceptances, outcome.digest.1, outcome.digest.0
    );
    match outcome.breach {
        None => ExitCode::SUCCESS,
        Some(_) => {
            tell(&outcome, arguments.days);
            ExitCode::FAILURE
        }
    }
}

fn tell(outcome: &Outcome, days: u32) {
    let Some(breach) = &outcome.breach else {
        return;
    };
    println!("\n{breach}\n  with {}", outcome.faults);
    for line in &outcome.tail {
        println!("    {line}");
    }
    println!("  cargo xtask sim --seed {:#x} --days {days}", outcome.seed);
}
