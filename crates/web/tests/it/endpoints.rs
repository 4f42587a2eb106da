//! Receivers of webhooks at the door: added, looked at, and who may do what.

mod access;
mod addresses;
mod changes;
mod choices;
mod deliveries;
mod secrets;
mod trial;

use axum::http::Method;
use serde_json::{Value, json};
use store::{SqliteOptions, Store};

use crate::world::{Answer, BEGINNING, World};

const ENDPOINTS: &str = "/v1/endpoints";
const URL: &str = "https://example.com/hook";

/// A world in which what is asked at the same time happens at the same time: in memory one follows the other.
async fn with_threads() -> (World, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.db");
    let store = Store::open_sqlite(&file, SqliteOptions::default()).unwrap();
    (World::on(store).await, folder)
}

/// Asks with the key that carries admin.
async fn ask(world: &World, method: Method, path: &str, body: &Value) -> Answer {
    let call = world.call(method, &format!("{ENDPOINTS}{path}"));
    let call = if body.is_null() {
        call
    } else {
        call.body(body.to_string())
    };
    call.key(&world.admin).send().await
}

async fn create(world: &World, body: &Value) -> Answer {
    ask(world, Method::POST, "", body).await
}

async fn created(world: &World, body: &Value) -> Value {
    let answer = create(world, body).await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    answer.json
}

/// The id of a receiver that was added with these choices besides the address.
async fn added(world: &World, mut choices: Value) -> String {
    choices["url"] = json!(URL);
    id(&created(world, &choices).await).to_owned()
}

fn id(endpoint: &Value) -> &str {
    endpoint["id"].as_str().unwrap()
}

async fn patch(world: &World, id: &str, body: &Value) -> Answer {
    ask(world, Method::PATCH, &format!("/{id}"), body).await
}

async fn post(world: &World, path: &str, body: &Value) -> Answer {
    ask(world, Method::POST, path, body).await
}

async fn shown(world: &World, id: &str) -> Value {
    let answer = world.get(&format!("{ENDPOINTS}/{id}")).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json
}

async fn listed(world: &World) -> Vec<Value> {
    let answer = world.get(ENDPOINTS).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json["endpoints"].as_array().unwrap().clone()
}

/// What the log says of a receiver, in order.
async fn told_of(world: &World, id: &str) -> Vec<String> {
    let log = world.get("/v1/events?types=endpoint.*").send().await.json;
    let events = log["events"].as_array().unwrap().iter();
    events
        .filter(|event| event["subject"] == id)
        .map(|event| {
            assert_eq!(event["data"], json!({"endpoint_id": id}));
            event["type"].as_str().unwrap().to_owned()
        })
        .collect()
}

/// The sentence about the only field that is wrong.
fn refusal<'a>(answer: &'a Answer, path: &str) -> &'a str {
    let found = (answer.status, answer.code(), answer.issues());
    assert_eq!(
        found,
        (400, "validation_error", vec![path]),
        "{}",
        answer.json
    );
    answer.json["issues"][0]["message"].as_str().unwrap()
}

#[tokio::test]
async fn a_receiver_is_added_with_what_nobody_said_filled_in() {
    let world = World::new().await;
    let mut made = created(&world, &json!({"url": URL})).await;
    let secret = made.as_object_mut().unwrap().remove("secret").unwrap();
    let secret = secret.as_str().unwrap();
    assert!(
        secret.starts_with("whsec_") && secret.len() == 50,
        "{secret}"
    );
    assert!(id(&made).starts_with("ept_"));
    let expected = json!({
        "id": id(&made), "name": "example.com", "url": URL, "format": "standard", "types": [], "accounts": [],
        "per_second": 50, "together": 8, "header_names": [], "state": "active", "reason": null,
        "old_secret_until": null, "waiting": 0, "failing_since": null, "resting_until": null,
        "last_delivered_at": null, "last_failed_at": null, "created_at": BEGINNING.to_string(),
        "updated_at": BEGINNING.to_string(),
    });
    assert_eq!(made, expected);
    assert_eq!(shown(&world, id(&made)).await, expected);
    assert_eq!(told_of(&world, id(&made)).await, ["endpoint.created"]);
}

#[tokio::test]
async fn a_receiver_is_as_its_owner_says() {
    let world = World::new().await;
    let body = json!({
        "name": "Sales", "url": "https://hooks.example:8443/a?b=c", "format": "guide",
        "types": ["message.received", "message.*"], "accounts": [world.account.account_id.to_string()],
        "per_second": 1000, "together": 32, "headers": {"X-Team": "a tab\tand ümlauts", "Authorization": "Bearer token"},
    });
    let made = created(&world, &body).await;
    for (field, value) in body.as_object().unwrap() {
        if field != "headers" {
            assert_eq!(&made[field], value, "{field}");
        }
    }
    assert_eq!(made["header_names"], json!(["Authorization", "X-Team"]));
    let least = json!({"url": URL, "per_second": 1, "together": 1});
    let made = created(&world, &least).await;
    assert_eq!(
        (&made["per_second"], &made["together"]),
        (&json!(1), &json!(1))
    );
    // What is `null` counts as absent.
    let nulls = json!({
        "url": URL, "name": null, "format": null, "types": null, "accounts": null, "per_second": null, "together": null,
        "headers": null, "secret": null,
    });
    assert_eq!(created(&world, &nulls).await["name"], "example.com");
}

#[tokio::test]
async fn who_has_no_name_is_called_by_its_host() {
    let world = World::new().await;
    let long = format!("{}.{}.example", "a".repeat(60), "b".repeat(60));
    for (url, name) in [
        ("https://hooks.example:8443/path", "hooks.example"),
        ("https:hooks.example", "hooks.example"),
        ("https://HOOKS.example?q", "hooks.example"),
        ("https://93.184.216.34/", "93.184.216.34"),
        (&format!("https://{long}/"), &long[..100]),
    ] {
        let made = created(&world, &json!({"url": url})).await;
        assert_eq!((&made["name"], &made["url"]), (&json!(name), &json!(url)));
    }
}

#[tokio::test]
async fn receivers_are_listed_in_the_order_in_which_they_came() {
    let world = World::new().await;
    assert_eq!(listed(&world).await, Vec::<Value>::new());
    let mut ids = Vec::new();
    for name in ["b", "a", "c"] {
        world.clock.move_on(1);
        ids.push(added(&world, json!({"name": name})).await);
    }
    let found = listed(&world).await;
    assert_eq!(found.iter().map(id).collect::<Vec<_>>(), ids);
    assert_eq!(found[1], shown(&world, &ids[1]).await);
}

#[tokio::test]
async fn a_workspace_has_a_hundred_receivers_at_most() {
    let world = World::new().await;
    let mut last = String::new();
    for _ in 0..100 {
        last = added(&world, json!({})).await;
    }
    let refused = create(&world, &json!({"url": URL})).await;
    assert_eq!(
        (refused.status, refused.code()),
        (409, "too_many_endpoints")
    );
    assert_eq!(listed(&world).await.len(), 100);
    // Others have a hundred of their own.
    let (workspace_id, _) = world.other_workspace().await;
    let theirs = world
        .key_for(workspace_id, &[app::Scope::Admin], None)
        .await;
    let call = world.post(ENDPOINTS, &json!({"url": URL})).key(&theirs);
    assert_eq!(call.send().await.status, 201);
    let gone = ask(&world, Method::DELETE, &format!("/{last}"), &Value::Null).await;
    assert_eq!(gone.status, 204);
    added(&world, json!({})).await;
}
