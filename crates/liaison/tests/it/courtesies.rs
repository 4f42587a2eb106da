//! What happens around a message: typing, acknowledging, waiting, limits. None of it keeps the message from leaving, and
//! the answers say what really happened.

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::http::Http;
use crate::network::Network;
use crate::process::{Demo, json as printed, wait_for};

const JOHN: &str = "john-doe-123";

fn messaging(route: &str) -> String {
    format!("/linkedin/messaging/{route}")
}

fn johns_thread(client: &Http) -> Value {
    let path = messaging("recent-messages?keywords=john%20doe");
    wait_for("the thread with John", || {
        let page = client.get(&path).ok();
        let rows = page["conversations"].as_array().unwrap().clone();
        rows.into_iter().find(|row| {
            row["participants"].as_array().map(Vec::len) == Some(1)
                && row["participants"][0]["publicId"] == JOHN
        })
    })
}

#[test]
fn typing_is_reported_as_it_was_shown() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    let route = messaging("send-with-typing");
    let ask = |text: &str| {
        let began = Instant::now();
        let request = json!({"recipientProfileId": JOHN, "message": text});
        let answer = client.post_preferring(&route, &request, "wait=30").ok();
        (answer["typingIndicatorSent"].clone(), began.elapsed())
    };
    johns_thread(&client);
    let (shown, short) = ask("Hello");
    assert_eq!(shown, true);
    assert!(short >= Duration::from_secs(1), "{short:?}");
    let (shown, long) = ask(&"A longer text takes longer to type. ".repeat(5));
    assert_eq!(shown, true);
    assert!(long >= Duration::from_secs(4), "{long:?}");
    // What cannot be shown is not waited for.
    network.fault(
        "premium",
        &json!({"fault": "error_500_not_sent", "action": "typing"}),
    );
    let (shown, unseen) = ask("Nobody saw me type");
    assert_eq!(shown, false);
    assert!(unseen < long, "{unseen:?}");
    assert_eq!(network.count("Nobody saw me type"), 1);
}

#[test]
fn a_failed_acknowledgment_does_not_keep_the_message() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    let thread = johns_thread(&client);
    let nobody_receives = json!({"deliver": false});
    network
        .control()
        .put("/control/personas", &nobody_receives)
        .ok();
    let received = &thread["latestMessage"]["messageUrn"];
    let route = messaging("send-with-ack");
    let ask = |text: &str, urns: &Value| {
        let request = json!({"recipientProfileId": JOHN, "message": text, "messageUrns": urns});
        client.post_preferring(&route, &request, "wait=30").ok()
    };
    let fault = json!({"fault": "error_500_not_sent", "action": "delivered", "count": 1});
    network.fault("premium", &fault);
    let answer = ask("Did it arrive?", &json!([received]));
    assert_eq!(answer["acknowledgmentSent"], false);
    assert_eq!(network.count("Did it arrive?"), 1);
    // Nobody receives by himself here: the answer comes after at most five seconds, with what is known.
    assert_eq!(answer["delivery"]["state"], "sent");
    assert!(answer["delivery"]["acceptedAt"].is_i64());
    assert_eq!(answer["delivery"]["deliveredAt"], Value::Null);
    assert_eq!(answer["delivery"]["seenAt"], Value::Null);
    let answer = ask("And this?", &json!([received]));
    assert_eq!(answer["acknowledgmentSent"], true);
    assert_eq!(
        ask("Nothing to acknowledge", &Value::Null)["acknowledgmentSent"],
        false
    );
}

#[test]
fn a_caller_waits_as_long_as_it_asked_and_no_longer() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    johns_thread(&client);
    let fault = json!({"fault": "slow", "action": "send", "delay_ms": 6_000});
    network.fault("premium", &fault);
    let began = Instant::now();
    let request = json!({"recipientProfileId": JOHN, "message": "In your own time"});
    let answer = client.post_preferring(&messaging("send"), &request, "wait=2");
    let waited = began.elapsed();
    assert_eq!(answer.status, 202, "{answer:?}");
    assert!(
        waited >= Duration::from_secs(2) && waited < Duration::from_secs(5),
        "{waited:?}"
    );
    let body = answer.json();
    assert_eq!(
        (&body["state"], body.get("retryAt")),
        (&json!("sending"), Some(&Value::Null))
    );
}

#[test]
fn a_stop_waits_for_a_call_and_no_longer_than_a_call_may_take() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    johns_thread(&client);
    let fault = json!({"fault": "slow", "action": "send", "delay_ms": 20_000, "count": 1});
    network.fault("premium", &fault);
    let request = json!({"recipientProfileId": JOHN, "message": "Under way"});
    let answer = client.post_preferring(&messaging("send"), &request, "wait=1");
    assert_eq!(answer.status, 202, "{answer:?}");
    let stopping = Instant::now();
    assert_eq!(gateway.stop("-TERM"), 0);
    let took = stopping.elapsed();
    assert!(took < Duration::from_secs(17), "{took:?}");
    // It is known by then that nobody knows, or the next start finds it out; either way it leaves once.
    let again = demo.start();
    let client = again.client();
    let send_id = answer.json()["sendId"].as_str().unwrap().to_owned();
    wait_for("the outcome", || {
        let send = client.get(&format!("/v1/sends/{send_id}")).ok();
        (send["is_sent"] == true).then_some(())
    });
    assert_eq!(network.count("Under way"), 1);
}

#[test]
fn a_request_that_never_ends_delays_a_stop_by_fifteen_seconds_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("liaison.toml");
    fs::write(&config, "server.stop_seconds = 60\n").unwrap();
    let demo = Demo::with(&["--quiet", "--config", config.to_str().unwrap()]);
    let gateway = demo.start();
    let address = gateway.ready("base_url").replace("http://", "");
    let key = gateway.ready("api_key");
    let mut connection = TcpStream::connect(&address).unwrap();
    let half = format!(
        "POST /v1/messages HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\nidempotency-key: k\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    connection.write_all(half.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(500));
    let stopping = Instant::now();
    assert_eq!(gateway.stop("-TERM"), 0);
    let took = stopping.elapsed();
    assert!(
        took > Duration::from_secs(10) && took < Duration::from_secs(17),
        "{took:?}"
    );
}

#[test]
fn a_client_that_hangs_up_changes_nothing() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    johns_thread(&client);
    network.fault(
        "premium",
        &json!({"fault": "slow", "action": "send", "delay_ms": 2_000, "count": 1}),
    );
    let request = json!({"recipientProfileId": JOHN, "message": "I hang up"});
    let patience = Duration::from_millis(500);
    let hung_up = client.try_post(&messaging("send"), &request, &[], patience);
    assert!(hung_up.unwrap_err().is_timeout());
    wait_for("the message", || {
        (network.count("I hang up") == 1).then_some(())
    });
    let again = client
        .post_preferring(&messaging("send"), &request, "wait=20")
        .ok();
    let send_id = again["sendId"].as_str().unwrap();
    assert_eq!(again["duplicateOf"], send_id);
    let send = client.get(&format!("/v1/sends/{send_id}")).ok();
    assert_eq!(send["is_sent"], true);
    assert_eq!(network.count("I hang up"), 1);
}

#[test]
fn a_used_up_limit_says_when_it_opens() {
    let network = Network::start();
    let demo = network.demo();
    let gateway = demo.start();
    let client = gateway.client();
    let account = gateway.ready["account_ids"][0].as_str().unwrap();
    let caps = ["--cap", "message=2/24h", "--cap", "message=500/7d"];
    let policy = ["accounts", "policy", account, "--data-dir", &demo.data()];
    printed(&[&policy[..], &caps[..]].concat());
    johns_thread(&client);
    let ask = |text: &str| {
        let request = json!({"accountId": account, "recipientProfileId": JOHN, "message": text});
        client.post_preferring(&messaging("send"), &request, "wait=20")
    };
    let first = ask("one");
    assert_eq!(
        (
            first.header("x-ratelimit-limit"),
            first.header("x-ratelimit-remaining")
        ),
        ("2", "1")
    );
    let second = ask("two");
    assert_eq!(second.header("x-ratelimit-remaining"), "0");
    let full = ask("three");
    assert_eq!(full.status, 429, "{full:?}");
    let body = full.json();
    let opens_at = body["retryAt"].as_str().unwrap();
    assert_eq!(
        body["error"],
        format!("Rate limit exceeded for MESSAGE: 2/2 used. Resets at {opens_at}")
    );
    assert!(body["sendId"].is_null(), "it never existed");
    assert_eq!(full.header("x-ratelimit-action"), "MESSAGE");
    assert_eq!(
        (
            full.header("x-ratelimit-used"),
            full.header("x-ratelimit-remaining")
        ),
        ("2", "0")
    );
    assert_eq!(full.header("x-ratelimit-reset"), opens_at);
    let seconds: u64 = full.header("retry-after").parse().unwrap();
    assert!((86_000..=86_400).contains(&seconds), "{seconds}");
    assert_eq!(network.accepted(), ["one", "two"]);
    // A limit of nothing opens never, and says so.
    printed(&[&policy[..], &["--cap", "message=0/24h"]].concat());
    let never = ask("four");
    assert_eq!(never.status, 429, "{never:?}");
    assert!(
        never.json()["error"]
            .as_str()
            .unwrap()
            .ends_with("Resets at never")
    );
    assert!(!never.headers.contains_key("retry-after"));
}
