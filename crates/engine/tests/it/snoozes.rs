//! Conversations that were left alone for a while.

use std::time::Duration;

use domain::conversation::{Desk, Snooze};
use domain::event::EventKind;
use domain::ids::ConversationId;
use domain::network::{Thread, ThreadKind};
use domain::time::{Clock, Timestamp};
use store::{Store, conversations, desks, events, ingest};
use testkit::machine::SystemClock;
use testkit::stores;

use crate::mailbox::Mailbox;

/// A conversation that sleeps until an instant.
async fn sleeping(mailbox: &Mailbox, key: &'static str, until: Timestamp) -> ConversationId {
    let (account, now) = (mailbox.account().await, SystemClock.now());
    let shown = Thread {
        thread_key: key.to_owned(),
        kind: ThreadKind::Direct,
        title: None,
        participants: Vec::new(),
        created_at: now,
        last_activity_at: now,
        last_read_at: None,
        unread_count: 0,
        mailbox: None,
    };
    let write = mailbox.store().write(move |tx| {
        let observed = ingest::observe(tx, &account, &shown, &[], now)?;
        let laid = |desk| Desk {
            snooze: Some(Snooze {
                until: Some(until),
                until_reply: false,
            }),
            ..desk
        };
        let subject = (account.workspace_id, observed.conversation_id);
        desks::change(tx, subject, laid, now)?;
        Ok(observed.conversation_id)
    });
    write.await.expect("it sleeps")
}

async fn is_asleep(mailbox: &Mailbox, conversation_id: ConversationId) -> bool {
    let workspace_id = mailbox.workspace_id;
    let found = mailbox.read(move |tx| conversations::find(tx, workspace_id, conversation_id));
    found.await.expect("it is kept").desk.snooze.is_some()
}

/// How often it was told that a conversation woke.
async fn woken(store: &Store, mailbox: &Mailbox) -> usize {
    let workspace_id = mailbox.workspace_id;
    let read = store.read(move |tx| events::list(tx, workspace_id, 0, 1_000));
    let events = read.await.expect("the store answers").events;
    let woken = events
        .iter()
        .filter(|event| event.kind == EventKind::ConversationWoken);
    woken.count()
}

#[tokio::test]
async fn conversations_wake_when_their_instant_has_come() {
    let mailbox = Mailbox::link(stores::sqlite()).await;
    let now = SystemClock.now();
    let soon = sleeping(&mailbox, "2-soon", now.plus(Duration::from_mins(1))).await;
    let late = sleeping(&mailbox, "2-late", now.plus(Duration::from_mins(5))).await;
    let store = mailbox.store();
    assert!(
        !engine::snoozes::sweep(store, now).await.goes_on(),
        "nothing is due"
    );
    let minute = now.plus(Duration::from_mins(1));
    // Two nodes look at the same time.
    tokio::join!(
        engine::snoozes::sweep(store, minute),
        engine::snoozes::sweep(store, minute)
    );
    assert!(!is_asleep(&mailbox, soon).await && is_asleep(&mailbox, late).await);
    assert_eq!(woken(store, &mailbox).await, 1);
    assert!(
        !engine::snoozes::sweep(store, minute).await.goes_on(),
        "it is done"
    );
    assert!(
        engine::snoozes::sweep(store, now.plus(Duration::from_mins(9)))
            .await
            .goes_on()
    );
    assert!(!is_asleep(&mailbox, late).await);
    assert_eq!(woken(store, &mailbox).await, 2);
}
