//! `GET account/{accountId}/quota`: what is left of each limit.

use axum::Json;
use axum::extract::State;
use domain::ledger::{Action, Quota, Window};
use domain::limits::{DAY, WEEK};
use serde::Serialize;
use utoipa::ToSchema;

use super::check_account_id;
use crate::door::Door;
use crate::extract::{AccountsRead, Authorized, Segments};
use crate::fault::Fault;
use crate::openapi::responses::AccountFaults;

/// Invitations a week that the network itself is said to allow.
const NETWORK_INVITATIONS_PER_WEEK: u32 = 100;

/// The limits of an account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuotaResponse {
    account_id: String,
    quotas: Vec<QuotaItem>,
}

/// One limit.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuotaItem {
    /// `MESSAGE`, `NEW_CONVERSATION`, `INMAIL` or `CONNECT`.
    feature: &'static str,
    /// `daily`, `weekly` or `custom`. Every window slides.
    window: &'static str,
    /// How far the window reaches back.
    window_seconds: u64,
    /// Acts that count now, those that wait to leave among them.
    used: u32,
    limit: u32,
    /// What the network itself is said to allow, where anybody says so.
    #[schema(required = true)]
    linkedin_limit: Option<u32>,
    remaining: u32,
    limit_reached: bool,
    /// Never known: acts by hand are learned late.
    #[schema(required = true, format = DateTime)]
    limit_reached_at: Option<String>,
    /// When the next place frees, RFC 3339 in UTC.
    #[schema(format = DateTime)]
    reset_at: String,
}

/// Get the limits of an account
///
/// How much of each limit is used and when the next place frees. Free to ask: nothing is asked of the network.
#[utoipa::path(
    get,
    path = "/account/{accountId}/quota",
    operation_id = "quotaOfAccount",
    tag = "Accounts",
    params(("accountId" = String, Path, description = "The account.", pattern = "^acc_[0-7][0-9a-hjkmnp-tv-z]{25}$")),
    responses((status = 200, description = "The limits.", body = QuotaResponse), AccountFaults)
)]
pub(crate) async fn quota_of_account(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(account): Segments<String>,
) -> Result<Json<QuotaResponse>, Fault> {
    check_account_id(&account)?;
    let found = door.app.account_quota(&caller, Some(&account)).await?;
    let quotas = found.quotas.iter();
    Ok(Json(QuotaResponse {
        account_id: found.account_id.to_string(),
        quotas: quotas.map(|(window, quota)| item(window, quota)).collect(),
    }))
}

fn item(window: &Window, quota: &Quota) -> QuotaItem {
    QuotaItem {
        feature: window.action.header_name(),
        window: match window.span {
            DAY => "daily",
            WEEK => "weekly",
            _ => "custom",
        },
        window_seconds: window.span.as_secs(),
        used: quota.used,
        limit: quota.limit,
        linkedin_limit: (window.action == Action::Invitation && window.span == WEEK)
            .then_some(NETWORK_INVITATIONS_PER_WEEK),
        remaining: quota.remaining,
        limit_reached: quota.remaining == 0,
        limit_reached_at: None,
        reset_at: quota.reset_at.to_string(),
    }
}
