//! What is done to a message that is there: another text, its end, reactions. Each is a send in the outbox.

use app::Caller;
use app::sends::{ActOnMessage, MessageAct};
use axum::extract::State;
use axum::response::Response;
use utoipa::ToSchema;

use super::messages;
use super::mode::{Mode, SendMode};
use crate::door::Door;
use crate::extract::{
    Authorized, Body, Fields, FromFields, MessagesWrite, Params, Segments, SendOptions,
};
use crate::fault::Fault;
use crate::openapi::answers::{ActManner, EditHeaders, KeptAnswers};
use crate::openapi::responses::MessageActFaults;

/// A message's new text.
#[derive(ToSchema)]
#[schema(as = MessageEdit, example = json!({"text": "Hello John, good to meet you!"}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct EditRequest {
    /// 1 to 8,000 characters after trimming.
    text: String,
    /// The account that wrote it. Needed only where the message is named by the network's id, and the account is not the
    /// one used last.
    account: Option<String>,
    /// `wait` for the network's answer, as long as `Prefer: wait=N` says, or answer at once (`async`, the default).
    #[schema(value_type = Option<SendMode>)]
    mode: Option<String>,
}

/// How an act is asked for, besides what it is.
pub(crate) struct Manner {
    account: Option<String>,
    mode: Mode,
}

/// An edit, read.
pub(crate) struct Edit {
    text: String,
    manner: Manner,
}

impl FromFields for Manner {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            account: fields.text("account"),
            mode: Mode::from_fields(fields),
        }
    }
}

impl FromFields for Edit {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            text: fields.message("text"),
            manner: Manner::from_fields(fields),
        }
    }
}

async fn hand_over(
    door: &Door,
    caller: &Caller,
    (message, act): (String, MessageAct),
    manner: Manner,
    options: SendOptions,
) -> Result<Response, Fault> {
    let command = ActOnMessage {
        account: manner.account,
        message,
        conversation: None,
        act,
        wait: manner.mode.wait(&options),
        idempotency_key: options.idempotency_key,
    };
    Ok(messages::answer(
        door.app.act_on_message(caller, command).await?,
    ))
}

/// Change a message
///
/// Gives a message that the account wrote another text. The network is asked first, within the time that it allows
/// (`within_seconds` of `edit_message` in the account's capabilities); our own copy follows.
#[utoipa::path(
    patch,
    path = "/messages/{id}",
    operation_id = "editMessage",
    tag = "Sends",
    request_body(content = EditRequest, content_type = "application/json"),
    params(
        ("id" = String, Path, description = "The message, by our own id or the network's."),
        EditHeaders,
    ),
    responses(KeptAnswers, MessageActFaults)
)]
pub(crate) async fn edit_message(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    options: SendOptions,
    Body(edit): Body<Edit>,
) -> Result<Response, Fault> {
    let act = MessageAct::Edit(edit.text);
    hand_over(&door, &caller, (id, act), edit.manner, options).await
}

macro_rules! bare_act {
    (
        $(#[$doc:meta])*
        $method:ident $path:literal $operation:literal $name:ident($segments:ty) = $target:expr,
        params($($param:tt)*)
    ) => {
        $(#[$doc])*
        #[utoipa::path(
            $method,
            path = $path,
            operation_id = $operation,
            tag = "Sends",
            params(
                ("id" = String, Path, description = "The message, by our own id or the network's."),
                $($param)*
                ("account" = Option<String>, Query, description = "Needed only where the message is named by the network's id, and the account is not the one used last."),
                ActManner,
            ),
            responses(KeptAnswers, MessageActFaults)
        )]
        pub(crate) async fn $name(
            caller: Authorized<MessagesWrite>,
            State(door): State<Door>,
            Segments(segments): Segments<$segments>,
            options: SendOptions,
            Params(manner): Params<Manner>,
        ) -> Result<Response, Fault> {
            let target: fn($segments) -> (String, MessageAct) = $target;
            hand_over(&door, &caller, target(segments), manner, options).await
        }
    };
}

bare_act! {
    /// Take a message back
    ///
    /// Deletes a message that the account wrote, for everybody. The network is asked first, within the time that it
    /// allows; then what it said is gone from here too: from search, from the list of conversations, from its history.
    delete "/messages/{id}" "deleteMessage" delete_message(String) = |id| (id, MessageAct::Delete),
    params()
}

bare_act! {
    /// React to a message
    ///
    /// Adds the account's reaction to any message. One that is there already stays as it is.
    put "/messages/{id}/reactions/{emoji}" "addReaction" add_reaction((String, String)) =
        |(id, emoji)| (id, MessageAct::React(emoji)),
    params(("emoji" = String, Path, description = "The emoji, percent-encoded: `%F0%9F%91%8D`."),)
}

bare_act! {
    /// Take a reaction back
    ///
    /// Ends the account's own reaction with this emoji. One that is not there is no error.
    delete "/messages/{id}/reactions/{emoji}" "removeReaction" remove_reaction((String, String)) =
        |(id, emoji)| (id, MessageAct::TakeBack(emoji)),
    params(("emoji" = String, Path, description = "The emoji, percent-encoded: `%F0%9F%91%8D`."),)
}
