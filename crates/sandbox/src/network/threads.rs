//! Reading the mailbox's threads.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Network;
use crate::input;
use crate::refusal::Refusal;
use crate::world::members;
use crate::world::seats::Seat;
use crate::world::threads::{self, ThreadView};

#[derive(Deserialize)]
struct ListQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub(super) async fn list(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    uri: Uri,
) -> Result<Json<Value>, Refusal> {
    let query: ListQuery = input::query(&uri)?;
    let limit = input::limit(query.limit, 20, 100)?;
    let before = input::pair_cursor('t', query.cursor.as_deref())?;
    let answer = network.store.read(move |tx| {
        let mut found = threads::list(tx, seat.member, before, limit + 1)?;
        let has_more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if has_more {
            found.pop();
        }
        let next_cursor = found
            .last()
            .filter(|_| has_more)
            .map(|(instant, thread)| format!("t{instant}.{}", thread.id));
        let threads = found
            .iter()
            .map(|(_, thread)| threads::view(tx, seat.viewer(), thread))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(json!({"threads": threads, "next_cursor": next_cursor}))
    });
    Ok(Json(answer.await?))
}

pub(super) async fn get(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(thread_id): Path<String>,
) -> Result<Json<ThreadView>, Refusal> {
    let answer = network.store.read(move |tx| {
        let thread = threads::get(tx, seat.member, &thread_id)?;
        threads::view(tx, seat.viewer(), &thread)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn with(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(reference): Path<String>,
) -> Result<Json<ThreadView>, Refusal> {
    let answer = network.store.read(move |tx| {
        let other = members::resolve(tx, Some(seat.member), &reference)?;
        let thread = threads::find_one_to_one(tx, seat.member, other.id)?.ok_or_else(|| {
            Refusal::new("unknown_thread", "there is no thread with this member yet")
        })?;
        threads::view(tx, seat.viewer(), &thread)
    });
    Ok(Json(answer.await?))
}
