//! Handing out all that is kept of a person, as one document that is written while it is read.

use std::convert::Infallible;

use app::people::{Export, ExportPart};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use domain::ids::MessageId;
use futures_util::stream;
use serde::Serialize;
use utoipa::ToSchema;

use super::events::EventItem;
use super::people::{ConversationItem, PersonDetailsResource};
use super::sends::{SendResource, printed};
use crate::door::Door;
use crate::extract::{Authorized, PeopleAdmin, Segments};
use crate::fault::Fault;
use crate::openapi::responses::PersonExportFaults;

/// Something that was said. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedMessage)]
pub(crate) struct ExportedMessageItem {
    id: String,
    /// The network's id of it.
    message_key: String,
    conversation_id: String,
    account_id: String,
    #[schema(pattern = "^(incoming|outgoing)$")]
    direction: &'static str,
    #[schema(format = DateTime)]
    sent_at: String,
    text: String,
    #[schema(required = true)]
    subject: Option<String>,
    /// Its files, as the network shows them.
    #[schema(required = true, value_type = Option<Vec<Object>>)]
    attachments: Option<serde_json::Value>,
    /// Who reacted to it, and how.
    #[schema(required = true, value_type = Option<Vec<Object>>)]
    reactions: Option<serde_json::Value>,
    #[schema(required = true, format = DateTime)]
    delivered_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    seen_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    edited_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    deleted_at: Option<String>,
}

/// An invitation between an account and them. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = ExportedInvitation)]
pub(crate) struct ExportedInvitationItem {
    id: String,
    account_id: String,
    /// `outgoing`: from the account to them.
    #[schema(pattern = "^(outgoing|incoming)$")]
    direction: &'static str,
    #[schema(pattern = "^(pending|accepted|declined|withdrawn|ignored|expired)$")]
    state: &'static str,
    #[schema(required = true)]
    note: Option<String>,
    #[schema(format = DateTime)]
    sent_at: String,
    #[schema(required = true, format = DateTime)]
    ended_at: Option<String>,
}

/// Everything that is kept of a person.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonExport)]
pub(crate) struct ExportResource<'e> {
    person: PersonDetailsResource,
    /// In which they take part.
    conversations: Vec<ConversationItem>,
    /// Of conversations with them alone everything, of others what they said; the newest first in each.
    messages: Vec<ExportedMessageItem>,
    /// Invitations of both directions, those that were sent last first.
    invitations: Vec<ExportedInvitationItem>,
    /// What was sent to them through this gateway, or waits.
    sends: Vec<SendResource>,
    /// What the event log says of them.
    events: Vec<EventItem<'e>>,
    /// `true`: nothing is missing. A document that could not be read to its end is cut off before this.
    is_complete: bool,
}

/// Export a person
///
/// Everything that is kept of a person in this workspace, as one JSON document. It is written while it is read, so that it
/// can be of any length; a document without `is_complete` at its end was cut off. Who asked for it is written down. Needs
/// the scope `admin`.
#[utoipa::path(
    get,
    path = "/people/{id}/export",
    operation_id = "exportPerson",
    tag = "People",
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The document.", body = ExportResource), PersonExportFaults)
)]
pub(crate) async fn export_person(
    caller: Authorized<PeopleAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let export = door.app.export_person(&caller, &id).await?;
    let name = format!("attachment; filename=\"{id}.json\"");
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    let body = Body::from_stream(stream::unfold(Writing::new(export), next));
    Ok((headers, body).into_response())
}

/// The lists of the document, in their order.
const LISTS: [&str; 5] = [
    "conversations",
    "messages",
    "invitations",
    "sends",
    "events",
];

/// The document while it is written.
struct Writing {
    export: Export,
    /// The list that is open: one more than its place; 0 before the first.
    opened: usize,
    /// The open list has something in it.
    has_item: bool,
    is_over: bool,
}

impl Writing {
    fn new(export: Export) -> Self {
        Self {
            export,
            opened: 0,
            has_item: false,
            is_over: false,
        }
    }

    /// Closes lists and opens others until the one at `place` is open.
    fn open(&mut self, place: usize, out: &mut Vec<u8>) {
        if self.opened == 0 {
            out.extend_from_slice(b"{\"person\":");
            let person = PersonDetailsResource::of(self.export.details().clone());
            push(out, &person);
        }
        while self.opened <= place {
            if self.opened > 0 {
                out.push(b']');
            }
            out.extend_from_slice(format!(",\"{}\":[", LISTS[self.opened]).as_bytes());
            self.opened += 1;
            self.has_item = false;
        }
    }

    fn item(&mut self, out: &mut Vec<u8>, item: &impl Serialize) {
        if self.has_item {
            out.push(b',');
        }
        self.has_item = true;
        push(out, item);
    }

    fn part(&mut self, part: ExportPart, out: &mut Vec<u8>) {
        match part {
            ExportPart::Conversations(found) => {
                self.open(0, out);
                for conversation in found {
                    self.item(out, &ConversationItem::of(conversation));
                }
            }
            ExportPart::Messages(found) => {
                self.open(1, out);
                for (conversation, message) in found {
                    let direction = if message.is_outgoing {
                        "outgoing"
                    } else {
                        "incoming"
                    };
                    let list = |stored: Option<String>| {
                        stored.and_then(|stored| serde_json::from_str(&stored).ok())
                    };
                    let item = ExportedMessageItem {
                        id: MessageId::of(message.doc).to_string(),
                        message_key: message.message_key,
                        conversation_id: conversation.conversation_id.to_string(),
                        account_id: conversation.account_id.to_string(),
                        direction,
                        sent_at: message.sent_at.to_string(),
                        text: message.text,
                        subject: message.subject,
                        attachments: list(message.attachments),
                        reactions: list(message.reactions),
                        delivered_at: printed(message.delivered_at),
                        seen_at: printed(message.seen_at),
                        edited_at: printed(message.edited_at),
                        deleted_at: printed(message.deleted_at),
                    };
                    self.item(out, &item);
                }
            }
            ExportPart::Invitations(found) => {
                self.open(2, out);
                for invitation in found {
                    let item = ExportedInvitationItem {
                        id: invitation.invitation_id.to_string(),
                        account_id: invitation.account_id.to_string(),
                        direction: invitation.direction.word(),
                        state: invitation.state.word(),
                        note: invitation.note,
                        sent_at: invitation.sent_at.to_string(),
                        ended_at: printed(invitation.ended_at),
                    };
                    self.item(out, &item);
                }
            }
            ExportPart::Sends(found) => {
                self.open(3, out);
                for send in found {
                    self.item(out, &SendResource::of(send));
                }
            }
            ExportPart::Events(found) => {
                self.open(4, out);
                for event in &found {
                    self.item(out, &EventItem::of(event));
                }
            }
        }
    }
}

fn push(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(out, value).expect("texts, numbers and lists are JSON");
}

/// What is written next; nothing more once the document is whole, or cannot be read on.
async fn next(mut writing: Writing) -> Option<(Result<Bytes, Infallible>, Writing)> {
    if writing.is_over {
        return None;
    }
    let mut out = Vec::new();
    match writing.export.next().await {
        Ok(Some(part)) => writing.part(part, &mut out),
        Ok(None) => {
            writing.open(LISTS.len() - 1, &mut out);
            out.extend_from_slice(b"],\"is_complete\":true}");
            writing.is_over = true;
        }
        Err(error) => {
            tracing::warn!(%error, "an export was cut off");
            return None;
        }
    }
    Some((Ok(out.into()), writing))
}
