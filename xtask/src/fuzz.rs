//! `cargo xtask fuzz`: the targets in `fuzz/`, built with the instrumentation that their fuzzer needs and run for a while.
//! What they learn stays in the target folder; an input that broke something is named, to be kept in `fuzz/seeds`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{command, workspace};

/// The fuzz targets' own workspace, from the root of the product's.
pub(crate) const MANIFEST: &str = "fuzz/Cargo.toml";

const TARGETS: &str = "fuzz/src/bin";

/// What `cargo fuzz` gives the compiler, without a sanitizer: that would take a compiler that is not stable, and finds
/// little where `unsafe` is forbidden.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Inputs are not longer than this: what is parsed is mostly short, and the bounds of the rest are lower.
const BYTES_MAX: u32 = 16_384;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// One target; all of them if none is named.
    target: Option<String>,
    /// How long each target looks for an input that breaks something.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    seconds: u32,
}

/// Builds the targets and runs what was asked for.
pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let known = targets(root)?;
    let wanted: Vec<&String> = match &options.target {
        None => known.iter().collect(),
        Some(name) => known.iter().filter(|known| *known == name).collect(),
    };
    if wanted.is_empty() {
        bail!("there is no such target; there are {}", known.join(", "));
    }
    let folder = workspace::target(root).join("fuzz");
    let programs = build(root, &folder)?;
    for target in wanted {
        look(root, &folder, &programs.join(target), options.seconds)?;
    }
    Ok(())
}

/// Builds every target and says where they are. With a target machine named, even if it is this one, what runs while it
/// builds is not instrumented.
fn build(root: &Path, folder: &Path) -> Result<PathBuf> {
    let about = command::output(Command::new("rustc").arg("-vV"))?;
    let machine = about.lines().find_map(|line| line.strip_prefix("host: "));
    let machine = machine.context("rustc does not say what machine this is")?;
    let arguments = [
        "build",
        "--manifest-path",
        MANIFEST,
        "--bins",
        "--target",
        machine,
    ];
    let mut build = command::cargo(root, &arguments);
    build.arg("--target-dir").arg(folder);
    command::run(build.env("RUSTFLAGS", FLAGS))?;
    Ok(folder.join(machine).join("debug"))
}

/// A few seconds of each, for every run of the checks.
pub(crate) fn check(root: &Path) -> Result<()> {
    let options = Options {
        target: None,
        seconds: 5,
    };
    run(root, &options)
}

fn targets(root: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(root.join(TARGETS)).context("cannot list the targets")?;
    let mut names = Vec::new();
    for entry in entries {
        let name = PathBuf::from(entry?.file_name());
        names.extend(
            name.file_stem()
                .and_then(|stem| stem.to_str().map(str::to_owned)),
        );
    }
    names.sort();
    Ok(names)
}

fn look(root: &Path, folder: &Path, program: &Path, seconds: u32) -> Result<()> {
    let target = program.file_name().and_then(|name| name.to_str());
    let target = target.context("a target has a plain name")?;
    println!("fuzzing {target} for {seconds} seconds");
    let (corpus, found) = (folder.join("corpus").join(target), folder.join("found"));
    let seeds = root.join("fuzz/seeds").join(target);
    for folder in [&corpus, &found] {
        fs::create_dir_all(folder)?;
    }
    let mut program = Command::new(program);
    program.current_dir(root).arg(&corpus);
    if seeds.is_dir() {
        program.arg(&seeds);
    }
    program
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={BYTES_MAX}"))
        .arg("-timeout=10")
        .arg("-rss_limit_mb=2048")
        .arg("-verbosity=0")
        .arg(format!("-artifact_prefix={}/{target}-", found.display()));
    command::run(&mut program).with_context(|| {
        format!(
            "an input broke something: it is in {}. Mend it, and keep the input in fuzz/seeds/{target}",
            found.display()
        )
    })
}
