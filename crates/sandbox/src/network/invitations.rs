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
    let answer = network.store.read(move |tx| {
        invitations::list(tx, seat.member, is_sent)?
            .into_iter()
            .map(|invitation| {
                let other = if is_sent {
                    invitation.addressee
                } else {
                    invitation.inviter
                };
                Ok(json!({
                    "invitation_id": invitation.invitation_id(),
                    "direction": if is_sent { "sent" } else { "received" },
                    "member": members::view(tx, seat.member, &members::get(tx, other)?)?,
                    "note": invitation.note,
                    "sent_at": invitation.sent_at,
                }))
            })
            .collect::<Result<Vec<_>, Refusal>>()
    });
    Ok(Json(json!({"invitations": answer.await?})))
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
