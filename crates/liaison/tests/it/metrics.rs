//! What operators can watch: numbers where the settings say, and a line for everything that was done.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::http::Http;
use crate::process::{Demo, Server, wait_for};

/// A demo with these settings, on which one message was sent.
fn busy(settings: &str) -> (Demo, Server) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("liaison.toml");
    std::fs::write(&config, settings).unwrap();
    let demo = Demo::with(&["--quiet", "--config", config.to_str().unwrap()]);
    let server = demo.start();
    let request = json!({"recipientProfileId": "john-doe-123", "message": "Hello"});
    let sent = server
        .client()
        .post("/linkedin/messaging/send", &request)
        .ok();
    assert_eq!(sent["success"], true);
    (demo, server)
}

/// The reference's names, as its page lists them.
fn listed() -> BTreeSet<String> {
    let page = include_str!("../../../../docs/reference/metrics.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`').map(|(name, _)| name.to_owned()))
        .collect()
}

#[test]
fn metrics_are_told_where_the_settings_say_and_nowhere_else() {
    let (_demo, server) = busy("[metrics]\nlisten = '127.0.0.1:0'\n");
    assert_eq!(server.client().get("/metrics").status, 404);
    let watched = Http::new(server.ready("metrics_url"), None);
    let accepted = "liaison_send_attempts_total{outcome=\"accepted\"} 1";
    let text = wait_for(
        "the send, its event and their delivery to be counted",
        || {
            let text = watched.get("/metrics").text;
            let is_whole = text.contains(accepted)
                && text.contains("liaison_deliveries_total{outcome=\"delivered\"}")
                && text.contains("liaison_ticks_total{task=\"retention\"");
            is_whole.then_some(text)
        },
    );
    let is_counted = |line: &str| {
        line.starts_with("liaison_http_requests_total{")
            && line.contains("route=\"/linkedin/messaging/send\"")
            && line.contains("status=\"200\"")
            && line.ends_with(" 1")
    };
    assert!(text.lines().any(is_counted), "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
    let told: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .filter_map(|line| line.split_once(' '))
        .map(|(name, kind)| match kind {
            "counter" => format!("{name}_total"),
            _ => name.to_owned(),
        })
        .collect();
    assert_eq!(told, listed());
    // Whatever has an id would make a series of its own for each.
    for prefix in ["acc_", "snd_", "evt_", "\"wsp_", "\"key_"] {
        assert!(!text.contains(prefix), "{prefix} in {text}");
    }
}

#[test]
fn every_request_and_every_round_of_work_has_one_line() {
    let (_demo, server) = busy("[log]\nformat = 'json'\n");
    let client = server.client();
    client.get("/v1/sends").ok();
    assert_eq!(client.get("/v1/sends/nothing").status, 404);
    assert_eq!(client.get("/nothing").status, 404);
    let of = |lines: &[Value], message: &str, field: &str, value: &str| {
        let wanted = lines
            .iter()
            .map(|line| &line["fields"])
            .filter(|fields| fields["message"] == message && fields[field] == value);
        wanted.cloned().collect::<Vec<_>>()
    };
    let lines: Vec<Value> = wait_for("the lines of the last request", || {
        let log = server.log();
        let lines: Vec<Value> = log
            .lines()
            .map(|line| {
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
            })
            .collect();
        (!of(&lines, "answered", "route", "none").is_empty()).then_some(lines)
    });
    for (route, status) in [
        ("/linkedin/messaging/send", 200),
        ("/v1/sends", 200),
        ("/v1/sends/{id}", 404),
        ("none", 404),
    ] {
        let answered = of(&lines, "answered", "route", route);
        assert_eq!(answered.len(), 1, "{route}");
        assert_eq!(answered[0]["status"], status);
        let has_key = answered[0]["api_key"].is_string() && answered[0]["workspace"].is_string();
        assert_eq!(has_key, route != "none", "{answered:?}");
    }
    let refused = &of(&lines, "answered", "route", "/v1/sends/{id}")[0];
    assert_eq!(refused["code"], "send_not_found");
    for task in ["dispatch", "sync"] {
        let ticks = of(&lines, "tick", "task", task);
        let is_done = |tick: &Value| tick["outcome"] == "done" && tick["count"].as_u64() > Some(0);
        assert!(ticks.iter().any(is_done), "{task}: {ticks:?}");
    }
}
