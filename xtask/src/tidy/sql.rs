//! SQL stands in `store` only, and there every statement says of which workspace it speaks.

use std::collections::BTreeSet;

use super::Finding;
use super::rust::{ELSEWHERE, Source};
use super::schema::{ACROSS_WORKSPACES, workspace_tables};
use crate::workspace::{File, Tree};

/// What may speak SQL: the store, the sandbox to its own file, the test world to make and drop databases, the loop that
/// the store is measured against, and this one, whose samples are SQL.
const MAY_SPEAK: &[&str] = &[
    "bench/src/ingest.rs",
    "crates/store/",
    "crates/sandbox/",
    "crates/testkit/",
    "xtask/",
];

/// Files that look after the engine and not after rows.
const ENGINE_FILES: &[&str] = &[
    "crates/store/src/migrations",
    "crates/store/src/postgresql",
    "crates/store/src/sqlite",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let tables = workspace_tables(tree);
    let mut findings = Vec::new();
    for file in tree.within("", ".rs") {
        let Some(source) = Source::parse(&file.text) else {
            continue;
        }; // `size` complains.
        let may_speak = MAY_SPEAK.iter().any(|folder| file.path.starts_with(folder));
        if may_speak && !file.path.starts_with("crates/store/src/") {
            continue;
        }
        let is_engine = ENGINE_FILES
            .iter()
            .any(|start| file.path.starts_with(start));
        let is_judged = may_speak && !is_engine && !is_test_file(file);
        for text in &source.texts {
            if !may_speak && is_statement(&text.text) {
                findings.push(Finding::new(file, text.line, "SQL outside `store`"));
            } else if is_judged && !text.is_test {
                findings.extend(statement(file, text.line, &text.text, &tables));
            }
        }
        for (line, texts) in source.inserts {
            let names_workspace =
                texts.is_empty() || texts.iter().any(|text| text == "workspace_id");
            if !names_workspace && is_judged {
                findings.push(Finding::new(
                    file,
                    line,
                    "rows are inserted without `workspace_id`",
                ));
            }
        }
    }
    findings
}

fn is_test_file(file: &File) -> bool {
    file.name() == "tests.rs" || file.path.contains("/tests/")
}

/// What is wrong with one text of the store: a statement, or the end of one that a macro puts together.
fn statement(file: &File, line: usize, text: &str, tables: &BTreeSet<String>) -> Vec<Finding> {
    let owns = |table: &&&str| file.path.starts_with(&format!("crates/store/src/{table}"));
    if !is_statement(text) {
        let is_condition = text.trim_start().starts_with("WHERE ");
        let is_exempt = ACROSS_WORKSPACES.iter().any(|table| owns(&table));
        let is_wrong = is_condition && !is_exempt && !has_workspace(text);
        let what = "a condition does not name `workspace_id`";
        return is_wrong
            .then(|| Finding::new(file, line, what))
            .into_iter()
            .collect();
    }
    let touched = touched(text);
    let mut findings = Vec::new();
    let of_workspace = touched.iter().find(|table| tables.contains(*table));
    if let Some(table) = of_workspace.filter(|_| !is_within_workspace(text)) {
        let what = format!("a statement on `{table}` does not name `workspace_id`");
        findings.push(Finding::new(file, line, what));
    }
    // Each table across workspaces has one module that knows it.
    let across = ACROSS_WORKSPACES
        .iter()
        .filter(|table| touched.iter().any(|name| name == **table));
    findings.extend(across.filter(|table| !owns(table)).map(|table| {
        Finding::new(
            file,
            line,
            format!("only `store::{table}` may touch `{table}`"),
        )
    }));
    findings
}

/// Whether a statement says of which workspace it speaks: not in what it returns, but in what it looks for or writes.
fn is_within_workspace(text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let part = match text.split(' ').next() {
        Some("INSERT") => Some(text.as_str()),
        Some("UPDATE") => text.split_once(" WHERE ").map(|(_, after)| after),
        _ => text.split_once(" FROM ").map(|(_, after)| after),
    };
    // A condition that stands elsewhere is judged where it stands.
    part.is_some_and(has_workspace) || text.ends_with(ELSEWHERE)
}

fn has_workspace(text: &str) -> bool {
    words(text).any(|word| word == "workspace_id")
}

/// Whether a text is a statement and not a sentence: SQL keywords are written in capitals.
fn is_statement(text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let starts = |start: &str| text.starts_with(start);
    let has = |part: &str| text.contains(part);
    starts("SELECT ")
        || starts("INSERT INTO ")
        || starts("INSERT OR ")
        || starts("DELETE FROM ")
        || (starts("UPDATE ") && has(" SET "))
        || (starts("WITH ") && has(" AS ("))
        || starts("CREATE TABLE ")
        || starts("CREATE INDEX ")
        || starts("CREATE UNIQUE INDEX ")
        || starts("ALTER TABLE ")
        || starts("DROP TABLE ")
        || starts("PRAGMA ")
        || starts("BEGIN IMMEDIATE")
        || starts("TRUNCATE ")
}

/// The words of a statement, without its punctuation.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
        .filter(|word| !word.is_empty())
}

/// The tables that a statement reads or writes.
fn touched(text: &str) -> Vec<String> {
    let words: Vec<&str> = words(text).collect();
    let pairs = words
        .windows(2)
        .filter(|pair| matches!(pair[0], "FROM" | "JOIN" | "INTO" | "UPDATE"));
    let names = pairs
        .map(|pair| pair[1])
        .filter(|name| name.chars().all(|sign| !sign.is_uppercase()));
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{check, is_statement, touched};
    use crate::tidy::said;

    const SCHEMA: (&str, &str) = (
        "crates/store/migrations/sqlite/0001_start.sql",
        "CREATE TABLE send (workspace_id BLOB PRIMARY KEY);\nCREATE TABLE agenda (shard BIGINT PRIMARY KEY);",
    );

    #[test]
    fn sentences_are_not_statements() {
        assert!(is_statement("\n  SELECT id\n  FROM send"));
        assert!(is_statement("UPDATE send\nSET state = 1"));
        assert!(is_statement("WITH old AS (SELECT 1) DELETE FROM send"));
        for sentence in [
            "Select a member",
            "SELECTED",
            "UPDATE the client",
            "WITH care",
            "Insert into the slot",
        ] {
            assert!(!is_statement(sentence), "{sentence}");
        }
    }

    #[test]
    fn tables_are_found_where_they_stand() {
        let text = "WITH a AS (SELECT 1 FROM send) INSERT INTO event SELECT * FROM a JOIN inbox i ON true \
                    ON CONFLICT DO UPDATE SET x = 1 RETURNING id";
        assert_eq!(touched(text), ["send", "event", "a", "inbox"]);
        assert_eq!(touched("SELECT 1 FROM account FOR UPDATE"), ["account"]);
    }

    #[test]
    fn sql_outside_the_store_is_found_even_in_tests() {
        let text = "fn f() { run(\"SELECT 1\"); }";
        for path in ["crates/app/src/sends.rs", "crates/web/tests/it/main.rs"] {
            assert_eq!(
                said(check, &[(path, text)]),
                [format!("{path}:1: SQL outside `store`")]
            );
        }
        for path in [
            "crates/sandbox/src/store.rs",
            "crates/store/tests/it/main.rs",
            "crates/testkit/src/postgres.rs",
        ] {
            assert!(said(check, &[(path, text)]).is_empty(), "{path}");
        }
    }

    #[test]
    fn a_statement_without_its_workspace_is_found() {
        let bad = "fn f() { tx.query(\"SELECT id FROM send WHERE id = ?1\"); }";
        let path = "crates/store/src/sends.rs";
        let expected = [format!(
            "{path}:1: a statement on `send` does not name `workspace_id`"
        )];
        assert_eq!(said(check, &[SCHEMA, (path, bad)]), expected);
        let good =
            "fn f() { tx.query(\"SELECT id FROM send WHERE workspace_id = ?1 AND id = ?2\"); }";
        let test = "#[cfg(test)]\nmod tests { const A: &str = \"SELECT id FROM send\"; }";
        let nothing = "fn f() { tx.query(\"SELECT 1\"); }";
        for text in [good, test, nothing] {
            assert!(said(check, &[SCHEMA, (path, text)]).is_empty(), "{text}");
        }
        assert!(said(check, &[SCHEMA, ("crates/store/src/sqlite/writer.rs", bad)]).is_empty());
    }

    #[test]
    fn many_rows_are_of_a_workspace_too() {
        let path = "crates/store/src/sends.rs";
        let bad =
            "const A: InsertMany = InsertMany { table: \"send\", columns: &[(\"id\", Blob)] };";
        assert_eq!(
            said(check, &[(path, bad)]),
            [format!(
                "{path}:1: rows are inserted without `workspace_id`"
            )]
        );
        let good = bad.replace("(\"id\"", "(\"workspace_id\", Blob), (\"id\"");
        assert!(
            said(
                check,
                &[
                    (path, &good),
                    ("crates/store/src/x.rs", "/// Rows.\npub struct InsertMany {\n    /// Columns.\n    pub columns: &[(&str, u8)],\n}")
                ]
            )
            .is_empty()
        );
    }

    #[test]
    fn tables_across_workspaces_have_one_module_each() {
        let text = "fn f() { tx.query(\"SELECT shard FROM agenda\"); }";
        assert!(said(check, &[SCHEMA, ("crates/store/src/agenda.rs", text)]).is_empty());
        let path = "crates/store/src/sends.rs";
        let expected = [format!("{path}:1: only `store::agenda` may touch `agenda`")];
        assert_eq!(said(check, &[SCHEMA, (path, text)]), expected);
    }
}
