//! Changing a message, and taking it back.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Network;
use crate::input;
use crate::refusal::Refusal;
use crate::world::changes::{self, Window};
use crate::world::messages::{self, MessageView};
use crate::world::seats::Seat;
use crate::world::{Viewer, threads};

#[derive(Deserialize)]
struct EditRequest {
    #[serde(default)]
    text: String,
}

pub(super) async fn edit(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path((thread_id, message_id)): Path<(String, String)>,
    body: Bytes,
) -> Result<Json<MessageView>, Refusal> {
    let request: EditRequest = input::body(&body)?;
    let answer = network.store.write(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        let change = (request.text.as_str(), Window::Checked);
        let message = changes::edit(tx, seat.member, &thread, &message_id, change)?;
        messages::view(tx, Viewer::whole(seat.member), &thread_id, &message)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn delete(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path((thread_id, message_id)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    let id = message_id.clone();
    let answer = network.store.write(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        changes::delete(tx, seat.member, &thread, (&id, Window::Checked))
    });
    let deleted_at = answer.await?;
    Ok(Json(
        json!({"message_id": message_id, "deleted_at": deleted_at}),
    ))
}
