//! Changing what any member wrote, as they would by hand: whenever they like.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::input;
use crate::network::{Network, read_body};
use crate::refusal::Refusal;
use crate::world::changes::{self, Window};
use crate::world::messages::{self, MessageView};
use crate::world::{Viewer, members, threads};

#[derive(Deserialize)]
struct Change {
    #[serde(rename = "as")]
    actor: String,
    thread_id: String,
    message_id: String,
    #[serde(default)]
    text: String,
}

pub(super) async fn edit(
    State(network): State<Arc<Network>>,
    body: Body,
) -> Result<Json<MessageView>, Refusal> {
    let change: Change = input::body(&read_body(body).await?)?;
    let answer = network.store.write(move |tx| {
        let actor = members::resolve(tx, None, &change.actor)?.id;
        let thread = threads::get(tx, actor, &change.thread_id)?;
        let to = (change.text.as_str(), Window::Open);
        let message = changes::edit(tx, actor, &thread, &change.message_id, to)?;
        messages::view(tx, Viewer::whole(actor), &thread.thread_id, &message)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn delete(
    State(network): State<Arc<Network>>,
    body: Body,
) -> Result<Json<Value>, Refusal> {
    let change: Change = input::body(&read_body(body).await?)?;
    let answer = network.store.write(move |tx| {
        let actor = members::resolve(tx, None, &change.actor)?.id;
        let thread = threads::get(tx, actor, &change.thread_id)?;
        changes::delete(tx, actor, &thread, (&change.message_id, Window::Open))
    });
    Ok(Json(json!({"deleted_at": answer.await?})))
}
