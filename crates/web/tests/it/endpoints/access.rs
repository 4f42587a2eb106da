//! Who may do what with receivers, and that those of others are as absent as what never was.

use app::Scope;
use axum::http::Method;
use domain::ids::EndpointId;
use serde_json::{Value, json};

use super::{ENDPOINTS, URL, added, listed, shown};
use crate::world::{Answer, World};

/// A route about one receiver: how it is asked, its address behind the id, its body, and the scope that it wants.
type Route = (Method, &'static str, Option<Value>, Scope);

fn routes() -> Vec<Route> {
    let since = json!({"since": "2999-01-01T00:00:00Z"});
    let trial = json!({"type": "moon.risen"});
    vec![
        (Method::GET, "", None, Scope::Read),
        (Method::GET, "/deliveries", None, Scope::Read),
        (Method::GET, "/deliveries/1", None, Scope::Read),
        (Method::POST, "/deliveries/1/replay", None, Scope::Write),
        (
            Method::PATCH,
            "",
            Some(json!({"name": "Other"})),
            Scope::Admin,
        ),
        (
            Method::POST,
            "/rotate-secret",
            Some(json!({"force": true})),
            Scope::Admin,
        ),
        // A type that there is not, so that nobody is called.
        (Method::POST, "/test", Some(trial), Scope::Admin),
        (Method::POST, "/recover", Some(since), Scope::Admin),
        (Method::DELETE, "", None, Scope::Admin),
    ]
}

/// What comes back, but for how much may still be asked, which is less each time.
async fn ask(world: &World, key: &str, id: &str, route: &Route) -> Answer {
    let (method, rest, body, _) = route;
    let call = world.call(method.clone(), &format!("{ENDPOINTS}/{id}{rest}"));
    let call = match body {
        Some(body) => call.body(body.to_string()),
        None => call,
    };
    let mut answer = call.key(key).send().await;
    answer.headers.remove("ratelimit");
    answer
}

#[tokio::test]
async fn each_route_wants_its_scope() {
    let world = World::new().await;
    let mut keys = Vec::new();
    for scope in [Scope::Read, Scope::Write, Scope::Admin] {
        let key = world.key_for(world.workspace_id, &[scope], None).await;
        keys.push((scope, key));
    }
    let mut routes = routes();
    let new = json!({"url": URL});
    for (scope, key) in &keys {
        let created = world.post(ENDPOINTS, &new).key(key).send().await;
        let expected = if *scope == Scope::Admin { 201 } else { 403 };
        assert_eq!(created.status, expected, "{scope:?} adds");
        let listed = world.get(ENDPOINTS).key(key).send().await;
        let expected = if *scope == Scope::Write { 403 } else { 200 };
        assert_eq!(listed.status, expected, "{scope:?} lists");
    }
    let known = added(&world, json!({})).await;
    for (scope, key) in keys {
        for route in &mut routes {
            let answer = ask(&world, &key, &known, route).await;
            let is_let = scope == Scope::Admin || scope == route.3;
            assert_eq!(
                answer.code() != "insufficient_scope",
                is_let,
                "{scope:?} {route:?}"
            );
            assert_eq!(answer.status != 403, is_let, "{scope:?} {route:?}");
        }
    }
}

#[tokio::test]
async fn a_receiver_of_others_is_as_absent_as_one_that_never_was() {
    let world = World::new().await;
    let known = added(&world, json!({"headers": {"x-key": "v"}})).await;
    let before = shown(&world, &known).await;
    let (workspace_id, _) = world.other_workspace().await;
    let stranger = world.key_for(workspace_id, &[Scope::Admin], None).await;
    let absent = EndpointId::from_bytes([1; 16]).to_string();
    world.clock.move_on(1);
    for mut route in routes() {
        if route.1 == "/test" {
            route.2 = Some(json!({}));
        }
        let foreign = ask(&world, &stranger, &known, &route).await;
        assert_eq!(
            (foreign.status, foreign.code()),
            (404, "endpoint_not_found"),
            "{route:?}"
        );
        for other in [absent.as_str(), "ept_x", "nonsense", "snd_x", "%00"] {
            let answer = ask(&world, &stranger, other, &route).await;
            let found = (answer.status, &answer.headers, &answer.bytes);
            let expected = (foreign.status, &foreign.headers, &foreign.bytes);
            assert_eq!(found, expected, "{route:?} {other}");
        }
        // What is wrong besides is told of both alike.
        if route.2.is_some() {
            route.2 = Some(json!({"colour": 1}));
            let foreign = ask(&world, &stranger, &known, &route).await;
            let absent = ask(&world, &stranger, &absent, &route).await;
            assert_eq!(
                (foreign.status, foreign.bytes),
                (absent.status, absent.bytes)
            );
        }
    }
    let theirs = world.get(ENDPOINTS).key(&stranger).send().await;
    assert_eq!(theirs.json, json!({"endpoints": []}));
    assert_eq!(shown(&world, &known).await, before);
    assert_eq!(listed(&world).await.len(), 1);
}

#[tokio::test]
async fn an_id_that_is_no_text_is_refused() {
    let world = World::new().await;
    let broken = world.get(&format!("{ENDPOINTS}/%ff")).send().await;
    assert_eq!((broken.status, broken.code()), (400, "validation_error"));
}
