//! `POST connect`: inviting somebody. An invitation is a send like any other: kept before it is performed, counted, and
//! answered with 202 while it may still leave.

use app::relationships::{Connect, Connected};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::members::named;
use super::sends::response::told;
use super::{quota, urns};
use crate::door::Door;
use crate::extract::{Authorized, Body, ConnectionsWrite, Fields, FromFields, SendOptions};
use crate::fault::Fault;
use crate::openapi::answers::{GuideConnectAnswers, GuideConnectHeaders};
use crate::openapi::responses::ConnectFaults;

/// An invitation to connect.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"profileId": "john-doe-123", "customMessage": "Nice talk yesterday!"}))]
pub(super) struct ConnectRequest {
    /// Absent: the account used last.
    account_id: Option<String>,
    /// The member in any spelling: slug, member key, URN, profile address. This or `profileUrn` is needed.
    profile_id: Option<String>,
    /// The member's URN; preferred where both are given.
    profile_urn: Option<String>,
    /// A note of at most 300 characters.
    custom_message: Option<String>,
}

impl FromFields for ConnectRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account_id: fields.text("accountId"),
            profile_id: fields.text("profileId"),
            profile_urn: fields.text("profileUrn"),
            custom_message: fields.raw_text("customMessage"),
        };
        if request.profile_id.is_none() && request.profile_urn.is_none() {
            let message = "profileId or profileUrn is required";
            fields.note("profileId", "required", message);
        }
        request
    }
}

/// What became of the invitation so far.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectResponse {
    /// Always `true`: the invitation was sent, or is kept and may still leave.
    success: bool,
    /// A sentence for people.
    message: &'static str,
    profile_url: String,
    profile_urn: String,
    /// The account that was used.
    account_id: String,
    /// The send, for `GET /v1/sends/{sendId}`.
    send_id: String,
    #[schema(value_type = crate::openapi::SendStateWord)]
    state: &'static str,
    /// When it will be tried, RFC 3339 in UTC; while it has not left and the instant is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    retry_at: Option<String>,
    /// The earlier invitation that this request repeats; nothing new was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    duplicate_of: Option<String>,
}

/// Send a connection request
///
/// Invites a member to connect; by the guide at most 90 in seven days.
#[utoipa::path(
    post,
    path = "/connect",
    operation_id = "connect",
    tag = "Members",
    request_body(content = ConnectRequest, content_type = "application/json"),
    params(GuideConnectHeaders),
    responses(GuideConnectAnswers, ConnectFaults)
)]
pub(super) async fn connect(
    caller: Authorized<ConnectionsWrite>,
    State(door): State<Door>,
    options: SendOptions,
    Body(request): Body<ConnectRequest>,
) -> Result<Response, Fault> {
    let (urn, id) = (request.profile_urn.as_ref(), request.profile_id.as_ref());
    let (person, person_field) = named(urn, id);
    let command = Connect {
        account: request.account_id,
        person,
        person_field,
        note: request.custom_message,
        note_field: "customMessage",
        terms: None,
        wait: options.wait,
        idempotency_key: options.idempotency_key,
    };
    let connected = door.app.connect(&caller, command).await?;
    Ok(answer(&connected))
}

fn answer(connected: &Connected) -> Response {
    let message = if connected.is_settled {
        "Connection request sent successfully"
    } else {
        "Connection request accepted, not sent yet"
    };
    let body = ConnectResponse {
        success: true,
        message,
        profile_url: format!("https://www.linkedin.com/in/{}", connected.member_key),
        profile_urn: urns::profile(&connected.member_key),
        account_id: connected.account_id.to_string(),
        send_id: connected.send_id.to_string(),
        state: connected.state,
        retry_at: connected.retry_at.map(|at| at.to_string()),
        duplicate_of: connected.duplicate_of.map(|send_id| send_id.to_string()),
    };
    let mut response = told(connected.is_settled, connected.send_id, body);
    if let Some((action, figures)) = &connected.quota {
        quota::add_headers(response.headers_mut(), *action, figures);
    }
    response
}
