//! Files: handed over before a message names them, and fetched by the address under which a message shows them.

use app::attachments::{AttachmentView, NewAttachment, UploadFields};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::ids::AttachmentId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{
    Authorized, Body, ConversationsRead, Fields, FileBody, FromFields, MessagesWrite, Params,
};
use crate::fault::Fault;
use crate::openapi::responses::{MediaFaults, UploadFaults};
use crate::v1::uploads::stored;

/// What a file is called of which nothing is said.
const NAMELESS: &str = "attachment";
/// What stands before our own id where the contract has a URN.
const ASSET_PREFIX: &str = "urn:li:digitalmediaAsset:";
/// What the fields of a file are called here.
const FIELDS: UploadFields = UploadFields {
    name: "filename",
    media_type: "Content-Type",
};

/// For whom a file is, and what it is called.
pub(crate) struct UploadRequest {
    account: Option<String>,
    name: String,
}

impl FromFields for UploadRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let name = fields.text("filename");
        Self {
            account: fields.text("accountId"),
            name: name.unwrap_or_else(|| NAMELESS.to_owned()),
        }
    }
}

/// A file as messages name it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationFile, example = json!({
    "assetUrn": "urn:li:digitalmediaAsset:fil_01kaa0m2yhe9qtw7p4n8z1c5xv", "byteSize": 48_211, "mediaType": "application/pdf",
    "name": "Plan B.pdf"
}))]
pub(crate) struct FileItem {
    /// Opaque; messages can name it for a day.
    asset_urn: String,
    #[schema(minimum = 1)]
    byte_size: i64,
    /// What its content shows.
    media_type: String,
    name: String,
}

/// A file that was handed over.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationFileUploaded)]
pub(crate) struct UploadResponse {
    /// Always `true`.
    success: bool,
    /// To be given as `file` in `attachments` of `conversations/send`.
    attachment: FileItem,
}

impl FileItem {
    fn of(view: AttachmentView) -> Self {
        Self {
            asset_urn: format!("{ASSET_PREFIX}{}", view.attachment_id),
            byte_size: view.facts.byte_size,
            media_type: view.facts.media_type,
            name: view.facts.name,
        }
    }
}

/// A file that a message names; `None` where something is wrong with it, which is noted.
pub(super) struct GivenFile(pub(super) Option<AttachmentId>);

impl FromFields for GivenFile {
    fn from_fields(fields: &mut Fields) -> Self {
        let file: Option<Value> = fields.value("file");
        let urn = file.as_ref().and_then(|file| file["assetUrn"].as_str());
        let id = urn.map(|urn| urn.trim().trim_start_matches(ASSET_PREFIX).parse());
        if let Some(Ok(attachment_id)) = id {
            return Self(Some(attachment_id));
        }
        let message = "file.assetUrn must be that of a file that was handed over";
        fields.note("file.assetUrn", "wrong_form", message);
        Self(None)
    }
}

/// Upload an attachment
///
/// Keeps a file for a day, so that messages can name it. The body is the file itself, at most 5,000,000 bytes, and
/// `Content-Type` says what it is: where its content says otherwise it is refused.
#[utoipa::path(
    post,
    path = "/conversations/upload-attachment",
    operation_id = "uploadAttachment",
    tag = "Sending",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The bytes, under whatever type the file has."),
    params(
        ("accountId" = Option<String>, Query, description = "The account whose messages it is for. Absent: the account used last."),
        ("filename" = Option<String>, Query, description = "As the recipient sees it: at most 200 characters without slashes, backslashes and control characters; `attachment` when absent."),
    ),
    responses((status = 200, description = "It is kept.", body = UploadResponse), UploadFaults)
)]
pub(crate) async fn upload_attachment(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    Params(request): Params<UploadRequest>,
    body: FileBody,
) -> Result<Json<UploadResponse>, Fault> {
    let new = NewAttachment {
        account: request.account,
        name: request.name,
        media_type: body.media_type.clone(),
        fields: FIELDS,
    };
    let kept = body.keep(&door, &caller, new).await?;
    Ok(Json(UploadResponse {
        success: true,
        attachment: FileItem::of(kept),
    }))
}

/// A file of a message.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"accountId": "acc_01jctm5x8z0e1v9h3r7q2k4n6p", "url": "https://media.example/files/plan-b"}))]
pub(crate) struct MediaRequest {
    /// The account in whose messages it is.
    account_id: String,
    /// As the message shows it.
    #[schema(min_length = 1)]
    url: String,
}

impl FromFields for MediaRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            account_id: fields.required_text("accountId"),
            url: fields.required_text("url"),
        }
    }
}

/// Download media
///
/// Fetches a file by the address under which a message of the account shows it, as the network has it now. An address of
/// somewhere else is refused, and nothing is asked there. To be stored and not to be shown: nothing in it runs in a browser.
#[utoipa::path(
    post,
    path = "/conversations/download-media",
    operation_id = "downloadMedia",
    tag = "Messaging",
    request_body(content = MediaRequest, content_type = "application/json"),
    responses((status = 200, description = "The bytes.", content_type = "*/*", body = Vec<u8>,
        headers(("Content-Disposition" = String, description = "Always `attachment`."))),
        MediaFaults)
)]
pub(crate) async fn download_media(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Body(request): Body<MediaRequest>,
) -> Result<Response, Fault> {
    let fetched = door
        .app
        .media(&caller, &request.account_id, request.url)
        .await?;
    Ok(stored(NAMELESS, &fetched.media_type, fetched.bytes.into()))
}
