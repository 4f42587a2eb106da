//! What the machine must have: looked for first, installed with apt only if it is missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command;

/// Something that the project needs and that a package brings.
pub(crate) struct Need {
    pub(crate) what: &'static str,
    pub(crate) packages: &'static [&'static str],
    pub(crate) is_there: fn() -> bool,
}

/// Builds the bundled SQLite, TLS and the allocator.
pub(crate) const C_COMPILER: Need = Need {
    what: "a C compiler",
    packages: &["build-essential"],
    is_there: || command::succeeds("cc", &["--version"]),
};

/// Builds the dashboard.
pub(crate) const NODE: Need = Need {
    what: "Node.js",
    packages: &["nodejs", "npm"],
    is_there: || {
        command::succeeds("node", &["--version"]) && command::succeeds("npm", &["--version"])
    },
};

/// The server's own programs, for a private cluster; a running server is neither needed nor touched.
pub(crate) const POSTGRES: Need = Need {
    what: "the PostgreSQL server programs",
    packages: &["postgresql"],
    is_there: || postgres_program("initdb").is_some(),
};

/// Runs the generated requests, which come as a Python package.
pub(crate) const PYTHON: Need = Need {
    what: "Python with venv",
    packages: &["python3", "python3-venv"],
    is_there: || command::succeeds("python3", &["-c", "import venv, ensurepip"]),
};

/// The load of the benchmark.
pub(crate) const WRK: Need = Need {
    what: "wrk, which makes the load",
    packages: &["wrk"],
    is_there: || find_on_path("wrk"),
};

/// The needs that are not met.
pub(crate) fn missing<'a>(needs: &[&'a Need]) -> Vec<&'a Need> {
    needs
        .iter()
        .copied()
        .filter(|need| !(need.is_there)())
        .collect()
}

/// The one line that installs what is missing; root needs no `sudo`, and a fresh image has none.
pub(crate) fn apt_line(needs: &[&Need], is_root: bool) -> String {
    let sudo = if is_root { "" } else { "sudo " };
    let packages = packages(needs).join(" ");
    format!("{sudo}apt-get update && {sudo}apt-get install -y {packages}")
}

/// What is missing, in words.
pub(crate) fn names(needs: &[&Need]) -> String {
    let names: Vec<&str> = needs.iter().map(|need| need.what).collect();
    names.join(" and ")
}

/// Installs what is missing, when this is root; everybody else is told the line to run.
pub(crate) fn install(needs: &[&Need]) -> Result<()> {
    install_with(needs, is_root(), &mut apt)
}

fn install_with(
    needs: &[&Need],
    is_root: bool,
    apt: &mut dyn FnMut(&[&str]) -> Result<()>,
) -> Result<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let names = names(&missing);
    if !is_root {
        bail!("missing: {names}\nrun: {}", apt_line(&missing, is_root));
    }
    println!("missing: {names}");
    apt(&["update", "--quiet"])?;
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    arguments.extend(packages(&missing));
    apt(&arguments)?;
    let still = self::missing(&missing);
    if !still.is_empty() {
        bail!("installed, and still not found: {}", self::names(&still));
    }
    Ok(())
}

/// A part of the Rust toolchain that a minimal installation leaves out.
pub(crate) struct Component {
    name: &'static str,
    pub(crate) subcommand: &'static str,
}

const COMPONENTS: &[Component] = &[
    Component {
        name: "rustfmt",
        subcommand: "fmt",
    },
    Component {
        name: "clippy",
        subcommand: "clippy",
    },
];

/// Names the line that adds the missing parts of the toolchain. Not a `rust-toolchain.toml`: that would make the demo,
/// which needs none of them, download too, and a toolchain beside the one that is there.
pub(crate) fn check_toolchain(is_there: impl Fn(&Component) -> bool) -> Result<()> {
    let missing = COMPONENTS.iter().filter(|component| !is_there(component));
    let missing: Vec<&str> = missing.map(|component| component.name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (names, line) = (missing.join(" and "), missing.join(" "));
    bail!("missing: {names}\nrun: rustup component add {line}");
}

/// A program of the PostgreSQL server: on the path, or where Debian keeps it (the newest version first).
pub(crate) fn postgres_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    on_path.or_else(|| {
        let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .flatten()
            .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path())))
            .collect();
        versions.sort_unstable();
        versions
            .into_iter()
            .rev()
            .map(|(_, folder)| folder.join("bin").join(name))
            .find(|file| file.is_file())
    })
}

/// Whether a program of this name is on the path; not every program can be asked for its version.
fn find_on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// The user that owns `path`, or `None` if it does not exist.
pub(crate) fn owner(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|metadata| metadata.uid())
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    owner(Path::new("/proc/self")) == Some(0)
}

fn packages(needs: &[&Need]) -> Vec<&'static str> {
    needs
        .iter()
        .flat_map(|need| need.packages)
        .copied()
        .collect()
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut apt = Command::new("apt-get");
    apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command::run(&mut apt).context("apt-get could not install what is missing")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{Need, apt_line, check_toolchain, install_with, missing};

    thread_local! {
        static IS_INSTALLED: Cell<bool> = const { Cell::new(false) };
    }

    const THERE: Need = Need {
        what: "there",
        packages: &["there"],
        is_there: || true,
    };
    const GONE: Need = Need {
        what: "gone",
        packages: &["gone", "gone-dev"],
        is_there: || false,
    };
    const COMES: Need = Need {
        what: "something that apt brings",
        packages: &["comes"],
        is_there: || IS_INSTALLED.get(),
    };

    /// Installs as root or not, and returns what apt was asked for and how it ended.
    fn install(needs: &[&Need], is_root: bool) -> (Vec<String>, Result<(), String>) {
        let mut asked = Vec::new();
        let done = install_with(needs, is_root, &mut |arguments| {
            asked.push(arguments.join(" "));
            IS_INSTALLED.set(arguments[0] == "install");
            Ok(())
        });
        (asked, done.map_err(|error| error.to_string()))
    }

    #[test]
    fn one_line_names_the_packages_of_everything_that_is_missing() {
        let missing = missing(&[&THERE, &GONE]);
        let expected = "sudo apt-get update && sudo apt-get install -y gone gone-dev";
        assert_eq!(apt_line(&missing, false), expected);
        let expected = "apt-get update && apt-get install -y gone gone-dev";
        assert_eq!(apt_line(&missing, true), expected);
    }

    #[test]
    fn root_installs_only_what_is_missing_after_an_update() {
        let expected = [
            "update --quiet",
            "install --yes --quiet --no-install-recommends comes",
        ];
        let (asked, done) = install(&[&THERE, &COMES], true);
        assert_eq!(
            (asked, done),
            (expected.map(str::to_owned).to_vec(), Ok(()))
        );
        // Now everything is there.
        assert_eq!(install(&[&THERE, &COMES], true), (Vec::new(), Ok(())));
    }

    #[test]
    fn everybody_else_is_told_the_line_and_nothing_is_run() {
        let (asked, done) = install(&[&THERE, &GONE], false);
        assert!(asked.is_empty(), "{asked:?}");
        let line = "run: sudo apt-get update && sudo apt-get install -y gone gone-dev";
        assert_eq!(done, Err(format!("missing: gone\n{line}")));
    }

    #[test]
    fn what_is_not_found_after_its_installation_is_named() {
        let (asked, done) = install(&[&GONE], true);
        assert_eq!(asked.len(), 2);
        assert_eq!(done, Err("installed, and still not found: gone".to_owned()));
    }

    #[test]
    fn missing_parts_of_the_toolchain_are_named_with_their_line() {
        assert!(check_toolchain(|_| true).is_ok());
        let error = check_toolchain(|component| component.subcommand == "fmt").unwrap_err();
        let expected = "missing: clippy\nrun: rustup component add clippy";
        assert_eq!(error.to_string(), expected);
        let error = check_toolchain(|_| false).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("rustup component add rustfmt clippy")
        );
    }
}
