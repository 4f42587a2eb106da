//! `cargo xtask sim`: the simulation is a workspace of its own in `sim/`, because it compiles the product with deliberate
//! mistakes in it. This builds it and starts it; what it says is its own.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::{command, workspace};

/// The simulation's own workspace, from the root of the product's.
pub(crate) const MANIFEST: &str = "sim/Cargo.toml";

/// Builds the simulation and runs it with `arguments`.
pub(crate) fn run(root: &Path, arguments: &[OsString]) -> Result<()> {
    let program = build(root)?;
    start(root, &program, arguments)
}

/// Everything that is checked before a change is sent. False if this very program passed before: what a run does follows
/// from the program alone (which it checks first), so the same bytes would do the same again.
pub(crate) fn check(root: &Path) -> Result<bool> {
    let program = build(root)?;
    let passed = workspace::target(root).join("sim-passed");
    if fs::read(&passed).ok() == Some(fs::read(&program)?) {
        return Ok(false);
    }
    start(root, &program, &["--check".into()])?;
    fs::copy(&program, &passed)?;
    Ok(true)
}

fn build(root: &Path) -> Result<PathBuf> {
    // Both share what others wrote: the profiles are the same.
    let target = workspace::target(root);
    let mut build = command::cargo(root, &["build", "--manifest-path", MANIFEST]);
    command::run(build.arg("--target-dir").arg(&target))?;
    Ok(target.join("debug/sim"))
}

fn start(root: &Path, program: &Path, arguments: &[OsString]) -> Result<()> {
    let mut sim = Command::new(program);
    command::run(sim.args(arguments).current_dir(root))
}
