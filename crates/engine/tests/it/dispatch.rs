//! What happens to an accepted send, whatever the network does with it.

use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::network::CapabilityClass;
use domain::send::SendState;
use serde_json::json;
use testkit::stores;

use crate::outbox::Outbox;

const FRIEND: &str = "john-doe-123";

async fn outbox(class: CapabilityClass) -> Outbox {
    Outbox::new(stores::sqlite(), class).await
}

#[tokio::test]
async fn sends_of_one_lane_leave_once_and_in_order() {
    let mut outbox = outbox(CapabilityClass::B).await;
    let mut accepted = Vec::new();
    for number in 0..10 {
        accepted.push(outbox.accept(FRIEND, &format!("message {number}")).await);
    }
    let engine = outbox.start_engine();
    outbox.until(accepted[9], "sent").await;
    let expected: Vec<String> = (0..10).map(|number| format!("message {number}")).collect();
    assert_eq!(outbox.accepted_texts().await, expected);
    engine.stop().await;
}

#[tokio::test]
async fn postgres_dispatches_alike() {
    let opened = tokio::task::spawn_blocking(stores::postgres)
        .await
        .expect("a database");
    let mut outbox = Outbox::new(opened, CapabilityClass::B).await;
    let engine = outbox.start_engine();
    let send = outbox.accept(FRIEND, "over PostgreSQL").await;
    assert!(outbox.until(send, "sent").await.message_key.is_some());
    engine.stop().await;
    tokio::task::spawn_blocking(move || drop(outbox))
        .await
        .expect("closed");
}

#[tokio::test]
async fn a_lost_answer_is_read_back_and_never_repeated() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let send = outbox.accept(FRIEND, "only once").await;
    let engine = outbox.start_engine();
    let sent = outbox.until(send, "sent").await;
    assert_eq!(sent.attempt_count, 1);
    assert_eq!(outbox.accepted_texts().await, ["only once"]);
    engine.stop().await;
}

#[tokio::test]
async fn a_cut_connection_is_tried_again_only_after_two_complete_reads() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "cut_before", "count": 1}))
        .await;
    let send = outbox.accept(FRIEND, "arrives later").await;
    let engine = outbox.start_engine();
    assert_eq!(outbox.until(send, "unknown").await.attempt_count, 1);
    assert_eq!(outbox.until(send, "sent").await.attempt_count, 2);
    assert_eq!(outbox.accepted_texts().await, ["arrives later"]);
    engine.stop().await;
}

#[tokio::test]
async fn class_a_repeats_with_the_same_token() {
    let mut outbox = outbox(CapabilityClass::A).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 2}))
        .await;
    let send = outbox.accept(FRIEND, "safe to repeat").await;
    let engine = outbox.start_engine();
    assert_eq!(outbox.until(send, "sent").await.attempt_count, 3);
    assert_eq!(outbox.accepted_texts().await, ["safe to repeat"]);
    engine.stop().await;
}

#[tokio::test]
async fn class_c_finds_by_content_or_asks() {
    let mut outbox = outbox(CapabilityClass::C).await;
    let engine = outbox.start_engine();
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let found = outbox.accept(FRIEND, "found by its words").await;
    outbox.until(found, "sent").await;
    outbox
        .fault(json!({"fault": "cut_before", "count": 1}))
        .await;
    let lost = outbox.accept(FRIEND, "found nowhere").await;
    outbox.until(lost, "needs_decision").await;
    assert_eq!(outbox.accepted_texts().await, ["found by its words"]);
    engine.stop().await;
}

#[tokio::test]
async fn class_d_asks_at_once_and_blocks_only_its_own_lane() {
    let mut outbox = outbox(CapabilityClass::D).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let doubtful = outbox.accept(FRIEND, "who knows").await;
    let behind = outbox.accept(FRIEND, "waits behind it").await;
    let engine = outbox.start_engine();
    outbox.until(doubtful, "needs_decision").await;
    assert_eq!(outbox.send(behind).await.state, SendState::Queued);
    engine.stop().await;
}

#[tokio::test]
async fn a_refusal_is_final_and_frees_its_place() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "refused", "count": 1, "code": "not_connected"}))
        .await;
    let refused = outbox.accept(FRIEND, "no").await;
    let next = outbox.accept(FRIEND, "yes").await;
    let engine = outbox.start_engine();
    let state = outbox.until(refused, "refused").await.state;
    assert!(
        matches!(
            state,
            SendState::Refused {
                code: ErrorCode::ConnectionRequired,
                ..
            }
        ),
        "{state:?}"
    );
    outbox.until(next, "sent").await;
    assert_eq!(outbox.accepted_texts().await, ["yes"]);
    engine.stop().await;
}

#[tokio::test]
async fn a_network_that_asks_to_wait_is_obeyed() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "rate_limited", "count": 1, "retry_after_ms": 1_000}))
        .await;
    let send = outbox.accept(FRIEND, "a little later").await;
    let engine = outbox.start_engine();
    let held = outbox.until(send, "scheduled").await;
    let sent = outbox.until(send, "sent").await;
    let waited = sent.updated_at.since(held.updated_at);
    assert!(waited >= Duration::from_millis(900), "{waited:?}");
    engine.stop().await;
}

#[tokio::test]
async fn an_expired_session_refuses_and_holds_the_account() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "session_expired", "count": 1}))
        .await;
    let refused = outbox.accept(FRIEND, "no longer").await;
    let waiting = outbox.accept(FRIEND, "waits for its owner").await;
    let engine = outbox.start_engine();
    let state = outbox.until(refused, "refused").await.state;
    assert!(
        matches!(
            state,
            SendState::Refused {
                code: ErrorCode::AccountHeld,
                ..
            }
        ),
        "{state:?}"
    );
    engine.stop().await;
    assert_eq!(outbox.send(waiting).await.state, SendState::Queued);
    assert!(outbox.accepted_texts().await.is_empty());
}

#[tokio::test]
async fn a_network_out_of_reach_is_tried_again_until_it_is_back() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox.network.stop().await;
    let send = outbox.accept(FRIEND, "patience").await;
    let engine = outbox.start_engine();
    outbox.until(send, "scheduled").await;
    outbox.network.resume().await;
    outbox.until(send, "sent").await;
    assert_eq!(outbox.accepted_texts().await, ["patience"]);
    engine.stop().await;
}

#[tokio::test]
async fn an_engine_that_dies_in_a_call_is_followed_by_one_that_reads_back() {
    for phase in ["before", "after"] {
        let mut outbox = outbox(CapabilityClass::B).await;
        outbox
            .fault(json!({"fault": "slow", "count": 1, "delay_ms": 800, "phase": phase}))
            .await;
        let send = outbox.accept(FRIEND, "interrupted").await;
        let engine = outbox.start_engine();
        outbox.until(send, "sending").await;
        engine.crash().await;
        let engine = outbox.start_engine();
        outbox.until(send, "sent").await;
        assert_eq!(
            outbox.accepted_texts().await,
            ["interrupted"],
            "slow {phase} acceptance"
        );
        engine.stop().await;
    }
}
