//! Archives that are broken, cut, edited by hand or hostile.

use domain::limits::{ARCHIVE_ROW_BYTES_MAX, ARCHIVE_TEXT_CHARS_MAX};

use super::*;

const HEADER: &str =
    "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT\n";

fn row(thread: &str, date: &str, content: &str) -> String {
    format!("{thread},Jane,linkedin.com/in/jane,Me,linkedin.com/in/me,{date},,{content}\n")
}

fn good(content: &str) -> String {
    row("2-a", "2024-01-01 00:00:00 UTC", content)
}

fn texts(messages: &[MessageRow]) -> Vec<&str> {
    messages
        .iter()
        .map(|message| message.text.as_str())
        .collect()
}

#[test]
fn rejected_rows_are_named_and_the_rest_is_read() {
    let rows = [
        good("first"),
        row("", "2024-01-01 00:00:00 UTC", "x"),
        row("no id", "2024-01-01 00:00:00 UTC", "x"),
        row("2-a", "", "x"),
        row("2-a", "01.02.2024 10:00", "x"),
        row("2-a", "2024-13-01 00:00:00 UTC", "x"),
        "2-a,too,few\n".to_owned(),
        good("too,many"),
        "\n\n".to_owned(),
        good("last"),
    ];
    let file = [
        HEADER.as_bytes(),
        rows.concat().as_bytes(),
        good("bytes \u{1}").as_bytes(),
    ]
    .concat();
    let file: Vec<u8> = file
        .iter()
        .map(|byte| if *byte == 1 { 0xFF } else { *byte })
        .collect();
    let (messages, rejected, counts) = read(folder_with(&file).path());
    assert_eq!(texts(&messages), ["first", "last"]);
    assert_eq!(messages[1].line, 12);
    let found: Vec<_> = rejected
        .into_iter()
        .map(|row| (row.line, row.reason))
        .collect();
    let columns = |found| Rejection::Columns { found, expected: 8 };
    assert_eq!(
        found,
        [
            (3, Rejection::Empty("CONVERSATION ID")),
            (4, Rejection::Thread),
            (5, Rejection::Empty("DATE")),
            (6, Rejection::Date),
            (7, Rejection::Date),
            (8, columns(3)),
            (9, columns(9)),
            (13, Rejection::Encoding("CONTENT")),
        ]
    );
    assert_eq!((counts.read, counts.rejected), (10, 8));
}

#[test]
fn dates_of_every_known_form_are_understood() {
    for date in [
        "2024-01-31 23:59:59 UTC",
        "2024-01-31 23:59:59",
        "2024-01-31T23:59:59Z",
        "2024-01-31T23:59:59.000Z",
        "2024-02-01T00:59:59+01:00",
    ] {
        let file = HEADER.to_owned() + &row("2-a", date, "x");
        let (messages, rejected, _) = read(folder_with(file.as_bytes()).path());
        assert_eq!(rejected, [], "{date}");
        assert_eq!(messages[0].sent_at.to_string(), "2024-01-31T23:59:59Z");
    }
}

#[test]
fn byte_order_marks_and_line_ends_of_other_systems_do_not_matter() {
    let file = (HEADER.to_owned() + &good("first") + &good("\"two\nlines\"")).replace('\n', "\r\n");
    let quoted = HEADER
        .trim()
        .split(',')
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>();
    let quoted = format!("\u{FEFF}{}\n{}", quoted.join(","), good("first"));
    let file = format!("\u{FEFF}{file}");
    let (messages, rejected, _) = read(folder_with(file.as_bytes()).path());
    assert_eq!(
        (texts(&messages), rejected),
        (vec!["first", "two\nlines"], vec![])
    );
    assert_eq!((messages[0].line, messages[1].line), (2, 3));
    assert_eq!(
        texts(&read(folder_with(quoted.as_bytes()).path()).0),
        ["first"]
    );
}

#[test]
fn a_quote_that_never_closes_costs_one_row() {
    let open = good("\"never closed");
    for filler in [0, 2 * ARCHIVE_ROW_BYTES_MAX / good("filler").len()] {
        let file = HEADER.to_owned()
            + &good("first")
            + &open
            + &good("second")
            + &good("filler").repeat(filler);
        let (messages, rejected, _) = read(folder_with(file.as_bytes()).path());
        assert_eq!(messages.len(), 2 + filler);
        assert_eq!(texts(&messages[..2]), ["first", "second"]);
        assert_eq!(messages[1].line, 4);
        assert_eq!(rejected.len(), 1);
        assert_eq!(
            (rejected[0].line, &rejected[0].reason),
            (3, &Rejection::Endless)
        );
    }
}

#[test]
fn a_file_of_endless_rows_is_given_up() {
    let endless = format!("\"\"\"{}\n", "x".repeat(ARCHIVE_ROW_BYTES_MAX));
    let file = HEADER.to_owned() + &endless.repeat(22);
    let folder = folder_with(file.as_bytes());
    let error = ArchiveReader::open(folder.path())
        .unwrap()
        .survey(|_| {})
        .unwrap_err();
    assert!(
        matches!(error, ArchiveError::Unreadable { line: 22, .. }),
        "{error}"
    );
}

#[test]
fn texts_are_kept_up_to_a_bound_that_is_told() {
    let long = "é".repeat(ARCHIVE_TEXT_CHARS_MAX);
    let file = HEADER.to_owned() + &good(&long) + &good(&format!("{long}x")) + &good("nul \0 nul");
    let (messages, ..) = read(folder_with(file.as_bytes()).path());
    assert_eq!(
        messages.iter().map(|row| row.is_cut).collect::<Vec<_>>(),
        [false, true, false]
    );
    assert_eq!(messages[0].text, messages[1].text);
    assert_ne!(messages[0].key, messages[1].key);
    assert_eq!(messages[2].text, "nul \u{FFFD} nul");
}

#[test]
fn rows_of_more_people_than_exist_are_rejected() {
    let urls = "linkedin.com/in/x,".repeat(2_000);
    let file = format!("{HEADER}2-a,Jane,,Me,\"{urls}\",2024-01-01 00:00:00 UTC,,x\n");
    let (messages, rejected, _) = read(folder_with(file.as_bytes()).path());
    assert_eq!(
        (messages.len(), &rejected[0].reason),
        (0, &Rejection::People)
    );
}

#[test]
fn what_is_no_archive_is_refused_with_the_reason() {
    let open = |path: &Path| ArchiveReader::open(path).unwrap_err().to_string();
    let file = folder_with(b"CONVERSATION ID,TO,DATE\n");
    assert_eq!(
        open(file.path()),
        "messages.csv lacks the columns FROM, CONTENT"
    );
    let empty = folder_with(b"");
    assert!(open(empty.path()).starts_with("messages.csv lacks the columns"));
    let nothing = tempfile::tempdir().unwrap();
    assert!(open(nothing.path()).ends_with("holds no messages.csv"));
    assert!(open(&nothing.path().join("absent.zip")).starts_with("cannot read"));
    let zip = zip_with(&[("Profile.csv", b"x")]);
    assert!(open(zip.path()).ends_with("holds no messages.csv"));
    let cut = tempfile::NamedTempFile::new().unwrap();
    let whole = fs::read(zip_with(&[("messages.csv", HEADER.as_bytes())]).path()).unwrap();
    fs::write(cut.path(), &whole[..whole.len() / 2]).unwrap();
    assert!(open(cut.path()).starts_with("cannot read the zip file"));
}

#[test]
fn a_damaged_zip_ends_the_reading_with_an_error() {
    let rows: String = (0..20_000)
        .map(|number| good(&(number * 7_919 % 65_537).to_string()))
        .collect();
    let file = HEADER.to_owned() + &rows;
    let zip = zip_with(&[("messages.csv", file.as_bytes())]);
    let mut bytes = fs::read(zip.path()).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..middle + 64] {
        *byte ^= 0xA5;
    }
    fs::write(zip.path(), bytes).unwrap();
    let mut archive = ArchiveReader::open(zip.path()).unwrap();
    assert!(matches!(
        archive.survey(|_| {}),
        Err(ArchiveError::Read { .. })
    ));
    let survey = Survey::default();
    let mut rows = archive.messages(&survey).unwrap();
    let broken = rows.find(|row| matches!(row, Err(RowError::Broken(_))));
    assert!(broken.is_some());
    assert!(rows.next().is_none());
}
