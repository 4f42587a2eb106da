//! The page at `/docs`, run: its forms, sent as they stand, work on a demo.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::process::{Demo, Server, stderr, stdout};

const SCRIPTS: &[&str] = &["explorer.js", "operation.js", "schema.js", "dom.js"];

/// Runs the page that the server gives out, and sends the form of each of these routes.
fn run_page(demo: &Demo, server: &Server, routes: &[&str]) -> Vec<Value> {
    let folder = demo.folder.path().join("page");
    fs::create_dir_all(&folder).unwrap();
    for script in SCRIPTS {
        let text = server.client().get(&format!("/docs/{script}")).text;
        fs::write(folder.join(script), text).unwrap();
    }
    fs::write(folder.join("package.json"), r#"{"type": "module"}"#).unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/explorer/page.mjs");
    let output = Command::new("node")
        .arg(page)
        .arg(&folder)
        .args([server.ready("base_url"), server.ready("api_key")])
        .args(routes)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Without Node the page cannot be run here; the checks of its text stand in `web`.
fn has_node() -> bool {
    let version = Command::new("node").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}

#[test]
fn after_the_inbox_every_form_works_as_it_stands() {
    if !has_node() {
        return;
    }
    let demo = Demo::quiet();
    let server = demo.start();
    let routes = [
        "recentMessages",
        "conversationDetails",
        "typingIndicator",
        "markSeen",
        "send",
        "sendWithTyping",
        "sendWithAck",
        "sendGroup",
        "sendGroupWithTyping",
        "sendGroupWithAck",
        "message",
        "checkEmailSupport",
        "connect",
        "relationship",
        "getSend",
        "accounts",
        "statusOfAccount",
        "quotaOfAccount",
        "markAllRead",
    ];
    let lines = run_page(&demo, &server, &routes);
    assert!(
        lines[0]["text"]
            .as_str()
            .unwrap()
            .contains("Ids from answers")
    );
    assert_eq!(lines.len(), routes.len() + 1);
    for line in &lines[1..] {
        assert_eq!(line["status"], "200", "{line}");
        assert_eq!(line["notes"].as_array().unwrap().len(), 0, "{line}");
    }
}

#[test]
fn before_the_inbox_a_form_says_that_its_ids_are_invented() {
    if !has_node() {
        return;
    }
    let demo = Demo::quiet();
    let server = demo.start();
    let lines = run_page(
        &demo,
        &server,
        &["typingIndicator", "sendGroup", "sendWithAck", "connect"],
    );
    for (line, (status, notes)) in
        lines[1..]
            .iter()
            .zip([("404", 1), ("404", 1), ("200", 0), ("400", 0)])
    {
        assert_eq!(line["status"], status, "{line}");
        assert_eq!(line["notes"].as_array().unwrap().len(), notes, "{line}");
    }
}
