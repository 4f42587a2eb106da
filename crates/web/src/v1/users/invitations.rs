//! Invitations to the workspace.

use std::time::Duration;

use app::users::invitations::{InvitationView, Invite};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use domain::limits::USER_INVITATION_LIFETIME_MAX;
use domain::role::Role;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{UserResource, role};
use crate::door::Door;
use crate::extract::{
    Authorized, Body, Condition, Fields, FromFields, Params, Segments, UsersAdmin, Visitor,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    InvitationAcceptFaults, InvitationLookFaults, InvitationNewFaults, InvitationWithdrawFaults,
    PageFaults,
};
use crate::v1::api_keys::{NewKeyResource, PageRequest};
use crate::v1::sends::printed;
use crate::v1::tagged::answered;

/// An invitation, without its token.
#[derive(Serialize, ToSchema)]
#[schema(as = UserInvitation)]
pub(crate) struct InvitationResource {
    id: String,
    email: String,
    #[schema(pattern = "^(owner|admin|member|viewer)$")]
    role: &'static str,
    #[schema(pattern = "^(open|accepted|withdrawn|expired)$")]
    state: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expires_at: String,
    #[schema(required = true, format = DateTime)]
    accepted_at: Option<String>,
    /// Who they became.
    #[schema(required = true)]
    user_id: Option<String>,
}

impl InvitationResource {
    fn of(view: &InvitationView, now: Timestamp) -> Self {
        let state = match (view.accepted_at, view.withdrawn_at) {
            (Some(_), _) => "accepted",
            (None, Some(_)) => "withdrawn",
            (None, None) if view.is_open(now) => "open",
            (None, None) => "expired",
        };
        Self {
            id: view.user_invitation_id.to_string(),
            email: view.email.clone(),
            role: view.role.word(),
            state,
            created_at: view.created_at.to_string(),
            expires_at: view.expires_at.to_string(),
            accepted_at: printed(view.accepted_at),
            user_id: view.user_id.map(|id| id.to_string()),
        }
    }
}

/// An invitation at the only moment at which it is whole.
#[derive(Serialize, ToSchema)]
#[schema(as = NewUserInvitationShown)]
pub(crate) struct NewInvitationResource {
    #[serde(flatten)]
    invitation: InvitationResource,
    /// What whoever is invited accepts with. It is not stored and cannot be shown again.
    token: String,
}

/// Somebody to invite.
#[derive(ToSchema)]
#[schema(as = NewUserInvitation, example = json!({"email": "ada@example.com", "role": "member"}))]
pub(crate) struct InviteRequest {
    #[schema(max_length = 254)]
    email: String,
    #[schema(value_type = String, pattern = "^(owner|admin|member|viewer)$")]
    role: Role,
    /// How long it can be accepted; 168, a week, when absent.
    #[schema(rename = "expires_in_hours", value_type = Option<u32>, minimum = 1, maximum = 720)]
    lifetime: Duration,
}

const LIFETIME_HOURS: i64 = 168;

impl FromFields for InviteRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let most = USER_INVITATION_LIFETIME_MAX.as_secs() / 3_600;
        let bounds = 1..=i64::try_from(most).unwrap_or(i64::MAX);
        let email = fields.required_text("email");
        let role = role(fields);
        if role.is_none() {
            fields.required("role");
        }
        let hours = fields.integer("expires_in_hours", bounds);
        let request = Self {
            email,
            role: role.unwrap_or(Role::Viewer),
            lifetime: Duration::from_hours(hours.unwrap_or(LIFETIME_HOURS).unsigned_abs()),
        };
        fields.refuse_others();
        request
    }
}

/// Invite somebody
///
/// The answer has a token, in this answer and in no other, for you to give to them: whoever accepts with it becomes a user
/// with this role. Nobody invites to a role that allows more than they may do.
#[utoipa::path(
    post,
    path = "/user-invitations",
    operation_id = "createUserInvitation",
    tag = "Access",
    request_body(content = InviteRequest, content_type = "application/json"),
    responses((status = 201, description = "The invitation, whole.", body = NewInvitationResource), InvitationNewFaults)
)]
pub(crate) async fn create_invitation(
    caller: Authorized<UsersAdmin>,
    State(door): State<Door>,
    Body(request): Body<InviteRequest>,
) -> Result<Response, Fault> {
    let command = Invite {
        email: request.email,
        role: request.role,
        lifetime: request.lifetime,
    };
    let invited = door.app.invite_user(&caller, command).await?;
    let place = format!("/v1/user-invitations/{}", invited.view.user_invitation_id);
    let shown = NewInvitationResource {
        invitation: InvitationResource::of(&invited.view, door.app.now()),
        token: invited.token.reveal(),
    };
    Ok((StatusCode::CREATED, [(LOCATION, place)], Json(shown)).into_response())
}

/// Invitations to the workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = UserInvitationList)]
pub(crate) struct InvitationListResource {
    /// The newest first.
    user_invitations: Vec<InvitationResource>,
    /// To be given as `cursor`; `null` on the last page.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// List invitations
///
/// Whatever became of them.
#[utoipa::path(
    get,
    path = "/user-invitations",
    operation_id = "listUserInvitations",
    tag = "Access",
    params(
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
        ("limit" = Option<i64>, Query, description = "How many at most; 50 when absent.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "A page.", body = InvitationListResource), PageFaults)
)]
pub(crate) async fn list_invitations(
    caller: Authorized<UsersAdmin>,
    State(door): State<Door>,
    Params(page): Params<PageRequest>,
) -> Result<Json<InvitationListResource>, Fault> {
    let cursor = page.cursor.as_deref();
    let found = door.app.list_user_invitations(&caller, cursor, page.limit);
    let page = found.await?;
    let shown = page.invitations.iter();
    let shown = shown.map(|view| InvitationResource::of(view, page.now));
    Ok(Json(InvitationListResource {
        user_invitations: shown.collect(),
        next_cursor: page.next_cursor,
    }))
}

/// Get an invitation
///
/// Whatever became of it.
#[utoipa::path(
    get,
    path = "/user-invitations/{id}",
    operation_id = "getUserInvitation",
    tag = "Access",
    params(
        ("id" = String, Path, description = "The invitation's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy."),
    ),
    responses(
        (status = 200, description = "The invitation.", body = InvitationResource),
        (status = 304, description = "The copy is still right."),
        InvitationLookFaults,
    )
)]
pub(crate) async fn get_invitation(
    caller: Authorized<UsersAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    condition: Condition,
) -> Result<Response, Fault> {
    let view = door.app.find_user_invitation(&caller, &id).await?;
    let shown = InvitationResource::of(&view, door.app.now());
    answered(&condition, &shown)
}

/// Withdraw an invitation
///
/// It cannot be accepted any more. Again: nothing changes.
#[utoipa::path(
    delete,
    path = "/user-invitations/{id}",
    operation_id = "withdrawUserInvitation",
    tag = "Access",
    params(("id" = String, Path, description = "The invitation's id.")),
    responses((status = 204, description = "It is withdrawn."), InvitationWithdrawFaults)
)]
pub(crate) async fn withdraw_invitation(
    caller: Authorized<UsersAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Fault> {
    door.app.withdraw_user_invitation(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What somebody accepts with.
#[derive(ToSchema)]
#[schema(as = UserInvitationAcceptance, example = json!({"token": "liaison_invite_x", "name": "Ada Example"}))]
pub(crate) struct AcceptRequest {
    token: String,
    /// What to be called.
    #[schema(max_length = 100)]
    name: String,
}

impl FromFields for AcceptRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            token: fields.required_text("token"),
            name: fields.required_text("name"),
        };
        fields.refuse_others();
        request
    }
}

/// A new user, and what they act with.
#[derive(Serialize, ToSchema)]
#[schema(as = JoinedUser)]
pub(crate) struct JoinedResource {
    user: UserResource,
    /// A key of theirs, whole, in this answer and in no other: it allows what their role does.
    api_key: NewKeyResource,
}

/// Accept an invitation
///
/// Needs no key: the token is the proof, and works once. The answer has the new user and a key of theirs. A token that is
/// none, is over or was used is answered alike.
#[utoipa::path(
    post,
    path = "/user-invitations/accept",
    operation_id = "acceptUserInvitation",
    tag = "Access",
    security(()),
    request_body(content = AcceptRequest, content_type = "application/json"),
    responses((status = 201, description = "The user and their key.", body = JoinedResource), InvitationAcceptFaults)
)]
pub(crate) async fn accept_invitation(
    _: Visitor,
    State(door): State<Door>,
    Body(request): Body<AcceptRequest>,
) -> Result<Response, Fault> {
    let accepted = door
        .app
        .accept_user_invitation(&request.token, &request.name);
    let joined = accepted.await?;
    let place = format!("/v1/users/{}", joined.user.user_id);
    let shown = JoinedResource {
        user: UserResource::of(&joined.user),
        api_key: NewKeyResource::of(&joined.key),
    };
    Ok((StatusCode::CREATED, [(LOCATION, place)], Json(shown)).into_response())
}
