//! What a template would say.

use app::templates::{Preview, PreviewTemplate};
use axum::Json;
use axum::extract::State;
use domain::send::SendKind;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Variables, variables};
use crate::door::Door;
use crate::extract::{Authorized, Body, Fields, FromFields, Segments, TemplatesRead};
use crate::fault::Fault;
use crate::openapi::responses::TemplatePreviewFaults;

/// For whom a template is tried, and with what. Who is named must be known here already: the network is not asked.
#[derive(ToSchema)]
#[schema(as = TemplateTrial, example = json!({"variables": {"first_name": "Ada", "company": "Example"}}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct PreviewRequest {
    /// The account that it would be sent from, by our own id.
    account: Option<String>,
    /// The conversation that it would go into, in any spelling.
    conversation: Option<String>,
    /// Who would get it, in any spelling.
    person: Option<String>,
    #[schema(value_type = Option<Variables>)]
    variables: Option<serde_json::Value>,
    /// Of its newest 100; the present one when absent.
    #[schema(minimum = 1)]
    version: Option<i64>,
    /// What it would be sent as; `message` when absent.
    #[schema(pattern = "^(message|inmail|invitation)$")]
    kind: Option<String>,
}

/// The same, read.
pub(crate) struct Tried(PreviewTemplate);

impl FromFields for Tried {
    fn from_fields(fields: &mut Fields) -> Self {
        let kind = fields.exact_word("kind", &["message", "inmail", "invitation"]);
        let tried = Self(PreviewTemplate {
            version: fields.integer("version", 1..=i64::MAX),
            account: fields.text("account"),
            conversation: fields.text("conversation"),
            person: fields.text("person"),
            variables: variables(fields, "variables").unwrap_or_default(),
            kind: kind
                .and_then(SendKind::from_word)
                .unwrap_or(SendKind::Message),
        });
        fields.refuse_others();
        tried
    }
}

/// What a template would say.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplatePreview)]
pub(crate) struct PreviewResource {
    /// The version that was tried.
    version: i64,
    /// As it would leave; `null` where something is missing.
    #[schema(required = true)]
    text: Option<String>,
    /// What it prints and nothing is known of, as the template names it.
    missing: Vec<String>,
    /// Characters, as the network counts them.
    #[schema(required = true)]
    length: Option<usize>,
    /// So many are allowed.
    length_max: usize,
    /// Whether it could be sent like this.
    is_sendable: bool,
    /// Why not, where nothing is missing and it still could not. For people.
    #[schema(required = true)]
    problem: Option<String>,
}

impl PreviewResource {
    fn of(preview: Preview) -> Self {
        Self {
            version: preview.version,
            text: preview.text,
            missing: preview.missing,
            length: preview.length,
            length_max: preview.length_max,
            is_sendable: preview.is_sendable,
            problem: preview.problem,
        }
    }
}

/// Try a template
///
/// What it would say to somebody, or with some values: the text, what is missing, and its length against what the network
/// takes. Nothing is kept.
#[utoipa::path(
    post,
    path = "/templates/{id}/preview",
    operation_id = "previewTemplate",
    tag = "Templates",
    params(("id" = String, Path, description = "The template's id.")),
    request_body(content = Option<PreviewRequest>, content_type = "application/json"),
    responses((status = 200, description = "What it would say.", body = PreviewResource), TemplatePreviewFaults)
)]
pub(crate) async fn preview_template(
    caller: Authorized<TemplatesRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<Tried>,
) -> Result<Json<PreviewResource>, Fault> {
    let preview = door.app.preview_template(&caller, &id, request.0).await?;
    Ok(Json(PreviewResource::of(preview)))
}
