//! What each command does.

mod accounts;
mod audit;
mod check;
mod demo;
mod embedded;
mod import;
mod keys;
mod place;
mod sandbox;
mod serve;
mod suppressions;
mod workspaces;

use std::future::Future;

use crate::cli::{Cli, Command, Configuration, ReferencePage};
use crate::failure::{Failure, Outcome};
use crate::machine;
use crate::{config, metrics, output};

/// Runs one command to its end.
pub(crate) fn run(cli: Cli) -> Outcome {
    let variables = machine::variables();
    match cli.command {
        Command::Demo(arguments) => block_on(demo::run(arguments, &variables)),
        Command::Serve(arguments) => block_on(serve::run(arguments, &variables)),
        Command::Sandbox(arguments) => block_on(sandbox::run(arguments, &variables)),
        Command::Workspaces(command) => block_on(workspaces::run(command, &variables)),
        Command::Keys(command) => block_on(keys::run(command, &variables)),
        Command::Audit(command) => block_on(audit::run(command, &variables)),
        Command::Accounts(command) => block_on(accounts::run(command, &variables)),
        Command::Suppressions(command) => block_on(suppressions::run(command, &variables)),
        Command::Import(command) => block_on(import::run(command, &variables)),
        Command::Openapi => output::line(web::openapi().trim_end()),
        Command::Config(Configuration::Check { place, listing }) => {
            check::run(&place, &listing, &variables)
        }
        Command::Config(Configuration::Reference) => {
            output::line(config::reference::page().trim_end())
        }
        Command::Reference { page } => {
            let page = match page {
                ReferencePage::Errors => web::error_page(),
                ReferencePage::Metrics => metrics::page(),
            };
            output::line(page.trim_end())
        }
    }
}

/// The runtime of the whole program: one thread per core.
fn block_on(command: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("cannot start: {error}")))?
        .block_on(command)
}
