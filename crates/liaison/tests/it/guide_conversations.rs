//! The newer half of the guide's contract, against `liaison demo`: each route as the reference documents it, its answer
//! compared field by field.

use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};

use crate::guide::{assert_shape, thread_with_friend, urn};
use crate::http::Http;
use crate::process::{Demo, wait_for};

const LIST: &str = "/linkedin/conversations";
const FRIEND: &str = "john-doe-123";

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").unwrap();
        }
    }
    encoded
}

/// The thread with the friend as the newer list shows it, and its place.
fn friend(client: &Http) -> (Value, String) {
    let older = thread_with_friend(client);
    let listed = client.get(&format!("{LIST}?count=100")).ok();
    let found = listed["conversations"].as_array().unwrap().iter();
    let mut found = found.filter(|one| one["conversationUrn"] == older["conversationUrn"]);
    let found = found.next().unwrap().clone();
    let place = format!("{LIST}/{}", encoded(urn(&found)));
    (found, place)
}

#[test]
fn the_newer_reads_answer_as_documented() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let participant = json!({
        "profileId": "ACoAAA", "name": "John Doe", "headline": null, "profileUrl": "https://www.linkedin.com/in/ACoAA.",
        "profilePicture": null,
    });
    let listed = json!({
        "success": true,
        "conversations": [{
            "conversationUrn": "urn:li:msg_conversation:(...)",
            "conversationId": "2-",
            "lastActivityAt": "2026-01-01T00",
            "unreadCount": 2,
            "participants": [participant],
            "latestMessage": {"text": null, "sentAt": 1, "senderName": "John Doe", "hasAttachment": false},
            "source": null,
            "salesNavThreadId": null
        }],
        "accounts": [{"id": "acc", "name": "Olive"}],
        "nextCursor": "x",
        "hasMore": true,
        "fromCache": true
    });
    let page = client.get(LIST).ok();
    assert_shape(&page, &listed, "$");
    assert_eq!(page["conversations"].as_array().unwrap().len(), 20);
    let cursor = page["nextCursor"].as_str().unwrap();
    let next = client.get_with(LIST, &[("nextCursor", cursor)]).ok();
    assert_ne!(next["conversations"][0], page["conversations"][0]);
    let unread = client.get(&format!("{LIST}?unreadOnly=true")).ok();
    let mut counts = unread["conversations"].as_array().unwrap().iter();
    assert!(counts.all(|one| one["unreadCount"].as_i64() > Some(0)));
    let (found, place) = friend(&client);
    assert_eq!(found["participants"][0]["distance"], "DISTANCE_1");
    let messages = json!({
        "success": true,
        "messages": [{
            "messageUrn": "urn:li:msg_message:(...)", "text": null, "sentAt": 1, "senderProfileId": "ACoAAA",
            "senderName": "John Doe", "isSentByOwner": true, "hasAttachment": false
        }],
        "participants": [participant],
        "hasMore": true
    });
    let read = client.get(&format!("{place}/messages?count=2")).ok();
    assert_shape(&read, &messages, "$");
    assert!(read["messages"][0]["attachments"].is_array());
    let cursor = read["cursor"].as_i64().unwrap();
    let older = client
        .get(&format!("{place}/messages?cursor={cursor}"))
        .ok();
    assert!(older["messages"][0]["sentAt"].as_i64().unwrap() < cursor);
    let newest = found["latestMessage"]["sentAt"].as_i64().unwrap();
    let nothing = client
        .get(&format!("{place}/messages?since={newest}&sync=true"))
        .ok();
    assert_eq!(nothing["messages"], json!([]));
    let exists = client.get(&format!("{LIST}/exists/{FRIEND}")).ok();
    let documented = json!({
        "success": true, "hasConversation": true, "conversationUrn": "urn:li:msg_conversation:(...)",
        "profileUrn": "urn:li:fsd_profile:...", "accountId": "acc"
    });
    assert_shape(&exists, &documented, "$");
    assert_eq!(exists["conversationUrn"], found["conversationUrn"]);
}

#[test]
fn the_newer_send_tells_what_was_sent_and_acts_find_it() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let (found, place) = friend(&client);
    let request = json!({"recipientProfileId": FRIEND, "message": "Hello from the newer route"});
    let sent = client.post(&format!("{LIST}/send"), &request);
    let documented = json!({
        "success": true,
        "message": "Message sent successfully",
        "recipientProfileUrn": "urn:li:fsd_profile:...",
        "sentMessage": {
            "messageUrn": "urn:li:msg_message:(...)", "text": "Hello", "sentAt": 1, "senderProfileId": "ACoAAA",
            "senderName": "Olive", "isSentByOwner": true
        }
    });
    let body = sent.ok();
    assert_shape(&body, &documented, "$");
    assert_eq!(body["sentMessage"]["text"], request["message"]);
    for header in ["limit", "remaining", "reset"] {
        assert!(!sent.header(&format!("x-ratelimit-{header}")).is_empty());
    }
    let message = body["sentMessage"]["messageUrn"].as_str().unwrap();
    let message = format!("{place}/messages/{}", encoded(message));
    for is_added in [true, false] {
        let request = json!({"emoji": "👍", "react": is_added});
        let reacted = client.post(&format!("{message}/react"), &request).ok();
        let expected = (
            &json!("👍"),
            &json!(is_added),
            &body["sentMessage"]["messageUrn"],
        );
        assert_eq!(
            (&reacted["emoji"], &reacted["react"], &reacted["messageUrn"]),
            expected
        );
    }
    let gone = client.delete(&message).ok();
    assert_eq!(gone["success"], true);
    assert_eq!(gone["messageUrn"], body["sentMessage"]["messageUrn"]);
    let read = client.get(&format!("{place}/messages")).ok();
    let mut texts = read["messages"].as_array().unwrap().iter();
    assert!(texts.all(|one| one["text"] != request["message"]));
    for verb in ["star", "unstar", "mark-unread"] {
        let done = client.patch(&format!("{place}/{verb}"), &json!({})).ok();
        assert_eq!(done["success"], true, "{verb}");
        assert_eq!(done["conversationUrn"], found["conversationUrn"], "{verb}");
        let (now, _) = friend(&client);
        let stands = (&now["isStarred"], &now["isRead"]);
        let is_starred = json!(verb == "star");
        assert_eq!(stands.0, &is_starred, "{verb}");
        assert!(verb != "mark-unread" || stands.1 == &json!(false));
    }
}

#[test]
fn a_mailbox_is_synced_and_a_conversation_is_read_anew() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let (found, _) = friend(&client);
    let status = json!({
        "success": true,
        "accounts": [{
            "accountId": "acc", "accountName": "Olive",
            "syncState": {
                "lastSyncAt": "2026", "syncInProgress": true, "totalConversations": 1, "totalMessages": 1,
                "consecutiveFailures": 0, "lastError": null, "initialSyncCompleted": true
            }
        }]
    });
    let shown = client.get(&format!("{LIST}/sync/status")).ok();
    assert_shape(&shown, &status, "$");
    let documented = json!({
        "success": true, "accountId": "acc", "conversationsProcessed": 1, "messagesProcessed": 1, "durationMs": 1,
        "durationSeconds": "1.00", "error": null
    });
    let synced = client.post(&format!("{LIST}/sync"), &json!({})).ok();
    assert_shape(&synced, &documented, "$");
    let request = json!({"conversationUrn": found["conversationUrn"]});
    let asked = client.post(&format!("{LIST}/refresh"), &request).ok();
    let documented = json!({
        "success": true, "message": "Conversation refresh started", "conversationUrn": "urn:li:msg_conversation:(...)",
        "accountId": "acc"
    });
    assert_shape(&asked, &documented, "$");
    wait_for("the conversation to be read anew", || {
        let synced = client.post(&format!("{LIST}/sync"), &json!({})).ok();
        (synced["isComplete"] == true).then_some(())
    });
    let again = friend(&client).0;
    assert_eq!(again["latestMessage"], found["latestMessage"]);
}

#[test]
fn a_switch_in_the_configuration_leads_the_older_reads_to_the_newer_ones() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("liaison.toml");
    fs::write(&config, "linkedin.redirect_older_reads = true\n").unwrap();
    let demo = Demo::with(&["--quiet", "--config", config.to_str().unwrap()]);
    let server = demo.start();
    let client = server.client();
    // This client follows where it is led.
    let inbox = client.get("/linkedin/messaging/recent-messages?count=3");
    assert_eq!(inbox.ok()["fromCache"], true);
    let urn = inbox.ok()["conversations"][0]["conversationUrn"].clone();
    let query = [("conversationUrn", urn.as_str().unwrap())];
    let details = client.get_with("/linkedin/messaging/conversation-details", &query);
    assert!(details.ok()["participants"].is_array());
}

#[test]
fn a_file_goes_out_with_a_message_and_comes_back() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let (_, place) = friend(&client);
    let address = format!("{LIST}/upload-attachment?filename=Plan.txt");
    let body = Some(("text/plain", "All of it".to_owned()));
    let kept = client.call("POST", &address, &[], body).ok();
    let documented = json!({
        "success": true,
        "attachment": {"assetUrn": "urn:li:digitalmediaAsset:...", "byteSize": 9, "mediaType": "text", "name": "Plan"}
    });
    assert_shape(&kept, &documented, "$");
    let request = json!({
        "recipientProfileId": FRIEND, "message": "See the file", "attachments": [{"file": kept["attachment"]}]
    });
    let sent = client.post(&format!("{LIST}/send"), &request).ok();
    let urn = &sent["sentMessage"]["messageUrn"];
    let shown = wait_for("the file in the history", || {
        let read = client.get(&format!("{place}/messages")).ok();
        let messages = read["messages"].as_array().unwrap().clone();
        let found = messages.into_iter().find(|one| one["messageUrn"] == *urn);
        found.filter(|found| found["hasAttachment"] == true)
    });
    let file = &shown["attachments"][0];
    assert_eq!(
        (&file["name"], &file["byteSize"]),
        (&json!("Plan.txt"), &json!(9))
    );
    let request = json!({"accountId": sent["accountId"], "url": file["url"]});
    let fetched = client.post(&format!("{LIST}/download-media"), &request);
    assert_eq!((fetched.status, fetched.text.as_str()), (200, "All of it"));
}
