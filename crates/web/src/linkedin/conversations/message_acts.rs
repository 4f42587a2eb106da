//! Reacting to a message and taking one back. Each is a send like any other: kept before it is performed, and answered with
//! 202 while it may still happen.

use app::sends::{ActOnMessage, MessageAct, SendReport};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::messages::in_address;
use crate::door::Door;
use crate::extract::{
    Authorized, Body, Fields, FromFields, MessagesWrite, Params, Segments, SendOptions,
};
use crate::fault::Fault;
use crate::linkedin::accounts::OfAccount;
use crate::linkedin::sends::response::told;
use crate::linkedin::urns;
use crate::openapi::answers::{GuideDeleteAnswers, GuideMessageActParameters, GuideReactAnswers};
use crate::openapi::responses::{ConversationMessageFaults, ConversationReactFaults};

/// A reaction.
#[derive(ToSchema)]
#[schema(example = json!({"emoji": "👍", "react": true}))]
pub(crate) struct ReactRequest {
    /// For example 👍.
    #[schema(min_length = 1)]
    emoji: String,
    /// `true` adds the reaction, `false` takes it back.
    react: bool,
}

impl FromFields for ReactRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let emoji = fields.required_text("emoji");
        let react = fields.flag("react");
        if react.is_none() && !fields.has_issue("react") {
            fields.required("react");
        }
        Self {
            emoji,
            react: react.unwrap_or_default(),
        }
    }
}

/// What was done to a message, or may still be done.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConversationMessageActed)]
pub(crate) struct MessageActResponse {
    /// Always `true`: the network has it, or it is kept and may still happen.
    success: bool,
    /// The message's URN in this account's mailbox.
    message_urn: String,
    /// Of a reaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    emoji: Option<String>,
    /// Of a reaction: whether it was added or taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    react: Option<bool>,
    /// The act, for `GET /v1/sends/{sendId}`.
    send_id: String,
    /// The account that was used.
    account_id: String,
    #[schema(value_type = crate::openapi::SendStateWord)]
    state: &'static str,
    /// When it will be tried, RFC 3339 in UTC; while it has not happened and the instant is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    retry_at: Option<String>,
}

/// React to a message
///
/// Adds the account's reaction to a message, or takes it back. Either sets a state, so that a repeat does no harm.
#[utoipa::path(
    post,
    path = "/conversations/{conversationUrn}/messages/{messageUrn}/react",
    operation_id = "react",
    tag = "Messaging",
    request_body(content = ReactRequest, content_type = "application/json"),
    params(GuideMessageActParameters),
    responses(GuideReactAnswers, ConversationReactFaults)
)]
pub(in crate::linkedin) async fn react(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    Segments((conversation, message)): Segments<(String, String)>,
    Params(of): Params<OfAccount>,
    options: SendOptions,
    Body(request): Body<ReactRequest>,
) -> Result<Response, Fault> {
    let ReactRequest { emoji, react } = request;
    let act = if react {
        MessageAct::React(emoji.clone())
    } else {
        MessageAct::TakeBack(emoji.clone())
    };
    let command = command((conversation, message), of, act, options)?;
    let (report, target) = door.app.do_to_message(&caller, command).await?;
    let emoji = emoji.trim().to_owned();
    Ok(answer(&report, &target, Some((emoji, react))))
}

/// Take a message back
///
/// Deletes a message that the account wrote, for everybody, within the time that the network allows; then what it said is
/// gone from here too.
#[utoipa::path(
    delete,
    path = "/conversations/{conversationUrn}/messages/{messageUrn}",
    operation_id = "deleteMessageOfConversation",
    tag = "Messaging",
    params(GuideMessageActParameters),
    responses(GuideDeleteAnswers, ConversationMessageFaults)
)]
pub(in crate::linkedin) async fn delete_message(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    Segments((conversation, message)): Segments<(String, String)>,
    Params(of): Params<OfAccount>,
    options: SendOptions,
) -> Result<Response, Fault> {
    let command = command((conversation, message), of, MessageAct::Delete, options)?;
    let (report, target) = door.app.do_to_message(&caller, command).await?;
    Ok(answer(&report, &target, None))
}

fn command(
    (conversation, message): (String, String),
    of: OfAccount,
    act: MessageAct,
    options: SendOptions,
) -> Result<ActOnMessage, Fault> {
    Ok(ActOnMessage {
        account: of.account,
        message,
        conversation: Some(in_address(conversation)?),
        act,
        wait: options.wait,
        idempotency_key: options.idempotency_key,
    })
}

fn answer(report: &SendReport, target_key: &str, reaction: Option<(String, bool)>) -> Response {
    let (emoji, react) = reaction.unzip();
    let retry_at = report.retry_at.filter(|_| !report.is_settled);
    let body = MessageActResponse {
        success: true,
        message_urn: urns::message(&report.owner_key, target_key),
        emoji,
        react,
        send_id: report.send_id.to_string(),
        account_id: report.account_id.to_string(),
        state: report.state,
        retry_at: retry_at.map(|at| at.to_string()),
    };
    told(report.is_settled, report.send_id, body)
}
