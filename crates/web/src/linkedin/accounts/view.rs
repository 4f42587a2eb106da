//! An account as the contract prints it.

use app::accounts::{AccountStatusView, AccountSummary};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::linkedin::urns;

/// What the contract calls the platform of every account.
const PLATFORM: &str = "linkedin";

/// A linked account in the list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountItem {
    id: String,
    first_name: String,
    last_name: String,
    /// The readable name in the profile's address.
    #[schema(required = true)]
    public_id: Option<String>,
    #[schema(required = true)]
    picture: Option<String>,
    /// `AVAILABLE`, `ERROR` (its owner must look at it) or `UNKNOWN` (imported).
    status: &'static str,
    /// Whether anything can be sent from it now.
    enabled: bool,
    api_seat_allocated: bool,
    headline: String,
    profile_urn: String,
    /// Which network is behind it, for example `sandbox`.
    network: String,
    /// Imported: it can only be read.
    is_read_only: bool,
}

impl AccountItem {
    pub(super) fn of(account: &AccountSummary, now: Timestamp) -> Self {
        Self {
            id: account.account_id.to_string(),
            first_name: account.first_name.clone(),
            last_name: account.last_name.clone(),
            public_id: account.slug.clone(),
            picture: account.picture.clone(),
            status: account.status,
            enabled: is_enabled(account, now),
            api_seat_allocated: !account.is_read_only,
            headline: account.headline.clone(),
            profile_urn: urns::profile(&account.member_key),
            network: account.network.clone(),
            is_read_only: account.is_read_only,
        }
    }
}

/// How an account stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountStatus {
    id: String,
    first_name: String,
    last_name: String,
    /// The readable name in the profile's address.
    #[schema(required = true)]
    public_id: Option<String>,
    #[schema(required = true)]
    picture: Option<String>,
    headline: String,
    profile_urn: String,
    /// Always `linkedin`, as the contract has it.
    platform: &'static str,
    /// Which network is behind it, for example `sandbox`.
    network: String,
    /// `AVAILABLE`, `ERROR` (its owner must look at it) or `UNKNOWN` (imported).
    status: &'static str,
    /// Whether anything can be sent from it now.
    enabled: bool,
    /// Imported: it can only be read.
    is_read_only: bool,
    /// When a live call last used it, exact to a minute, RFC 3339 in UTC.
    #[schema(required = true, format = DateTime)]
    last_used: Option<String>,
    /// Whether credentials are stored.
    has_tokens: bool,
    linkedin_plan: Plan,
    /// `A` to `D`: what can be done when the answer of the network is lost.
    capability_class: &'static str,
    /// Why nothing leaves from it, if anything holds it.
    #[schema(required = true)]
    hold: Option<HoldItem>,
    sync: Sync,
    health: Health,
}

/// The plan of the seat, as far as the network tells.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the contract lists them so")]
pub(crate) struct Plan {
    #[schema(required = true)]
    premium_type: Option<String>,
    is_premium: bool,
    has_sales_navigator: bool,
    has_recruiter: bool,
    has_away_messages: bool,
    has_advertise_badge: bool,
    has_hiring_manager: bool,
}

/// A hold on an account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Hold)]
pub(crate) struct HoldItem {
    /// A stable word.
    rule: String,
    /// RFC 3339 in UTC; `null`: until somebody acts.
    #[schema(required = true, format = DateTime)]
    until: Option<String>,
}

/// How much of the history is here.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sync {
    /// `pending`, `running` or `done`.
    state: &'static str,
    /// Conversations that were listed so far: it grows with `conversations` until the network's list is read to its
    /// end, and is `null` before that begins.
    #[schema(required = true)]
    conversations_total: Option<i64>,
    conversations: i64,
    /// Conversations whose older messages are still to be read.
    conversations_pending: i64,
    unread_conversations: i64,
    messages: i64,
}

/// What was proved last, and what failed last. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names that are printed")]
pub(crate) struct Health {
    /// When the network last answered the account's sync.
    #[schema(required = true, format = DateTime)]
    last_received_at: Option<String>,
    /// When the network last accepted a send.
    #[schema(required = true, format = DateTime)]
    last_sent_at: Option<String>,
    /// `null` while all is well.
    #[schema(required = true)]
    last_error: Option<String>,
    #[schema(required = true, format = DateTime)]
    last_error_at: Option<String>,
}

impl AccountStatus {
    pub(super) fn of(view: &AccountStatusView, now: Timestamp) -> Self {
        let account = &view.summary;
        let hold = account.hold.as_ref().filter(|_| account.is_held(now));
        let hold = hold.map(|hold| HoldItem {
            rule: hold.rule.clone(),
            until: printed(hold.until),
        });
        Self {
            id: account.account_id.to_string(),
            first_name: account.first_name.clone(),
            last_name: account.last_name.clone(),
            public_id: account.slug.clone(),
            picture: account.picture.clone(),
            headline: account.headline.clone(),
            profile_urn: urns::profile(&account.member_key),
            platform: PLATFORM,
            network: account.network.clone(),
            status: account.status,
            enabled: is_enabled(account, now),
            is_read_only: account.is_read_only,
            last_used: printed(view.last_used_at),
            has_tokens: view.has_credentials,
            linkedin_plan: Plan::of(view),
            capability_class: view.capability_class,
            hold,
            sync: Sync {
                state: view.sync.state,
                conversations_total: view.sync.threads_total,
                conversations: view.sync.conversations,
                conversations_pending: view.sync.conversations_pending,
                unread_conversations: view.sync.unread_conversations,
                messages: view.sync.messages,
            },
            health: Health {
                last_received_at: printed(view.health.last_received_at),
                last_sent_at: printed(view.health.last_sent_at),
                last_error: view.health.last_error.clone(),
                last_error_at: printed(view.health.last_error_at),
            },
        }
    }
}

impl Plan {
    /// The network names one plan; of the rest only what that name says is known.
    fn of(view: &AccountStatusView) -> Self {
        let is_named = |word| view.plan.as_ref().is_some_and(|plan| plan.contains(word));
        Self {
            premium_type: view.plan.clone(),
            is_premium: view.is_premium,
            has_sales_navigator: is_named("SALES"),
            has_recruiter: is_named("RECRUITER"),
            has_away_messages: false,
            has_advertise_badge: false,
            has_hiring_manager: false,
        }
    }
}

/// Whether anything can be sent from the account, the same on every page.
fn is_enabled(account: &AccountSummary, now: Timestamp) -> bool {
    !account.is_read_only && !account.is_held(now) && account.paused_at.is_none()
}

fn printed(instant: Option<Timestamp>) -> Option<String> {
    instant.map(|at| at.to_string())
}
