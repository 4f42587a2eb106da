//! `cargo xtask demo`: from a fresh checkout to a gateway that answers.

use std::ffi::OsString;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command;
use crate::machine::{self, C_COMPILER, NODE, Need};
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
    let has_dashboard = root.join("dashboard/package.json").is_file();
    if let Some(advice) = verdict(&missing, has_dashboard, machine::is_root())? {
        println!("{advice}");
    }
    Ok(())
}

/// Nothing to say, something to say, or a reason to stop. Without a dashboard to build, only the compiler is needed: for
/// the C sources within our dependencies.
fn verdict(missing: &[&Need], has_dashboard: bool, is_root: bool) -> Result<Option<String>> {
    if missing.is_empty() {
        return Ok(None);
    }
    let (names, line) = (machine::names(missing), machine::apt_line(missing, is_root));
    if has_dashboard || missing.iter().any(|need| need.what == C_COMPILER.what) {
        bail!("{names} missing; install with\n    {line}");
    }
    Ok(Some(format!(
        "{names} missing; this build can do without. To install: {line}"
    )))
}

#[cfg(test)]
mod tests {
    use super::verdict;
    use crate::machine::{C_COMPILER, NODE};

    #[test]
    fn the_build_stops_only_for_what_it_cannot_do_without() {
        assert_eq!(verdict(&[], true, false).unwrap(), None);
        let advice = verdict(&[&NODE], false, true).unwrap().unwrap();
        let line = "To install: apt-get update && apt-get install -y nodejs npm";
        assert!(advice.ends_with(line), "{advice}");
        for (missing, has_dashboard) in [(&NODE, true), (&C_COMPILER, false)] {
            let error = verdict(&[missing], has_dashboard, false).unwrap_err();
            let text = error.to_string();
            assert!(
                text.contains(missing.what) && text.contains("sudo apt-get update && "),
                "{text}"
            );
        }
        let both = verdict(&[&C_COMPILER, &NODE], true, false)
            .unwrap_err()
            .to_string();
        assert!(
            both.ends_with("install -y build-essential nodejs npm"),
            "{both}"
        );
    }
}
