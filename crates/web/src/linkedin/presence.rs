//! What the other side sees besides messages: typing, and that a conversation was seen.

use app::messaging::Acted;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::urns;
use crate::door::Door;
use crate::extract::{Authorized, Body, ConversationsWrite, Fields, FromFields};
use crate::fault::Fault;
use crate::openapi::responses::{AccountActFaults, ConversationActFaults};

/// A conversation.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"conversationUrn": "urn:li:messagingThread:2-ODFkYjU4M2I="}))]
pub(super) struct ConversationRequest {
    /// Absent: the owner inside `conversationUrn`, else the account used last.
    pub(super) account_id: Option<String>,
    /// The conversation: any URN form, the bare id, its address, or an id of this gateway.
    #[schema(min_length = 1, max_length = 1024)]
    pub(super) conversation_urn: String,
}

impl FromFields for ConversationRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            account_id: fields.text("accountId"),
            conversation_urn: fields.required_text("conversationUrn"),
        }
    }
}

/// What was done in a conversation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConversationActResponse {
    /// Always `true`.
    success: bool,
    /// The account that was used.
    account_id: String,
    conversation_urn: String,
    /// A sentence for people.
    message: &'static str,
}

impl ConversationActResponse {
    fn of(acted: &Acted, message: &'static str) -> Json<Self> {
        Json(Self {
            success: true,
            account_id: acted.account_id.to_string(),
            conversation_urn: urns::conversation(
                &acted.owner_key,
                acted.thread_key.as_deref().unwrap_or_default(),
            ),
            message,
        })
    }
}

/// Send a typing indicator
///
/// Shows the other side that a message is being written.
#[utoipa::path(
    post,
    path = "/messaging/typing-indicator",
    operation_id = "typingIndicator",
    tag = "Messaging",
    request_body(content = ConversationRequest, content_type = "application/json"),
    responses((status = 200, description = "Typing was shown.", body = ConversationActResponse), ConversationActFaults)
)]
pub(super) async fn typing_indicator(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Body(request): Body<ConversationRequest>,
) -> Result<Json<ConversationActResponse>, Fault> {
    let (account, conversation) = (request.account_id, request.conversation_urn);
    let acted = door.app.show_typing(&caller, account, conversation).await?;
    let message = "Typing indicator sent successfully";
    Ok(ConversationActResponse::of(&acted, message))
}

/// Mark a conversation as seen
///
/// The other side sees that everything up to now was read.
#[utoipa::path(
    post,
    path = "/messaging/mark-seen",
    operation_id = "markSeen",
    tag = "Messaging",
    request_body(content = ConversationRequest, content_type = "application/json"),
    responses((status = 200, description = "Marked.", body = ConversationActResponse), ConversationActFaults)
)]
pub(super) async fn mark_seen(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Body(request): Body<ConversationRequest>,
) -> Result<Json<ConversationActResponse>, Fault> {
    let (account, conversation) = (request.account_id, request.conversation_urn);
    let acted = door.app.mark_seen(&caller, account, conversation).await?;
    let message = "Conversation marked as seen successfully";
    Ok(ConversationActResponse::of(&acted, message))
}

/// An account.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({}))]
pub(super) struct AccountRequest {
    /// Absent: the account used last.
    account_id: Option<String>,
}

impl FromFields for AccountRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            account_id: fields.text("accountId"),
        }
    }
}

/// What was done in an account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountActResponse {
    /// Always `true`.
    success: bool,
    /// The account that was used.
    account_id: String,
    /// A sentence for people.
    message: &'static str,
}

/// Mark all conversations as read
///
/// Marks every conversation of an account as read, on the network too.
#[utoipa::path(
    post,
    path = "/messaging/mark-all-read",
    operation_id = "markAllRead",
    tag = "Messaging",
    request_body(content = Option<AccountRequest>, content_type = "application/json"),
    responses((status = 200, description = "Marked.", body = AccountActResponse), AccountActFaults)
)]
pub(super) async fn mark_all_read(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Body(request): Body<AccountRequest>,
) -> Result<Json<AccountActResponse>, Fault> {
    let acted = door.app.mark_all_read(&caller, request.account_id).await?;
    Ok(Json(AccountActResponse {
        success: true,
        account_id: acted.account_id.to_string(),
        message: "All messages marked as read successfully",
    }))
}
