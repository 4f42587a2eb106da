//! `cargo xtask bench`: the benchmark is a workspace of its own in `bench/`, so that its dependencies never reach the
//! product. This installs the load tool, builds both for release and starts the benchmark.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{command, machine, workspace};

/// The benchmark's own workspace, from the root of the product's.
pub(crate) const MANIFEST: &str = "bench/Cargo.toml";

/// Builds the gateway and the benchmark for release and runs the benchmark with `arguments`.
pub(crate) fn run(root: &Path, arguments: &[OsString]) -> Result<()> {
    let mut needs = vec![&machine::C_COMPILER, &machine::WRK];
    if !is_sqlite_only(arguments) {
        needs.push(&machine::POSTGRES);
    }
    machine::install(&needs)?;
    command::run(&mut command::cargo(
        root,
        &["build", "--release", "--package", "liaison"],
    ))?;
    // Both share what they compile: the benchmark reads and writes with the product's own store.
    let target = workspace::target(root);
    let mut build = command::cargo(root, &["build", "--release", "--manifest-path", MANIFEST]);
    command::run(build.arg("--target-dir").arg(&target))?;
    let mut bench = Command::new(target.join("release/bench"));
    bench.arg("run").arg("--root").arg(root);
    bench.arg("--liaison").arg(target.join("release/liaison"));
    command::run(bench.args(arguments).current_dir(root))
}

/// Whether the arguments leave PostgreSQL out.
fn is_sqlite_only(arguments: &[OsString]) -> bool {
    let words: Vec<_> = arguments
        .iter()
        .map(|word| word.to_string_lossy())
        .collect();
    let named = words.windows(2).find(|pair| pair[0] == "--engine");
    let joined = words.iter().find_map(|word| word.strip_prefix("--engine="));
    named.map(|pair| &*pair[1]).or(joined) == Some("sqlite")
}

#[cfg(test)]
mod tests {
    use super::is_sqlite_only;

    #[test]
    fn only_a_run_without_postgresql_needs_none() {
        for (line, expected) in [
            ("--engine sqlite --quick", true),
            ("--quick --engine=sqlite", true),
            ("--engine sqlite,postgres", false),
            ("--engine postgres", false),
            ("--quick", false),
            ("", false),
        ] {
            let arguments: Vec<_> = line.split(' ').map(Into::into).collect();
            assert_eq!(is_sqlite_only(&arguments), expected, "{line}");
        }
    }
}
