//! The labels of a workspace.

use app::labels::{ChangeLabel, CreateLabel, LabelView};
use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::tagged::answered;
use crate::door::Door;
use crate::extract::{
    Authorized, Body, Condition, ConversationsRead, ConversationsWrite, Fields, FromFields,
    Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    LabelChangeFaults, LabelDeleteFaults, LabelLookFaults, LabelNewFaults, ListOwnFaults,
};

/// A label. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Label)]
pub(crate) struct LabelResource {
    id: String,
    name: String,
    /// `#rrggbb`.
    #[schema(required = true)]
    colour: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl LabelResource {
    pub(super) fn of(label: LabelView) -> Self {
        Self {
            id: label.label_id.to_string(),
            name: label.name,
            colour: label.colour,
            created_at: label.created_at.to_string(),
            updated_at: label.updated_at.to_string(),
        }
    }
}

/// The labels of a workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = LabelList)]
pub(crate) struct LabelListResource {
    /// All of them, by name.
    labels: Vec<LabelResource>,
}

/// List labels
///
/// All of the workspace, by name. They never leave the gateway.
#[utoipa::path(
    get,
    path = "/labels",
    operation_id = "listLabels",
    tag = "Conversations",
    responses((status = 200, description = "All of them.", body = LabelListResource), ListOwnFaults)
)]
pub(crate) async fn list_labels(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
) -> Result<Json<LabelListResource>, Fault> {
    let found = door.app.list_labels(&caller).await?.into_iter();
    let labels = found.map(LabelResource::of).collect();
    Ok(Json(LabelListResource { labels }))
}

/// A label to make.
#[derive(ToSchema)]
#[schema(as = NewLabel, example = json!({"name": "Hot lead", "colour": "#d93025"}))]
pub(crate) struct CreateRequest {
    /// Unlike that of any other label of the workspace, in large or small letters.
    #[schema(max_length = 50)]
    name: String,
    /// For those who show it.
    #[schema(pattern = "^#[0-9A-Fa-f]{6}$")]
    colour: Option<String>,
}

impl FromFields for CreateRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            name: fields.required_text("name"),
            colour: fields.raw_text("colour"),
        };
        fields.refuse_others();
        request
    }
}

/// Make a label
///
/// To be put on conversations; a workspace has up to 500.
#[utoipa::path(
    post,
    path = "/labels",
    operation_id = "createLabel",
    tag = "Conversations",
    request_body(content = CreateRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "The label.", body = LabelResource,
            headers(("Location" = String, description = "Where it is."))),
        LabelNewFaults
    )
)]
pub(crate) async fn create_label(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Body(request): Body<CreateRequest>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<LabelResource>), Fault> {
    let command = CreateLabel {
        name: request.name,
        colour: request.colour,
    };
    let label = door.app.create_label(&caller, command).await?;
    let headers = [(LOCATION, format!("/v1/labels/{}", label.label_id))];
    Ok((StatusCode::CREATED, headers, Json(LabelResource::of(label))))
}

/// Get a label
///
/// Its name and colour.
#[utoipa::path(
    get,
    path = "/labels/{id}",
    operation_id = "getLabel",
    tag = "Conversations",
    params(
        ("id" = String, Path, description = "The label's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The label.", body = LabelResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        LabelLookFaults
    )
)]
pub(crate) async fn get_label(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let label = door.app.find_label(&caller, &id).await?;
    answered(&condition, &LabelResource::of(label))
}

/// What to change of a label; what is absent stays.
#[derive(ToSchema)]
#[schema(as = LabelChange, example = json!({"name": "Warm lead"}))]
pub(crate) struct ChangeRequest {
    #[schema(max_length = 50)]
    name: Option<String>,
    /// `none` for no colour.
    #[schema(pattern = "^(#[0-9A-Fa-f]{6}|none)$")]
    colour: Option<String>,
}

impl FromFields for ChangeRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            name: fields.text("name"),
            colour: fields.raw_text("colour"),
        };
        fields.refuse_others();
        request
    }
}

/// Change a label
///
/// On every conversation that carries it.
#[utoipa::path(
    patch,
    path = "/labels/{id}",
    operation_id = "changeLabel",
    tag = "Conversations",
    params(("id" = String, Path, description = "The label's id.")),
    request_body(content = ChangeRequest, content_type = "application/json"),
    responses((status = 200, description = "The label as it is now.", body = LabelResource), LabelChangeFaults)
)]
pub(crate) async fn change_label(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ChangeRequest>,
) -> Result<Json<LabelResource>, Fault> {
    let command = ChangeLabel {
        name: request.name,
        colour: request.colour,
    };
    let label = door.app.change_label(&caller, &id, command).await?;
    Ok(Json(LabelResource::of(label)))
}

/// Delete a label
///
/// From every conversation too.
#[utoipa::path(
    delete,
    path = "/labels/{id}",
    operation_id = "deleteLabel",
    tag = "Conversations",
    params(("id" = String, Path, description = "The label's id.")),
    responses((status = 204, description = "It is gone."), LabelDeleteFaults)
)]
pub(crate) async fn delete_label(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Fault> {
    door.app.delete_label(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
