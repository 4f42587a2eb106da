//! Records, written as CSV in any era's columns, come back as the same records.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
struct Written {
    thread: u8,
    from: usize,
    second: u32,
    subject: String,
    content: String,
    is_draft: bool,
}

/// Names with commas, and more than one of them to a slug's words.
const PEOPLE: [(&str, &str); 5] = [
    ("Robin Sample", "https://www.linkedin.com/in/robin-sample"),
    ("Doe, Jr., John", "https://www.linkedin.com/in/john-doe-123"),
    ("Roe, PhD, Jane", "https://www.linkedin.com/in/jane-roe"),
    (
        "Müller, Jürgen",
        "https://www.linkedin.com/in/j%C3%BCrgen-m%C3%BCller",
    ),
    (
        "山田 太郎",
        "https://www.linkedin.com/in/ACoAAXyz0123456789",
    ),
];

fn written() -> impl Strategy<Value = Written> {
    (
        0u8..4,
        0..PEOPLE.len(),
        0u32..4,
        "[a-z ,\"]{0,8}",
        "([a-z<>&,;'\"\\r\\n\u{FEFF}é東]|urn){0,12}",
        prop::bool::weighted(0.1),
    )
        .prop_map(
            |(thread, from, second, subject, content, is_draft)| Written {
                thread,
                from,
                second,
                subject,
                content,
                is_draft,
            },
        )
}

const COLUMNS: [&str; 9] = [
    "CONVERSATION ID",
    "FROM",
    "SENDER PROFILE URL",
    "TO",
    "RECIPIENT PROFILE URLS",
    "DATE",
    "SUBJECT",
    "CONTENT",
    "IS MESSAGE DRAFT",
];

impl Written {
    fn recipients(&self) -> Vec<(&'static str, &'static str)> {
        let others = PEOPLE
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != self.from);
        others.map(|(_, person)| *person).collect()
    }

    fn field(&self, column: &str) -> String {
        let (name, url) = PEOPLE[self.from];
        let joined = |separator, pick: fn((&'static str, &'static str)) -> &'static str| {
            self.recipients()
                .into_iter()
                .map(pick)
                .collect::<Vec<_>>()
                .join(separator)
        };
        match column {
            "CONVERSATION ID" => format!("2-{}", self.thread),
            "FROM" => name.to_owned(),
            "SENDER PROFILE URL" => url.to_owned(),
            "TO" => joined(", ", |person| person.0),
            "RECIPIENT PROFILE URLS" => joined(",", |person| person.1),
            "DATE" => format!("2024-01-01 00:00:{:02} UTC", self.second),
            "SUBJECT" => self.subject.clone(),
            "CONTENT" => self.content.clone(),
            _ => if self.is_draft { "Yes" } else { "No" }.to_owned(),
        }
    }

    fn is_message(&self, row: &MessageRow) -> bool {
        let (name, url) = PEOPLE[self.from];
        let people = self.recipients();
        let is_same = |party: &Party, (name, url): (&str, &str)| {
            party.name == name && party.key == Party::at(url, "").unwrap().key
        };
        let content = self.content.replace("\r\n", "\n").replace('\r', "\n");
        row.thread.as_str() == format!("2-{}", self.thread)
            && is_same(&row.sender, (name, url))
            && row.recipients.len() == people.len()
            && row
                .recipients
                .iter()
                .zip(people)
                .all(|(party, person)| is_same(party, person))
            && row.subject.as_deref().unwrap_or_default() == self.subject.trim()
            && row.text == content.trim()
    }
}

fn csv_of(rows: &[Written], columns: &[&str], style: csv::QuoteStyle) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(style)
        .from_writer(Vec::new());
    writer.write_record(columns).unwrap();
    for row in rows {
        writer
            .write_record(columns.iter().map(|column| row.field(column)))
            .unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn records_come_back(
        rows in prop::collection::vec(written(), 0..30),
        columns in Just(COLUMNS.to_vec()).prop_shuffle(),
        all_quoted in any::<bool>(),
    ) {
        let style = if all_quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let file = csv_of(&rows, &columns, style);
        let (messages, rejected, counts) = read(folder_with(&file).path());
        prop_assert_eq!(rejected, []);
        let sent: Vec<_> = rows.iter().filter(|row| !row.is_draft).collect();
        prop_assert_eq!(counts.drafts, (rows.len() - sent.len()) as u64);
        prop_assert_eq!(messages.len(), sent.len());
        for (message, row) in messages.iter().zip(sent) {
            prop_assert!(row.is_message(message), "{:?} became {:?}", row, message);
        }
        let mut keys: Vec<_> = messages.iter().map(|message| message.key.clone()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), messages.len());
    }

    #[test]
    fn no_file_panics_or_loops(file in prop::collection::vec(any::<u8>(), 0..2_000), rows in prop::collection::vec(written(), 0..5)) {
        let mut damaged = csv_of(&rows, &COLUMNS, csv::QuoteStyle::Necessary);
        damaged.extend_from_slice(&file);
        let (messages, rejected, counts) = read(folder_with(&damaged).path());
        prop_assert_eq!(messages.len() as u64 + rejected.len() as u64 + counts.drafts, counts.read);
    }
}
