//! Where code may stand: no `mod.rs`, outbound connections in one crate, and a first comment in every crate.

use super::Finding;
use super::rust::Source;
use crate::workspace::{File, Tree};

/// The HTTP clients, and the one folder whose code may name them. Tests may: they are callers.
const CLIENTS: [&str; 5] = ["hyper", "hyper_rustls", "hyper_util", "reqwest", "ureq"];
const CLIENT_FOLDER: &str = "crates/integrations/";

/// The shortest first comment of a crate that can say what it is, what it must never do and where to start.
const ROOT_COMMENT_LINES_MIN: usize = 3;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.within("", ".rs") {
        if file.name() == "mod.rs" {
            findings.push(Finding::new(
                file,
                0,
                "a module is named after what it holds: `name.rs`, not `name/mod.rs`",
            ));
        }
        if is_crate_root(file) {
            let comment = file
                .text
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .count();
            if comment < ROOT_COMMENT_LINES_MIN {
                let what = "a crate starts with `//!`: what it is, what it must never do, where to start reading";
                findings.push(Finding::new(file, 1, what));
            }
        }
        if file.path.starts_with("crates/")
            && !file.path.starts_with(CLIENT_FOLDER)
            && !is_test_file(file)
        {
            let Some(source) = Source::parse(&file.text) else {
                continue;
            }; // `size` complains.
            let named = source
                .names
                .iter()
                .filter(|name| CLIENTS.contains(&name.text.as_str()) && !name.is_test);
            findings.extend(named.map(|name| {
                Finding::new(
                    file,
                    name.line,
                    "connections go out through `integrations` and its guarded client only",
                )
            }));
        }
    }
    findings
}

fn is_crate_root(file: &File) -> bool {
    let is_root = |rest: &str| matches!(rest, "src/lib.rs" | "src/main.rs");
    file.path.strip_prefix("xtask/").is_some_and(is_root)
        || file
            .path
            .strip_prefix("crates/")
            .and_then(|path| path.split_once('/'))
            .is_some_and(|(_, rest)| is_root(rest))
}

fn is_test_file(file: &File) -> bool {
    file.name() == "tests.rs" || file.path.contains("/tests/") || file.path.contains("/benches/")
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::said;

    #[test]
    fn mod_files_are_found() {
        let found = said(check, &[("crates/web/src/v1/mod.rs", "")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("not `name/mod.rs`"));
    }

    #[test]
    fn a_crate_without_a_first_comment_is_found() {
        let path = "crates/web/src/lib.rs";
        assert_eq!(
            said(check, &[(path, "//! Doors.\n\npub mod v1;\n")]).len(),
            1
        );
        assert!(
            said(
                check,
                &[(path, "//! The doors.\n//! Never rules.\n//! Start at v1.\n")]
            )
            .is_empty()
        );
        assert!(said(check, &[("crates/web/src/v1.rs", "")]).is_empty());
    }

    #[test]
    fn the_clients_are_named_in_one_crate_only() {
        for client in super::CLIENTS {
            let text = format!("use {client}::Client;\n");
            let found = said(check, &[("crates/engine/src/sync.rs", &text)]);
            assert_eq!(
                found,
                [
                    "crates/engine/src/sync.rs:1: connections go out through `integrations` and its guarded client only"
                ]
            );
        }
        let text = "use hyper_util::client::legacy::Client;\n";
        for path in [
            "crates/integrations/src/http.rs",
            "crates/sandbox/tests/it/main.rs",
            "crates/web/src/v1/tests.rs",
        ] {
            assert!(said(check, &[(path, text)]).is_empty(), "{path}");
        }
        let in_tests = "// reqwest\n#[cfg(test)]\nmod tests { use reqwest::Client; }\n";
        assert!(said(check, &[("crates/engine/src/sync.rs", in_tests)]).is_empty());
    }
}
