//! Files that are handed over before a message names them, and files of messages that are there.

use app::attachments::{AttachmentView, NewAttachment, UploadFields};
use app::{AppResult, Caller};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse as _, Response};
use domain::attachment::safe_name;
use futures_util::stream;
use serde::Serialize;
use utoipa::ToSchema;

use super::attachments::disposition;
use super::tagged::answered;
use crate::door::Door;
use crate::extract::{
    Authorized, Condition, ConversationsRead, Fields, FileBody, FromFields, MessagesWrite, Params,
    Segments, SendsRead,
};
use crate::fault::Fault;
use crate::openapi::responses::{AttachmentFaults, AttachmentNewFaults, MessageAttachmentFaults};

/// A file that was handed over, without its bytes. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = UploadedAttachment, example = json!({
    "id": "fil_01kaa0m2yhe9qtw7p4n8z1c5xv", "account_id": "acc_01k9zz3rkce8fs0c7v1qhn2d4m", "name": "Plan B.pdf",
    "content_type": "application/pdf", "size": 48_211, "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "url": "/v1/attachments/fil_01kaa0m2yhe9qtw7p4n8z1c5xv/content",
    "created_at": "2026-03-02T09:00:00Z", "expires_at": "2026-03-03T09:00:00Z"
}))]
pub(crate) struct AttachmentResource {
    id: String,
    /// The account whose messages it is for.
    account_id: String,
    name: String,
    /// What its content shows.
    content_type: String,
    /// Bytes.
    size: i64,
    /// Of the bytes, hexadecimal.
    sha256: String,
    /// Where its bytes are.
    url: String,
    #[schema(format = DateTime)]
    created_at: String,
    /// Messages can name it until then. What they carry stays with them.
    #[schema(format = DateTime)]
    expires_at: String,
}

impl AttachmentResource {
    fn of(view: AttachmentView) -> Self {
        let id = view.attachment_id.to_string();
        Self {
            url: format!("/v1/attachments/{id}/content"),
            id,
            account_id: view.account_id.to_string(),
            name: view.facts.name,
            content_type: view.facts.media_type,
            size: view.facts.byte_size,
            sha256: view.facts.sha256,
            created_at: view.created_at.to_string(),
            expires_at: view.expires_at.to_string(),
        }
    }
}

/// What the file is called, and for which account's messages it is.
pub(crate) struct Named {
    name: String,
    account: Option<String>,
}

impl FromFields for Named {
    fn from_fields(fields: &mut Fields) -> Self {
        let named = Self {
            name: fields.required_text("name"),
            account: fields.text("account"),
        };
        fields.refuse_others();
        named
    }
}

/// Hand over a file
///
/// Keeps a file for a day, so that messages can name it by its `id`. The body is the file itself, at most 5,000,000 bytes,
/// and `Content-Type` says what it is: where its content says otherwise it is refused, and `application/octet-stream` is
/// replaced by what the content shows. It goes to the store as it comes, and is there when it is whole. Without a message
/// it is gone after that day, so that a repeat does no harm.
#[utoipa::path(
    post,
    path = "/attachments",
    operation_id = "createAttachment",
    tag = "Sends",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The bytes, under whatever type the file has."),
    params(
        ("name" = String, Query, description = "As the recipient sees it: 1 to 200 characters without slashes, backslashes and control characters.", min_length = 1, example = "Plan B.pdf"),
        ("account" = Option<String>, Query, description = "The account whose messages it is for; the one used last when absent. Who does not see the account does not see the file."),
    ),
    responses(
        (status = 201, description = "It is kept.", body = AttachmentResource,
            headers(("Location" = String, description = "The file."))),
        AttachmentNewFaults
    )
)]
pub(crate) async fn create_attachment(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    Params(named): Params<Named>,
    body: FileBody,
) -> Result<Response, Fault> {
    let new = NewAttachment {
        account: named.account,
        name: named.name,
        media_type: body.media_type.clone(),
        fields: UploadFields {
            name: "name",
            media_type: "Content-Type",
        },
    };
    let kept = AttachmentResource::of(body.keep(&door, &caller, new).await?);
    let location = [(LOCATION, format!("/v1/attachments/{}", kept.id))];
    Ok((StatusCode::CREATED, location, Json(kept)).into_response())
}

/// Get a file that was handed over
///
/// What is told of it, for as long as messages can name it.
#[utoipa::path(
    get,
    path = "/attachments/{id}",
    operation_id = "getAttachment",
    tag = "Sends",
    params(
        ("id" = String, Path, description = "The file's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The file, without its bytes.", body = AttachmentResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        AttachmentFaults
    )
)]
pub(crate) async fn get_attachment(
    caller: Authorized<SendsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let view = door.app.find_attachment(&caller, &id).await?;
    answered(&condition, &AttachmentResource::of(view))
}

/// Get the bytes of a file that was handed over
///
/// To be stored and not to be shown: nothing in it runs in a browser. Always the whole file.
#[utoipa::path(
    get,
    path = "/attachments/{id}/content",
    operation_id = "getAttachmentContent",
    tag = "Sends",
    params(("id" = String, Path, description = "The file's id.")),
    responses((status = 200, description = "The bytes.", content_type = "*/*", body = Vec<u8>,
        headers(("Content-Disposition" = String, description = "Always `attachment`, with the name that was given."))),
        AttachmentFaults)
)]
pub(crate) async fn get_content(
    caller: Authorized<SendsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let view = door.app.find_attachment(&caller, &id).await?;
    let facts = view.facts.clone();
    let first = door.app.attachment_piece(&caller, &view, 0).await?;
    let start = (door.app.clone(), Caller::clone(&caller), view, first, 0_i64);
    let pieces = stream::try_unfold(start, async |(app, caller, view, piece, place)| {
        let Some(piece) = piece else {
            return AppResult::Ok(None);
        };
        let next = app.attachment_piece(&caller, &view, place + 1).await?;
        Ok(Some((piece, (app, caller, view, next, place + 1))))
    });
    let mut response = stored(&facts.name, &facts.media_type, Body::from_stream(pieces));
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, facts.byte_size.into());
    Ok(response)
}

/// The account of a message.
pub(crate) struct OfAccount(Option<String>);

impl FromFields for OfAccount {
    fn from_fields(fields: &mut Fields) -> Self {
        let account = fields.text("account");
        fields.refuse_others();
        Self(account)
    }
}

/// Get a file of a message
///
/// Fetched from the network as it is there now, of a message that came or that was sent. To be stored and not to be shown:
/// nothing in it runs in a browser. Always the whole file, at most 16 MiB.
#[utoipa::path(
    get,
    path = "/messages/{id}/attachments/{attachment}",
    operation_id = "getMessageAttachment",
    tag = "Messaging",
    params(
        ("id" = String, Path, description = "The message, by our own id or the network's."),
        ("attachment" = String, Path, description = "The file's `id` in the message."),
        ("account" = Option<String>, Query, description = "Needed only where the message is named by the network's id, and the account is not the one used last."),
    ),
    responses((status = 200, description = "The bytes.", content_type = "*/*", body = Vec<u8>,
        headers(("Content-Disposition" = String, description = "Always `attachment`, with the name that the network shows."))),
        MessageAttachmentFaults)
)]
pub(crate) async fn get_message_attachment(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Segments((id, attachment)): Segments<(String, String)>,
    Params(OfAccount(account)): Params<OfAccount>,
) -> Result<Response, Fault> {
    let place = (id.as_str(), attachment.as_str());
    let fetched = door
        .app
        .message_attachment(&caller, account.as_deref(), place);
    let (shown, bytes) = fetched.await?;
    Ok(stored(&shown.name, &shown.media_type, bytes.into()))
}

/// A file as an answer: its sender is not trusted, whoever that was.
pub(crate) fn stored(name: &str, media_type: &str, bytes: Body) -> Response {
    let is_header = media_type.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let media_type = if is_header {
        media_type
    } else {
        "application/octet-stream"
    };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, disposition(&safe_name(name))),
        (CACHE_CONTROL, "private".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    (headers, bytes).into_response()
}
