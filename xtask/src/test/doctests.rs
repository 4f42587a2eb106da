//! Examples in documentation, run only in the crates that have some: each costs a link.

use std::path::Path;

use anyhow::Result;

use super::Done;
use crate::command;
use crate::workspace::Tree;

/// Runs the examples of each library that has one.
pub(crate) fn run(root: &Path) -> Result<Done> {
    let crates = with_examples(&Tree::read(root)?);
    if crates.is_empty() {
        return Ok(Done::Skipped("no documentation has an example".to_owned()));
    }
    for name in crates {
        command::run(&mut command::cargo(
            root,
            &["test", "--doc", "--package", &name],
        ))?;
    }
    Ok(Done::Passed)
}

/// The libraries whose documentation has a code block that would be compiled, by name.
fn with_examples(tree: &Tree) -> Vec<String> {
    let sources = tree
        .within("crates/", ".rs")
        .filter(|file| has_example(&file.text));
    let names = sources.filter_map(|file| {
        let (name, rest) = file.path.strip_prefix("crates/")?.split_once('/')?;
        let is_library = tree
            .paths
            .iter()
            .any(|path| *path == format!("crates/{name}/src/lib.rs"));
        (is_library && rest.starts_with("src/")).then(|| name.to_owned())
    });
    let mut names: Vec<String> = names.collect();
    names.dedup();
    names
}

/// Whether a documentation comment opens a block that rustdoc takes for Rust.
fn has_example(text: &str) -> bool {
    let mut is_open = false;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(comment) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        else {
            is_open = false;
            continue;
        };
        let Some(info) = comment.trim_start().strip_prefix("```") else {
            continue;
        };
        if !is_open && is_rust(info.trim()) {
            return true;
        }
        is_open = !is_open;
    }
    false
}

/// Whether rustdoc compiles a block with this info string.
fn is_rust(info: &str) -> bool {
    let mut words = info.split([',', ' ']).filter(|word| !word.is_empty());
    words.all(|word| {
        matches!(word, "rust" | "no_run" | "should_panic" | "compile_fail")
            || word.starts_with("edition")
    })
}

#[cfg(test)]
mod tests {
    use super::{has_example, with_examples};
    use crate::workspace::Tree;

    #[test]
    fn only_blocks_that_rustdoc_compiles_count() {
        let cases = [
            ("/// ```\n/// let x = 1;\n/// ```\n", true),
            ("//! ```rust,no_run\n//! ```\n", true),
            ("/// ```text\n/// a table\n/// ```\n", false),
            ("/// ```json\n/// {}\n/// ```\nfn f() {}\n", false),
            ("/// ```ignore\n/// ```\n", false),
            ("// ```\n", false),
            ("let text = \"```\";\n", false),
        ];
        for (text, expected) in cases {
            assert_eq!(has_example(text), expected, "{text}");
        }
    }

    #[test]
    fn a_crate_without_a_library_has_no_doctests() {
        let example = "/// ```\n/// ```\n";
        let tree = Tree::of(&[
            ("crates/domain/src/lib.rs", ""),
            ("crates/domain/src/text.rs", example),
            ("crates/liaison/src/main.rs", example),
            ("crates/store/src/lib.rs", "/// ```text\n/// ```\n"),
        ]);
        assert_eq!(with_examples(&tree), ["domain"]);
    }
}
