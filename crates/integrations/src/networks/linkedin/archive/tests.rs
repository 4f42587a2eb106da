use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use domain::urn::{PersonReference, Slug};

use super::*;

mod bounds;
mod damage;
mod early;
mod owner;
mod round_trip;

pub(super) fn fixture(era: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/archive");
    PathBuf::from(folder).join(era)
}

/// A folder with `messages.csv` alone.
pub(super) fn folder_with(messages: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("messages.csv"), messages).unwrap();
    folder
}

pub(super) fn zip_with(files: &[(&str, &[u8])]) -> tempfile::NamedTempFile {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(zip.finish().unwrap().get_ref()).unwrap();
    file
}

/// Everything that an archive gives: its messages, the rejected rows and the counts.
pub(super) fn read(path: &Path) -> (Vec<MessageRow>, Vec<RejectedRow>, Counts) {
    let mut archive = ArchiveReader::open(path).unwrap();
    let survey = archive.survey(|_| {}).unwrap();
    let mut rows = archive.messages(&survey).unwrap();
    let (mut messages, mut rejected) = (Vec::new(), Vec::new());
    for row in rows.by_ref() {
        match row {
            Ok(message) => messages.push(message),
            Err(RowError::Rejected(row)) => rejected.push(row),
            Err(RowError::Broken(error)) => panic!("{error}"),
        }
    }
    let counts = rows.counts();
    assert_eq!(survey.rows + counts.drafts, counts.read);
    (messages, rejected, counts)
}

fn owner_of(path: &Path) -> Result<Party, OwnerUnclear> {
    let mut archive = ArchiveReader::open(path).unwrap();
    let profile = archive.profile().unwrap();
    archive.survey(|_| {}).unwrap().owner(profile.as_ref())
}

fn slug(text: &str) -> Party {
    let reference = PersonReference::Slug(Slug::new(text).unwrap());
    Party::of(&reference, "").unwrap()
}

#[test]
fn reads_what_an_archive_holds() {
    let (messages, rejected, counts) = read(&fixture("2026-thirteen-columns"));
    assert_eq!(rejected, []);
    assert_eq!((counts.read, counts.drafts, counts.rejected), (15, 2, 0));
    assert_eq!(messages.len(), 13);

    let first = &messages[0];
    assert_eq!(first.line, 2);
    assert_eq!(first.sender.name, "Jane Roe");
    assert_eq!(first.sender.key.as_str(), "jane-roe");
    assert_eq!(first.recipients.len(), 1);
    assert_eq!(first.sent_at.to_string(), "2024-05-06T09:30:00Z");
    assert_eq!(first.text, "Sounds good.\n\nSee you on \"Monday\", 10:00?");
    assert_eq!((first.title.as_ref(), first.subject.as_ref()), (None, None));
    // The first row has three lines.
    assert_eq!(messages[1].line, 5);
    assert_eq!(
        messages[1].text,
        "Hello Jane,\nshall we meet next week?\n\nRobin"
    );

    let group = &messages[5];
    let names: Vec<_> = group
        .recipients
        .iter()
        .map(|party| party.name.as_str())
        .collect();
    assert_eq!(names, ["Doe, Jr., John", "Jane Roe"]);
    assert_eq!(group.title.as_deref(), Some("Launch team"));
    assert_eq!(group.folder, Folder::Archive);
    let picture = &messages[6];
    assert_eq!(picture.text, "");
    assert_eq!(
        picture.attachments,
        ["https://www.linkedin.com/dms/image/2"]
    );

    let sponsored = &messages[11];
    assert!(sponsored.is_sponsored && sponsored.sender.key.is_hidden());
    assert_eq!(sponsored.text, "Hi Robin,\n\ntry Acme & grow.\nNow!");
    let inmail = &messages[12];
    assert_eq!(inmail.subject.as_deref(), Some("A role for you"));
    assert!(inmail.sender.key.as_str().starts_with("ACoAAB1"));
}

#[test]
fn a_slug_stands_for_the_key_where_it_can() {
    let (messages, ..) = read(&fixture("2026-thirteen-columns"));
    let juergen = &messages[7].sender;
    assert_eq!(
        juergen.slug.as_ref().map(Slug::as_str),
        Some("jürgen-müller-9")
    );
    assert!(juergen.key.as_str().starts_with("archived_"), "{juergen:?}");
    // What is given out as an id is understood again.
    for party in messages.iter().map(|message| &message.sender) {
        let reference = PersonReference::parse(party.key.as_str()).unwrap();
        assert_eq!(Party::of(&reference, "").unwrap().key, party.key);
    }
}

#[test]
fn hidden_members_are_told_apart_by_thread() {
    let (messages, ..) = read(&fixture("2026-thirteen-columns"));
    let (theirs, mine, other) = (&messages[8], &messages[9], &messages[10]);
    assert!(theirs.sender.key.is_hidden());
    assert_eq!(
        (mine.recipients.len(), &mine.recipients[0]),
        (1, &theirs.sender)
    );
    assert_eq!(mine.text, "I <3 riddles");
    assert_eq!(other.sender.name, theirs.sender.name);
    assert_ne!(other.sender.key, theirs.sender.key);
    assert_eq!(other.folder, Folder::Spam);
}

#[test]
fn every_era_gives_the_same_messages_of_the_same_people() {
    let (expected, ..) = read(&fixture("2026-thirteen-columns"));
    let facts = |message: &MessageRow| {
        let recipients: Vec<_> = message
            .recipients
            .iter()
            .map(|party| party.key.clone())
            .collect();
        let sender = message.sender.key.clone();
        (
            message.key.clone(),
            sender,
            recipients,
            message.sent_at,
            message.text.clone(),
        )
    };
    for era in [
        "2020-nine-columns",
        "2023-ten-columns",
        "2024-twelve-columns",
        "2025-eleven-columns",
        "2025-twelve-columns",
    ] {
        let (messages, rejected, _) = read(&fixture(era));
        assert_eq!(rejected, [], "{era}");
        let has_drafts = messages.len() - expected.len();
        // One of the drafts shows only in the column that this era lacks.
        assert_eq!(has_drafts, 0, "{era}");
        for (message, expected) in messages.iter().zip(&expected) {
            assert_eq!(facts(message), facts(expected), "{era}");
        }
        assert_eq!(
            owner_of(&fixture(era)).unwrap(),
            owner_of(&fixture("2026-thirteen-columns")).unwrap()
        );
    }
}

#[test]
fn keys_are_unique_and_repeat() {
    let (messages, ..) = read(&fixture("2026-thirteen-columns"));
    let mut keys: Vec<_> = messages.iter().map(|message| message.key.clone()).collect();
    // Two thumbs in one second are two messages.
    assert_eq!(messages[2].text, messages[3].text);
    assert_eq!(messages[3].key.as_str(), format!("{}-2", messages[2].key));
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), messages.len());
    assert_eq!(read(&fixture("2026-thirteen-columns")).0, messages);
}

#[test]
fn a_renamed_or_hidden_sender_keeps_the_message() {
    let header = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT\n";
    let row = |from: &str, url: &str, text: &str| {
        format!("{header}2-a,{from},{url},Me,linkedin.com/in/me,2024-01-01 00:00:00 UTC,{text}\n")
    };
    let key = |messages: String| {
        read(folder_with(messages.as_bytes()).path()).0[0]
            .key
            .clone()
    };
    let before = key(row(
        "Jane Roe",
        "linkedin.com/in/jane-roe",
        "\"Hello \n you\"",
    ));
    assert_eq!(
        before,
        key(row("Jane Poe", "linkedin.com/in/jane-poe", "Hello you"))
    );
    assert_eq!(before, key(row("LinkedIn Member", "", "Hello you")));
    assert_ne!(
        before,
        key(row("Jane Roe", "linkedin.com/in/jane-roe", "Hello me"))
    );
}

#[test]
fn the_owner_is_the_one_common_to_all_threads() {
    for era in ["2026-thirteen-columns", "2020-nine-columns"] {
        let owner = owner_of(&fixture(era)).unwrap();
        assert_eq!(
            (owner.name.as_str(), owner.key.as_str()),
            ("Robin Sample", "robin-sample-1")
        );
    }
}

#[test]
fn one_thread_does_not_say_whose_it_is_unless_the_profile_does() {
    let messages = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT\n\
        2-a,Jane Roe,linkedin.com/in/jane-roe,Robin Sample,linkedin.com/in/robin,2024-01-01 00:00:00 UTC,Hi\n";
    let folder = folder_with(messages.as_bytes());
    let unclear = owner_of(folder.path()).unwrap_err();
    let names: Vec<_> = unclear
        .candidates
        .iter()
        .map(|party| party.name.as_str())
        .collect();
    assert_eq!(names, ["Jane Roe", "Robin Sample"]);
    for (profile, owner) in [
        ("First Name,Last Name\nROBIN,Sample\n", Some("robin")),
        ("First Name,Last Name\nSomebody,Else\n", None),
        ("First Name,Last Name\n", None),
    ] {
        fs::write(folder.path().join("Profile.csv"), profile).unwrap();
        let found = owner_of(folder.path()).ok();
        assert_eq!(
            found.map(|party| party.key),
            owner.map(|name| slug(name).key)
        );
    }
}

#[test]
fn a_zip_a_folder_and_the_file_alone_are_the_same() {
    let folder = fixture("2026-thirteen-columns");
    let content = |name: &str| fs::read(folder.join(name)).unwrap();
    let (messages, profile) = (content("messages.csv"), content("Profile.csv"));
    let zips = [
        zip_with(&[("messages.csv", &messages), ("Profile.csv", &profile)]),
        zip_with(&[
            ("__MACOSX/messages.csv", b"shadow"),
            ("Export/deep/messages.csv", b"other"),
            ("Export/Messages.csv", &messages),
        ]),
    ];
    let expected = read(&folder).0;
    assert_eq!(read(&folder.join("messages.csv")).0, expected);
    assert_eq!(
        read(
            folder
                .parent()
                .unwrap()
                .join("2026-thirteen-columns")
                .as_path()
        )
        .0,
        expected
    );
    for zip in &zips {
        assert_eq!(read(zip.path()).0, expected);
    }
    let mut archive = ArchiveReader::open(zips[0].path()).unwrap();
    assert_eq!(archive.messages_bytes(), messages.len() as u64);
    assert_eq!(archive.profile().unwrap().unwrap().name(), "Robin Sample");
    assert_eq!(archive.connections(&Survey::default()).unwrap().count(), 0);
    let mut alone = ArchiveReader::open(&folder.join("messages.csv")).unwrap();
    assert_eq!(alone.profile().unwrap(), None);
}

#[test]
fn connections_and_profile_are_read() {
    let mut archive = ArchiveReader::open(&fixture("2026-thirteen-columns")).unwrap();
    let profile = archive.profile().unwrap().unwrap();
    assert_eq!(profile.headline.as_deref(), Some("Building things, slowly"));
    let rows: Vec<_> = archive.connections(&Survey::default()).unwrap().collect();
    let facts: Vec<_> = rows
        .iter()
        .map(|row| match row {
            Ok(row) => {
                let day = row.connected_at.map(|day| day.to_string());
                Ok((
                    row.line,
                    row.party.name.as_str(),
                    row.company.as_deref(),
                    day,
                ))
            }
            Err(RowError::Rejected(row)) => Err((row.line, row.reason.clone())),
            Err(RowError::Broken(error)) => panic!("{error}"),
        })
        .collect();
    assert_eq!(
        facts,
        [
            Ok((
                5,
                "Jane Roe",
                Some("Roe, Inc."),
                Some("2024-03-07T00:00:00Z".into())
            )),
            Ok((
                6,
                "Jürgen Müller",
                None,
                Some("2019-12-31T00:00:00Z".into())
            )),
            Err((7, Rejection::Hidden)),
            Ok((8, "Lee Odd", Some("Odd Ltd"), None)),
        ]
    );
}

#[test]
fn progress_ends_at_the_end() {
    let mut archive = ArchiveReader::open(&fixture("2026-thirteen-columns")).unwrap();
    let mut reached = 0;
    let survey = archive.survey(|bytes| reached = bytes).unwrap();
    assert_eq!(reached, archive.messages_bytes());
    assert_eq!((survey.rows, survey.threads), (13, 7));
    assert!(survey.has(&slug("john-doe-123").key) && !survey.has(&slug("nobody").key));
}
