//! `cargo xtask demo`: from a fresh checkout to a gateway that answers.

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command;
use crate::machine::{self, C_COMPILER, NODE};
use crate::workspace;

/// Builds the gateway and becomes `liaison demo`; returns only if something is wrong.
pub(crate) fn run(root: &Path, arguments: &[OsString]) -> Result<()> {
    check_machine(root)?;
    println!("Building the gateway. The first time takes some minutes; later starts take seconds.");
    command::run(&mut command::cargo(
        root,
        &["build", "--package", "liaison", "--bin", "liaison"],
    ))?;
    // This process becomes the gateway: signals and the exit code need nobody in between.
    let liaison = workspace::liaison(root);
    let error = Command::new(&liaison).arg("demo").args(arguments).exec();
    Err(error).with_context(|| format!("cannot start {}", liaison.display()))
}

/// Names everything that is missing in one line, and stops if the build cannot do without it.
fn check_machine(root: &Path) -> Result<()> {
    let missing = machine::missing(&[&C_COMPILER, &NODE]);
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let (names, line) = (names.join(" and "), machine::apt_line(&missing));
    let has_dashboard = root.join("dashboard/package.json").is_file();
    if has_dashboard || missing.iter().any(|need| need.what == C_COMPILER.what) {
        bail!("{names} missing; install with\n    {line}");
    }
    println!("{names} missing; this build can do without. To install: {line}");
    Ok(())
}
