//! What the network does meanwhile: its faults, and its people.

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::{SEATS, Stage};
use crate::network::Network;

/// Between two acts of the people.
const ACT_EVERY: Duration = Duration::from_millis(120);

/// Switches on everything that a network may do wrong and that its seats must live with.
pub(super) fn rough(network: &Network) {
    let faults = [
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
    for seat_id in SEATS {
        for fault in &faults {
            network.fault(seat_id, fault);
        }
    }
}

/// Switches it off again.
pub(super) fn calm(network: &Network) {
    for seat_id in SEATS {
        network.heal(seat_id);
    }
}

/// Members of the network who know the seat, by slug.
pub(super) fn friends(network: &Network, seat_id: &str) -> Vec<Value> {
    let path = "/network/connections?limit=200";
    let connections = network.seat(seat_id).get(path).ok();
    let connections = connections["connections"].as_array().unwrap();
    let friends: Vec<Value> = connections
        .iter()
        .map(|one| one["member"].clone())
        .filter(|member| !SEATS.iter().any(|seat| owns(network, seat, member)))
        .collect();
    assert!(friends.len() >= 16, "{} friends", friends.len());
    friends
}

/// Whether the seat is this member's.
fn owns(network: &Network, seat_id: &str, member: &Value) -> bool {
    let seats = network.control().get("/control/seats").ok();
    let seats = seats["seats"].as_array().unwrap();
    let is_it =
        |seat: &&Value| seat["seat_id"] == seat_id && seat["member_key"] == member["member_key"];
    seats.iter().any(|seat| is_it(&seat))
}

/// Friends write to the seats, react, read what they got, and change what they are called.
pub(super) fn people(stage: &Stage<'_>) {
    let control = stage.network.control().again();
    let friends = SEATS.map(|seat_id| friends(stage.network, seat_id));
    let owners = SEATS.map(|seat_id| {
        let own = stage.network.seat(seat_id).get("/network/me").ok();
        own["member"]["slug"].clone()
    });
    let mut act = 0;
    while !stage.is_over() {
        let seat = act % SEATS.len();
        let choice = stage.draw(act, "friend", friends[seat].len() as u64);
        let friend = &friends[seat][usize::try_from(choice).unwrap()];
        let slug = &friend["slug"];
        let text = format!("People write too, number {act}");
        let written = control.post(
            "/control/messages",
            &json!({"as": slug, "to": {"member": owners[seat]}, "text": text}),
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
