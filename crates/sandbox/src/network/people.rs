//! The seat's own session, and what it may know of other members.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Network;
use crate::input;
use crate::refusal::Refusal;
use crate::world::groups;
use crate::world::members::{self, MemberView};
use crate::world::relations::{self, RelationshipView};
use crate::world::seats::{self, Seat};

type Answer<T> = Result<Json<T>, Refusal>;

pub(super) async fn me(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
) -> Answer<Value> {
    let answer = network.store.read(move |tx| {
        let member = seats::member(tx, &seat)?;
        Ok(json!({
            "seat_id": seat.seat_id,
            "member": members::view(tx, seat.member, &member)?,
            "capability_class": seat.class,
            "plan": seats::plan(&seat, tx.now),
            "now": tx.now,
        }))
    });
    Ok(Json(answer.await?))
}

pub(super) async fn member(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(reference): Path<String>,
) -> Answer<MemberView> {
    let answer = network.store.read(move |tx| {
        let member = members::resolve(tx, Some(seat.member), &reference)?;
        members::view(tx, seat.member, &member)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn relationship(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(reference): Path<String>,
) -> Answer<RelationshipView> {
    let answer = network.store.read(move |tx| {
        let member = members::resolve(tx, Some(seat.member), &reference)?;
        relations::view(tx, seat.member, &member)
    });
    Ok(Json(answer.await?))
}

#[derive(Deserialize)]
struct ConnectionsQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

#[derive(Serialize)]
struct ConnectionView {
    member: MemberView,
    connected_at: i64,
}

pub(super) async fn connections(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    uri: Uri,
) -> Answer<Value> {
    let query: ConnectionsQuery = input::query(&uri)?;
    let limit = input::limit(query.limit, 100, 500)?;
    let before = input::pair_cursor('c', query.cursor.as_deref())?;
    let answer = network.store.read(move |tx| {
        let mut found = relations::list(tx, seat.member, before, limit + 1)?;
        let has_more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if has_more {
            found.pop();
        }
        let next_cursor = found
            .last()
            .filter(|_| has_more)
            .map(|(instant, member)| format!("c{instant}.{member}"));
        let connections = found
            .into_iter()
            .map(|(connected_at, other)| {
                Ok(ConnectionView {
                    member: members::view(tx, seat.member, &members::get(tx, other)?)?,
                    connected_at,
                })
            })
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(json!({"connections": connections, "next_cursor": next_cursor}))
    });
    Ok(Json(answer.await?))
}

pub(super) async fn groups(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
) -> Answer<Value> {
    let answer = network.store.read(move |tx| groups::list(tx, seat.member));
    Ok(Json(json!({"groups": answer.await?})))
}

pub(super) async fn membership(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path((group_id, reference)): Path<(String, String)>,
) -> Answer<Value> {
    let answer = network.store.read(move |tx| {
        let other = members::resolve(tx, Some(seat.member), &reference)?;
        let (name, own, theirs) = groups::membership(tx, &group_id, seat.member, other.id)?;
        Ok(json!({
            "group_id": group_id,
            "name": name,
            "self_is_member": own,
            "other_is_member": theirs,
            "both_are_members": own && theirs,
        }))
    });
    Ok(Json(answer.await?))
}
