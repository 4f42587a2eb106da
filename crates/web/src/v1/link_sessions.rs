//! Tries of people to link a seat: begun, looked at, cancelled. What the person's browser does is in `crate::linking`.

use app::linking::{CreateLinkSession, LinkSessionView};
use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::sends::printed;
use crate::door::Door;
use crate::extract::{
    AccountsAdmin, AccountsRead, Authorized, Body, Condition, Fields, FromFields, Segments, tagged,
};
use crate::fault::Fault;
use crate::linking::start_address;
use crate::openapi::responses::{
    LinkSessionChangeFaults, LinkSessionLookFaults, LinkSessionNewFaults,
};

/// A try of a person to link a seat. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = LinkSession)]
pub(crate) struct LinkSessionResource {
    id: String,
    network: String,
    /// `pending`: the address may still be opened, until `expires_at`; `completed`: `account` was linked; `failed`: it came to
    /// nothing, for `reason`; `cancelled`; `expired`.
    #[schema(pattern = "^(pending|completed|failed|cancelled|expired)$")]
    status: &'static str,
    /// `denied`: the member said no; `other_member`: the seat is another member's than that of the account that was to be
    /// linked again; `refused`: the network will not let this gateway ask; `too_many_tries`.
    #[schema(required = true)]
    reason: Option<&'static str>,
    /// The account that is to be linked again.
    #[schema(required = true)]
    relinks: Option<String>,
    /// The account that was linked.
    #[schema(required = true)]
    account: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    #[schema(required = true, format = DateTime)]
    ended_at: Option<String>,
}

impl LinkSessionResource {
    fn of(view: LinkSessionView) -> Self {
        Self {
            id: view.link_session_id.to_string(),
            network: view.network,
            status: view.state.word(),
            reason: view.failure.map(domain::link_session::LinkFailure::word),
            relinks: view.wanted_id.map(|id| id.to_string()),
            account: view.linked_id.map(|id| id.to_string()),
            created_at: view.created_at.to_string(),
            expires_at: view.expires_at.to_string(),
            ended_at: printed(view.ended_at),
        }
    }
}

/// A new link session with the address for its person, shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = NewLinkSession)]
pub(crate) struct NewLinkSessionResource {
    #[serde(flatten)]
    session: LinkSessionResource,
    /// To be opened in a browser. Whoever opens it can link their own seat to this workspace, so hand it only to whom it is for.
    url: String,
}

/// A link session to begin.
#[derive(ToSchema)]
#[schema(as = LinkSessionRequest, example = json!({"network": "sandbox"}))]
pub(crate) struct CreateRequest {
    /// The network; the only one that is set up when absent.
    network: Option<String>,
    /// The account that is to be linked again, by its own id; a new one, or whichever it turns out to be, when absent.
    account: Option<String>,
}

impl FromFields for CreateRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            network: fields.text("network"),
            account: fields.text("account"),
        };
        fields.refuse_others();
        request
    }
}

/// Begin to link an account
///
/// The answer has an address that a person opens in their browser within a quarter of an hour. There they are sent to their
/// network, which asks them. A member who was linked before keeps the account's id and history. Needs the scope `admin`.
#[utoipa::path(
    post,
    path = "/accounts/link-sessions",
    operation_id = "createLinkSession",
    tag = "Accounts",
    request_body(content = Option<CreateRequest>, content_type = "application/json"),
    responses(
        (status = 201, description = "The session and its address.", body = NewLinkSessionResource,
            headers(("Location" = String, description = "The session."))),
        LinkSessionNewFaults,
    )
)]
pub(crate) async fn create_link_session(
    caller: Authorized<AccountsAdmin>,
    State(door): State<Door>,
    Body(request): Body<CreateRequest>,
) -> Result<(StatusCode, HeaderMap, Json<NewLinkSessionResource>), Fault> {
    let command = CreateLinkSession {
        network: request.network,
        account: request.account,
        address: None,
    };
    let new = door.app.create_link_session(&caller, command).await?;
    let url = start_address(&door.settings.public_url, &new.token);
    let session = LinkSessionResource::of(new.view);
    let mut headers = HeaderMap::new();
    let location = format!("/v1/accounts/link-sessions/{}", session.id);
    if let Ok(location) = HeaderValue::try_from(location) {
        headers.insert(LOCATION, location);
    }
    let resource = NewLinkSessionResource { session, url };
    Ok((StatusCode::CREATED, headers, Json(resource)))
}

/// Get a link session
///
/// How it stands: whether its person has linked a seat by now, and which account that is.
#[utoipa::path(
    get,
    path = "/accounts/link-sessions/{id}",
    operation_id = "getLinkSession",
    tag = "Accounts",
    params(
        ("id" = String, Path, description = "The session's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The session.", body = LinkSessionResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        LinkSessionLookFaults,
    )
)]
pub(crate) async fn get_link_session(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let view = door.app.find_link_session(&caller, &id).await?;
    tagged(&condition, &LinkSessionResource::of(view))
}

/// Cancel a link session
///
/// Its address opens nothing any more. Needs the scope `admin`.
#[utoipa::path(
    post,
    path = "/accounts/link-sessions/{id}/cancel",
    operation_id = "cancelLinkSession",
    tag = "Accounts",
    params(("id" = String, Path, description = "The session's id.")),
    responses((status = 200, description = "The session, cancelled.", body = LinkSessionResource), LinkSessionChangeFaults)
)]
pub(crate) async fn cancel_link_session(
    caller: Authorized<AccountsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<LinkSessionResource>, Fault> {
    let view = door.app.cancel_link_session(&caller, &id).await?;
    Ok(Json(LinkSessionResource::of(view)))
}
