//! Linked accounts: which there are, how each stands, what a workspace decides about one, and what is left of its limits.

pub(super) mod change;

use app::accounts::{AccountDetails, AccountQuota, AccountState, ListAccounts};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::limits::{ACCOUNTS_PAGE_DEFAULT, ACCOUNTS_PAGE_MAX};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::sends::printed;
use crate::door::Door;
use crate::extract::{
    AccountsRead, Authorized, Condition, Fields, FromFields, Params, Segments, tagged,
};
use crate::fault::Fault;
use crate::openapi::responses::{AccountListFaults, AccountLookFaults};

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
    /// What stands behind `/in/` in its owner's address.
    #[schema(required = true)]
    slug: Option<String>,
    #[schema(required = true)]
    headline: Option<String>,
    #[schema(required = true)]
    picture: Option<String>,
    /// What the workspace calls it.
    #[schema(required = true)]
    label: Option<String>,
    /// `active`; `paused`: somebody wants nothing to leave; `held`: the network restricts it, or a limit was exceeded by
    /// hand; `expired`: it must be linked again; `read_only`: it was imported. Of several, what only a person ends.
    #[schema(pattern = "^(active|paused|held|expired|read_only)$")]
    status: &'static str,
    /// How to link it again, where it must be.
    #[schema(required = true)]
    link: Option<LinkHint>,
    /// When its network stops taking its credentials, where that is known and nobody but its owner can renew them.
    #[schema(required = true, format = DateTime)]
    link_ends_at: Option<String>,
    /// It was imported, so that nothing can leave from it.
    is_read_only: bool,
    is_premium: bool,
    /// The network's word for its plan.
    #[schema(required = true)]
    plan: Option<String>,
    /// `A` to `D`: what its network allows when an answer is lost.
    capability_class: &'static str,
    /// Since when somebody wants nothing to leave from it.
    #[schema(required = true, format = DateTime)]
    paused_at: Option<String>,
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

/// How an account that its network does not take any more is linked again.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountLinkHint)]
pub(crate) struct LinkHint {
    /// `session_expired`: its network does not take its credentials; `renewal_refused`: it gives no others for them;
    /// `other_member`: they are another member's; `no_credentials`.
    reason: String,
    /// To be posted to, with the id of the account as `account`: the answer has an address for its owner.
    path: &'static str,
}

/// Where linking begins.
const LINK_SESSIONS: &str = "/v1/accounts/link-sessions";

impl AccountResource {
    pub(super) fn of(details: AccountDetails, now: Timestamp) -> Self {
        let summary = details.summary;
        let is_held = summary.is_held(now);
        let hold = summary.hold.filter(|_| is_held);
        Self {
            id: summary.account_id.to_string(),
            network: summary.network,
            name: format!("{} {}", summary.first_name, summary.last_name)
                .trim()
                .to_owned(),
            member: summary.member_key,
            slug: summary.slug,
            headline: (!summary.headline.is_empty()).then_some(summary.headline),
            picture: summary.picture,
            label: summary.label,
            status: details.state.word(),
            link: details.relink_reason.map(|reason| LinkHint {
                reason,
                path: LINK_SESSIONS,
            }),
            link_ends_at: printed(details.link_ends_at),
            is_read_only: summary.is_read_only,
            is_premium: details.is_premium,
            plan: details.plan,
            capability_class: details.capability_class,
            paused_at: printed(summary.paused_at),
            held_until: printed(hold.as_ref().and_then(|hold| hold.until)),
            held_by: hold.map(|hold| hold.rule),
            last_sent_at: printed(details.health.last_sent_at),
            last_received_at: printed(details.health.last_received_at),
            linked_at: summary.linked_at.to_string(),
        }
    }
}

/// A page of accounts.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountPage)]
pub(crate) struct AccountPageResource {
    accounts: Vec<AccountResource>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// Which accounts.
pub(crate) struct ListRequest(ListAccounts);

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(ACCOUNTS_PAGE_MAX));
        let status = fields.exact_word("status", &AccountState::WORDS);
        let list = ListAccounts {
            state: status.and_then(AccountState::from_word),
            network: fields.text("network"),
            query: fields.text("q"),
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(ACCOUNTS_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        };
        fields.refuse_others();
        Self(list)
    }
}

/// List linked accounts
///
/// In the order of their first linking. An account that was unlinked is not among them.
#[utoipa::path(
    get,
    path = "/accounts",
    operation_id = "listAccounts",
    tag = "Accounts",
    params(
        ("status" = Option<String>, Query, description = "Only those that stand so: `active`, `paused`, `held`, `expired`, `read_only`.", pattern = "^(active|paused|held|expired|read_only)$"),
        ("network" = Option<String>, Query, description = "Only those of this network."),
        ("q" = Option<String>, Query, description = "Part of a name or label; or a slug, a profile address, a member key or an id, whole."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = AccountPageResource), AccountListFaults)
)]
pub(crate) async fn list_accounts(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Params(ListRequest(list)): Params<ListRequest>,
) -> Result<Json<AccountPageResource>, Fault> {
    let page = door.app.page_accounts(&caller, list).await?;
    let now = door.app.now();
    let found = page.accounts.into_iter();
    Ok(Json(AccountPageResource {
        accounts: found
            .map(|details| AccountResource::of(details, now))
            .collect(),
        next_cursor: page.next_cursor,
    }))
}

/// Get an account
///
/// Where an account stands, and what its network allows when an answer is lost.
#[utoipa::path(
    get,
    path = "/accounts/{id}",
    operation_id = "getAccount",
    tag = "Accounts",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The account.", body = AccountResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        AccountLookFaults,
    )
)]
pub(crate) async fn get_account(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    condition: Condition,
    Segments(id): Segments<String>,
) -> Result<Response, Fault> {
    let details = door.app.find_account(&caller, &id).await?;
    tagged(&condition, &AccountResource::of(details, door.app.now()))
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
