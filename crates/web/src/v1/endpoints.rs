//! Receivers of webhooks.

pub(super) mod trial;

use std::collections::BTreeMap;
use std::time::Duration;

use app::endpoints::{
    ChangeEndpoint, CreateEndpoint, EndpointView, RotateSecret, WithSecret, name_of,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::endpoint::PayloadFormat;
use domain::limits;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::sends::printed;
use crate::door::Door;
use crate::extract::{
    Authorized, Body, EndpointsAdmin, EndpointsRead, Fields, FromFields, Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    EndpointDeleteFaults, EndpointFaults, EndpointLookFaults, EndpointNewFaults,
    EndpointSecretFaults, ListOwnFaults,
};

/// A receiver of webhooks. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Endpoint)]
pub(crate) struct EndpointResource {
    id: String,
    name: String,
    url: String,
    /// `standard`: Standard Webhooks 1.0.0, every type. `guide`: as the guide's vendor writes it, `message.received` only.
    format: &'static str,
    /// Types or `resource.*`; empty: all.
    types: Vec<String>,
    /// Only what concerns these accounts; empty: everything.
    accounts: Vec<String>,
    /// Deliveries that may begin in a second.
    per_second: u32,
    /// Deliveries that may be under way at the same time.
    together: u32,
    /// The names of the headers that are added; their values are not shown.
    header_names: Vec<String>,
    /// `active`; `paused`: somebody asked for it; `disabled`: it was given up. What happens meanwhile waits in the log.
    #[schema(pattern = "^(active|paused|disabled)$")]
    state: &'static str,
    /// Why it was given up: `failing`, five days of nothing but failures, or `gone`, it answered 410.
    #[schema(required = true)]
    reason: Option<&'static str>,
    /// Until when the secret before the present one signs, too.
    #[schema(required = true, format = DateTime)]
    old_secret_until: Option<String>,
    /// Deliveries that are due, behind others, or between two tries.
    waiting: i64,
    /// Since when there is nothing but failures.
    #[schema(required = true, format = DateTime)]
    failing_since: Option<String>,
    /// It asked to be left alone until then.
    #[schema(required = true, format = DateTime)]
    resting_until: Option<String>,
    #[schema(required = true, format = DateTime)]
    last_delivered_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    last_failed_at: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl EndpointResource {
    pub(super) fn of(view: EndpointView) -> Self {
        let endpoint = view.endpoint;
        let settings = endpoint.settings;
        let accounts = settings.selection.accounts.iter();
        Self {
            id: endpoint.endpoint_id.to_string(),
            name: settings.name,
            url: settings.url,
            format: settings.format.word(),
            accounts: accounts.map(ToString::to_string).collect(),
            types: settings.selection.types,
            per_second: settings.per_second,
            together: settings.together,
            header_names: view.header_names,
            state: endpoint.state.word(),
            reason: endpoint.state.reason(),
            old_secret_until: printed(endpoint.old_secret.map(|(_, until)| until)),
            waiting: endpoint.waiting,
            failing_since: printed(endpoint.record.failing_since),
            resting_until: printed(endpoint.resting_until),
            last_delivered_at: printed(endpoint.last_delivered_at),
            last_failed_at: printed(endpoint.last_failed_at),
            created_at: endpoint.created_at.to_string(),
            updated_at: endpoint.updated_at.to_string(),
        }
    }
}

/// A receiver with the secret that it was just given, shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = EndpointWithSecret)]
pub(crate) struct SecretResource {
    #[serde(flatten)]
    endpoint: EndpointResource,
    /// `whsec_` and base64.
    secret: String,
}

impl SecretResource {
    fn of(made: WithSecret) -> Self {
        Self {
            endpoint: EndpointResource::of(made.view),
            secret: made.secret.expose_secret().to_owned(),
        }
    }
}

/// The receivers of a workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = EndpointList)]
pub(crate) struct EndpointListResource {
    /// All of them, the oldest first.
    endpoints: Vec<EndpointResource>,
}

/// List receivers of webhooks
///
/// All of the workspace, with how each is doing.
#[utoipa::path(
    get,
    path = "/endpoints",
    operation_id = "listEndpoints",
    tag = "Webhooks",
    responses((status = 200, description = "All of them.", body = EndpointListResource), ListOwnFaults)
)]
pub(crate) async fn list_endpoints(
    caller: Authorized<EndpointsRead>,
    State(door): State<Door>,
) -> Result<Json<EndpointListResource>, Fault> {
    let found = door.app.list_endpoints(&caller).await?.into_iter();
    let endpoints = found.map(EndpointResource::of).collect();
    Ok(Json(EndpointListResource { endpoints }))
}

/// A receiver to add.
#[derive(ToSchema)]
#[schema(as = NewEndpoint, example = json!({"url": "https://localhost:8443/liaison", "types": ["message.received", "send.*"]}))]
pub(crate) struct CreateRequest {
    /// For people; the host of `url` when absent.
    #[schema(max_length = 100)]
    name: Option<String>,
    /// Where to post: `https`, on port 443 or 8443, at a public address, unless the operator allows more.
    #[schema(max_length = 2048)]
    url: String,
    /// `standard` when absent.
    #[schema(value_type = Option<String>, pattern = "^(standard|guide)$")]
    format: PayloadFormat,
    /// Types such as `message.received`, or all of a resource as in `send.*`; everything when absent.
    #[schema(value_type = Option<Vec<String>>, max_items = 100)]
    types: Vec<String>,
    /// Only what concerns these accounts, by our own ids.
    #[schema(value_type = Option<Vec<String>>, max_items = 1000)]
    accounts: Vec<String>,
    /// Deliveries that may begin in a second; 50 when absent.
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    per_second: u32,
    /// Deliveries that may be under way at the same time; 8 when absent.
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 32)]
    together: u32,
    /// Headers to add, by name; at most 20. Their values are kept sealed and never shown.
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    headers: Vec<(String, String)>,
    /// A secret of your own: `whsec_` and 24 to 64 bytes in base64. One is made when absent.
    #[schema(value_type = Option<String>)]
    secret: Option<SecretString>,
}

impl FromFields for CreateRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            name: fields.text("name"),
            url: fields.required_text("url"),
            format: format(fields).unwrap_or(PayloadFormat::Standard),
            types: types(fields).unwrap_or_default(),
            accounts: accounts(fields).unwrap_or_default(),
            per_second: per_second(fields).unwrap_or(limits::ENDPOINT_PER_SECOND),
            together: together(fields).unwrap_or(limits::ENDPOINT_TOGETHER),
            headers: headers(fields).unwrap_or_default(),
            secret: fields.text("secret").map(SecretString::from),
        };
        fields.refuse_others();
        request
    }
}

fn format(fields: &mut Fields) -> Option<PayloadFormat> {
    let word = fields.exact_word("format", &PayloadFormat::WORDS)?;
    PayloadFormat::from_word(word)
}

fn types(fields: &mut Fields) -> Option<Vec<String>> {
    listed(fields, "types", limits::ENDPOINT_TYPES_MAX)
}

fn accounts(fields: &mut Fields) -> Option<Vec<String>> {
    listed(fields, "accounts", limits::ENDPOINT_ACCOUNTS_MAX)
}

fn listed(fields: &mut Fields, name: &str, count_max: usize) -> Option<Vec<String>> {
    if fields.has(name) {
        fields.texts(name, count_max)
    } else {
        fields.text(name);
        None
    }
}

fn per_second(fields: &mut Fields) -> Option<u32> {
    number(fields, "per_second", limits::ENDPOINT_PER_SECOND_MAX)
}

fn together(fields: &mut Fields) -> Option<u32> {
    number(fields, "together", limits::ENDPOINT_TOGETHER_MAX)
}

fn number(fields: &mut Fields, name: &str, most: u32) -> Option<u32> {
    let number = fields.integer(name, 1..=i64::from(most))?;
    u32::try_from(number).ok()
}

/// By hand, as the sentence of a parser would repeat a value.
fn headers(fields: &mut Fields) -> Option<Vec<(String, String)>> {
    if !fields.has("headers") {
        fields.text("headers");
        return None;
    }
    let Value::Object(given) = fields.value("headers")? else {
        fields.note("headers", "wrong_type", "headers must be an object");
        return None;
    };
    let mut headers = BTreeMap::new();
    for (name, value) in given {
        if let Value::String(value) = value {
            headers.insert(name, value);
        } else {
            let path = format!("headers.{name}");
            fields.note(&path, "wrong_type", "the value of a header is a string");
        }
    }
    Some(headers.into_iter().collect())
}

/// Add a receiver of webhooks
///
/// It is told what happens from now on, signed with a secret that this answer shows and no other.
#[utoipa::path(
    post,
    path = "/endpoints",
    operation_id = "createEndpoint",
    tag = "Webhooks",
    request_body(content = CreateRequest, content_type = "application/json"),
    responses((status = 201, description = "The receiver and its secret.", body = SecretResource), EndpointNewFaults)
)]
pub(crate) async fn create_endpoint(
    caller: Authorized<EndpointsAdmin>,
    State(door): State<Door>,
    Body(request): Body<CreateRequest>,
) -> Result<(StatusCode, Json<SecretResource>), Fault> {
    let command = CreateEndpoint {
        name: request.name.unwrap_or_else(|| name_of(&request.url)),
        url: request.url,
        format: request.format,
        types: request.types,
        accounts: request.accounts,
        per_second: request.per_second,
        together: request.together,
        headers: request.headers,
        secret: request.secret,
    };
    let made = door.app.create_endpoint(&caller, command).await?;
    Ok((StatusCode::CREATED, Json(SecretResource::of(made))))
}

/// Get a receiver of webhooks
///
/// With how it is doing. Its secret and the values of its headers are not shown.
#[utoipa::path(
    get,
    path = "/endpoints/{id}",
    operation_id = "getEndpoint",
    tag = "Webhooks",
    params(("id" = String, Path, description = "The receiver's id.")),
    responses((status = 200, description = "The receiver.", body = EndpointResource), EndpointLookFaults)
)]
pub(crate) async fn get_endpoint(
    caller: Authorized<EndpointsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<EndpointResource>, Fault> {
    let view = door.app.find_endpoint(&caller, &id).await?;
    Ok(Json(EndpointResource::of(view)))
}

/// What to change of a receiver; what is absent stays.
#[derive(ToSchema)]
#[schema(as = EndpointChange, example = json!({"types": ["message.*"], "paused": false}))]
pub(crate) struct ChangeRequest {
    #[schema(max_length = 100)]
    name: Option<String>,
    #[schema(max_length = 2048)]
    url: Option<String>,
    #[schema(value_type = Option<String>, pattern = "^(standard|guide)$")]
    format: Option<PayloadFormat>,
    #[schema(max_items = 100)]
    types: Option<Vec<String>>,
    #[schema(max_items = 1000)]
    accounts: Option<Vec<String>>,
    #[schema(minimum = 1, maximum = 1000)]
    per_second: Option<u32>,
    #[schema(minimum = 1, maximum = 32)]
    together: Option<u32>,
    /// All of them anew.
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    headers: Option<Vec<(String, String)>>,
    /// `true`: it is told nothing for now. `false`: it is told again, from where that stopped, also after it was given up.
    paused: Option<bool>,
}

impl FromFields for ChangeRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            name: fields.text("name"),
            url: fields.text("url"),
            format: format(fields),
            types: types(fields),
            accounts: accounts(fields),
            per_second: per_second(fields),
            together: together(fields),
            headers: headers(fields),
            paused: fields.flag("paused"),
        };
        fields.refuse_others();
        request
    }
}

/// Change a receiver of webhooks
///
/// Also pauses it and tells it again.
#[utoipa::path(
    patch,
    path = "/endpoints/{id}",
    operation_id = "changeEndpoint",
    tag = "Webhooks",
    params(("id" = String, Path, description = "The receiver's id.")),
    request_body(content = Option<ChangeRequest>, content_type = "application/json"),
    responses((status = 200, description = "The receiver as it is now.", body = EndpointResource), EndpointFaults)
)]
pub(crate) async fn change_endpoint(
    caller: Authorized<EndpointsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ChangeRequest>,
) -> Result<Json<EndpointResource>, Fault> {
    let command = ChangeEndpoint {
        name: request.name,
        url: request.url,
        format: request.format,
        types: request.types,
        accounts: request.accounts,
        per_second: request.per_second,
        together: request.together,
        headers: request.headers,
        is_paused: request.paused,
    };
    let view = door.app.change_endpoint(&caller, &id, command).await?;
    Ok(Json(EndpointResource::of(view)))
}

/// Delete a receiver of webhooks
///
/// With what waits for it and the record of what it was told.
#[utoipa::path(
    delete,
    path = "/endpoints/{id}",
    operation_id = "deleteEndpoint",
    tag = "Webhooks",
    params(("id" = String, Path, description = "The receiver's id.")),
    responses((status = 204, description = "It is gone."), EndpointDeleteFaults)
)]
pub(crate) async fn delete_endpoint(
    caller: Authorized<EndpointsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Fault> {
    door.app.delete_endpoint(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How to change a secret.
#[derive(ToSchema)]
#[schema(as = SecretRotation, example = json!({"overlap_hours": 24}))]
pub(crate) struct RotateRequest {
    /// So long the present secret signs beside the new one; 24 when absent, 0 ends it now.
    #[schema(rename = "overlap_hours", value_type = Option<u32>, minimum = 0, maximum = 168)]
    overlap: Duration,
    /// A secret of your own; one is made when absent.
    #[schema(value_type = Option<String>)]
    secret: Option<SecretString>,
    /// Also while an earlier secret still signs, which ends then.
    #[schema(value_type = Option<bool>)]
    force: bool,
}

const OVERLAP_HOURS: i64 = 24;

impl FromFields for RotateRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let most = limits::SECRET_OVERLAP_MAX.as_secs() / 3_600;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let hours = fields.integer("overlap_hours", 0..=most);
        let request = Self {
            overlap: Duration::from_hours(hours.unwrap_or(OVERLAP_HOURS).unsigned_abs()),
            secret: fields.text("secret").map(SecretString::from),
            force: fields.flag("force").unwrap_or(false),
        };
        fields.refuse_others();
        request
    }
}

/// Change the secret of a receiver
///
/// For a while each delivery is signed with both, so that the receiver can change over without a gap.
#[utoipa::path(
    post,
    path = "/endpoints/{id}/rotate-secret",
    operation_id = "rotateEndpointSecret",
    tag = "Webhooks",
    params(("id" = String, Path, description = "The receiver's id.")),
    request_body(content = Option<RotateRequest>, content_type = "application/json"),
    responses((status = 200, description = "The receiver and its new secret.", body = SecretResource), EndpointSecretFaults)
)]
pub(crate) async fn rotate_secret(
    caller: Authorized<EndpointsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<RotateRequest>,
) -> Result<Json<SecretResource>, Fault> {
    let command = RotateSecret {
        overlap: request.overlap,
        secret: request.secret,
        force: request.force,
    };
    let made = door
        .app
        .rotate_endpoint_secret(&caller, &id, command)
        .await?;
    Ok(Json(SecretResource::of(made)))
}
