//! What the update stream did not tell is found by a comparison with the network, and filled.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::event::EventKind;
use domain::ids::ReconciliationId;
use domain::network::{NetworkMessage, Thread, ThreadKind};
use domain::reconciliation::FindingKind;
use domain::time::{Clock as _, Timestamp};
use integrations::http::Method;
use serde_json::{Value, json};
use store::reconciliations::{self, Reconciliation, findings};
use store::{Tx, accounts, agenda, events, ingest};
use testkit::machine::SystemClock;
use testkit::stores;

use crate::mailbox::{Mailbox, SEAT};

const FRIEND: &str = "john-doe-123";
const DAY: Duration = Duration::from_hours(24);

async fn mailbox() -> Mailbox {
    Mailbox::link(stores::sqlite()).await
}

/// Messages of which the update stream says nothing.
async fn say_unheard(mailbox: &Mailbox, from: &str, count: u32) {
    let body = json!({
        "as": from, "to": {"member": mailbox.own_slug}, "count": count, "text": "Unheard {n}",
        "interval_ms": 10, "alternate": false, "notify": false,
    });
    mailbox
        .network
        .control(Method::POST, "messages/bulk", body)
        .await;
}

/// What the stream has to tell until now is lost.
async fn skip_updates(mailbox: &Mailbox) {
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    let old = mailbox.account().await.sync_cursor;
    let end = mailbox.network.ask_as(SEAT, "updates/cursor").await["cursor"].clone();
    let skip = move |tx: &mut Tx<'_>| {
        let end = end.as_str().expect("a cursor");
        accounts::update_sync_cursor(tx, workspace_id, account_id, old.as_deref(), end)
    };
    assert!(mailbox.store().write(skip).await.expect("it is skipped"));
}

/// Somebody with whom there is no conversation.
async fn stranger(mailbox: &Mailbox) -> String {
    let history = Value::from(mailbox.network.history(SEAT).await).to_string();
    let members = mailbox
        .network
        .control(Method::GET, "members?limit=100", Value::Null)
        .await;
    let mut keys = members["members"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|member| member["member_key"].as_str().expect("a key").to_owned());
    keys.find(|key| !history.contains(key.as_str()))
        .expect("somebody")
}

async fn begin(mailbox: &Mailbox, number: u8, reach: Duration) -> Reconciliation {
    begin_at(mailbox, number, reach, SystemClock.now()).await
}

async fn begin_at(
    mailbox: &Mailbox,
    number: u8,
    reach: Duration,
    now: Timestamp,
) -> Reconciliation {
    let subject = (mailbox.workspace_id, mailbox.account_id);
    let id = ReconciliationId::from_bytes([number; 16]);
    let begin =
        move |tx: &mut Tx<'_>| reconciliations::begin(tx, subject, id, now.minus(reach), now);
    mailbox.store().write(begin).await.expect("it begins")
}

async fn find(mailbox: &Mailbox, id: ReconciliationId) -> Reconciliation {
    let workspace_id = mailbox.workspace_id;
    let found = mailbox.read(move |tx| reconciliations::find(tx, workspace_id, id));
    found.await.expect("it is kept")
}

async fn until_over(mailbox: &Mailbox, begun: &Reconciliation) -> Reconciliation {
    for _ in 0..2_400 {
        let found = find(mailbox, begun.reconciliation_id).await;
        if found.finished_at.is_some() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{:?}", find(mailbox, begun.reconciliation_id).await);
}

async fn found_of(mailbox: &Mailbox, over: &Reconciliation) -> Vec<(FindingKind, i64)> {
    let (workspace_id, id) = (over.workspace_id, over.reconciliation_id);
    let page = mailbox.read(move |tx| findings::list(tx, workspace_id, id, 0, 1_000));
    let found = page.await.findings.into_iter();
    found.map(|finding| (finding.kind, finding.doc)).collect()
}

/// How often each message was told to have come, of those that say nothing else.
async fn told(mailbox: &Mailbox, kind: EventKind) -> Vec<String> {
    let workspace_id = mailbox.workspace_id;
    let log = mailbox.read(move |tx| events::list(tx, workspace_id, 0, 100_000));
    let told = log.await.events.into_iter();
    told.filter(|event| event.kind == kind)
        .map(|event| serde_json::from_str::<Value>(&event.body).expect("JSON"))
        .map(|body| body["message_key"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn what_was_dropped_is_found_and_filled_once() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    mailbox.receive(FRIEND, "Heard").await;
    mailbox.until_equal().await;
    say_unheard(&mailbox, FRIEND, 40).await;
    // And a whole conversation, the beginning of which the stream tells to nobody.
    let before = mailbox.account().await.conversation_count;
    sync.stop().await;
    let stranger = stranger(&mailbox).await;
    say_unheard(&mailbox, &stranger, 2).await;
    skip_updates(&mailbox).await;
    let sync = mailbox.follow();
    let begun = begin(&mailbox, 1, DAY).await;
    let over = until_over(&mailbox, &begun).await;
    assert_eq!(over.error, None);
    let found = over.found;
    assert_eq!(
        (
            found.missing,
            found.filled,
            found.different,
            found.only_here
        ),
        (42, 42, 0, 0)
    );
    assert_eq!(found.conversations, found.conversations_compared);
    mailbox.until_equal().await;
    assert_eq!(mailbox.account().await.conversation_count, before + 1);
    // Each is told once, as if it had come late.
    let received = told(&mailbox, EventKind::MessageReceived).await;
    let different: BTreeSet<&String> = received.iter().collect();
    assert_eq!((received.len(), different.len()), (43, 43));
    let kinds = found_of(&mailbox, &over).await;
    assert_eq!(kinds.len(), 42);
    assert!(kinds.iter().all(|(kind, _)| *kind == FindingKind::Filled));

    let again = begin(&mailbox, 2, DAY).await;
    let over = until_over(&mailbox, &again).await;
    let found = over.found;
    assert_eq!((found.missing, found.different, found.only_here), (0, 0, 0));
    assert!(found.messages_compared >= 43);
    assert_eq!(told(&mailbox, EventKind::MessageReceived).await.len(), 43);
    sync.stop().await;
}

#[tokio::test]
async fn what_differs_and_what_only_we_have_is_reported_and_stays() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    mailbox.receive(FRIEND, "As it is on the network").await;
    mailbox.until_equal().await;
    let account = mailbox.account().await;
    let history = mailbox.network.history(SEAT).await;
    let is_friend = |thread: &&Value| thread.to_string().contains("As it is on the network");
    let thread = history.iter().find(is_friend).expect("the thread");
    let thread_key = thread["thread_id"].as_str().expect("a key").to_owned();
    let last = thread["messages"].as_array().expect("a list").last();
    let last = last.expect("a message")["message_id"]
        .as_str()
        .expect("a key");
    let (last, hour_ago) = (last.to_owned(), SystemClock.now().minus(DAY / 24));
    let spoil = move |tx: &mut Tx<'_>| {
        ingest::edited(tx, &account, &last, ("As nobody wrote it", None), hour_ago)?;
        for (thread_key, number) in [(thread_key.as_str(), 1), ("2-nowhere", 2)] {
            let message = NetworkMessage {
                message_key: format!("2-nowhere{number}"),
                thread_key: thread_key.to_owned(),
                sender_key: account.member_key.clone(),
                sent_at: hour_ago,
                text: "Only here".to_owned(),
                subject: None,
                token: None,
                reply_to: None,
                attachments: Vec::new(),
                reactions: Vec::new(),
                delivered_at: None,
                seen_at: None,
                edited_at: None,
            };
            let thread = Thread {
                thread_key: thread_key.to_owned(),
                kind: ThreadKind::Direct,
                title: None,
                participants: Vec::new(),
                created_at: hour_ago,
                last_activity_at: hour_ago,
                last_read_at: None,
                unread_count: 0,
                mailbox: None,
            };
            ingest::observe(tx, &account, &thread, &[message], hour_ago)?;
        }
        Ok(())
    };
    mailbox.store().write(spoil).await.expect("it is kept");
    let before = mailbox.account().await.message_count;
    let begun = begin(&mailbox, 1, DAY * 10_000).await;
    let over = until_over(&mailbox, &begun).await;
    let found = over.found;
    assert_eq!(
        (
            found.missing,
            found.filled,
            found.different,
            found.only_here
        ),
        (0, 0, 1, 2)
    );
    let mut kinds = found_of(&mailbox, &over).await;
    kinds.sort_by_key(|(kind, _)| kind.word());
    let kinds: Vec<&str> = kinds.iter().map(|(kind, _)| kind.word()).collect();
    assert_eq!(kinds, ["different", "only_here", "only_here"]);
    let after = mailbox.account().await.message_count;
    assert_eq!(after, before, "nothing is taken away");
    sync.stop().await;
}

#[tokio::test]
async fn a_comparison_goes_on_wherever_it_was_ended() {
    let mailbox = mailbox().await;
    let begun = begin(&mailbox, 1, DAY * 10_000).await;
    let sync = mailbox.follow();
    mailbox.until_equal().await;
    // It waits for the history that is read for the first time: nothing of that is missing.
    let over = until_over(&mailbox, &begun).await;
    assert_eq!((over.found.missing, over.error), (0, None));
    sync.stop().await;
    say_unheard(&mailbox, FRIEND, 150).await;
    let begun = begin(&mailbox, 2, DAY * 10_000).await;
    let (workspace_id, id) = (begun.workspace_id, begun.reconciliation_id);
    for round in 0..6 {
        let sync = mailbox.follow();
        let before = find(&mailbox, id).await.revision;
        for _ in 0..200 {
            if find(&mailbox, id).await.revision > before + round {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        sync.crash().await;
        // As if the time were over in which the one that is gone had it.
        let due = move |tx: &mut Tx<'_>| {
            agenda::RECONCILIATIONS.postpone(tx, workspace_id, id, Timestamp::MIN)
        };
        mailbox.store().write(due).await.expect("it is due");
    }
    assert_eq!(find(&mailbox, id).await.state(), "running");
    let sync = mailbox.follow();
    let over = until_over(&mailbox, &begun).await;
    let found = over.found;
    assert_eq!(
        (
            found.missing,
            found.filled,
            found.different,
            found.only_here
        ),
        (150, 150, 0, 0)
    );
    let received = told(&mailbox, EventKind::MessageReceived).await;
    let different: BTreeSet<&String> = received.iter().collect();
    assert_eq!(received.len(), different.len());
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn a_network_that_does_not_answer_is_asked_again_and_one_that_locks_out_is_not() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    mailbox.receive(FRIEND, "Heard").await;
    mailbox.until_equal().await;
    for (action, count) in [("threads", 1), ("messages", 2)] {
        let failing = json!({"fault": "error_500_not_sent", "action": action, "count": count});
        mailbox.network.fault(SEAT, failing).await;
    }
    say_unheard(&mailbox, FRIEND, 3).await;
    let begun = begin(&mailbox, 1, DAY).await;
    let over = until_over(&mailbox, &begun).await;
    assert_eq!((over.state(), over.found.filled), ("done", 3));
    let expired = json!({"session": "expired"});
    mailbox.network.change_seat(SEAT, expired).await;
    let begun = begin(&mailbox, 2, DAY).await;
    let over = until_over(&mailbox, &begun).await;
    assert_eq!(over.error.as_deref(), Some("account_held"));
    let ended = told(&mailbox, EventKind::ReconciliationFinished).await;
    assert_eq!(ended.len(), 2);
    sync.stop().await;
}

#[tokio::test]
async fn a_comparison_that_finds_no_end_is_given_up_after_a_day() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    let yesterday = SystemClock.now().minus(DAY + Duration::from_mins(1));
    let begun = begin_at(&mailbox, 1, DAY, yesterday).await;
    let over = until_over(&mailbox, &begun).await;
    assert_eq!(over.error.as_deref(), Some("network_unavailable"));
    sync.stop().await;
}
