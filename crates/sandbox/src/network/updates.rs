//! The update stream: a long poll over the seat's log and the signals of the moment.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Uri;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use super::Network;
use crate::input;
use crate::refusal::Refusal;
use crate::world::seats::Seat;
use crate::world::updates::{self, Update};

const WAIT_SECONDS_MAX: f64 = 60.0;

#[derive(Deserialize)]
struct UpdatesQuery {
    after: Option<String>,
    wait: Option<f64>,
    limit: Option<i64>,
}

/// What one look at the stream found.
struct Look {
    updates: Vec<Update>,
    cursor: String,
    has_more: bool,
}

pub(super) async fn cursor(
    State(network): State<Arc<Network>>,
    Extension(_): Extension<Seat>,
) -> Result<Json<Value>, Refusal> {
    let signal = network.hub.signal_end();
    let last = network.store.read(|tx| updates::last(tx)).await?;
    Ok(Json(json!({"cursor": format!("u{last}.{signal}")})))
}

pub(super) async fn updates(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    uri: Uri,
) -> Result<Json<Value>, Refusal> {
    let query: UpdatesQuery = input::query(&uri)?;
    let limit = input::limit(query.limit, 100, 500)?;
    let wait = query.wait.unwrap_or(0.0);
    if !(0.0..=WAIT_SECONDS_MAX).contains(&wait) {
        return Err(Refusal::invalid(
            "wait",
            format!("0 to {WAIT_SECONDS_MAX} seconds are allowed"),
        ));
    }
    let after = input::pair_cursor('u', query.after.as_deref())?
        .ok_or_else(|| Refusal::new("invalid_cursor", "after is expected"))?;
    let deadline = Instant::now() + Duration::from_secs_f64(wait);
    let mut changes = network.hub.subscribe(seat.id);
    let mut stopping = network.stopping.clone();
    let look = loop {
        changes.borrow_and_update();
        let look = look(&network, &seat, after, limit).await?;
        if !look.updates.is_empty() || Instant::now() >= deadline || *stopping.borrow() {
            break look;
        }
        tokio::select! {
            _ = changes.changed() => {}
            () = sleep_until(deadline) => {}
            _ = stopping.changed() => {}
        }
    };
    let updates = network.faults.spoil(&seat.seat_id, look.updates);
    Ok(Json(
        json!({"updates": updates, "cursor": look.cursor, "more": look.has_more}),
    ))
}

async fn look(
    network: &Network,
    seat: &Seat,
    after: (i64, i64),
    limit: i64,
) -> Result<Look, Refusal> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let reader = seat.clone();
    let (mut found, covered) = network
        .store
        .read(move |tx| updates::page(tx, &reader, after.0, limit))
        .await?;
    let has_more = found.len() == limit;
    let (signals, reached) = network.hub.signals_after(seat.id, after.1);
    found.extend(signals);
    Ok(Look {
        updates: found,
        cursor: format!("u{covered}.{reached}"),
        has_more,
    })
}
