//! How an account stands, and what is left of its limits.

use app::accounts::{AccountQuota, AccountStatusView};
use axum::Json;
use axum::extract::State;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::sends::printed;
use crate::door::Door;
use crate::extract::{AccountsRead, Authorized, Segments};
use crate::fault::Fault;
use crate::openapi::responses::AccountLookFaults;

/// A linked account. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountResource {
    id: String,
    /// `sandbox`, `linkedin` …
    network: String,
    /// Its owner's name.
    name: String,
    /// Its owner's member key.
    member: String,
    /// It was imported, so that nothing can leave from it.
    is_read_only: bool,
    /// `A` to `D`: what its network allows when an answer is lost.
    capability_class: &'static str,
    /// What holds everything back, if something does.
    #[schema(required = true)]
    held_by: Option<String>,
    /// Until when; absent while `held_by` stands: until somebody acts.
    #[schema(required = true, format = DateTime)]
    held_until: Option<String>,
    /// When something of ours was last proved to have reached the network.
    #[schema(required = true, format = DateTime)]
    last_sent_at: Option<String>,
    /// When something of the network last reached us.
    #[schema(required = true, format = DateTime)]
    last_received_at: Option<String>,
    #[schema(format = DateTime)]
    linked_at: String,
}

impl AccountResource {
    fn of(view: AccountStatusView, now: Timestamp) -> Self {
        let summary = view.summary;
        let is_held = summary.is_held(now);
        let hold = summary.hold.filter(|_| is_held);
        Self {
            id: summary.account_id.to_string(),
            network: summary.network,
            name: format!("{} {}", summary.first_name, summary.last_name)
                .trim()
                .to_owned(),
            member: summary.member_key,
            is_read_only: summary.is_read_only,
            capability_class: view.capability_class,
            held_until: printed(hold.as_ref().and_then(|hold| hold.until)),
            held_by: hold.map(|hold| hold.rule),
            last_sent_at: printed(view.health.last_sent_at),
            last_received_at: printed(view.health.last_received_at),
            linked_at: summary.linked_at.to_string(),
        }
    }
}

/// Get an account
///
/// Where an account stands, and what its network allows when an answer is lost.
#[utoipa::path(
    get,
    path = "/accounts/{id}",
    operation_id = "getAccount",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    responses((status = 200, description = "The account.", body = AccountResource), AccountLookFaults)
)]
pub(crate) async fn get_account(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<AccountResource>, Fault> {
    let view = door.app.account_status(&caller, Some(&id)).await?;
    Ok(Json(AccountResource::of(view, door.app.now())))
}

/// What is left of an account's limits.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountLimits)]
pub(crate) struct QuotaResource {
    account_id: String,
    /// Every window that holds now, shares of a ramp or a cool-down included.
    windows: Vec<WindowItem>,
}

/// One limit.
#[derive(Serialize, ToSchema)]
#[schema(as = LimitWindow)]
pub(crate) struct WindowItem {
    action: &'static str,
    /// How far it looks back from any instant.
    seconds: u64,
    limit: u32,
    /// What has begun, and what waits and could have.
    used: u32,
    remaining: u32,
    /// When the next place frees; now while nothing counts.
    #[schema(format = DateTime)]
    resets_at: String,
}

impl QuotaResource {
    fn of(quota: &AccountQuota) -> Self {
        let windows = quota.quotas.iter().map(|(window, figures)| WindowItem {
            action: window.action.as_str(),
            seconds: window.span.as_secs(),
            limit: figures.limit,
            used: figures.used,
            remaining: figures.remaining,
            resets_at: figures.reset_at.to_string(),
        });
        Self {
            account_id: quota.account_id.to_string(),
            windows: windows.collect(),
        }
    }
}

/// Get what is left of an account's limits
///
/// Every window that holds now, with what has begun and what waits and could have.
#[utoipa::path(
    get,
    path = "/accounts/{id}/quota",
    operation_id = "getQuota",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    responses((status = 200, description = "Each window with its figures.", body = QuotaResource), AccountLookFaults)
)]
pub(crate) async fn get_quota(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<QuotaResource>, Fault> {
    let quota = door.app.account_quota(&caller, Some(&id)).await?;
    Ok(Json(QuotaResource::of(&quota)))
}
