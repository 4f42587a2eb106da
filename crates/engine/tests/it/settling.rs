//! How outcomes are settled that nobody told, when the network is not what it was.

use std::time::Duration;

use domain::network::CapabilityClass;
use domain::send::SendState;
use integrations::http::Method;
use serde_json::json;
use testkit::stores;

use crate::outbox::Outbox;

const FRIEND: &str = "john-doe-123";

async fn outbox(class: CapabilityClass) -> Outbox {
    Outbox::new(stores::sqlite(), class).await
}

#[tokio::test]
async fn what_the_network_offers_is_asked_before_an_outcome_is_settled() {
    // Known as A, which may repeat; by now the network honours no token and shows nothing.
    let mut outbox = outbox(CapabilityClass::A).await;
    let change = json!({"capability_class": "D"});
    outbox.network.change_seat("premium", change).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let doubtful = outbox.accept(FRIEND, "never twice").await;
    let engine = outbox.start_engine();
    outbox.until(doubtful, "needs_decision").await;
    assert_eq!(outbox.accepted_texts().await, ["never twice"]);
    engine.stop().await;
}

#[tokio::test]
async fn what_can_be_read_back_again_is_read_back() {
    let mut outbox = outbox(CapabilityClass::D).await;
    let change = json!({"capability_class": "B"});
    outbox.network.change_seat("premium", change).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let send = outbox.accept(FRIEND, "found after all").await;
    let engine = outbox.start_engine();
    assert_eq!(outbox.until(send, "sent").await.attempt_count, 1);
    engine.stop().await;
}

#[tokio::test]
async fn a_network_that_takes_it_after_every_deadline_takes_it_once() {
    let mut outbox = outbox(CapabilityClass::B).await;
    // Longer than the call, the settle time and the two reads together.
    outbox
        .fault(json!({"fault": "slow", "count": 1, "delay_ms": 4_000}))
        .await;
    let send = outbox.accept(FRIEND, "very late").await;
    let engine = outbox.start_engine();
    outbox.until(send, "unknown").await;
    assert_eq!(outbox.until(send, "sent").await.attempt_count, 1);
    assert_eq!(outbox.accepted_texts().await, ["very late"]);
    engine.stop().await;
}

#[tokio::test]
async fn the_same_words_of_another_send_are_not_taken_for_its_own() {
    let mut outbox = outbox(CapabilityClass::C).await;
    let engine = outbox.start_engine();
    let first = outbox.accept(FRIEND, "the same words").await;
    outbox.until(first, "sent").await;
    outbox
        .fault(json!({"fault": "cut_before", "count": 1}))
        .await;
    let second = outbox.accept(FRIEND, "the same words").await;
    outbox.until(second, "needs_decision").await;
    assert_eq!(outbox.accepted_texts().await.len(), 1);
    engine.stop().await;
}

#[tokio::test]
async fn two_sends_of_the_same_words_find_a_message_each() {
    let mut outbox = outbox(CapabilityClass::C).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 2}))
        .await;
    let first = outbox.accept(FRIEND, "the same words").await;
    let second = outbox.accept(FRIEND, "the same words").await;
    let engine = outbox.start_engine();
    let first = outbox.until(first, "sent").await;
    let second = outbox.until(second, "sent").await;
    assert_ne!(first.message_key, second.message_key);
    assert!(first.sent_at < second.sent_at);
    assert_eq!(outbox.accepted_texts().await.len(), 2);
    engine.stop().await;
}

#[tokio::test]
async fn a_held_account_still_learns_what_became_of_its_sends() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let lost = outbox.accept(FRIEND, "already there").await;
    let waiting = outbox.accept("lin-chiaying", "must wait").await;
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    let engine = outbox.start_engine();
    outbox.until(lost, "unknown").await;
    outbox
        .write(move |tx| {
            let status = store::accounts::AccountStatus::Error;
            let rule = Some("restricted");
            store::accounts::update_hold(tx, workspace_id, account_id, status, rule, None)
        })
        .await;
    outbox.until(lost, "sent").await;
    engine.stop().await;
    let is_out = outbox.send(waiting).await.state.is_sent();
    let texts = outbox.accepted_texts().await;
    assert_eq!(texts.contains(&"must wait".to_owned()), is_out);
}

#[tokio::test]
async fn a_person_is_asked_after_a_day_even_if_the_network_says_nothing_at_all() {
    let mut outbox = outbox(CapabilityClass::B).await;
    outbox
        .fault(json!({"fault": "cut_before", "count": 1}))
        .await;
    let lost = outbox.accept(FRIEND, "lost for a day").await;
    let engine = outbox.start_engine();
    let unknown = outbox.until(lost, "unknown").await;
    outbox.network.stop().await;
    let yesterday = unknown.accepted_at.minus(Duration::from_hours(25));
    outbox
        .write(move |tx| store::sends::update_begun(tx, &unknown, yesterday, 1, yesterday))
        .await;
    outbox.until(lost, "needs_decision").await;
    engine.stop().await;
}

#[tokio::test]
async fn a_late_showing_counts_against_the_limits_again() {
    let mut outbox = outbox(CapabilityClass::B).await;
    let send = outbox.accept(FRIEND, "told late").await;
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    let hints = store::hints::Hints::default();
    let counted = outbox
        .write(move |tx| {
            let known = store::sends::get(tx, workspace_id, send)?;
            let refused = SendState::Refused {
                code: domain::error_code::ErrorCode::NetworkRefused,
                detail: String::new(),
            };
            let now = known.accepted_at;
            store::sends::transition(tx, &hints, &known, &refused, now)?;
            let echo = store::sends::Echo {
                token: &known.token,
                message_key: "2-late",
                thread_key: "2-thread",
                sent_at: now,
            };
            let known = store::sends::get(tx, workspace_id, send)?;
            store::sends::record_sent(tx, &hints, &known, &echo, now)?;
            let actions = [domain::ledger::Action::Message];
            let policy = domain::policy::Policy::guide();
            let account = store::accounts::get(tx, workspace_id, account_id)?;
            let ledger = store::ledger::get(tx, &account, &policy, &actions, now)?;
            Ok(ledger.entries(domain::ledger::Action::Message).len())
        })
        .await;
    assert_eq!(counted, 1);
    assert!(outbox.send(send).await.state.is_sent());
    drop(outbox.start_engine());
}

#[tokio::test]
async fn content_is_found_whatever_the_networks_clock_says() {
    let mut outbox = outbox(CapabilityClass::C).await;
    let two_hours_behind = json!({"offset_ms": -7_200_000});
    outbox
        .network
        .control(Method::PUT, "clock", two_hours_behind)
        .await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let send = outbox.accept(FRIEND, "found by its words").await;
    let engine = outbox.start_engine();
    outbox.until(send, "sent").await;
    assert_eq!(outbox.accepted_texts().await, ["found by its words"]);
    engine.stop().await;
}

#[tokio::test]
async fn the_same_words_that_were_there_before_are_not_the_send() {
    let mut outbox = outbox(CapabilityClass::C).await;
    // What is said now looks as if it were said in two hours: later than every try.
    let two_hours_ahead = json!({"offset_ms": 7_200_000});
    outbox
        .network
        .control(Method::PUT, "clock", two_hours_ahead)
        .await;
    outbox.say_by_hand(FRIEND, "Good morning").await;
    outbox
        .fault(json!({"fault": "cut_before", "count": 1}))
        .await;
    let send = outbox.accept(FRIEND, "Good morning").await;
    let engine = outbox.start_engine();
    let asked = outbox.until(send, "needs_decision").await;
    assert_eq!(asked.message_key, None);
    engine.stop().await;
}

#[tokio::test]
async fn what_nobody_looked_for_before_is_put_before_a_person() {
    // When the call began its network could be asked by token; by now only content tells, and nothing was looked at.
    let mut outbox = outbox(CapabilityClass::B).await;
    let change = json!({"capability_class": "C"});
    outbox.network.change_seat("premium", change).await;
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let send = outbox.accept(FRIEND, "mine or not").await;
    let engine = outbox.start_engine();
    let asked = outbox.until(send, "needs_decision").await;
    assert_eq!(asked.message_key, None);
    engine.stop().await;
}

#[tokio::test]
async fn what_is_written_anew_is_not_taken_for_older_words() {
    let mut outbox = outbox(CapabilityClass::C).await;
    outbox.say_by_hand(FRIEND, "Thanks!").await;
    outbox
        .fault(json!({"fault": "cut_before", "count": 1}))
        .await;
    let send = outbox.accept(FRIEND, "First words").await;
    let engine = outbox.start_engine();
    outbox.until(send, "needs_decision").await;
    engine.stop().await;
    // A person says that it was not sent, and then what it says instead.
    let (workspace_id, hints) = (outbox.workspace_id, outbox.hints());
    outbox
        .write(move |tx| {
            let known = store::sends::get(tx, workspace_id, send)?;
            let now = known.updated_at;
            store::attempts::update_settled(tx, &known, "not_sent", None, now)?;
            store::sends::renew(tx, &known, known.expires_at)?;
            let again = SendState::Scheduled {
                until: now,
                rule: domain::send::Rule::BackOff,
            };
            store::sends::transition(tx, &hints, &known, &again, now)?;
            let known = store::sends::get(tx, workspace_id, send)?;
            let edit = store::sends::Edit {
                text: "Thanks!".to_owned(),
                subject: None,
                likeness: None,
                ready_at: known.ready_at,
                expires_at: known.expires_at,
                state: SendState::Queued,
            };
            store::sends::edit(tx, &hints, &known, &edit, now)
        })
        .await;
    let engine = outbox.start_engine();
    outbox.until(send, "sent").await;
    assert_eq!(outbox.accepted_texts().await, ["Thanks!"]);
    engine.stop().await;
}
