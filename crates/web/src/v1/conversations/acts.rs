//! Acts on the mailbox: read, archived, starred, and undone again.

use app::conversations::{Acted, MailboxAct};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::resource::ConversationResource;
use crate::door::Door;
use crate::extract::{Authorized, ConversationsWrite, Segments};
use crate::fault::Fault;
use crate::openapi::responses::ConversationMailboxFaults;

/// A conversation after an act on the mailbox.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationActed)]
pub(crate) struct ActedResource {
    /// `network`: done there and here. `local`: this account's network cannot do it, so that only this gateway shows it.
    #[schema(pattern = "^(network|local)$")]
    applied: &'static str,
    conversation: ConversationResource,
}

impl ActedResource {
    fn of(acted: Acted) -> Self {
        Self {
            applied: acted.applied.word(),
            conversation: ConversationResource::of(acted.conversation),
        }
    }
}

async fn act(
    caller: &Authorized<ConversationsWrite>,
    door: &Door,
    id: &str,
    act: MailboxAct,
) -> Result<Json<ActedResource>, Fault> {
    let acted = door.app.act_on_mailbox(caller, id, act).await?;
    Ok(Json(ActedResource::of(acted)))
}

/// Mark a conversation as read
///
/// The other side sees the receipt. On the network where it can, else here alone; safe to repeat. If the network fails, nothing is changed.
#[utoipa::path(
    post,
    path = "/conversations/{id}/read",
    operation_id = "readConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ActedResource), ConversationMailboxFaults)
)]
pub(crate) async fn read(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ActedResource>, Fault> {
    act(&caller, &door, &id, MailboxAct::Read).await
}

/// Mark a conversation as unread
///
/// So that it is read once more; the other side sees nothing of it. On the network where it can, else here alone; safe to repeat. If the network fails, nothing is changed.
#[utoipa::path(
    post,
    path = "/conversations/{id}/unread",
    operation_id = "unreadConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ActedResource), ConversationMailboxFaults)
)]
pub(crate) async fn mark_unread(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ActedResource>, Fault> {
    act(&caller, &door, &id, MailboxAct::Unread).await
}

/// Archive a conversation
///
/// Out of the list until somebody writes again. On the network where it can, else here alone; safe to repeat. If the network fails, nothing is changed.
#[utoipa::path(
    post,
    path = "/conversations/{id}/archive",
    operation_id = "archiveConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ActedResource), ConversationMailboxFaults)
)]
pub(crate) async fn archive(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ActedResource>, Fault> {
    act(&caller, &door, &id, MailboxAct::Archive).await
}

/// Take a conversation out of the archive
///
/// Back into the list. On the network where it can, else here alone; safe to repeat. If the network fails, nothing is changed.
#[utoipa::path(
    post,
    path = "/conversations/{id}/unarchive",
    operation_id = "unarchiveConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ActedResource), ConversationMailboxFaults)
)]
pub(crate) async fn unarchive(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ActedResource>, Fault> {
    act(&caller, &door, &id, MailboxAct::Unarchive).await
}

/// Star a conversation
///
/// As one that matters. On the network where it can, else here alone; safe to repeat. If the network fails, nothing is changed.
#[utoipa::path(
    post,
    path = "/conversations/{id}/star",
    operation_id = "starConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ActedResource), ConversationMailboxFaults)
)]
pub(crate) async fn star(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ActedResource>, Fault> {
    act(&caller, &door, &id, MailboxAct::Star).await
}

/// Take the star off a conversation
///
/// As one among others. On the network where it can, else here alone; safe to repeat. If the network fails, nothing is changed.
#[utoipa::path(
    post,
    path = "/conversations/{id}/unstar",
    operation_id = "unstarConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ActedResource), ConversationMailboxFaults)
)]
pub(crate) async fn unstar(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ActedResource>, Fault> {
    act(&caller, &door, &id, MailboxAct::Unstar).await
}
