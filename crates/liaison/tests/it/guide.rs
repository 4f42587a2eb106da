//! Every example request of the guide, run as printed there against `liaison demo`, its answer compared field by field
//! with the printed one.

use serde_json::{Value, json};

use crate::http::Http;
use crate::process::Demo;

const FRIEND: &str = "john-doe-123";

/// Every field of the guide's example must be there in the same shape; further fields are welcome.
///
/// A printed URN or address stands for all that begin like it, a number for any number, `null` for itself, or for what
/// [`may_be_null`] says: some members have no picture and no headline, a message may be all attachment.
pub(crate) fn assert_shape(actual: &Value, example: &Value, path: &str) {
    match (example, actual) {
        (Value::Null, actual) if actual.is_null() || may_be_null(path, actual) => {}
        (Value::Bool(_), Value::Bool(_)) | (Value::Number(_), Value::Number(_)) => {}
        (Value::String(example), Value::String(actual)) => {
            let fixed = example.split(['(', '.']).next().unwrap_or_default();
            let start = match fixed.rfind(':') {
                Some(colon) => &fixed[..=colon],
                None => "",
            };
            // Pictures come from wherever the network serves them.
            let start = start.replace("https:", "http");
            assert!(
                actual.starts_with(&start),
                "{path}: {actual} is not like {example}"
            );
            assert!(!actual.is_empty(), "{path} is empty");
        }
        (Value::Array(example), Value::Array(actual)) => {
            assert!(!actual.is_empty(), "{path} has no item to compare");
            for (index, item) in actual.iter().enumerate() {
                assert_shape(item, &example[0], &format!("{path}[{index}]"));
            }
        }
        (Value::Object(example), Value::Object(actual)) => {
            for (field, value) in example {
                let path = format!("{path}.{field}");
                let found = actual
                    .get(field)
                    .unwrap_or_else(|| panic!("{path} is missing"));
                assert_shape(found, value, &path);
            }
        }
        _ => panic!("{path}: {actual} is of another type than {example}"),
    }
}

/// Whether `actual` is what a field that is printed as `null` holds where it holds something.
fn may_be_null(path: &str, actual: &Value) -> bool {
    match path.rsplit('.').next() {
        Some("headline" | "profilePicture" | "text") => actual.is_string(),
        Some("attachments" | "reactions") => actual.is_array(),
        Some("seenAt") => actual.is_number(),
        _ => false,
    }
}

#[test]
fn null_stands_for_nothing_else() {
    let cases = [
        ("$.a.headline", json!("Engineer"), true),
        ("$.a.headline", json!(5), false),
        ("$.messages[0].text", json!(["a"]), false),
        ("$.messages[0].reactions", json!([]), true),
        ("$.nextCursor", json!("x"), false),
    ];
    for (path, actual, expected) in cases {
        assert_eq!(may_be_null(path, &actual), expected, "{path} {actual}");
    }
}

pub(crate) fn thread_with_friend(client: &Http) -> Value {
    let inbox = client
        .get("/linkedin/messaging/recent-messages?count=100")
        .ok();
    let is_with_friend = |conversation: &&Value| {
        let participants = conversation["participants"].as_array().unwrap();
        participants.len() == 1 && participants[0]["name"] == "John Doe"
    };
    let found = inbox["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .find(is_with_friend);
    found.expect("every seed has a thread with him").clone()
}

fn group_thread(client: &Http) -> Value {
    let inbox = client
        .get("/linkedin/messaging/recent-messages?count=100")
        .ok();
    let is_group =
        |conversation: &&Value| conversation["participants"].as_array().unwrap().len() > 1;
    inbox["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .find(is_group)
        .unwrap()
        .clone()
}

pub(crate) fn urn(conversation: &Value) -> &str {
    conversation["conversationUrn"].as_str().unwrap()
}

#[test]
fn recent_messages_answers_as_printed() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let example = json!({
        "success": true,
        "accountId": "507f1f77bcf86cd799439011",
        "total": 3,
        "nextCursor": "xqS2pdVm4vDq0NZmLnVybjpsaTptYWJyaWM...",
        "conversations": [{
            "conversationId": "urn:li:messagingThread:...",
            "participants": [{
                "profileId": "123456",
                "name": "John Doe",
                "headline": null,
                "profilePicture": null
            }],
            "unreadCount": 2,
            "lastActivityAt": 1_704_067_200_000_i64,
            "latestMessage": {
                "text": null,
                "sentAt": 1_704_067_200_000_i64,
                "senderName": "John Doe"
            }
        }]
    });
    let inbox = client.get("/linkedin/messaging/recent-messages").ok();
    assert_shape(&inbox, &example, "$");
    assert_eq!(inbox["conversations"].as_array().unwrap().len(), 20);
    let friend = thread_with_friend(&client);
    let him = &friend["participants"][0];
    assert_eq!(him["headline"], "Software Engineer");
    assert!(him["profilePicture"].as_str().unwrap().starts_with("http"));
    assert_eq!(friend["unreadCount"], 2);
    let found = client.get_with(
        "/linkedin/messaging/recent-messages",
        &[("keywords", "John Doe"), ("read", "false")],
    );
    let found = found.ok();
    let ids: Vec<&Value> = found["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["conversationId"])
        .collect();
    assert!(ids.contains(&&friend["conversationId"]), "{ids:?}");
}

#[test]
fn conversation_details_answers_as_printed() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let friend = thread_with_friend(&client);
    let example = json!({
        "success": true,
        "conversationUrn": "urn:li:msg_conversation:(...)",
        "total": 11,
        "messages": [{
            "messageId": "urn:li:msg_message:(...)",
            "text": null,
            "sentAt": 1_763_378_062_881_i64,
            "sender": {
                "profileId": "ACoAACr-hewBS7g6...",
                "name": "John Doe",
                "profileUrl": "https://www.linkedin.com/in/ACoAACr-...",
                "profilePicture": null
            },
            "attachments": null,
            "reactions": null
        }],
        "pagination": {"hasMoreBefore": true, "hasMoreAfter": false}
    });
    let path = "/linkedin/messaging/conversation-details";
    let details = client
        .get_with(path, &[("conversationUrn", urn(&friend))])
        .ok();
    assert_shape(&details, &example, "$");
    assert_eq!(
        details["messages"].as_array().unwrap().len(),
        usize::try_from(details["total"].as_u64().unwrap()).unwrap()
    );
    // Other spellings of the same thread give the same answer.
    let bare = friend["conversationId"].as_str().unwrap();
    for spelling in [
        bare,
        bare.rsplit(':').next().unwrap(),
        friend["conversationUrl"].as_str().unwrap(),
    ] {
        assert_eq!(
            client.get_with(path, &[("conversationUrn", spelling)]).ok(),
            details,
            "{spelling}"
        );
    }
}

#[test]
fn send_with_typing_answers_as_printed() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let friend = thread_with_friend(&client);
    let text = "Hello! I would like to connect with you.";
    let request = json!({
        "recipientProfileId": FRIEND,
        "message": text,
        "conversationUrn": urn(&friend)
    });
    let example = json!({
        "success": true,
        "message": "Message sent successfully",
        "recipientProfileUrn": "urn:li:fsd_profile:...",
        "typingIndicatorSent": true
    });
    let answer = client.post("/linkedin/messaging/send-with-typing", &request);
    assert_shape(&answer.ok(), &example, "$");
    assert_eq!(answer.ok()["message"], example["message"]);
    assert_eq!(answer.ok()["typingIndicatorSent"], true);
    assert_eq!(answer.headers["x-ratelimit-action"], "MESSAGE");
    assert_eq!(answer.headers["x-ratelimit-limit"], "150");
    let send = client.get(&format!(
        "/v1/sends/{}",
        answer.ok()["sendId"].as_str().unwrap()
    ));
    assert_eq!(send.status, 200, "{send:?}");
    let details = client
        .get_with(
            "/linkedin/messaging/conversation-details",
            &[("conversationUrn", urn(&friend))],
        )
        .ok();
    let texts: Vec<&Value> = details["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| &message["text"])
        .collect();
    assert_eq!(texts.iter().filter(|found| **found == text).count(), 1);
}

#[test]
fn typing_indicator_succeeds() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let request = json!({"conversationUrn": urn(&thread_with_friend(&client))});
    let answer = client
        .post("/linkedin/messaging/typing-indicator", &request)
        .ok();
    assert_eq!(answer["success"], true);
}

#[test]
fn send_with_ack_tells_both_readings() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let friend = thread_with_friend(&client);
    let details = client
        .get_with(
            "/linkedin/messaging/conversation-details",
            &[("conversationUrn", urn(&friend))],
        )
        .ok();
    let from_friend = |message: &&Value| message["sender"]["name"] == "John Doe";
    let received = details["messages"]
        .as_array()
        .unwrap()
        .iter()
        .find(from_friend)
        .unwrap();
    let request = json!({
        "recipientProfileId": FRIEND,
        "message": "Did this arrive?",
        "messageUrns": [received["messageId"]]
    });
    let answer = client
        .post("/linkedin/messaging/send-with-ack", &request)
        .ok();
    let example = json!({
        "success": true,
        "message": "Message sent successfully",
        "recipientProfileUrn": "urn:li:fsd_profile:...",
        "acknowledgmentSent": true,
        "delivery": {"state": "delivered", "acceptedAt": 1, "deliveredAt": 1, "seenAt": null}
    });
    assert_shape(&answer, &example, "$");
    assert_eq!(answer["acknowledgmentSent"], true);
    assert_eq!(answer["delivery"]["state"], "delivered");
}

#[test]
fn group_routes_reach_the_group() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let group = group_thread(&client);
    for (route, field) in [
        ("send-group-with-typing", "typingIndicatorSent"),
        ("send-group-with-ack", "acknowledgmentSent"),
    ] {
        let request =
            json!({"conversationUrn": urn(&group), "message": format!("Hello from {route}")});
        let answer = client
            .post(&format!("/linkedin/messaging/{route}"), &request)
            .ok();
        assert_eq!(answer["success"], true);
        assert!(answer[field].is_boolean(), "{answer}");
        assert_eq!(answer["conversationUrn"], group["conversationUrn"]);
    }
}
