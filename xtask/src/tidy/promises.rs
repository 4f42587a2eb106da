//! Each promise of a guide names the test that holds it, and that test is there.

use std::collections::BTreeSet;

use super::Finding;
use crate::workspace::Tree;

/// The head of the column that names tests.
const HEAD: &str = "Tests";
/// Guides whose tables have such a column.
const GUIDES: [&str; 2] = [
    "docs/guides/delivery-guarantees.md",
    "docs/guides/limits-and-manners.md",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let tests = tests(tree);
    let mut findings = Vec::new();
    for file in tree
        .within("docs/guides/", ".md")
        .filter(|file| GUIDES.contains(&file.path.as_str()))
    {
        let mut is_promises = false;
        for (line, text) in (1..).zip(file.text.lines()) {
            let Some(cell) = last_cell(text) else {
                is_promises = false;
                continue;
            };
            is_promises |= cell == HEAD;
            if !is_promises || cell == HEAD || cell.chars().all(|letter| letter == '-') {
                continue;
            }
            let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
            if names.is_empty() {
                findings.push(Finding::new(file, line, "a promise without a test"));
            }
            for name in names.into_iter().filter(|name| !tests.contains(name)) {
                let what = format!("there is no test `{name}`");
                findings.push(Finding::new(file, line, what));
            }
        }
    }
    findings
}

/// The last cell of a table's row, if the line is one.
fn last_cell(line: &str) -> Option<&str> {
    let row = line.strip_prefix('|')?.strip_suffix('|')?;
    row.rsplit('|').next().map(str::trim)
}

/// The names of all functions in test files and test modules.
fn tests(tree: &Tree) -> BTreeSet<&str> {
    tree.within("", ".rs")
        .flat_map(|file| file.text.lines())
        .filter_map(|line| {
            let line = line.trim_start();
            let line = line.strip_prefix("async ").unwrap_or(line);
            let name = line.strip_prefix("fn ")?;
            name.split(['(', '<']).next()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_without_its_test_is_found() {
        let tree = Tree::of(&[
            (
                "docs/guides/delivery-guarantees.md",
                "| Figure | `x` |\n\n| Promise | Tests |\n| --- | --- |\n| Kept | `held` |\n| Broken | `gone` |\n| Bare | none |\n",
            ),
            (
                "crates/a/tests/it/a.rs",
                "    async fn held(store: Store) {}\n",
            ),
        ]);
        let found: Vec<_> = check(&tree)
            .into_iter()
            .map(|finding| finding.line)
            .collect();
        assert_eq!(found, [6, 7]);
    }
}
