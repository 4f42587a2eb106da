//! `liaison import`: archives of every era, twice, and then served.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::process::{Demo, Server, json as printed, run, stderr, stdout};

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
    assert_eq!(
        (&first["connections"]["hidden"], &first["rejected"]),
        (&json!(1), &json!([]))
    );

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

/// Counts of a report, which must add up.
fn sum(counts: &Value) -> u64 {
    ["imported", "already_there", "drafts", "rejected", "hidden"]
        .iter()
        .map(|name| counts[*name].as_u64().unwrap())
        .sum()
}

#[test]
fn the_report_names_rejected_messages_first_and_says_what_it_leaves_out() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).unwrap();
    let header = "CONVERSATION ID,FROM,SENDER PROFILE URL,DATE,CONTENT\n";
    let good = "2-a,Ana,linkedin.com/in/ana-1,2024-05-06 09:30:00 UTC,Hi\n";
    let bad = "2-a,Ana,linkedin.com/in/ana-1,yesterday,Hi\n".repeat(30);
    fs::write(
        archive.join("messages.csv"),
        header.to_owned() + good + &bad,
    )
    .unwrap();
    let hidden = ",,,05 May 2020\n".repeat(2_000);
    let connections = format!("First Name,Last Name,URL,Connected On\n{hidden}too,few\n");
    fs::write(archive.join("Connections.csv"), connections).unwrap();
    fs::write(archive.join("Profile.csv"), "").unwrap();
    let archive = archive.to_str().unwrap();
    let arguments = [
        "import",
        "linkedin-archive",
        "--data-dir",
        &data,
        "--owner",
        "ana-1",
        archive,
    ];
    let output = run(&arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    let page = stdout(&output);
    for wanted in [
        "Messages: 31 rows read, 1 imported, 0 already there, 0 drafts left out, 30 rejected\n",
        "Connections: 2001 rows read, 0 imported, 0 already there, 0 drafts left out, 1 rejected, 2000 hidden\n",
        "messages.csv line 3: the date is not of the form 2025-01-31 23:59:59 UTC\n",
        "11 more rejected rows are not named here; --output json names more of them.\n",
        "/linkedin/messaging/recent-messages?accountId=acc_",
        &format!("Data directory: {data}\n"),
    ] {
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
    assert!(!page.contains("Connections.csv line"), "{page}");

    let report = import(&data, &[archive], &["--owner", "ana-1"]);
    for kind in ["messages", "connections"] {
        assert_eq!(report[kind]["read"], sum(&report[kind]), "{report}");
    }
    assert_eq!(report["rejected"].as_array().unwrap().len(), 31);
    assert_eq!(report["rejected"][30]["line"], 2_002);
    assert_eq!(report["data_dir"], data);
}

#[test]
fn archives_of_the_first_years_are_imported_whole() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let older = import(&data, &[&fixture("2020-whole.zip")], &[]);
    assert_eq!(older["messages"]["imported"], 6, "{older}");
    let connections = |report: &Value| {
        let counts = &report["connections"];
        (counts["imported"].as_u64(), counts["hidden"].as_u64())
    };
    assert_eq!(connections(&older), (Some(2), Some(2)));
    let newer = import(&data, &[&fixture("2022-whole.zip")], &[]);
    assert_eq!(newer["account_id"], older["account_id"]);
    assert_eq!(
        (
            &newer["messages"]["imported"],
            &newer["messages"]["already_there"]
        ),
        (&json!(2), &json!(6))
    );
    assert_eq!(newer["warnings"], json!([]));

    // One that cannot be read costs a warning, not the messages.
    let broken = folder.path().join("broken");
    fs::create_dir(&broken).unwrap();
    let messages = Path::new(&fixture("2020-nine-columns")).join("messages.csv");
    fs::copy(messages, broken.join("messages.csv")).unwrap();
    fs::write(broken.join("Connections.csv"), "").unwrap();
    let report = import(&data, &[broken.to_str().unwrap()], &[]);
    assert_eq!(report["messages"]["imported"], 13, "{report}");
    let warning = report["warnings"][0].as_str().unwrap();
    assert!(warning.contains("Connections.csv lacks"), "{warning}");
}

#[test]
fn imported_connections_are_served() {
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
    let path = |person: &str| format!("/linkedin/relationship/{account}/{person}");
    for person in ["jane-roe", "lee-odd", "j%C3%BCrgen-m%C3%BCller-9"] {
        let answer = client.get(&path(person)).ok();
        assert_eq!(
            (&answer["status"], &answer["distance"], &answer["connected"]),
            (&json!("CONNECTED"), &json!("DISTANCE_1"), &json!(true)),
            "{answer}"
        );
        assert_eq!(answer["accountId"], account);
    }
    let answer = client.get(&path("john-doe-123")).ok();
    assert_eq!(
        (&answer["status"], &answer["distance"], &answer["connected"]),
        (&json!("NOT_CONNECTED"), &json!(null), &json!(false))
    );
    let with_query = format!("/linkedin/relationship/jane-roe?accountId={account}");
    assert_eq!(client.get(&with_query).ok()["status"], "CONNECTED");
    assert_eq!(client.get(&path("nobody-here")).status, 404);

    let inbox = client.get(&format!(
        "/linkedin/messaging/recent-messages?accountId={account}"
    ));
    let mut states: Vec<_> = inbox.ok()["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap_or("INBOX").to_owned())
        .collect();
    states.sort();
    assert_eq!(
        states,
        [
            "ARCHIVED", "INBOX", "INBOX", "INBOX", "INBOX", "INBOX", "SPAM"
        ]
    );
}

#[test]
fn an_archive_is_read_into_a_running_demo() {
    let demo = Demo::quiet();
    let server = demo.start();
    let report = import(&demo.data(), &[&fixture("2026-thirteen-columns")], &[]);
    assert_eq!(report["messages"]["imported"], 13, "{report}");
    let account = report["account_id"].as_str().unwrap();
    let client = server.client();
    let path = format!("/linkedin/messaging/recent-messages?accountId={account}");
    assert_eq!(client.get(&path).ok()["total"], 7);
    let accounts = client.get("/linkedin/accounts").ok();
    assert!(accounts.to_string().contains(account), "{accounts}");
    // The demo's own accounts are still the default, and still send.
    let request = json!({"recipientProfileId": "john-doe-123", "message": "Still here"});
    assert_eq!(
        client.post("/linkedin/message", &request).ok()["success"],
        true
    );
    assert_eq!(server.stop("-INT"), 0);
}

#[test]
fn an_archive_is_read_into_postgresql_and_served_from_there() {
    let database = testkit::postgres::Cluster::shared().database();
    let folder = tempfile::tempdir().unwrap();
    let data = data_in(&folder);
    let place = ["--database-url", database.url()];
    let files = fixture("2026-thirteen-columns");
    let report = import(&data, &[&files], &place);
    assert_eq!(report["messages"]["imported"], 13, "{report}");
    let again = import(&data, &[&files], &place);
    assert_eq!(
        (
            &again["messages"]["imported"],
            &again["messages"]["already_there"]
        ),
        (&json!(0), &json!(13))
    );
    assert!(!Path::new(&data).join("liaison.db").exists());
    let start = ["import", "linkedin-archive", "--data-dir", &data, &files];
    let page = stdout(&run(&[&start[..], &place].concat()));
    assert!(page.contains("the messages are in PostgreSQL"), "{page}");
    let create = ["keys", "create", "--name", "reader", "--data-dir", &data];
    let key = printed(&[&create[..], &place].concat());
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data-dir", &data];
    let server = Server::start(folder.path(), &[&serve[..], &place].concat());
    let client = server.client().with_key(key["api_key"].as_str().unwrap());
    let account = report["account_id"].as_str().unwrap();
    let path = format!("/linkedin/messaging/recent-messages?accountId={account}&keywords=riddles");
    let found = client.get(&path).ok();
    assert_eq!(found["total"], 1, "{found}");
    let urn = found["conversations"][0]["conversationUrn"]
        .as_str()
        .unwrap();
    let details = client
        .get_with(
            "/linkedin/messaging/conversation-details",
            &[("conversationUrn", urn)],
        )
        .ok();
    assert!(
        details["messages"].to_string().contains("I <3 riddles"),
        "{details}"
    );
    assert_eq!(server.stop("-INT"), 0);
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
