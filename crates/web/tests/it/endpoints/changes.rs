//! A receiver changed, paused and taken away.

use axum::http::Method;
use domain::endpoint::{DisabledReason, EndpointState};
use serde_json::{Value, json};
use store::endpoints;

use super::{
    ENDPOINTS, URL, added, ask, create, id, listed, patch, refusal, shown, told_of, with_threads,
};
use crate::world::World;

#[tokio::test]
async fn what_is_named_changes_and_the_rest_stays() {
    let world = World::new().await;
    let made = create(&world, &json!({"url": URL, "headers": {"x-a": "1"}})).await;
    let id = id(&made.json).to_owned();
    let account = world.account.account_id.to_string();
    let mut expected = shown(&world, &id).await;
    for (field, value) in [
        ("name", json!("Other")),
        ("url", json!("https://other.example/")),
        ("types", json!(["message.received"])),
        ("format", json!("guide")),
        ("types", json!([])),
        ("format", json!("standard")),
        ("types", json!(["send.*"])),
        ("accounts", json!([account])),
        ("accounts", json!([])),
        ("per_second", json!(7)),
        ("together", json!(3)),
    ] {
        world.clock.move_on(1_000);
        let answer = patch(&world, &id, &json!({field: value})).await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        expected[field] = value;
        expected["updated_at"] = json!(world.app.now().to_string());
        assert_eq!(answer.json, expected, "{field}");
        assert_eq!(shown(&world, &id).await, expected);
    }
    let answer = patch(&world, &id, &json!({"headers": {"x-b": "1", "x-c": "2"}})).await;
    assert_eq!(answer.json["header_names"], json!(["x-b", "x-c"]));
    // What is absent, `null` or blank stays.
    let nulls = json!({"name": null, "url": " ", "types": null, "headers": null, "paused": null});
    let answer = patch(&world, &id, &nulls).await;
    assert_eq!(
        (answer.status, &answer.json["name"]),
        (200, &json!("Other"))
    );
    assert_eq!(answer.json["header_names"], json!(["x-b", "x-c"]));
    assert_eq!(answer.json["types"], json!(["send.*"]));
    assert_eq!(patch(&world, &id, &json!({})).await.status, 200);
    // Its choices are no news.
    assert_eq!(told_of(&world, &id).await, ["endpoint.created"]);
}

#[tokio::test]
async fn whoever_changes_different_things_at_the_same_time_undoes_nothing() {
    let (world, _folder) = with_threads().await;
    let id = added(&world, json!({})).await;
    let changes = [
        ("name", json!("Other")),
        ("types", json!(["send.*"])),
        ("per_second", json!(7)),
        ("together", json!(3)),
        ("url", json!("https://other.example/")),
    ];
    let bodies = changes.clone().map(|(field, value)| json!({field: value}));
    let asked = bodies.iter().map(|body| patch(&world, &id, body));
    for answer in futures_util::future::join_all(asked).await {
        assert_eq!(answer.status, 200, "{}", answer.json);
    }
    let now = shown(&world, &id).await;
    for (field, value) in changes {
        assert_eq!(now[field], value, "{field}");
    }
}

#[tokio::test]
async fn a_pause_is_told_of_once_and_so_is_its_end() {
    let world = World::new().await;
    let id = added(&world, json!({})).await;
    let mut expected = vec!["endpoint.created"];
    for (paused, state, event) in [
        (false, "active", None),
        (true, "paused", Some("endpoint.paused")),
        (true, "paused", None),
        (false, "active", Some("endpoint.enabled")),
        (true, "paused", Some("endpoint.paused")),
    ] {
        let answer = patch(&world, &id, &json!({"paused": paused})).await;
        let found = (answer.status, &answer.json["state"], &answer.json["reason"]);
        assert_eq!(found, (200, &json!(state), &Value::Null));
        expected.extend(event);
        assert_eq!(told_of(&world, &id).await, expected);
    }
    let refused = patch(&world, &id, &json!({"paused": "perhaps", "name": "x"})).await;
    refusal(&refused, "paused");
    // Paused is no more than that: it is changed as any other.
    let answer = patch(&world, &id, &json!({"name": "Other"})).await;
    assert_eq!(answer.json["state"], "paused");
}

#[tokio::test]
async fn who_was_given_up_is_told_again_once_somebody_says_so() {
    let world = World::new().await;
    for (reason, word) in [
        (DisabledReason::Gone, "gone"),
        (DisabledReason::Failing, "failing"),
    ] {
        let id = added(&world, json!({})).await;
        let (workspace_id, endpoint_id) = (world.workspace_id, id.parse().unwrap());
        let now = world.app.now();
        let given_up = world.store.write(move |tx| {
            let disabled = EndpointState::Disabled(reason);
            endpoints::update_state(tx, (workspace_id, endpoint_id), disabled, now)
        });
        given_up.await.unwrap();
        let found = shown(&world, &id).await;
        assert_eq!(
            (&found["state"], &found["reason"]),
            (&json!("disabled"), &json!(word))
        );
        // A pause asks for less than that.
        let answer = patch(&world, &id, &json!({"paused": true})).await;
        assert_eq!(answer.json["state"], "disabled");
        let answer = patch(&world, &id, &json!({"paused": false})).await;
        assert_eq!(
            (&answer.json["state"], &answer.json["reason"]),
            (&json!("active"), &Value::Null)
        );
    }
}

#[tokio::test]
async fn a_receiver_that_is_taken_away_is_gone() {
    let world = World::new().await;
    let id = added(&world, json!({})).await;
    let other = added(&world, json!({})).await;
    let path = format!("/{id}");
    let gone = ask(&world, Method::DELETE, &path, &Value::Null).await;
    assert_eq!((gone.status, gone.bytes.len()), (204, 0));
    let again = ask(&world, Method::DELETE, &path, &Value::Null).await;
    assert_eq!((again.status, again.code()), (404, "endpoint_not_found"));
    let absent = world.get(&format!("{ENDPOINTS}/{id}")).send().await;
    assert_eq!((absent.status, absent.code()), (404, "endpoint_not_found"));
    let left: Vec<_> = listed(&world).await;
    assert_eq!(left.iter().map(super::id).collect::<Vec<_>>(), [other]);
    // It is told nothing more from the first moment on.
    let events = ["endpoint.created", "endpoint.paused", "endpoint.deleted"];
    assert_eq!(told_of(&world, &id).await, events);
}
