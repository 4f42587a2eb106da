//! The demo's receiver of webhooks: it is told everything, and knows the gateway from anybody else.

use std::time::Duration;

use serde_json::{Value, json};

use crate::http::{Answer, Http};
use crate::process::{Demo, Server, wait_for};

const WITHIN: Duration = Duration::from_secs(10);

/// Everything that the catcher has, the newest first.
fn caught(server: &Server) -> Vec<Value> {
    let catcher = Http::new(server.ready("catcher_url"), None);
    let listing = catcher.get("/deliveries").ok();
    listing["deliveries"].as_array().unwrap().clone()
}

/// The newest that is not valid: real ones may come at any time.
fn forged(server: &Server) -> Value {
    let deliveries = caught(server);
    let forged = deliveries.iter().find(|one| one["signature"] != "valid");
    forged.unwrap().clone()
}

fn newest_number(deliveries: &[Value]) -> i64 {
    let numbers = deliveries.iter().map(|one| one["number"].as_i64().unwrap());
    numbers.max().unwrap()
}

/// Sends a message and waits until the catcher was told of it. Returns all that it has then.
fn send_and_hear(server: &Server, text: &str) -> Vec<Value> {
    let request = json!({"recipientProfileId": "john-doe-123", "message": text});
    let sent = server.client().post("/linkedin/message", &request).ok();
    let newest = newest_message(server);
    wait_for("the deliveries of a message", || {
        let deliveries = caught(server);
        let tells = |kind: &str| {
            deliveries.iter().any(|delivery| {
                let is_meant = delivery["body"]["data"]["message_key"] == newest;
                delivery["type"] == kind && is_meant
            })
        };
        (tells("message.sent") && tells("send.sent")).then_some(deliveries)
    })
    .into_iter()
    .inspect(|delivery| assert_eq!(delivery["signature"], "valid", "{delivery}: {sent}"))
    .collect()
}

/// The network's id of the message that was sent last.
fn newest_message(server: &Server) -> Value {
    let events = wait_for("the event of a message", || {
        let page = server.client().get("/v1/events?limit=1000").ok();
        let events = page["events"].as_array().unwrap().clone();
        let sent = events.iter().rfind(|event| event["type"] == "message.sent");
        sent.cloned()
    });
    events["data"]["message_key"].clone()
}

fn forge(catcher: &Http, path: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
    catcher.try_post(path, body, headers, WITHIN).unwrap()
}

#[test]
fn the_catcher_is_told_of_a_message_and_goes_on_after_a_kill() {
    let demo = Demo::quiet();
    let first = demo.start();
    let page = std::fs::read_to_string(demo.folder.path().join("out")).unwrap();
    let line = format!(
        "  Webhooks {}/ (shows every delivery with its signature check)\n",
        first.ready("catcher_url")
    );
    assert!(page.contains(&line), "{page}");
    assert!(
        page.contains("allowed_networks is 127.0.0.0/8,::1 here"),
        "{page}"
    );
    let deliveries = send_and_hear(&first, "Do the webhooks come?");
    assert!(deliveries.iter().any(|one| one["type"] == "account.linked"));
    for delivery in &deliveries {
        assert_eq!(delivery["id"], delivery["body"]["id"], "{delivery}");
        assert_eq!(delivery["number"], delivery["body"]["number"], "{delivery}");
        assert_eq!(delivery["times"], 1, "{delivery}");
    }
    let last = newest_number(&deliveries);
    let address = first.ready["catcher_url"].clone();
    first.kill();

    let second = demo.start();
    assert_eq!(second.ready["catcher_url"], address);
    let deliveries = send_and_hear(&second, "Do they still come?");
    assert!(newest_number(&deliveries) > last, "{deliveries:?}");
    let endpoints = second.client().get("/v1/endpoints").ok();
    let endpoints = endpoints["endpoints"].as_array().unwrap();
    assert_eq!(endpoints.len(), 1, "{endpoints:?}");
    assert_eq!(second.stop("-INT"), 0);
}

#[test]
fn what_nobody_signed_is_shown_as_such_and_as_text() {
    let demo = Demo::quiet();
    let server = demo.start();
    let deliveries = send_and_hear(&server, "Who signs this?");
    let catcher = Http::new(server.ready("catcher_url"), None);
    let body = json!({"type": "message.sent", "data": {"text": "<script>alert(1)</script>"}});
    assert_eq!(forge(&catcher, "/", &body, &[]).status, 204);
    assert_eq!(forged(&server)["signature"], "id_missing");
    assert_eq!(forged(&server)["body"], body);

    // The headers of a real delivery do not fit another body, nor another instant.
    let real = &deliveries[0];
    let id = real["id"].as_str().unwrap();
    let signature = format!("v1,{}", "A".repeat(43) + "=");
    let now = std::time::SystemTime::now();
    let now = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let headers = |at: u64| {
        [
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", at.to_string()),
            ("webhook-signature", signature.clone()),
        ]
    };
    for (at, expected) in [
        (now, "signature_mismatch"),
        (now - 600, "timestamp_too_old"),
        (now + 600, "timestamp_too_new"),
    ] {
        let headers = headers(at);
        let headers = headers
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        assert_eq!(forge(&catcher, "/any/path", &body, &headers).status, 204);
        assert_eq!(forged(&server)["signature"], expected);
    }
    assert_eq!(forged(&server)["times"], 4, "{}", forged(&server));
    let valid = caught(&server).into_iter();
    let valid = valid.filter(|one| one["signature"] == "valid").count();
    assert!(valid >= deliveries.len(), "{valid} {}", deliveries.len());

    let page = catcher.get("/");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert!(!page.text.contains("<script"), "{}", page.text);
    for shown in [
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "not valid: signature mismatch",
        "signature valid",
        "came 4 times",
    ] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
}

#[test]
fn the_catcher_takes_no_more_than_it_can_hold_and_answers_this_machine_only() {
    let demo = Demo::quiet();
    let server = demo.start();
    let catcher = Http::new(server.ready("catcher_url"), None);
    let large = json!({"text": "x".repeat(1 << 20)});
    assert_eq!(forge(&catcher, "/", &large, &[]).status, 413);
    let small = json!({});
    let rebound = [("host", "rebound.example")];
    assert_eq!(forge(&catcher, "/", &small, &rebound).status, 421);
    assert_eq!(catcher.get("/any/path").status, 405);
    assert_eq!(catcher.delete("/deliveries").status, 405);
    for _ in 0..250 {
        assert_eq!(forge(&catcher, "/", &small, &[]).status, 204);
    }
    assert_eq!(caught(&server).len(), 200);
    assert_eq!(server.stop("-INT"), 0);
}

#[test]
fn a_pause_stays_and_what_was_deleted_comes_back() {
    let demo = Demo::quiet();
    let first = demo.start();
    let listed = |server: &Server| {
        let listing = server.client().get("/v1/endpoints").ok();
        let endpoints = listing["endpoints"].as_array().unwrap().clone();
        assert_eq!(endpoints.len(), 1, "{endpoints:?}");
        endpoints[0].clone()
    };
    let made = listed(&first);
    assert_eq!(made["name"], "demo catcher");
    assert_eq!(made["types"], json!([]));
    let path = format!("/v1/endpoints/{}", made["id"].as_str().unwrap());
    let pause = json!({"paused": true, "types": ["send.*"]});
    first.client().patch(&path, &pause).ok();
    first.kill();
    // Somebody else has its port now.
    let port = demo.folder.path().join("data/catcher.port");
    let old = std::fs::read_to_string(&port).unwrap();
    let taken = std::net::TcpListener::bind(format!("127.0.0.1:{old}")).unwrap();

    let second = demo.start();
    let kept = listed(&second);
    assert_eq!(kept["id"], made["id"]);
    assert_eq!(kept["state"], "paused");
    assert_eq!(kept["types"], json!(["send.*"]));
    assert_ne!(
        second.ready("catcher_url"),
        format!("http://127.0.0.1:{old}")
    );
    assert_eq!(kept["url"], format!("{}/", second.ready("catcher_url")));
    assert!(caught(&second).is_empty());
    let page = Http::new(second.ready("catcher_url"), None).get("/");
    assert!(page.text.contains("Nothing yet"), "{}", page.text);
    let deleted = second.client().delete(&path);
    assert_eq!(deleted.status, 204, "{deleted:?}");
    second.kill();
    drop(taken);

    let third = demo.start();
    let anew = listed(&third);
    assert_ne!(anew["id"], made["id"]);
    assert_eq!(anew["state"], "active");
    send_and_hear(&third, "Is anybody there again?");
}

#[test]
fn without_loopbacks_the_demo_starts_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("liaison.toml");
    std::fs::write(&config, "[outgoing]\nallowed_networks = \"192.0.2.0/24\"\n").unwrap();
    let demo = Demo::with(&["--quiet", "--config", config.to_str().unwrap()]);
    let server = demo.start();
    assert!(server.ready.get("catcher_url").is_none());
    let page = std::fs::read_to_string(demo.folder.path().join("out")).unwrap();
    assert!(
        page.contains("  Webhooks are not caught here: 127.0.0.1 is a loopback"),
        "{page}"
    );
    assert!(!page.contains("allowed_networks is"), "{page}");
    assert_eq!(server.stop("-INT"), 0);
}
