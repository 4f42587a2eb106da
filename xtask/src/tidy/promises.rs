//! Each promise of a guide names the test that holds it, and that test is there.

use std::collections::BTreeSet;

use super::Finding;
use crate::workspace::Tree;

/// The head of the column that names tests.
const HEAD: &str = "Tests";
/// Guides whose tables have such a column.
const GUIDES: &[&str] = &[
    "docs/guides/access.md",
    "docs/guides/analytics.md",
    "docs/guides/attachments.md",
    "docs/guides/conversations.md",
    "docs/guides/delivery-guarantees.md",
    "docs/guides/events.md",
    "docs/guides/history.md",
    "docs/guides/invitations.md",
    "docs/guides/limits-and-manners.md",
    "docs/guides/linking-accounts.md",
    "docs/guides/messages.md",
    "docs/guides/operations.md",
    "docs/guides/personal-data.md",
    "docs/guides/templates.md",
    "docs/guides/webhooks.md",
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

/// The names of all tests: functions under a test attribute, and those of a block that runs on both engines.
fn tests(tree: &Tree) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for file in tree.within("", ".rs") {
        let (mut is_marked, mut is_block) = (false, false);
        for line in file.text.lines() {
            is_block = line != "}" && (is_block || line.ends_with("on_both_engines! {"));
            let line = line.trim_start();
            if line.starts_with("#[") {
                is_marked |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
                continue;
            }
            let function = line.strip_prefix("async ").unwrap_or(line);
            if let Some(rest) = function.strip_prefix("fn ")
                && (is_marked || is_block)
            {
                names.extend(rest.split(['(', '<']).next());
            }
            is_marked = false;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_without_its_test_is_found() {
        let tree = Tree::of(&[
            (
                "docs/guides/delivery-guarantees.md",
                "| Figure | `x` |\n\n| Promise | Tests |\n| --- | --- |\n| Kept | `held` `alone` |\n| Broken | `gone` |\n| Bare | none |\n\
                 | No test | `helper` |\n",
            ),
            (
                "crates/a/tests/it/a.rs",
                "testkit::on_both_engines! {\n    async fn held(store: Store) {}\n}\n\n#[tokio::test]\nasync fn alone() {}\n\n\
                 fn helper() {}\n",
            ),
        ]);
        let found: Vec<_> = check(&tree)
            .into_iter()
            .map(|finding| finding.line)
            .collect();
        assert_eq!(found, [6, 7, 8]);
    }
}
