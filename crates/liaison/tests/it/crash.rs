//! The gateway ends as in a power failure while its network lives on as a process of its own.

use serde_json::{Value, json};

use crate::http::Http;
use crate::network::Network;
use crate::process::wait_for;

#[test]
fn a_send_whose_answer_never_came_is_settled_after_the_restart() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    // The network takes the message at once and keeps its answer back for longer than the gateway lives.
    let fault = json!({"fault": "slow", "phase": "after", "action": "send", "delay_ms": 60_000, "count": 1});
    network.fault("premium", &fault);
    let text = "Only once, please";
    let request = json!({"recipientProfileId": "john-doe-123", "message": text});
    let send = {
        let client = gateway.client();
        client.post_preferring("/linkedin/message", &request, "wait=0")
    };
    assert_eq!(send.status, 202, "{send:?}");
    let send_id = send.json()["sendId"].as_str().unwrap().to_owned();
    wait_for("the acceptance", || {
        (network.count(text) == 1).then_some(())
    });
    gateway.kill();

    let again = demo.start();
    let client = again.client();
    let settled = wait_for("the send to be settled", || {
        let send = client.get(&format!("/v1/sends/{send_id}")).ok();
        ["sent", "delivered", "seen"]
            .contains(&send["state"].as_str().unwrap())
            .then_some(send)
    });
    assert!(
        settled["attempts"]
            .as_array()
            .is_some_and(|attempts| attempts.len() == 1),
        "{settled}"
    );
    assert_eq!(network.count(text), 1);
}

#[test]
fn what_is_handed_over_while_the_network_is_away_leaves_when_it_is_back() {
    let mut network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    let status = || client.get("/linkedin/account/status").ok();
    wait_for("the history", || {
        (status()["sync"]["state"] == "done").then_some(())
    });
    let inbox = || {
        let mut page = client.get("/linkedin/messaging/recent-messages").ok();
        page["conversations"].take()
    };
    let before = inbox();
    network.kill();
    wait_for("the account's health to show it", || {
        status()["health"]["lastError"].is_string().then_some(())
    });
    assert!(inbox() == before, "reads answer from the store");
    let direct = |row: &&Value| row["participants"].as_array().map(Vec::len) == Some(1);
    let rows = before.as_array().unwrap();
    let row = rows.iter().find(direct).unwrap();
    let text = "Later is fine";
    let request = json!({"conversationUrn": row["conversationUrn"], "message": text});
    let send = client.post_preferring("/linkedin/message", &request, "wait=0");
    assert_eq!(send.status, 202, "{send:?}");
    let send_id = send.json()["sendId"].as_str().unwrap().to_owned();
    network.start_again();
    wait_for("the send to leave", || {
        let send = client.get(&format!("/v1/sends/{send_id}")).ok();
        (send["is_sent"] == true).then_some(())
    });
    assert_eq!(network.count(text), 1);
    wait_for("the account's health to recover", || {
        status()["health"]["lastError"].is_null().then_some(())
    });
    assert_eq!(gateway.stop("-TERM"), 0);
}

#[test]
fn whoever_waits_is_told_before_the_gateway_stops() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let fault = json!({"fault": "slow", "phase": "before", "action": "send", "delay_ms": 4_000, "count": 1});
    network.fault("premium", &fault);
    let (base, key) = (
        gateway.ready("base_url").to_owned(),
        gateway.ready("api_key").to_owned(),
    );
    let text = "I am waiting";
    let waiting = std::thread::spawn(move || {
        let request = json!({"recipientProfileId": "john-doe-123", "message": text});
        Http::new(&base, Some(&key)).post_preferring("/linkedin/message", &request, "wait=60")
    });
    let fired = || {
        let faults = network.control().get("/control/seats/premium/faults").ok();
        (faults["faults"][0]["fired"] == 1).then_some(())
    };
    wait_for("the call to be under way", fired);
    assert_eq!(gateway.stop("-TERM"), 0);
    let told = waiting.join().unwrap();
    assert_eq!(told.status, 202, "{told:?}");
    assert!(told.json()["sendId"].is_string());
    wait_for("the message", || (network.count(text) == 1).then_some(()));
}
