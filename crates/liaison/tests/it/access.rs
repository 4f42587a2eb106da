//! Limits of keys and the log of who did what, over a real socket and the command line.

use serde_json::{Value, json};

use crate::process::{Demo, json as printed, run, stderr};

const INBOX: &str = "/linkedin/messaging/recent-messages?count=1";

#[test]
fn a_key_is_let_in_from_its_addresses_over_a_real_socket() {
    let demo = Demo::quiet();
    let server = demo.start();
    let data = demo.data();
    let on = ["--data-dir", data.as_str()];
    let client = server.client();
    for (network, expected) in [("127.0.0.0/8", 200), ("192.0.2.0/24", 403)] {
        let make = [
            "keys",
            "create",
            "--name",
            "near",
            "--address",
            network,
            "--address",
            "192.0.2.1",
        ];
        let made = printed(&[&make[..], &on].concat());
        let key = made["api_key"].as_str().unwrap();
        assert_eq!(
            client.with_key(key).get(INBOX).status,
            expected,
            "{network}"
        );
    }
}

#[test]
fn the_log_of_who_did_what_is_sound_and_says_where_it_ends() {
    let demo = Demo::quiet();
    let data = demo.data();
    let on = ["--data-dir", data.as_str()];
    let limits = [
        "--scope",
        "conversations:read",
        "--requests-per-minute",
        "60",
    ];
    let made = printed(&[&["keys", "create", "--name", "crm"][..], &limits, &on].concat());
    assert_eq!(made["scopes"], json!(["conversations:read"]));
    assert_eq!(made["requests_per_minute"], 60);
    let sound = printed(&verify(&data, &[]));
    assert_eq!(
        (&sound["entries"], &sound["fault"]),
        (&json!(1), &Value::Null)
    );
    let end = sound["end"].as_str().unwrap();
    printed(&verify(&data, &["--expect", end]));
    let other = run(&verify(&data, &["--expect", "1:00"]));
    assert_eq!(other.status.code(), Some(1), "{}", stderr(&other));
    assert!(stderr(&other).contains("entry 1"), "{}", stderr(&other));
    let wrong = run(&verify(&data, &["--expect", "1"]));
    assert_eq!(wrong.status.code(), Some(2), "{}", stderr(&wrong));
}

fn verify<'t>(data: &'t str, rest: &[&'t str]) -> Vec<&'t str> {
    [&["audit", "verify", "--data-dir", data][..], rest].concat()
}
