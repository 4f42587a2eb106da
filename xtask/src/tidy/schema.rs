//! The tables: every primary key starts with the workspace, and both engines have the same tables.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::workspace::{File, Tree};

/// Tables that are not of one workspace, known by name; ARCHITECTURE.md says why each exists.
pub(super) const ACROSS_WORKSPACES: &[&str] = &["agenda", "login", "schema_migration"];

/// Tables that SQLite may keep by row number, so that an account's rows lie together; a unique index holds the key.
const BY_ROW_NUMBER: &[&str] = &["inbox", "message"];

/// What documents such a table, in it or right above it, with the meaning of the number after it.
const ROW_NUMBER_NOTE: &str = "-- rowid: ";

const FOLDER: &str = "crates/store/migrations/";

/// A table as a migration makes it.
struct Made {
    name: String,
    line: usize,
    /// The comment lines right above it.
    comment: String,
    /// The columns and constraints between the parentheses, comments included.
    body: String,
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut engines: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in tree.within(FOLDER, ".sql") {
        let engine = file.path[FOLDER.len()..]
            .split('/')
            .next()
            .unwrap_or_default();
        for table in tables(&file.text) {
            if let Some(what) = wrong_key(&table, engine) {
                findings.push(Finding::new(file, table.line, what));
            }
            engines.entry(engine).or_default().insert(table.name);
        }
    }
    findings.extend(only_in_one(tree, &engines));
    findings
}

/// The names of the tables in which every row belongs to a workspace.
pub(super) fn workspace_tables(tree: &Tree) -> BTreeSet<String> {
    let made = tree
        .within(FOLDER, ".sql")
        .flat_map(|file| tables(&file.text));
    made.map(|table| table.name)
        .filter(|name| !ACROSS_WORKSPACES.contains(&name.as_str()))
        .collect()
}

/// A table of one engine that the other lacks makes a query that works on one only.
fn only_in_one(tree: &Tree, engines: &BTreeMap<&str, BTreeSet<String>>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (engine, own) in engines {
        for (other, theirs) in engines.iter().filter(|(other, _)| *other != engine) {
            for name in own.difference(theirs) {
                let what = format!("table `{name}` exists on {engine} but not on {other}");
                let file = tree
                    .within(FOLDER, ".sql")
                    .find(|file| file.path[FOLDER.len()..].starts_with(engine));
                findings.extend(file.map(|file: &File| Finding::new(file, 0, what)));
            }
        }
    }
    findings
}

fn wrong_key(table: &Made, engine: &str) -> Option<String> {
    let name = table.name.as_str();
    if ACROSS_WORKSPACES.contains(&name)
        || first_key_column(&table.body).as_deref() == Some("workspace_id")
    {
        return None;
    }
    let mut notes = table.comment.lines().chain(table.body.lines());
    let has_note = notes.any(|line| line.trim_start().starts_with(ROW_NUMBER_NOTE));
    if engine == "sqlite" && BY_ROW_NUMBER.contains(&name) && has_note {
        return None;
    }
    Some(format!(
        "the primary key of `{name}` must start with `workspace_id`"
    ))
}

/// The tables that a migration creates; partitions and virtual tables are no tables of their own.
fn tables(text: &str) -> Vec<Made> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = find_word(&text[from..], "CREATE TABLE") {
        let start = from + at;
        from = start + "CREATE TABLE".len();
        if is_commented(text, start) {
            continue;
        }
        let rest = text[from..].trim_start();
        let rest = rest
            .strip_prefix("IF NOT EXISTS")
            .unwrap_or(rest)
            .trim_start();
        let name: String = rest
            .chars()
            .take_while(|sign| sign.is_alphanumeric() || *sign == '_')
            .collect();
        let after = rest[name.len()..].trim_start();
        if let Some(body) = parenthesised(after) {
            let line = 1 + text[..start].matches('\n').count();
            let comment = comment_above(&text[..start]);
            found.push(Made {
                name,
                line,
                comment,
                body,
            });
        }
    }
    found
}

/// The unbroken comment lines at the end of what stands above a table.
fn comment_above(text: &str) -> String {
    let lines = text.lines().rev().take_while(|line| line.starts_with("--"));
    lines.collect::<Vec<_>>().join("\n")
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    text.to_ascii_uppercase().find(word)
}

fn is_commented(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[line..at].contains("--")
}

/// The text between the parenthesis at the start and its partner, not fooled by parentheses in comments.
fn parenthesised(text: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut in_comment = false;
    for (at, sign) in text.char_indices() {
        match sign {
            '\n' => in_comment = false,
            '-' if text[at..].starts_with("--") => in_comment = true,
            '(' if !in_comment => depth += 1,
            ')' if !in_comment => {
                depth -= 1;
                if depth == 0 {
                    return Some(text[1..at].to_owned());
                }
            }
            _ if depth == 0 && !in_comment => return None,
            _ => {}
        }
    }
    None
}

/// The first column of the primary key, from the constraint or from the column that carries it.
fn first_key_column(body: &str) -> Option<String> {
    let lines = body
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line));
    let code = lines.collect::<Vec<_>>().join("\n");
    let at = find_word(&code, "PRIMARY KEY")?;
    let after = code[at + "PRIMARY KEY".len()..].trim_start();
    let part = match after.strip_prefix('(') {
        Some(columns) => columns,
        // The column's own definition: from the comma before it.
        None => code[..at].rsplit(',').next()?,
    };
    let part = part.trim_start();
    let column: String = part
        .chars()
        .take_while(|sign| sign.is_alphanumeric() || *sign == '_')
        .collect();
    (!column.is_empty()).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::{check, tables, workspace_tables};
    use crate::tidy::said;
    use crate::workspace::Tree;

    const SQLITE: &str = "crates/store/migrations/sqlite/0001_start.sql";
    const POSTGRES: &str = "crates/store/migrations/postgres/0001_start.sql";

    #[test]
    fn the_key_may_stand_in_a_constraint_or_with_its_column() {
        let good = "CREATE TABLE send (\n  workspace_id BLOB NOT NULL, -- whose (and no other)\n  id BLOB NOT NULL,\n  \
                    PRIMARY KEY (workspace_id, id)\n) STRICT, WITHOUT ROWID;\nCREATE TABLE IF NOT EXISTS workspace (workspace_id BLOB \
                    NOT NULL PRIMARY KEY, name TEXT CHECK (length(name) < 10));\nCREATE TABLE login (email_hash BLOB \
                    PRIMARY KEY);\n";
        assert!(said(check, &[(SQLITE, good)]).is_empty());
        let names: Vec<_> = tables(good)
            .into_iter()
            .map(|table| (table.name, table.line))
            .collect();
        assert_eq!(
            names,
            [
                ("send".to_owned(), 1),
                ("workspace".to_owned(), 6),
                ("login".to_owned(), 7)
            ]
        );
    }

    #[test]
    fn any_other_key_is_named() {
        let bad = "-- CREATE TABLE old (id)\nCREATE TABLE send (id BLOB PRIMARY KEY, workspace_id BLOB);\nCREATE TABLE \
                   event (number BIGINT, workspace_id BLOB, PRIMARY KEY (number, workspace_id));\nCREATE TABLE bare (id BLOB);\n";
        let expected = ["send", "event", "bare"]
            .map(|name| format!("the primary key of `{name}` must start with `workspace_id`"));
        let found = said(check, &[(SQLITE, bad)]);
        assert_eq!(found.len(), 3);
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.ends_with(&expected), "{found}");
        }
        assert!(
            found[0].starts_with(&format!("{SQLITE}:2:")),
            "{}",
            found[0]
        );
    }

    #[test]
    fn row_numbers_are_for_two_tables_of_one_engine_and_explained() {
        let noted = |name: &str| {
            format!(
                "CREATE TABLE {name} (\n  -- rowid: account number, then ordinal\n  doc INTEGER PRIMARY KEY\n);"
            )
        };
        assert!(!said(check, &[(POSTGRES, &noted("inbox"))]).is_empty());
        assert!(said(check, &[(SQLITE, &noted("inbox"))]).is_empty());
        let above =
            "-- A list.\n-- rowid: thread\nCREATE TABLE inbox (thread INTEGER PRIMARY KEY);";
        assert!(said(check, &[(SQLITE, above)]).is_empty());
        let elsewhere = "-- rowid: thread\n\nCREATE TABLE inbox (thread INTEGER PRIMARY KEY);";
        assert!(!said(check, &[(SQLITE, elsewhere)]).is_empty());
        assert!(!said(check, &[(SQLITE, &noted("send"))]).is_empty());
        assert!(
            !said(
                check,
                &[(SQLITE, "CREATE TABLE inbox (doc INTEGER PRIMARY KEY);")]
            )
            .is_empty()
        );
    }

    #[test]
    fn both_engines_have_the_same_tables() {
        let one = "CREATE TABLE send (workspace_id BLOB PRIMARY KEY);";
        let two = "CREATE TABLE event (workspace_id BYTEA PRIMARY KEY);";
        let both = format!("{one}\n{two}");
        assert!(said(check, &[(SQLITE, both.as_str()), (POSTGRES, &both)]).is_empty());
        let found = said(check, &[(SQLITE, both.as_str()), (POSTGRES, one)]);
        assert_eq!(
            found,
            [format!(
                "{SQLITE}: table `event` exists on sqlite but not on postgres"
            )]
        );
    }

    #[test]
    fn tables_across_workspaces_are_none_of_theirs() {
        let text = "CREATE TABLE agenda (shard BIGINT PRIMARY KEY); CREATE TABLE send (workspace_id BLOB PRIMARY KEY);";
        assert_eq!(
            Vec::from_iter(workspace_tables(&Tree::of(&[(SQLITE, text)]))),
            ["send"]
        );
    }
}
