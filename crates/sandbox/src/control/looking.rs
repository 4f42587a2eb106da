//! Looking at the whole world, past every mailbox's border.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::input;
use crate::network::Network;
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::messages::{self, Anchor};
use crate::world::seats::{self, Seat};
use crate::world::{Viewer, acceptances, members, threads};

type Answer = Result<Json<Value>, Refusal>;

/// Messages read at once for a history.
const HISTORY_PAGE: i64 = 1_000;

pub(super) async fn state(State(network): State<Arc<Network>>) -> Answer {
    let (seed, clock) = (network.seed, network.clock.clone());
    let answer = network.store.read(move |tx| {
        let count = |sql| tx.get(sql, [], |row| row.get::<_, i64>(0));
        let base_at = tx
            .meta("base_at")?
            .and_then(|instant| instant.parse::<i64>().ok());
        Ok(json!({
            "seed": seed,
            "base_at": base_at,
            "now": tx.now,
            "clock_offset_ms": clock.offset_ms(),
            "members": count("SELECT count(*) FROM member")?,
            "threads": count("SELECT count(*) FROM thread")?,
            "messages": count("SELECT count(*) FROM message")?,
            "acceptances": acceptances::count(tx)?,
        }))
    });
    Ok(Json(answer.await?))
}

#[derive(Deserialize)]
struct PageQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub(super) async fn members(State(network): State<Arc<Network>>, uri: Uri) -> Answer {
    let query: PageQuery = input::query(&uri)?;
    let limit = input::limit(query.limit, 500, 1_000)?;
    let after = match &query.cursor {
        Some(cursor) => input::single_cursor('m', cursor)?,
        None => 0,
    };
    let answer = network.store.read(move |tx| {
        let found = members::list(tx, after, limit)?;
        let is_full = found.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        let next_cursor = found
            .last()
            .filter(|_| is_full)
            .map(|member| format!("m{}", member.id));
        let members = found
            .into_iter()
            .map(|member| {
                Ok(json!({
                    "member_key": member.key,
                    "member_number": member.number,
                    "slug": member.slug,
                    "name": member.name(),
                    "headline": member.headline,
                    "open_profile": member.open_profile,
                    "premium": member.premium,
                    "persona": member.persona,
                    "seat_id": seats::find_by_member(tx, member.id)?.map(|seat| seat.seat_id),
                }))
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(json!({"members": members, "next_cursor": next_cursor}))
    });
    Ok(Json(answer.await?))
}

/// A seat as the control API shows it, token included.
pub(super) fn seat_view(tx: &Tx<'_>, seat: &Seat) -> Result<Value, Refusal> {
    let member = seats::member(tx, seat)?;
    Ok(json!({
        "seat_id": seat.seat_id,
        "token": seat.token,
        "session": if seat.session_valid { "valid" } else { "expired" },
        "capability_class": seat.class,
        "challenge": seat.challenge,
        "restricted_until": seat.restricted_until,
        "member_key": member.key,
        "member_number": member.number,
        "slug": member.slug,
        "name": member.name(),
        "premium": seat.premium,
        "inmail": {"total": seat.inmail_total, "used": seat.inmail_used},
        "conduct": seat.conduct,
    }))
}

pub(super) async fn seats(State(network): State<Arc<Network>>) -> Answer {
    let answer = network.store.read(|tx| {
        seats::list(tx)?
            .iter()
            .map(|seat| seat_view(tx, seat))
            .collect::<Result<Vec<_>, Refusal>>()
    });
    Ok(Json(json!({"seats": answer.await?})))
}

#[derive(Deserialize)]
struct ThreadsQuery {
    member: String,
}

pub(super) async fn threads(State(network): State<Arc<Network>>, uri: Uri) -> Answer {
    let query: ThreadsQuery = input::query(&uri)?;
    let answer = network.store.read(move |tx| {
        let member = members::resolve(tx, None, &query.member)?;
        threads::list(tx, member.id, None, i64::MAX)?
            .into_iter()
            .map(|(last_activity_at, thread)| {
                let participants = threads::participants(tx, thread.id)?
                    .into_iter()
                    .map(|(member, _)| Ok(members::get(tx, member)?.key))
                    .collect::<Result<Vec<_>, Refusal>>()?;
                Ok(json!({
                    "thread_id": thread.thread_id,
                    "kind": thread.kind,
                    "participants": participants,
                    "message_count": thread.last_position,
                    "last_activity_at": last_activity_at,
                }))
            })
            .collect::<Result<Vec<_>, Refusal>>()
    });
    Ok(Json(json!({"threads": answer.await?})))
}

#[derive(Deserialize)]
struct AcceptancesQuery {
    after: Option<i64>,
    limit: Option<i64>,
    seat: Option<String>,
}

pub(super) async fn acceptances(State(network): State<Arc<Network>>, uri: Uri) -> Answer {
    let query: AcceptancesQuery = input::query(&uri)?;
    let limit = input::limit(query.limit, 1_000, 10_000)?;
    let after = query.after.unwrap_or(0);
    let answer = network
        .store
        .read(move |tx| acceptances::list(tx, after, limit, query.seat.as_deref()));
    let acceptances = answer.await?;
    let last = acceptances
        .last()
        .map_or(after, |acceptance| acceptance.seq);
    Ok(Json(json!({"acceptances": acceptances, "last": last})))
}

pub(super) async fn history(
    State(network): State<Arc<Network>>,
    Path(seat_id): Path<String>,
) -> Answer {
    let answer = network.store.read(move |tx| {
        let seat = seats::get(tx, &seat_id)?;
        let viewer = Viewer::whole(seat.member);
        threads::list(tx, seat.member, None, i64::MAX)?
            .into_iter()
            .map(|(_, thread)| {
                let mut view = serde_json::to_value(threads::view(tx, viewer, &thread)?)?;
                let mut messages = Vec::new();
                let mut position = 0;
                loop {
                    let page =
                        messages::page(tx, viewer, &thread, Anchor::After(position), HISTORY_PAGE)?;
                    let Some(last) = page.last() else { break };
                    position = last.position;
                    messages.extend(page);
                }
                view["messages"] = serde_json::to_value(messages)?;
                Ok(view)
            })
            .collect::<Result<Vec<_>, Refusal>>()
    });
    Ok(Json(json!({"threads": answer.await?})))
}
