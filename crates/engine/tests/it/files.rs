//! Files and answers to a certain message, from the outbox to the network and back.

use domain::attachment::File;
use domain::ids::SendId;
use domain::network::{Attachment, CapabilityClass};
use serde_json::{Value, json};
use store::{accounts, ingest, messages};
use testkit::stores;

use crate::manners;
use crate::outbox::Outbox;

const FRIEND: &str = "john-doe-123";

fn files() -> Vec<File> {
    let every_byte = (0..=u8::MAX).collect();
    vec![
        File::new("Offer.pdf", "application/pdf", every_byte).expect("as it was made"),
        File::new("photo.png", "image/png", vec![7; 300_000]).expect("as it was made"),
    ]
}

/// What the network shows of the friend's thread, newest last.
async fn shown(outbox: &Outbox) -> Vec<Value> {
    let with = outbox
        .network
        .ask_as("premium", &format!("threads/with/{FRIEND}"))
        .await;
    let path = format!(
        "threads/{}/messages?limit=200",
        with["thread_id"].as_str().expect("a text")
    );
    let page = outbox.network.ask_as("premium", &path).await;
    page["messages"].as_array().expect("a list").clone()
}

/// Accepts a message with both files that answers the newest one of the friend.
async fn accept(outbox: &Outbox, text: &str) -> (SendId, String) {
    let answered = shown(outbox).await.last().expect("a message")["message_id"].clone();
    let answered = answered.as_str().expect("a text").to_owned();
    let reply_to = Some(answered.clone());
    let send_id = outbox.accept_files(FRIEND, text, reply_to, files()).await;
    (send_id, answered)
}

/// Messages that carry the first file, which nobody else sends.
fn laden(messages: &[Value]) -> Vec<&Value> {
    let is_laden = |message: &&Value| message["attachments"][0]["name"] == "Offer.pdf";
    messages.iter().filter(is_laden).collect()
}

async fn arrived(outbox: &Outbox, answered: &str) {
    let messages = shown(outbox).await;
    let [message] = laden(&messages)[..] else {
        panic!("once and no more: {messages:?}");
    };
    assert_eq!(message["reply_to"], answered);
    let attachments = message["attachments"].as_array().expect("a list");
    for (shown, file) in attachments.iter().zip(files()) {
        assert_eq!(shown["name"], file.facts().name);
        let bytes = outbox
            .network
            .fetch(shown["path"].as_str().expect("a text"))
            .await;
        assert_eq!(bytes, file.bytes(), "{shown}");
    }
    assert_eq!(attachments.len(), files().len());
}

#[tokio::test]
async fn files_arrive_byte_for_byte_and_the_history_shows_them_at_once() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::B).await;
    // The friend is known; the thread is not.
    let friend = manners::thread(&outbox.member_key(FRIEND));
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    outbox
        .write(move |tx| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            ingest::observe(tx, &account, &friend, &[], friend.last_activity_at).map(drop)
        })
        .await;
    let (send_id, answered) = accept(&outbox, "").await;
    let engine = outbox.start_engine();
    let sent = outbox.until(send_id, "sent").await;
    arrived(&outbox, &answered).await;
    // Nothing is synchronised here: what is kept came with the answer.
    let key = sent.message_key.expect("as it was made");
    let kept = outbox
        .write(move |tx| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            messages::find_by_ref(tx, workspace_id, account.number, messages::NETWORK, &key)
        })
        .await
        .expect("it is in the history");
    assert_eq!(kept.reply_to, Some(answered));
    let attachments: Vec<Attachment> =
        serde_json::from_str(kept.attachments.as_deref().expect("as it was made"))
            .expect("as it was made");
    let names: Vec<_> = attachments
        .iter()
        .map(|shown| shown.name.as_str())
        .collect();
    assert_eq!(names, ["Offer.pdf", "photo.png"]);
    assert!(
        attachments
            .iter()
            .all(|shown| shown.url.starts_with("http"))
    );
    engine.stop().await;
}

#[tokio::test]
async fn a_lost_answer_leaves_files_and_answer_there_once() {
    for class in [CapabilityClass::A, CapabilityClass::B, CapabilityClass::C] {
        let mut outbox = Outbox::new(stores::sqlite(), class).await;
        outbox
            .fault(json!({"fault": "answer_lost", "count": 1}))
            .await;
        let (send_id, answered) = accept(&outbox, "As agreed").await;
        let engine = outbox.start_engine();
        outbox.until(send_id, "sent").await;
        arrived(&outbox, &answered).await;
        engine.stop().await;
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_handed_over_is_tried_again_and_nothing_is_in_doubt() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::D).await;
    let fault = json!({"fault": "answer_lost", "action": "upload", "count": 1});
    outbox.network.fault("premium", fault).await;
    let (send_id, _) = accept(&outbox, "Second try").await;
    let engine = outbox.start_engine();
    outbox.until(send_id, "sent").await;
    let attempts = outbox.attempts(send_id).await;
    let outcomes: Vec<_> = attempts
        .iter()
        .filter_map(|attempt| attempt.outcome.as_deref())
        .collect();
    assert_eq!(outcomes, ["not_sent", "accepted"]);
    assert_eq!(outbox.accepted_texts().await, ["Second try"]);
    engine.stop().await;
}

#[tokio::test]
async fn a_file_that_the_network_does_not_take_ends_the_send() {
    let mut outbox = Outbox::new(stores::sqlite(), CapabilityClass::B).await;
    let program = File::new("setup.exe", "application/x-msdownload", b"MZ".to_vec());
    let send_id = outbox
        .accept_files(FRIEND, "Try this", None, vec![program.expect("a file")])
        .await;
    let engine = outbox.start_engine();
    outbox.until(send_id, "refused").await;
    assert!(outbox.accepted_texts().await.is_empty());
    engine.stop().await;
}
