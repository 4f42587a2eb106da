//! Starts that must be refused, each with its reason and its exit code, and a server without any data.

use std::fs;

use store::{SqliteOptions, Store};

use crate::process::{Demo, Server, json, run, stderr};

fn refused(data: &str, code: i32, words: &[&str]) {
    let output = run(&["serve", "--listen", "127.0.0.1:0", "--data-dir", data]);
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(text.starts_with("error: "), "{text}");
    for word in words {
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn data_of_a_newer_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    assert_eq!(
        Server::start(
            folder.path(),
            &["serve", "--listen", "127.0.0.1:0", "--data-dir", data]
        )
        .stop("-TERM"),
        0
    );
    let store =
        Store::open_sqlite(&folder.path().join("liaison.db"), SqliteOptions::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(testkit::stores::pretend_newer_schema(&store));
    store.close();
    refused(data, 4, &["schema 9999", "hint: "]);
}

#[test]
fn data_of_a_development_version_is_refused_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    json(&["keys", "create", "--data-dir", data, "--name", "first"]);
    let store =
        Store::open_sqlite(&folder.path().join("liaison.db"), SqliteOptions::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(testkit::stores::pretend_changed_migration(&store));
    store.close();
    let hint =
        "hint: it was written by a development version: name another --data-dir or remove it";
    refused(data, 4, &["migration 1 was changed", hint]);
}

#[test]
fn a_ready_file_of_an_earlier_run_is_gone_before_and_after() {
    let demo = Demo::quiet();
    let ready_file = demo.folder.path().join("ready.json");
    // It is removed although the start fails later on.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let file = ready_file.to_str().unwrap();
    for command in ["serve", "sandbox"] {
        fs::write(&ready_file, r#"{"base_url": "stale"}"#).unwrap();
        let place = [
            "--listen",
            &address,
            "--data-dir",
            data,
            "--ready-file",
            file,
        ];
        let output = run(&[&[command][..], &place].concat());
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(!ready_file.exists(), "{command}");
    }
    fs::write(&ready_file, r#"{"base_url": "stale"}"#).unwrap();
    let server = demo.start();
    assert_ne!(server.ready("base_url"), "stale");
    assert!(ready_file.exists());
    assert_eq!(server.stop("-INT"), 0);
    assert!(!ready_file.exists());
}

#[test]
fn a_lost_or_wrong_master_key_is_noticed() {
    let demo = Demo::quiet();
    assert_eq!(demo.start().stop("-INT"), 0);
    let key = demo.folder.path().join("data/master.key");
    let kept = fs::read_to_string(&key).unwrap();
    assert!(kept.starts_with("# The master key"));

    fs::remove_file(&key).unwrap();
    refused(&demo.data(), 3, &["master.key is missing"]);

    let digits = kept.lines().last().unwrap();
    let other: String = digits.chars().rev().collect();
    write_private(&key, &kept.replace(digits, &other));
    refused(
        &demo.data(),
        3,
        &["not the one that this database was begun with"],
    );

    write_private(&key, &kept);
    assert_eq!(demo.start().stop("-INT"), 0);
}

fn write_private(path: &std::path::Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    for command in ["serve", "sandbox"] {
        let output = run(&[command, "--listen", &address, "--data-dir", data]);
        assert_eq!(output.status.code(), Some(1));
        let text = stderr(&output);
        assert!(
            text.contains("hint: another program has this port: choose one with --listen"),
            "{text}"
        );
    }
}

#[test]
fn an_empty_server_answers_and_gets_its_first_key() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let server = Server::start(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--data-dir", data],
    );
    let key = json(&["keys", "create", "--data-dir", data, "--name", "first"]);
    let client = server.client().with_key(key["api_key"].as_str().unwrap());
    assert_eq!(client.get("/linkedin/accounts").ok(), serde_json::json!([]));
    let inbox = client.get("/linkedin/messaging/recent-messages");
    assert_eq!(
        (inbox.status, &inbox.json()["code"]),
        (404, &"account_not_found".into())
    );
    assert_eq!(server.stop("-TERM"), 0);
}

#[test]
fn a_demo_runs_on_postgresql() {
    let database = testkit::postgres::Cluster::shared().database();
    let demo = Demo::with(&["--quiet", "--database-url", database.url()]);
    let server = demo.start();
    let client = server.client();
    let inbox = client
        .get("/linkedin/messaging/recent-messages?count=100")
        .ok();
    assert!(inbox["total"].as_i64().unwrap() > 10, "{inbox}");
    let request =
        serde_json::json!({"recipientProfileId": "john-doe-123", "message": "On the big database"});
    assert_eq!(
        client.post("/linkedin/message", &request).ok()["success"],
        true
    );
    let api_key = server.ready["api_key"].clone();
    assert_eq!(server.stop("-INT"), 0);
    assert!(!demo.folder.path().join("data/liaison.db").exists());
    let again = demo.start();
    assert_eq!(again.ready["api_key"], api_key);
    assert_eq!(again.stop("-INT"), 0);
}
