//! Forwarding a message: one more to hand over, which carries what another said.

use app::sends::{MessageFields, SendMessage, SendRoute, SendTerms};
use axum::extract::State;
use axum::response::Response;
use utoipa::ToSchema;

use super::Tag;
use super::kept::{handed_over, keyed, shown};
use crate::door::Door;
use crate::extract::{Authorized, Body, Fields, FromFields, MessagesWrite, Segments, SendOptions};
use crate::fault::Fault;
use crate::openapi::answers::{ForwardHeaders, KeptAnswers};
use crate::openapi::responses::ForwardFaults;
use crate::v1::mode::{Mode, SendMode};

/// Where a message is forwarded to.
#[derive(ToSchema)]
#[schema(as = MessageForward, example = json!({"recipient": "jane-roe-456", "text": "What do you think of this?"}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct ForwardRequest {
    /// The account that has the message. Needed only where the message is named by the network's id, and the account is
    /// not the one used last.
    account: Option<String>,
    /// Who gets it, in any spelling: slug, member key, URN, profile address. This or `conversation` is needed.
    recipient: Option<String>,
    /// The conversation that it goes into, in any spelling.
    conversation: Option<String>,
    /// What stands before it.
    text: Option<String>,
    /// Not before this instant; at once when absent.
    #[schema(format = DateTime)]
    send_at: Option<String>,
    /// If it has not left by then, it never will. Absent: a day after it may leave first.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Words to find it by.
    #[schema(max_items = 20, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
    /// `wait` for the network's answer, as long as `Prefer: wait=N` says, or answer at once (`async`, the default).
    #[schema(value_type = Option<SendMode>)]
    mode: Option<String>,
}

/// A request to forward, read.
pub(crate) struct Forward {
    command: SendMessage,
    mode: Mode,
}

impl FromFields for Forward {
    fn from_fields(fields: &mut Fields) -> Self {
        let command = SendMessage {
            account: fields.text("account"),
            recipient: fields.text("recipient"),
            conversation: fields.text("conversation"),
            group_id: None,
            text: fields.raw_text("text").unwrap_or_default(),
            subject: None,
            is_inmail: false,
            typing: false,
            acknowledge: None,
            route: SendRoute::Direct,
            wait: None,
            idempotency_key: None,
            terms: SendTerms {
                send_at: fields.instant("send_at"),
                expires_at: fields.instant("expires_at"),
                tags: fields.tags("tags"),
                waits_for_limits: true,
                ..SendTerms::default()
            },
            fields: MessageFields::OWN,
        };
        if command.recipient.is_none() && command.conversation.is_none() {
            let message = "recipient or conversation is required";
            fields.note("recipient", "required", message);
        }
        let mode = Mode::from_fields(fields);
        Self { command, mode }
    }
}

/// Forward a message
///
/// Hands over a message that says what another one said, by whom and when, and carries its files, from the account that
/// has it: a send like every other, with the same approvals, limits and pauses. Its text is made now, and so are the
/// files: what happens to the message later does not change it. The same key is the same send.
#[utoipa::path(
    post,
    path = "/messages/{id}/forward",
    operation_id = "forwardMessage",
    tag = "Sends",
    request_body(content = ForwardRequest, content_type = "application/json"),
    params(
        ("id" = String, Path, description = "The message, by our own id or the network's."),
        ForwardHeaders,
    ),
    responses(KeptAnswers, ForwardFaults)
)]
pub(crate) async fn forward_message(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    options: SendOptions,
    Body(forward): Body<Forward>,
) -> Result<Response, Fault> {
    let wait = forward.mode.wait(&options);
    let command = keyed(forward.command, options.idempotency_key, wait)?;
    let kept = Box::pin(door.app.forward_message(&caller, &id, command)).await?;
    let (status, send) = shown(kept);
    Ok(handed_over(status, &send))
}
