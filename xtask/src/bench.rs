//! `cargo xtask bench`: the benchmark is a workspace of its own in `bench/`, so that its dependencies never reach the
//! product. This only builds and starts it.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Result, bail};

use crate::command;

/// Builds the gateway and the benchmark for release and runs the benchmark with `arguments`.
pub(crate) fn run(root: &Path, arguments: &[OsString]) -> Result<()> {
    if !root.join("bench/Cargo.toml").is_file() {
        bail!("there is no benchmark yet: `bench/Cargo.toml` does not exist");
    }
    command::run(&mut command::cargo(
        root,
        &["build", "--release", "--package", "liaison"],
    ))?;
    let mut bench = command::cargo(
        root,
        &[
            "run",
            "--release",
            "--manifest-path",
            "bench/Cargo.toml",
            "--",
        ],
    );
    command::run(bench.args(arguments))
}
