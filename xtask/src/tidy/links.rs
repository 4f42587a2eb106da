//! Links in documents lead somewhere.

use std::collections::BTreeSet;

use super::Finding;
use crate::workspace::{File, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let places = places(tree);
    let mut findings = Vec::new();
    for file in tree.within("", ".md") {
        for (line, target) in targets(&file.text) {
            let (path, anchor) = target.split_once('#').unwrap_or((target.as_str(), ""));
            let Some(aim) = resolved(file, path) else {
                findings.push(Finding::new(
                    file,
                    line,
                    format!("the link `{target}` leads out of the project"),
                ));
                continue;
            };
            if !places.contains(aim.as_str()) {
                findings.push(Finding::new(
                    file,
                    line,
                    format!("the link `{target}` leads to nothing"),
                ));
            } else if !anchor.is_empty() && !has_heading(tree, &aim, anchor) {
                findings.push(Finding::new(
                    file,
                    line,
                    format!("`{aim}` has no heading for the link `{target}`"),
                ));
            }
        }
    }
    findings
}

/// Every file and every folder, by its path from the root.
fn places(tree: &Tree) -> BTreeSet<&str> {
    let mut places = BTreeSet::from([""]);
    for path in &tree.paths {
        places.insert(path);
        places.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
    }
    places
}

/// The targets of links to files, with their lines; addresses on the web are not checked.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let mut rest = line.as_str();
        while let Some((_, after)) = rest.split_once("](") {
            let target = after.split(')').next().unwrap_or_default();
            rest = &after[target.len()..];
            let target = target.split(' ').next().unwrap_or_default(); // A title may follow.
            let is_web = target.contains("://") || target.starts_with("mailto:");
            if !is_web && !target.is_empty() {
                found.push((number, target.to_owned()));
            }
        }
    }
    found
}

/// The lines outside code blocks, with code inside a line removed.
fn prose(text: &str) -> Vec<(usize, String)> {
    let mut in_code = false;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            lines.push((number, line.split('`').step_by(2).collect()));
        }
    }
    lines
}

/// The path from the root that a link in `file` means; `None` if it climbs out of the project.
fn resolved(file: &File, target: &str) -> Option<String> {
    if target.is_empty() {
        return Some(file.path.clone()); // A heading of the same page.
    }
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').collect()
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().filter(|part| !part.is_empty())?;
            }
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("/"))
}

/// Whether the page at `path` has the heading that `anchor` means; other files have no headings to check.
fn has_heading(tree: &Tree, path: &str, anchor: &str) -> bool {
    let Some(page) = tree.within("", ".md").find(|file| file.path == path) else {
        return true;
    };
    // The code marks are dropped but not the words between them, so the raw lines are read here.
    let headings = page.text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| slug(line.trim_start_matches('#').trim()))
        .any(|slug| slug == anchor)
}

/// A heading as it appears in an address.
fn slug(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase)
        .map(|sign| if sign == ' ' { '-' } else { sign })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::said;

    #[test]
    fn links_that_lead_somewhere_pass() {
        let readme = "[a](docs/guide.md) [b](docs/guide.md#first-steps) [c](docs) [d](https://example.com/x) [e](#liaison)\n\
                      `[f](nowhere)`\n```\n[g](nowhere)\n```\n# Liaison\n";
        let guide = "# First steps\n[up](../README.md) [same](./guide.md) [root](/README.md)\n";
        assert!(said(check, &[("README.md", readme), ("docs/guide.md", guide)]).is_empty());
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let text = "[a](gone.md)\n\n[b](../../outside.md) and [c](guide.md#absent)\n";
        let expected = [
            "docs/guide.md:1: the link `gone.md` leads to nothing",
            "docs/guide.md:3: the link `../../outside.md` leads out of the project",
            "docs/guide.md:3: `docs/guide.md` has no heading for the link `guide.md#absent`",
        ];
        assert_eq!(said(check, &[("docs/guide.md", text)]), expected);
    }
}
