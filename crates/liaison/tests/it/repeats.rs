//! A client that repeats every timeout and every server error three times, word for word and without a key, as clients
//! of this contract do: whatever the network does meanwhile, its recipient gets one message.

use std::time::Duration;

use serde_json::{Value, json};

use crate::http::{Answer, Http};
use crate::network::Network;
use crate::process::wait_for;

/// The first try and three more.
const TRIES: usize = 4;
/// Shorter than what the network takes in some of the cases.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// The last answer, if there was any: the client repeats a timeout, a lost connection and every 5xx.
fn ask(client: &Http, request: &Value) -> Option<Answer> {
    let path = "/linkedin/messaging/send-with-typing";
    let mut last = None;
    for _ in 0..TRIES {
        let answer = client.try_post(path, request, &[], PATIENCE).ok();
        let is_final = answer.as_ref().is_some_and(|answer| answer.status < 500);
        last = answer.or(last);
        if is_final {
            break;
        }
    }
    last
}

/// The recipient gets one message, at once or later, and the client was never told otherwise.
fn assert_once(network: &Network, client: &Http, what: &str) {
    let text = format!("One message: {what}");
    let request = json!({"recipientProfileId": "john-doe-123", "message": text});
    if let Some(answer) = ask(client, &request) {
        assert!(matches!(answer.status, 200 | 202), "{what}: {answer:?}");
    }
    wait_for("the message", || (network.count(&text) > 0).then_some(()));
    // The lane is free again: nothing of this message is still on its way.
    let settled = json!({"recipientProfileId": "john-doe-123", "message": format!("After {what}")});
    let path = "/linkedin/messaging/send";
    let behind = client.post_preferring(path, &settled, "wait=60");
    assert_eq!(behind.status, 200, "{what}: {behind:?}");
    assert_eq!(network.count(&text), 1, "{what}");
}

#[test]
fn a_client_that_repeats_every_timeout_and_server_error_sends_one_message() {
    let network = Network::start();
    network.unhurried("premium");
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    for (what, fault) in [
        ("nothing is wrong", None),
        (
            "the network is slow to take it",
            Some(json!({"fault": "slow", "delay_ms": 4_000})),
        ),
        (
            "the network is slow to answer",
            Some(json!({"fault": "slow", "phase": "after", "delay_ms": 4_000})),
        ),
        ("the answer is lost", Some(json!({"fault": "answer_lost"}))),
        (
            "the connection is cut",
            Some(json!({"fault": "cut_before"})),
        ),
        (
            "the network fails",
            Some(json!({"fault": "error_500_not_sent"})),
        ),
        (
            "the network asks to wait",
            Some(json!({"fault": "rate_limited", "retry_after_ms": 3_000})),
        ),
    ] {
        if let Some(mut fault) = fault {
            fault["action"] = json!("send");
            fault["count"] = json!(1);
            network.fault("premium", &fault);
        }
        assert_once(&network, &client, what);
    }
}

#[test]
fn a_client_that_repeats_over_a_crash_sends_one_message() {
    let network = Network::start();
    network.unhurried("premium");
    let demo = network.demo();
    let gateway = demo.start();
    // Longer than all four tries: nobody is told anything, and the gateway ends before the network has it.
    let fault = json!({"fault": "slow", "action": "send", "delay_ms": 8_000, "count": 1});
    network.fault("premium", &fault);
    let text = "One message, two gateways";
    let request = json!({"recipientProfileId": "john-doe-123", "message": text});
    let told = ask(&gateway.client(), &request);
    assert_eq!(told, None);
    assert_eq!(network.count(text), 0);
    gateway.kill();
    let gateway = demo.start();
    let client = gateway.client();
    let told = client.post_preferring("/linkedin/messaging/send-with-typing", &request, "wait=60");
    assert_eq!(told.status, 200, "{told:?}");
    assert_eq!(told.json()["duplicateOf"], told.json()["sendId"]);
    assert_eq!(network.count(text), 1);
}
