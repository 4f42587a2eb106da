//! The simulated people as a client of the gateway meets them: their files, their answers, their history.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::http::Http;
use crate::mirror::{inbox, messages, thread_key};
use crate::process::{Demo, Server, wait_for};

const FRIEND: &str = "john-doe-123";
/// Reading, typing and answering takes people 9 seconds at most; the rest is ours.
const ANSWERS_WITHIN: Duration = Duration::from_secs(15);

/// An account with its inbox, newest first, each conversation with its messages, oldest first.
type Mailbox = Vec<(Value, Vec<Value>)>;

fn account_ids(server: &Server) -> Vec<String> {
    let ids = server.ready["account_ids"].as_array().unwrap();
    ids.iter()
        .map(|id| id.as_str().unwrap().to_owned())
        .collect()
}

/// The whole mailbox, once its history is there.
fn mailbox(client: &Http, account_id: &str) -> Mailbox {
    let status = format!("/linkedin/account/{account_id}/status");
    wait_for("the history", || {
        (client.get(&status).ok()["sync"]["state"] == "done").then_some(())
    });
    inbox(client, &[("accountId", account_id)])
        .into_iter()
        .map(|row| {
            let messages = messages(client, account_id, &thread_key(&row));
            (row, messages)
        })
        .collect()
}

#[test]
fn every_attachment_and_a_picture_are_there_without_credentials() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let mut attachments = Vec::new();
    let mut pictures = Vec::new();
    for account_id in account_ids(&server) {
        for (row, messages) in mailbox(&client, &account_id) {
            for message in messages {
                let of_message = message["attachments"].as_array();
                attachments.extend(of_message.into_iter().flatten().cloned());
            }
            let participants = row["participants"].as_array().unwrap();
            let pictures_here = participants.iter().map(|one| one["profilePicture"].clone());
            pictures.extend(pictures_here.filter(Value::is_string));
        }
    }
    assert!(attachments.len() >= 10, "{attachments:#?}");
    for attachment in &attachments {
        let file = client.fetch(attachment["url"].as_str().unwrap());
        assert_eq!(file.status, 200, "{attachment}: {file:?}");
        assert_eq!(file.media_type.as_deref(), attachment["mediaType"].as_str());
        assert_eq!(file.length, Some(attachment["byteSize"].to_string()));
        assert_eq!(
            attachment["byteSize"],
            file.bytes.len(),
            "{attachment}: {file:?}"
        );
    }
    let picture = client.fetch(pictures.first().unwrap().as_str().unwrap());
    assert_eq!(picture.status, 200, "{picture:?}");
    assert_eq!(picture.media_type.as_deref(), Some("image/svg+xml"));
    assert!(picture.bytes.starts_with(b"<svg "), "{picture:?}");
}

#[test]
fn john_doe_reads_and_answers_within_seconds() {
    let demo = Demo::with(&[]);
    let server = demo.start();
    let client = server.client();
    let with_friend = || {
        let rows = inbox(&client, &[("keywords", "John Doe")]);
        let is_direct = |row: &Value| {
            let participants = row["participants"].as_array().unwrap();
            participants.len() == 1 && participants[0]["publicId"] == FRIEND
        };
        rows.into_iter().find(is_direct)
    };
    let before = wait_for("the history", with_friend);
    let text = "Are you at the fair this week?";
    let request = json!({"recipientProfileId": FRIEND, "message": text});
    let sent = client.post("/linkedin/message", &request).ok();
    let began = Instant::now();
    let send = format!("/v1/sends/{}", sent["sendId"].as_str().unwrap());
    wait_for("him to read it", || {
        let send = client.get(&send).ok();
        (send["state"] == "seen").then_some(())
    });
    let row = wait_for("his answer", || {
        with_friend().filter(|row| row["unreadCount"] != before["unreadCount"])
    });
    assert!(
        began.elapsed() < ANSWERS_WITHIN,
        "it took {:?}",
        began.elapsed()
    );
    let unread = |row: &Value| row["unreadCount"].as_i64().unwrap();
    assert_eq!(unread(&row), unread(&before) + 1, "{row}");
    assert_eq!(row["latestMessage"]["senderName"], "John Doe", "{row}");
    assert_ne!(row["latestMessage"]["text"], text);
    let account_id = account_ids(&server).remove(0);
    let shown = messages(&client, &account_id, &thread_key(&row));
    let own = shown.iter().find(|message| message["text"] == text);
    assert!(own.unwrap()["seenAt"].is_i64(), "{own:?}");
}

/// What a seed decides of a mailbox: everything but the instant that all others are counted from.
fn decided(mailbox: &Mailbox, base: i64) -> Value {
    let since = |instant: &Value| instant.as_i64().map(|instant| instant - base);
    let conversations = mailbox.iter().map(|(row, messages)| {
        let messages = messages.iter().map(|message| {
            let attachments = message["attachments"].as_array().into_iter().flatten();
            let reactions = message["reactions"].as_array().into_iter().flatten();
            json!({
                "from": message["sender"]["profileId"],
                "text": message["text"],
                "sent": since(&message["sentAt"]),
                "delivered": since(&message["deliveredAt"]),
                "seen": since(&message["seenAt"]),
                "attachments": attachments
                    .map(|one| json!([one["id"], one["name"], one["mediaType"], one["byteSize"]]))
                    .collect::<Vec<_>>(),
                "reactions": reactions
                    .map(|one| json!([one["emoji"], one["profileId"], since(&one["reactedAt"])]))
                    .collect::<Vec<_>>(),
            })
        });
        json!({
            "conversation": row["conversationUrn"],
            "participants": row["participants"].as_array().unwrap().iter().map(|member| json!([
                member["profileId"], member["name"], member["headline"], member["publicId"],
                member["distance"], member["backendUrn"],
            ])).collect::<Vec<_>>(),
            "unread": row["unreadCount"],
            "active": since(&row["lastActivityAt"]),
            "messages": messages.collect::<Vec<_>>(),
        })
    });
    conversations.collect()
}

/// The people and histories of a new demo, and the instant that it began at.
fn world(seed: &str) -> (Vec<Value>, i64) {
    let demo = Demo::with(&["--quiet", "--seed", seed]);
    let server = demo.start();
    let token = std::fs::read_to_string(demo.folder.path().join("data/sandbox.token")).unwrap();
    let control = Http::new(server.ready("sandbox_url"), Some(token.trim()));
    let base = control.get("/control/state").ok()["base_at"].as_i64();
    let base = base.unwrap();
    let client = server.client();
    let ids = account_ids(&server);
    let mailboxes = ids
        .iter()
        .map(|id| decided(&mailbox(&client, id), base))
        .collect();
    (mailboxes, base)
}

#[test]
fn a_seed_decides_people_and_history() {
    let (first, base) = world("11");
    let (again, later) = world("11");
    assert!(later > base, "two starts, two instants");
    for (one, other) in first.iter().zip(&again) {
        let pairs = one.as_array().unwrap().iter();
        for (one, other) in pairs.zip(other.as_array().unwrap()) {
            assert_eq!(one, other);
        }
    }
    assert_eq!(first, again);
    assert!(first[0].to_string().contains("John Doe"));
    let (other, _) = world("12");
    assert_ne!(first, other);
}
