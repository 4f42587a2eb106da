//! Linking and unlinking accounts beside a running server.

use std::fs;

use serde_json::Value;

use crate::process::{Demo, Server, json as printed, run, stderr, wait_for};

/// The simulated network alone.
pub(crate) fn start_sandbox(folder: &std::path::Path) -> Server {
    let data = folder.join("sandbox");
    let arguments = [
        "sandbox",
        "--quiet",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        data.to_str().unwrap(),
    ];
    Server::start(folder, &arguments)
}

/// The path of a file with the credentials of its first seat.
pub(crate) fn seat_file(folder: &std::path::Path, sandbox: &Server) -> String {
    let file = folder.join("token");
    let token = sandbox.ready["seats"][0]["token"].as_str().unwrap();
    fs::write(&file, format!("{token}\n")).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_seat_is_unlinked_and_finds_its_history_when_linked_again() {
    let sandbox_folder = tempfile::tempdir().unwrap();
    let sandbox = start_sandbox(sandbox_folder.path());
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let token_file = seat_file(folder.path(), &sandbox);
    let token_file = token_file.as_str();
    let link = [
        "accounts",
        "link",
        "--data-dir",
        data,
        "--address",
        sandbox.ready("base_url"),
        "--credentials-file",
        token_file,
    ];

    let server = Server::start(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--data-dir", data],
    );
    let key = printed(&["keys", "create", "--data-dir", data, "--name", "first"]);
    let client = server.client().with_key(key["api_key"].as_str().unwrap());
    let linked = printed(&link);
    assert_eq!(linked["state"], "linked");
    let id = linked["id"].as_str().unwrap();
    let status = |path: &str| client.get(path);
    let messages = wait_for("the history", || {
        let status = status("/linkedin/account/status").ok();
        (status["sync"]["state"] == "done").then(|| status["sync"]["messages"].as_i64().unwrap())
    });
    assert!(messages > 100, "{messages}");

    assert_eq!(
        printed(&["accounts", "unlink", id, "--data-dir", data])["state"],
        "unlinked"
    );
    let gone = client.get("/linkedin/messaging/recent-messages");
    assert_eq!(
        (gone.status, &gone.json()["code"]),
        (404, &Value::from("account_not_found"))
    );
    assert_eq!(
        printed(&["accounts", "list", "--data-dir", data]),
        Value::Array(Vec::new())
    );

    let again = printed(&link);
    assert_eq!(
        (again["state"].as_str(), again["id"].as_str()),
        (Some("linked again"), Some(id))
    );
    let listed = printed(&["accounts", "list", "--data-dir", data]);
    assert_eq!(listed[0]["messages"], messages);
    assert_eq!(listed[0]["slug"], sandbox.ready["seats"][0]["slug"]);
}

#[test]
fn wrong_credentials_and_an_absent_network_are_told_apart() {
    let sandbox_folder = tempfile::tempdir().unwrap();
    let sandbox = start_sandbox(sandbox_folder.path());
    let demo = Demo::quiet();
    assert_eq!(demo.start().stop("-INT"), 0);
    let data = demo.data();
    let token_file = demo.folder.path().join("token");
    fs::write(&token_file, "never given out").unwrap();
    let link = |address: &str| {
        run(&[
            "accounts",
            "link",
            "--data-dir",
            &data,
            "--address",
            address,
            "--credentials-file",
            token_file.to_str().unwrap(),
        ])
    };
    let wrong = link(sandbox.ready("base_url"));
    assert_eq!(wrong.status.code(), Some(1), "{}", stderr(&wrong));
    assert!(!stderr(&wrong).contains("never given out"));
    let absent = link("http://127.0.0.1:9");
    assert_eq!(absent.status.code(), Some(5), "{}", stderr(&absent));
    assert_eq!(
        printed(&["accounts", "list", "--data-dir", &data])
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_seat_is_linked_in_a_browser_beside_the_server_that_settles_it() {
    let sandbox_folder = tempfile::tempdir().unwrap();
    let sandbox = start_sandbox(sandbox_folder.path());
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let server = Server::start(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--data-dir", data],
    );
    let key = printed(&["keys", "create", "--data-dir", data, "--name", "first"]);
    let base = server.ready("base_url");
    let config = folder.path().join("liaison.toml");
    fs::write(&config, format!("[server]\npublic_url = \"{base}\"\n")).unwrap();
    let begun = printed(&[
        "accounts",
        "link",
        "--browser",
        "--data-dir",
        data,
        "--config",
        config.to_str().unwrap(),
        "--address",
        sandbox.ready("base_url"),
    ]);
    let url = begun["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("{base}/linking/")), "{url}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let page = runtime.block_on(browse(url));
    assert!(page.contains("is linked"), "{page}");
    let client = server.client().with_key(key["api_key"].as_str().unwrap());
    let accounts = client.get("/v1/accounts").ok();
    assert_eq!(
        accounts["accounts"][0]["slug"],
        sandbox.ready["seats"][0]["slug"]
    );
}

/// Goes the way of a person, with the first seat; the last page.
async fn browse(url: &str) -> String {
    use testkit::browser;
    let shown = browser::open(url).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    let gone_on = browser::send(url, &[]).await;
    let cookie = gone_on.headers["set-cookie"]
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let back = browser::decide(gone_on.location().unwrap(), "premium", "allow").await;
    browser::open_with(&back, &cookie).await.text
}
