//! Texts with gaps, from which messages are made.

pub(super) mod preview;
pub(super) mod versions;

use std::collections::BTreeMap;

use app::Refusal;
use app::templates::{ChangeTemplate, CreateTemplate, Expected, ListTemplates, Template};
use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::error_code::ErrorCode;
use domain::limits::{TEMPLATES_PAGE_DEFAULT, TEMPLATES_PAGE_MAX};
use domain::template::Values;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::fields::is_tag;
use crate::extract::{
    Authorized, Body, Condition, Fields, FromFields, Params, Precondition, Segments, Tag,
    TemplatesRead, TemplatesWrite,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    TemplateDeleteFaults, TemplateFaults, TemplateListFaults, TemplateNewFaults, TemplateReadFaults,
};

/// What a template is given: texts, numbers, flags, or lists of them, by names of lower-case letters, digits and `_`. At
/// most 64, together 16,384 bytes. `account`, `conversation`, `loop` and `person` are taken.
#[derive(ToSchema)]
#[schema(as = Variables, example = json!({"company": "Example", "skills": ["Rust", "SQL"]}))]
#[expect(dead_code, reason = "described, never built")]
pub(crate) struct Variables(BTreeMap<String, Value>);

/// A text with gaps. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Template)]
pub(crate) struct TemplateResource {
    id: String,
    name: String,
    /// With gaps such as `{{ first_name | default("there") }}`.
    text: String,
    /// A language tag such as `de` or `pt-BR`.
    #[schema(required = true)]
    language: Option<String>,
    tags: Vec<String>,
    /// What stands in for values that are absent, by name.
    #[schema(value_type = Variables)]
    fallbacks: Values,
    /// Counts the changes of what it says, from 1. Each send that is made from it notes it.
    version: i64,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl TemplateResource {
    fn of(template: Template) -> Self {
        let settings = template.settings;
        Self {
            id: template.template_id.to_string(),
            name: settings.name,
            text: settings.text,
            language: settings.language,
            tags: settings.tags,
            fallbacks: settings.fallbacks,
            version: template.version,
            created_at: template.created_at.to_string(),
            updated_at: template.updated_at.to_string(),
        }
    }
}

/// What a tag of a template is about.
fn question(id: &str) -> (&'static str, String) {
    ("template", id.to_owned())
}

/// The template with its tag.
fn shown(status: StatusCode, template: Template) -> Response {
    let id = template.template_id.to_string();
    let tag = Tag::new(&template.revision.to_string(), &question(&id));
    let mut response = (status, Json(TemplateResource::of(template))).into_response();
    tag.add_to(response.headers_mut());
    response
}

fn expected(precondition: &Precondition, id: &str) -> Expected {
    if precondition.is_any() {
        return Expected::Any;
    }
    let revision = precondition.revision(&question(id));
    let revision = revision.and_then(|revision| revision.parse().ok());
    revision.map_or(Expected::None, Expected::Revision)
}

/// Values by name, as they are given; what may be given is the use case's to say.
pub(super) fn variables(fields: &mut Fields, name: &str) -> Option<Values> {
    if !fields.has(name) {
        fields.text(name);
        return None;
    }
    if let Value::Object(given) = fields.value(name)? {
        return Some(given);
    }
    fields.note(name, "wrong_type", format!("{name} must be an object"));
    None
}

/// Which templates to list.
pub(crate) struct ListRequest(ListTemplates);

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(TEMPLATES_PAGE_MAX));
        let tag = fields.text("tag");
        if tag.as_ref().is_some_and(|tag| !is_tag(tag)) {
            fields.note("tag", "wrong_form", "tag is no tag");
        }
        let request = Self(ListTemplates {
            tag,
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(TEMPLATES_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        });
        fields.refuse_others();
        request
    }
}

/// A page of templates, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = TemplatePage)]
pub(crate) struct TemplatePageResource {
    templates: Vec<TemplateResource>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// List templates
///
/// Those of the workspace, the newest first.
#[utoipa::path(
    get,
    path = "/templates",
    operation_id = "listTemplates",
    tag = "Templates",
    params(
        ("tag" = Option<String>, Query, description = "Only those that carry this tag."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = TemplatePageResource), TemplateListFaults)
)]
pub(crate) async fn list_templates(
    caller: Authorized<TemplatesRead>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<TemplatePageResource>, Fault> {
    let page = door.app.list_templates(&caller, request.0).await?;
    let templates = page.templates.into_iter().map(TemplateResource::of);
    Ok(Json(TemplatePageResource {
        templates: templates.collect(),
        next_cursor: page.next_cursor,
    }))
}

/// A template to add.
#[derive(ToSchema)]
#[schema(as = NewTemplate, example = json!({"name": "Hello", "text": "Hi {{ first_name }}, how is {{ company }}?", "fallbacks": {"first_name": "there"}}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct CreateRequest {
    /// For people; no two have the same.
    #[schema(max_length = 100, min_length = 1)]
    name: String,
    /// Jinja: values, filters, conditions, loops over lists.
    #[schema(max_length = 16_000, min_length = 1)]
    text: String,
    /// A language tag such as `de` or `pt-BR`.
    #[schema(max_length = 35)]
    language: Option<String>,
    #[schema(max_items = 20, value_type = Option<Vec<super::messages::Tag>>)]
    tags: Option<Vec<String>>,
    #[schema(value_type = Option<Variables>)]
    fallbacks: Option<Values>,
}

/// The same, read.
pub(crate) struct Created(CreateTemplate);

impl FromFields for Created {
    fn from_fields(fields: &mut Fields) -> Self {
        let created = Self(CreateTemplate {
            name: fields.required_text("name"),
            text: fields.message("text"),
            language: fields.text("language"),
            tags: tags(fields).unwrap_or_default(),
            fallbacks: variables(fields, "fallbacks").unwrap_or_default(),
        });
        fields.refuse_others();
        created
    }
}

fn tags(fields: &mut Fields) -> Option<Vec<String>> {
    if fields.has("tags") {
        Some(fields.tags("tags"))
    } else {
        fields.text("tags");
        None
    }
}

/// Add a template
///
/// Its text is checked: what could take long or become endless is refused, with the line. A name is taken once, so that a
/// repeat adds nothing.
#[utoipa::path(
    post,
    path = "/templates",
    operation_id = "createTemplate",
    tag = "Templates",
    request_body(content = CreateRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "The template.", body = TemplateResource, headers(
            ("Location" = String, description = "The template."),
            ("ETag" = String, description = "For `If-Match`, where it is changed."),
        )),
        TemplateNewFaults
    )
)]
pub(crate) async fn create_template(
    caller: Authorized<TemplatesWrite>,
    State(door): State<Door>,
    Body(request): Body<Created>,
) -> Result<Response, Fault> {
    let template = door.app.create_template(&caller, request.0).await?;
    let location = format!("/v1/templates/{}", template.template_id);
    let mut response = shown(StatusCode::CREATED, template);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

/// Get a template
///
/// Its newest version; earlier ones stand under `versions`.
#[utoipa::path(
    get,
    path = "/templates/{id}",
    operation_id = "getTemplate",
    tag = "Templates",
    params(
        ("id" = String, Path, description = "The template's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy."),
    ),
    responses(
        (status = 200, description = "The template.", body = TemplateResource, headers(("ETag" = String, description = "Stands for what it says."))),
        (status = 304, description = "The copy is still right."),
        TemplateReadFaults
    )
)]
pub(crate) async fn get_template(
    caller: Authorized<TemplatesRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let template = door.app.find_template(&caller, &id).await?;
    let id = template.template_id.to_string();
    let tag = Tag::new(&template.revision.to_string(), &question(&id));
    if condition.is_met_by(&tag) {
        return Ok(tag.not_modified());
    }
    Ok(shown(StatusCode::OK, template))
}

/// What to change of a template; what is absent stays.
#[derive(ToSchema)]
#[schema(as = TemplateChange, example = json!({"text": "Hi {{ first_name }}!"}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct ChangeRequest {
    #[schema(max_length = 100, min_length = 1)]
    name: Option<String>,
    #[schema(max_length = 16_000, min_length = 1)]
    text: Option<String>,
    /// `""`: none any more.
    #[schema(max_length = 35)]
    language: Option<String>,
    #[schema(max_items = 20, value_type = Option<Vec<super::messages::Tag>>)]
    tags: Option<Vec<String>>,
    /// All of them anew.
    #[schema(value_type = Option<Variables>)]
    fallbacks: Option<Values>,
}

/// The same, read.
pub(crate) struct Changed(ChangeTemplate);

impl FromFields for Changed {
    fn from_fields(fields: &mut Fields) -> Self {
        let changed = Self(ChangeTemplate {
            name: fields.text("name"),
            text: fields.raw_text("text"),
            language: fields.raw_text("language"),
            tags: tags(fields),
            fallbacks: variables(fields, "fallbacks"),
        });
        fields.refuse_others();
        changed
    }
}

/// Change a template
///
/// Another text, or other fallbacks, are another version. What was handed over before keeps its words.
#[utoipa::path(
    patch,
    path = "/templates/{id}",
    operation_id = "changeTemplate",
    tag = "Templates",
    params(
        ("id" = String, Path, description = "The template's id."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the copy that the change is meant for: 412 where it is another one by now."),
    ),
    request_body(content = ChangeRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "The template as it stands now.", body = TemplateResource, headers(("ETag" = String, description = "Stands for what it says."))),
        TemplateFaults
    )
)]
pub(crate) async fn change_template(
    caller: Authorized<TemplatesWrite>,
    State(door): State<Door>,
    precondition: Precondition,
    Segments(id): Segments<String>,
    Body(request): Body<Changed>,
) -> Result<Response, Fault> {
    let expected = expected(&precondition, &id);
    let changed = door.app.change_template(&caller, &id, expected, request.0);
    Ok(shown(StatusCode::OK, changed.await?))
}

/// Delete a template
///
/// What was made from it keeps its words.
#[utoipa::path(
    delete,
    path = "/templates/{id}",
    operation_id = "deleteTemplate",
    tag = "Templates",
    params(
        ("id" = String, Path, description = "The template's id."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the copy that is meant."),
    ),
    responses((status = 204, description = "It is gone."), TemplateDeleteFaults)
)]
pub(crate) async fn delete_template(
    caller: Authorized<TemplatesWrite>,
    State(door): State<Door>,
    precondition: Precondition,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Fault> {
    let expected = expected(&precondition, &id);
    door.app.delete_template(&caller, &id, expected).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A version as a caller writes it.
fn version(text: &str) -> Result<i64, Fault> {
    let absent = || Refusal::of(ErrorCode::TemplateNotFound);
    text.parse().map_err(|_| absent().into())
}
