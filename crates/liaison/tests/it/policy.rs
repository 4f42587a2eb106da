//! `liaison accounts policy`, beside a running server.

use serde_json::json;

use crate::process::{Demo, json as printed, run, stderr};

#[test]
fn an_operator_changes_how_much_may_leave() {
    let demo = Demo::quiet();
    let server = demo.start();
    let client = server.client();
    let data = demo.data();
    let account = server.ready["account_ids"][0].as_str().unwrap();
    let policy = |arguments: &[&str]| {
        let command = ["accounts", "policy", account, "--data-dir", &data];
        printed(&[&command[..], arguments].concat())
    };
    let send = |text: &str| {
        let request = json!({
            "accountId": account, "recipientProfileId": "john-doe-123", "message": text
        });
        client.post("/linkedin/messaging/send", &request)
    };
    let guide = policy(&[]);
    assert_eq!(
        (guide["preset"].as_str(), guide["version"].as_i64()),
        (Some("guide"), Some(1))
    );
    let first = send("The first").headers;
    assert_eq!(
        (
            &*first["x-ratelimit-limit"],
            &*first["x-ratelimit-remaining"]
        ),
        ("150", "149")
    );

    let caps = [
        "--cap",
        "message=2/24h",
        "--cap",
        "message=500/7d",
        "--cap",
        "invitation=0/7d",
    ];
    let narrow = policy(&caps);
    assert_eq!(narrow["version"], 2);
    assert_eq!(
        narrow["caps"][1],
        json!({"action": "message", "seconds": 604_800, "cap": 500})
    );
    assert_eq!(send("The second").headers["x-ratelimit-remaining"], "0");
    let third = send("The third");
    assert_eq!(third.status, 429, "{third:?}");
    let details = json!({"accountId": account, "profileId": "john-doe-123"});
    let invitation = client.post("/linkedin/connect", &details);
    assert!(invitation.status >= 400, "{invitation:?}");

    // What has left stays counted.
    assert_eq!(policy(&["--preset", "guide"])["version"], 3);
    assert_eq!(send("The fourth").headers["x-ratelimit-used"], "3");
    assert_eq!(policy(&[])["version"], 3);
}

#[test]
fn what_is_no_cap_is_refused_before_anything_is_opened() {
    for (cap, word) in [
        ("message=ten/24h", "ACTION=COUNT/SPAN"),
        ("letter=10/24h", "no action"),
        ("message=10/2000d", "31 days"),
    ] {
        let output = run(&["accounts", "policy", "acc_1", "--cap", cap]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(word), "{}", stderr(&output));
    }
}
