//! Keys of the workspace: made, listed, looked at. What becomes of them is in [`changes`].

pub(super) mod changes;

use app::keys::{CreatedKey, KeyView, NewKey};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use domain::access::{KeyLimits, parse_network};
use domain::ids::{AccountId, UserId};
use domain::limits::{
    API_KEY_ACCOUNTS_MAX, API_KEY_ADDRESSES_MAX, API_KEY_REQUESTS_MAX, API_KEYS_PAGE_DEFAULT,
    API_KEYS_PAGE_MAX,
};
use domain::scope::Scope;
use domain::time::Timestamp;
use ipnet::IpNet;
use serde::Serialize;
use utoipa::ToSchema;

use super::sends::printed;
use crate::door::Door;
use crate::extract::{
    ApiKeysAdmin, ApiKeysRead, Authorized, Body, Condition, Fields, FromFields, Params, Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{ApiKeyLookFaults, ApiKeyNewFaults, PageFaults};
use crate::v1::tagged::answered;

/// A key, without its secret. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct KeyResource {
    id: String,
    name: String,
    /// What it allows: words of the list in `docs/reference/scopes.md`.
    scopes: Vec<&'static str>,
    /// Only these accounts; empty: all. Others are absent for it.
    accounts: Vec<String>,
    /// Only from these networks; empty: from anywhere.
    addresses: Vec<String>,
    /// So many requests in a minute; `null`: as many as the operator allows.
    #[schema(required = true)]
    requests_per_minute: Option<u32>,
    /// Whose key it is: it allows what its scopes and the role of this user both do, at the instant of a request.
    #[schema(required = true)]
    user_id: Option<String>,
    /// `valid`; `replaced` while its successor works beside it; `expired`; `revoked`.
    #[schema(pattern = "^(valid|replaced|expired|revoked)$")]
    state: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    /// When it ends by itself.
    #[schema(required = true, format = DateTime)]
    expires_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    revoked_at: Option<String>,
    /// The key that took over.
    #[schema(required = true)]
    replaced_by: Option<String>,
    /// To the minute.
    #[schema(required = true, format = DateTime)]
    last_used_at: Option<String>,
}

impl KeyResource {
    pub(super) fn of(view: &KeyView) -> Self {
        let limits = &view.limits;
        Self {
            id: view.api_key_id.to_string(),
            name: view.name.clone(),
            scopes: view.scopes.iter().map(|scope| scope.word()).collect(),
            accounts: limits.accounts.iter().map(ToString::to_string).collect(),
            addresses: limits.addresses.iter().map(ToString::to_string).collect(),
            requests_per_minute: limits.requests_per_minute,
            user_id: view.user_id.map(|id| id.to_string()),
            state: view.state(),
            created_at: view.created_at.to_string(),
            expires_at: printed(view.expires_at),
            revoked_at: printed(view.revoked_at),
            replaced_by: view.replaced_by.map(|id| id.to_string()),
            last_used_at: printed(view.last_used_at),
        }
    }
}

/// A key at the only moment at which it is whole.
#[derive(Serialize, ToSchema)]
#[schema(as = NewApiKeyShown)]
pub(crate) struct NewKeyResource {
    #[serde(flatten)]
    key: KeyResource,
    /// What `Authorization: Bearer` takes. It is not stored and cannot be shown again.
    api_key: String,
}

impl NewKeyResource {
    pub(super) fn of(made: &CreatedKey) -> Self {
        Self {
            key: KeyResource::of(&made.view),
            api_key: made.key.reveal(),
        }
    }
}

/// The answer to who made a key.
pub(super) fn created(made: &CreatedKey) -> Response {
    let place = format!("/v1/api-keys/{}", made.view.api_key_id);
    let shown = Json(NewKeyResource::of(made));
    (StatusCode::CREATED, [(LOCATION, place)], shown).into_response()
}

/// Keys of the workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKeyList)]
pub(crate) struct KeyListResource {
    /// In the order of their ids, which is that of their making.
    api_keys: Vec<KeyResource>,
    /// To be given as `cursor`; `null` on the last page.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// Which page.
pub(crate) struct PageRequest {
    pub(super) cursor: Option<String>,
    pub(super) limit: u32,
}

impl FromFields for PageRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(API_KEYS_PAGE_MAX));
        let limit = limit.and_then(|limit| u32::try_from(limit).ok());
        let request = Self {
            cursor: fields.text("cursor"),
            limit: limit.unwrap_or(API_KEYS_PAGE_DEFAULT),
        };
        fields.refuse_others();
        request
    }
}

/// List keys
///
/// Those that may be seen: a key that is limited to accounts sees those that are limited to some of the same.
#[utoipa::path(
    get,
    path = "/api-keys",
    operation_id = "listApiKeys",
    tag = "Access",
    params(
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
        ("limit" = Option<i64>, Query, description = "How many at most; 50 when absent.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "A page.", body = KeyListResource), PageFaults)
)]
pub(crate) async fn list_api_keys(
    caller: Authorized<ApiKeysRead>,
    State(door): State<Door>,
    Params(page): Params<PageRequest>,
) -> Result<Json<KeyListResource>, Fault> {
    let cursor = page.cursor.as_deref();
    let page = door.app.list_api_keys(&caller, cursor, page.limit).await?;
    Ok(Json(KeyListResource {
        api_keys: page.keys.iter().map(KeyResource::of).collect(),
        next_cursor: page.next_cursor,
    }))
}

/// Get a key
///
/// Without its secret, which nobody can show.
#[utoipa::path(
    get,
    path = "/api-keys/{id}",
    operation_id = "getApiKey",
    tag = "Access",
    params(
        ("id" = String, Path, description = "The key's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy."),
    ),
    responses(
        (status = 200, description = "The key.", body = KeyResource),
        (status = 304, description = "The copy is still right."),
        ApiKeyLookFaults,
    )
)]
pub(crate) async fn get_api_key(
    caller: Authorized<ApiKeysRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    condition: Condition,
) -> Result<Response, Fault> {
    let view = door.app.find_api_key(&caller, &id).await?;
    answered(&condition, &KeyResource::of(&view))
}

/// A key to make.
#[derive(ToSchema)]
#[schema(as = NewApiKey, example = json!({"name": "CRM", "scopes": ["conversations:read", "messages:write"]}))]
pub(crate) struct CreateRequest {
    /// What it is for.
    #[schema(max_length = 100)]
    name: String,
    /// What it allows, as words such as `conversations:read`, `messages:write`, or the bundles `read`, `write`, `admin`.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 64)]
    scopes: Vec<Scope>,
    /// Only these accounts, by our own ids; all when absent.
    #[schema(value_type = Option<Vec<String>>, max_items = 100)]
    accounts: Vec<AccountId>,
    /// Only from these addresses and networks, as in `192.0.2.7` and `10.1.0.0/16`; from anywhere when absent.
    #[schema(value_type = Option<Vec<String>>, max_items = 50)]
    addresses: Vec<IpNet>,
    /// So many requests in a minute; as many as the operator allows when absent.
    #[schema(minimum = 1, maximum = 1_000_000)]
    requests_per_minute: Option<u32>,
    /// When it ends by itself; never when absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// Whose key it is to be. That of a user is always the user's own.
    #[schema(value_type = Option<String>)]
    user_id: Option<UserId>,
}

impl FromFields for CreateRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            name: fields.required_text("name"),
            scopes: scopes(fields).unwrap_or_else(|| {
                fields.required("scopes");
                Vec::new()
            }),
            accounts: accounts(fields).unwrap_or_default(),
            addresses: addresses(fields).unwrap_or_default(),
            requests_per_minute: requests(fields, 1),
            expires_at: fields.instant("expires_at"),
            user_id: user(fields),
        };
        fields.refuse_others();
        request
    }
}

/// Words that are read one by one; what cannot be read is noted under its place.
fn read<T>(
    fields: &mut Fields,
    name: &str,
    count_max: usize,
    (code, what): (&'static str, &str),
    reading: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    if !fields.has(name) {
        fields.text(name);
        return None;
    }
    let texts = fields.texts(name, count_max)?;
    let mut values = Vec::with_capacity(texts.len());
    for (place, text) in texts.iter().enumerate() {
        match reading(text) {
            Some(value) => values.push(value),
            None => fields.note(&format!("{name}.{place}"), code, what),
        }
    }
    Some(values)
}

pub(super) fn scopes(fields: &mut Fields) -> Option<Vec<Scope>> {
    let unknown = ("unknown_word", "there is no such scope");
    read(fields, "scopes", 64, unknown, Scope::from_word)
}

pub(super) fn accounts(fields: &mut Fields) -> Option<Vec<AccountId>> {
    // An id that is none is as absent as that of somebody else's account.
    let unknown = ("unknown", "there is no such account in this workspace");
    let mut accounts = read(fields, "accounts", API_KEY_ACCOUNTS_MAX, unknown, |text| {
        text.parse().ok()
    })?;
    accounts.sort_unstable();
    accounts.dedup();
    Some(accounts)
}

pub(super) fn addresses(fields: &mut Fields) -> Option<Vec<IpNet>> {
    let wrong = (
        "wrong_form",
        "an address or a network, as in 192.0.2.7 and 10.1.0.0/16",
    );
    let most = API_KEY_ADDRESSES_MAX;
    let mut addresses = read(fields, "addresses", most, wrong, parse_network)?;
    addresses.sort_unstable();
    addresses.dedup();
    Some(addresses)
}

pub(super) fn requests(fields: &mut Fields, least: i64) -> Option<u32> {
    let bounds = least..=i64::from(API_KEY_REQUESTS_MAX);
    let number = fields.integer("requests_per_minute", bounds)?;
    u32::try_from(number).ok()
}

fn user(fields: &mut Fields) -> Option<UserId> {
    let text = fields.text("user_id")?;
    let user_id = text.parse().ok();
    if user_id.is_none() {
        let message = "there is no such user in this workspace";
        fields.note("user_id", "unknown", message);
    }
    user_id
}

/// Make a key
///
/// It works at once, and allows nothing that the key that makes it does not. Its text is in this answer and in no other.
#[utoipa::path(
    post,
    path = "/api-keys",
    operation_id = "createApiKey",
    tag = "Access",
    request_body(content = CreateRequest, content_type = "application/json"),
    responses((status = 201, description = "The key, whole.", body = NewKeyResource), ApiKeyNewFaults)
)]
pub(crate) async fn create_api_key(
    caller: Authorized<ApiKeysAdmin>,
    State(door): State<Door>,
    Body(request): Body<CreateRequest>,
) -> Result<Response, Fault> {
    let command = NewKey {
        name: request.name,
        scopes: request.scopes,
        limits: KeyLimits {
            accounts: request.accounts,
            addresses: request.addresses,
            requests_per_minute: request.requests_per_minute,
        },
        user_id: request.user_id,
        expires_at: request.expires_at,
    };
    let made = door.app.create_api_key(&caller, command).await?;
    Ok(created(&made))
}
