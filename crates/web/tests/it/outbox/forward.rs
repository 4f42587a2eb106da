//! Forwarding messages, with the network down, so that what is kept waits.

use app::Scope;
use domain::ids::MessageId;
use domain::network::{Attachment, NetworkMessage};
use serde_json::{Value, json};
use store::messages;

use crate::world::{Answer, JOHN, THREAD, World, direct_thread, john, message};

const THEIRS: &str = "2-Mw==";

/// Our own id of a message of theirs.
async fn theirs(world: &World) -> String {
    let account = world.account.clone();
    let found = world.store.read(move |tx| {
        let (workspace_id, number) = (account.workspace_id, account.number);
        messages::find_by_ref(tx, workspace_id, number, messages::NETWORK, THEIRS)
    });
    MessageId::of(found.await.unwrap().unwrap().doc).to_string()
}

async fn forward(world: &World, id: &str, key: &str, body: &Value) -> Answer {
    let call = world.post(&format!("/v1/messages/{id}/forward"), body);
    call.header("idempotency-key", key).send().await
}

#[tokio::test]
async fn a_message_is_forwarded_once_for_each_key() {
    let world = World::new().await.with_john().await;
    let id = theirs(&world).await;
    let body = json!({"conversation": THREAD, "text": " See below ", "tags": ["forwarded"]});
    let sent = forward(&world, &id, "k1", &body).await;
    assert_eq!(sent.status, 202, "{}", sent.json);
    let text = sent.json["text"].as_str().unwrap();
    assert_eq!(
        text,
        "See below\n\nForwarded from John Doe, 2025-11-17 11:14 UTC:\n\nHello, how are you?"
    );
    let shown = [
        &sent.json["kind"],
        &sent.json["forwarded_from"],
        &sent.json["recipient"],
    ];
    assert_eq!(shown, [&json!("message"), &json!(id), &json!(JOHN)]);
    // The original is gone, and the key is still that of the same send.
    let account = world.account.clone();
    let now = world.app.now();
    let deleted = world
        .store
        .write(move |tx| store::ingest::deleted(tx, &account, THEIRS, now));
    deleted.await.unwrap();
    let again = forward(&world, &id, "k1", &body).await;
    assert_eq!(again.json["id"], sent.json["id"], "{}", again.json);
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = forward(&world, &id, "k1", &json!({"conversation": THREAD})).await;
    assert_eq!(
        (other.status, other.code()),
        (422, "idempotency_key_reused")
    );
    let gone = forward(&world, &id, "k2", &body).await;
    assert_eq!((gone.status, gone.code()), (404, "message_not_found"));
}

#[tokio::test]
async fn what_a_forwarded_message_needs_is_said_field_by_field() {
    let world = World::new().await.with_john().await;
    let id = theirs(&world).await;
    for (body, path) in [
        (json!({}), "recipient"),
        (
            json!({"conversation": THREAD, "reply_to": THEIRS}),
            "reply_to",
        ),
        (
            json!({"conversation": THREAD, "text": "x".repeat(7_990)}),
            "text",
        ),
    ] {
        let refused = forward(&world, &id, "k1", &body).await;
        assert_eq!((refused.status, refused.issues()), (400, vec![path]));
    }
    let body = json!({"conversation": THREAD});
    let call = world.post(&format!("/v1/messages/{id}/forward"), &body);
    let keyless = call.send().await;
    assert_eq!(
        (keyless.status, keyless.code()),
        (400, "idempotency_key_required")
    );
    // By the network's own name of it, and into a conversation by ours.
    let named = forward(&world, THEIRS, "k3", &body).await;
    assert_eq!(
        (named.status, &named.json["forwarded_from"]),
        (202, &json!(id)),
        "{}",
        named.json
    );
}

/// Before a file is fetched: nobody is there to fetch from.
#[tokio::test]
async fn more_files_than_a_message_has_are_not_forwarded() {
    let world = World::new().await.with_john().await;
    let file = |number: usize| Attachment {
        id: number.to_string(),
        name: format!("{number}.pdf"),
        media_type: "application/pdf".into(),
        byte_size: 1,
        url: format!("https://media.example/{number}"),
    };
    let many = NetworkMessage {
        attachments: (0..11).map(file).collect(),
        ..message(THREAD, "2-bWFueQ==", JOHN, -500, "All of them")
    };
    world
        .observe(direct_thread(THREAD, john(), -500, 3), vec![many])
        .await;
    let body = json!({"conversation": THREAD});
    let refused = forward(&world, "2-bWFueQ==", "k1", &body).await;
    assert_eq!(
        (refused.status, refused.issues()),
        (400, vec!["attachments"]),
        "{}",
        refused.json
    );
}

#[tokio::test]
async fn what_is_not_there_for_a_key_is_not_forwarded() {
    let world = World::new().await.with_john().await;
    let id = theirs(&world).await;
    let other = world.link("ACoAAAsecond", false).await;
    let limited = world
        .limited_key(&[Scope::Write], &[other.account_id])
        .await;
    let body = json!({"recipient": JOHN});
    let mut answers = Vec::new();
    for id in [id.as_str(), "msg_01k9zr4c2e6q8n3v5t7w9y1b4d", "nothing:"] {
        let call = world
            .post(&format!("/v1/messages/{id}/forward"), &body)
            .key(&limited);
        let answer = call.header("idempotency-key", "k1").send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (404, "message_not_found"),
            "{id}"
        );
        answers.push(answer.bytes);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}
