//! The changelog has one shape, so that a reader and a release can rely on it.

use super::Finding;
use crate::workspace::{File, Tree};

/// The groups, by what a user sees, in the order in which they stand.
const GROUPS: &[&str] = &[
    "Added",
    "Changed",
    "Deprecated",
    "Removed",
    "Fixed",
    "Security",
];

const PATH: &str = "CHANGELOG.md";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .find(|file| file.path == PATH)
        .map(changelog)
        .unwrap_or_default()
}

fn changelog(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    if file.text.lines().next() != Some("# Changelog") {
        findings.push(Finding::new(file, 1, "starts with `# Changelog`"));
    }
    let mut releases: Vec<&str> = Vec::new();
    let mut last_group = None;
    for (number, line) in (1..).zip(file.text.lines()) {
        if let Some(title) = line.strip_prefix("## ") {
            findings.extend(
                wrong_release(title, &releases).map(|what| Finding::new(file, number, what)),
            );
            releases.push(title);
            last_group = None;
        } else if let Some(group) = line.strip_prefix("### ") {
            let place = GROUPS.iter().position(|known| *known == group);
            if place.is_none() {
                findings.push(Finding::new(
                    file,
                    number,
                    format!("a group is one of {}", GROUPS.join(", ")),
                ));
            } else if last_group >= place {
                findings.push(Finding::new(
                    file,
                    number,
                    format!("the order of groups is {}", GROUPS.join(", ")),
                ));
            }
            last_group = place.or(last_group);
        } else if line.starts_with("- ") && last_group.is_none() {
            findings.push(Finding::new(file, number, "an entry stands in a group"));
        }
    }
    if releases.is_empty() {
        findings.push(Finding::new(file, 0, "starts with `## Unreleased`"));
    }
    findings
}

/// What is wrong with the heading of a release, given those above it.
fn wrong_release(title: &str, above: &[&str]) -> Option<String> {
    if above.is_empty() {
        return (title != "Unreleased").then(|| "the first heading is `## Unreleased`".to_owned());
    }
    let Some(version) = version(title) else {
        return Some("a release is `## 1.2.3 (2026-01-31)`".to_owned());
    };
    let is_older = above
        .iter()
        .filter_map(|title| self::version(title))
        .all(|newer| version < newer);
    (!is_older).then(|| "releases stand newest first".to_owned())
}

/// The version of `1.2.3 (2026-01-31)`.
fn version(title: &str) -> Option<[u64; 3]> {
    let (version, date) = title.split_once(' ')?;
    let date = date.strip_prefix('(')?.strip_suffix(')')?;
    let is_date = date.len() == 10
        && date.bytes().enumerate().all(|(at, byte)| {
            if matches!(at, 4 | 7) {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    let numbers: Vec<u64> = version
        .split('.')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    numbers.try_into().ok().filter(|_| is_date)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::said;

    fn of(text: &str) -> Vec<String> {
        said(check, &[("CHANGELOG.md", text)])
    }

    #[test]
    fn the_shape_passes() {
        let text = "# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n\n### Fixed\n\n- Two.\n\n## 0.2.0 (2026-12-01)\n\n## 0.1.0 (2026-11-22)\n";
        assert!(of(text).is_empty(), "{:?}", of(text));
    }

    #[test]
    fn every_other_shape_is_found() {
        let cases = [
            (
                "# Changes\n## Unreleased\n",
                "CHANGELOG.md:1: starts with `# Changelog`",
            ),
            (
                "# Changelog\n## 0.1.0 (2026-11-22)\n",
                "CHANGELOG.md:2: the first heading is `## Unreleased`",
            ),
            (
                "# Changelog\n## Unreleased\n## 0.1\n",
                "CHANGELOG.md:3: a release is `## 1.2.3 (2026-01-31)`",
            ),
            (
                "# Changelog\n## Unreleased\n## 0.1.0 (today)\n",
                "CHANGELOG.md:3: a release is `## 1.2.3 (2026-01-31)`",
            ),
            (
                "# Changelog\n## Unreleased\n## 0.1.0 (2026-11-22)\n## 0.2.0 (2026-12-01)\n",
                "CHANGELOG.md:4: releases stand newest first",
            ),
            (
                "# Changelog\n## Unreleased\n- One.\n",
                "CHANGELOG.md:3: an entry stands in a group",
            ),
            ("# Changelog\n", "CHANGELOG.md: starts with `## Unreleased`"),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text), [expected], "{text}");
        }
        assert_eq!(of("# Changelog\n## Unreleased\n### News\n").len(), 1);
        assert_eq!(
            of("# Changelog\n## Unreleased\n### Fixed\n### Added\n").len(),
            1
        );
    }
}
