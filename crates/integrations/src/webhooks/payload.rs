//! What a delivery says.

use domain::event::EventKind;
use domain::ids::{AccountId, EventId};
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

/// An event as Standard Webhooks has it: the same object that the log gives.
#[derive(Debug, Clone, Copy)]
pub struct Told<'e> {
    pub event_id: EventId,
    pub number: i64,
    pub kind: EventKind,
    pub at: Timestamp,
    pub account_id: Option<AccountId>,
    pub subject: Option<&'e str>,
    /// A JSON object.
    pub data: &'e str,
    /// Earlier events of its lane that the receiver has not got, by number.
    pub gap: &'e [i64],
    /// Somebody tries the receiver: nothing happened.
    pub is_test: bool,
}

#[derive(Serialize)]
struct Standard<'e> {
    id: EventId,
    number: i64,
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    account_id: Option<AccountId>,
    subject: Option<&'e str>,
    data: &'e RawValue,
    #[serde(skip_serializing_if = "<[i64]>::is_empty")]
    gap: &'e [i64],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    test: bool,
}

/// The bytes of a delivery in the standard format.
pub fn standard(told: &Told<'_>) -> Vec<u8> {
    let payload = Standard {
        id: told.event_id,
        number: told.number,
        kind: told.kind.word(),
        timestamp: told.at.to_string(),
        account_id: told.account_id,
        subject: told.subject,
        data: serde_json::from_str(told.data).expect("what an event says is JSON"),
        gap: told.gap,
        test: told.is_test,
    };
    serde_json::to_vec(&payload).expect("texts and numbers can be written")
}

/// A message that came in, as the guide's vendor tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMessage {
    /// The network's id of the message, a URN.
    pub message_urn: String,
    pub account_id: AccountId,
    /// The network's id of the thread, a URN.
    pub thread_urn: String,
    /// The sender's id on the network.
    pub sender_key: String,
    pub sender_name: String,
    pub sender_slug: Option<String>,
    pub sender_picture: Option<String>,
    pub text: String,
    pub sent_at: Timestamp,
    /// A JSON list.
    pub attachments: Option<String>,
}

#[derive(Serialize)]
struct Guide<'m> {
    event: &'static str,
    object: &'static str,
    data: GuideData<'m>,
}

#[derive(Serialize)]
struct GuideData<'m> {
    id: &'m str,
    message_urn: &'m str,
    account_id: AccountId,
    provider: &'static str,
    sender: GuideSender<'m>,
    body: &'m str,
    timestamp: String,
    conversation_id: &'m str,
    attachments: serde_json::Value,
}

#[derive(Serialize)]
struct GuideSender<'m> {
    id: String,
    name: &'m str,
    profile_url: Option<String>,
    profile_picture: Option<&'m str>,
}

/// The bytes of a delivery in the guide's format.
pub fn guide(message: &ReceivedMessage) -> Vec<u8> {
    let slug = message.sender_slug.as_ref();
    let attachments = message.attachments.as_deref();
    let attachments = attachments.and_then(|list| serde_json::from_str(list).ok());
    let payload = Guide {
        event: EventKind::MessageReceived.word(),
        object: "event",
        data: GuideData {
            id: &message.message_urn,
            message_urn: &message.message_urn,
            account_id: message.account_id,
            provider: "LINKEDIN",
            sender: GuideSender {
                id: format!("urn:li:fsd_profile:{}", message.sender_key),
                name: &message.sender_name,
                profile_url: slug.map(|slug| format!("https://www.linkedin.com/in/{slug}")),
                profile_picture: message.sender_picture.as_deref(),
            },
            body: &message.text,
            timestamp: message.sent_at.to_string(),
            conversation_id: &message.thread_urn,
            attachments: attachments.unwrap_or_else(|| serde_json::json!([])),
        },
    };
    serde_json::to_vec(&payload).expect("texts and numbers can be written")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_standard_payload_is_the_event_and_names_a_gap_only_where_there_is_one() {
        let mut told = Told {
            event_id: EventId::from_bytes([1; 16]),
            number: 17,
            kind: EventKind::SendSent,
            at: Timestamp::from_millis(0),
            account_id: None,
            subject: Some("snd_1"),
            data: r#"{"send_id":"snd_1"}"#,
            gap: &[],
            is_test: false,
        };
        let read = |told: &Told<'_>| serde_json::from_slice::<Value>(&standard(told)).unwrap();
        let expected = json!({
            "id": told.event_id, "number": 17, "type": "send.sent", "timestamp": "1970-01-01T00:00:00Z",
            "account_id": null, "subject": "snd_1", "data": {"send_id": "snd_1"},
        });
        assert_eq!(read(&told), expected);
        told.gap = &[3, 5];
        assert_eq!(read(&told)["gap"], json!([3, 5]));
        assert_eq!(read(&told).get("test"), None);
        told.is_test = true;
        assert_eq!(read(&told)["test"], json!(true));
    }

    #[test]
    fn the_guide_s_shape_is_kept() {
        let message = ReceivedMessage {
            message_urn: "urn:li:messagingMessage:2-a".to_owned(),
            account_id: AccountId::from_bytes([1; 16]),
            thread_urn: "urn:li:messagingThread:2-b".to_owned(),
            sender_key: "ACoAA1".to_owned(),
            sender_name: "Jane".to_owned(),
            sender_slug: None,
            sender_picture: None,
            text: "Hello".to_owned(),
            sent_at: Timestamp::from_millis(0),
            attachments: None,
        };
        let expected = json!({
            "event": "message.received", "object": "event",
            "data": {
                "id": "urn:li:messagingMessage:2-a", "message_urn": "urn:li:messagingMessage:2-a",
                "account_id": message.account_id, "provider": "LINKEDIN",
                "sender": {"id": "urn:li:fsd_profile:ACoAA1", "name": "Jane", "profile_url": null, "profile_picture": null},
                "body": "Hello", "timestamp": "1970-01-01T00:00:00Z",
                "conversation_id": "urn:li:messagingThread:2-b", "attachments": [],
            },
        });
        let read: Value = serde_json::from_slice(&guide(&message)).unwrap();
        assert_eq!(read, expected);
    }
}
