//! When nothing may leave: the network asks to wait, the account is unlinked, the gateway stops.

use std::time::{Duration, Instant};

use domain::event::EventKind;
use domain::network::CapabilityClass;
use serde_json::json;
use testkit::stores;

use crate::outbox::Outbox;

async fn outbox() -> Outbox {
    Outbox::new(stores::sqlite(), CapabilityClass::B).await
}

#[tokio::test]
async fn a_network_that_asks_to_wait_is_not_asked_by_other_lanes_either() {
    let mut outbox = outbox().await;
    outbox
        .fault(json!({"fault": "rate_limited", "count": 1, "retry_after_ms": 1_500}))
        .await;
    let first = outbox.accept("john-doe-123", "first lane").await;
    let second = outbox.accept("lin-chiaying", "second lane").await;
    let engine = outbox.start_engine();
    outbox.until(first, "sent").await;
    outbox.until(second, "sent").await;
    engine.stop().await;
    // The fault was good for one call: had the second lane called meanwhile, it would have left early.
    let began = |attempts: Vec<store::attempts::Attempt>| attempts.last().expect("a try").began_at;
    let refused = outbox.attempts(first).await[0].began_at;
    for send in [first, second] {
        let waited = began(outbox.attempts(send).await).since(refused);
        assert!(waited >= Duration::from_millis(1_400), "{waited:?}");
    }
}

#[tokio::test]
async fn what_waits_for_an_unlinked_account_is_withdrawn() {
    let mut outbox = outbox().await;
    let mut waiting = Vec::new();
    for number in 0..150 {
        waiting.push(
            outbox
                .accept("john-doe-123", &format!("number {number}"))
                .await,
        );
    }
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    outbox
        .write(move |tx| {
            let account = store::accounts::get(tx, workspace_id, account_id)?;
            store::accounts::update_unlinked(tx, workspace_id, account_id, account.linked_at)
        })
        .await;
    let engine = outbox.start_engine();
    for send in waiting {
        outbox.until(send, "cancelled").await;
    }
    assert!(outbox.accepted_texts().await.is_empty());
    engine.stop().await;
}

#[tokio::test]
async fn nothing_leaves_from_a_paused_account_until_it_is_resumed() {
    let mut outbox = outbox().await;
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    let pause = async |outbox: &Outbox, is_paused: bool| {
        outbox
            .write(move |tx| {
                let account = store::accounts::get(tx, workspace_id, account_id)?;
                let now = account.linked_at;
                store::accounts::update_paused(tx, &account, is_paused, now)?;
                store::agenda::advance(tx, store::agenda::DISPATCH, workspace_id, account_id, now)
            })
            .await;
    };
    pause(&outbox, true).await;
    let first = outbox.accept("john-doe-123", "while it is paused").await;
    let engine = outbox.start_engine();
    // The engine has looked once the account is due no earlier than what waits for it expires.
    let expires_at = outbox.send(first).await.expires_at;
    let mut is_looked_at = false;
    for _ in 0..600 {
        let due = outbox
            .write(|tx| {
                let ever = domain::time::Timestamp::MAX;
                store::agenda::list_due(tx, store::agenda::DISPATCH, ever, 10)
            })
            .await;
        let mut own = due.iter().filter(|(_, account, _)| *account == account_id);
        is_looked_at = own.all(|(_, _, due_at)| *due_at >= expires_at);
        if is_looked_at {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(is_looked_at);
    assert!(outbox.accepted_texts().await.is_empty());
    pause(&outbox, false).await;
    outbox.until(first, "sent").await;
    engine.stop().await;
}

#[tokio::test]
async fn what_is_being_called_while_its_account_is_unlinked_is_still_answered() {
    let mut outbox = outbox().await;
    outbox
        .fault(json!({"fault": "slow", "delay_ms": 900, "phase": "after"}))
        .await;
    let called = outbox.accept("john-doe-123", "under way").await;
    let nodes = [outbox.start_node("one"), outbox.start_node("two")];
    outbox.until(called, "sending").await;
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    outbox
        .write(move |tx| {
            let account = store::accounts::get(tx, workspace_id, account_id)?;
            let now = Some(account.linked_at);
            store::agenda::set(tx, store::agenda::DISPATCH, workspace_id, account_id, now)?;
            store::accounts::update_unlinked(tx, workspace_id, account_id, account.linked_at)
        })
        .await;
    outbox.until(called, "sent").await;
    let events = outbox
        .write(move |tx| store::events::list(tx, workspace_id, 0, 100))
        .await;
    let asked = events
        .events
        .iter()
        .find(|event| event.kind == EventKind::SendNeedsDecision);
    assert!(asked.is_none(), "{asked:?}");
    for node in nodes {
        node.stop().await;
    }
}

#[tokio::test]
async fn a_gateway_that_stops_begins_nothing_and_leaves_nothing_unknown() {
    let mut outbox = outbox().await;
    let mut waiting = Vec::new();
    for number in 0..50 {
        waiting.push(
            outbox
                .accept("john-doe-123", &format!("number {number}"))
                .await,
        );
    }
    outbox
        .fault(json!({"fault": "slow", "delay_ms": 60, "phase": "after"}))
        .await;
    let engine = outbox.start_engine();
    outbox.until(waiting[3], "sent").await;
    let stopping = Instant::now();
    engine.stop().await;
    assert!(stopping.elapsed() < Duration::from_secs(2));
    let mut words = Vec::new();
    for send in waiting {
        words.push(outbox.send(send).await.state.word());
    }
    assert!(words.contains(&"queued"), "{words:?}");
    assert!(
        words
            .iter()
            .all(|word| ["sent", "queued", "scheduled"].contains(word)),
        "{words:?}"
    );
}

#[tokio::test]
async fn a_gateway_that_stops_ends_typing_without_sending() {
    let mut outbox = outbox().await;
    let thread = outbox.network.ask_as("premium", "threads?limit=1").await;
    let thread_key = thread["threads"][0]["thread_id"]
        .as_str()
        .map(str::to_owned);
    let send = outbox
        .accept_changed("john-doe-123", "typed for long", |send| {
            send.thread_key = thread_key;
            send.typing = Duration::from_secs(30);
        })
        .await;
    let engine = outbox.start_engine();
    outbox.until(send, "sending").await;
    let stopping = Instant::now();
    engine.stop().await;
    assert!(stopping.elapsed() < Duration::from_secs(5));
    assert_eq!(outbox.send(send).await.state.word(), "scheduled");
    assert!(outbox.accepted_texts().await.is_empty());
}

#[tokio::test]
async fn an_acceptance_that_meets_a_full_disk_is_kept_once_there_is_room() {
    let mut outbox = outbox().await;
    outbox
        .fault(json!({"fault": "slow", "count": 1, "delay_ms": 500, "phase": "after"}))
        .await;
    let send = outbox.accept("john-doe-123", "there is no room").await;
    let engine = outbox.start_engine();
    outbox.until(send, "sending").await;
    outbox.fill_disk(4);
    assert_eq!(outbox.until(send, "sent").await.attempt_count, 1);
    let attempts = outbox.attempts(send).await;
    assert_eq!(attempts[0].outcome.as_deref(), Some("accepted"));
    assert_eq!(outbox.accepted_texts().await, ["there is no room"]);
    engine.stop().await;
}
