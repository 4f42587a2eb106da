//! Where things are: the root of the workspace, what is built, and the text of every file that belongs to it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

/// The folder with the workspace's manifest.
pub(crate) fn root() -> PathBuf {
    // Cargo says at run time where this crate lies; the compiled-in place may be of another checkout.
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map(Path::to_path_buf).unwrap_or(own)
}

/// The folder in which Cargo puts everything that it makes.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// The development build of the gateway's binary, whether or not it has been built.
pub(crate) fn liaison(root: &Path) -> PathBuf {
    target(root).join("debug/liaison")
}

/// One file of the project: its path from the root, with `/`, and its text.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// Whether the path lies in `folder` and ends with `ending`.
    pub(crate) fn is(&self, folder: &str, ending: &str) -> bool {
        self.path.starts_with(folder) && self.path.ends_with(ending)
    }

    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Every text file of the project, and the paths of all files, texts or not.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
    pub(crate) paths: Vec<String>,
}

impl Tree {
    /// Reads what is committed and what would be, so that a mistake shows before it is committed.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        for path in listed(root)? {
            let whole = root.join(&path);
            if !whole.is_file() {
                continue; // Deleted, but not committed yet.
            }
            let bytes = std::fs::read(&whole).with_context(|| format!("cannot read {path}"))?;
            if let Ok(text) = String::from_utf8(bytes) {
                tree.files.push(File {
                    path: path.clone(),
                    text,
                });
            }
            tree.paths.push(path);
        }
        Ok(tree)
    }

    /// A tree made of samples.
    #[cfg(test)]
    pub(crate) fn of(samples: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self {
            files: samples.iter().map(file).collect(),
            paths: samples.iter().map(|(path, _)| (*path).to_owned()).collect(),
        }
    }

    /// The files of one folder with one ending.
    pub(crate) fn within(
        &self,
        folder: &'static str,
        ending: &'static str,
    ) -> impl Iterator<Item = &File> {
        self.files
            .iter()
            .filter(move |file| file.is(folder, ending))
    }
}

/// The paths that git knows or would add.
fn listed(root: &Path) -> Result<Vec<String>> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .context("cannot start git")?;
    anyhow::ensure!(
        output.status.success(),
        "git ls-files: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let mut paths: Vec<String> = String::from_utf8(output.stdout)
        .context("a path is not UTF-8")?
        .split_terminator('\0')
        .map(str::to_owned)
        .collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}
