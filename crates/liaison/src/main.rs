//! The binary: command line, configuration, logging, wiring, signals.
//!
//! Never here: rules. What may be asked stands in `app`, what happens by itself in `engine`; this crate hands them the
//! machine's clock, randomness and environment, which nothing below may reach for.
//!
//! Start reading at [`cli`] (what there is), then `node` (how the parts are put together) and `commands/demo.rs`.

mod cli;
mod commands;
mod config;
mod data_dir;
mod failure;
mod foundation;
mod help;
mod listener;
mod logging;
mod machine;
mod master_key;
mod metrics;
mod node;
mod output;
mod probe;
mod signals;

use std::io::Write as _;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Before any client is built. Somebody else having been first is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    match commands::run(help::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Standard error may be closed; the code still tells.
            drop(writeln!(std::io::stderr(), "{failure}"));
            ExitCode::from(failure.exit_code())
        }
    }
}
