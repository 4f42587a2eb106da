//! The test runner: `cargo-nextest` if the machine has it, else one that is built once into the target folder, else
//! plain `cargo test`, which runs the same tests one after the other.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{command, workspace};

/// The version that the oldest supported compiler builds.
const VERSION: &str = "0.9.143";

/// Makes sure that there is a runner. Not being able to build one is not an error: see [`command()`].
pub(crate) fn install(root: &Path) {
    if runner(root).is_some() {
        return;
    }
    println!("cargo-nextest is missing; building it once takes some minutes");
    let own = own_tools(root);
    let mut install = command::cargo(
        root,
        &[
            "install",
            "cargo-nextest",
            "--locked",
            "--debug",
            "--no-default-features",
            "--version",
            VERSION,
        ],
    );
    if let Err(error) = command::run(install.arg("--root").arg(own)) {
        println!("{error:#}\nfalling back to `cargo test`");
    }
}

/// `cargo nextest …`, or the nearest that `cargo test` offers.
pub(crate) fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = match runner(root) {
        Some(Runner::OnPath) => command::cargo(root, &["nextest"]),
        Some(Runner::Own(program)) => {
            // A cargo subcommand that is started by itself expects its own name first.
            let mut command = Command::new(program);
            command.arg("nextest").current_dir(root);
            command
        }
        None => return plain(root, arguments),
    };
    command.args(arguments);
    command
}

enum Runner {
    OnPath,
    Own(PathBuf),
}

fn runner(root: &Path) -> Option<Runner> {
    if command::succeeds("cargo", &["nextest", "--version"]) {
        return Some(Runner::OnPath);
    }
    let own = own_tools(root).join("bin/cargo-nextest");
    own.is_file().then_some(Runner::Own(own))
}

fn own_tools(root: &Path) -> PathBuf {
    workspace::target(root).join("tools")
}

/// The same selection for `cargo test`: all targets but documentation, with or without the `torture` modules.
fn plain(root: &Path, arguments: &[&str]) -> Command {
    let mut command = command::cargo(root, &["test", "--workspace", "--lib", "--bins", "--tests"]);
    if arguments.contains(&"--no-run") {
        command.arg("--no-run");
    } else if arguments.contains(&"torture") {
        command.args(["--", "torture::"]);
    } else {
        command.args(["--no-fail-fast", "--", "--skip", "torture::"]);
    }
    command
}
