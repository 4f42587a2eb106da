//! Whether the gateway shows a mailbox exactly as the network has it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::Http;
use crate::network::Network;
use crate::process::try_for;

/// The most that one request for a conversation brings.
const PAGE: &str = "200";
/// The most that one request for the inbox brings.
const INBOX_PAGE: usize = 100;

/// What a mailbox holds, by thread.
type Mailbox = BTreeMap<String, Value>;

/// Waits until the gateway shows what the network holds for a seat; if it never does, shows where they differ.
pub(crate) fn assert_equal(client: &Http, account_id: &str, network: &Network, seat_id: &str) {
    let mut difference = None;
    let equal = try_for(|| {
        let expected = of_network(network, seat_id);
        let shown = of_gateway(client, account_id);
        difference = first_difference(&expected, &shown);
        difference.is_none().then_some(())
    });
    assert!(equal.is_some(), "{seat_id}: {}", difference.unwrap());
}

fn first_difference(expected: &Mailbox, shown: &Mailbox) -> Option<String> {
    for (thread, conversation) in expected {
        let Some(found) = shown.get(thread) else {
            return Some(format!("thread {thread} is missing: {conversation}"));
        };
        let Value::Object(fields) = conversation else {
            panic!("a conversation is an object");
        };
        for (field, value) in fields {
            if &found[field] != value {
                return Some(differing(thread, field, value, &found[field]));
            }
        }
    }
    let invented = shown.keys().find(|thread| !expected.contains_key(*thread));
    invented.map(|thread| format!("thread {thread} is not the network's"))
}

fn differing(thread: &str, field: &str, expected: &Value, found: &Value) -> String {
    if let (Value::Array(expected), Value::Array(found)) = (expected, found) {
        let same = expected.iter().zip(found).take_while(|(a, b)| a == b);
        let place = same.count();
        return format!(
            "thread {thread}, {field}: {} and {} items; at {place} the network has {:?}, the gateway {:?}",
            expected.len(),
            found.len(),
            expected.get(place),
            found.get(place)
        );
    }
    format!("thread {thread}, {field}: the network has {expected}, the gateway {found}")
}

fn of_network(network: &Network, seat_id: &str) -> Mailbox {
    let own = network.seat(seat_id).get("/network/me").ok()["member"]["member_key"].clone();
    network
        .history(seat_id)
        .iter()
        .map(|thread| {
            let key = thread["thread_id"].as_str().unwrap().to_owned();
            (key, thread_of_network(thread, &own))
        })
        .collect()
}

fn thread_of_network(thread: &Value, own: &Value) -> Value {
    let others = items(&thread["participants"])
        .iter()
        .map(|member| member["member_key"].clone())
        .filter(|key| key != own);
    let messages = items(&thread["messages"]).iter().map(|message| {
        let attachments = items(&message["attachments"]).iter();
        let reactions = items(&message["reactions"]).iter();
        let receipts = |field: &str| {
            // What others received of us; what we received of others is our own business.
            (message["sender_key"] == *own).then(|| message[field].clone())
        };
        json!({
            "id": message["message_id"],
            "text": message["text"],
            "at": message["sent_at"],
            "from": message["sender_key"],
            "attachments": sorted(attachments.map(|one| one["attachment_id"].clone())),
            "reactions": sorted(reactions.map(|one| json!([one["emoji"], one["member_key"]]))),
            "delivered": receipts("delivered_at"),
            "seen": receipts("seen_at"),
        })
    });
    json!({
        "others": sorted(others),
        "unread": thread["unread_count"],
        "messages": messages.collect::<Vec<_>>(),
    })
}

fn of_gateway(client: &Http, account_id: &str) -> Mailbox {
    let own = owner(client, account_id);
    let mut mailbox = Mailbox::new();
    for row in inbox(client, &[("accountId", account_id)]) {
        let key = thread_key(&row);
        let known = mailbox.insert(key, conversation(client, account_id, &own, &row));
        assert!(known.is_none(), "it came twice: {row}");
    }
    mailbox
}

fn conversation(client: &Http, account_id: &str, own: &Value, row: &Value) -> Value {
    let others = items(&row["participants"])
        .iter()
        .map(|one| one["profileId"].clone());
    let messages = messages(client, account_id, &thread_key(row));
    let messages = messages.iter().map(|message| {
        let from = &message["sender"]["profileId"];
        let attachments = items(&message["attachments"]).iter();
        let reactions = items(&message["reactions"]).iter();
        let receipts = |field: &str| (from == own).then(|| message[field].clone());
        json!({
            "id": inside(&message["messageId"]),
            "text": message["text"],
            "at": message["sentAt"],
            "from": from,
            "attachments": sorted(attachments.map(|one| one["id"].clone())),
            "reactions": sorted(reactions.map(|one| json!([one["emoji"], one["profileId"]]))),
            "delivered": receipts("deliveredAt"),
            "seen": receipts("seenAt"),
        })
    });
    json!({
        "others": sorted(others),
        "unread": row["unreadCount"],
        "messages": messages.collect::<Vec<_>>(),
    })
}

fn owner(client: &Http, account_id: &str) -> Value {
    let status = client.get(&format!("/linkedin/account/{account_id}/status"));
    let urn = status.ok()["profileUrn"].take();
    Value::from(urn.as_str().unwrap().rsplit(':').next().unwrap())
}

/// A walk through the whole inbox, as its pages came.
pub(crate) fn inbox(client: &Http, filters: &[(&str, &str)]) -> Vec<Value> {
    let count = INBOX_PAGE.to_string();
    let mut query = vec![("count", count.as_str())];
    query.extend_from_slice(filters);
    let (mut rows, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let mut query = query.clone();
        if let Some(cursor) = cursor.as_str() {
            query.push(("nextCursor", cursor));
        }
        let mut page = client
            .get_with("/linkedin/messaging/recent-messages", &query)
            .ok();
        rows.append(page["conversations"].as_array_mut().unwrap());
        cursor = page["nextCursor"].take();
        if cursor.is_null() {
            return rows;
        }
    }
}

/// Every message of a conversation, oldest first.
pub(crate) fn messages(client: &Http, account_id: &str, thread: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut anchor: Option<String> = None;
    loop {
        let mut query = vec![
            ("accountId", account_id),
            ("conversationUrn", thread),
            ("countBefore", PAGE),
            ("countAfter", "0"),
        ];
        if let Some(anchor) = &anchor {
            query.push(("deliveredAt", anchor));
        }
        let mut page = client
            .get_with("/linkedin/messaging/conversation-details", &query)
            .ok();
        let older = page["messages"].as_array_mut().unwrap();
        all.splice(0..0, older.drain(..));
        if page["pagination"]["hasMoreBefore"] == false {
            assert_eq!(page["total"], all.len(), "{thread}");
            return all;
        }
        let oldest: &Value = &all[0];
        anchor = Some(oldest["sentAt"].to_string());
    }
}

/// The thread's own id, without the owner in front.
pub(crate) fn thread_key(row: &Value) -> String {
    let urn = row["conversationId"].as_str().unwrap();
    urn.rsplit(':').next().unwrap().to_owned()
}

/// The last part of `urn:li:…:(owner,key)`.
fn inside(urn: &Value) -> Value {
    let urn = urn.as_str().unwrap();
    let (_, key) = urn.trim_end_matches(')').rsplit_once(',').unwrap();
    Value::from(key)
}

/// The items of an array; `null` stands for none.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn sorted(values: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut values: Vec<Value> = values.collect();
    values.sort_by_key(Value::to_string);
    values
}
