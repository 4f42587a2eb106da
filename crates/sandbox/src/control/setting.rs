//! Setting the conditions: clock, seats, sessions, faults, personas.

use std::sync::{Arc, PoisonError};

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::looking::seat_view;
use crate::clock::CENTURY_MS;
use crate::faults::Spec;
use crate::input;
use crate::network::{Network, read_body};
use crate::personas;
use crate::refusal::Refusal;
use crate::server::CLOCK_META_KEY;
use crate::store::Tx;
use crate::world::generate;
use crate::world::members::{self, Member};
use crate::world::seats::{self, Class, Conduct};

type Answer = Result<Json<Value>, Refusal>;

const SEAT_ID_CHARS_MAX: usize = 40;
const CREDITS_MAX: i64 = 1_000_000;
/// Where the number of session tokens given out later is kept; the first ones are numbered by member.
const TOKENS_META_KEY: &str = "tokens_given";
const FIRST_LATER_TOKEN: i64 = 1_000_000;

fn clock_view(network: &Network) -> Json<Value> {
    Json(json!({"now": network.clock.now_ms(), "offset_ms": network.clock.offset_ms()}))
}

pub(super) async fn clock(State(network): State<Arc<Network>>) -> Json<Value> {
    clock_view(&network)
}

#[derive(Deserialize)]
struct ClockChange {
    offset_ms: Option<i64>,
    advance_ms: Option<i64>,
}

pub(super) async fn set_clock(State(network): State<Arc<Network>>, body: Body) -> Answer {
    let change: ClockChange = input::body(&read_body(body).await?)?;
    let (offset, field) = match (change.offset_ms, change.advance_ms) {
        (Some(offset), None) => (offset, "offset_ms"),
        (None, Some(advance)) => (
            network.clock.offset_ms().saturating_add(advance),
            "advance_ms",
        ),
        _ => {
            return Err(Refusal::invalid(
                "offset_ms",
                "exactly one of offset_ms and advance_ms is expected",
            ));
        }
    };
    if !(-CENTURY_MS..=CENTURY_MS).contains(&offset) {
        return Err(Refusal::invalid(
            field,
            format!("the clock moves by {CENTURY_MS} ms at most, either way"),
        ));
    }
    network
        .store
        .write(move |tx| tx.set_meta(CLOCK_META_KEY, &offset.to_string()))
        .await?;
    network.clock.set_offset_ms(offset);
    Ok(clock_view(&network))
}

#[derive(Deserialize)]
struct NewSeat {
    seat_id: String,
    slug: Option<String>,
    #[serde(default)]
    premium: bool,
    #[serde(default)]
    inmail_total: i64,
}

pub(super) async fn add_seat(State(network): State<Arc<Network>>, body: Body) -> Answer {
    let new: NewSeat = input::body(&read_body(body).await?)?;
    let is_name = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    if new.seat_id.is_empty() || new.seat_id.len() > SEAT_ID_CHARS_MAX || !is_name(&new.seat_id) {
        return Err(Refusal::invalid(
            "seat_id",
            "letters, digits, - and _ are expected",
        ));
    }
    input::number_within("inmail_total", new.inmail_total, CREDITS_MAX)?;
    let entropy = network.entropy;
    let answer = network.store.write(move |tx| {
        if seats::list(tx)?
            .iter()
            .any(|seat| seat.seat_id == new.seat_id)
        {
            return Err(Refusal::new("conflict", "this seat exists already"));
        }
        let member = match &new.slug {
            Some(reference) => members::resolve(tx, None, reference)?,
            None => newcomer(tx)?,
        };
        if seats::find_by_member(tx, member.id)?.is_some() {
            return Err(Refusal::new("conflict", "this member is a seat already"));
        }
        let token = next_token(tx, entropy)?;
        let conduct = Conduct::default();
        seats::insert(
            tx,
            &new.seat_id,
            member.id,
            &token,
            (new.inmail_total, 0),
            &conduct,
        )?;
        let mut seat = seats::get(tx, &new.seat_id)?;
        seat.premium = new.premium;
        seats::update(tx, &seat)?;
        seat_view(tx, &seat)
    });
    Ok(Json(answer.await?))
}

fn newcomer(tx: &Tx<'_>) -> Result<Member, Refusal> {
    let number: i64 = tx.get("SELECT count(*) FROM member", [], |row| row.get(0))?;
    let id = members::insert(tx, &generate::newcomer(tx.seed, number))?;
    members::get(tx, id)
}

fn next_token(tx: &Tx<'_>, entropy: [u8; 32]) -> Result<String, Refusal> {
    let number = tx
        .meta(TOKENS_META_KEY)?
        .and_then(|number| number.parse::<i64>().ok())
        .unwrap_or(FIRST_LATER_TOKEN);
    tx.set_meta(TOKENS_META_KEY, &(number + 1).to_string())?;
    Ok(generate::token(entropy, number))
}

#[derive(Deserialize)]
struct SeatChange {
    capability_class: Option<Class>,
    premium: Option<bool>,
    inmail_total: Option<i64>,
    inmail_used: Option<i64>,
    session: Option<String>,
    challenge: Option<bool>,
    restricted_for_ms: Option<i64>,
    conduct: Option<Conduct>,
}

pub(super) async fn change_seat(
    State(network): State<Arc<Network>>,
    Path(seat_id): Path<String>,
    body: Body,
) -> Answer {
    let change: SeatChange = input::body(&read_body(body).await?)?;
    let session_valid = match change.session.as_deref() {
        None => None,
        Some("valid") => Some(true),
        Some("expired") => Some(false),
        Some(_) => return Err(Refusal::invalid("session", "a session is valid or expired")),
    };
    if let Some(duration) = change.restricted_for_ms {
        input::span("restricted_for_ms", duration)?;
    }
    if let Some(conduct) = &change.conduct {
        input::span("conduct", conduct.window_ms)?;
        input::span("conduct", conduct.restriction_ms)?;
    }
    for (field, credits) in [
        ("inmail_total", change.inmail_total),
        ("inmail_used", change.inmail_used),
    ] {
        input::number_within(field, credits.unwrap_or(0), CREDITS_MAX)?;
    }
    let answer = network.store.write(move |tx| {
        let mut seat = seats::get(tx, &seat_id)?;
        seat.class = change.capability_class.unwrap_or(seat.class);
        seat.premium = change.premium.unwrap_or(seat.premium);
        seat.inmail_total = change.inmail_total.unwrap_or(seat.inmail_total);
        seat.inmail_used = change.inmail_used.unwrap_or(seat.inmail_used);
        seat.session_valid = session_valid.unwrap_or(seat.session_valid);
        seat.challenge = change.challenge.unwrap_or(seat.challenge);
        if let Some(duration) = change.restricted_for_ms {
            seat.restricted_until = (duration > 0).then(|| tx.now + duration);
        }
        seat.conduct = change.conduct.unwrap_or(seat.conduct);
        seats::update(tx, &seat)?;
        seat_view(tx, &seat)
    });
    Ok(Json(answer.await?))
}

pub(super) async fn renew_session(
    State(network): State<Arc<Network>>,
    Path(seat_id): Path<String>,
) -> Answer {
    let entropy = network.entropy;
    let answer = network.store.write(move |tx| {
        let mut seat = seats::get(tx, &seat_id)?;
        seat.token = next_token(tx, entropy)?;
        seat.session_valid = true;
        seats::update(tx, &seat)?;
        seat_view(tx, &seat)
    });
    Ok(Json(answer.await?))
}

async fn check_seat(network: &Network, seat_id: &str) -> Result<(), Refusal> {
    let seat_id = seat_id.to_owned();
    network
        .store
        .read(move |tx| seats::get(tx, &seat_id).map(|_| ()))
        .await
}

pub(super) async fn faults(
    State(network): State<Arc<Network>>,
    Path(seat_id): Path<String>,
) -> Answer {
    check_seat(&network, &seat_id).await?;
    Ok(Json(json!({"faults": network.faults.list(&seat_id)})))
}

pub(super) async fn add_fault(
    State(network): State<Arc<Network>>,
    Path(seat_id): Path<String>,
    body: Body,
) -> Answer {
    let spec: Spec = input::body(&read_body(body).await?)?;
    check_seat(&network, &seat_id).await?;
    network.faults.add(&seat_id, spec)?;
    Ok(Json(json!({"faults": network.faults.list(&seat_id)})))
}

pub(super) async fn clear_faults(
    State(network): State<Arc<Network>>,
    Path(seat_id): Path<String>,
) -> Answer {
    check_seat(&network, &seat_id).await?;
    network.faults.clear(&seat_id, None);
    Ok(Json(json!({"faults": network.faults.list(&seat_id)})))
}

pub(super) async fn clear_fault(
    State(network): State<Arc<Network>>,
    Path((seat_id, fault_id)): Path<(String, String)>,
) -> Answer {
    check_seat(&network, &seat_id).await?;
    let fault_id = fault_id
        .parse()
        .map_err(|_| Refusal::invalid("fault_id", "a fault's number is expected"))?;
    network.faults.clear(&seat_id, Some(fault_id));
    Ok(Json(json!({"faults": network.faults.list(&seat_id)})))
}

pub(super) async fn personas(State(network): State<Arc<Network>>) -> Answer {
    Ok(Json(serde_json::to_value(personas::current(
        &network.personas,
    ))?))
}

pub(super) async fn set_personas(State(network): State<Arc<Network>>, body: Body) -> Answer {
    let change: Value = input::body(&read_body(body).await?)?;
    let mut settings = serde_json::to_value(personas::current(&network.personas))?;
    if let (Some(settings), Some(change)) = (settings.as_object_mut(), change.as_object()) {
        for (name, value) in change {
            settings.insert(name.clone(), value.clone());
        }
    }
    let settings: personas::Personas = serde_json::from_value(settings)
        .map_err(|error| Refusal::invalid("body", error.to_string()))?;
    settings.check()?;
    let kept = serde_json::to_string(&settings)?;
    network
        .store
        .write(move |tx| tx.set_meta(personas::META_KEY, &kept))
        .await?;
    let view = serde_json::to_value(&settings)?;
    *network
        .personas
        .write()
        .unwrap_or_else(PoisonError::into_inner) = settings;
    Ok(Json(view))
}
