//! The archives of the first years, whole: no addresses of recipients, and none of connections.

use super::*;

type Facts = (Vec<(u64, String, Option<String>)>, Vec<(u64, Rejection)>);

fn connections(path: &Path) -> Facts {
    let mut archive = ArchiveReader::open(path).unwrap();
    let survey = archive.survey(|_| {}).unwrap();
    let (mut found, mut rejected) = (Vec::new(), Vec::new());
    for row in archive.connections(&survey).unwrap() {
        match row {
            Ok(row) => {
                let day = row.connected_at.map(|day| day.to_string());
                found.push((row.line, row.party.key.to_string(), day));
            }
            Err(RowError::Rejected(row)) => rejected.push((row.line, row.reason)),
            Err(RowError::Broken(error)) => panic!("{error}"),
        }
    }
    (found, rejected)
}

#[test]
fn connections_without_addresses_are_found_by_their_names() {
    for (era, first_line) in [("2020-whole.zip", 2), ("2022-whole.zip", 5)] {
        let (found, rejected) = connections(&fixture(era));
        let keys: Vec<_> = found
            .iter()
            .map(|(line, key, _)| (*line, key.as_str()))
            .collect();
        assert_eq!(keys[0], (first_line, "jane-roe"), "{era}");
        assert_eq!(keys[1].0, first_line + 1);
        assert!(keys[1].1.starts_with("archived_"), "{keys:?}");
        assert_eq!(found[0].2.as_deref(), Some("2019-03-07T00:00:00Z"));
        let expected = [
            (first_line + 2, Rejection::Hidden),
            (first_line + 3, Rejection::Unaddressed),
        ];
        assert_eq!(rejected, expected, "{era}");
        assert!(rejected.iter().all(|(_, reason)| reason.is_hidden()));
    }
}

#[test]
fn a_name_that_two_members_have_is_nobodys() {
    let header = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,DATE,CONTENT\n";
    let row = |thread: &str, slug: &str| {
        format!("2-{thread},Jane Roe,linkedin.com/in/{slug},Me,2020-01-01 00:00:00 UTC,Hi\n")
    };
    let folder =
        folder_with((header.to_owned() + &row("a", "jane-1") + &row("b", "jane-2")).as_bytes());
    let file = "First Name,Last Name,Email Address,Company,Position,Connected On\nJane,Roe,,,,01 Jan 2020\n";
    fs::write(folder.path().join("Connections.csv"), file).unwrap();
    assert_eq!(
        connections(folder.path()),
        (vec![], vec![(2, Rejection::Unaddressed)])
    );
}

#[test]
fn whole_archives_of_the_first_years_are_read() {
    for (era, count) in [("2020-whole.zip", 6), ("2022-whole.zip", 8)] {
        let (messages, rejected, counts) = read(&fixture(era));
        assert_eq!(
            (messages.len(), rejected, counts.read),
            (count, vec![], count as u64),
            "{era}"
        );
        let group = messages
            .iter()
            .find(|row| row.text == "Who comes on Friday?")
            .unwrap();
        let keys: Vec<_> = group
            .recipients
            .iter()
            .map(|party| party.key.as_str())
            .collect();
        assert_eq!(keys, ["robin-sample-1", "jane-roe", "john-doe-123"]);
        let silent = messages
            .iter()
            .find(|row| row.text == "Are you there?")
            .unwrap();
        assert!(silent.recipients[0].key.is_hidden());
        assert_eq!(
            owner_of(&fixture(era)).unwrap().key.as_str(),
            "robin-sample-1"
        );
    }
}

#[test]
fn connections_that_are_none_say_so_and_nothing_else() {
    let folder = folder_with(&fs::read(fixture("2020-nine-columns/messages.csv")).unwrap());
    for (file, is_readable) in [
        ("", false),
        ("Name,Place\nx,y\n", false),
        ("First Name,Last Name\n", true),
    ] {
        fs::write(folder.path().join("Connections.csv"), file).unwrap();
        let mut archive = ArchiveReader::open(folder.path()).unwrap();
        let survey = archive.survey(|_| {}).unwrap();
        assert_eq!(archive.connections(&survey).is_ok(), is_readable, "{file}");
        let count = archive.messages(&survey).unwrap().flatten().count();
        assert_eq!(count, 13);
    }
}

#[test]
fn a_thread_is_seen_as_a_whole_before_its_rows_are_read() {
    let mut archive = ArchiveReader::open(&fixture("2022-whole.zip")).unwrap();
    let survey = archive.survey(|_| {}).unwrap();
    assert_eq!(survey.newest.unwrap().to_string(), "2022-05-05T05:05:05Z");
    let mut views = Vec::new();
    for row in archive.messages(&survey).unwrap() {
        let view = survey.thread(&row.unwrap().thread);
        views.push((view.is_group, view.folder));
    }
    let (direct, group) = ((false, Some(Folder::Inbox)), (true, Some(Folder::Archive)));
    let spam = (false, Some(Folder::Spam));
    assert_eq!(
        views,
        [direct, direct, direct, direct, direct, group, group, spam]
    );
    assert_eq!(survey.named_threads.len(), 5);
}
