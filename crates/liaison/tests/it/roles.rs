//! One database, several processes: one answers, another sends.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use testkit::postgres::Cluster;

use crate::accounts::{seat_file, start_sandbox};
use crate::http::Http;
use crate::process::{Server, json as printed, run, stderr, wait_for};

/// The start of a process that shares database and master key with the others.
fn serve(folder: &Path, role: &str, config: &str, url: &str) -> Server {
    let own = folder.join(role);
    fs::create_dir_all(&own).unwrap();
    let data = own.join("data");
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--role",
        role,
        "--config",
        config,
        "--data-dir",
        data.to_str().unwrap(),
        "--database-url",
        url,
    ];
    Server::start(&own, &arguments)
}

fn state(client: &Http, id: &str) -> Value {
    client.get(&format!("/v1/sends/{id}")).ok()["state"].clone()
}

/// Makes a key and links a seat of `network`: the path of a configuration that names the master key, and the key.
fn prepared(folder: &Path, network: &Server, url: &str) -> (String, String) {
    let first = folder.join("first");
    let place = ["--data-dir", first.to_str().unwrap(), "--database-url", url];
    let create = [
        "keys", "create", "--name", "crm", "--scope", "read", "--scope", "write",
    ];
    let key = printed(&[&create[..], &place].concat());
    let file = seat_file(folder, network);
    let address = network.ready("base_url");
    let link = [
        "accounts",
        "link",
        "--address",
        address,
        "--credentials-file",
        &file,
    ];
    printed(&[&link[..], &place].concat());
    let config = folder.join("shared.toml");
    let master_key = first.join("master.key");
    let text = format!(
        "[security]\nmaster_key_file = {:?}\n",
        master_key.to_str().unwrap()
    );
    fs::write(&config, text).unwrap();
    let key = key["api_key"].as_str().unwrap().to_owned();
    (config.to_str().unwrap().to_owned(), key)
}

#[test]
fn one_process_accepts_and_another_sends() {
    let folder = tempfile::tempdir().unwrap();
    let database = Cluster::shared().database();
    let url = database.url();
    fs::create_dir(folder.path().join("network")).unwrap();
    let network = start_sandbox(&folder.path().join("network"));
    let (config, key) = prepared(folder.path(), &network, url);
    let config = config.as_str();
    let api = serve(folder.path(), "api", config, url);
    let client = api.client().with_key(&key);
    let body = json!({"recipient": "john-doe-123", "text": "From one to the other"});
    let answer = client
        .try_post(
            "/v1/messages",
            &body,
            &[("idempotency-key", "k1")],
            Duration::from_secs(30),
        )
        .unwrap();
    assert_eq!(answer.status, 202, "{}", answer.json());
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    // Nobody sends yet.
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(state(&client, &id), "queued");

    let worker = serve(folder.path(), "worker", config, url);
    let door = worker.client().with_key(&key);
    assert_eq!(door.get("/healthz").status, 200);
    assert_eq!(door.get("/v1/sends").status, 404);
    wait_for("the worker to send", || {
        (state(&client, &id) == "sent"
            || state(&client, &id) == "delivered"
            || state(&client, &id) == "seen")
            .then_some(())
    });
    assert_eq!(worker.stop("-TERM"), 0);
    assert_eq!(api.stop("-TERM"), 0);
}

#[test]
fn an_embedded_database_has_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let output = run(&[
        "serve",
        "--role",
        "worker",
        "--data-dir",
        data.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("--database-url"),
        "{}",
        stderr(&output)
    );
}
