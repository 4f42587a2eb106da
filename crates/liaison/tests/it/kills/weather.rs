//! The network: its seats, what it does wrong meanwhile, and its people.

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::Stage;
use crate::network::Network;

/// The seats that every network has.
const FIRST_SEATS: [&str; 2] = ["premium", "free"];
/// How many know a seat that was added.
const FRIENDS: usize = 40;
/// Between two acts of the people.
const ACT_EVERY: Duration = Duration::from_millis(120);

/// A seat that the gateway is linked to.
pub(super) struct Seat {
    pub(super) id: String,
    /// How its owner is named.
    owner: Value,
    /// Members who know it and have no seat.
    pub(super) friends: Vec<Value>,
}

/// One seat for each class, in the order in which a gateway links them.
pub(super) fn seats(network: &mut Network, classes: &[&'static str]) -> Vec<Seat> {
    let ids: Vec<String> = (0..classes.len())
        .map(|place| match FIRST_SEATS.get(place) {
            Some(id) => (*id).to_owned(),
            None => format!("seat-{place}"),
        })
        .collect();
    for id in ids.iter().skip(FIRST_SEATS.len()) {
        network.add_seat(id, FRIENDS);
    }
    let known = network.control().get("/control/seats").ok();
    let known = known["seats"].as_array().unwrap();
    let owners: Vec<&Value> = known.iter().map(|seat| &seat["member_key"]).collect();
    let seats = ids.into_iter().zip(classes);
    seats
        .map(|(id, class)| {
            let path = format!("/control/seats/{id}");
            let change = json!({"capability_class": class});
            let seat = network.control().patch(&path, &change).ok();
            let friends = friends(network, &id, &owners);
            assert!(friends.len() >= 16, "{} friends", friends.len());
            Seat {
                id,
                owner: seat["slug"].clone(),
                friends,
            }
        })
        .collect()
}

fn friends(network: &Network, seat_id: &str, owners: &[&Value]) -> Vec<Value> {
    let path = "/network/connections?limit=200";
    let connections = network.seat(seat_id).get(path).ok();
    let connections = connections["connections"].as_array().unwrap();
    let members = connections.iter().map(|one| one["member"].clone());
    members
        .filter(|member| !owners.contains(&&member["member_key"]))
        .collect()
}

/// Switches on everything that a network may do wrong and that its seats must live with.
pub(super) fn rough(stage: &Stage<'_>) {
    let faults = [
        // These happen for certain, however short the storm is.
        json!({"fault": "answer_lost", "action": "send", "count": 2}),
        json!({"fault": "cut_before", "action": "send", "count": 2}),
        json!({"fault": "answer_lost", "action": "send", "probability": 0.04}),
        json!({"fault": "cut_before", "action": "send", "probability": 0.02}),
        json!({"fault": "error_500_not_sent", "action": "send", "probability": 0.03}),
        json!({"fault": "rate_limited", "action": "send", "probability": 0.01, "retry_after_ms": 700}),
        json!({"fault": "slow", "action": "send", "probability": 0.05, "delay_ms": 300}),
        json!({"fault": "slow", "phase": "after", "action": "send", "probability": 0.05, "delay_ms": 300}),
        json!({"fault": "slow", "action": "all", "probability": 0.02, "delay_ms": 150}),
        json!({"fault": "duplicate_updates", "action": "updates", "probability": 0.4}),
        json!({"fault": "reordered_updates", "action": "updates", "probability": 0.4}),
    ];
    for seat in stage.seats {
        for fault in &faults {
            stage.network.fault(&seat.id, fault);
        }
    }
}

/// Switches it off again.
pub(super) fn calm(stage: &Stage<'_>) {
    for seat in stage.seats {
        stage.network.heal(&seat.id);
    }
}

/// Friends write to the seats, react, read what they got, and change what they are called.
pub(super) fn people(stage: &Stage<'_>) {
    let control = stage.control();
    let mut act = 0;
    while !stage.is_over() {
        let seat = &stage.seats[act % stage.seats.len()];
        let friend = &seat.friends[stage.draw(act, "friend", seat.friends.len())];
        let slug = &friend["slug"];
        let text = format!("People write too, number {act}");
        let written = control.post(
            "/control/messages",
            &json!({"as": slug, "to": {"member": seat.owner}, "text": text}),
        );
        let written = written.ok();
        let (thread, message) = (&written["thread_id"], &written["message"]["message_id"]);
        let (path, body) = match stage.draw(act, "then", 4) {
            0 => (
                "/control/reactions",
                json!({"as": slug, "thread_id": thread, "message_id": message, "emoji": "👍", "state": "added"}),
            ),
            1 => ("/control/seen", json!({"as": slug, "thread_id": thread})),
            2 => (
                "/control/typing",
                json!({"as": slug, "thread_id": thread, "state": "on"}),
            ),
            _ => ("", json!({"headline": format!("Busy with number {act}")})),
        };
        if path.is_empty() {
            let path = format!("/control/members/{}", slug.as_str().unwrap());
            control.patch(&path, &body).ok();
        } else {
            control.post(path, &body).ok();
        }
        act += 1;
        thread::sleep(ACT_EVERY);
    }
}
