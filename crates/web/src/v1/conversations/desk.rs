//! What people do with a conversation among themselves: labels, a snooze, somebody who looks after it.

use app::conversations::SnoozeConversation;
use axum::Json;
use axum::extract::State;
use utoipa::ToSchema;

use super::resource::ConversationResource;
use crate::door::Door;
use crate::extract::{Authorized, Body, ConversationsWrite, Fields, FromFields, Segments};
use crate::fault::Fault;
use crate::openapi::responses::{
    ConversationAssignFaults, ConversationChangeFaults, ConversationLabelFaults,
    ConversationWriteFaults,
};

/// Put a label on a conversation
///
/// At most 20 of them. Safe to repeat.
#[utoipa::path(
    put,
    path = "/conversations/{id}/labels/{label}",
    operation_id = "labelConversation",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("label" = String, Path, description = "The label's id."),
    ),
    responses((status = 200, description = "The conversation as it is now.", body = ConversationResource), ConversationLabelFaults)
)]
pub(crate) async fn put_label(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments((id, label)): Segments<(String, String)>,
) -> Result<Json<ConversationResource>, Fault> {
    let view = door.app.label_conversation(&caller, &id, &label).await?;
    Ok(Json(ConversationResource::of(view)))
}

/// Take a label off a conversation
///
/// Safe to repeat.
#[utoipa::path(
    delete,
    path = "/conversations/{id}/labels/{label}",
    operation_id = "unlabelConversation",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("label" = String, Path, description = "The label's id."),
    ),
    responses((status = 200, description = "The conversation as it is now.", body = ConversationResource), ConversationLabelFaults)
)]
pub(crate) async fn remove_label(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments((id, label)): Segments<(String, String)>,
) -> Result<Json<ConversationResource>, Fault> {
    let view = door.app.unlabel_conversation(&caller, &id, &label).await?;
    Ok(Json(ConversationResource::of(view)))
}

/// How long to leave a conversation alone.
#[derive(ToSchema)]
#[schema(as = SnoozeRequest, example = json!({"until": "2026-12-01T08:00:00Z", "until_reply": true}))]
pub(crate) struct SnoozeRequest {
    /// RFC 3339; at most 366 days ahead.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<domain::time::Timestamp>,
    /// Whether the next message from somebody else wakes it; needed where `until` is absent.
    #[schema(value_type = Option<bool>)]
    until_reply: bool,
}

impl FromFields for SnoozeRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            until: fields.instant("until"),
            until_reply: fields.flag("until_reply").unwrap_or(false),
        };
        fields.refuse_others();
        request
    }
}

/// Snooze a conversation
///
/// Out of the list until an instant, or until somebody writes, or whichever comes first. It wakes by itself, once, and
/// the event `conversation.woken` tells of it. Another request replaces the one before.
#[utoipa::path(
    post,
    path = "/conversations/{id}/snooze",
    operation_id = "snoozeConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    request_body(content = SnoozeRequest, content_type = "application/json"),
    responses((status = 200, description = "The conversation as it is now.", body = ConversationResource), ConversationWriteFaults)
)]
pub(crate) async fn snooze(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<SnoozeRequest>,
) -> Result<Json<ConversationResource>, Fault> {
    let command = SnoozeConversation {
        until: request.until,
        until_reply: request.until_reply,
    };
    let view = door.app.snooze_conversation(&caller, &id, command).await?;
    Ok(Json(ConversationResource::of(view)))
}

/// Wake a conversation
///
/// Back into the list now. Safe to repeat.
#[utoipa::path(
    post,
    path = "/conversations/{id}/unsnooze",
    operation_id = "unsnoozeConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ConversationResource), ConversationChangeFaults)
)]
pub(crate) async fn unsnooze(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ConversationResource>, Fault> {
    let view = door.app.unsnooze_conversation(&caller, &id).await?;
    Ok(Json(ConversationResource::of(view)))
}

/// Who is to look after a conversation.
#[derive(ToSchema)]
#[schema(as = AssignmentRequest, example = json!({"user": "usr_01k9zr4c2e6q8n3v5t7w9y1b4d"}))]
pub(crate) struct AssignRequest {
    /// The user's id.
    user: String,
}

impl FromFields for AssignRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            user: fields.required_text("user"),
        };
        fields.refuse_others();
        request
    }
}

/// Assign a conversation
///
/// To a user of the workspace, who looks after it from now on.
#[utoipa::path(
    put,
    path = "/conversations/{id}/assignee",
    operation_id = "assignConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    request_body(content = AssignRequest, content_type = "application/json"),
    responses((status = 200, description = "The conversation as it is now.", body = ConversationResource), ConversationAssignFaults)
)]
pub(crate) async fn assign(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<AssignRequest>,
) -> Result<Json<ConversationResource>, Fault> {
    let user = Some(request.user.as_str());
    let view = door.app.assign_conversation(&caller, &id, user).await?;
    Ok(Json(ConversationResource::of(view)))
}

/// Unassign a conversation
///
/// Nobody looks after it any more. Safe to repeat.
#[utoipa::path(
    delete,
    path = "/conversations/{id}/assignee",
    operation_id = "unassignConversation",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    responses((status = 200, description = "The conversation as it is now.", body = ConversationResource), ConversationChangeFaults)
)]
pub(crate) async fn unassign(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<ConversationResource>, Fault> {
    let view = door.app.assign_conversation(&caller, &id, None).await?;
    Ok(Json(ConversationResource::of(view)))
}
