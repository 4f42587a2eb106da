//! `GET messaging/conversation-details`: the history of one conversation, both ways from an anchor.

use app::conversations::{ConversationHistory, HistoryMessage, ReadConversation, Sender};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::limits::DETAILS_PAGE_MAX;
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;

use super::json::Json;
use super::redirect;
use super::schema::ConversationDetailsResponse;
use crate::door::Door;
use crate::extract::{Authorized, ConversationsRead, Fields, FromFields, Params};
use crate::fault::Fault;
use crate::openapi::responses::AccountReadFaults;

/// The latest instant that a caller may name, in milliseconds: the year 9999.
pub(super) const MILLIS_MAX: i64 = 253_402_300_799_999;

impl FromFields for ReadConversation {
    fn from_fields(fields: &mut Fields) -> Self {
        let conversation = fields.required_text("conversationUrn");
        stretch(fields, conversation)
    }
}

/// Which messages of a conversation to read.
pub(super) fn stretch(fields: &mut Fields, conversation: String) -> ReadConversation {
    let page = 0..=i64::from(DETAILS_PAGE_MAX);
    let count = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
    let read = ReadConversation {
        account: fields.text("accountId"),
        conversation,
        participant: fields.text("profileId"),
        anchor: fields
            .integer("deliveredAt", 0..=MILLIS_MAX)
            .map(Timestamp::from_millis),
        count_before: count(fields.integer("countBefore", page.clone())),
        count_after: count(fields.integer("countAfter", page)),
    };
    // As far as they were given: what is filled in for an absent one never exceeds the bound.
    let both = read.count_before.unwrap_or(0) + read.count_after.unwrap_or(0);
    if both > DETAILS_PAGE_MAX {
        let message =
            format!("countBefore and countAfter together must not exceed {DETAILS_PAGE_MAX}");
        fields.note("countAfter", "out_of_range", message);
    }
    read
}

/// Get conversation details
///
/// The history of one conversation, oldest message first. Without `deliveredAt` the newest `countBefore` messages; with
/// it, up to `countBefore` messages before that instant and `countAfter` from it on. Messages of one millisecond stay
/// together, so that there can be more than was asked for.
#[utoipa::path(
    get,
    path = "/messaging/conversation-details",
    operation_id = "conversationDetails",
    tag = "Messaging",
    params(
        ("conversationUrn" = String, Query, description = "The conversation: any URN form, the bare id, its address, or an id of this gateway.", max_length = 1024),
        ("accountId" = Option<String>, Query, description = "The account to read. Absent: the owner inside the URN, else the account used last."),
        ("profileId" = Option<String>, Query, description = "Somebody who must take part."),
        ("deliveredAt" = Option<i64>, Query, description = "The anchor, milliseconds since the epoch.", minimum = 0, maximum = 253_402_300_799_999_f64),
        ("countBefore" = Option<i64>, Query, description = "Messages before the anchor; together with `countAfter` at most 200. Absent: 50, or none where `deliveredAt` and `countAfter` are given.", minimum = 0, maximum = 200),
        ("countAfter" = Option<i64>, Query, description = "Messages from the anchor on. Without `deliveredAt` there are none.", minimum = 0, maximum = 200),
    ),
    responses(
        (status = 200, description = "A stretch of the conversation.", body = ConversationDetailsResponse),
        (status = 307, description = "Where `linkedin.redirect_older_reads` is set: the newer route answers the same question.",
            headers(("Location" = String, description = "The newer route, with what was asked."))),
        AccountReadFaults
    )
)]
pub(super) async fn conversation_details(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Params(read): Params<ReadConversation>,
) -> Result<Response, Fault> {
    if door.settings.redirect_older_reads {
        return Ok(redirect::answer(&redirect::of_history(&read)));
    }
    let history = door.app.read_conversation(&caller, read).await?;
    Ok(([(CONTENT_TYPE, "application/json")], written(&history)).into_response())
}

fn written(history: &ConversationHistory) -> Vec<u8> {
    let mut json = Json::with_capacity(512 + history.messages.len() * 640);
    json.raw(r#"{"success":true,"accountId":""#)
        .raw(&history.account_id.to_string())
        .raw(r#"","profileUrn":"urn:li:fsd_profile:"#)
        .escaped(&history.owner_key)
        .raw(r#"","conversationUrn":"urn:li:msg_conversation:(urn:li:fsd_profile:"#)
        .escaped(&history.owner_key)
        .raw(",")
        .escaped(&history.thread_key)
        .raw(r#")","backendConversationUrn":"urn:li:messagingThread:"#)
        .escaped(&history.thread_key)
        .raw(r#"","total":"#)
        .integer(history.total)
        .raw(r#","messages":"#);
    // A sender is written once and pasted into each of its messages.
    let senders: Vec<_> = history.senders.iter().map(sender).collect();
    json.list(&history.messages, |json, message| {
        let sender = senders.get(message.sender).map_or("null", String::as_str);
        write_message(json, &history.owner_key, message, sender);
    });
    json.raw(r#","pagination":{"hasMoreBefore":"#)
        .flag(history.has_more_before)
        .raw(r#","hasMoreAfter":"#)
        .flag(history.has_more_after)
        .raw(r#","isHistoryComplete":"#)
        .flag(history.is_history_complete)
        .raw("}}");
    json.into_bytes()
}

fn write_message(json: &mut Json, owner_key: &str, message: &HistoryMessage, sender: &str) {
    json.raw(r#"{"messageId":"urn:li:msg_message:(urn:li:fsd_profile:"#)
        .escaped(owner_key)
        .raw(",")
        .escaped(&message.message_key)
        .raw(r#")","backendMessageUrn":"urn:li:messagingMessage:"#)
        .escaped(&message.message_key)
        .raw(r#"","text":"#)
        .text(&message.text)
        .raw(r#","subject":"#)
        .optional_text(message.subject.as_deref())
        .raw(r#","sentAt":"#)
        .integer(message.sent_at.millis())
        .raw(r#","sender":"#)
        .raw(sender)
        .raw(r#","attachments":"#);
    write_list(json, &message.attachments, write_attachment);
    json.raw(r#","reactions":"#);
    write_list(json, &message.reactions, write_reaction);
    json.raw(r#","hasAttachment":"#)
        .flag(!message.attachments.is_empty())
        .raw(r#","deliveredAt":"#)
        .optional_integer(message.delivered_at.map(Timestamp::millis))
        .raw(r#","seenAt":"#)
        .optional_integer(message.seen_at.map(Timestamp::millis))
        .raw("}");
}

fn sender(sender: &Sender) -> String {
    let mut json = Json::with_capacity(384);
    json.raw(r#"{"profileId":"#)
        .text(&sender.member_key)
        .raw(r#","name":"#)
        .text(&sender.name)
        .raw(r#","profileUrl":"https://www.linkedin.com/in/"#)
        .escaped(&sender.member_key)
        .raw(r#"","publicId":"#)
        .optional_text(sender.slug.as_deref())
        .raw(r#","profilePicture":"#)
        .optional_text(sender.picture.as_deref())
        .raw(r#","participantUrn":"urn:li:msg_messagingParticipant:urn:li:fsd_profile:"#)
        .escaped(&sender.member_key)
        .raw(r#""}"#);
    String::from_utf8(json.into_bytes()).expect("only whole texts were written")
}

/// A list, or `null` where there is nothing in it.
fn write_list<T>(json: &mut Json, items: &[T], write: impl FnMut(&mut Json, &T)) {
    if items.is_empty() {
        json.raw("null");
    } else {
        json.list(items, write);
    }
}

fn write_attachment(json: &mut Json, attachment: &Attachment) {
    json.raw(r#"{"id":"#)
        .text(&attachment.id)
        .raw(r#","name":"#)
        .text(&attachment.name)
        .raw(r#","mediaType":"#)
        .text(&attachment.media_type)
        .raw(r#","byteSize":"#)
        .integer(attachment.byte_size)
        .raw(r#","url":"#)
        .text(&attachment.url)
        .raw("}");
}

fn write_reaction(json: &mut Json, reaction: &Reaction) {
    json.raw(r#"{"emoji":"#)
        .text(&reaction.emoji)
        .raw(r#","profileId":"#)
        .text(&reaction.member_key)
        .raw(r#","profileUrn":"urn:li:fsd_profile:"#)
        .escaped(&reaction.member_key)
        .raw(r#"","reactedAt":"#)
        .integer(reaction.reacted_at)
        .raw("}");
}
