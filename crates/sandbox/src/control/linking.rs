//! Programs that may ask members, and how long what they are given is good.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::input;
use crate::linking::{LOCAL_CLIENT, check_redirect_uri};
use crate::network::{Network, read_body};
use crate::refusal::Refusal;
use crate::world::grants::{self, Program};

type Answer = Result<Json<Value>, Refusal>;

const TEXT_CHARS_MAX: usize = 100;
const REDIRECTS_MAX: usize = 20;

#[derive(Deserialize)]
struct NewProgram {
    name: String,
    redirect_uris: Vec<String>,
}

pub(super) async fn put_program(
    State(network): State<Arc<Network>>,
    Path(client_id): Path<String>,
    body: Body,
) -> Answer {
    let new: NewProgram = input::body(&read_body(body).await?)?;
    let is_text = |text: &str| (1..=TEXT_CHARS_MAX).contains(&text.chars().count());
    if !is_text(&client_id) || client_id == LOCAL_CLIENT {
        return Err(Refusal::invalid(
            "client_id",
            "1 to 100 characters, and not the local program's",
        ));
    }
    if !is_text(new.name.trim()) {
        return Err(Refusal::invalid("name", "1 to 100 characters are expected"));
    }
    let uris = &new.redirect_uris;
    if uris.is_empty()
        || uris.len() > REDIRECTS_MAX
        || uris.iter().any(|uri| check_redirect_uri(uri).is_none())
    {
        return Err(Refusal::invalid(
            "redirect_uris",
            "1 to 20 whole addresses without a fragment are expected",
        ));
    }
    let program = Program {
        client_id,
        name: new.name.trim().to_owned(),
        redirect_uris: new.redirect_uris,
    };
    let view = json!({
        "client_id": program.client_id, "name": program.name, "redirect_uris": program.redirect_uris,
    });
    network
        .store
        .write(move |tx| grants::put_program(tx, &program))
        .await?;
    Ok(Json(view))
}

#[derive(Deserialize)]
struct Lifetime {
    access_lifetime_ms: Option<i64>,
}

pub(super) async fn lifetime(State(network): State<Arc<Network>>) -> Answer {
    let lifetime = network.store.read(|tx| grants::lifetime_ms(tx)).await?;
    Ok(Json(json!({"access_lifetime_ms": lifetime})))
}

pub(super) async fn set_lifetime(State(network): State<Arc<Network>>, body: Body) -> Answer {
    let change: Lifetime = input::body(&read_body(body).await?)?;
    let lifetime = change.access_lifetime_ms;
    if let Some(lifetime) = lifetime {
        input::span("access_lifetime_ms", lifetime)?;
    }
    network
        .store
        .write(move |tx| grants::set_lifetime_ms(tx, lifetime))
        .await?;
    Ok(Json(json!({"access_lifetime_ms": lifetime})))
}
