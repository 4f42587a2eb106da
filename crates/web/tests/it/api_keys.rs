//! Keys over HTTP: made, seen, changed, rotated, revoked, and that nobody hands out more than they have.

mod limits;

use app::Scope;
use axum::http::Method;
use serde_json::{Value, json};

use crate::world::{Answer, World};

pub(crate) const KEYS: &str = "/v1/api-keys";

/// A key made by the holder of another.
pub(crate) async fn made_by(world: &World, key: &str, fields: Value) -> Answer {
    let mut body = json!({"name": "CRM", "scopes": ["read"]});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    world.post(KEYS, &body).key(key).send().await
}

/// A key made by an administrator: its id and its text.
pub(crate) async fn made(world: &World, fields: Value) -> (String, String) {
    let answer = made_by(world, &world.admin, fields).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    let text = |name: &str| answer.json[name].as_str().unwrap().to_owned();
    (text("id"), text("api_key"))
}

async fn status(world: &World, key: &str) -> u16 {
    world.get("/linkedin/accounts").key(key).send().await.status
}

#[tokio::test]
async fn a_key_is_shown_once_and_works_at_once() {
    let world = World::new().await;
    let answer = made_by(
        &world,
        &world.admin,
        json!({"scopes": ["messages:write", "accounts:read"], "expires_at": "2999-01-01T00:00:00Z"}),
    )
    .await;
    assert_eq!(answer.status, 201);
    let id = answer.json["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), format!("{KEYS}/{id}"));
    assert_eq!(
        answer.json["scopes"],
        json!(["accounts:read", "messages:write"])
    );
    let text = answer.json["api_key"].as_str().unwrap();
    assert_eq!(status(&world, text).await, 200);
    let shown = world
        .get(&format!("{KEYS}/{id}"))
        .key(&world.admin)
        .send()
        .await;
    let mut expected = answer.json.clone();
    expected.as_object_mut().unwrap().remove("api_key");
    expected["last_used_at"] = shown.json["last_used_at"].clone();
    assert_eq!(shown.json, expected);
    assert!(!String::from_utf8_lossy(&shown.bytes).contains(text));
    let tag = shown.header("etag").to_owned();
    let again = world.get(&format!("{KEYS}/{id}")).key(&world.admin);
    let again = again.header("if-none-match", tag).send().await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
}

#[tokio::test]
async fn keys_are_listed_in_pages() {
    let world = World::new().await;
    for _ in 0..3 {
        world.clock.move_on(1);
        made(&world, json!({})).await;
    }
    let (mut ids, mut address) = (Vec::new(), format!("{KEYS}?limit=2"));
    loop {
        let page = world.get(&address).key(&world.admin).send().await;
        let keys = page.json["api_keys"].as_array().unwrap();
        ids.extend(
            keys.iter()
                .map(|key| key["id"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page.json["next_cursor"].as_str() else {
            break;
        };
        address = format!("{KEYS}?limit=2&cursor={cursor}");
    }
    // Two came with the world.
    assert_eq!(ids.len(), 5);
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    let broken = world.get(&format!("{KEYS}?cursor=x")).key(&world.admin);
    assert_eq!(broken.send().await.code(), "invalid_cursor");
}

#[tokio::test]
async fn a_change_holds_at_once_and_what_is_absent_stays() {
    let world = World::new().await;
    let (id, text) = made(&world, json!({"requests_per_minute": 60})).await;
    let address = format!("{KEYS}/{id}");
    let change = async |body: Value| world.patch(&address, &body).key(&world.admin).send().await;
    assert_eq!(status(&world, &text).await, 200);
    let changed = change(json!({"scopes": ["messages:write"], "name": "Other"})).await;
    assert_eq!(changed.status, 200, "{}", changed.json);
    assert_eq!(changed.json["name"], "Other");
    assert_eq!(changed.json["requests_per_minute"], 60);
    assert_eq!(status(&world, &text).await, 403);
    let changed =
        change(json!({"requests_per_minute": 0, "expires_at": "2999-01-01T00:00:00Z"})).await;
    assert_eq!(changed.json["requests_per_minute"], Value::Null);
    assert_eq!(changed.json["expires_at"], "2999-01-01T00:00:00Z");
    let changed = change(json!({"never_expires": true})).await;
    assert_eq!(changed.json["expires_at"], Value::Null);
    for (body, path) in [
        (json!({"scopes": []}), "scopes"),
        (json!({"scopes": ["everything"]}), "scopes.0"),
        (json!({"accounts": ["acc_x"]}), "accounts.0"),
        (json!({"addresses": ["10.0.0.0/40"]}), "addresses.0"),
        (json!({"name": "a\u{7}"}), "name"),
        (json!({"colour": 1}), "colour"),
        (
            json!({"never_expires": true, "expires_at": "2999-01-01T00:00:00Z"}),
            "never_expires",
        ),
    ] {
        let answer = change(body.clone()).await;
        assert_eq!(
            (answer.code(), answer.issues()),
            ("validation_error", vec![path]),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_successor_works_beside_the_old_key_for_as_long_as_was_asked() {
    let world = World::new().await;
    let (id, old) = made(&world, json!({"accounts": [world.account.account_id]})).await;
    let rotate = async |body: Value| {
        let address = format!("{KEYS}/{id}/rotate");
        world.post(&address, &body).key(&world.admin).send().await
    };
    let late = rotate(json!({"overlap_hours": 169})).await;
    assert_eq!((late.status, late.issues()), (400, vec!["overlap_hours"]));
    let rotated = rotate(json!({"overlap_hours": 1})).await;
    assert_eq!(rotated.status, 201, "{}", rotated.json);
    assert_eq!(rotated.json["accounts"], json!([world.account.account_id]));
    let new = rotated.json["api_key"].as_str().unwrap();
    assert_eq!(
        (status(&world, &old).await, status(&world, new).await),
        (200, 200)
    );
    assert_eq!(rotate(json!({})).await.code(), "api_key_ended");
    world.clock.move_on(3_600_000);
    assert_eq!(
        (status(&world, &old).await, status(&world, new).await),
        (401, 200)
    );
}

#[tokio::test]
async fn a_revoked_key_opens_nothing_any_more() {
    let world = World::new().await;
    let (id, text) = made(&world, json!({})).await;
    assert_eq!(status(&world, &text).await, 200);
    let address = format!("{KEYS}/{id}/revoke");
    for _ in 0..2 {
        let revoked = world
            .call(Method::POST, &address)
            .key(&world.admin)
            .send()
            .await;
        assert_eq!(
            (revoked.status, &revoked.json["state"]),
            (200, &json!("revoked"))
        );
    }
    assert_eq!(status(&world, &text).await, 401);
    let change = world.patch(&format!("{KEYS}/{id}"), &json!({"name": "x"}));
    assert_eq!(
        change.key(&world.admin).send().await.code(),
        "api_key_ended"
    );
}

#[tokio::test]
async fn nobody_hands_out_or_takes_away_more_than_they_have() {
    let world = World::new().await;
    let soon = "2026-01-01T00:00:00Z";
    let own = json!({
        "scopes": ["read", "api_keys:admin", "api_keys:read"],
        "accounts": [world.account.account_id],
        "requests_per_minute": 60,
        "expires_at": soon,
    });
    let (_, key) = made(&world, own.clone()).await;
    assert_eq!(made_by(&world, &key, own.clone()).await.status, 201);
    for (field, value) in [
        ("scopes", json!(["write"])),
        ("scopes", json!(["admin"])),
        ("accounts", json!([])),
        ("requests_per_minute", json!(61)),
        ("requests_per_minute", Value::Null),
        ("expires_at", Value::Null),
        ("expires_at", json!("2026-01-01T00:00:01Z")),
    ] {
        let mut wanted = own.clone();
        wanted[field] = value.clone();
        let answer = made_by(&world, &key, wanted).await;
        assert_eq!(
            (answer.status, answer.code()),
            (403, "exceeds_own_rights"),
            "{field} {value}"
        );
    }
    // A mightier key in the same accounts is seen and cannot be touched; its successor would be as mighty.
    let (mighty, _) = made(
        &world,
        json!({"scopes": ["admin"], "accounts": [world.account.account_id]}),
    )
    .await;
    let address = format!("{KEYS}/{mighty}");
    assert_eq!(world.get(&address).key(&key).send().await.status, 200);
    let touches = [
        world.patch(&address, &json!({"scopes": ["read"]})),
        world.post(&format!("{address}/rotate"), &json!({})),
        world.call(Method::POST, &format!("{address}/revoke")),
    ];
    for touch in touches {
        assert_eq!(touch.key(&key).send().await.code(), "exceeds_own_rights");
    }
}

#[tokio::test]
async fn keys_of_others_are_as_absent_as_those_that_never_were() {
    let world = World::new().await;
    let (id, _) = made(&world, json!({})).await;
    let (workspace_id, _) = world.other_workspace().await;
    let stranger = world.key_for(workspace_id, &[Scope::Admin], None).await;
    let absent = domain::ids::ApiKeyId::from_bytes([1; 16]).to_string();
    let ask = async |id: &str| {
        let address = format!("{KEYS}/{id}");
        let calls = [
            world.get(&address),
            world.patch(&address, &json!({})),
            world.post(&format!("{address}/rotate"), &json!({})),
            world.call(Method::POST, &format!("{address}/revoke")),
        ];
        let mut answers = Vec::new();
        for call in calls {
            let answer = call.key(&stranger).send().await;
            answers.push((answer.status, answer.bytes));
        }
        answers
    };
    let foreign = ask(&id).await;
    assert!(foreign.iter().all(|(status, _)| *status == 404));
    assert_eq!(foreign, ask(&absent).await);
    assert_eq!(foreign, ask("nonsense").await);
    assert_eq!(
        world.get(KEYS).key(&stranger).send().await.json["api_keys"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
