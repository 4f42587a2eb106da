//! A client that repeats every timeout and every server error three times, word for word and without a key, as clients
//! of this contract do: whatever the network does meanwhile, its recipient gets one message.

use std::time::Duration;

use serde_json::{Value, json};

use crate::http::{Answer, Http};
use crate::network::Network;
use crate::process::{json as printed, wait_for};

const MESSAGES: &str = "/v1/messages";
const GUIDES_ROUTE: &str = "/linkedin/messaging/send";
/// The same request so many times at once.
const AT_ONCE: usize = 50;
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

/// Fifty times at once the same request with the same key: the id that all are answered with, and how many are told that
/// they repeat another.
fn fifty(client: &Http, request: &Value, key: &str) -> (String, usize) {
    let headers = [("idempotency-key", key)];
    let patience = Duration::from_secs(30);
    let answers = client.try_post_at_once(AT_ONCE, MESSAGES, request, &headers, patience);
    let answers: Vec<Answer> = answers.into_iter().map(Result::unwrap).collect();
    let id = answers[0].json()["id"].take();
    for answer in &answers {
        assert!(matches!(answer.status, 201 | 202), "{answer:?}");
        assert_eq!(answer.json()["id"], id, "{answer:?}");
    }
    let repeats = answers.iter().filter(|answer| {
        let replayed = answer.headers.get("idempotency-replayed");
        replayed.is_some_and(|value| value == "true")
    });
    (id.as_str().unwrap().to_owned(), repeats.count())
}

#[test]
fn one_key_is_one_message_over_restarts_and_with_a_new_api_key() {
    let network = Network::start();
    network.unhurried("premium");
    let demo = network.demo();
    let gateway = demo.start();
    let data = demo.data();
    let on = ["--data-dir", data.as_str()];
    // The network takes it long after the gateway has ended.
    let fault = json!({"fault": "slow", "action": "send", "delay_ms": 4_000, "count": 1});
    network.fault("premium", &fault);
    let request = json!({"recipient": "john-doe-123", "text": "Fifty times, one message"});
    let made = printed(&[&["keys", "create", "--name", "crm"][..], &on].concat());
    let client = gateway.client();
    let old = made["api_key"].as_str().unwrap();
    let (id, repeats) = fifty(&client.with_key(old), &request, "once");
    assert_eq!(repeats, AT_ONCE - 1);
    gateway.kill();

    let gateway = demo.start();
    let client = gateway.client().with_key(old);
    assert_eq!(fifty(&client, &request, "once"), (id.clone(), AT_ONCE));
    let rotate = ["keys", "rotate", made["id"].as_str().unwrap()];
    let rotated = printed(&[&rotate[..], &on].concat());
    let new = rotated["api_key"].as_str().unwrap();
    for client in [client.with_key(new), client] {
        assert_eq!(fifty(&client, &request, "once"), (id.clone(), AT_ONCE));
    }
    gateway.kill();

    let gateway = demo.start();
    let client = gateway.client().with_key(new);
    assert_eq!(fifty(&client, &request, "once"), (id.clone(), AT_ONCE));
    wait_for("the message", || {
        let send = client.get(&format!("/v1/sends/{id}")).ok();
        (send["is_sent"] == true).then_some(())
    });
    assert_eq!(fifty(&client, &request, "once"), (id, AT_ONCE));
    let listed = client.get("/v1/sends").ok();
    assert_eq!(
        listed["sends"].as_array().map(Vec::len),
        Some(1),
        "{listed}"
    );
    assert_eq!(network.count("Fifty times, one message"), 1);
    let other = json!({"recipient": "john-doe-123", "text": "Another message"});
    let headers = [("idempotency-key", "once")];
    let answer = client
        .try_post(MESSAGES, &other, &headers, PATIENCE)
        .unwrap();
    assert_eq!(answer.status, 422, "{answer:?}");
}

#[test]
fn a_new_api_key_sends_from_where_the_one_before_did() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let data = demo.data();
    let on = ["--data-dir", data.as_str()];
    let second = gateway.ready["account_ids"][1].clone();
    let made = printed(&[&["keys", "create", "--name", "crm"][..], &on].concat());
    let client = gateway.client().with_key(made["api_key"].as_str().unwrap());
    let first =
        json!({"accountId": second, "recipientProfileId": "john-doe-123", "message": "From here"});
    client.post_preferring(GUIDES_ROUTE, &first, "wait=60").ok();
    let request = json!({"recipientProfileId": "john-doe-123", "message": "From there, too"});
    let sent = client
        .post_preferring(GUIDES_ROUTE, &request, "wait=60")
        .ok();
    let keyed = json!({"recipient": "john-doe-123", "text": "With a key"});
    let hand_over = |client: &Http| {
        let headers = [("idempotency-key", "once")];
        client.try_post(MESSAGES, &keyed, &headers, PATIENCE)
    };
    let kept = hand_over(&client).unwrap().json();
    assert_eq!(kept["account_id"], second, "{kept}");
    let rotate = ["keys", "rotate", made["id"].as_str().unwrap()];
    let rotated = printed(&[&rotate[..], &on].concat());
    let client = client.with_key(rotated["api_key"].as_str().unwrap());
    let again = client
        .post_preferring(GUIDES_ROUTE, &request, "wait=60")
        .ok();
    assert_eq!(again["duplicateOf"], sent["sendId"], "{again}");
    assert_eq!(network.count("From there, too"), 1);
    let again = hand_over(&client).unwrap().json();
    assert_eq!(again["id"], kept["id"], "{again}");
}
