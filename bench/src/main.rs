//! The benchmark: writes large databases, loads a release build of the gateway with a tool from a package, and
//! compares it with a server that answers the same bytes from memory.
//!
//! It must never measure itself: the load comes from `wrk`, the processor time from the operating system. It knows the
//! gateway only by its command line, its HTTP routes and, to write data fast, the store's own ingest functions.
//!
//! Start reading at [`run`], then [`cases`], then [`generate`].

mod accepts;
mod cases;
mod ceiling;
mod client;
mod dataset;
mod dispatch;
mod generate;
mod ingest;
mod invent;
mod load;
mod machine;
mod measure;
mod options;
mod postgres;
mod quick_network;
mod random;
mod report;
mod run;
mod server;
mod streams;
mod webhooks;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures the release build of the gateway.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the data that is missing, measure, print and record
    Run(options::Run),
    /// Answer recorded bytes from memory (started by `run`)
    #[command(hide = true)]
    Ceiling(ceiling::Options),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Run(options) => run::run(&options),
        Task::Ceiling(options) => ceiling::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
