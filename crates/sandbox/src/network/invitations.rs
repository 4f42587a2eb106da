//! Inviting members to connect, and answering their invitations.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Network;
use crate::input;
use crate::refusal::Refusal;
use crate::store::Tx;
use crate::world::acceptances::{self, Acceptance};
use crate::world::invitations::{self, Ending, Invitation};
use crate::world::members::{self, Member};
use crate::world::seats::Seat;
use crate::world::sends;

#[derive(Deserialize)]
struct ConnectRequest {
    #[serde(default)]
    token: String,
    #[serde(default)]
    member: String,
    note: Option<String>,
}

pub(super) async fn send(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let request: ConnectRequest = input::body(&body)?;
    sends::check_token(&request.token)?;
    invitations::check_note(request.note.as_deref())?;
    let answer = network.store.write(move |tx| invite(tx, &seat, &request));
    Ok(Json(answer.await?))
}

fn invite(tx: &mut Tx<'_>, seat: &Seat, request: &ConnectRequest) -> Result<Value, Refusal> {
    if seat.class.honours_token()
        && let Some(first) = invitations::find_by_token(tx, seat.member, &request.token)?
    {
        let addressee = members::get(tx, first.addressee)?;
        return Ok(view(&first, &addressee, true));
    }
    let addressee = members::resolve(tx, Some(seat.member), &request.member)?;
    let note = request.note.as_deref();
    let invitation = invitations::send(tx, seat.member, &addressee, note, Some(&request.token))?;
    acceptances::insert(
        tx,
        &Acceptance {
            seq: 0,
            seat_id: seat.seat_id.clone(),
            kind: "invitation".to_owned(),
            token: request.token.clone(),
            thread_id: None,
            message_id: None,
            member_key: Some(addressee.key.clone()),
            text: invitation.note.clone().unwrap_or_default(),
            accepted_at: invitation.sent_at,
        },
    )?;
    Ok(view(&invitation, &addressee, false))
}

fn view(invitation: &Invitation, addressee: &Member, replayed: bool) -> Value {
    let state = if invitation.state == "open" {
        "sent"
    } else {
        &invitation.state
    };
    json!({
        "invitation_id": invitation.invitation_id(),
        "state": state,
        "sent_at": invitation.sent_at,
        "note": invitation.note,
        "member_key": addressee.key,
        "replayed": replayed,
    })
}

#[derive(Deserialize)]
struct ListQuery {
    direction: Option<String>,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub(super) async fn list(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    uri: Uri,
) -> Result<Json<Value>, Refusal> {
    let query: ListQuery = input::query(&uri)?;
    let is_sent = match query.direction.as_deref() {
        Some("sent") => true,
        Some("received") => false,
        _ => {
            return Err(Refusal::invalid(
                "direction",
                "a direction is sent or received",
            ));
        }
    };
    let limit = input::limit(query.limit, 100, 500)?;
    let before = input::pair_cursor('i', query.cursor.as_deref())?;
    let answer = network.store.read(move |tx| {
        let mut found = invitations::list(tx, seat.member, is_sent, before, limit + 1)?;
        let has_more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if has_more {
            found.pop();
        }
        let next_cursor = found
            .last()
            .filter(|_| has_more)
            .map(|last| format!("i{}.{}", last.sent_at, last.id));
        let shown = found
            .iter()
            .map(|invitation| shown(tx, seat.member, invitation))
            .collect::<Result<Vec<_>, Refusal>>()?;
        Ok(json!({"invitations": shown, "next_cursor": next_cursor}))
    });
    Ok(Json(answer.await?))
}

/// One invitation, however it stands.
pub(super) async fn get(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path(invitation_id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let answer = network.store.read(move |tx| {
        let found = invitations::find(tx, seat.member, &invitation_id)?;
        let invitation = found.ok_or_else(|| {
            Refusal::new(
                "unknown_invitation",
                format!("there is no invitation {invitation_id:?}"),
            )
        })?;
        shown(tx, seat.member, &invitation)
    });
    Ok(Json(answer.await?))
}

/// An invitation as one of the two sees it.
fn shown(tx: &Tx<'_>, viewer: i64, invitation: &Invitation) -> Result<Value, Refusal> {
    let is_sent = invitation.inviter == viewer;
    let other = if is_sent {
        invitation.addressee
    } else {
        invitation.inviter
    };
    Ok(json!({
        "invitation_id": invitation.invitation_id(),
        "direction": if is_sent { "sent" } else { "received" },
        "member": members::view(tx, viewer, &members::get(tx, other)?)?,
        "note": invitation.note,
        "sent_at": invitation.sent_at,
        "state": invitation.state_for(viewer),
    }))
}

pub(super) async fn end(
    State(network): State<Arc<Network>>,
    Extension(seat): Extension<Seat>,
    Path((invitation_id, ending)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    let ending = Ending::parse(&ending).ok_or_else(|| {
        Refusal::new(
            "unknown_route",
            "an invitation can be accepted, ignored or withdrawn",
        )
    })?;
    let id = invitation_id.clone();
    network
        .store
        .write(move |tx| {
            let invitation = invitations::find_to_end(tx, seat.member, &id, ending)?;
            invitations::end(tx, &invitation, ending)
        })
        .await?;
    Ok(Json(
        json!({"invitation_id": invitation_id, "state": ending.state()}),
    ))
}
