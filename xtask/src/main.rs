//! The project's own tool: `cargo xtask demo | test | tidy | generate | bench | sim | fuzz | torture`.
//!
//! It builds, checks and starts the other crates as programs. It must never depend on one of them: it is compiled
//! first, on a machine that has nothing yet, and it has to be able to say what is wrong with a crate that does not
//! compile. Start reading at [`mod@test`], the list of everything that is checked, and at [`tidy`], the rules of the house.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for the command line speaks through its two streams"
)]

mod bench;
mod command;
mod demo;
mod fuzz;
mod generate;
mod machine;
mod sim;
mod test;
mod tidy;
mod torture;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, checks and starts the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and start the gateway with a simulated network; further arguments go to `liaison demo`.
    Demo {
        /// Passed on, for example `--listen 127.0.0.1:0`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Run every check, cheapest first, and say where the time went.
    Test(test::Options),
    /// Check the rules of the house that no compiler knows.
    Tidy,
    /// Write the reference pages that are made from the program itself.
    Generate {
        /// Write nothing; fail if a page differs from what the program says.
        #[arg(long)]
        check: bool,
    },
    /// Measure the release build under load; further arguments go to the benchmark.
    Bench {
        /// Passed on.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Run seeds of the simulation; further arguments go to it, for example `--seeds 20000 --days 90`.
    Sim {
        /// Passed on.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Look for inputs that break a parser.
    Fuzz(fuzz::Options),
    /// Run the checks that take minutes each; further arguments go to the test runner.
    ///
    /// Gateway and database are killed, and their connections cut, thousands of times; the longest takes about half an
    /// hour on two cores. `cargo xtask torture two_thousand_kills` runs one alone.
    Torture {
        /// Passed on.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let root = workspace::root();
    let outcome = match Arguments::parse().task {
        Task::Demo { arguments } => demo::run(&root, &arguments),
        Task::Test(options) => test::run(&root, &options),
        Task::Tidy => tidy::run(&root),
        Task::Generate { check } => generate::run(&root, check),
        Task::Bench { arguments } => bench::run(&root, &arguments),
        Task::Sim { arguments } => sim::run(&root, &arguments),
        Task::Fuzz(options) => fuzz::run(&root, &options),
        Task::Torture { arguments } => torture::run(&root, &arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
