//! `cargo xtask test`: every check there is, cheapest first. Start reading at [`STEPS`].
//!
//! A failed step stops the run, is named, and comes with the command that runs it alone. Whatever happens, the private
//! PostgreSQL is stopped and a table says where the time went.

mod contract;
mod doctests;
pub(crate) mod nextest;
mod report;
mod verifiers;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::machine::{self, C_COMPILER, NODE, POSTGRES, PYTHON};
use crate::{bench, command, fuzz, generate, sim, tidy, workspace};
use report::{Outcome, Report};

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run this step alone; may be repeated.
    #[arg(long, value_name = "STEP", value_parser = names())]
    only: Vec<String>,
    /// Go on after a failed step and name all that failed.
    #[arg(long)]
    keep_going: bool,
}

/// How a step that found nothing wrong ended.
enum Done {
    Passed,
    /// There was nothing to do; the text says why.
    Skipped(String),
}

struct Step {
    name: &'static str,
    run: fn(&Path) -> Result<Done>,
}

/// Every step, in the order in which they run.
const STEPS: &[Step] = &[
    Step {
        name: "machine",
        run: machine,
    },
    Step {
        name: "format",
        run: format,
    },
    Step {
        name: "tidy",
        run: |root| tidy::run(root).map(|()| Done::Passed),
    },
    Step {
        name: "clippy",
        run: clippy,
    },
    Step {
        name: "rustdoc",
        run: rustdoc,
    },
    Step {
        name: "build",
        run: build,
    },
    Step {
        name: "nextest",
        run: nextest,
    },
    Step {
        name: "sim",
        run: simulation,
    },
    Step {
        name: "fuzz",
        run: |root| fuzz::check(root).map(|()| Done::Passed),
    },
    Step {
        name: "doctests",
        run: doctests::run,
    },
    Step {
        name: "generated",
        run: generated,
    },
    Step {
        name: "verifiers",
        run: verifiers::run,
    },
    Step {
        name: "schemathesis",
        run: contract::run,
    },
];

/// Runs the steps and prints where the time went.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let postgres = Postgres::look(root);
    let is_cold = !workspace::liaison(root).exists();
    let mut report = Report::new(is_cold);
    for step in STEPS {
        if !options.only.is_empty() && !options.only.iter().any(|name| name == step.name) {
            continue;
        }
        println!("\n== {} ==", step.name);
        let begun = Instant::now();
        let outcome = match (step.run)(root) {
            Ok(Done::Passed) => Outcome::Passed,
            Ok(Done::Skipped(why)) => {
                println!("nothing to do: {why}");
                Outcome::Skipped(why)
            }
            Err(error) => {
                eprintln!("error: {error:#}");
                Outcome::Failed
            }
        };
        let is_over = matches!(outcome, Outcome::Failed) && !options.keep_going;
        report.add(step.name, begun.elapsed(), outcome);
        if is_over {
            break;
        }
    }
    if let Err(error) = postgres.stop(root) {
        eprintln!("warning: the private PostgreSQL may still run: {error:#}");
    }
    println!("\n{report}");
    match report.failed().as_slice() {
        [] => Ok(()),
        [first, ..] => bail!(
            "failed: {}. Run it alone with `cargo xtask test --only {first}`",
            report.failed().join(", ")
        ),
    }
}

fn names() -> clap::builder::PossibleValuesParser {
    STEPS
        .iter()
        .map(|step| step.name)
        .collect::<Vec<_>>()
        .into()
}

fn simulation(root: &Path) -> Result<Done> {
    Ok(if sim::check(root)? {
        Done::Passed
    } else {
        Done::Skipped(
            "this very program passed before; `cargo xtask sim --check` runs it again".into(),
        )
    })
}

fn machine(root: &Path) -> Result<Done> {
    machine::install(&[&C_COMPILER, &NODE, &POSTGRES, &PYTHON])?;
    machine::check_toolchain(|component| {
        command::succeeds("cargo", &[component.subcommand, "--version"])
    })?;
    nextest::install(root);
    Ok(Done::Passed)
}

fn format(root: &Path) -> Result<Done> {
    command::run(&mut command::cargo(root, &["fmt", "--all", "--check"]))?;
    for manifest in [bench::MANIFEST, fuzz::MANIFEST, sim::MANIFEST] {
        let arguments = ["fmt", "--manifest-path", manifest, "--check"];
        command::run(&mut command::cargo(root, &arguments))?;
    }
    Ok(Done::Passed)
}

fn clippy(root: &Path) -> Result<Done> {
    let arguments = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    command::run(&mut command::cargo(root, &arguments))?;
    for manifest in [bench::MANIFEST, fuzz::MANIFEST, sim::MANIFEST] {
        let arguments = [
            &["clippy", "--manifest-path", manifest][..],
            &["--all-targets", "--target-dir"],
        ];
        let mut cargo = command::cargo(root, &arguments.concat());
        cargo.arg(workspace::target(root));
        command::run(cargo.args(["--", "-D", "warnings"]))?;
    }
    Ok(Done::Passed)
}

fn rustdoc(root: &Path) -> Result<Done> {
    let mut cargo = command::cargo(
        root,
        &[
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ],
    );
    command::run(cargo.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Done::Passed)
}

/// The binaries first (the end-to-end tests start them as programs), then the tests, so that the table shows
/// compiling and running apart.
fn build(root: &Path) -> Result<Done> {
    command::run(&mut command::cargo(root, &["build", "--workspace"]))?;
    command::run(&mut nextest::command(
        root,
        &["run", "--workspace", "--no-run"],
    ))?;
    Ok(Done::Passed)
}

fn nextest(root: &Path) -> Result<Done> {
    command::run(&mut command::cargo(
        root,
        &["build", "--package", "testkit", "--bins"],
    ))?;
    start_postgres(root)?;
    let mut tests = nextest::command(root, &["run", "--workspace"]);
    // Most of a test's time is waiting: for disks, for programs that start, for pauses that are part of what is tested.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    tests.env("NEXTEST_TEST_THREADS", (2 * cores).to_string());
    command::run(&mut tests)?;
    Ok(Done::Passed)
}

fn generated(root: &Path) -> Result<Done> {
    if generate::PAGES.is_empty() {
        return Ok(Done::Skipped(
            "the program prints none of its pages yet".to_owned(),
        ));
    }
    generate::run(root, true)?;
    Ok(Done::Passed)
}

/// The private PostgreSQL of this run. One that somebody else's tests use already is shared and left alone.
pub(crate) struct Postgres {
    is_ours: bool,
}

impl Postgres {
    /// Notes whether one runs already.
    pub(crate) fn look(root: &Path) -> Self {
        let state = workspace::target(root).join("test-postgres/cluster");
        Self {
            is_ours: !state.exists(),
        }
    }

    /// Stops what this run started. An interrupted run leaves it to end by itself after a while.
    pub(crate) fn stop(&self, root: &Path) -> Result<()> {
        let is_running = !Self::look(root).is_ours;
        let program = test_postgres(root);
        if !self.is_ours || !is_running || !program.is_file() {
            return Ok(());
        }
        command::run(Command::new(program).arg("stop"))
    }
}

/// Starts it before the tests, so that it is the child of no test and one that is killed takes nothing with it.
pub(crate) fn start_postgres(root: &Path) -> Result<()> {
    command::run(Command::new(test_postgres(root)).arg("start"))
}

/// `testkit` owns the cluster; this crate depends on none of the others and calls its program.
fn test_postgres(root: &Path) -> PathBuf {
    workspace::target(root).join("debug/test-postgres")
}
