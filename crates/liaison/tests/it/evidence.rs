//! The network's log is the evidence of the other tests, so the network itself is killed here, in the middle of its work.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::http::Http;
use crate::network::Network;
use crate::process::wait_for;

const SEAT: &str = "premium";
const KILLS: usize = 3;
const CLIENTS: usize = 8;
/// Answers of one life, after which it ends.
const ANSWERS: usize = 200;
const PATIENCE: Duration = Duration::from_secs(30);

/// What a client was answered with 200.
struct Answered {
    token: String,
    message_id: Value,
    acceptance: Value,
}

/// Sends one message after the other until the network is gone.
fn send_until_the_end(client: &Http, name: &str, count: &AtomicUsize) -> Vec<Answered> {
    let mut answered = Vec::new();
    for number in 0.. {
        let token = format!("{name}.{number}");
        let request = json!({"token": token, "to": {"member": "john-doe-123"}, "text": token});
        let Ok(answer) = client.try_post("/network/messages", &request, &[], PATIENCE) else {
            break;
        };
        let sent = answer.ok();
        answered.push(Answered {
            token,
            message_id: sent["message"]["message_id"].clone(),
            acceptance: sent["acceptance"].clone(),
        });
        count.fetch_add(1, Ordering::SeqCst);
    }
    answered
}

/// The stream of a seat as somebody reads it who keeps a cursor and nothing else.
struct Reader {
    cursor: String,
    updates: Vec<Value>,
}

impl Reader {
    /// One page; whether there was anything, or `None` if the network is gone.
    fn page(&mut self, client: &Http, wait: u8) -> Option<bool> {
        let path = format!(
            "/network/updates?after={}&wait={wait}&limit=50",
            self.cursor
        );
        let page = client.try_get(&path).ok()?.ok();
        page["cursor"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.cursor);
        let updates = page["updates"].as_array().unwrap();
        self.updates.extend(updates.iter().cloned());
        Some(!updates.is_empty())
    }

    fn read_on(&mut self, client: &Http) {
        while self.page(client, 0) == Some(true) {}
    }

    fn message_ids(&self) -> Vec<&Value> {
        let messages = self.updates.iter().filter(|one| one["kind"] == "message");
        messages
            .map(|one| &one["data"]["message"]["message_id"])
            .collect()
    }
}

/// One life of the network under load, and its end.
fn live_and_die(network: &mut Network, life: usize, reader: &mut Reader) -> Vec<Answered> {
    let count = Arc::new(AtomicUsize::new(0));
    let senders: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (client, count) = (network.seat(SEAT), Arc::clone(&count));
            let name = format!("{life}.{number}");
            thread::spawn(move || send_until_the_end(&client, &name, &count))
        })
        .collect();
    let listener = network.seat(SEAT);
    thread::scope(|scope| {
        scope.spawn(|| while reader.page(&listener, 5).is_some() {});
        wait_for("the load", || {
            (count.load(Ordering::SeqCst) >= ANSWERS).then_some(())
        });
        network.kill();
    });
    senders
        .into_iter()
        .flat_map(|sender| sender.join().unwrap())
        .collect()
}

#[test]
fn what_a_killed_network_answered_is_in_its_log_once_and_in_the_stream_once() {
    let mut network = Network::start();
    network.unhurried(SEAT);
    let begin = network.seat(SEAT).get("/network/updates/cursor").ok();
    let begin = begin["cursor"].as_str().unwrap();
    let reader_at = |cursor: &str| Reader {
        cursor: cursor.to_owned(),
        updates: Vec::new(),
    };
    let mut reader = reader_at(begin);
    let mut answered = Vec::new();
    for life in 0..KILLS {
        answered.extend(live_and_die(&mut network, life, &mut reader));
        network.start_again();
    }

    let log = network.acceptances();
    let mut by_token = BTreeMap::new();
    for accepted in &log {
        let token = accepted["token"].as_str().unwrap();
        let earlier = by_token.insert(token, accepted);
        assert!(earlier.is_none(), "{token} twice: {earlier:?}, {accepted}");
    }
    assert!(answered.len() >= KILLS * ANSWERS);
    for sent in &answered {
        let accepted = by_token.get(sent.token.as_str());
        let accepted = accepted.unwrap_or_else(|| panic!("{} is lost", sent.token));
        assert_eq!(accepted["message_id"], sent.message_id, "{}", sent.token);
        assert_eq!(accepted["seq"], sent.acceptance, "{}", sent.token);
    }

    // Whoever read all the time, and whoever comes with the old cursor now, have everything once.
    let client = network.seat(SEAT);
    reader.read_on(&client);
    let mut late = reader_at(begin);
    late.read_on(&client);
    let logged: Vec<&Value> = log.iter().map(|one| &one["message_id"]).collect();
    for reader in [&reader, &late] {
        assert_eq!(reader.message_ids(), logged);
        let ids: Vec<&str> = reader
            .updates
            .iter()
            .map(|update| update["id"].as_str().unwrap())
            .collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(distinct.len(), ids.len(), "an update came twice");
    }
}
