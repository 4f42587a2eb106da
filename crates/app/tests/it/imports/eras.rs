//! Archives of one account from several years, in any order: the same people, and every message once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use domain::ids::AccountId;
use integrations::networks::linkedin::archive::ArchiveReader;
use store::{Store, conversations, messages, participants, people};

use super::{Files, OWNER_URL, import, on_memory};
use crate::world::World;

const NAMES: &str =
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER\n";
const URLS: &str = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n";

/// How an archive names a member: name and address.
type Named = (&'static str, &'static str);

const ME: Named = ("Robin Sample", OWNER_URL);
const JANE: Named = ("Jane Roe", "https://www.linkedin.com/in/jane-roe");
const JOHN: Named = ("Doe, Jr., John", "https://www.linkedin.com/in/john-doe-123");
const ANA: Named = ("Ana Ng", "https://www.linkedin.com/in/ana-ng");

/// The same history in the words of one export.
struct Era {
    name: &'static str,
    has_addresses: bool,
    jane: Named,
    /// Only a member who has not closed the account has an address in newer exports.
    john: Named,
    /// Days after the first message on which it ends.
    days: u32,
}

const ERAS: [Era; 6] = [
    Era {
        name: "names",
        has_addresses: false,
        jane: JANE,
        john: JOHN,
        days: 3,
    },
    Era {
        name: "addresses",
        has_addresses: true,
        jane: JANE,
        john: JOHN,
        days: 4,
    },
    Era {
        name: "closed",
        has_addresses: true,
        jane: JANE,
        john: ("LinkedIn Member", ""),
        days: 5,
    },
    Era {
        name: "german",
        has_addresses: true,
        jane: JANE,
        john: ("LinkedIn-Mitglied", ""),
        days: 6,
    },
    Era {
        name: "renamed",
        has_addresses: true,
        jane: ("Jane Roe", "https://www.linkedin.com/in/jane-poe"),
        john: JOHN,
        days: 7,
    },
    Era {
        name: "married",
        has_addresses: true,
        jane: ("Jane Poe", "https://www.linkedin.com/in/jane-poe"),
        john: JOHN,
        days: 8,
    },
];

impl Era {
    fn row(&self, thread: &str, from: Named, to: &[Named], day: u32, text: &str) -> String {
        let joined = |parts: Vec<&str>, joint: &str| parts.join(joint);
        let names = joined(to.iter().map(|one| one.0).collect(), ", ");
        let urls = joined(to.iter().map(|one| one.1).collect(), ",");
        let urls = if self.has_addresses {
            format!(",\"{urls}\"")
        } else {
            String::new()
        };
        format!(
            "2-{thread},,\"{}\",{},\"{names}\"{urls},2024-05-{:02} 09:30:00 UTC,,{text},INBOX\n",
            from.0,
            from.1,
            day + 1
        )
    }

    /// Jane and John never write, except Jane on the last day of some; Ana writes in the group.
    fn csv(&self) -> String {
        let mut text = if self.has_addresses { URLS } else { NAMES }.to_owned();
        for day in 0..self.days {
            text += &self.row("jane", ME, &[self.jane], day, &format!("to jane {day}"));
        }
        for day in 0..self.days {
            text += &self.row("john", ME, &[self.john], day, &format!("to john {day}"));
        }
        for day in 0..self.days {
            let (from, to) = match day {
                0 => (ME, [self.jane, self.john, ANA]),
                _ => (ANA, [self.jane, self.john, ME]),
            };
            text += &self.row("group", from, &to, day, &format!("to all {day}"));
        }
        text
    }

    fn write(&self, files: &Files) -> PathBuf {
        let path = files.0.path().join(self.name);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("messages.csv"), self.csv()).unwrap();
        path
    }
}

/// A thread as it is stored: its kind, who takes part by key and name, and its messages with their senders.
#[derive(Debug, PartialEq, Eq)]
struct Stored {
    thread: String,
    kind: String,
    people: BTreeSet<(String, String)>,
    messages: Vec<(i64, String, String)>,
}

async fn stored(world: &World, account_id: AccountId, threads: &[&str]) -> Vec<Stored> {
    let workspace_id = world.caller.workspace_id;
    let threads: Vec<String> = threads.iter().map(|thread| (*thread).to_owned()).collect();
    let read = world.store.read(move |tx| {
        let mut all = Vec::new();
        for thread in &threads {
            let found = conversations::find_by_thread_key(tx, workspace_id, account_id, thread)?;
            let Some(found) = found else { continue };
            let parties =
                participants::list(tx, workspace_id, account_id, found.conversation_id, 100)?;
            let people_of = |party: &participants::Participant| {
                (party.person.member_key.clone(), party.person.name.clone())
            };
            let from = domain::time::Timestamp::from_millis(0);
            let mut rows = Vec::new();
            for row in messages::list_from(tx, workspace_id, found.thread, from, 1_000)? {
                let sender = people::find(tx, workspace_id, row.sender_id)?.unwrap();
                assert_eq!(row.edited_at, None, "{row:?}");
                rows.push((row.sent_at.millis(), row.text, sender.member_key));
            }
            rows.sort();
            all.push(Stored {
                thread: thread.clone(),
                kind: found.kind.word().to_owned(),
                people: parties.iter().map(people_of).collect(),
                messages: rows,
            });
        }
        Ok(all)
    });
    read.await.unwrap()
}

const THREADS: [&str; 3] = ["2-jane", "2-john", "2-group"];

async fn in_order(store: Store, order: [&Era; 2]) -> Vec<Stored> {
    let world = World::new(store).await;
    let files = Files::new();
    let mut account_id = None;
    for era in order {
        let report = import(&world, era.write(&files)).await;
        account_id = Some(report.account.account_id);
    }
    stored(&world, account_id.unwrap(), &THREADS).await
}

fn keys(stored: &Stored) -> Vec<&str> {
    stored.people.iter().map(|(key, _)| key.as_str()).collect()
}

#[test]
fn two_eras_in_either_order_leave_the_same_people_and_messages() {
    for (index, one) in ERAS.iter().enumerate() {
        for other in &ERAS[index..] {
            on_memory(async |store| {
                let forth = in_order(store, [one, other]).await;
                let back = in_order(Store::open_memory().unwrap(), [other, one]).await;
                let pair = format!("{} and {}", one.name, other.name);
                assert_eq!(forth, back, "{pair}");
                let days = one.days.max(other.days) as usize;
                for thread in &forth {
                    assert_eq!(thread.messages.len(), days, "{pair}: {thread:?}");
                }
                let [jane, john, group] = forth.as_slice() else {
                    panic!("{pair}: {forth:?}");
                };
                let newer = if one.days > other.days { one } else { other };
                assert_eq!(
                    (jane.kind.as_str(), jane.people.len()),
                    ("direct", 1),
                    "{pair}: {jane:?}"
                );
                if newer.has_addresses {
                    let slug = newer.jane.1.rsplit('/').next().unwrap();
                    assert_eq!(keys(jane), [slug], "{pair}");
                }
                let is_john_known = [one, other]
                    .iter()
                    .any(|era| era.john == JOHN && era.has_addresses);
                if is_john_known {
                    assert_eq!(keys(john), ["john-doe-123"], "{pair}");
                    assert_eq!(john.kind, "direct", "{pair}");
                    // Without anybody's name in common, a group tells nothing about who was renamed.
                    if one.jane.0 == other.jane.0 || one.jane.1 == other.jane.1 {
                        assert_eq!(group.people.len(), 3, "{pair}: {group:?}");
                    }
                }
            });
        }
    }
}

fn fixture(era: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("../integrations/tests/fixtures/archive")
        .join(era)
}

#[test]
fn the_eras_of_the_fixtures_add_nothing_to_each_other() {
    const FIXTURES: [&str; 6] = [
        "2020-nine-columns",
        "2023-ten-columns",
        "2024-twelve-columns",
        "2025-eleven-columns",
        "2025-twelve-columns",
        "2026-thirteen-columns",
    ];
    let mut newest = ArchiveReader::open(&fixture("2026-thirteen-columns")).unwrap();
    let survey = newest.survey(|_| {}).unwrap();
    let threads: Vec<String> = survey
        .named_threads
        .iter()
        .map(ToString::to_string)
        .collect();
    let threads: Vec<&str> = threads.iter().map(String::as_str).collect();
    for one in FIXTURES {
        for other in FIXTURES {
            on_memory(async |store| {
                let world = World::new(store).await;
                let first = import(&world, fixture(one)).await;
                let account_id = first.account.account_id;
                let before = stored(&world, account_id, &threads).await;
                assert_eq!(before.len(), 7);
                let second = import(&world, fixture(other)).await;
                assert_eq!(second.account.account_id, account_id);
                assert_eq!(second.messages.imported, 0, "{one}, {other}");
                assert_eq!(
                    stored(&world, account_id, &threads).await,
                    before,
                    "{one}, {other}"
                );
            });
        }
    }
}

#[test]
fn another_spelling_of_a_message_is_no_edit() {
    let row = |subject: &str, text: &str| {
        format!(
            "{URLS}2-a,,{},{},{},{},2024-05-01 09:30:00 UTC,{subject},\"{text}\",INBOX\n",
            JANE.0, JANE.1, ME.0, ME.1
        )
    };
    let spellings = [
        row("", "Hello   you"),
        row("A subject", "Hello\nyou"),
        row("Another", " Hello you "),
    ];
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let mut rows = Vec::new();
        for (index, csv) in spellings.iter().enumerate() {
            let path = files.0.path().join(format!("{index}.csv"));
            fs::write(&path, csv).unwrap();
            let report = import(&world, path).await;
            assert_eq!(report.messages.imported, u64::from(index == 0));
            let (workspace_id, account_id) = (world.caller.workspace_id, report.account.account_id);
            let read = world.store.read(move |tx| {
                let found = conversations::find_by_thread_key(tx, workspace_id, account_id, "2-a")?;
                let from = domain::time::Timestamp::from_millis(0);
                let thread = found.unwrap().thread;
                let rows = messages::list_from(tx, workspace_id, thread, from, 10)?;
                let shown = rows
                    .into_iter()
                    .map(|row| (row.text, row.subject, row.edited_at));
                Ok(shown.collect::<Vec<_>>())
            });
            rows.push(read.await.unwrap());
        }
        let whole = |subject: Option<&str>| {
            vec![("Hello   you".to_owned(), subject.map(str::to_owned), None)]
        };
        assert_eq!(
            rows,
            [
                whole(None),
                whole(Some("A subject")),
                whole(Some("A subject"))
            ]
        );
    });
}

#[test]
fn what_a_member_put_away_is_marked_and_only_the_newest_archive_says_so() {
    let csv = |folder: &str, newest: &str| {
        format!(
            "{URLS}2-a,,{0},{1},{2},{3},2024-05-{newest} 09:30:00 UTC,,Hi,{folder}\n2-a,,{2},{3},{0},{1},2024-05-01 09:30:00 UTC,,Ho,INBOX\n",
            JANE.0, JANE.1, ME.0, ME.1
        )
    };
    on_memory(async |store| {
        let world = World::new(store).await;
        let files = Files::new();
        let mut states = Vec::new();
        for (folder, newest) in [
            ("ARCHIVE", "05"),
            ("SPAM", "06"),
            ("ARCHIVE", "03"),
            ("INBOX", "07"),
        ] {
            let path = files.0.path().join("messages.csv");
            fs::write(&path, csv(folder, newest)).unwrap();
            let account_id = import(&world, path).await.account.account_id;
            let workspace_id = world.caller.workspace_id;
            let read = world.store.read(move |tx| {
                conversations::find_by_thread_key(tx, workspace_id, account_id, "2-a")
            });
            states.push(read.await.unwrap().unwrap().state);
        }
        let word = |word: &str| Some(word.to_owned());
        assert_eq!(states, [word("ARCHIVED"), word("SPAM"), word("SPAM"), None]);
    });
}
