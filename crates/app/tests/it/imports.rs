//! Importing invented archives: twice equals once, and parts in any order equal the whole.

mod eras;
mod owners;
mod reports;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use app::Caller;
use app::conversations::ReadConversation;
use app::imports::{ImportArchives, ImportReport};
use app::inbox::{InboxAnswer, ListInbox};
use domain::ids::AccountId;
use proptest::prelude::*;
use store::Store;
use tempfile::TempDir;

use crate::world::World;

const OWNER_URL: &str = "https://www.linkedin.com/in/robin-sample-1";
const PEOPLE: [(&str, &str); 3] = [
    ("Jane Roe", "https://www.linkedin.com/in/jane-roe"),
    ("Doe, Jr., John", "https://www.linkedin.com/in/john-doe-123"),
    ("LinkedIn Member", ""),
];

/// One invented message: in which thread, by the owner or not, at which second, what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    thread: usize,
    is_own: bool,
    second: u32,
    text: String,
}

fn line() -> impl Strategy<Value = Line> {
    let text = prop_oneof![
        Just("ok".to_owned()),
        Just("two\nlines, \"quoted\"".to_owned()),
        "[a-z ]{1,12}[a-z]",
    ];
    (0..PEOPLE.len(), any::<bool>(), 0u32..6, text).prop_map(|(thread, is_own, second, text)| {
        Line {
            thread,
            is_own,
            second,
            text,
        }
    })
}

/// As the network writes it: threads together, newest first.
fn csv(lines: &[Line]) -> String {
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by_key(|line| (line.thread, std::cmp::Reverse(line.second)));
    let mut text = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n".to_owned();
    for line in lines {
        let (name, url) = PEOPLE[line.thread];
        let (from, from_url, to, to_url) = if line.is_own {
            ("Robin Sample", OWNER_URL, name, url)
        } else {
            (name, url, "Robin Sample", OWNER_URL)
        };
        writeln!(
            text,
            "2-thread{},,\"{from}\",{from_url},\"{to}\",{to_url},2024-05-06 09:30:{:02} UTC,,\"{}\",INBOX",
            line.thread,
            line.second,
            line.text.replace('"', "\"\"")
        )
        .unwrap();
    }
    text
}

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, lines: &[Line]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("messages.csv"), csv(lines)).unwrap();
        path
    }
}

async fn import(world: &World, file: PathBuf) -> ImportReport {
    let command = ImportArchives {
        files: vec![file],
        owner: Some(OWNER_URL.into()),
        account: None,
    };
    world
        .app
        .import_archives(world.caller.workspace_id, command, &mut |_| {})
        .await
        .unwrap()
}

/// Everything that a caller can see: per thread the messages in order, and the state of the list.
async fn seen(
    world: &World,
    caller: &Caller,
    account_id: AccountId,
) -> BTreeMap<String, (i64, Vec<(String, String, i64)>)> {
    let list = ListInbox {
        account: Some(account_id.to_string()),
        count: 100,
        ..ListInbox::default()
    };
    let InboxAnswer::Page(page) = world.app.list_inbox(caller, list).await.unwrap() else {
        panic!("nobody asked for a known revision");
    };
    let mut threads = BTreeMap::new();
    for entry in page.entries {
        let read = ReadConversation {
            account: Some(account_id.to_string()),
            conversation: entry.conversation_id.to_string(),
            count_before: Some(200),
            ..ReadConversation::default()
        };
        let history = world.app.read_conversation(caller, read).await.unwrap();
        let mut messages: Vec<_> = history
            .messages
            .iter()
            .map(|message| {
                let sender = history.senders[message.sender].member_key.clone();
                (message.text.clone(), sender, message.sent_at.millis())
            })
            .collect();
        // Within one second an archive knows no order.
        messages
            .sort_by(|left, right| (left.2, &left.0, &left.1).cmp(&(right.2, &right.0, &right.1)));
        threads.insert(history.thread_key, (entry.unread_count, messages));
    }
    threads
}

async fn twice_equals_once(store: Store, lines: Vec<Line>) {
    let world = World::new(store).await;
    let files = Files::new();
    let file = files.write("whole", &lines);
    let first = import(&world, file.clone()).await;
    let once = seen(&world, &world.caller, first.account.account_id).await;
    let second = import(&world, file).await;
    let twice = seen(&world, &world.caller, first.account.account_id).await;
    assert_eq!(
        usize::try_from(first.messages.imported).unwrap(),
        lines.len()
    );
    assert_eq!(
        (second.messages.imported, second.messages.already_there),
        (0, first.messages.imported)
    );
    assert_eq!(once, twice);
    assert!(once.values().all(|(unread_count, _)| *unread_count == 0));
    let count: usize = once.values().map(|(_, messages)| messages.len()).sum();
    assert_eq!(count, lines.len());
}

/// Archives hold everything up to their day, so that an older one is the beginning of a newer one.
async fn parts_equal_the_whole(store: Store, lines: Vec<Line>, day: u32, is_newest_first: bool) {
    let world = World::new(store).await;
    let files = Files::new();
    let older: Vec<Line> = lines
        .iter()
        .filter(|line| line.second < day)
        .cloned()
        .collect();
    let mut order = vec![files.write("older", &older), files.write("whole", &lines)];
    if is_newest_first {
        order.reverse();
    }
    let mut account_id = None;
    for file in order {
        account_id = Some(import(&world, file).await.account.account_id);
    }
    let joined = seen(&world, &world.caller, account_id.unwrap()).await;
    let count: usize = joined.values().map(|(_, messages)| messages.len()).sum();
    assert_eq!(count, lines.len());
}

fn on_memory<F: Future<Output = ()>>(test: impl FnOnce(Store) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(test(Store::open_memory().unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_archive_imported_twice_is_imported_once(lines in prop::collection::vec(line(), 1..60)) {
        on_memory(|store| twice_equals_once(store, lines));
    }

    #[test]
    fn an_older_archive_before_or_after_changes_nothing(
        lines in prop::collection::vec(line(), 1..60),
        day in 1u32..6,
        is_newest_first in any::<bool>(),
    ) {
        on_memory(|store| parts_equal_the_whole(store, lines, day, is_newest_first));
    }
}

testkit::on_both_engines! {
    async fn equal_rows_in_one_second_are_several_messages(store: Store) {
        let same = Line { thread: 0, is_own: true, second: 1, text: "ok".into() };
        twice_equals_once(store, vec![same.clone(), same.clone(), Line { is_own: false, ..same }]).await;
    }
}
