//! The outbox of our own contract, with the network down: handing over and looking.

mod batch;
mod changes;
mod fields;
mod files;
mod forward;
mod message_acts;
mod room;
mod uploads;

use domain::policy::Policy;
use serde_json::{Value, json};

use crate::world::{Answer, JOHN, THREAD, World, at, direct_thread, john, message};

const MESSAGES: &str = "/v1/messages";

async fn world() -> World {
    World::new().await.with_john().await
}

async fn create(world: &World, key: &str, body: &Value) -> Answer {
    let call = world.post(MESSAGES, body);
    call.header("idempotency-key", key).send().await
}

fn hello() -> Value {
    json!({"conversation": THREAD, "text": "Hello!"})
}

async fn created(world: &World, key: &str, body: &Value) -> Value {
    let answer = create(world, key, body).await;
    assert_eq!(answer.status, 202, "{}", answer.json);
    answer.json
}

async fn ask(world: &World, path: &str, body: &Value) -> Answer {
    let call = world.post(&format!("/v1/sends/{path}"), body);
    call.key(&world.admin).send().await
}

/// From now on a person says yes to each act.
async fn want_approval(world: &World) {
    let policy = Policy {
        approval: true,
        ..Policy::guide()
    };
    let account_id = world.account.account_id;
    let changed = world
        .app
        .change_policy(world.workspace_id, account_id, policy);
    changed.await.unwrap();
}

#[tokio::test]
async fn a_message_is_kept_and_shown() {
    let world = world().await;
    let body = json!({
        "recipient": "john-doe-123", "text": "Hello!", "typing": true, "template_id": "welcome",
        "tags": ["spring", "a.b:c"], "mode": "async",
    });
    let answer = create(&world, "k1", &body).await;
    assert_eq!(answer.status, 202, "{}", answer.json);
    let id = answer.json["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), format!("/v1/sends/{id}"));
    assert_eq!(answer.header("x-ratelimit-action"), "MESSAGE");
    let expected = [
        ("state", json!("queued")),
        ("recipient", json!(JOHN)),
        ("thread", json!(THREAD)),
        ("template_id", json!("welcome")),
        ("tags", json!(["a.b:c", "spring"])),
        ("send_at", Value::Null),
        ("approval", Value::Null),
    ];
    for (field, value) in expected {
        assert_eq!(answer.json[field], value, "{field}");
    }
    let shown = world.get(&format!("/v1/sends/{id}")).send().await;
    assert_eq!(shown.json, answer.json);
}

#[tokio::test]
async fn a_key_is_one_message_whatever_is_asked_besides() {
    let world = world().await;
    let first = create(&world, "k1", &hello()).await;
    let again = create(&world, "k1", &hello()).await;
    assert_eq!((first.status, again.status), (202, 202));
    assert_eq!(first.json["id"], again.json["id"]);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert!(!first.has_header("idempotency-replayed"));
    let mut later = hello();
    later["send_at"] = json!(at(3_600_000).to_string());
    let mut tagged = hello();
    tagged["tags"] = json!(["other"]);
    for body in [later, tagged] {
        let other = create(&world, "k1", &body).await;
        assert_eq!(
            (other.status, other.code()),
            (422, "idempotency_key_reused")
        );
    }
    // The fingerprint is that of the original request, also after an edit.
    let id = first.json["id"].as_str().unwrap();
    let edit = world.patch(&format!("/v1/sends/{id}"), &json!({"text": "Hi!"}));
    assert_eq!(edit.send().await.json["text"], "Hi!");
    let again = create(&world, "k1", &hello()).await;
    assert_eq!(
        (&again.json["id"], &again.json["text"]),
        (&first.json["id"], &json!("Hi!"))
    );
    let without = world.post(MESSAGES, &hello()).send().await;
    assert_eq!(
        (without.status, without.code()),
        (400, "idempotency_key_required")
    );
}

#[tokio::test]
async fn fifty_at_once_with_one_key_are_one_send() {
    let world = world().await;
    let body = hello();
    let asked = (0..50).map(|_| create(&world, "same", &body));
    let answers = futures_util::future::join_all(asked).await;
    for answer in &answers {
        assert_eq!(answer.status, 202, "{}", answer.json);
        assert_eq!(answer.json["id"], answers[0].json["id"]);
    }
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json["sends"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let world = world().await;
    let past = at(-1).to_string();
    for (field, value, code) in [
        ("send_at", json!("tomorrow"), "wrong_type"),
        (
            "send_at",
            json!(at(400 * 86_400_000).to_string()),
            "out_of_range",
        ),
        ("expires_at", json!(past), "out_of_range"),
        ("tags", json!(["Upper"]), "wrong_form"),
        ("tags", json!("spring"), "wrong_type"),
        ("template_id", json!("x".repeat(129)), "too_long"),
        ("if_last_message_id", json!("nonsense urn:"), "invalid"),
        ("mode", json!("later"), "unknown_word"),
        ("unknown", json!(1), "unknown_field"),
        ("text", json!(" "), "empty"),
    ] {
        let mut body = hello();
        body[field] = value;
        let answer = create(&world, "k", &body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{field}"
        );
        assert_eq!(
            answer.json["issues"][0]["code"], code,
            "{field}: {}",
            answer.json
        );
    }
    let nobody = create(&world, "k", &json!({"text": "x"})).await;
    assert_eq!(nobody.json["issues"][0]["path"], "recipient");
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json, json!({"sends": [], "next_cursor": null}));
}

#[tokio::test]
async fn a_dry_run_says_what_would_become_of_it_and_keeps_nothing() {
    let world = world().await;
    let dry = async |mut body: Value| {
        body["dry_run"] = json!(true);
        world.post(MESSAGES, &body).send().await
    };
    let answer = dry(hello()).await;
    assert_eq!(
        (answer.status, &answer.json["state"]),
        (200, &json!("queued"))
    );
    assert_eq!(answer.json["dry_run"], true);
    assert_eq!(answer.header("x-ratelimit-remaining"), "150");
    let mut later = hello();
    later["send_at"] = json!(at(3_600_000).to_string());
    let answer = dry(later).await;
    assert_eq!(answer.json["held_by"], "send_at");
    assert_eq!(answer.json["retry_at"], at(3_600_000).to_string());
    let mut moved = hello();
    moved["if_no_reply_since"] = json!(at(-1_500).to_string());
    let answer = dry(moved).await;
    assert_eq!((answer.status, answer.code()), (412, "conversation_moved"));
    want_approval(&world).await;
    assert_eq!(dry(hello()).await.json["state"], "awaiting_approval");
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json["sends"], json!([]));
}

#[tokio::test]
async fn a_dry_run_of_a_batch_says_when_each_would_leave_behind_the_others() {
    let world = world().await;
    let policy = Policy::custom(vec!["message=2/1h".parse().unwrap()]);
    let (workspace_id, account_id) = (world.workspace_id, world.account.account_id);
    let changed = world.app.change_policy(workspace_id, account_id, policy);
    changed.await.unwrap();
    let item = |key: &str, text: &str| {
        let mut item = hello();
        item["idempotency_key"] = json!(key);
        item["text"] = json!(text);
        item
    };
    let messages = [
        item("a", "One"),
        item("b", "Two"),
        item("c", "Three"),
        item("d", ""),
    ];
    let body = json!({"messages": messages, "dry_run": true});
    let answer = world.post("/v1/messages/batch", &body).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let told: Vec<_> = answer.json["results"]
        .as_array()
        .expect("a list")
        .iter()
        .collect();
    let held: Vec<_> = told.iter().map(|one| &one["dry_run"]["held_by"]).collect();
    assert_eq!(
        held[..3],
        [&Value::Null, &Value::Null, &json!("limit_window")]
    );
    let second = told[1]["dry_run"]["retry_at"].as_str();
    let third = told[2]["dry_run"]["retry_at"].as_str();
    assert!(third > second && third.is_some(), "{}", answer.json);
    assert_eq!(
        (&told[3]["status"], &told[3]["dry_run"]),
        (&json!(400), &Value::Null)
    );
    let listed = world.get("/v1/sends").send().await;
    assert_eq!(listed.json["sends"], json!([]));
}

#[tokio::test]
async fn a_message_may_depend_on_what_was_said() {
    let world = world().await;
    for (field, value, status) in [
        ("if_no_reply_since", at(-1_500).to_string(), 412),
        ("if_no_reply_since", at(-500).to_string(), 202),
        ("if_last_message_id", "2-Mg==".to_owned(), 412),
        ("if_last_message_id", "2-Mw==".to_owned(), 202),
    ] {
        let mut body = hello();
        body[field] = json!(value);
        let answer = create(&world, &format!("{field} {value}"), &body).await;
        assert_eq!(answer.status, status, "{field} {value}: {}", answer.json);
    }
}

#[tokio::test]
async fn sends_are_listed_by_account_state_and_tag() {
    let world = world().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let mut body = hello();
        body["text"] = json!(format!("Number {number}"));
        body["tags"] = json!([format!("n{number}"), "all_of_them"]);
        let send = created(&world, &format!("k{number}"), &body).await;
        ids.push(send["id"].as_str().unwrap().to_owned());
        world.clock.move_on(1);
    }
    ids.reverse();
    let mut walked = Vec::new();
    let mut address = "/v1/sends?limit=2".to_owned();
    loop {
        let page = world.get(&address).send().await;
        for send in page.json["sends"].as_array().unwrap() {
            walked.push(send["id"].as_str().unwrap().to_owned());
        }
        match page.json["next_cursor"].as_str() {
            Some(cursor) => address = format!("/v1/sends?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(walked, ids);
    ask(&world, &format!("{}/cancel", ids[0]), &json!({})).await;
    let account = world.account.account_id;
    for (query, count) in [
        ("state=queued", 4),
        ("state=cancelled", 1),
        ("state=cancelled&open=true", 0),
        ("open=true", 4),
        ("tag=n3", 1),
        ("tag=all_of_them", 5),
        ("tag=all.of.them", 0),
        (&format!("account={account}"), 5),
    ] {
        let page = world.get(&format!("/v1/sends?{query}")).send().await;
        assert_eq!(
            page.json["sends"].as_array().unwrap().len(),
            count,
            "{query}"
        );
    }
    for (query, code) in [
        ("limit=0", "validation_error"),
        ("limit=101", "validation_error"),
        ("state=gone", "validation_error"),
        ("cursor=x", "invalid_cursor"),
        ("account=x", "account_not_found"),
        ("other=x", "validation_error"),
    ] {
        let answer = world.get(&format!("/v1/sends?{query}")).send().await;
        assert_eq!(answer.code(), code, "{query}");
    }
}

#[tokio::test]
async fn a_batch_has_a_verdict_for_each() {
    let world = world().await;
    let thread = "2-b3RoZXI=";
    let first = vec![message(thread, "2-b3Ro", JOHN, -9_000, "Hi")];
    world
        .observe(direct_thread(thread, john(), -9_000, 0), first)
        .await;
    let body = json!({"messages": [
        {"idempotency_key": "a", "conversation": THREAD, "text": "One"},
        {"idempotency_key": "a", "conversation": THREAD, "text": "Two"},
        {"idempotency_key": "b", "conversation": thread, "text": "Three", "tags": ["batch"]},
        {"conversation": THREAD, "text": "Four"},
        {"idempotency_key": "c", "conversation": "2-bm9uZQ==", "text": "Five"},
        {"idempotency_key": "d", "conversation": THREAD, "text": ""},
        "six",
        {"idempotency_key": "a", "conversation": THREAD, "text": "One"},
    ]});
    let answer = world.post("/v1/messages/batch", &body).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let results = answer.json["results"].as_array().unwrap();
    let verdicts: Vec<(i64, Option<&str>)> = results
        .iter()
        .map(|result| {
            (
                result["status"].as_i64().unwrap(),
                result["problem"]["code"].as_str(),
            )
        })
        .collect();
    let invalid = (400, Some("validation_error"));
    assert_eq!(
        verdicts[..4],
        [
            (202, None),
            (422, Some("idempotency_key_reused")),
            (202, None),
            invalid
        ]
    );
    assert_eq!(verdicts[5..], [invalid, invalid, (202, None)]);
    assert!(verdicts[4].0 >= 400, "nobody has that conversation");
    assert_eq!(results[0]["send"]["id"], results[7]["send"]["id"]);
    assert_eq!(results[2]["send"]["tags"], json!(["batch"]));
    for (body, code) in [
        (json!({}), "required"),
        (json!({"messages": []}), "empty"),
        (json!({"messages": vec![json!({}); 1_001]}), "too_many"),
    ] {
        let answer = world.post("/v1/messages/batch", &body).send().await;
        assert_eq!(answer.json["issues"][0]["code"], code);
    }
}

#[tokio::test]
async fn what_is_over_a_limit_waits_for_it_or_is_refused_at_the_guides_routes() {
    let world = world().await;
    let policy = Policy::custom(vec!["message=1/24h".parse().unwrap()]);
    let account_id = world.account.account_id;
    let changed = world
        .app
        .change_policy(world.workspace_id, account_id, policy);
    changed.await.unwrap();
    created(&world, "k1", &hello()).await;
    let guides = json!({"conversationUrn": THREAD, "message": "Another"});
    let answer = world.post("/linkedin/messaging/send", &guides).send().await;
    assert_eq!((answer.status, answer.code()), (429, "rate_limit_exceeded"));
    let mut body = hello();
    body["expires_at"] = json!(at(2 * 86_400_000).to_string());
    created(&world, "k2", &body).await;
    body["expires_at"] = json!(at(3_600_000).to_string());
    let answer = create(&world, "k3", &body).await;
    assert_eq!((answer.status, answer.code()), (429, "rate_limit_exceeded"));
    assert!(answer.json["retry_at"].is_string());
    let limit = json!({"rule": "limit_window", "action": "message", "seconds": 86_400, "limit": 1, "used": 1});
    assert_eq!(answer.json["limit"], limit);
}
