//! How far mailboxes are read in, and having them read anew. Here every account is followed all the time, so that a sync is
//! mostly a question whether all is here.

use app::accounts::{AccountStatusView, SyncAccount, Synced};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{
    AccountsRead, Authorized, Body, ConversationsWrite, Fields, FromFields, Params, SendOptions,
};
use crate::fault::Fault;
use crate::linkedin::accounts::OfAccount;
use crate::linkedin::presence::ConversationRequest;
use crate::linkedin::urns;
use crate::openapi::responses::{AccountFaults, AccountSyncFaults, ConversationRefreshFaults};

/// A conversation that is read anew.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationRefreshed)]
pub(crate) struct RefreshResponse {
    /// Always `true`.
    success: bool,
    /// A sentence for people.
    message: &'static str,
    conversation_urn: String,
    /// The account that was used.
    account_id: String,
}

/// Refresh a conversation
///
/// Has its messages read from the network once more, down to the first; it begins within half a minute. What turns out to be
/// new comes as events, on `GET /v1/events/stream` and to receivers of webhooks.
#[utoipa::path(
    post,
    path = "/conversations/refresh",
    operation_id = "refreshConversation",
    tag = "Messaging",
    request_body(content = ConversationRequest, content_type = "application/json"),
    responses((status = 200, description = "It will be read.", body = RefreshResponse), ConversationRefreshFaults)
)]
pub(crate) async fn refresh_conversation(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    Body(request): Body<ConversationRequest>,
) -> Result<Json<RefreshResponse>, Fault> {
    let (account, conversation) = (request.account_id, request.conversation_urn);
    let acted = door
        .app
        .refresh_conversation(&caller, account, conversation)
        .await?;
    let thread_key = acted.thread_key.unwrap_or_default();
    Ok(Json(RefreshResponse {
        success: true,
        message: "Conversation refresh started",
        conversation_urn: urns::conversation(&acted.owner_key, &thread_key),
        account_id: acted.account_id.to_string(),
    }))
}

/// Which mailbox to wait for.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = SyncRequest, example = json!({"force": false}))]
pub(crate) struct SyncRequest {
    /// Absent: the account used last.
    account_id: Option<String>,
    /// `true`: everything is read once more.
    #[schema(value_type = Option<bool>)]
    force: bool,
}

impl FromFields for SyncRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            account_id: fields.text("accountId"),
            force: fields.flag("force").unwrap_or_default(),
        }
    }
}

/// What a sync came to.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Synced)]
pub(crate) struct SyncResponse {
    /// `false`: the network cannot be read, as `error` says.
    success: bool,
    /// The account that was used.
    account_id: String,
    /// Conversations that are here now and were not before.
    #[schema(minimum = 0)]
    conversations_processed: i64,
    /// Messages that are here now and were not before.
    #[schema(minimum = 0)]
    messages_processed: i64,
    #[schema(minimum = 0)]
    duration_ms: u64,
    /// The same in seconds, with two places.
    duration_seconds: String,
    #[schema(required = true)]
    error: Option<String>,
    /// Whether all of the mailbox is here. `false`: it is still being read, and `conversations/sync/status` tells how far.
    is_complete: bool,
}

/// Sync an account
///
/// Waits until the mailbox is read in, as long as `Prefer: wait=N` says; with `force` everything is read once more. An account
/// that is read in is followed all the time: then there is nothing to wait for.
#[utoipa::path(
    post,
    path = "/conversations/sync",
    operation_id = "syncConversations",
    tag = "Messaging",
    request_body(content = Option<SyncRequest>, content_type = "application/json"),
    params(("Prefer" = Option<String>, Header, description = "`wait=N`: seconds to wait; 30 when absent, at most 120.")),
    responses((status = 200, description = "How it stands now.", body = SyncResponse), AccountSyncFaults)
)]
pub(crate) async fn sync_conversations(
    caller: Authorized<ConversationsWrite>,
    State(door): State<Door>,
    options: SendOptions,
    Body(request): Body<SyncRequest>,
) -> Result<Json<SyncResponse>, Fault> {
    let sync = SyncAccount {
        account: request.account_id,
        is_anew: request.force,
        wait: options.wait,
    };
    let synced = door.app.sync_account(&caller, sync).await?;
    Ok(Json(SyncResponse::of(synced)))
}

impl SyncResponse {
    fn of(synced: Synced) -> Self {
        Self {
            success: synced.error.is_none(),
            account_id: synced.account_id.to_string(),
            conversations_processed: synced.conversations,
            messages_processed: synced.messages,
            duration_ms: u64::try_from(synced.took.as_millis()).unwrap_or(u64::MAX),
            duration_seconds: format!("{:.2}", synced.took.as_secs_f64()),
            error: synced.error,
            is_complete: synced.is_complete,
        }
    }
}

/// How far mailboxes are read in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SyncStatus)]
pub(crate) struct StatusResponse {
    /// Always `true`.
    success: bool,
    accounts: Vec<SyncedAccount>,
}

/// An account and how far its mailbox is read in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SyncedAccount)]
pub(crate) struct SyncedAccount {
    account_id: String,
    account_name: String,
    #[schema(required = true)]
    account_picture: Option<String>,
    sync_state: SyncState,
}

/// How far a mailbox is read in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SyncState)]
pub(crate) struct SyncState {
    /// When the network last answered, RFC 3339 in UTC; `null` for imports.
    #[schema(required = true, format = DateTime)]
    last_sync_at: Option<String>,
    /// Whether anything of it is still to be read.
    sync_in_progress: bool,
    total_conversations: i64,
    total_messages: i64,
    /// 0 while all is well, else 1: how often in a row it failed is not counted.
    consecutive_failures: u32,
    /// `null` while all is well.
    #[schema(required = true)]
    last_error: Option<String>,
    initial_sync_completed: bool,
}

/// Get the state of syncs
///
/// How far the mailbox of each account is read in, or of one.
#[utoipa::path(
    get,
    path = "/conversations/sync/status",
    operation_id = "syncStatus",
    tag = "Messaging",
    params(("accountId" = Option<String>, Query, description = "Absent: all accounts.")),
    responses((status = 200, description = "The accounts, the first linked first.", body = StatusResponse), AccountFaults)
)]
pub(crate) async fn sync_status(
    caller: Authorized<AccountsRead>,
    State(door): State<Door>,
    Params(of): Params<OfAccount>,
) -> Result<Json<StatusResponse>, Fault> {
    let states = door.app.sync_states(&caller, of.account.as_deref()).await?;
    Ok(Json(StatusResponse {
        success: true,
        accounts: states.into_iter().map(SyncedAccount::of).collect(),
    }))
}

impl SyncedAccount {
    fn of(view: AccountStatusView) -> Self {
        let is_complete = view.sync.is_complete();
        Self {
            account_id: view.summary.account_id.to_string(),
            account_name: view.summary.name(),
            account_picture: view.summary.picture,
            sync_state: SyncState {
                last_sync_at: view.health.last_received_at.map(|at| at.to_string()),
                sync_in_progress: !is_complete,
                total_conversations: view.sync.conversations,
                total_messages: view.sync.messages,
                consecutive_failures: view.health.last_error.is_some().into(),
                last_error: view.health.last_error,
                initial_sync_completed: is_complete,
            },
        }
    }
}
