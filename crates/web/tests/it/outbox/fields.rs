//! Refusals name the fields that their door has.

use serde_json::{Value, json};

use super::{create, world};
use crate::world::{JOHN, THREAD, direct_thread, member, message};

const MARIA: &str = "ACoAAAmaria";
const OTHER: &str = "2-bWFyaWE=";

type Case = (Value, Value, &'static str, &'static str, &'static str);

/// A body of ours, the same of the guide's and its route, and what each calls the field that is wrong.
fn cases() -> Vec<Case> {
    let long = "x".repeat(9_000);
    vec![
        (
            json!({"conversation": "urn:li:x"}),
            json!({"conversationUrn": "urn:li:x"}),
            "send",
            "conversation",
            "conversationUrn",
        ),
        (
            json!({"recipient": "no such form!"}),
            json!({"recipientProfileId": "no such form!"}),
            "send",
            "recipient",
            "recipientProfileId",
        ),
        (
            json!({"recipient": JOHN, "text": long}),
            json!({"recipientProfileId": JOHN, "message": long}),
            "send",
            "text",
            "message",
        ),
        (
            json!({"recipient": JOHN, "inmail": true, "subject": long}),
            json!({"recipientProfileId": JOHN, "messageType": "inmail", "subject": long}),
            "send",
            "subject",
            "subject",
        ),
        (
            json!({"recipient": JOHN, "conversation": OTHER}),
            json!({"recipientProfileId": JOHN, "conversationUrn": OTHER}),
            "send",
            "conversation",
            "conversationUrn",
        ),
        (
            json!({"conversation": THREAD, "inmail": true}),
            json!({"conversationUrn": THREAD, "messageType": "inmail"}),
            "send",
            "recipient",
            "recipientProfileId",
        ),
        (
            json!({"recipient": JOHN, "group_id": "club"}),
            json!({"recipientProfileUrn": JOHN, "groupId": "club"}),
            "send-group",
            "group_id",
            "groupId",
        ),
        (
            json!({"conversation": THREAD, "group_id": "123"}),
            json!({"conversationUrn": THREAD, "groupId": "123"}),
            "send-group",
            "recipient",
            "recipientProfileUrn",
        ),
    ]
}

#[tokio::test]
async fn each_door_names_its_own_fields() {
    let world = world().await;
    let maria = member(MARIA, "Maria", "Silva", Some(1));
    let said = vec![message(OTHER, "2-bWFy", MARIA, -1_000, "Hi")];
    world
        .observe(direct_thread(OTHER, maria, -1_000, 0), said)
        .await;
    for (ours, guides, route, path, guides_path) in cases() {
        let filled = |mut body: Value, field: &str| {
            if body.get(field).is_none() {
                body[field] = json!("Hello!");
            }
            body
        };
        let answer = create(&world, "k", &filled(ours, "text")).await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{}",
            answer.json
        );
        let said = answer.json.to_string();
        for foreign in ["recipientProfile", "Urn", "groupId", "messageType"] {
            assert!(!said.contains(foreign), "{said}");
        }
        let address = format!("/linkedin/messaging/{route}");
        let answer = world
            .post(&address, &filled(guides, "message"))
            .send()
            .await;
        assert_eq!(answer.status, 400, "{}", answer.json);
        assert_eq!(answer.issues(), [guides_path], "{}", answer.json);
    }
    let both = json!({"recipient": JOHN, "group_id": "123", "inmail": true, "text": "Hello!"});
    assert_eq!(create(&world, "k", &both).await.issues(), ["inmail"]);
}
