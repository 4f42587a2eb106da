//! Comparing an account's history with its network's.

use app::reconciliations::{Finding, Reconciliation};
use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use domain::ids::MessageId;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::api_keys::PageRequest;
use super::sends::printed;
use super::tagged::answered;
use crate::door::Door;
use crate::extract::{
    AccountsRead, AccountsWrite, Authorized, Body, Condition, Fields, FromFields, Params, Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    ReconcileFaults, ReconciliationFaults, ReconciliationListFaults, ReconciliationPageFaults,
};

/// A comparison of what is kept of an account with what its network shows. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Reconciliation)]
pub(crate) struct ReconciliationResource {
    id: String,
    account_id: String,
    /// `failed`: it was given up; what it had found and filled until then stays.
    #[schema(pattern = "^(running|done|failed)$")]
    state: &'static str,
    /// What is being done: `waiting` for the history to be read in for the first time, `listing` the network's
    /// conversations, `gathering` ours, `comparing` messages, `done`.
    step: &'static str,
    /// Messages that were sent before are not looked at.
    #[schema(format = DateTime)]
    since: String,
    /// Conversations that something was said in since then, as far as they are known.
    conversations: i64,
    conversations_compared: i64,
    /// Messages that the network showed.
    messages_compared: i64,
    /// Of those, messages that were not here.
    missing: i64,
    /// Of those, messages that are here now. The others may not be kept: they are of somebody who was erased.
    filled: i64,
    /// Messages whose text was another one; it is the network's now.
    different: i64,
    /// Messages that are here and that the network does not show, or no longer. They stay.
    only_here: i64,
    /// Why it was given up: the code of an error.
    #[schema(required = true)]
    error: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    #[schema(required = true, format = DateTime)]
    finished_at: Option<String>,
}

impl ReconciliationResource {
    fn of(row: &Reconciliation) -> Self {
        Self {
            id: row.reconciliation_id.to_string(),
            account_id: row.account_id.to_string(),
            state: row.state(),
            step: row.step.word(),
            since: row.since.to_string(),
            conversations: row.found.conversations,
            conversations_compared: row.found.conversations_compared,
            messages_compared: row.found.messages_compared,
            missing: row.found.missing,
            filled: row.found.filled,
            different: row.found.different,
            only_here: row.found.only_here,
            error: row.error.clone(),
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
            finished_at: printed(row.finished_at),
        }
    }
}

/// From when on to compare.
#[derive(ToSchema)]
#[schema(as = NewReconciliation, example = json!({"since": "2026-01-01T00:00:00Z"}))]
pub(crate) struct ReconcileRequest {
    /// The last 30 days where it is absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
}

impl FromFields for ReconcileRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            since: fields.instant("since"),
        };
        fields.refuse_others();
        request
    }
}

/// Compare an account with its network
///
/// What is kept of the account is compared with what its network shows, conversation by conversation, with a pause between
/// two pages, also over a restart. What is missing is added, with the events that it would have had if it had come late.
/// `GET /v1/reconciliations/{id}` tells how far that is, `…/findings` names the messages, and `reconciliation.finished` says
/// that it is over. While one is being done, asking again leads to it.
#[utoipa::path(
    post,
    path = "/accounts/{id}/reconcile",
    operation_id = "reconcileAccount",
    tag = "Accounts",
    params(("id" = String, Path, description = "The account's id.")),
    request_body(content = Option<ReconcileRequest>, content_type = "application/json"),
    responses(
        (status = 202, description = "It is begun, or runs already.", body = ReconciliationResource,
            headers(("Location" = String, description = "Where to look how far it has come."))),
        ReconcileFaults
    )
)]
pub(crate) async fn reconcile(
    caller: Authorized<AccountsWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ReconcileRequest>,
) -> Result<
    (
        StatusCode,
        [(HeaderName, String); 1],
        Json<ReconciliationResource>,
    ),
    Fault,
> {
    let row = door.app.reconcile(&caller, &id, request.since).await?;
    let headers = [(
        LOCATION,
        format!("/v1/reconciliations/{}", row.reconciliation_id),
    )];
    let body = Json(ReconciliationResource::of(&row));
    Ok((StatusCode::ACCEPTED, headers, body))
}

/// Get a comparison
///
/// How far it has come, and what it has found. It is kept for 30 days.
#[utoipa::path(
    get,
    path = "/reconciliations/{id}",
    operation_id = "getReconciliation",
    tag = "Accounts",
    params(
        ("id" = String, Path, description = "The comparison's id."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer."),
    ),
    responses(
        (status = 200, description = "The comparison.", body = ReconciliationResource,
            headers(("ETag" = String, description = "Changes whenever this answer does."))),
        (status = 304, description = "The caller's copy is still right."),
        ReconciliationFaults
    )
)]
pub(crate) async fn get_reconciliation(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    condition: Condition,
) -> Result<Response, Fault> {
    let row = door.app.find_reconciliation(&caller, &id).await?;
    answered(&condition, &ReconciliationResource::of(&row))
}

/// Comparisons of an account.
#[derive(Serialize, ToSchema)]
#[schema(as = ReconciliationList)]
pub(crate) struct ReconciliationListResource {
    /// The newest first.
    reconciliations: Vec<ReconciliationResource>,
    /// To be given as `cursor`; `null` on the last page.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// List comparisons
///
/// Those of an account, the newest first.
#[utoipa::path(
    get,
    path = "/accounts/{id}/reconciliations",
    operation_id = "listReconciliations",
    tag = "Accounts",
    params(
        ("id" = String, Path, description = "The account's id."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
        ("limit" = Option<i64>, Query, description = "How many at most; 50 when absent.", minimum = 1, maximum = 200),
    ),
    responses(
        (status = 200, description = "A page.", body = ReconciliationListResource),
        ReconciliationListFaults
    )
)]
pub(crate) async fn list_reconciliations(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(page): Params<PageRequest>,
) -> Result<Json<ReconciliationListResource>, Fault> {
    let cursor = page.cursor.as_deref();
    let page = door
        .app
        .list_reconciliations(&caller, &id, cursor, page.limit)
        .await?;
    let rows = page.reconciliations.iter();
    Ok(Json(ReconciliationListResource {
        reconciliations: rows.map(ReconciliationResource::of).collect(),
        next_cursor: page.next_cursor,
    }))
}

/// What was found of a message.
#[derive(Serialize, ToSchema)]
#[schema(as = Finding)]
pub(crate) struct FindingItem {
    /// `filled`: it was missing and is here now. `different`: its text was another one and is the network's now. `only_here`:
    /// the network does not show it, or no longer.
    #[schema(pattern = "^(filled|different|only_here)$")]
    kind: &'static str,
    conversation_id: String,
    message_id: String,
    #[schema(format = DateTime)]
    sent_at: String,
}

impl FindingItem {
    fn of(finding: &Finding) -> Self {
        Self {
            kind: finding.kind.word(),
            conversation_id: finding.conversation_id.to_string(),
            message_id: MessageId::of(finding.doc).to_string(),
            sent_at: finding.sent_at.to_string(),
        }
    }
}

/// What a comparison found of single messages.
#[derive(Serialize, ToSchema)]
#[schema(as = FindingList)]
pub(crate) struct FindingListResource {
    /// In the order in which they were found.
    findings: Vec<FindingItem>,
    /// To be given as `cursor`; `null` on the last page.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// List what a comparison found
///
/// The first 1,000 messages that were otherwise here than on the network, as far as they are still there.
#[utoipa::path(
    get,
    path = "/reconciliations/{id}/findings",
    operation_id = "listFindings",
    tag = "Accounts",
    params(
        ("id" = String, Path, description = "The comparison's id."),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
        ("limit" = Option<i64>, Query, description = "How many at most; 50 when absent.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "A page.", body = FindingListResource), ReconciliationPageFaults)
)]
pub(crate) async fn list_findings(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(page): Params<PageRequest>,
) -> Result<Json<FindingListResource>, Fault> {
    let cursor = page.cursor.as_deref();
    let page = door
        .app
        .list_findings(&caller, &id, cursor, page.limit)
        .await?;
    Ok(Json(FindingListResource {
        findings: page.findings.iter().map(FindingItem::of).collect(),
        next_cursor: page.next_cursor,
    }))
}
