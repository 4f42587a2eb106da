//! `liaison demo`: its files, its restarts, its end.

use serde_json::json;

use crate::http::Http;
use crate::process::{Demo, Server, run, stderr};

#[test]
fn a_second_start_finds_its_data_and_its_key_again() {
    let demo = Demo::quiet();
    let first = demo.start();
    let ready = first.ready.clone();
    assert_eq!(ready["account_ids"].as_array().unwrap().len(), 2);
    assert!(
        ready["sandbox_url"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    let request = json!({"recipientProfileId": "john-doe-123", "message": "Still there tomorrow?"});
    let sent = first.client().post("/linkedin/message", &request).ok();
    assert_eq!(first.stop("-INT"), 0);

    let second = demo.start();
    assert_eq!(second.ready["api_key"], ready["api_key"]);
    assert_eq!(second.ready["account_ids"], ready["account_ids"]);
    assert_eq!(second.ready["sandbox_url"], ready["sandbox_url"]);
    let found = second
        .client()
        .get_with(
            "/linkedin/messaging/recent-messages",
            &[("keywords", "tomorrow still")],
        )
        .ok();
    let latest = &found["conversations"][0]["latestMessage"];
    assert_eq!(latest["text"], "Still there tomorrow?", "{sent}");
    assert_eq!(second.stop("-TERM"), 0);
}

#[test]
fn one_data_directory_has_one_server() {
    let demo = Demo::quiet();
    let server = demo.start();
    let data = demo.data();
    for command in [
        vec!["demo", "--listen", "127.0.0.1:0", "--data-dir", &data],
        vec!["serve", "--listen", "127.0.0.1:0", "--data-dir", &data],
    ] {
        let second = run(&command);
        assert_eq!(second.status.code(), Some(4), "{}", stderr(&second));
        assert!(
            stderr(&second).starts_with("error: process "),
            "{}",
            stderr(&second)
        );
        assert!(stderr(&second).contains("\nhint: "), "{}", stderr(&second));
    }
    assert_eq!(server.client().get("/health").status, 200);
    assert!(demo.folder.path().join("ready.json").exists());
}

#[test]
fn one_data_directory_has_one_network() {
    let demo = Demo::quiet();
    let _server = demo.start();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let sandbox = [
        "sandbox",
        "--quiet",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
    ];
    let _first = Server::start(folder.path(), &[&sandbox[..], &[data]].concat());
    for taken in [data, &demo.data()] {
        let second = run(&[&sandbox[..], &[taken]].concat());
        assert_eq!(second.status.code(), Some(4), "{}", stderr(&second));
        let text = stderr(&second);
        assert!(
            text.starts_with("error: process ") && text.contains("\nhint: "),
            "{text}"
        );
    }
}

#[test]
fn localhost_means_both_loopbacks() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = [
        "demo",
        "--quiet",
        "--listen",
        "localhost:0",
        "--data-dir",
        data.to_str().unwrap(),
    ];
    let server = Server::start(folder.path(), &arguments);
    let base = server.ready("base_url");
    let port = base.strip_prefix("http://localhost:").unwrap();
    assert_eq!(
        Http::new(&format!("http://127.0.0.1:{port}"), None)
            .get("/health")
            .status,
        200
    );
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        assert_eq!(
            Http::new(&format!("http://[::1]:{port}"), None)
                .get("/health")
                .status,
            200
        );
    }
}

#[test]
fn another_seed_on_the_same_data_is_refused() {
    let demo = Demo::with(&["--quiet", "--seed", "7"]);
    assert_eq!(demo.start().stop("-INT"), 0);
    let data = demo.data();
    let other = run(&[
        "demo",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        &data,
        "--seed",
        "8",
    ]);
    assert_eq!(other.status.code(), Some(2), "{}", stderr(&other));
    assert!(stderr(&other).contains("--seed 7"), "{}", stderr(&other));
}

#[test]
fn moving_the_sandbox_clock_moves_the_gateway() {
    let demo = Demo::quiet();
    let server = demo.start();
    let token = std::fs::read_to_string(demo.folder.path().join("data/sandbox.token")).unwrap();
    let control = Http::new(server.ready("sandbox_url"), Some(token.trim()));
    let request = json!({"recipientProfileId": "john-doe-123", "message": "Before"});
    let before = server.client().post("/linkedin/message", &request);
    assert_eq!(before.headers["x-ratelimit-used"], "1");
    // A day and a little later the window is empty again.
    let day: i64 = 25 * 60 * 60 * 1_000;
    assert_eq!(
        control
            .put("/control/clock", &json!({"advance_ms": day}))
            .status,
        200
    );
    let request = json!({"recipientProfileId": "john-doe-123", "message": "A day later"});
    let after = server.client().post("/linkedin/message", &request);
    assert_eq!(after.headers["x-ratelimit-used"], "1", "{after:?}");
}
