//! What a workspace decides about an account: its label, whether anything leaves from it, and that it is no longer linked.

use app::Refusal;
use app::accounts::ChangeAccount;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::error_code::ErrorCode;
use domain::ids::AccountId;
use utoipa::ToSchema;

use super::AccountResource;
use crate::door::Door;
use crate::extract::{AccountsAdmin, Authorized, Body, Fields, FromFields, Params, Segments};
use crate::fault::Fault;
use crate::openapi::responses::{AccountChangeFaults, AccountUnlinkFaults};

/// What to change of an account; what is absent stays.
#[derive(ToSchema)]
#[schema(as = AccountChange, example = json!({"label": "Sales, north", "sending_paused": false}))]
pub(crate) struct ChangeRequest {
    /// What the workspace calls it; empty: nothing of its own.
    #[schema(max_length = 100)]
    label: Option<String>,
    /// `true`: nothing leaves from it; what is asked for is accepted and waits as long as it may. `false`: it leaves again.
    sending_paused: Option<bool>,
}

impl FromFields for ChangeRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            label: fields.line("label"),
            sending_paused: fields.flag("sending_paused"),
        };
        fields.refuse_others();
        request
    }
}

/// Change an account
///
/// Its label, and whether anything leaves from it. Hours, time zone and limits are its policy. Needs the scope `admin`.
#[utoipa::path(
    patch,
    path = "/accounts/{id}",
    operation_id = "changeAccount",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    request_body(content = Option<ChangeRequest>, content_type = "application/json"),
    responses((status = 200, description = "The account as it is now.", body = AccountResource), AccountChangeFaults)
)]
pub(crate) async fn change_account(
    caller: Authorized<AccountsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ChangeRequest>,
) -> Result<Json<AccountResource>, Fault> {
    let command = ChangeAccount {
        label: request.label,
        is_paused: request.sending_paused,
    };
    let details = door.app.change_account(&caller, &id, command).await?;
    Ok(Json(AccountResource::of(details, door.app.now())))
}

/// What becomes of the history.
pub(crate) struct UnlinkRequest {
    is_erased: bool,
}

impl FromFields for UnlinkRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let history = fields.exact_word("history", &["keep", "erase"]);
        fields.refuse_others();
        Self {
            is_erased: history == Some("erase"),
        }
    }
}

/// Unlink an account
///
/// Its credentials are destroyed, and what waits to leave is withdrawn, each with its event. What is being called at this
/// instant may still be answered. The history stays, and linking the same seat again finds it; or it is erased, for good and
/// within minutes, also that of an account which is not linked any more: `account.erased` says when that is done. Needs the
/// scope `admin`.
#[utoipa::path(
    delete,
    path = "/accounts/{id}",
    operation_id = "unlinkAccount",
    tag = "Accounts",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("history" = Option<String>, Query, description = "`keep`, when absent; `erase`: its conversations, messages and sends are deleted.", pattern = "^(keep|erase)$"),
    ),
    responses((status = 204, description = "It is no longer linked."), AccountUnlinkFaults)
)]
pub(crate) async fn unlink_account(
    caller: Authorized<AccountsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(request): Params<UnlinkRequest>,
) -> Result<StatusCode, Fault> {
    let account_id: AccountId = id
        .parse()
        .map_err(|_| Refusal::of(ErrorCode::AccountNotFound))?;
    if request.is_erased {
        door.app.erase_account(&*caller, account_id).await?;
    } else {
        door.app.unlink_account(&*caller, account_id).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
