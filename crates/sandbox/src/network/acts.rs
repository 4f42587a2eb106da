//! The smaller acts: typing, acknowledging, having seen, reacting.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Network;
use crate::hub::TYPING_MS;
use crate::input;
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::messages::{self, MessageView};
use crate::world::receipts::{self, Acknowledgement, SeenView};
use crate::world::seats::Seat;
use crate::world::{Viewer, members, reactions, threads};

const ACKNOWLEDGED_MAX: usize = 500;

#[derive(Deserialize)]
struct TypingRequest {
    #[serde(default)]
    state: String,
}

/// Whether a typing state is on; anything but `on` and `off` is invalid.
pub(crate) fn typing_is_on(state: &str) -> Result<bool, Refusal> {
    match state {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(Refusal::invalid("state", "a state is on or off")),
    }
}

/// The seats that see this member type in the thread, and the member's key.
pub(crate) fn typing_audience(
    tx: &Tx<'_>,
    member: i64,
    thread_id: &str,
) -> Result<(Vec<i64>, String), Refusal> {
    let thread = threads::get(tx, member, thread_id)?;
    let audience = threads::participants(tx, thread.id)?
        .into_iter()
        .filter(|(other, _)| *other != member)
        .filter_map(|(_, seat)| seat)
        .collect();
    Ok((audience, members::get(tx, member)?.key))
}

pub(super) async fn type_in(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(thread_id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let request: TypingRequest = input::body(&body)?;
    let on = typing_is_on(&request.state)?;
    let place = thread_id.clone();
    let (audience, member_key) = network
        .store
        .read(move |tx| typing_audience(tx, seat.member, &place))
        .await?;
    let now = network.clock.now_ms();
    network
        .hub
        .type_in(&audience, &thread_id, &member_key, on, now);
    let expires_at = if on { now + TYPING_MS } else { now };
    Ok(Json(
        json!({"state": request.state, "expires_at": expires_at}),
    ))
}

#[derive(Deserialize)]
struct DeliveredRequest {
    #[serde(default)]
    message_ids: Vec<String>,
}

pub(super) async fn deliver(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    body: Bytes,
) -> Result<Json<Acknowledgement>, Refusal> {
    let request: DeliveredRequest = input::body(&body)?;
    if !(1..=ACKNOWLEDGED_MAX).contains(&request.message_ids.len()) {
        return Err(Refusal::invalid(
            "message_ids",
            format!("1 to {ACKNOWLEDGED_MAX} ids are expected"),
        ));
    }
    let answer = network
        .store
        .write(move |tx| receipts::deliver(tx, seat.member, &request.message_ids));
    Ok(Json(answer.await?))
}

#[derive(Deserialize)]
struct SeenRequest {
    up_to: Option<String>,
}

pub(super) async fn see(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(thread_id): Path<String>,
    body: Bytes,
) -> Result<Json<SeenView>, Refusal> {
    let request: SeenRequest = input::body(&body)?;
    let answer = network.store.write(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        let up_to = match &request.up_to {
            Some(message_id) => {
                Some(messages::get(tx, seat.viewer(), &thread, message_id)?.position)
            }
            None => None,
        };
        receipts::see(tx, seat.member, &thread, up_to)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn see_all(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
) -> Result<Json<Value>, Refusal> {
    let answer = network
        .store
        .write(move |tx| receipts::see_all(tx, seat.member));
    let (threads_marked, messages_seen) = answer.await?;
    Ok(Json(
        json!({"threads_marked": threads_marked, "messages_seen": messages_seen}),
    ))
}

#[derive(Deserialize)]
struct Emoji {
    #[serde(default)]
    emoji: String,
}

pub(super) async fn react(
    state: State<Arc<Network>>,
    seat: Extension<Seat>,
    path: Path<(String, String)>,
    body: Bytes,
) -> Result<Json<MessageView>, Refusal> {
    let request: Emoji = input::body(&body)?;
    set_reaction(state, seat, path, request.emoji, true).await
}

pub(super) async fn take_back(
    state: State<Arc<Network>>,
    seat: Extension<Seat>,
    path: Path<(String, String)>,
    uri: Uri,
) -> Result<Json<MessageView>, Refusal> {
    let request: Emoji = input::query(&uri)?;
    set_reaction(state, seat, path, request.emoji, false).await
}

async fn set_reaction(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path((thread_id, message_id)): Path<(String, String)>,
    emoji: String,
    added: bool,
) -> Result<Json<MessageView>, Refusal> {
    let answer = network.store.write(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        // In class D a seat is not shown what it sent, and may still react to it.
        let message = messages::get(tx, Viewer::whole(seat.member), &thread, &message_id)?;
        reactions::set(tx, &thread, &message, seat.member, &emoji, added)?;
        messages::view(tx, seat.viewer(), &thread_id, &message)
    });
    Ok(Json(answer.await?))
}
