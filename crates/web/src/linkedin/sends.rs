//! The routes that send. They differ in what they accept and in one or two fields of the answer; all of them are one
//! use case. 200 means that the network has the message, 202 that it may still leave; a refusal means that it never
//! will.

pub(super) mod request;
pub(super) mod response;

use app::Caller;
use app::sends::{SendMessage, SendReport};
use axum::extract::State;
use axum::response::Response;

use crate::door::Door;
use crate::extract::{Authorized, Body, MessagesWrite, SendOptions};
use crate::fault::Fault;
use crate::openapi::responses::{GroupSendFaults, SendFaults};
use request::{GroupAckRequest, GroupRequest, MessageRequest, SendAckRequest, SendRequest};
use response::SendResponse;
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
            params(
                ("Prefer" = Option<String>, Header, description = "`wait=N`: seconds to wait for the network before answering 202; 30 when absent, at most 120."),
                ("Idempotency-Key" = Option<String>, Header, description = "1 to 255 characters: the same key is the same send, however often it is asked for.", min_length = 1, max_length = 255, pattern = "^[!-~]([ -~]*[!-~])?$"),
            ),
            responses(
                (status = 200, description = "The network has the message.", body = SendResponse,
                    headers(
                        ("X-RateLimit-Action" = String, description = "The limit that the figures are about."),
                        ("X-RateLimit-Limit" = i64, description = "Acts allowed in the window."),
                        ("X-RateLimit-Used" = i64, description = "Acts that count now."),
                        ("X-RateLimit-Remaining" = i64, description = "Acts that may still begin now."),
                        ("X-RateLimit-Reset" = String, description = "When the next place frees, RFC 3339 in UTC."),
                    )),
                (status = 202, description = "Accepted and kept; the message may still leave. `GET /v1/sends/{sendId}` tells what becomes of it.", body = SendResponse,
                    headers(("Location" = String, description = "Where to ask what becomes of it."))),
                $faults
            )
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
