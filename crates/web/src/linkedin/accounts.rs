//! Linked accounts: the list, how each stands, what is left of its limits. Bare objects without `success`, and RFC 3339
//! instants, as these pages of the contract have them.

pub(super) mod quota;
mod view;

use app::Issue;
use app::accounts::AccountStatusView;
use axum::Json;
use axum::extract::State;
use domain::ids::AccountId;

use view::{AccountItem, AccountStatus};

use crate::door::Door;
use crate::extract::{AccountsRead, Authorized, Fields, FromFields, Params, Segments};
use crate::fault::Fault;
use crate::openapi::responses::{AccountFaults, ListFaults};

/// `?q=`.
pub(super) struct Search {
    query: Option<String>,
}

impl FromFields for Search {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            query: fields.text("q"),
        }
    }
}

/// List accounts
///
/// The linked accounts of this workspace, the first linked first.
#[utoipa::path(
    get,
    path = "/accounts",
    operation_id = "accounts",
    tag = "Accounts",
    params(("q" = Option<String>, Query, description = "Part of the name, in any case, or a whole id, slug, member key, URN or profile address; blank: all.")),
    responses((status = 200, description = "The accounts.", body = Vec<AccountItem>), ListFaults)
)]
pub(super) async fn accounts(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Params(search): Params<Search>,
) -> Result<Json<Vec<AccountItem>>, Fault> {
    let accounts = door
        .app
        .list_accounts(&caller, search.query.as_deref())
        .await?;
    let now = door.app.now();
    let accounts = accounts.iter().map(|account| AccountItem::of(account, now));
    Ok(Json(accounts.collect()))
}

/// `?accountId=`.
pub(super) struct OfAccount {
    pub(super) account: Option<String>,
}

impl FromFields for OfAccount {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            account: fields.text("accountId"),
        }
    }
}

/// Get account status
///
/// How an account stands: plan, holds, progress of the sync, last proven send and receive.
#[utoipa::path(
    get,
    path = "/account/status",
    operation_id = "accountStatus",
    tag = "Accounts",
    params(("accountId" = Option<String>, Query, description = "Absent: the account used last.")),
    responses((status = 200, description = "The account.", body = AccountStatus), AccountFaults)
)]
pub(super) async fn account_status(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Params(of): Params<OfAccount>,
) -> Result<Json<AccountStatus>, Fault> {
    let view: AccountStatusView = door
        .app
        .account_status(&caller, of.account.as_deref())
        .await?;
    Ok(Json(AccountStatus::of(&view, door.app.now())))
}

/// Get the status of one account
///
/// As `account/status`, for the account in the address.
#[utoipa::path(
    get,
    path = "/account/{accountId}/status",
    operation_id = "statusOfAccount",
    tag = "Accounts",
    params(("accountId" = String, Path, description = "The account.", pattern = "^acc_[0-7][0-9a-hjkmnp-tv-z]{25}$")),
    responses((status = 200, description = "The account.", body = AccountStatus), AccountFaults)
)]
pub(super) async fn status_of_account(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(account): Segments<String>,
) -> Result<Json<AccountStatus>, Fault> {
    check_account_id(&account)?;
    let view = door.app.account_status(&caller, Some(&account)).await?;
    Ok(Json(AccountStatus::of(&view, door.app.now())))
}

/// In an address the contract tells a malformed id from an unknown one.
pub(super) fn check_account_id(account: &str) -> Result<(), Fault> {
    if account.parse::<AccountId>().is_ok() {
        return Ok(());
    }
    Err(Fault::invalid(vec![Issue {
        path: "accountId".to_owned(),
        code: "wrong_type",
        message: "Invalid account ID format".to_owned(),
    }]))
}
