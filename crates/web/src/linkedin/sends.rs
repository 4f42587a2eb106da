//! The routes that send. They differ in what they accept and in one or two fields of the answer; all of them are one
//! use case. 200 means that the network has the message, 202 that it may still leave; a refusal means that it never
//! will.

pub(super) mod request;
pub(crate) mod response;

use app::Caller;
use app::sends::{SendMessage, SendReport};
use axum::extract::State;
use axum::response::Response;

use crate::door::Door;
use crate::extract::{Authorized, Body, MessagesWrite, SendOptions};
use crate::fault::Fault;
use crate::openapi::answers::{GuideSendAnswers, GuideSendHeaders};
use crate::openapi::responses::{GroupSendFaults, SendFaults};
use request::{GroupAckRequest, GroupRequest, MessageRequest, SendAckRequest, SendRequest};
use response::{Shape, answer};

/// Runs the use case with what the headers ask for.
pub(super) async fn perform(
    door: &Door,
    caller: &Caller,
    options: SendOptions,
    command: SendMessage,
    shape: Shape,
) -> Result<Response, Fault> {
    let command = SendMessage {
        typing: shape.has_typing(),
        wait: options.wait,
        idempotency_key: options.idempotency_key,
        ..command
    };
    let report: SendReport = door.app.send_message(caller, command).await?;
    Ok(answer(&report, shape))
}

macro_rules! send_routes {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident => $path:literal, $operation:literal, $request:ty, $shape:expr, $faults:ty;
    )*) => {$(
        $(#[doc = $doc])*
        #[utoipa::path(
            post,
            path = $path,
            operation_id = $operation,
            tag = "Sending",
            request_body(content = $request, content_type = "application/json"),
            params(GuideSendHeaders),
            responses(GuideSendAnswers, $faults)
        )]
        pub(super) async fn $name(
            caller: Authorized<MessagesWrite>,
            State(door): State<Door>,
            options: SendOptions,
            Body(request): Body<$request>,
        ) -> Result<Response, Fault> {
            perform(&door, &caller, options, request.into(), $shape).await
        }
    )*};
}

send_routes! {
    /// Send a message
    ///
    /// Sends a message to a member or into an existing conversation.
    send => "/messaging/send", "send", SendRequest, Shape::Plain, SendFaults;
    /// Send a message with typing indicator
    ///
    /// Shows typing in the existing conversation for a time that follows the text's length, then sends.
    send_with_typing => "/messaging/send-with-typing", "sendWithTyping", SendRequest, Shape::Typing, SendFaults;
    /// Send a message with acknowledgment
    ///
    /// Acknowledges the given earlier messages, sends, and waits up to five seconds for the delivery of what it sent.
    send_with_ack => "/messaging/send-with-ack", "sendWithAck", SendAckRequest, Shape::Ack, SendFaults;
    /// Send a group message
    ///
    /// With `groupId`: to one member, by right of a shared group. Without: into the conversation of several people.
    send_group => "/messaging/send-group", "sendGroup", GroupRequest, Shape::Group, GroupSendFaults;
    /// Send a group message with typing indicator
    ///
    /// As `send-group`, with typing shown first in the existing conversation.
    send_group_with_typing => "/messaging/send-group-with-typing", "sendGroupWithTyping", GroupRequest, Shape::GroupTyping, GroupSendFaults;
    /// Send a group message with acknowledgment
    ///
    /// As `send-group`, acknowledging earlier messages and reporting the delivery of what it sent.
    send_group_with_ack => "/messaging/send-group-with-ack", "sendGroupWithAck", GroupAckRequest, Shape::GroupAck, GroupSendFaults;
    /// Send a message (older route)
    ///
    /// As `messaging/send`, or with `groupId` as `messaging/send-group`.
    message => "/message", "message", MessageRequest, Shape::Older, GroupSendFaults;
}
