//! The answer to a request that handed a send over.

use std::time::Duration;

use app::sends::{KeptMessage, SendMessage};
use app::{Caller, Refusal};
use axum::Json;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::error_code::ErrorCode;

use super::super::sends::SendResource;
use crate::door::Door;
use crate::fault::Fault;

/// The answer to a request that handed a send over.
pub(super) fn handed_over(status: StatusCode, send: &SendResource) -> Response {
    let location = format!("/v1/sends/{}", send.id());
    let mut response = (status, Json(send)).into_response();
    let headers = response.headers_mut();
    if let Ok(location) = HeaderValue::from_str(&location) {
        headers.insert(LOCATION, location);
    }
    send.add_headers(headers);
    response
}

/// The same of a send that was kept just now, or before.
pub(in crate::v1) fn answer(kept: KeptMessage) -> Response {
    let (status, send) = shown(kept);
    handed_over(status, &send)
}

/// Hands a message over and shows the send.
pub(super) async fn keep(
    door: &Door,
    caller: &Caller,
    command: SendMessage,
    key: Option<String>,
    wait: Option<Duration>,
) -> Result<(StatusCode, SendResource), Fault> {
    let command = keyed(command, key, wait)?;
    Ok(shown(door.app.keep_message(caller, command).await?))
}

/// The command with its key, which it must have.
pub(super) fn keyed(
    command: SendMessage,
    key: Option<String>,
    wait: Option<Duration>,
) -> Result<SendMessage, Fault> {
    if key.is_none() {
        return Err(Refusal::of(ErrorCode::IdempotencyKeyRequired).into());
    }
    Ok(SendMessage {
        idempotency_key: key,
        wait,
        ..command
    })
}

/// Whether the send is settled, as a status, and the send.
pub(super) fn shown(kept: KeptMessage) -> (StatusCode, SendResource) {
    let status = if kept.send.may_leave {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    (status, SendResource::kept(kept))
}
