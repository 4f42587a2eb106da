//! Rows of a file that puts people on the list: CSV with a line of headers, or one JSON object a line.

use domain::limits::SUPPRESSIONS_IMPORT_ROWS_MAX;
use domain::suppression::SuppressionState;
use serde::Deserialize;

use crate::Refusal;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// The first line names the columns: `person`, and `state` and `note` where there are any.
    Csv,
    /// An object a line with the same members; blank lines are passed over.
    JsonLines,
}

/// Whom a row names, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    person: String,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The line that it begins in, from 1.
    pub(super) line: u64,
    /// As it was written; empty where it cannot be read.
    pub(super) person: String,
    /// How they are to stand there and what is noted, or what is wrong with the row.
    pub(super) wanted: Result<(SuppressionState, Option<String>), Refusal>,
}

impl Row {
    fn of(line: u64, written: Result<Written, Refusal>) -> Self {
        match written {
            Ok(written) => Self {
                line,
                person: written.person.trim().to_owned(),
                wanted: checked(written),
            },
            Err(refusal) => Self {
                line,
                person: String::new(),
                wanted: Err(refusal),
            },
        }
    }
}

/// The longest note.
pub const NOTE_CHARS_MAX: usize = 500;

fn checked(written: Written) -> Result<(SuppressionState, Option<String>), Refusal> {
    let filled = |text: Option<String>| {
        let text = text.map(|text| text.trim().to_owned());
        text.filter(|text| !text.is_empty())
    };
    if written.person.trim().is_empty() {
        return Err(Refusal::field("person", "required", "person is required"));
    }
    let state = match filled(written.state) {
        None => SuppressionState::Suppressed,
        Some(word) => SuppressionState::from_word(&word).ok_or_else(|| {
            let message = format!("state must be {}", SuppressionState::WORDS.join(" or "));
            Refusal::field("state", "unknown_word", message)
        })?,
    };
    let note = filled(written.note);
    let is_long = |note: &String| note.chars().count() > NOTE_CHARS_MAX;
    if note.as_ref().is_some_and(is_long) {
        let message = format!("note has at most {NOTE_CHARS_MAX} characters");
        return Err(Refusal::field("note", "too_long", message));
    }
    Ok((state, note))
}

/// The rows of a file, each read for itself. Refused as a whole: what is not of this format, and more than 10,000 rows.
pub(super) fn read(format: ImportFormat, bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    let rows = match format {
        ImportFormat::Csv => read_csv(bytes)?,
        ImportFormat::JsonLines => read_lines(bytes)?,
    };
    if rows.is_empty() {
        return Err(Refusal::field("", "empty", "There is no row."));
    }
    Ok(rows)
}

fn too_many() -> Refusal {
    let message = format!("There are more than {SUPPRESSIONS_IMPORT_ROWS_MAX} rows: divide them.");
    Refusal::field("", "too_many", message)
}

fn read_csv(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    // Programs for tables put a mark in front.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let wrong =
        |error: csv::Error| Refusal::field("", "wrong_form", format!("This is no CSV: {error}"));
    let mut headers = reader.headers().map_err(wrong)?.clone();
    headers = headers.iter().map(str::to_ascii_lowercase).collect();
    if !headers.iter().any(|name| name == "person") {
        let message =
            "The first line names the columns: person, and state and note where there are any.";
        return Err(Refusal::field("person", "required", message));
    }
    let known = ["person", "state", "note"];
    if let Some(other) = headers.iter().find(|name| !known.contains(name)) {
        let message = format!("There is no column {other}: person, state and note are read.");
        return Err(Refusal::field(other, "unknown_field", message));
    }
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let position = match &record {
            Ok(record) => record.position(),
            Err(error) => error.position(),
        };
        let start = position.map_or(0, csv::Position::byte);
        let start = row_start(bytes, usize::try_from(start).unwrap_or(usize::MAX));
        line += line_breaks(&bytes[counted.min(start)..start]);
        counted = start.max(counted);
        let record = record.and_then(|record| record.deserialize(Some(&headers)));
        let written = record.map_err(|error| Refusal::field("", "wrong_form", error.to_string()));
        if rows.len() == SUPPRESSIONS_IMPORT_ROWS_MAX {
            return Err(too_many());
        }
        rows.push(Row::of(line, written));
    }
    Ok(rows)
}

/// Where the row really begins that the reader sees begin here: behind the rest of a line break, and behind blank lines.
fn row_start(bytes: &[u8], at: usize) -> usize {
    let at = at.min(bytes.len());
    let breaks = bytes[at..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at + breaks.count()
}

fn line_breaks(bytes: &[u8]) -> u64 {
    let lines = bytes.split(|byte| *byte == b'\n').count();
    u64::try_from(lines.saturating_sub(1)).unwrap_or(u64::MAX)
}

fn read_lines(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Refusal::field("", "wrong_form", format!("This is not UTF-8: {error}")))?;
    let lines = (1..).zip(text.lines());
    let mut rows = Vec::new();
    for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
        if rows.len() == SUPPRESSIONS_IMPORT_ROWS_MAX {
            return Err(too_many());
        }
        let written = serde_json::from_str(text)
            .map_err(|error| Refusal::field("", "wrong_form", error.to_string()));
        rows.push(Row::of(line, written));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, person, state and note, or the path and code of what is wrong.
    fn seen(format: ImportFormat, text: &str) -> Vec<(u64, String, String)> {
        let rows = read(format, text.as_bytes()).expect("it can be read");
        let rows = rows.into_iter().map(|row| {
            let wanted = match row.wanted {
                Ok((state, note)) => format!("{} {}", state.word(), note.unwrap_or_default()),
                Err(refusal) => format!("{}: {}", refusal.issues[0].path, refusal.issues[0].code),
            };
            (row.line, row.person, wanted)
        });
        rows.collect()
    }

    fn is(rows: &[(u64, String, String)], expected: &[(u64, &str, &str)]) {
        let rows: Vec<_> = rows
            .iter()
            .map(|(line, person, wanted)| (*line, person.as_str(), wanted.as_str()))
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn both_formats_say_the_same() {
        let csv = "\u{feff}Person, note,state\r\njohn-doe,\"by phone,\nthen by mail\",\r\n ACoAAmaria ,,paused\r\n,x,\r\n\
            lin,,gone\r\na,b\r\n";
        is(
            &seen(ImportFormat::Csv, csv),
            &[
                (2, "john-doe", "suppressed by phone,\nthen by mail"),
                (4, "ACoAAmaria", "paused "),
                (5, "", "person: required"),
                (6, "lin", "state: unknown_word"),
                (7, "", ": wrong_form"),
            ],
        );
        let lines = "{\"person\": \"john-doe\", \"note\": \"by phone\"}\n\n{\"person\": \"ACoAAmaria\", \"state\": \"paused\"}\n\
            {\"note\": \"x\"}\nnonsense\n{\"person\": \"a\", \"reason\": \"b\"}";
        is(
            &seen(ImportFormat::JsonLines, lines),
            &[
                (1, "john-doe", "suppressed by phone"),
                (3, "ACoAAmaria", "paused "),
                (4, "", ": wrong_form"),
                (5, "", ": wrong_form"),
                (6, "", ": wrong_form"),
            ],
        );
    }

    #[test]
    fn what_is_no_such_file_is_refused_whole() {
        let code = |format, text: &str| read(format, text.as_bytes()).unwrap_err().issues[0].code;
        assert_eq!(code(ImportFormat::Csv, ""), "required");
        assert_eq!(code(ImportFormat::Csv, "name,note\na,b\n"), "required");
        assert_eq!(
            code(ImportFormat::Csv, "person,phone\na,b\n"),
            "unknown_field"
        );
        assert_eq!(code(ImportFormat::Csv, "person\n"), "empty");
        assert_eq!(code(ImportFormat::JsonLines, "\n\n"), "empty");
        let rows = |count| "{\"person\": \"a\"}\n".repeat(count);
        assert!(read(ImportFormat::JsonLines, rows(10_000).as_bytes()).is_ok());
        assert_eq!(code(ImportFormat::JsonLines, &rows(10_001)), "too_many");
        assert_eq!(
            code(
                ImportFormat::Csv,
                &format!("person\n{}", "a\n".repeat(10_001))
            ),
            "too_many"
        );
        assert!(read(ImportFormat::JsonLines, b"\xff").is_err());
    }
}
