//! The conversations of a workspace: what each filter keeps, and pages that lead on and back.

use std::collections::BTreeSet;

use app::AppResult;
use app::conversations::{Choice, ConversationPage, ListConversations, ListMessages};
use app::labels::CreateLabel;
use domain::conversation::Desk;
use domain::error_code::ErrorCode;
use domain::ids::ConversationId;
use domain::network::ThreadKind;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::{conversations, desks};
use testkit::stores;

use crate::world::{JOHN, World, at, member, message, refusal, thread};

/// Everything that is not archived, 20 on a page.
fn open() -> ListConversations {
    ListConversations {
        limit: 20,
        ..ListConversations::default()
    }
}

async fn ask(world: &World, list: ListConversations) -> AppResult<ConversationPage> {
    world.app.list_conversations(&world.caller, list).await
}

/// The keys on the first page.
async fn keys(world: &World, list: ListConversations) -> Vec<String> {
    keys_of(&ask(world, list).await.unwrap())
}

fn keys_of(page: &ConversationPage) -> Vec<String> {
    let conversations = page.conversations.iter();
    let keys = conversations.map(|view| view.conversation.thread_key.clone());
    keys.collect()
}

async fn id_of(world: &World, key: &'static str) -> String {
    world
        .write(move |tx, account| {
            let account_id = account.account_id;
            conversations::find_by_thread_key(tx, account.workspace_id, account_id, key)
        })
        .await
        .unwrap()
        .conversation_id
        .to_string()
}

async fn lay(
    world: &World,
    key: &'static str,
    next: impl Fn(Desk) -> Desk + Copy + Send + 'static,
) {
    let id: ConversationId = id_of(world, key).await.parse().unwrap();
    world
        .write(move |tx, account| desks::change(tx, (account.workspace_id, id), next, at(50)))
        .await;
}

fn archived(desk: Desk) -> Desk {
    Desk {
        is_archived: true,
        ..desk
    }
}

testkit::on_both_engines! {
    async fn each_filter_keeps_what_it_says(store: Store) {
        let world = World::new(store).await;
        world.observe(thread("2-a", 10, 0), vec![message("2-a", 1, at(10), "hello world")]).await;
        world.observe(thread("2-b", 20, 3), vec![message("2-b", 1, at(20), "goodbye world")]).await;
        let group = domain::network::Thread {
            kind: ThreadKind::Group,
            participants: vec![member("ACoAAx", "Xenia Xu"), member("ACoAAy", "Yves Young")],
            ..thread("2-c", 30, 0)
        };
        world.observe(group, vec![]).await;
        world.observe(thread("2-d", 40, 0), vec![]).await;
        lay(&world, "2-d", archived).await;
        lay(&world, "2-b", |desk| Desk { is_starred: true, ..desk }).await;
        assert_eq!(keys(&world, open()).await, ["2-c", "2-b", "2-a"]);
        let account = vec![world.account.account_id.to_string()];
        for list in [
            ListConversations { archived: Choice::Any, ..open() },
            ListConversations { archived: Choice::Any, accounts: account.clone(), ..open() },
        ] {
            assert_eq!(keys(&world, list).await, ["2-d", "2-c", "2-b", "2-a"]);
        }
        let some = |number: usize| -> ListConversations {
            match number {
                0 => ListConversations { archived: Choice::Yes, ..open() },
                1 => ListConversations { is_unread: Some(true), ..open() },
                2 => ListConversations { is_unread: Some(true), accounts: account.clone(), ..open() },
                3 => ListConversations { is_starred: Some(true), ..open() },
                4 => ListConversations { kind: Some(ThreadKind::Group), ..open() },
                5 => ListConversations { since: Some(at(20)), until: Some(at(30)), ..open() },
                6 => ListConversations { keyword: Some("goodb".into()), ..open() },
                7 => ListConversations { keyword: Some("world hello".into()), accounts: account.clone(), ..open() },
                8 => ListConversations { is_starred: Some(false), is_unread: Some(false), ..open() },
                _ => ListConversations { person: Some(JOHN.into()), accounts: account.clone(), archived: Choice::Any, ..open() },
            }
        };
        let expected: [&[&str]; 10] = [
            &["2-d"], &["2-b"], &["2-b"], &["2-b"], &["2-c"], &["2-b"], &["2-b"], &["2-a"], &["2-c", "2-a"],
            &["2-d", "2-b", "2-a"],
        ];
        for (number, expected) in expected.into_iter().enumerate() {
            assert_eq!(keys(&world, some(number)).await, expected, "{number}");
        }
        let page = ask(&world, open()).await.unwrap();
        let last = page.conversations[1].last_message.as_ref().unwrap();
        assert_eq!((last.message.text.as_str(), last.sender.name.as_str()), ("goodbye world", "John Doe"));
        assert_eq!(page.conversations[0].participant_count, 2);
        let own = last.sender.person_id.to_string();
        assert_eq!(keys(&world, ListConversations { person: Some(own), ..open() }).await, ["2-b", "2-a"]);
    }

    async fn labels_find_their_conversations_few_or_many(store: Store) {
        let world = World::new(store).await;
        for (key, second) in [("2-a", 10), ("2-b", 20), ("2-c", 30)] {
            world.observe(thread(key, second, 0), vec![]).await;
        }
        let label = CreateLabel { name: " Hot lead ".into(), colour: Some("#FF0000".into()) };
        let label = world.app.create_label(&world.caller, label).await.unwrap();
        assert_eq!((label.name.as_str(), label.colour.as_deref()), ("Hot lead", Some("#ff0000")));
        let label_id = label.label_id.to_string();
        for key in ["2-a", "2-c", "2-a"] {
            let id = id_of(&world, key).await;
            let view = world.app.label_conversation(&world.caller, &id, &label_id).await.unwrap();
            assert_eq!(view.labels, std::slice::from_ref(&label));
        }
        let labelled = ListConversations { label: Some(label_id.clone()), ..open() };
        assert_eq!(keys(&world, labelled.clone()).await, ["2-c", "2-a"]);
        let id = id_of(&world, "2-c").await;
        world.app.unlabel_conversation(&world.caller, &id, &label_id).await.unwrap();
        assert_eq!(keys(&world, labelled.clone()).await, ["2-a"]);
        world.app.delete_label(&world.caller, &label_id).await.unwrap();
        assert_eq!(refusal(ask(&world, labelled).await).code, ErrorCode::LabelNotFound);
        let id = id_of(&world, "2-a").await;
        let view = world.app.find_conversation(&world.caller, &id).await.unwrap();
        assert!(view.labels.is_empty());
    }

    async fn a_cursor_belongs_to_its_question_and_its_workspace(store: Store) {
        let world = World::new(store).await;
        for (key, second) in [("2-a", 10), ("2-b", 20), ("2-c", 30)] {
            world.observe(thread(key, second, 0), vec![]).await;
        }
        let first = ask(&world, ListConversations { limit: 1, ..open() }).await.unwrap();
        assert_eq!((keys_of(&first), first.previous_cursor), (vec!["2-c".to_owned()], None));
        let cursor = first.next_cursor.unwrap();
        let on = |list| ListConversations { cursor: Some(cursor.clone()), ..list };
        // How many a page shows may change on the way.
        assert_eq!(keys(&world, on(open())).await, ["2-b", "2-a"]);
        let mut forged = cursor.clone().into_bytes();
        forged[5] = if forged[5] == b'A' { b'B' } else { b'A' };
        let wrong = [
            on(ListConversations { is_unread: Some(false), ..open() }),
            ListConversations { cursor: Some(String::from_utf8(forged).unwrap()), ..open() },
            ListConversations { cursor: Some(cursor[..cursor.len() - 1].to_owned()), ..open() },
            ListConversations { cursor: Some("x".repeat(10_000)), ..open() },
        ];
        for list in wrong {
            assert_eq!(refusal(ask(&world, list).await).code, ErrorCode::InvalidCursor);
        }
        let (stranger, _) = world.stranger().await;
        let answer = world.app.list_conversations(&stranger, on(open())).await;
        assert_eq!(refusal(answer).code, ErrorCode::InvalidCursor);
        let id = id_of(&world, "2-a").await;
        let list = ListMessages { limit: 5, cursor: Some(cursor) };
        let answer = world.app.list_messages(&world.caller, &id, list).await;
        assert_eq!(refusal(answer).code, ErrorCode::InvalidCursor);
    }
}

/// Conversations by the second of their activity, and which of them are archived.
#[derive(Debug, Clone)]
struct Shelf {
    seconds: Vec<i64>,
    archived: Vec<bool>,
    page: u32,
    choice: Choice,
    is_unread: Option<bool>,
}

fn shelf() -> impl Strategy<Value = Shelf> {
    (
        // Few instants, so that many are equal.
        prop::collection::vec(0i64..4, 0..30),
        prop::collection::vec(any::<bool>(), 30),
        1u32..7,
        prop::sample::select(vec![Choice::Yes, Choice::No, Choice::Any]),
        prop::sample::select(vec![None, Some(true), Some(false)]),
    )
        .prop_map(|(seconds, archived, page, choice, is_unread)| Shelf {
            seconds,
            archived,
            page,
            choice,
            is_unread,
        })
}

/// Walks to the end and back, and returns what each way has shown, the newest first.
async fn there_and_back(world: &World, list: ListConversations) -> (Vec<String>, Vec<String>) {
    let mut down = Vec::new();
    let mut page = ask(world, list.clone()).await.unwrap();
    assert!(page.previous_cursor.is_none());
    loop {
        down.extend(keys_of(&page));
        let Some(cursor) = page.next_cursor.clone() else {
            break;
        };
        let on = ListConversations {
            cursor: Some(cursor),
            ..list.clone()
        };
        page = ask(world, on).await.unwrap();
    }
    let mut up = vec![keys_of(&page)];
    while let Some(cursor) = page.previous_cursor.clone() {
        let back = ListConversations {
            cursor: Some(cursor),
            ..list.clone()
        };
        page = ask(world, back).await.unwrap();
        up.push(keys_of(&page));
    }
    up.reverse();
    (down, up.into_iter().flatten().collect())
}

async fn check(world: World, shelf: Shelf) {
    let mut expected = BTreeSet::new();
    for (number, second) in shelf.seconds.iter().enumerate() {
        let key = format!("2-{number:02}");
        let is_unread = number % 2 == 0;
        world
            .observe(thread(&key, *second, i64::from(is_unread)), vec![])
            .await;
        let is_archived = shelf.archived[number];
        let (account, found) = (world.account.clone(), key.clone());
        let write = world.store.write(move |tx| {
            let (workspace_id, account_id) = (account.workspace_id, account.account_id);
            let id = conversations::find_by_thread_key(tx, workspace_id, account_id, &found)?;
            let subject = (workspace_id, id.unwrap().conversation_id);
            desks::change(
                tx,
                subject,
                |desk| Desk {
                    is_archived,
                    ..desk
                },
                at(50),
            )
        });
        write.await.unwrap();
        let is_wanted = match shelf.choice {
            Choice::Any => true,
            choice => (choice == Choice::Yes) == is_archived,
        };
        if is_wanted && shelf.is_unread.is_none_or(|wanted| wanted == is_unread) {
            expected.insert(key);
        }
    }
    let account = vec![world.account.account_id.to_string()];
    for accounts in [Vec::new(), account] {
        let list = ListConversations {
            accounts,
            limit: shelf.page,
            archived: shelf.choice,
            is_unread: shelf.is_unread,
            ..ListConversations::default()
        };
        let (down, up) = there_and_back(&world, list).await;
        assert_eq!(down, up);
        assert_eq!(down.len(), expected.len());
        assert_eq!(down.into_iter().collect::<BTreeSet<_>>(), expected);
    }
}

/// Draws stories and runs each on a store of its own.
fn run(count: u32, open: impl Fn() -> stores::TestStore) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..count {
        let shelf = shelf().new_tree(&mut runner).unwrap().current();
        stores::run(&open(), |store| async move {
            check(World::new(store).await, shelf).await;
        });
    }
}

#[test]
fn a_walk_there_and_back_shows_each_conversation_once_on_sqlite() {
    run(40, stores::sqlite);
}

#[test]
fn a_walk_there_and_back_shows_each_conversation_once_on_postgresql() {
    run(6, stores::postgres);
}

testkit::on_both_engines! {
    async fn messages_of_one_instant_are_each_shown_once_there_and_back(store: Store) {
        let world = World::new(store).await;
        let seconds = [1, 2, 2, 2, 2, 2, 3, 3, 4];
        let page = seconds.iter().zip(1..).map(|(second, number)| {
            message("2-a", number, at(*second), "text")
        });
        world.observe(thread("2-a", 4, 0), page.collect()).await;
        let id = id_of(&world, "2-a").await;
        for limit in 1..=10 {
            let ask = async |cursor| {
                let list = ListMessages { limit, cursor };
                world.app.list_messages(&world.caller, &id, list).await.unwrap()
            };
            let mut page = ask(None).await;
            let mut down = vec![];
            loop {
                down.extend(page.messages.iter().map(|view| view.message_id));
                let Some(cursor) = page.next_cursor.clone() else { break };
                page = ask(Some(cursor)).await;
            }
            let mut up: Vec<_> = page.messages.iter().rev().map(|view| view.message_id).collect();
            while let Some(cursor) = page.previous_cursor.clone() {
                page = ask(Some(cursor)).await;
                up.extend(page.messages.iter().rev().map(|view| view.message_id));
            }
            up.reverse();
            assert_eq!((down.len(), &down), (seconds.len(), &up));
            let unique: BTreeSet<_> = down.iter().collect();
            assert_eq!(unique.len(), seconds.len());
        }
        let (stranger, _) = world.stranger().await;
        let list = ListMessages { limit: 5, cursor: None };
        let answer = world.app.list_messages(&stranger, &id, list).await;
        assert_eq!(refusal(answer).code, ErrorCode::ConversationNotFound);
    }
}
