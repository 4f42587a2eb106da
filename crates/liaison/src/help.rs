//! What `--help` says beyond each command's own words: exit codes, and where the demo keeps its data.

use clap::builder::StyledStr;
use clap::{Command, CommandFactory as _, FromArgMatches as _};

use crate::cli::Cli;
use crate::failure::{EXIT_CODES, SETTINGS};

const DEMO_DATA_DIR: &str = "Data directory: lock, master key and embedded database [default: \
    $XDG_DATA_HOME/liaison/demo, or ~/.local/share/liaison/demo]";

/// Reads the command line. Asked for help, or given what it does not know, it prints that and ends the process.
pub(crate) fn parse() -> Cli {
    let matches = command().get_matches();
    Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

fn command() -> Command {
    let command = Cli::command().mut_subcommand("demo", |demo| {
        demo.mut_arg("data_dir", |argument| argument.help(DEMO_DATA_DIR))
    });
    with_exit_codes(command).after_help(format!("{EXIT_CODES}\n\n{SETTINGS}"))
}

/// The command and everything below it, each with the codes behind its own words.
fn with_exit_codes(command: Command) -> Command {
    let with_codes = |words: &StyledStr| format!("{words}\n\n{EXIT_CODES}");
    let short = command.get_after_help().map(with_codes);
    let long = command.get_after_long_help().map(with_codes);
    let command = command
        .after_help(short.unwrap_or_else(|| EXIT_CODES.to_owned()))
        .mut_subcommands(with_exit_codes);
    match long {
        Some(words) => command.after_long_help(words),
        None => command,
    }
}
