//! `cargo xtask sim`: the simulation is a workspace of its own in `sim/`, because it compiles the product with deliberate
//! mistakes in it. This builds it and starts it; what it says is its own.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{command, workspace};

/// The simulation's own workspace, from the root of the product's.
pub(crate) const MANIFEST: &str = "sim/Cargo.toml";

/// Builds the simulation and runs it with `arguments`.
pub(crate) fn run(root: &Path, arguments: &[OsString]) -> Result<()> {
    // Both share what others wrote: the profiles are the same.
    let target = workspace::target(root);
    let mut build = command::cargo(root, &["build", "--manifest-path", MANIFEST]);
    command::run(build.arg("--target-dir").arg(&target))?;
    let mut sim = Command::new(target.join("debug/sim"));
    command::run(sim.args(arguments).current_dir(root))
}

/// Everything that is checked before a change is sent.
pub(crate) fn check(root: &Path) -> Result<()> {
    run(root, &["--check".into()])
}
