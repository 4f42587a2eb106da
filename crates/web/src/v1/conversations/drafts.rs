//! What somebody means to write into a conversation. Its tag is its version: whoever replaces it shows which one they saw.

use std::convert::Infallible;

use app::drafts::{DraftView, Meant};
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{
    Authorized, Body, Condition, ConversationsRead, ConversationsWrite, Fields, FromFields,
    Segments, Tag,
};
use crate::fault::Fault;
use crate::openapi::responses::{DraftDeleteFaults, DraftLookFaults, DraftPutFaults};

/// What the tag of a draft is about.
const QUESTION: &str = "draft";

/// A draft. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Draft)]
pub(crate) struct DraftResource {
    text: String,
    /// The id of the key with which it was written last; `null` for an operator.
    #[schema(required = true)]
    author: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

fn tag(draft: &DraftView) -> Tag {
    Tag::new(&format!("{:x}", draft.version), &QUESTION)
}

fn written(draft: DraftView) -> Response {
    let tag = tag(&draft);
    let resource = DraftResource {
        text: draft.text,
        author: draft.author.map(|key| key.to_string()),
        updated_at: draft.updated_at.to_string(),
    };
    let mut response = Json(resource).into_response();
    tag.add_to(response.headers_mut());
    response
}

/// Which draft the caller means to replace, from `If-Match`.
pub(crate) struct Match(Meant);

impl FromRequestParts<Door> for Match {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _door: &Door) -> Result<Self, Infallible> {
        Ok(Self(meant(&parts.headers)))
    }
}

fn meant(headers: &HeaderMap) -> Meant {
    if !headers.contains_key(IF_MATCH) {
        return Meant::None;
    }
    let shown = Condition::matched(headers);
    if shown.is_any() {
        return Meant::Any;
    }
    let versions = shown.revisions(&QUESTION);
    let versions = versions.filter_map(|revision| i64::from_str_radix(&revision, 16).ok());
    Meant::Versions(versions.collect())
}

/// Get the draft of a conversation
///
/// What somebody means to write.
#[utoipa::path(
    get,
    path = "/conversations/{id}/draft",
    operation_id = "getDraft",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The draft.", body = DraftResource,
            headers(("ETag" = String, description = "Its version, for `If-Match`."))),
        (status = 304, description = "The caller's copy is still right."),
        DraftLookFaults
    )
)]
pub(crate) async fn get_draft(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let draft = door.app.find_draft(&caller, &id).await?;
    let tag = tag(&draft);
    if condition.is_met_by(&tag) {
        return Ok(tag.not_modified());
    }
    Ok(written(draft))
}

/// What to write down.
#[derive(ToSchema)]
#[schema(as = DraftText, example = json!({"text": "Dear John, as discussed …"}))]
pub(crate) struct DraftRequest {
    /// Up to 8,000 characters.
    #[schema(max_length = 8_000)]
    text: String,
}

impl FromFields for DraftRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            text: fields.message("text"),
        };
        fields.refuse_others();
        request
    }
}

/// Write the draft of a conversation
///
/// One for each. The first needs no precondition; to replace one, send `If-Match` with the `ETag` of the one that you
/// saw, so that two people do not overwrite each other.
#[utoipa::path(
    put,
    path = "/conversations/{id}/draft",
    operation_id = "putDraft",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the draft to replace, or `*` for whatever is there."),
    ),
    request_body(content = DraftRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "The draft.", body = DraftResource,
            headers(("ETag" = String, description = "Its version, for `If-Match`."))),
        DraftPutFaults
    )
)]
pub(crate) async fn put_draft(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Match(meant): Match,
    Segments(id): Segments<String>,
    Body(request): Body<DraftRequest>,
) -> Result<Response, Fault> {
    let text = &request.text;
    let draft = door.app.put_draft(&caller, &id, text, meant).await?;
    Ok(written(draft))
}

/// Delete the draft of a conversation
///
/// Needs `If-Match` as replacing it does.
#[utoipa::path(
    delete,
    path = "/conversations/{id}/draft",
    operation_id = "deleteDraft",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The conversation's id."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the draft, or `*` for whatever is there."),
    ),
    responses((status = 204, description = "It is gone."), DraftDeleteFaults)
)]
pub(crate) async fn delete_draft(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Match(meant): Match,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Fault> {
    door.app.delete_draft(&caller, &id, meant).await?;
    Ok(StatusCode::NO_CONTENT)
}
