//! The life of API keys, over the command line and over HTTP at the same time.

use serde_json::{Value, json};

use crate::process::{Demo, json as printed, run, stderr, stdout, wait_for};

const INBOX: &str = "/linkedin/messaging/recent-messages?count=1";

#[test]
fn a_key_lives_is_rotated_and_is_revoked_while_the_server_runs() {
    let demo = Demo::quiet();
    let server = demo.start();
    let data = demo.data();
    let on = ["--data-dir", data.as_str()];
    let text = |value: &Value| value.as_str().unwrap().to_owned();

    let made = printed(&[&["keys", "create", "--name", "crm"][..], &on].concat());
    let (id, old) = (text(&made["id"]), text(&made["api_key"]));
    assert_eq!(made["scopes"], json!(["read", "write"]));
    let client = server.client();
    assert_eq!(client.with_key(&old).get(INBOX).status, 200);

    let rotated = printed(&[&["keys", "rotate", &id][..], &on].concat());
    let new = text(&rotated["api_key"]);
    for key in [&old, &new] {
        assert_eq!(client.with_key(key).get(INBOX).status, 200);
    }
    let again = run(&[&["keys", "rotate", &id][..], &on].concat());
    assert_eq!(again.status.code(), Some(1), "{}", stderr(&again));

    let listed = printed(&[&["keys", "list"][..], &on].concat());
    let row = |id: &str| {
        listed
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["id"] == id)
            .unwrap()
            .clone()
    };
    assert_eq!(row(&id)["state"], "replaced");
    assert_eq!(row(&id)["replaced_by"], rotated["id"]);
    assert_eq!(row(&text(&rotated["id"]))["state"], "valid");
    assert!(!stdout(&run(&[&["keys", "list"][..], &on].concat())).contains(&old[20..]));

    printed(&[&["keys", "revoke", &id][..], &on].concat());
    wait_for("the revoked key to be refused", || {
        (client.with_key(&old).get(INBOX).status == 401).then_some(())
    });
    assert_eq!(client.with_key(&new).get(INBOX).status, 200);
}

#[test]
fn every_bad_key_gets_the_same_answer() {
    let demo = Demo::quiet();
    let server = demo.start();
    let data = demo.data();
    let on = ["--data-dir", data.as_str()];
    let made = printed(&[&["keys", "create", "--name", "gone"][..], &on].concat());
    printed(&[&["keys", "revoke", made["id"].as_str().unwrap()][..], &on].concat());
    // Another workspace's server knows nothing of this key, which is well formed.
    let other_demo = Demo::quiet();
    let foreign = other_demo.start().ready("api_key").to_owned();
    let client = server.client();
    let answer = |key: &str| {
        let mut answer = client.with_key(key).get(INBOX);
        answer.headers.remove("date");
        answer
    };
    let missing = {
        let mut answer = crate::http::Http::new(server.ready("base_url"), None).get(INBOX);
        answer.headers.remove("date");
        answer
    };
    assert_eq!(missing.status, 401);
    let revoked = made["api_key"].as_str().unwrap();
    for key in [
        revoked,
        foreign.as_str(),
        "liaison_short",
        "something else",
        &revoked[..revoked.len() - 1],
    ] {
        assert_eq!(answer(key), missing, "{key}");
    }
}

#[test]
fn a_key_that_may_only_read_cannot_send() {
    let demo = Demo::quiet();
    let server = demo.start();
    let data = demo.data();
    let made = printed(&[
        "keys",
        "create",
        "--name",
        "reader",
        "--scope",
        "read",
        "--data-dir",
        &data,
    ]);
    let reader = server.client().with_key(made["api_key"].as_str().unwrap());
    assert_eq!(reader.get(INBOX).status, 200);
    let request = json!({"recipientProfileId": "john-doe-123", "message": "May I?"});
    let answer = reader.post("/linkedin/message", &request);
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (403, &json!("insufficient_scope"))
    );
}

#[test]
fn what_is_no_id_of_a_key_is_said_to_be() {
    let demo = Demo::quiet();
    let server = demo.start();
    let data = demo.data();
    let wrong = run(&[
        "keys",
        "revoke",
        server.ready("api_key"),
        "--data-dir",
        &data,
    ]);
    assert_eq!(wrong.status.code(), Some(2));
    let absent = run(&[
        "keys",
        "revoke",
        "key_01m81gwre4fpk9a1021tx9r4tk",
        "--data-dir",
        &data,
    ]);
    assert_eq!(absent.status.code(), Some(1), "{}", stderr(&absent));
}
