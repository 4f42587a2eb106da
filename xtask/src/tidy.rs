//! `cargo xtask tidy`: the rules of the house that no compiler knows. Each rule is a function from the texts of the
//! project to what is wrong with them, and has its bad samples beside it.

mod changelog;
mod layers;
mod links;
mod promises;
mod rust;
mod schema;
mod size;
mod sources;
mod sql;
mod words;

use std::fmt;
use std::path::Path;

use anyhow::{Result, bail};

use crate::workspace::{File, Tree};

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    /// From 1; 0 where the whole file is meant.
    line: usize,
    what: String,
}

impl Finding {
    fn new(file: &File, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: file.path.clone(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.path, self.what),
            line => write!(out, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// Every rule.
const RULES: &[fn(&Tree) -> Vec<Finding>] = &[
    changelog::check,
    layers::check,
    links::check,
    promises::check,
    schema::check,
    size::check,
    sources::check,
    sql::check,
    words::check,
];

/// Prints every finding; fails if there is one.
pub(crate) fn run(root: &Path) -> Result<()> {
    let tree = Tree::read(root)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} findings in {} files", findings.len(), tree.paths.len());
    }
    println!("{} files are tidy", tree.paths.len());
    Ok(())
}

/// What a rule says about samples, one line each.
#[cfg(test)]
fn said(rule: fn(&Tree) -> Vec<Finding>, samples: &[(&str, &str)]) -> Vec<String> {
    rule(&Tree::of(samples))
        .iter()
        .map(ToString::to_string)
        .collect()
}
