//! The gateway ends as in a power failure while its network lives on as a process of its own.

use serde_json::{Value, json};

use crate::http::Http;
use crate::process::{Demo, Server, wait_for};

fn start_sandbox(folder: &std::path::Path) -> Server {
    let data = folder.join("data");
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

fn accepted(control: &Http, text: &str) -> usize {
    let log = control.get("/control/acceptances?limit=10000").ok();
    let is_it = |acceptance: &&Value| acceptance["text"] == text;
    log["acceptances"]
        .as_array()
        .unwrap()
        .iter()
        .filter(is_it)
        .count()
}

#[test]
fn a_send_whose_answer_never_came_is_settled_after_the_restart() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start_sandbox(folder.path());
    let control = Http::new(
        sandbox.ready("base_url"),
        Some(sandbox.ready("control_token")),
    );
    let file = folder.path().join("ready.json");
    let demo = Demo::with(&["--sandbox", file.to_str().unwrap()]);
    let gateway = demo.start();
    // The network takes the message at once and keeps its answer back for longer than the gateway lives.
    let fault = json!({"fault": "slow", "phase": "after", "action": "send", "delay_ms": 60_000, "count": 1});
    assert_eq!(
        control.post("/control/seats/premium/faults", &fault).status,
        200
    );
    let text = "Only once, please";
    let request = json!({"recipientProfileId": "john-doe-123", "message": text});
    let send = {
        let client = gateway.client();
        client.post_preferring("/linkedin/message", &request, "wait=0")
    };
    assert_eq!(send.status, 202, "{send:?}");
    let send_id = send.json()["sendId"].as_str().unwrap().to_owned();
    wait_for("the acceptance", || {
        (accepted(&control, text) == 1).then_some(())
    });
    gateway.kill();

    let again = demo.start();
    let client = again.client();
    let settled = wait_for("the send to be settled", || {
        let send = client.get(&format!("/v1/sends/{send_id}")).ok();
        ["sent", "delivered", "seen"]
            .contains(&send["state"].as_str().unwrap())
            .then_some(send)
    });
    assert!(
        settled["attempts"]
            .as_array()
            .is_some_and(|attempts| attempts.len() == 1),
        "{settled}"
    );
    assert_eq!(accepted(&control, text), 1);
}

#[test]
fn reads_answer_while_the_network_is_away() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start_sandbox(folder.path());
    let file = folder.path().join("ready.json");
    let demo = Demo::with(&["--sandbox", file.to_str().unwrap()]);
    let gateway = demo.start();
    sandbox.kill();
    let client = gateway.client();
    assert_eq!(
        client.get("/linkedin/messaging/recent-messages").status,
        200
    );
    wait_for("the account's health to show it", || {
        let status = client.get("/linkedin/account/status").ok();
        status["health"]["lastError"].is_string().then_some(())
    });
    let inbox = client
        .get("/linkedin/messaging/recent-messages?count=1")
        .ok();
    let request = json!({
        "recipientProfileId": inbox["conversations"][0]["participants"][0]["profileId"],
        "conversationUrn": inbox["conversations"][0]["conversationUrn"],
        "message": "Later is fine"
    });
    let send = client.post_preferring("/linkedin/message", &request, "wait=0");
    assert_eq!(send.status, 202, "{send:?}");
    assert_eq!(gateway.stop("-TERM"), 0);
}

#[test]
fn whoever_waits_is_told_before_the_gateway_stops() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start_sandbox(folder.path());
    let control = Http::new(
        sandbox.ready("base_url"),
        Some(sandbox.ready("control_token")),
    );
    let file = folder.path().join("ready.json");
    let demo = Demo::with(&["--sandbox", file.to_str().unwrap()]);
    let gateway = demo.start();
    let fault = json!({"fault": "slow", "phase": "before", "action": "send", "delay_ms": 4_000, "count": 1});
    control.post("/control/seats/premium/faults", &fault).ok();
    let (base, key) = (
        gateway.ready("base_url").to_owned(),
        gateway.ready("api_key").to_owned(),
    );
    let text = "I am waiting";
    let waiting = std::thread::spawn(move || {
        let request = json!({"recipientProfileId": "john-doe-123", "message": text});
        Http::new(&base, Some(&key)).post_preferring("/linkedin/message", &request, "wait=60")
    });
    let fired = || {
        let faults = control.get("/control/seats/premium/faults").ok();
        (faults["faults"][0]["fired"] == 1).then_some(())
    };
    wait_for("the call to be under way", fired);
    assert_eq!(gateway.stop("-TERM"), 0);
    let told = waiting.join().unwrap();
    assert_eq!(told.status, 202, "{told:?}");
    assert!(told.json()["sendId"].is_string());
    wait_for("the message", || {
        (accepted(&control, text) == 1).then_some(())
    });
}
