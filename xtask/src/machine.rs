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

/// The one line that installs what is missing.
pub(crate) fn apt_line(needs: &[&Need]) -> String {
    format!("sudo apt-get install -y {}", packages(needs).join(" "))
}

/// Installs what is missing, when this is root; everybody else is told the line to run.
pub(crate) fn install(needs: &[&Need]) -> Result<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let names = names.join(", ");
    if !is_root() {
        bail!("missing: {names}\nrun: {}", apt_line(&missing));
    }
    println!("missing: {names}");
    apt(&["update", "--quiet"])?;
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    arguments.extend(packages(&missing));
    apt(&arguments)?;
    let still: Vec<&str> = self::missing(&missing)
        .iter()
        .map(|need| need.what)
        .collect();
    if !still.is_empty() {
        bail!("installed, and still not found: {}", still.join(", "));
    }
    Ok(())
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
    use super::{Need, apt_line, missing};

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

    #[test]
    fn one_line_names_the_packages_of_everything_that_is_missing() {
        let missing = missing(&[&THERE, &GONE]);
        assert_eq!(apt_line(&missing), "sudo apt-get install -y gone gone-dev");
    }
}
