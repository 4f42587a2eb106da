//! What people do with a send: change it, withdraw it, say yes or no to it, and settle one of which nobody could tell
//! what became of it.

use app::Refusal;
use app::sends::EditSend;
use axum::Json;
use axum::extract::State;
use domain::send::Resolution;
use domain::time::Timestamp;
use utoipa::ToSchema;

use super::sends::SendResource;
use crate::door::Door;
use crate::extract::{Authorized, Body, Fields, FromFields, Segments, SendsAdmin, SendsWrite};
use crate::fault::Fault;
use crate::openapi::responses::{SendApproveFaults, SendChangeFaults, SendResolveFaults};

/// What to change of a send. What is absent stays.
#[derive(ToSchema)]
#[schema(as = SendEdit, example = json!({"text": "Hello John, good to meet you!"}))]
pub(crate) struct EditRequest {
    /// Up to 8,000 characters after trimming, of an InMail 1,900; blank only where there are attachments. Those stay.
    text: Option<String>,
    /// Not before this instant; a past one is at once.
    #[schema(value_type = Option<String>, format = DateTime)]
    send_at: Option<Timestamp>,
    /// If it has not left by then, it never will.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl FromFields for EditRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            text: fields.raw_text("text"),
            send_at: fields.instant("send_at"),
            expires_at: fields.instant("expires_at"),
        };
        if request.text.is_none() && request.send_at.is_none() && request.expires_at.is_none() {
            fields.note(
                "text",
                "required",
                "text, send_at or expires_at is required",
            );
        }
        fields.refuse_others();
        request
    }
}

/// Change a send
///
/// Changes the text or the time of a send of which no try has begun. A yes to what it said before is void.
#[utoipa::path(
    patch,
    path = "/sends/{id}",
    operation_id = "editSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    request_body(content = EditRequest, content_type = "application/json"),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendChangeFaults)
)]
pub(crate) async fn edit_send(
    caller: Authorized<SendsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<EditRequest>,
) -> Result<Json<SendResource>, Fault> {
    let edit = EditSend {
        text: request.text,
        send_at: request.send_at,
        expires_at: request.expires_at,
    };
    let view = door.app.edit_send(&caller, &id, edit).await?;
    Ok(Json(SendResource::of(view)))
}

/// Cancel a send
///
/// Withdraws a send of which no try has begun: it never leaves. Cancelling again changes nothing.
#[utoipa::path(
    post,
    path = "/sends/{id}/cancel",
    operation_id = "cancelSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendChangeFaults)
)]
pub(crate) async fn cancel_send(
    caller: Authorized<SendsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<SendResource>, Fault> {
    let view = door.app.cancel_send(&caller, &id).await?;
    Ok(Json(SendResource::of(view)))
}

/// A person's yes.
#[derive(ToSchema)]
#[schema(as = SendApprovalRequest)]
pub(crate) struct ApproveRequest {
    /// `content_hash` of the send as the person saw it.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    content_hash: String,
}

impl FromFields for ApproveRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            content_hash: fields.required_text("content_hash"),
        };
        fields.refuse_others();
        request
    }
}

/// Approve a send
///
/// A person says yes to exactly what the send says. `write` does not allow it, so that whoever hands over cannot approve. It leaves within a day, once, if nobody changes it before. Of an
/// account whose policy asks for approval nothing leaves without.
#[utoipa::path(
    post,
    path = "/sends/{id}/approve",
    operation_id = "approveSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    request_body(content = ApproveRequest, content_type = "application/json"),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendApproveFaults)
)]
pub(crate) async fn approve_send(
    caller: Authorized<SendsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ApproveRequest>,
) -> Result<Json<SendResource>, Fault> {
    let Some(hash) = bytes(&request.content_hash) else {
        let message = "content_hash must be 64 hexadecimal digits";
        return Err(Refusal::field("content_hash", "wrong_form", message).into());
    };
    let view = door.app.approve_send(&caller, &id, hash).await?;
    Ok(Json(SendResource::of(view)))
}

/// Reject a send
///
/// A person says no to a send that waits for approval: it never leaves.
#[utoipa::path(
    post,
    path = "/sends/{id}/reject",
    operation_id = "rejectSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendApproveFaults)
)]
pub(crate) async fn reject_send(
    caller: Authorized<SendsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<SendResource>, Fault> {
    let view = door.app.reject_send(&caller, &id).await?;
    Ok(Json(SendResource::of(view)))
}

/// What a person decided.
#[derive(ToSchema)]
#[schema(as = SendResolution)]
pub(crate) struct ResolveRequest {
    /// `sent`: it was sent. `send_again`: it was not, send it. `drop`: whatever became of it, leave it.
    #[schema(value_type = String, pattern = "^(sent|send_again|drop)$")]
    resolution: Option<Resolution>,
}

impl FromFields for ResolveRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let word = fields.word("resolution", &Resolution::WORDS);
        fields.refuse_others();
        Self {
            resolution: word.and_then(Resolution::from_word),
        }
    }
}

/// Resolve a send
///
/// Settles a send in the state `needs_decision`: nobody could tell what became of it, so a person looks and says.
#[utoipa::path(
    post,
    path = "/sends/{id}/resolve",
    operation_id = "resolveSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    request_body(content = ResolveRequest, content_type = "application/json"),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendResolveFaults)
)]
pub(crate) async fn resolve_send(
    caller: Authorized<SendsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ResolveRequest>,
) -> Result<Json<SendResource>, Fault> {
    let Some(resolution) = request.resolution else {
        let message = "resolution must be sent, send_again or drop";
        return Err(Refusal::field("resolution", "unknown_word", message).into());
    };
    let view = door.app.resolve_send(&caller, &id, resolution).await?;
    Ok(Json(SendResource::of(view)))
}

fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    let is_hash =
        hexadecimal.len() == 64 && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit());
    let places = (0..64).step_by(2);
    is_hash.then(|| {
        places
            .map(|place| u8::from_str_radix(&hexadecimal[place..place + 2], 16).ok())
            .collect()
    })?
}
