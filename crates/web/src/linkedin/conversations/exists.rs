//! `GET conversations/exists/{profileId}`: whether there is a conversation with somebody.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{Authorized, ConversationsRead, Params, Segments};
use crate::fault::Fault;
use crate::linkedin::accounts::OfAccount;
use crate::linkedin::urns;
use crate::openapi::responses::MemberReadFaults;

/// Whether there is a conversation with somebody.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationExists)]
pub(crate) struct ExistsResponse {
    /// Always `true`.
    success: bool,
    has_conversation: bool,
    /// The conversation's URN in this account's mailbox.
    #[schema(required = true)]
    conversation_urn: Option<String>,
    profile_urn: String,
    /// The account that was used.
    account_id: String,
}

/// Check for a conversation with a member
///
/// Whether the account has a one-to-one conversation with them: one that is kept here, else the network is asked.
#[utoipa::path(
    get,
    path = "/conversations/exists/{profileId}",
    operation_id = "conversationExists",
    tag = "Messaging",
    params(
        ("profileId" = String, Path, description = "The member in any spelling."),
        ("accountId" = Option<String>, Query, description = "Absent: the account used last."),
    ),
    responses((status = 200, description = "Whether there is one.", body = ExistsResponse), MemberReadFaults)
)]
pub(crate) async fn conversation_exists(
    caller: Authorized<ConversationsRead>,
    State(door): State<Door>,
    Segments(person): Segments<String>,
    Params(of): Params<OfAccount>,
) -> Result<Json<ExistsResponse>, Fault> {
    let found = door
        .app
        .conversation_with(&caller, of.account, person, "profileId")
        .await?;
    let thread_key = found.thread_key.as_deref();
    Ok(Json(ExistsResponse {
        success: true,
        has_conversation: thread_key.is_some(),
        conversation_urn: thread_key.map(|key| urns::conversation(&found.owner_key, key)),
        profile_urn: urns::profile(&found.member_key),
        account_id: found.account_id.to_string(),
    }))
}
