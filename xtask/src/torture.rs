//! `cargo xtask torture`: tests that take minutes, such as thousands of kills. They live in the module named `torture` of
//! the end-to-end tests, which `.config/nextest.toml` keeps out of the ordinary run.

use std::ffi::OsString;
use std::path::Path;

use anyhow::Result;

use crate::command;
use crate::machine::{self, C_COMPILER, POSTGRES};
use crate::test::{self, nextest};

/// Runs every test in a `torture` module; `arguments` go to the test runner, for example a filter.
pub(crate) fn run(root: &Path, arguments: &[OsString]) -> Result<()> {
    machine::install(&[&C_COMPILER, &POSTGRES])?;
    nextest::install(root);
    let programs = ["build", "--package", "testkit", "--bins"];
    command::run(&mut command::cargo(root, &programs))?;
    let postgres = test::Postgres::look(root);
    test::start_postgres(root)?;
    // The program that people run: an unoptimised one spends most of its short lives starting.
    let run = [
        "run",
        "--package",
        "liaison",
        "--release",
        "--profile",
        "torture",
    ];
    let mut runner = nextest::command(root, &run);
    let outcome = command::run(runner.args(arguments));
    postgres.stop(root)?;
    outcome
}
