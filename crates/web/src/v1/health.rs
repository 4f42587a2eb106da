//! Whether an account works: what was proved last, what failed last, and how much of the history is here.

use app::accounts::{AccountStatusView, Condition};
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

/// Whether an account works. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountHealth)]
pub(crate) struct HealthResource {
    account_id: String,
    /// `ok`; `held`: nothing leaves; `silent`: the network has not answered for a while, so that what came in may be
    /// missing; `filling`: the history is still being read; `read_only`: it was imported.
    condition: &'static str,
    /// What holds everything back, if something does.
    #[schema(required = true)]
    held_by: Option<String>,
    /// Until when; `null` while `held_by` stands: until somebody acts.
    #[schema(required = true, format = DateTime)]
    held_until: Option<String>,
    /// When the network last answered: everything from before is here.
    #[schema(required = true, format = DateTime)]
    last_received_at: Option<String>,
    /// When the network last accepted something of ours.
    #[schema(required = true, format = DateTime)]
    last_sent_at: Option<String>,
    /// What failed last, for people; `null` while all is well.
    #[schema(required = true)]
    last_error: Option<String>,
    #[schema(required = true, format = DateTime)]
    last_error_at: Option<String>,
    history: HistoryItem,
}

/// How much of the history is here.
#[derive(Serialize, ToSchema)]
#[schema(as = AccountHistory)]
pub(crate) struct HistoryItem {
    is_complete: bool,
    /// Conversations that the network has listed so far; `null` before it begins.
    #[schema(required = true)]
    listed: Option<i64>,
    conversations: i64,
    /// Conversations whose older messages are still to be read.
    conversations_pending: i64,
    messages: i64,
    /// When it was last compared with the network's, to the end: see `POST /v1/accounts/{id}/reconcile`.
    #[schema(required = true, format = DateTime)]
    compared_at: Option<String>,
}

impl HealthResource {
    fn of(view: AccountStatusView, now: Timestamp) -> Self {
        let condition = view.condition(now);
        let is_held = view.summary.is_held(now);
        let hold = view.summary.hold.filter(|_| is_held);
        Self {
            account_id: view.summary.account_id.to_string(),
            condition: match condition {
                Condition::Ok => "ok",
                Condition::Held => "held",
                Condition::Silent => "silent",
                Condition::Filling => "filling",
                Condition::ReadOnly => "read_only",
            },
            held_until: printed(hold.as_ref().and_then(|hold| hold.until)),
            held_by: hold.map(|hold| hold.rule),
            last_received_at: printed(view.health.last_received_at),
            last_sent_at: printed(view.health.last_sent_at),
            last_error: view.health.last_error,
            last_error_at: printed(view.health.last_error_at),
            history: HistoryItem {
                is_complete: view.sync.is_complete(),
                listed: view.sync.threads_total,
                conversations: view.sync.conversations,
                conversations_pending: view.sync.conversations_pending,
                messages: view.sync.messages,
                compared_at: printed(view.sync.compared_at),
            },
        }
    }
}

/// Get whether an account works
///
/// When something last came and left, what failed last, and how much of the history is here.
#[utoipa::path(
    get,
    path = "/accounts/{id}/health",
    operation_id = "getAccountHealth",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    responses((status = 200, description = "Whether it works.", body = HealthResource), AccountLookFaults)
)]
pub(crate) async fn get_health(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<HealthResource>, Fault> {
    let view = door.app.account_status(&caller, Some(&id)).await?;
    Ok(Json(HealthResource::of(view, door.app.now())))
}
