//! What becomes of a key.

use std::time::Duration;

use app::keys::ChangeKey;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::ids::AccountId;
use domain::limits::API_KEY_OVERLAP_MAX;
use domain::scope::Scope;
use domain::time::Timestamp;
use ipnet::IpNet;
use utoipa::ToSchema;

use super::{KeyResource, NewKeyResource, accounts, addresses, created, requests, scopes};
use crate::door::Door;
use crate::extract::{ApiKeysAdmin, Authorized, Body, Fields, FromFields, Segments};
use crate::fault::Fault;
use crate::openapi::responses::{ApiKeyChangeFaults, ApiKeyRevokeFaults};

/// What to change of a key; what is absent stays.
#[derive(ToSchema)]
#[schema(as = ApiKeyChange, example = json!({"name": "CRM", "addresses": ["192.0.2.0/24"]}))]
pub(crate) struct ChangeRequest {
    #[schema(max_length = 100)]
    name: Option<String>,
    /// All of them anew.
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 64)]
    scopes: Option<Vec<Scope>>,
    /// All of them anew; none: all accounts.
    #[schema(value_type = Option<Vec<String>>, max_items = 100)]
    accounts: Option<Vec<AccountId>>,
    /// All of them anew; none: from anywhere.
    #[schema(value_type = Option<Vec<String>>, max_items = 50)]
    addresses: Option<Vec<IpNet>>,
    /// 0: as many as the operator allows.
    #[schema(minimum = 0, maximum = 1_000_000)]
    requests_per_minute: Option<u32>,
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// `true`: it does not end by itself any more.
    never_expires: Option<bool>,
}

impl FromFields for ChangeRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            name: fields.text("name"),
            scopes: scopes(fields),
            accounts: accounts(fields),
            addresses: addresses(fields),
            requests_per_minute: requests(fields, 0),
            expires_at: fields.instant("expires_at"),
            never_expires: fields.flag("never_expires"),
        };
        if request.expires_at.is_some() && request.never_expires == Some(true) {
            let message = "it either ends or it does not";
            fields.note("never_expires", "contradiction", message);
        }
        fields.refuse_others();
        request
    }
}

/// Change a key
///
/// Its name, its scopes and its limits. What it may do before and after must not go beyond what the key that changes it may
/// do. It holds at once, in other processes of the same gateway within a second.
#[utoipa::path(
    patch,
    path = "/api-keys/{id}",
    operation_id = "changeApiKey",
    tag = "Access",
    params(("id" = String, Path, description = "The key's id.")),
    request_body(content = Option<ChangeRequest>, content_type = "application/json"),
    responses((status = 200, description = "The key as it is now.", body = KeyResource), ApiKeyChangeFaults)
)]
pub(crate) async fn change_api_key(
    caller: Authorized<ApiKeysAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ChangeRequest>,
) -> Result<Json<KeyResource>, Fault> {
    let never = request.never_expires == Some(true);
    let command = ChangeKey {
        name: request.name,
        scopes: request.scopes,
        accounts: request.accounts,
        addresses: request.addresses,
        requests_per_minute: request
            .requests_per_minute
            .map(|number| Some(number).filter(|number| *number > 0)),
        expires_at: request.expires_at.map(Some).or(never.then_some(None)),
    };
    let view = door.app.change_api_key(&caller, &id, command).await?;
    Ok(Json(KeyResource::of(&view)))
}

/// Revoke a key
///
/// It ends at once, in other processes of the same gateway within a second. Again: nothing changes.
#[utoipa::path(
    post,
    path = "/api-keys/{id}/revoke",
    operation_id = "revokeApiKey",
    tag = "Access",
    params(("id" = String, Path, description = "The key's id.")),
    responses((status = 200, description = "The key as it is now.", body = KeyResource), ApiKeyRevokeFaults)
)]
pub(crate) async fn revoke_api_key(
    caller: Authorized<ApiKeysAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<KeyResource>, Fault> {
    let view = door.app.revoke_api_key(&caller, &id).await?;
    Ok(Json(KeyResource::of(&view)))
}

/// How to change over.
#[derive(ToSchema)]
#[schema(as = ApiKeyRotation, example = json!({"overlap_hours": 24}))]
pub(crate) struct RotateRequest {
    /// So long the present key works beside its successor; 24 when absent, 0 ends it now.
    #[schema(rename = "overlap_hours", value_type = Option<u32>, minimum = 0, maximum = 168)]
    overlap: Duration,
}

const OVERLAP_HOURS: i64 = 24;

impl FromFields for RotateRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let most = API_KEY_OVERLAP_MAX.as_secs() / 3_600;
        let hours = fields.integer("overlap_hours", 0..=i64::try_from(most).unwrap_or(0));
        let request = Self {
            overlap: Duration::from_hours(hours.unwrap_or(OVERLAP_HOURS).unsigned_abs()),
        };
        fields.refuse_others();
        request
    }
}

/// Rotate a key
///
/// Makes a successor with the same name, rights and end, shown in this answer and in no other. For a while both work, so that
/// their holder can change over without a gap.
#[utoipa::path(
    post,
    path = "/api-keys/{id}/rotate",
    operation_id = "rotateApiKey",
    tag = "Access",
    params(("id" = String, Path, description = "The key's id.")),
    request_body(content = Option<RotateRequest>, content_type = "application/json"),
    responses((status = 201, description = "The successor, whole.", body = NewKeyResource), ApiKeyChangeFaults)
)]
pub(crate) async fn rotate_api_key(
    caller: Authorized<ApiKeysAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<RotateRequest>,
) -> Result<Response, Fault> {
    let made = door
        .app
        .rotate_api_key(&caller, &id, request.overlap)
        .await?;
    Ok(created(&made))
}
