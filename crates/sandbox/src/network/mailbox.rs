//! Putting the mailbox in order: what lies in the archive, has a star, is to be read once more.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use serde::Deserialize;

use super::Network;
use crate::input;
use crate::refusal::Refusal;
use crate::world::mailboxes::{self, Change};
use crate::world::seats::Seat;
use crate::world::threads::{self, ThreadView};

#[derive(Deserialize)]
struct ArchiveRequest {
    archived: Option<bool>,
}

#[derive(Deserialize)]
struct StarRequest {
    starred: Option<bool>,
}

pub(super) async fn archive(
    state: State<Arc<Network>>,
    seat: Extension<Seat>,
    path: Path<String>,
    body: Bytes,
) -> Result<Json<ThreadView>, Refusal> {
    let request: ArchiveRequest = input::body(&body)?;
    let archived = given("archived", request.archived)?;
    change(state, seat, path, Change::Archived(archived)).await
}

pub(super) async fn star(
    state: State<Arc<Network>>,
    seat: Extension<Seat>,
    path: Path<String>,
    body: Bytes,
) -> Result<Json<ThreadView>, Refusal> {
    let request: StarRequest = input::body(&body)?;
    let starred = given("starred", request.starred)?;
    change(state, seat, path, Change::Starred(starred)).await
}

pub(super) async fn mark_unread(
    state: State<Arc<Network>>,
    seat: Extension<Seat>,
    path: Path<String>,
) -> Result<Json<ThreadView>, Refusal> {
    change(state, seat, path, Change::Unread).await
}

fn given(field: &'static str, flag: Option<bool>) -> Result<bool, Refusal> {
    flag.ok_or_else(|| Refusal::invalid(field, "true or false is expected"))
}

async fn change(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(thread_id): Path<String>,
    change: Change,
) -> Result<Json<ThreadView>, Refusal> {
    let answer = network.store.write(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        mailboxes::change(tx, seat.member, &thread, change)?;
        threads::view(tx, seat.viewer(), &thread)
    });
    Ok(Json(answer.await?))
}
