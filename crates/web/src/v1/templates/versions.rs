//! What a template said before.

use app::templates::TemplateVersion;
use axum::Json;
use axum::extract::State;
use domain::template::Values;
use serde::Serialize;
use utoipa::ToSchema;

use super::Variables;
use crate::door::Door;
use crate::extract::{Authorized, Segments, TemplatesRead};
use crate::fault::Fault;
use crate::openapi::responses::TemplateReadFaults;

/// What one version of a template said. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplateVersion)]
pub(crate) struct VersionResource {
    version: i64,
    text: String,
    #[schema(value_type = Variables)]
    fallbacks: Values,
    /// From when on it was the present one.
    #[schema(format = DateTime)]
    created_at: String,
}

impl VersionResource {
    fn of(version: TemplateVersion) -> Self {
        Self {
            version: version.version,
            text: version.text,
            fallbacks: version.fallbacks,
            created_at: version.created_at.to_string(),
        }
    }
}

/// Get a version of a template
///
/// What it said in one of its newest 100 versions, as a send names it.
#[utoipa::path(
    get,
    path = "/templates/{id}/versions/{version}",
    operation_id = "getTemplateVersion",
    tag = "Templates",
    params(
        ("id" = String, Path, description = "The template's id."),
        ("version" = String, Path, description = "The version, from 1."),
    ),
    responses((status = 200, description = "What it said.", body = VersionResource), TemplateReadFaults)
)]
pub(crate) async fn get_template_version(
    caller: Authorized<TemplatesRead>,
    State(door): State<Door>,
    Segments((id, version)): Segments<(String, String)>,
) -> Result<Json<VersionResource>, Fault> {
    let version = super::version(&version)?;
    let found = door.app.find_template_version(&caller, &id, version);
    Ok(Json(VersionResource::of(found.await?)))
}
