//! `liaison import`: archives of every era, twice, and then served.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::process::{Server, json as printed, run, stderr};

fn fixture(era: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root
        .join("../integrations/tests/fixtures/archive")
        .join(era);
    path.to_str().unwrap().to_owned()
}

fn import(data: &str, files: &[&str], more: &[&str]) -> Value {
    let start = ["import", "linkedin-archive", "--data-dir", data];
    printed(&[&start[..], files, more].concat())
}

fn data_in(folder: &tempfile::TempDir) -> String {
    let path: PathBuf = folder.path().join("data");
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_second_run_and_another_era_add_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let newest = fixture("2026-thirteen-columns");
    let first = import(&data, &[&newest], &[]);
    assert_eq!(first["name"], "Robin Sample");
    assert_eq!(first["was_known"], false);
    let imported = first["messages"]["imported"].as_u64().unwrap();
    assert!(imported > 5, "{first}");
    assert_eq!(first["messages"]["already_there"], 0);
    assert!(first["messages"]["drafts"].as_u64().unwrap() > 0, "{first}");
    assert_eq!(first["connections"]["imported"], 3);
    assert_eq!(first["rejected"].as_array().unwrap().len(), 1, "{first}");

    let second = import(&data, &[&newest], &[]);
    assert_eq!(second["was_known"], true);
    assert_eq!(second["account_id"], first["account_id"]);
    assert_eq!(
        (
            &second["messages"]["imported"],
            &second["messages"]["already_there"]
        ),
        (&json!(0), &json!(imported))
    );
    assert_eq!(
        (
            &second["connections"]["imported"],
            &second["connections"]["already_there"]
        ),
        (&json!(0), &json!(3))
    );

    for era in [
        "2023-ten-columns",
        "2024-twelve-columns",
        "2025-eleven-columns",
        "2025-twelve-columns",
    ] {
        let again = import(
            &data,
            &[&fixture(era)],
            &["--owner", "https://www.linkedin.com/in/robin-sample-1/"],
        );
        assert_eq!(again["account_id"], first["account_id"], "{era}");
        assert_eq!(again["messages"]["imported"], 0, "{era}: {again}");
    }
}

#[test]
fn several_archives_in_one_command_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let files = [
        fixture("2026-thirteen-columns"),
        fixture("2024-twelve-columns") + "/messages.csv",
    ];
    let report = import(&data, &[&files[0], &files[1]], &[]);
    let messages = &report["messages"];
    assert_eq!(messages["imported"], messages["already_there"], "{report}");
    let accounts = printed(&["accounts", "list", "--data-dir", &data]);
    assert_eq!(accounts.as_array().unwrap().len(), 1);
    assert_eq!(accounts[0]["is_read_only"], true);
    assert_eq!(accounts[0]["messages"], messages["imported"]);
}

#[test]
fn imported_history_is_served_but_never_by_default() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let report = import(&data, &[&fixture("2026-thirteen-columns")], &[]);
    let account = report["account_id"].as_str().unwrap();
    let key = printed(&["keys", "create", "--data-dir", &data, "--name", "reader"]);
    let server = Server::start(
        folder.path(),
        &["serve", "--listen", "127.0.0.1:0", "--data-dir", &data],
    );
    let client = server.client().with_key(key["api_key"].as_str().unwrap());

    assert_eq!(
        client.get("/linkedin/messaging/recent-messages").status,
        404
    );
    let path = format!("/linkedin/messaging/recent-messages?accountId={account}");
    let inbox = client.get(&path).ok();
    let conversations = inbox["conversations"].as_array().unwrap();
    assert_eq!(inbox["total"], conversations.len());
    assert!(
        conversations
            .iter()
            .all(|one| one["unreadCount"] == 0 && one["isRead"] == true),
        "{inbox}"
    );
    let with_jane = conversations
        .iter()
        .find(|one| {
            one["participants"]
                .as_array()
                .unwrap()
                .iter()
                .any(|person| person["name"] == "Jane Roe")
        })
        .unwrap();
    assert_eq!(
        with_jane["participants"][0]["headline"],
        "Founder at Roe, Inc."
    );
    // The owner inside the URN names the account.
    let urn = with_jane["conversationUrn"].as_str().unwrap();
    let details = client
        .get_with(
            "/linkedin/messaging/conversation-details",
            &[("conversationUrn", urn)],
        )
        .ok();
    assert_eq!(details["accountId"], account);
    let texts = details["messages"].to_string();
    assert!(
        texts.contains("See you on \\\"Monday\\\", 10:00?"),
        "{texts}"
    );

    let request = json!({"accountId": account, "conversationUrn": urn, "message": "Hello?", "recipientProfileId": "jane-roe"});
    let refused = client.post("/linkedin/message", &request);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (403, &json!("account_read_only"))
    );
}

#[test]
fn an_archive_that_does_not_say_whose_it_is_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let file = folder.path().join("messages.csv");
    let header = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER";
    let row = "2-MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxXzEwMA==,,Ana,https://www.linkedin.com/in/ana-1,Ben,https://www.linkedin.com/in/ben-2,2024-05-06 09:30:00 UTC,,Hi,INBOX";
    fs::write(&file, format!("{header}\n{row}\n")).unwrap();
    let file = file.to_str().unwrap();
    let asked = run(&["import", "linkedin-archive", "--data-dir", &data, file]);
    assert_eq!(asked.status.code(), Some(2));
    let text = stderr(&asked);
    assert!(
        text.contains("--owner") && text.contains("ana-1") && text.contains("ben-2"),
        "{text}"
    );
    assert_eq!(
        printed(&["accounts", "list", "--data-dir", &data]),
        json!([])
    );

    let stranger = run(&[
        "import",
        "linkedin-archive",
        "--data-dir",
        &data,
        file,
        "--owner",
        "carl-3",
    ]);
    assert_eq!(stranger.status.code(), Some(2), "{}", stderr(&stranger));
    let told = import(
        &data,
        &[file],
        &["--owner", "https://www.linkedin.com/in/ben-2"],
    );
    assert_eq!(
        (&told["name"], &told["messages"]["imported"]),
        (&json!("Ben"), &json!(1))
    );
}

#[test]
fn what_is_no_archive_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let file = folder.path().join("holiday.zip");
    fs::write(&file, "not a zip").unwrap();
    for path in [file.to_str().unwrap(), folder.path().to_str().unwrap()] {
        let output = run(&["import", "linkedin-archive", "--data-dir", &data, path]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    }
}
