//! Who works in the workspace, and the workspace itself. Who is invited to is in [`invitations`].

pub(super) mod invitations;

use app::users::{ChangeUser, UserView};
use app::workspaces::{ChangeWorkspace, KeepMessages, WorkspaceView};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::keeping::{DAYS_MAX, DAYS_MIN};
use domain::role::Role;
use serde::Serialize;
use utoipa::ToSchema;

use super::api_keys::PageRequest;
use crate::door::Door;
use crate::extract::{
    Authorized, Body, Condition, Fields, FromFields, Params, Segments, UsersAdmin, UsersRead,
    WorkspaceAdmin, WorkspaceRead,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    ListOwnFaults, PageFaults, UserChangeFaults, UserLookFaults, UserRemoveFaults, WorkspaceFaults,
};
use crate::v1::tagged::answered;

/// The workspace of the key.
#[derive(Serialize, ToSchema)]
#[schema(as = Workspace)]
pub(crate) struct WorkspaceResource {
    id: String,
    name: String,
    /// For how many days messages are kept; `null`: for ever.
    #[schema(required = true)]
    keep_messages_days: Option<u32>,
    #[schema(format = DateTime)]
    created_at: String,
}

impl WorkspaceResource {
    fn of(view: &WorkspaceView) -> Self {
        Self {
            id: view.workspace_id.to_string(),
            name: view.name.clone(),
            keep_messages_days: view.keep_messages_days,
            created_at: view.created_at.to_string(),
        }
    }
}

/// Get the workspace
///
/// That of the key.
#[utoipa::path(
    get,
    path = "/workspace",
    operation_id = "getWorkspace",
    tag = "Access",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy.")),
    responses(
        (status = 200, description = "The workspace.", body = WorkspaceResource),
        (status = 304, description = "The copy is still right."),
        ListOwnFaults,
    )
)]
pub(crate) async fn get_workspace(
    caller: Authorized<WorkspaceRead>,
    State(door): State<Door>,
    condition: Condition,
) -> Result<Response, Fault> {
    let view = door.app.find_workspace(&caller).await?;
    answered(&condition, &WorkspaceResource::of(&view))
}

/// What to change of the workspace; what is absent stays.
#[derive(ToSchema)]
#[schema(as = WorkspaceChange, example = json!({"name": "Sales"}))]
pub(crate) struct WorkspaceRequest {
    #[schema(max_length = 100)]
    name: Option<String>,
    /// For how many days messages are kept. What is older is deleted within minutes, for good; `null`: nothing is deleted by
    /// age any more.
    #[schema(value_type = Option<u32>, minimum = 7, maximum = 3_650)]
    keep_messages_days: Option<KeepMessages>,
}

impl FromFields for WorkspaceRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let days = "keep_messages_days";
        let bounds = i64::from(DAYS_MIN)..=i64::from(DAYS_MAX);
        let is_for_ever = fields.is_null(days);
        let given = fields.integer(days, bounds);
        let given = given.and_then(|days| u32::try_from(days).ok());
        let request = Self {
            name: fields.text("name"),
            keep_messages_days: given
                .map(KeepMessages::Days)
                .or_else(|| is_for_ever.then_some(KeepMessages::ForEver)),
        };
        fields.refuse_others();
        request
    }
}

/// Change the workspace
///
/// Its name, and for how long its messages are kept.
#[utoipa::path(
    patch,
    path = "/workspace",
    operation_id = "changeWorkspace",
    tag = "Access",
    request_body(content = Option<WorkspaceRequest>, content_type = "application/json"),
    responses((status = 200, description = "The workspace as it is now.", body = WorkspaceResource), WorkspaceFaults)
)]
pub(crate) async fn change_workspace(
    caller: Authorized<WorkspaceAdmin>,
    State(door): State<Door>,
    Body(request): Body<WorkspaceRequest>,
) -> Result<Json<WorkspaceResource>, Fault> {
    let command = ChangeWorkspace {
        name: request.name,
        keep_messages: request.keep_messages_days,
    };
    let view = door.app.change_workspace(&caller, command).await?;
    Ok(Json(WorkspaceResource::of(&view)))
}

/// Somebody who works in the workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub(crate) struct UserResource {
    id: String,
    name: String,
    email: String,
    /// What they may do at most, whatever a key of theirs says.
    #[schema(pattern = "^(owner|admin|member|viewer)$")]
    role: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

impl UserResource {
    pub(super) fn of(view: &UserView) -> Self {
        Self {
            id: view.user_id.to_string(),
            name: view.name.clone(),
            email: view.email.clone(),
            role: view.role.word(),
            created_at: view.created_at.to_string(),
            updated_at: view.updated_at.to_string(),
        }
    }
}

/// Users of the workspace.
#[derive(Serialize, ToSchema)]
#[schema(as = UserList)]
pub(crate) struct UserListResource {
    /// In the order of their coming.
    users: Vec<UserResource>,
    /// To be given as `cursor`; `null` on the last page.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// List users
///
/// Who works in the workspace, with their roles.
#[utoipa::path(
    get,
    path = "/users",
    operation_id = "listUsers",
    tag = "Access",
    params(
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
        ("limit" = Option<i64>, Query, description = "How many at most; 50 when absent.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "A page.", body = UserListResource), PageFaults)
)]
pub(crate) async fn list_users(
    caller: Authorized<UsersRead>,
    State(door): State<Door>,
    Params(page): Params<PageRequest>,
) -> Result<Json<UserListResource>, Fault> {
    let cursor = page.cursor.as_deref();
    let page = door.app.list_users(&caller, cursor, page.limit).await?;
    Ok(Json(UserListResource {
        users: page.users.iter().map(UserResource::of).collect(),
        next_cursor: page.next_cursor,
    }))
}

/// Get a user
///
/// With their role.
#[utoipa::path(
    get,
    path = "/users/{id}",
    operation_id = "getUser",
    tag = "Access",
    params(
        ("id" = String, Path, description = "The user's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of a copy."),
    ),
    responses(
        (status = 200, description = "The user.", body = UserResource),
        (status = 304, description = "The copy is still right."),
        UserLookFaults,
    )
)]
pub(crate) async fn get_user(
    caller: Authorized<UsersRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    condition: Condition,
) -> Result<Response, Fault> {
    let view = door.app.find_user(&caller, &id).await?;
    answered(&condition, &UserResource::of(&view))
}

/// What to change of a user; what is absent stays.
#[derive(ToSchema)]
#[schema(as = UserChange, example = json!({"role": "member"}))]
pub(crate) struct UserRequest {
    #[schema(max_length = 100)]
    name: Option<String>,
    #[schema(value_type = Option<String>, pattern = "^(owner|admin|member|viewer)$")]
    role: Option<Role>,
}

impl FromFields for UserRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            name: fields.text("name"),
            role: role(fields),
        };
        fields.refuse_others();
        request
    }
}

pub(super) fn role(fields: &mut Fields) -> Option<Role> {
    let word = fields.exact_word("role", &Role::WORDS)?;
    Role::from_word(word)
}

/// Change a user
///
/// Their name and their role. What their keys allow changes with it, in other processes of the same gateway within a second.
/// Nobody gives, or takes from somebody, a role that allows more than they may do, and one owner stays.
#[utoipa::path(
    patch,
    path = "/users/{id}",
    operation_id = "changeUser",
    tag = "Access",
    params(("id" = String, Path, description = "The user's id.")),
    request_body(content = Option<UserRequest>, content_type = "application/json"),
    responses((status = 200, description = "The user as they are now.", body = UserResource), UserChangeFaults)
)]
pub(crate) async fn change_user(
    caller: Authorized<UsersAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<UserRequest>,
) -> Result<Json<UserResource>, Fault> {
    let command = ChangeUser {
        name: request.name,
        role: request.role,
    };
    let view = door.app.change_user(&caller, &id, command).await?;
    Ok(Json(UserResource::of(&view)))
}

/// Remove a user
///
/// Every key of theirs ends at once. One owner stays.
#[utoipa::path(
    delete,
    path = "/users/{id}",
    operation_id = "removeUser",
    tag = "Access",
    params(("id" = String, Path, description = "The user's id.")),
    responses((status = 204, description = "They are gone."), UserRemoveFaults)
)]
pub(crate) async fn remove_user(
    caller: Authorized<UsersAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<StatusCode, Fault> {
    door.app.remove_user(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
