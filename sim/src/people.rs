//! People on the network: they answer, receive and see; the owner of a seat writes by hand and deletes.

use std::sync::Arc;

use crate::network::Shown;
use crate::sometimes::Sometimes;
use crate::world::World;

/// What people answer. Some of it asks for silence, in the words that people use for it.
const ANSWERS: [&str; 8] = [
    "Thanks, let us talk on Tuesday.",
    "Who is this?",
    "Please stop writing to me.",
    "Not interested, take me off your list.",
    "unsubscribe",
    "Bitte keine weiteren Nachrichten.",
    "Sounds good!",
    "Could you stop by on Friday?",
];

/// Somebody writes to a seat; half of the time the one to whom the newest act went.
pub(crate) fn reply(world: &Arc<World>) {
    let newest = {
        let state = world.network.state();
        let call = state.log.calls.last();
        call.and_then(|call| Some((call.seat, call.person?)))
    };
    let (seat, person, text) = {
        let mut chance = world.chance();
        let (seat, person) = match newest {
            Some(newest) if chance.per_mille(500) => newest,
            _ => (
                chance.index(world.plan.seats.len()),
                chance.index(world.plan.people),
            ),
        };
        (seat, person, *chance.pick(&ANSWERS))
    };
    world.note(format_args!("person {person} writes to seat {seat}"));
    world.network.post(seat, person, false, text);
}

/// The owner writes by hand, sometimes the very words that the gateway was given.
pub(crate) fn write_by_hand(world: &Arc<World>) {
    let copied = {
        let state = world.network.state();
        let call = state.log.calls.last();
        call.filter(|call| !call.is_invitation)
            .and_then(|call| Some((call.seat, call.person?, call.text.clone())))
    };
    let (seat, person, text) = match copied {
        Some(copied) if world.chance().per_mille(600) => {
            world.reached(Sometimes::SameTextByHand);
            copied
        }
        _ => {
            let mut chance = world.chance();
            let seat = chance.index(world.plan.seats.len());
            (
                seat,
                chance.index(world.plan.people),
                "By my own hand.".to_owned(),
            )
        }
    };
    world.note(format_args!("the owner of seat {seat} writes to {person}"));
    world.network.post(seat, person, true, &text);
}

/// A message of ours arrives, or is seen.
pub(crate) fn receive(world: &Arc<World>) {
    let now = world.network.now();
    let shown = {
        let mut chance = world.chance();
        let mut state = world.network.state();
        let count = state.log.acceptances.len();
        let number = chance.index(count);
        let Some(accepted) = state.log.acceptances.get(number).cloned() else {
            return;
        };
        let Some(room) = state.seats[accepted.seat]
            .threads
            .get_mut(&accepted.thread_key)
        else {
            return;
        };
        let posted = room
            .messages
            .iter_mut()
            .find(|posted| posted.key == accepted.message_key);
        let Some(posted) = posted else {
            return;
        };
        posted.delivered_at.get_or_insert(now);
        if chance.per_mille(500) {
            posted.seen_at.get_or_insert(now);
        }
        (
            accepted.seat,
            Shown::Receipt(accepted.thread_key, accepted.message_key),
        )
    };
    world.network.show(shown.0, &shown.1);
}

/// The owner deletes in the app what the gateway sent days ago.
pub(crate) fn delete(world: &Arc<World>) {
    let before = world.handle.now() - 2 * crate::plan::DAY;
    let mut chance = world.chance();
    let mut state = world.network.state();
    let old = state
        .log
        .acceptances
        .iter()
        .filter(|accepted| accepted.at < before)
        .count();
    let number = chance.index(old);
    let Some(accepted) = state
        .log
        .acceptances
        .get(number)
        .cloned()
        .filter(|_| old > 0)
    else {
        return;
    };
    if let Some(room) = state.seats[accepted.seat]
        .threads
        .get_mut(&accepted.thread_key)
    {
        let posted = room
            .messages
            .iter_mut()
            .find(|posted| posted.key == accepted.message_key);
        if let Some(posted) = posted {
            posted.is_deleted = true;
        }
    }
}
