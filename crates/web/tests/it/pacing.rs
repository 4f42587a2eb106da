//! How an account may behave, what is left of its limits, and what would leave when, asked through our own contract.

use serde_json::{Value, json};
use store::accounts::{self, AccountStatus};

use crate::world::{Answer, THREAD, World, at};

async fn put(world: &World, body: &Value) -> Answer {
    let address = format!("/v1/accounts/{}/policy", world.account.account_id);
    let call = world.call(axum::http::Method::PUT, &address);
    let call = call.key(&world.admin).body(body.to_string());
    call.send().await
}

async fn get(world: &World, what: &str) -> Value {
    let address = format!("/v1/accounts/{}{what}", world.account.account_id);
    let answer = world.get(&address).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json
}

async fn hand_over(world: &World, key: &str, body: &Value) -> Value {
    let call = world
        .post("/v1/messages", body)
        .header("idempotency-key", key);
    let answer = call.send().await;
    assert_eq!(answer.status, 202, "{}", answer.json);
    answer.json
}

fn text(text: &str) -> Value {
    json!({"conversation": THREAD, "text": text})
}

#[tokio::test]
async fn an_account_says_how_it_stands() {
    let world = World::new().await;
    let account = get(&world, "").await;
    assert_eq!(account["capability_class"], "B");
    assert_eq!(account["name"], "Olive Owner");
    assert_eq!(
        (&account["held_by"], &account["is_read_only"]),
        (&Value::Null, &json!(false))
    );
}

#[tokio::test]
async fn a_policy_is_replaced_whole_and_counted() {
    let world = World::new().await;
    let before = get(&world, "/policy").await;
    assert_eq!(
        (&before["preset"], &before["version"]),
        (&json!("guide"), &json!(1))
    );
    let hours = json!({"time_zone": "Europe/Berlin", "days": {"monday": [["09:00", "12:00"], ["13:00", "18:00"]]}});
    let answer = put(
        &world,
        &json!({"preset": "cautious", "hours": hours, "approval": true, "retries_unseen": true}),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(answer.json["version"], 2);
    assert_eq!(
        (&answer.json["hours"], &answer.json["approval"]),
        (&hours, &json!(true))
    );
    assert_eq!(
        (&answer.json["gap_seconds"], &answer.json["retries_unseen"]),
        (&json!(90), &json!(true))
    );
    let custom = json!({
        "preset": "custom", "approval": false, "retries_unseen": false, "gap_seconds": 5, "jitter_seconds": 2,
        "caps": [{"action": "reply", "seconds": 60, "cap": 3}],
        "per_person": [{"action": "message", "seconds": 86_400, "cap": 3}],
        "ramp": {"start_percent": 10, "days": 5}, "cool_down": {"hours": 6, "percent": 50},
    });
    let answer = put(&world, &custom).await;
    for (field, value) in custom.as_object().unwrap() {
        assert_eq!(&answer.json[field], value, "{field}");
    }
    assert_eq!(answer.json["hours"], Value::Null);
    assert_eq!(get(&world, "/policy").await, answer.json);
}

#[tokio::test]
async fn what_is_wrong_with_a_policy_is_named() {
    let world = World::new().await;
    let berlin = |days: Value| json!({"time_zone": "Europe/Berlin", "days": days});
    for (body, path) in [
        (json!({}), "preset"),
        (json!({"preset": "bold"}), "preset"),
        (json!({"preset": "guide"}), "approval"),
        (json!({"preset": "custom", "approval": false}), "caps"),
        (
            json!({"preset": "cautious", "approval": false, "gap_seconds": 1}),
            "gap_seconds",
        ),
        (
            json!({"preset": "custom", "approval": false, "gap_seconds": -1}),
            "gap_seconds",
        ),
        (
            json!({"preset": "custom", "approval": false, "caps": [{"action": "letter", "seconds": 60, "cap": 1}]}),
            "caps.0",
        ),
        (
            json!({"preset": "custom", "approval": false, "caps": [{"action": "message", "seconds": 1, "cap": 1}]}),
            "caps.0",
        ),
        (
            json!({"preset": "custom", "approval": false, "caps": "none"}),
            "caps",
        ),
        (
            json!({"preset": "custom", "approval": false, "ramp": {"start_percent": 0, "days": 5}}),
            "ramp",
        ),
        (
            json!({"preset": "custom", "approval": false, "cool_down": {"hours": 1, "percent": 101}}),
            "cool_down",
        ),
        (
            json!({"preset": "guide", "approval": false, "hours": {"time_zone": "Mars/Base", "days": {"monday": [["09:00", "18:00"]]}}}),
            "hours",
        ),
        (
            json!({"preset": "guide", "approval": false, "hours": berlin(json!({}))}),
            "hours",
        ),
        (
            json!({"preset": "guide", "approval": false, "hours": berlin(json!({"monday": [["18:00", "09:00"]]}))}),
            "hours",
        ),
        (
            json!({"preset": "guide", "approval": false, "other": 1}),
            "other",
        ),
    ] {
        let answer = put(&world, &body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{body}"
        );
        assert!(answer.issues().contains(&path), "{body}: {}", answer.json);
    }
    assert_eq!(get(&world, "/policy").await["version"], 1);
    let absent = world.get("/v1/accounts/acc_x/policy").send().await;
    assert_eq!((absent.status, absent.code()), (404, "account_not_found"));
}

#[tokio::test]
async fn what_is_wrong_with_the_caps_of_a_person_is_named() {
    let world = World::new().await;
    for (body, path) in [
        (
            json!({"preset": "custom", "approval": false, "caps": [], "per_person": [{"action": "message", "seconds": 60}]}),
            "per_person",
        ),
        (
            json!({"preset": "custom", "approval": false, "caps": [], "per_person": [{"action": "all", "seconds": 60, "cap": 1}]}),
            "per_person.0",
        ),
        (
            json!({"preset": "cautious", "approval": false, "per_person": []}),
            "per_person",
        ),
    ] {
        let answer = put(&world, &body).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{body}"
        );
        assert!(answer.issues().contains(&path), "{body}: {}", answer.json);
    }
}

#[tokio::test]
async fn the_quota_has_every_window() {
    let world = World::new().await.with_john().await;
    hand_over(&world, "k", &text("Hello!")).await;
    let quota = get(&world, "/quota").await;
    let windows = quota["windows"].as_array().unwrap();
    let figures: Vec<_> = windows
        .iter()
        .map(|window| {
            (
                window["action"].as_str().unwrap(),
                window["seconds"].as_i64().unwrap(),
                window["used"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        figures,
        [("message", 86_400, 1), ("invitation", 604_800, 0)]
    );
    // A ramp shows what holds now.
    let ramp = json!({"preset": "custom", "approval": false, "ramp": {"start_percent": 10, "days": 10}, "caps": [{"action": "message", "seconds": 86_400, "cap": 50}]});
    put(&world, &ramp).await;
    assert_eq!(get(&world, "/quota").await["windows"][0]["limit"], 5);
}

#[tokio::test]
async fn a_forecast_says_what_leaves_when_and_what_holds_it() {
    let world = World::new().await.with_john().await;
    let policy = json!({"preset": "custom", "approval": false, "gap_seconds": 600, "caps": [{"action": "message", "seconds": 86_400, "cap": 2}]});
    put(&world, &policy).await;
    let mut expected = Vec::new();
    for (key, extra) in [
        ("a", None),
        ("b", None),
        ("c", Some(("send_at", at(3_600_000)))),
        ("d", None),
    ] {
        let mut body = text(key);
        body["expires_at"] = json!(at(40 * 3_600_000).to_string());
        if let Some((field, instant)) = extra {
            body[field] = json!(instant.to_string());
        }
        let send = hand_over(&world, key, &body).await;
        expected.push(send["id"].as_str().unwrap().to_owned());
    }
    let answer = world.get("/v1/forecast").send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let foreseen = |id: &String| {
        let mut sends = answer.json["sends"].as_array().unwrap().iter();
        sends.find(|send| send["send_id"] == *id).unwrap().clone()
    };
    let [a, b, c, d] = [0, 1, 2, 3].map(|place| foreseen(&expected[place]));
    assert_eq!(
        (&a["fate"], &a["at"]),
        (&json!("leaves"), &json!(at(0).to_string()))
    );
    assert_eq!(
        (&b["held_by"], &b["at"]),
        (&json!("minimum_gap"), &json!(at(600_000).to_string()))
    );
    // d was accepted later than c but is ready before it.
    assert_eq!(
        (&d["fate"], &d["held_by"]),
        (&json!("leaves"), &json!("limit_window"))
    );
    assert!(d["at"].as_str() < c["at"].as_str(), "{d} {c}");
    assert!(
        answer.json["assumes"]
            .as_str()
            .unwrap()
            .contains("a second")
    );
}

#[tokio::test]
async fn a_send_says_what_holds_all_of_its_account() {
    let world = World::new().await.with_john().await;
    // The world begins on a Monday morning in Europe.
    let hours = json!({"time_zone": "Europe/Berlin", "days": {"tuesday": [["09:00", "17:00"]]}});
    put(
        &world,
        &json!({"preset": "guide", "approval": false, "hours": hours}),
    )
    .await;
    let send = hand_over(&world, "k", &text("Hello!")).await;
    assert_eq!(send["state"], "queued");
    assert_eq!(
        (&send["held_by"], &send["retry_at"]),
        (&json!("working_hours"), &json!("2025-11-18T08:00:00Z"))
    );
}

#[tokio::test]
async fn one_person_gets_so_much_and_the_refusal_says_until_when() {
    let world = World::new().await.with_john().await;
    let policy = json!({
        "preset": "custom", "approval": false, "caps": [],
        "per_person": [{"action": "message", "seconds": 604_800, "cap": 1}],
    });
    assert_eq!(put(&world, &policy).await.status, 200);
    hand_over(&world, "a", &text("Hello!")).await;
    for dry_run in [false, true] {
        let mut body = text("Hello again!");
        body["dry_run"] = json!(dry_run);
        let call = world
            .post("/v1/messages", &body)
            .header("idempotency-key", "b");
        let refused = call.send().await;
        assert_eq!(
            (refused.status, refused.code()),
            (429, "person_limit_reached")
        );
        assert_eq!(refused.json["retry_at"], json!(at(604_800_000).to_string()));
        assert_eq!(refused.json["limit"]["rule"], "person_limit");
        assert!(
            !refused.has_header("x-ratelimit-action"),
            "the account has room"
        );
    }
}

#[tokio::test]
async fn a_file_of_people_is_put_on_the_list() {
    let world = World::new().await.with_john().await;
    let send = async |content_type: &str, body: &str| {
        let call = world.post_raw("/v1/suppressions/import", body.to_owned());
        call.header("content-type", content_type).send().await
    };
    let csv = "person,note\njohn-doe-123,by phone\nno such form!,\nACoAAAmaria,\n";
    let answer = send("text/csv; charset=utf-8", csv).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let counts = ["listed", "unchanged", "refused"].map(|name| answer.json[name].as_i64().unwrap());
    assert_eq!(counts, [2, 0, 1]);
    let refused = &answer.json["results"][1];
    assert_eq!(
        (&refused["line"], &refused["written"]),
        (&json!(3), &json!("no such form!"))
    );
    assert_eq!(refused["problem"]["code"], "validation_error");
    let lines =
        "{\"person\": \"john-doe-123\"}\n{\"person\": \"ACoAAAlin\", \"state\": \"paused\"}\n";
    let answer = send("application/x-ndjson", lines).await;
    let outcomes = [0, 1].map(|row| answer.json["results"][row]["outcome"].clone());
    assert_eq!(outcomes, [json!("unchanged"), json!("listed")]);
    let listed = world.get("/v1/suppressions").send().await;
    assert_eq!(listed.json["suppressions"].as_array().unwrap().len(), 3);
    for (content_type, body, status, code) in [
        ("application/json", "{}", 415, "unsupported_media_type"),
        ("text/csv", "", 400, "validation_error"),
        ("text/csv", "name\nx\n", 400, "validation_error"),
        (
            "text/csv",
            &"x".repeat((8 << 20) + 1),
            413,
            "body_too_large",
        ),
    ] {
        let answer = send(content_type, body).await;
        assert_eq!((answer.status, answer.code()), (status, code));
    }
}

#[tokio::test]
async fn the_do_not_contact_list_is_kept_through_the_door() {
    let world = World::new().await.with_john().await;
    let list = async || world.get("/v1/suppressions").send().await.json;
    assert_eq!(
        list().await,
        json!({"suppressions": [], "next_cursor": null})
    );
    let body = json!({"person": "john-doe-123", "note": "asked on the phone"});
    let put = world.post("/v1/suppressions", &body).send().await;
    assert_eq!(
        (put.status, &put.json["state"]),
        (200, &json!("suppressed"))
    );
    let mut listed = put.json.clone();
    assert_eq!(
        listed.as_object_mut().unwrap().remove("in_flight"),
        Some(json!([]))
    );
    assert_eq!(list().await["suppressions"], json!([listed]));
    let call = world
        .post("/v1/messages", &text("Hello!"))
        .header("idempotency-key", "k");
    let refused = call.send().await;
    assert_eq!(
        (refused.status, refused.code()),
        (403, "recipient_suppressed")
    );
    let guides = json!({"recipientProfileId": "john-doe-123", "message": "Hello!"});
    let refused = world.post("/linkedin/messaging/send", &guides).send().await;
    assert_eq!(
        (refused.status, refused.code()),
        (403, "recipient_suppressed")
    );
    let key = put.json["person"].as_str().unwrap();
    let address = format!("/v1/suppressions/{key}");
    let lift = async || {
        world
            .call(axum::http::Method::DELETE, &address)
            .key(&world.admin)
            .send()
            .await
    };
    assert_eq!(lift().await.status, 204);
    let again = lift().await;
    assert_eq!((again.status, again.code()), (404, "not_suppressed"));
    for (query, code) in [
        ("limit=0", "validation_error"),
        ("cursor=x", "invalid_cursor"),
    ] {
        let answer = world.get(&format!("/v1/suppressions?{query}")).send().await;
        assert_eq!(answer.code(), code, "{query}");
    }
}

#[tokio::test]
async fn a_limit_that_was_exceeded_by_hand_says_so_and_larger_limits_let_go() {
    let world = World::new().await;
    let (workspace_id, account_id) = (world.workspace_id, world.account.account_id);
    let until = world.app.now().plus(std::time::Duration::from_hours(3));
    let hold = world.store.write(move |tx| {
        let (status, rule) = (AccountStatus::Available, Some(accounts::LIMIT_EXCEEDED));
        accounts::update_hold(tx, workspace_id, account_id, status, rule, Some(until))
    });
    hold.await.unwrap();
    let account = get(&world, "").await;
    assert_eq!(
        (&account["held_by"], &account["held_until"]),
        (&json!("limit_exceeded"), &json!(until.to_string()))
    );
    // Nothing exceeds the limits of the new policy.
    let answer = put(&world, &json!({"preset": "standard", "approval": false})).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let account = get(&world, "").await;
    assert_eq!(
        (&account["held_by"], &account["held_until"]),
        (&Value::Null, &Value::Null)
    );
}
