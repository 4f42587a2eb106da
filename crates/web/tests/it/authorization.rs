//! Who may ask: one answer for every bad key, and every route of the description wants the right one.

mod askers;
mod matrix;
mod operations;
mod stage;

use std::collections::BTreeMap;

use app::Scope;
use serde_json::{Value, json};

use crate::world::{World, at};

/// Every cause of a 401, as the value of the header; `None`: no header.
async fn bad_keys(world: &World) -> Vec<(&'static str, Option<String>)> {
    let workspace_id = world.workspace_id;
    let expired = world
        .key_for(workspace_id, &[Scope::Read], Some(at(1)))
        .await;
    world.clock.move_on(2);
    let revoked = world.key_for(workspace_id, &[Scope::Read], None).await;
    let views = world.app.list_keys(workspace_id).await.unwrap();
    let newest = views
        .iter()
        .max_by_key(|view| (view.created_at, view.api_key_id))
        .unwrap();
    world
        .app
        .revoke_key(workspace_id, newest.api_key_id)
        .await
        .unwrap();
    let other = World::new().await;
    let mut unknown = world.key.clone();
    unknown.replace_range(9..10, if &unknown[9..10] == "a" { "b" } else { "a" });
    vec![
        ("missing", None),
        ("empty", Some(String::new())),
        ("no scheme", Some(world.key.clone())),
        ("other scheme", Some(format!("Basic {}", world.key))),
        ("malformed", Some("Bearer liaison_x".to_owned())),
        ("not ASCII", Some("Bearer schlüssel".to_owned())),
        (
            "cut",
            Some(format!("Bearer {}", &world.key[..world.key.len() - 1])),
        ),
        ("changed", Some(format!("Bearer {unknown}"))),
        ("unknown", Some(format!("Bearer {}", foreign(&other).await))),
        ("expired", Some(format!("Bearer {expired}"))),
        ("revoked", Some(format!("Bearer {revoked}"))),
    ]
}

/// A key that another gateway made.
async fn foreign(other: &World) -> String {
    let (workspace_id, _) = other.other_workspace().await;
    other.key_for(workspace_id, &[Scope::Read], None).await
}

#[tokio::test]
async fn every_cause_of_a_401_has_the_same_bytes() {
    let world = World::new().await;
    let mut first = BTreeMap::new();
    for (cause, header) in bad_keys(&world).await {
        for address in ["/linkedin/accounts", "/health", "/v1/sends/snd_x"] {
            if cause == "missing" && address == "/health" {
                continue;
            }
            let call = world.get(address);
            let call = match &header {
                Some(header) => call.header("authorization", header.clone()),
                None => call.without("authorization"),
            };
            let answer = call.send().await;
            assert_eq!(answer.status, 401, "{cause}");
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{cause}");
            let found = (answer.headers, answer.bytes);
            let first = first.entry(address).or_insert_with(|| found.clone());
            assert_eq!(first, &found, "{cause} {address}");
        }
    }
    assert_eq!(first["/linkedin/accounts"], first["/health"]);
    let (_, bytes) = &first["/linkedin/accounts"];
    let text = "Unauthorized - Invalid credentials";
    let expected =
        json!({"success": false, "code": "unauthorized", "message": text, "error": text});
    assert_eq!(serde_json::from_slice::<Value>(bytes).unwrap(), expected);
}

#[tokio::test]
async fn two_keys_are_none() {
    let world = World::new().await;
    let call = world.get("/linkedin/accounts");
    let request = axum::http::Request::builder()
        .uri("/linkedin/accounts")
        .header("authorization", format!("Bearer {}", world.key))
        .header("authorization", format!("Bearer {}", world.key));
    drop(call);
    let router = web::router(world.app.clone(), web::WebSettings::default());
    let request = request.body(axum::body::Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(router, request).await.unwrap();
    assert_eq!(response.status(), 401);
}

#[tokio::test]
async fn health_needs_no_key_but_refuses_a_bad_one() {
    let world = World::new().await;
    let answer = world.get("/health").without("authorization").send().await;
    assert_eq!((answer.status, &answer.json["status"]), (200, &json!("ok")));
    assert_eq!(world.get("/health").send().await.status, 200);
    assert_eq!(
        world.get("/health").key("nonsense").send().await.status,
        401
    );
    for address in ["/healthz", "/readyz"] {
        let answer = world.get(address).without("authorization").send().await;
        assert_eq!(answer.status, 200, "{address}");
    }
}

#[tokio::test]
async fn an_admin_key_opens_everything() {
    let world = World::new().await;
    let admin = world
        .key_for(world.workspace_id, &[Scope::Admin], None)
        .await;
    assert_eq!(
        world
            .get("/linkedin/accounts")
            .key(&admin)
            .send()
            .await
            .status,
        200
    );
}
