//! Changing, taking back and reacting, from the outbox to the network and back.

use domain::ids::SendId;
use domain::network::CapabilityClass;
use domain::send::SendKind;
use serde_json::{Value, json};
use store::sends::Send;
use testkit::stores;

use crate::outbox::Outbox;

const FRIEND: &str = "john-doe-123";

/// A message that has just been sent.
struct Sent {
    thread_key: String,
    message_key: String,
}

async fn say(outbox: &Outbox, text: &str) -> Sent {
    let send_id = outbox.accept(FRIEND, text).await;
    let sent = outbox.until(send_id, "sent").await;
    Sent {
        thread_key: sent.thread_key.expect("it is somewhere"),
        message_key: sent.message_key.expect("it has a name"),
    }
}

async fn act(outbox: &Outbox, sent: &Sent, kind: SendKind, text: &str) -> SendId {
    let change = |send: &mut Send| {
        send.kind = kind;
        send.lane = format!("message {}", sent.message_key);
        send.thread_key = Some(sent.thread_key.clone());
        send.target_key = Some(sent.message_key.clone());
    };
    outbox.accept_changed(FRIEND, text, change).await
}

/// The message as the friend's side would find it; `None` where it is gone.
async fn shown(outbox: &Outbox, sent: &Sent) -> Option<Value> {
    let history = outbox.network.history("premium").await;
    let thread = history
        .iter()
        .find(|thread| thread["thread_id"] == sent.thread_key.as_str());
    let messages = thread.expect("the thread")["messages"].as_array();
    let mut messages = messages.expect("a list").iter();
    messages
        .find(|message| message["message_id"] == sent.message_key.as_str())
        .cloned()
}

async fn fail(outbox: &Outbox, fault: &str, action: &str) {
    let fault = json!({"fault": fault, "action": action, "count": 1});
    outbox.network.fault("premium", fault).await;
}

async fn outcomes(outbox: &Outbox, send_id: SendId) -> Vec<String> {
    let attempts = outbox.attempts(send_id).await.into_iter();
    attempts.filter_map(|attempt| attempt.outcome).collect()
}

#[tokio::test]
async fn a_lost_answer_of_an_act_on_a_message_is_settled_by_reading_the_message() {
    for class in [CapabilityClass::A, CapabilityClass::B, CapabilityClass::C] {
        let mut outbox = Outbox::new(stores::sqlite(), class).await;
        let engine = outbox.start_engine();
        let sent = say(&outbox, "Helo").await;
        for (kind, text, action) in [
            (SendKind::Edit, "Hello!", "edit"),
            (SendKind::Reaction, "👍", "react"),
            (SendKind::ReactionRemoval, "👍", "react"),
        ] {
            let told = format!("{class:?} {kind:?}");
            // What never came there is done again, once that is sure.
            if kind == SendKind::Edit {
                fail(&outbox, "cut_before", action).await;
                let send_id = act(&outbox, &sent, kind, "Hello").await;
                outbox.until(send_id, "sent").await;
                assert_eq!(outcomes(&outbox, send_id).await.len(), 2, "{told}");
            }
            fail(&outbox, "answer_lost", action).await;
            let send_id = act(&outbox, &sent, kind, text).await;
            outbox.until(send_id, "sent").await;
            assert_eq!(outcomes(&outbox, send_id).await, ["accepted"], "{told}");
        }
        let message = shown(&outbox, &sent).await.expect("it is there");
        assert_eq!(message["text"], "Hello!", "{class:?}");
        assert_eq!(message["reactions"], json!([]), "{class:?}");
        fail(&outbox, "answer_lost", "delete").await;
        let send_id = act(&outbox, &sent, SendKind::Delete, "").await;
        outbox.until(send_id, "sent").await;
        assert_eq!(shown(&outbox, &sent).await, None, "{class:?}");
        engine.stop().await;
    }
}

#[tokio::test]
async fn where_no_message_can_be_read_a_person_says_what_became_of_a_text() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::D).await;
    let engine = outbox.start_engine();
    let sent = say(&outbox, "Helo").await;
    for (kind, text, action, state, tries) in [
        (SendKind::Reaction, "👍", "react", "sent", 2),
        (SendKind::Edit, "Hello", "edit", "needs_decision", 1),
    ] {
        fail(&outbox, "answer_lost", action).await;
        let send_id = act(&outbox, &sent, kind, text).await;
        outbox.until(send_id, state).await;
        assert_eq!(outcomes(&outbox, send_id).await.len(), tries, "{kind:?}");
    }
    let other = say(&outbox, "Never mind").await;
    fail(&outbox, "answer_lost", "delete").await;
    let send_id = act(&outbox, &other, SendKind::Delete, "").await;
    outbox.until(send_id, "sent").await;
    assert_eq!(outcomes(&outbox, send_id).await.len(), 2);
    engine.stop().await;
}

#[tokio::test]
async fn a_text_that_was_changed_by_hand_is_not_overwritten_by_a_repeat() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::B).await;
    let engine = outbox.start_engine();
    let sent = say(&outbox, "Helo").await;
    let owner = outbox.network.seat("premium").await["slug"].clone();
    let by_hand = json!({
        "as": owner, "thread_id": sent.thread_key, "message_id": sent.message_key, "text": "Good day",
    });
    let post = integrations::http::Method::POST;
    outbox.network.control(post, "messages/edit", by_hand).await;
    fail(&outbox, "cut_before", "edit").await;
    let send_id = act(&outbox, &sent, SendKind::Edit, "Hello").await;
    outbox.until(send_id, "needs_decision").await;
    let message = shown(&outbox, &sent).await.expect("it is there");
    assert_eq!(message["text"], "Good day");
    engine.stop().await;
}

#[tokio::test]
async fn a_message_older_than_the_network_allows_is_not_changed_and_the_send_says_so() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::B).await;
    let engine = outbox.start_engine();
    let sent = say(&outbox, "An hour ago").await;
    let clock = json!({"advance_ms": 3_700_000});
    outbox
        .network
        .control(integrations::http::Method::PUT, "clock", clock)
        .await;
    for (kind, text) in [(SendKind::Edit, "Now"), (SendKind::Delete, "")] {
        let send_id = act(&outbox, &sent, kind, text).await;
        let refused = outbox.until(send_id, "refused").await;
        let told = format!("{:?}", refused.state);
        assert!(told.contains("ChangeWindowOver"), "{told}");
    }
    let message = shown(&outbox, &sent).await.expect("it is there");
    assert_eq!(message["text"], "An hour ago");
    // A reaction has no end.
    let send_id = act(&outbox, &sent, SendKind::Reaction, "👍").await;
    outbox.until(send_id, "sent").await;
    engine.stop().await;
}

#[tokio::test]
async fn a_correction_waits_for_no_message_that_waits_itself() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::D).await;
    let engine = outbox.start_engine();
    let sent = say(&outbox, "Helo").await;
    // Nobody can say what became of the next message, so that nothing else goes to the friend.
    outbox
        .fault(json!({"fault": "answer_lost", "count": 1}))
        .await;
    let lost = outbox.accept(FRIEND, "Lost").await;
    outbox.until(lost, "needs_decision").await;
    let waiting = outbox.accept(FRIEND, "Behind").await;
    let edit = act(&outbox, &sent, SendKind::Edit, "Hello").await;
    outbox.until(edit, "sent").await;
    assert_eq!(outbox.send(waiting).await.attempt_count, 0);
    engine.stop().await;
}
