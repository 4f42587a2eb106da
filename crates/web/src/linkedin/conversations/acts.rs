//! What is done to a conversation as a whole. The network is the source of truth for these pages: where it cannot do what is
//! asked, nothing is done.

use app::conversations::MailboxAct;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::messages::in_address;
use crate::door::Door;
use crate::extract::{Authorized, ConversationsWrite, Segments};
use crate::fault::Fault;
use crate::linkedin::urns;
use crate::openapi::responses::ConversationPatchFaults;

/// What was done to a conversation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationPatched)]
pub(crate) struct PatchedResponse {
    /// Always `true`.
    success: bool,
    conversation_urn: String,
    /// The account in whose mailbox it is.
    account_id: String,
}

async fn act(
    caller: &Authorized<ConversationsWrite>,
    door: &Door,
    conversation: String,
    act: MailboxAct,
) -> Result<Json<PatchedResponse>, Fault> {
    let conversation = in_address(conversation)?;
    let id = door
        .app
        .named_conversation(caller, None, &conversation)
        .await?;
    let acted = door
        .app
        .act_on_network_mailbox(caller, &id.to_string(), act)
        .await?;
    let conversation = acted.conversation.conversation;
    Ok(Json(PatchedResponse {
        success: true,
        conversation_urn: urns::conversation(&acted.owner_key, &conversation.thread_key),
        account_id: conversation.account_id.to_string(),
    }))
}

macro_rules! patches {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident => $path:literal, $operation:literal, $act:expr;
    )*) => {$(
        $(#[doc = $doc])*
        #[utoipa::path(
            patch,
            path = $path,
            operation_id = $operation,
            tag = "Messaging",
            params(("conversationUrn" = String, Path, description = "The conversation: any URN form, percent-encoded, the bare id, or an id of this gateway. Its account is the owner inside the URN, else the account used last.", max_length = 1024)),
            responses((status = 200, description = "Done, on the network first.", body = PatchedResponse), ConversationPatchFaults)
        )]
        pub(crate) async fn $name(
            caller: Authorized<ConversationsWrite>,
            State(door): State<Door>,
            Segments(conversation): Segments<String>,
        ) -> Result<Json<PatchedResponse>, Fault> {
            act(&caller, &door, conversation, $act).await
        }
    )*};
}

patches! {
    /// Mark a conversation as unread
    ///
    /// So that it is read once more; the other side sees nothing of it. Safe to repeat.
    mark_conversation_unread => "/conversations/{conversationUrn}/mark-unread", "markConversationUnread", MailboxAct::Unread;
    /// Star a conversation
    ///
    /// As one that matters. Safe to repeat.
    star_conversation => "/conversations/{conversationUrn}/star", "starConversationOfGuide", MailboxAct::Star;
    /// Take the star off a conversation
    ///
    /// As one among others. Safe to repeat.
    unstar_conversation => "/conversations/{conversationUrn}/unstar", "unstarConversationOfGuide", MailboxAct::Unstar;
}
