//! `GET conversations/{conversationUrn}/messages`: the history of one conversation, onwards to either side from an instant.

use std::time::Duration;

use app::conversations::{ConversationHistory, ConversationView, HistoryMessage, ReadConversation};
use axum::Json;
use axum::extract::State;
use domain::error_code::ErrorCode;
use domain::limits::{DETAILS_PAGE_DEFAULT, DETAILS_PAGE_MAX};
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;
use domain::urn::ThreadReference;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::people::MemberItem;
use crate::door::Door;
use crate::extract::{Authorized, ConversationsRead, Fields, FromFields, Params, Segments};
use crate::fault::Fault;
use crate::linkedin::history::{MILLIS_MAX, stretch};
use crate::linkedin::items::{AttachmentItem, ReactionItem};
use crate::linkedin::urns;
use crate::openapi::responses::AccountReadFaults;

/// What a conversation is told of that is still being read in.
const NOTE: &str =
    "Older messages are still being read from the network: ask for them again later.";

/// Which messages to read; the conversation stands in the address.
pub(crate) struct MessagesRequest {
    read: ReadConversation,
    is_newer: bool,
}

impl FromFields for MessagesRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        // Whether the network is to be waited for: it is followed all the time, so that there is nothing to wait for.
        fields.flag("sync");
        let older = stretch(fields, String::new());
        let count = fields.integer("count", 1..=i64::from(DETAILS_PAGE_MAX));
        let count = count.and_then(|count| u32::try_from(count).ok());
        let (cursor, since) = (moment(fields, "cursor"), moment(fields, "since"));
        let given = [cursor.is_some(), since.is_some(), older.anchor.is_some()];
        if given.into_iter().filter(|is_given| *is_given).count() > 1 {
            let message = "cursor, since and deliveredAt exclude each other";
            fields.note("cursor", "mismatch", message);
        }
        let page = count.or(Some(DETAILS_PAGE_DEFAULT));
        let read = match (cursor, since) {
            (Some(cursor), _) => ReadConversation {
                anchor: Some(cursor),
                count_before: page,
                count_after: Some(0),
                ..older
            },
            // Whoever polls has the messages of that instant.
            (None, Some(since)) => ReadConversation {
                anchor: Some(since.plus(Duration::from_millis(1))),
                count_before: Some(0),
                count_after: page,
                ..older
            },
            (None, None) if older.anchor.is_none() => ReadConversation {
                count_before: count.or(older.count_before),
                ..older
            },
            (None, None) => older,
        };
        Self {
            read,
            is_newer: since.is_some(),
        }
    }
}

/// An instant in milliseconds since the epoch, or as RFC 3339 has it; a blank counts as absent.
fn moment(fields: &mut Fields, name: &str) -> Option<Timestamp> {
    let text = fields.text(name)?;
    let millis = text.trim().parse::<i64>().ok();
    let millis = millis.filter(|millis| (0..=MILLIS_MAX).contains(millis));
    let moment = millis.map(Timestamp::from_millis);
    let moment = moment.or_else(|| text.trim().parse().ok());
    if moment.is_none() {
        let message = format!("{name} must be milliseconds since the epoch or an RFC 3339 instant");
        fields.note(name, "wrong_type", message);
    }
    moment
}

/// The conversation in an address; what names none is as absent as one that never was.
pub(super) fn in_address(conversation: String) -> Result<String, Fault> {
    match ThreadReference::parse(&conversation) {
        Ok(_) => Ok(conversation),
        Err(_) => Err(app::Refusal::of(ErrorCode::ConversationNotFound).into()),
    }
}

/// A stretch of a conversation, oldest message first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationMessages, example = json!(example()))]
pub(crate) struct MessagesResponse {
    /// Always `true`.
    success: bool,
    messages: Vec<ConversationMessage>,
    /// Everybody in the conversation, the owner excluded.
    participants: Vec<MemberItem>,
    /// Whether there are older messages than these; with `since` whether there are newer ones.
    has_more: bool,
    /// For the messages before these, milliseconds since the epoch; `null` where there are none, and with `since`.
    #[schema(required = true)]
    cursor: Option<i64>,
    /// What else there is to know.
    #[schema(required = true)]
    note: Option<&'static str>,
    /// The account that was read.
    account_id: String,
    conversation_urn: String,
}

/// A message.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationMessage)]
pub(crate) struct ConversationMessage {
    /// The message's URN in this account's mailbox.
    message_urn: String,
    text: String,
    /// Milliseconds since the epoch.
    sent_at: i64,
    /// `ACoAA…`.
    sender_profile_id: String,
    sender_name: String,
    #[schema(required = true)]
    sender_photo: Option<String>,
    is_sent_by_owner: bool,
    has_attachment: bool,
    attachments: Vec<AttachmentItem>,
    backend_message_urn: String,
    #[schema(required = true)]
    subject: Option<String>,
    reactions: Vec<ReactionItem>,
    /// When the other side's device had it, milliseconds since the epoch; known for own messages only.
    #[schema(required = true)]
    delivered_at: Option<i64>,
    /// When the other side saw it, milliseconds since the epoch; known for own messages only.
    #[schema(required = true)]
    seen_at: Option<i64>,
}

/// Get the messages of a conversation
///
/// The newest messages, oldest first; with `cursor` those before an instant, with `since` those after one. Messages of one
/// millisecond stay together, so that there can be more than was asked for.
#[utoipa::path(
    get,
    path = "/conversations/{conversationUrn}/messages",
    operation_id = "conversationMessages",
    tag = "Messaging",
    params(
        ("conversationUrn" = String, Path, description = "The conversation: any URN form, percent-encoded, the bare id, or an id of this gateway.", max_length = 1024),
        ("accountId" = Option<String>, Query, description = "The account to read. Absent: the owner inside the URN, else the account used last."),
        ("count" = Option<i64>, Query, description = "Messages; 50 when absent.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "Only messages before this instant: milliseconds since the epoch, or RFC 3339."),
        ("since" = Option<String>, Query, description = "Only messages after this instant, the oldest of them first, for whoever polls: milliseconds since the epoch, or RFC 3339."),
        ("sync" = Option<bool>, Query, description = "Either way the answer is what is kept: the network is followed all the time."),
        ("profileId" = Option<String>, Query, description = "Somebody who must take part, as on the older route."),
        ("deliveredAt" = Option<i64>, Query, description = "The anchor of the older route, milliseconds since the epoch.", minimum = 0, maximum = 253_402_300_799_999_f64),
        ("countBefore" = Option<i64>, Query, description = "Messages before that anchor; together with `countAfter` at most 200.", minimum = 0, maximum = 200),
        ("countAfter" = Option<i64>, Query, description = "Messages from that anchor on.", minimum = 0, maximum = 200),
    ),
    responses((status = 200, description = "A stretch of the conversation.", body = MessagesResponse), AccountReadFaults)
)]
pub(crate) async fn conversation_messages(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Segments(conversation): Segments<String>,
    Params(request): Params<MessagesRequest>,
) -> Result<Json<MessagesResponse>, Fault> {
    let read = ReadConversation {
        conversation: in_address(conversation)?,
        ..request.read
    };
    let history = door.app.read_conversation(&caller, read).await?;
    let id = history.conversation_id.to_string();
    let view = door.app.find_conversation(&caller, &id).await?;
    Ok(Json(MessagesResponse::of(&history, view, request.is_newer)))
}

impl MessagesResponse {
    fn of(history: &ConversationHistory, view: ConversationView, is_newer: bool) -> Self {
        let has_more = if is_newer {
            history.has_more_after
        } else {
            history.has_more_before
        };
        let oldest = history.messages.first();
        let cursor = oldest.map(|message| message.sent_at.millis());
        let participants = view.participants.into_iter();
        Self {
            success: true,
            has_more,
            cursor: cursor.filter(|_| has_more && !is_newer),
            note: (!history.is_history_complete).then_some(NOTE),
            account_id: history.account_id.to_string(),
            conversation_urn: urns::conversation(&history.owner_key, &history.thread_key),
            participants: participants.map(MemberItem::of).collect(),
            messages: history
                .messages
                .iter()
                .map(|message| ConversationMessage::of(history, message))
                .collect(),
        }
    }
}

impl ConversationMessage {
    fn of(history: &ConversationHistory, message: &HistoryMessage) -> Self {
        let sender = history.senders.get(message.sender);
        Self {
            message_urn: urns::message(&history.owner_key, &message.message_key),
            text: message.text.clone(),
            sent_at: message.sent_at.millis(),
            sender_profile_id: sender.map_or_else(String::new, |sender| sender.member_key.clone()),
            sender_name: sender.map_or_else(String::new, |sender| sender.name.clone()),
            sender_photo: sender.and_then(|sender| sender.picture.clone()),
            is_sent_by_owner: message.is_outgoing,
            has_attachment: !message.attachments.is_empty(),
            attachments: message.attachments.iter().map(attachment).collect(),
            backend_message_urn: urns::backend_message(&message.message_key),
            subject: message.subject.clone(),
            reactions: message.reactions.iter().map(reaction).collect(),
            delivered_at: message.delivered_at.map(Timestamp::millis),
            seen_at: message.seen_at.map(Timestamp::millis),
        }
    }
}

fn attachment(attachment: &Attachment) -> AttachmentItem {
    AttachmentItem {
        id: attachment.id.clone(),
        name: attachment.name.clone(),
        media_type: attachment.media_type.clone(),
        byte_size: attachment.byte_size,
        url: attachment.url.clone(),
    }
}

fn reaction(reaction: &Reaction) -> ReactionItem {
    ReactionItem {
        emoji: reaction.emoji.clone(),
        profile_id: reaction.member_key.clone(),
        profile_urn: urns::profile(&reaction.member_key),
        reacted_at: reaction.reacted_at,
    }
}

fn example() -> serde_json::Value {
    json!({
        "success": true,
        "messages": [{
            "messageUrn": "urn:li:msg_message:(urn:li:fsd_profile:ACoAAAowner1,2-MTcwNDA2NzI=)",
            "text": "Message content",
            "sentAt": 1_763_378_062_881_i64,
            "senderProfileId": "ACoAAAjohndoe",
            "senderName": "John Doe",
            "senderPhoto": "https://media.example/john-doe.svg",
            "isSentByOwner": false,
            "hasAttachment": false,
            "attachments": [],
            "backendMessageUrn": "urn:li:messagingMessage:2-MTcwNDA2NzI=",
            "subject": null,
            "reactions": [],
            "deliveredAt": null,
            "seenAt": null
        }],
        "participants": [{
            "profileId": "ACoAAAjohndoe",
            "name": "John Doe",
            "headline": "Software Engineer",
            "profileUrl": "https://www.linkedin.com/in/ACoAAAjohndoe",
            "profilePicture": "https://media.example/john-doe.svg",
            "distance": "DISTANCE_1",
            "profileUrn": "urn:li:fsd_profile:ACoAAAjohndoe",
            "publicId": "john-doe-123"
        }],
        "hasMore": true,
        "cursor": 1_763_378_062_881_i64,
        "note": null,
        "accountId": "acc_01jctm5x8z0e1v9h3r7q2k4n6p",
        "conversationUrn": "urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAAowner1,2-ODFkYjU4M2I=)"
    })
}
