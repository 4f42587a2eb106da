//! Words that no file may contain: places of one machine, hosts that a build does not need to name, and notes of work
//! left undone. And no line that ends in blanks.

use std::path::Path;

use super::Finding;
use crate::workspace::Tree;

/// What must not appear. The parts are joined here, so that this file does not contain what it looks for.
const PLACES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/home/", "runner"),
];
const HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("npmjs", ".org"),
    concat!("npmjs", ".com"),
    concat!("deb.debian", ".org"),
];
const UNDONE: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("HA", "CK"),
];

/// Files that tools write and that must name where things come from.
const LOCK_FILES: &[&str] = &["Cargo.lock"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        if LOCK_FILES.contains(&file.name()) {
            continue;
        }
        let is_snapshot = Path::new(file.name())
            .extension()
            .is_some_and(|ending| ending == "snap");
        for (number, line) in (1..).zip(file.text.lines()) {
            if line.ends_with([' ', '\t']) && !is_snapshot {
                findings.push(Finding::new(file, number, "blanks at the end of the line"));
            }
            for place in PLACES.iter().filter(|place| names_place(line, place)) {
                findings.push(Finding::new(
                    file,
                    number,
                    format!("`{place}` is a place of one machine"),
                ));
            }
            for host in HOSTS.iter().filter(|host| line.contains(**host)) {
                findings.push(Finding::new(
                    file,
                    number,
                    format!("`{host}` is the host of a registry"),
                ));
            }
            for word in UNDONE.iter().filter(|word| has_word(line, word)) {
                findings.push(Finding::new(
                    file,
                    number,
                    format!("`{word}`: do it, or file it where work is planned"),
                ));
            }
        }
        // A seed of a fuzz target is an input, byte for byte.
        let is_input = file.path.starts_with("fuzz/seeds/");
        if !is_input && !file.text.is_empty() && !file.text.ends_with('\n') {
            findings.push(Finding::new(file, 0, "the last line has no end"));
        }
    }
    findings
}

/// Whether the line has an absolute path that starts with `place`; a longer path that merely contains it is fine.
fn names_place(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        !line[..at].ends_with(|before: char| {
            before.is_alphanumeric() || matches!(before, '_' | '-' | '.' | '}')
        })
    })
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |sign: Option<char>| {
        sign.is_some_and(|sign| {
            sign.is_alphanumeric() || matches!(sign, '_' | '-' | '+' | '/' | '=')
        })
    };
    line.match_indices(word).any(|(at, _)| {
        !is_part(line[..at].chars().next_back()) && !is_part(line[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::{HOSTS, PLACES, UNDONE, check};
    use crate::tidy::said;

    #[test]
    fn every_banned_word_is_found_wherever_it_stands() {
        for (words, line) in [
            (PLACES, "see @main"),
            (HOSTS, "get https://static.@/x"),
            (UNDONE, "// @: later"),
        ] {
            for word in words {
                let text = format!("fine\n{}\n", line.replace('@', word));
                let found = said(check, &[("docs/a.md", text.as_str())]);
                assert_eq!(found.len(), 1, "{text} {found:?}");
                assert!(found[0].starts_with("docs/a.md:2: "), "{}", found[0]);
            }
        }
    }

    #[test]
    fn longer_words_and_paths_are_something_else() {
        let text = format!("src{}x\nA{}B and Z+{}=\n", PLACES[0], UNDONE[0], UNDONE[2]);
        assert!(said(check, &[("a.txt", text.as_str())]).is_empty());
        let lock = format!("source = \"{}\"\n", HOSTS[0]);
        assert!(said(check, &[("Cargo.lock", lock.as_str())]).is_empty());
    }

    #[test]
    fn lines_end_cleanly() {
        let found = said(check, &[("a.md", "one \ntwo\t\nthree")]);
        let expected = [
            "a.md:1: blanks at the end of the line",
            "a.md:2: blanks at the end of the line",
            "a.md: the last line has no end",
        ];
        assert_eq!(found, expected);
    }
}
