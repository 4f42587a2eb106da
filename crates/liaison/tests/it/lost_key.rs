//! The master key is lost: what is said, and the way back.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::http::Http;
use crate::network::Network;
use crate::process::{Demo, Server, json as printed, run, stderr, wait_for};

/// A gateway in a folder, with one linked seat.
struct Gateway {
    folder: tempfile::TempDir,
    network: Network,
}

impl Gateway {
    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn key_file(&self) -> std::path::PathBuf {
        self.folder.path().join("data/master.key")
    }

    fn serve(&self) -> Server {
        let data = self.data();
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--data-dir", &data];
        Server::start(self.folder.path(), &arguments)
    }

    fn create_key(&self) -> String {
        let made = printed(&[
            "keys",
            "create",
            "--data-dir",
            &self.data(),
            "--name",
            "crm",
        ]);
        made["api_key"].as_str().unwrap().to_owned()
    }

    fn link(&self) -> Value {
        let token_file = self.folder.path().join("token");
        fs::write(&token_file, self.network.token("premium")).unwrap();
        printed(&[
            "accounts",
            "link",
            "--data-dir",
            &self.data(),
            "--address",
            self.network.base_url(),
            "--credentials-file",
            token_file.to_str().unwrap(),
        ])
    }
}

/// How many messages there are once the whole history is read in.
fn history(client: &Http) -> i64 {
    wait_for("the history", || {
        let status = client.get("/linkedin/account/status").ok();
        (status["sync"]["state"] == "done").then(|| status["sync"]["messages"].as_i64().unwrap())
    })
}

/// Without its key nothing opens the data, and every command says what to do.
fn assert_all_point_at_the_way_out(data: &str) {
    for command in [
        vec!["keys", "list", "--data-dir", data],
        vec!["accounts", "list", "--data-dir", data],
        vec!["keys", "create", "--data-dir", data, "--name", "x"],
        vec!["serve", "--listen", "127.0.0.1:0", "--data-dir", data],
    ] {
        let output = run(&command);
        assert_eq!(output.status.code(), Some(3), "{command:?}");
        let text = stderr(&output);
        assert!(text.contains("reset-master-key"), "{text}");
    }
}

#[test]
fn a_lost_master_key_is_replaced_and_the_history_stays() {
    let gateway = Gateway {
        folder: tempfile::tempdir().unwrap(),
        network: Network::start(),
    };
    let data = gateway.data();
    let server = gateway.serve();
    let lost = gateway.create_key();
    let linked = gateway.link();
    let client = server.client().with_key(&lost);
    let messages = history(&client);
    let inbox = client.get("/linkedin/messaging/recent-messages").ok();
    let reset = ["keys", "reset-master-key", "--data-dir", &data, "--yes"];
    let beside = run(&reset);
    assert_eq!(beside.status.code(), Some(4), "{}", stderr(&beside));
    assert_eq!(server.stop("-TERM"), 0);

    fs::remove_file(gateway.key_file()).unwrap();
    assert_all_point_at_the_way_out(&data);
    let unsure = run(&reset[..4]);
    assert_eq!(unsure.status.code(), Some(2), "{}", stderr(&unsure));
    assert!(!gateway.key_file().exists());

    let done = printed(&reset);
    let expected = json!({
        "master_key_file": Path::new(&data).canonicalize().unwrap().join("master.key"),
        "former_file": null,
        "accounts_to_link_again": 1,
        "keys_revoked": 1,
    });
    assert_eq!(done, expected);
    let accounts = printed(&["accounts", "list", "--data-dir", &data]);
    assert_eq!(accounts[0]["id"], linked["id"]);
    assert_eq!(accounts[0]["status"], "ERROR");
    assert_eq!(accounts[0]["messages"], messages);
    let keys = printed(&["keys", "list", "--data-dir", &data]);
    assert_eq!(keys[0]["state"], "revoked");

    let server = gateway.serve();
    let client = server.client().with_key(&gateway.create_key());
    assert_eq!(
        server
            .client()
            .with_key(&lost)
            .get("/linkedin/accounts")
            .status,
        401
    );
    let kept = client.get("/linkedin/messaging/recent-messages").ok();
    assert_eq!(kept["conversations"], inbox["conversations"]);
    let request = json!({"recipientProfileId": "john-doe-123", "message": "Are you still there?"});
    let held = client.post("/linkedin/messaging/send", &request);
    assert_eq!(
        (held.status, &held.json()["code"]),
        (403, &json!("account_held"))
    );

    let again = gateway.link();
    assert_eq!(
        (&again["id"], &again["state"]),
        (&linked["id"], &json!("linked again"))
    );
    assert_eq!(history(&client), messages);
    assert_eq!(
        client.post("/linkedin/messaging/send", &request).ok()["success"],
        true
    );
}

#[test]
fn a_wrong_key_file_is_kept_when_a_new_one_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    printed(&["keys", "create", "--data-dir", data, "--name", "first"]);
    let key_file = folder.path().join("master.key");
    let other = fs::read_to_string(&key_file)
        .unwrap()
        .replace(['1', '2'], "3");
    fs::write(&key_file, &other).unwrap();
    let done = printed(&["keys", "reset-master-key", "--data-dir", data, "--yes"]);
    let former = done["former_file"].as_str().unwrap();
    assert_eq!(fs::read_to_string(former).unwrap(), other);
    assert_eq!(
        printed(&["keys", "list", "--data-dir", data])[0]["state"],
        "revoked"
    );
}

#[test]
fn a_demo_goes_on_with_a_new_master_key_by_itself() {
    let demo = Demo::quiet();
    let first = demo.start();
    let (accounts, lost) = (
        first.ready["account_ids"].clone(),
        first.ready["api_key"].clone(),
    );
    let inbox = first
        .client()
        .get("/linkedin/messaging/recent-messages")
        .ok();
    assert_eq!(first.stop("-INT"), 0);
    let data = demo.data();
    fs::remove_file(format!("{data}/master.key")).unwrap();
    let done = printed(&["keys", "reset-master-key", "--data-dir", &data, "--yes"]);
    assert_eq!(done["accounts_to_link_again"], 2);
    let second = demo.start();
    assert_eq!(second.ready["account_ids"], accounts);
    assert_ne!(second.ready["api_key"], lost);
    let kept = second
        .client()
        .get("/linkedin/messaging/recent-messages")
        .ok();
    assert_eq!(kept["conversations"], inbox["conversations"]);
    let request = json!({"recipientProfileId": "john-doe-123", "message": "Linked again?"});
    assert_eq!(
        second.client().post("/linkedin/message", &request).ok()["success"],
        true
    );
}

#[test]
fn where_there_is_no_database_there_is_nothing_to_reset() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let reset = ["keys", "reset-master-key", "--yes", "--data-dir"];
    let output = run(&[&reset[..], &[data.to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(!data.exists());
}

#[test]
fn a_key_that_is_lost_beside_postgresql_is_not_quietly_replaced() {
    let database = testkit::postgres::Cluster::shared().database();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    // An embedded database of earlier times says nothing about the one in PostgreSQL.
    fs::create_dir(&data).unwrap();
    fs::write(data.join("liaison.db"), "").unwrap();
    let data = data.to_str().unwrap();
    let url_file = folder.path().join("url");
    fs::write(&url_file, database.url()).unwrap();
    let config = folder.path().join("liaison.toml");
    let text = format!("[store]\ndatabase_url_file = '{}'\n", url_file.display());
    fs::write(&config, text).unwrap();
    let by_url = ["--data-dir", data, "--database-url", database.url()];
    let by_file = ["--data-dir", data, "--config", config.to_str().unwrap()];
    let create = ["keys", "create", "--name", "first"];
    printed(&[&create[..], &by_file[..]].concat());
    let listed = printed(&[&["keys", "list"][..], &by_url[..]].concat());
    assert_eq!(listed.as_array().unwrap().len(), 1);

    let key_file = Path::new(data).join("master.key");
    fs::remove_file(&key_file).unwrap();
    for place in [by_url, by_file] {
        for command in [&create[..], &["keys", "list"]] {
            let output = run(&[command, &place[..]].concat());
            assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
            assert!(stderr(&output).contains("master.key is missing"));
        }
    }
    assert!(!key_file.exists());
}
