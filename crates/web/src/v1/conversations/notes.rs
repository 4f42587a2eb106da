//! What people of a workspace note about a conversation.

use app::notes::NoteView;
use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use domain::limits::{NOTES_PAGE_DEFAULT, NOTES_PAGE_MAX};
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{
    Authorized, Body, Condition, ConversationsRead, ConversationsWrite, Fields, FromFields, Params,
    Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    NoteChangeFaults, NoteDeleteFaults, NoteListFaults, NoteLookFaults, NoteNewFaults,
};
use crate::v1::tagged::answered;

/// A note. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Note)]
pub(crate) struct NoteResource {
    id: String,
    conversation_id: String,
    text: String,
    /// The id of the key with which it was written; `null` for an operator.
    #[schema(required = true)]
    author: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl NoteResource {
    fn of(note: NoteView) -> Self {
        Self {
            id: note.note_id.to_string(),
            conversation_id: note.conversation_id.to_string(),
            text: note.text,
            author: note.author.map(|key| key.to_string()),
            created_at: note.created_at.to_string(),
            updated_at: note.updated_at.to_string(),
        }
    }
}

/// A page of notes, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = NotePage)]
pub(crate) struct NotePageResource {
    notes: Vec<NoteResource>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// Which page.
pub(crate) struct ListRequest {
    limit: u32,
    cursor: Option<String>,
}

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            limit: super::limit(fields, NOTES_PAGE_MAX, NOTES_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        };
        fields.refuse_others();
        request
    }
}

/// List the notes on a conversation
///
/// The newest first. Notes never leave the gateway.
#[utoipa::path(
    get,
    path = "/conversations/{id}/notes",
    operation_id = "listNotes",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = NotePageResource), NoteListFaults)
)]
pub(crate) async fn list_notes(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(request): Params<ListRequest>,
) -> Result<Json<NotePageResource>, Fault> {
    let page = door
        .app
        .list_notes(&caller, &id, request.cursor, request.limit)
        .await?;
    Ok(Json(NotePageResource {
        notes: page.notes.into_iter().map(NoteResource::of).collect(),
        next_cursor: page.next_cursor,
    }))
}

/// What to note.
#[derive(ToSchema)]
#[schema(as = NoteText, example = json!({"text": "Asked for a call after the summer."}))]
pub(crate) struct NoteRequest {
    /// Up to 10,000 characters.
    #[schema(max_length = 10_000)]
    text: String,
}

impl FromFields for NoteRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            text: fields.message("text"),
        };
        fields.refuse_others();
        request
    }
}

/// Note something about a conversation
///
/// For those who work in the workspace; it never leaves the gateway.
#[utoipa::path(
    post,
    path = "/conversations/{id}/notes",
    operation_id = "createNote",
    tag = "Conversations",
    params(("id" = String, Path, description = "The conversation's id.")),
    request_body(content = NoteRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "The note.", body = NoteResource,
            headers(("Location" = String, description = "Where it is."))),
        NoteNewFaults
    )
)]
pub(crate) async fn create_note(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<NoteRequest>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<NoteResource>), Fault> {
    let note = door.app.create_note(&caller, &id, &request.text).await?;
    let address = format!(
        "/v1/conversations/{}/notes/{}",
        note.conversation_id, note.note_id
    );
    let headers = [(LOCATION, address)];
    Ok((StatusCode::CREATED, headers, Json(NoteResource::of(note))))
}

/// Get a note
///
/// With who wrote it.
#[utoipa::path(
    get,
    path = "/conversations/{id}/notes/{note}",
    operation_id = "getNote",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("note" = String, Path, description = "The note's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The note.", body = NoteResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        NoteLookFaults
    )
)]
pub(crate) async fn get_note(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments((id, note)): Segments<(String, String)>,
) -> Result<Response, Fault> {
    let note = door.app.find_note(&caller, &id, &note).await?;
    answered(&condition, &NoteResource::of(note))
}

/// Change a note
///
/// Its text; who wrote it first stays.
#[utoipa::path(
    patch,
    path = "/conversations/{id}/notes/{note}",
    operation_id = "changeNote",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("note" = String, Path, description = "The note's id."),
    ),
    request_body(content = NoteRequest, content_type = "application/json"),
    responses((status = 200, description = "The note as it is now.", body = NoteResource), NoteChangeFaults)
)]
pub(crate) async fn change_note(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments((id, note)): Segments<(String, String)>,
    Body(request): Body<NoteRequest>,
) -> Result<Json<NoteResource>, Fault> {
    let text = &request.text;
    let note = door.app.change_note(&caller, &id, &note, text).await?;
    Ok(Json(NoteResource::of(note)))
}

/// Delete a note
///
/// For good.
#[utoipa::path(
    delete,
    path = "/conversations/{id}/notes/{note}",
    operation_id = "deleteNote",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("note" = String, Path, description = "The note's id."),
    ),
    responses((status = 204, description = "It is gone."), NoteDeleteFaults)
)]
pub(crate) async fn delete_note(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments((id, note)): Segments<(String, String)>,
) -> Result<StatusCode, Fault> {
    door.app.delete_note(&caller, &id, &note).await?;
    Ok(StatusCode::NO_CONTENT)
}
