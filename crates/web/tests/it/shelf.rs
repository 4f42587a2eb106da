//! Pages that are answered from memory: as long as nothing happened, and never older than what their reader was told.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::SeqCst;

use app::Scope;
use store::{SqliteOptions, Store};
use tokio::task::JoinSet;

use crate::world::{Answer, JOHN, THREAD, World, direct_thread, john, message};

/// Messages that arrive while everybody reads.
const WRITES: i64 = 300;
const INBOX: &str = "/linkedin/messaging/recent-messages";

/// An answer, and whether anything was read for it besides the key.
async fn ask(world: &World, key: &str, control: Option<&'static str>) -> (Answer, bool) {
    // The key is known for a second: what is read from here on is the page.
    world.get("/health").key(key).send().await;
    let before = world.store.counters().reads();
    let call = world.get(INBOX).key(key);
    let answer = match control {
        Some(control) => call.header("cache-control", control).send().await,
        None => call.send().await,
    };
    assert_eq!(answer.status, 200);
    (answer, world.store.counters().reads() > before)
}

#[tokio::test]
async fn a_page_is_read_once_while_nothing_happens() {
    let world = World::new().await.with_john().await;
    let key = world.key.clone();
    let (first, _) = ask(&world, &key, None).await;
    let (second, is_read) = ask(&world, &key, None).await;
    assert!(!is_read);
    assert_eq!(
        (&second.bytes, second.header("etag")),
        (&first.bytes, first.header("etag"))
    );
    let (_, is_read) = ask(&world, &key, Some("no-cache")).await;
    assert!(is_read, "asked to read anew");
    world.clock.move_on(100);
    let (later, is_read) = ask(&world, &key, None).await;
    assert!(is_read, "a command beside the server may have written");
    assert_eq!(later.bytes, first.bytes);
    assert!(!ask(&world, &key, None).await.1);
}

#[tokio::test]
async fn whoever_was_told_of_a_change_sees_it() {
    let world = World::new().await.with_john().await;
    let key = world.key.clone();
    for number in 0..20 {
        let text = format!("News number {number}");
        let thread = direct_thread(THREAD, john(), 10 + number, 1);
        let key_of_news = format!("2-news{number}");
        let news = message(THREAD, &key_of_news, JOHN, 10 + number, &text);
        world.observe(thread, vec![news]).await;
        for _ in 0..2 {
            let (page, _) = ask(&world, &key, None).await;
            let shown = &page.json["conversations"][0]["latestMessage"]["text"];
            assert_eq!(*shown, text);
        }
    }
}

#[tokio::test]
async fn what_is_kept_is_the_callers_own_and_ends_with_its_key() {
    let world = World::new().await.with_john().await;
    let key = world.key.clone();
    assert!(!ask(&world, &key, None).await.0.bytes.is_empty());
    let (workspace_id, _) = world.other_workspace().await;
    let foreign = world.key_for(workspace_id, &[Scope::Read], None).await;
    let (theirs, _) = ask(&world, &foreign, None).await;
    assert_eq!(theirs.json["conversations"], serde_json::json!([]));
    let keys = world.app.list_keys(world.workspace_id).await.unwrap();
    for made in keys {
        let revoked = world.app.revoke_key(world.workspace_id, made.api_key_id);
        revoked.await.unwrap();
    }
    assert_eq!(world.get(INBOX).key(&key).send().await.status, 401);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reader_sees_less_than_was_committed_before_it_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.db");
    let store = Store::open_sqlite(&file, SqliteOptions::default()).unwrap();
    let world = Arc::new(World::on(store).await.with_john().await);
    let written = Arc::new(AtomicI64::new(0));
    let mut readers = JoinSet::new();
    for _ in 0..4 {
        let (world, written) = (Arc::clone(&world), Arc::clone(&written));
        readers.spawn(async move {
            while written.load(SeqCst) < WRITES {
                let before = written.load(SeqCst);
                let page = world.get(INBOX).key(&world.key).send().await;
                let shown = &page.json["conversations"][0]["latestMessage"]["text"];
                let number = shown.as_str().unwrap().rsplit(' ').next().unwrap();
                assert!(
                    number.parse::<i64>().unwrap_or(0) >= before,
                    "{shown} after {before}"
                );
            }
        });
    }
    for number in 1..=WRITES {
        let thread = direct_thread(THREAD, john(), 10 + number, 1);
        let (key, text) = (format!("2-news{number}"), format!("News number {number}"));
        let news = message(THREAD, &key, JOHN, 10 + number, &text);
        world.observe(thread, vec![news]).await;
        written.store(number, SeqCst);
    }
    while let Some(ended) = readers.join_next().await {
        ended.unwrap();
    }
}
