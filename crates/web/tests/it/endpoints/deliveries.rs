//! The record of what a receiver was told, and telling it again. What delivers is played by the store's own turn.

mod again;

use std::collections::BTreeSet;
use std::time::Duration;

use app::Scope;
use axum::http::Method;
use domain::delivery::Answer as Said;
use serde_json::{Value, json};
use store::deliveries::{self, Finished, Outcome, Turn, TurnInput};
use store::events;
use store::leases::Claimant;

use super::{ENDPOINTS, added, ask, patch, shown};
use crate::world::{Answer, World};

/// Something that happens.
async fn happen(world: &World) {
    world
        .key_for(world.workspace_id, &[Scope::Read], None)
        .await;
}

/// A receiver, and so many events that it is to be told of.
async fn told(world: &World, count: usize) -> (String, Vec<i64>) {
    let id = added(world, json!({"types": ["api_key.*"]})).await;
    for _ in 0..count {
        happen(world).await;
    }
    turn(world, &id, Vec::new()).await;
    let mut numbers = numbers(&list(world, &id, "").await);
    numbers.reverse();
    assert_eq!(numbers.len(), count);
    (id, numbers)
}

/// What one who delivers does again and again: keep what is over, take what is new from the log.
async fn turn(world: &World, id: &str, finished: Vec<Finished>) -> Turn {
    let input = TurnInput {
        workspace_id: world.workspace_id,
        endpoint_id: id.parse().unwrap(),
        finished,
        seen: 0,
        under_way: BTreeSet::new(),
        hands_out: true,
        now: world.app.now(),
    };
    let turn = world.store.write(move |tx| {
        let claimant = Claimant {
            node: "test",
            machine: "test",
            is_exclusive: true,
        };
        deliveries::turn(tx, &input, &claimant, input.now)
    });
    match turn.await.unwrap() {
        Outcome::Done(turn) => *turn,
        other => panic!("nobody else delivers: {other:?}"),
    }
}

/// A try that took a quarter of a second.
fn tried(world: &World, number: i64, answer: Said) -> Finished {
    let is_answered = answer != Said::None;
    // No two tries begin at the same instant.
    world.clock.move_on(1);
    Finished {
        number,
        began_at: world.app.now(),
        took: Duration::from_millis(250),
        answer,
        is_void: false,
        error: (!is_answered).then(|| "nobody listens".to_owned()),
        body: is_answered.then(|| "hello".to_owned()),
    }
}

/// Tries a delivery as often as it is tried, in vain.
async fn fail(world: &World, id: &str, number: i64) {
    for _ in 0..domain::delivery::ATTEMPTS_MAX {
        let attempt = tried(world, number, Said::Status(500, None));
        turn(world, id, vec![attempt]).await;
    }
}

async fn deliver(world: &World, id: &str, number: i64) {
    let attempt = tried(world, number, Said::Status(200, None));
    turn(world, id, vec![attempt]).await;
}

async fn list(world: &World, id: &str, query: &str) -> Value {
    let address = format!("{ENDPOINTS}/{id}/deliveries{query}");
    let answer = world.get(&address).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer.json
}

fn numbers(page: &Value) -> Vec<i64> {
    let deliveries = page["deliveries"].as_array().unwrap().iter();
    let numbers = deliveries.map(|delivery| delivery["number"].as_i64().unwrap());
    numbers.collect()
}

async fn look(world: &World, id: &str, number: &str) -> Answer {
    let address = format!("{ENDPOINTS}/{id}/deliveries/{number}");
    world.get(&address).send().await
}

#[tokio::test]
async fn the_record_is_read_page_by_page_from_the_newest_on() {
    let world = World::new().await;
    let (id, mut expected) = told(&world, 5).await;
    expected.reverse();
    let all = list(&world, &id, "").await;
    assert_eq!(numbers(&all), expected);
    assert_eq!(all["next_before"], Value::Null);
    let mut found = Vec::new();
    let mut query = "?limit=2".to_owned();
    for count in [2, 2, 1] {
        let page = list(&world, &id, &query).await;
        assert_eq!(numbers(&page).len(), count);
        found.extend(numbers(&page));
        query = format!("?limit=2&before={}", page["next_before"]);
    }
    assert_eq!(found, expected);
    assert!(query.ends_with("null"), "that was the last page");
    // A page that ends with the record says so.
    for query in ["?limit=5", "?limit=200"] {
        assert_eq!(list(&world, &id, query).await, all);
    }
    let page = list(&world, &id, &format!("?limit=2&before={}", expected[2])).await;
    assert_eq!(numbers(&page), expected[3..]);
    assert_eq!(page["next_before"], Value::Null);
    let none = list(&world, &id, &format!("?before={}", expected[4])).await;
    assert_eq!(none, json!({"deliveries": [], "next_before": null}));
    let late = list(&world, &id, &format!("?before={}", i64::MAX)).await;
    assert_eq!(late, all);
}

#[tokio::test]
async fn the_record_is_read_by_state() {
    let world = World::new().await;
    let (id, told) = told(&world, 6).await;
    deliver(&world, &id, told[0]).await;
    fail(&world, &id, told[1]).await;
    deliver(&world, &id, told[3]).await;
    let delivered_at = world.app.now().to_string();
    let retried = tried(&world, told[4], Said::None);
    turn(&world, &id, vec![retried]).await;
    for (state, expected) in [
        ("delivered", vec![told[3], told[0]]),
        ("failed", vec![told[1]]),
        ("waiting", vec![told[5], told[4], told[2]]),
    ] {
        let page = list(&world, &id, &format!("?state={state}")).await;
        assert_eq!(numbers(&page), expected, "{state}");
        let mut deliveries = page["deliveries"].as_array().unwrap().iter();
        assert!(deliveries.all(|delivery| {
            let is_over = state != "waiting";
            delivery["state"] == state
                && delivery["ended_at"].is_null() != is_over
                && delivery["next_attempt_at"].is_null() == is_over
        }));
    }
    let page = list(&world, &id, "?state=waiting&limit=1").await;
    assert_eq!(page["next_before"], told[5]);
    let query = format!("?state=waiting&limit=1&before={}", told[5]);
    assert_eq!(numbers(&list(&world, &id, &query).await), [told[4]]);
    let endpoint = shown(&world, &id).await;
    assert_eq!(endpoint["waiting"], 3);
    assert_eq!(endpoint["last_delivered_at"], delivered_at);
    let now = json!(world.app.now().to_string());
    for field in ["last_failed_at", "failing_since"] {
        assert_eq!(endpoint[field], now, "{field}");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let world = World::new().await;
    let (id, _) = told(&world, 1).await;
    for (query, path) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("before=0", "before"),
        ("before=-1", "before"),
        ("before=x", "before"),
        ("before=99999999999999999999", "before"),
        ("before=", "before"),
        ("state=lost", "state"),
        ("state=Failed", "state"),
        ("state=", "state"),
        ("state=failed&state=failed", "state"),
        ("after=1", "after"),
    ] {
        let address = format!("{ENDPOINTS}/{id}/deliveries?{query}");
        let answer = world.get(&address).send().await;
        super::refusal(&answer, path);
    }
}

#[tokio::test]
async fn a_delivery_is_shown_with_its_tries_and_what_it_tells() {
    let world = World::new().await;
    let (id, told) = told(&world, 2).await;
    let created_at = world.app.now().to_string();
    let mut began_at = Vec::new();
    for answer in [Said::None, Said::Status(503, None), Said::Status(201, None)] {
        let attempt = tried(&world, told[0], answer);
        began_at.push(attempt.began_at.to_string());
        turn(&world, &id, vec![attempt]).await;
    }
    let found = look(&world, &id, &told[0].to_string()).await;
    assert_eq!(found.status, 200, "{}", found.json);
    let attempt = |attempt: usize, status: Option<u16>| {
        let (error, answer) = match status {
            None => (json!("nobody listens"), Value::Null),
            Some(_) => (Value::Null, json!("hello")),
        };
        json!({
            "attempt": attempt, "began_at": began_at[attempt - 1], "millis": 250, "status": status, "error": error, "answer": answer,
        })
    };
    let event = &world
        .get(&format!("/v1/events?after={}&limit=1", told[0] - 1))
        .send()
        .await
        .json["events"][0];
    let expected = json!({
        "number": told[0], "event_id": event["id"], "type": "api_key.created", "state": "delivered",
        "attempt_count": 3, "next_attempt_at": null, "ended_at": began_at[2], "created_at": created_at,
        "attempts": [attempt(1, None), attempt(2, Some(503)), attempt(3, Some(201))],
        "event": event,
    });
    assert_eq!(found.json, expected);
    let fresh = look(&world, &id, &told[1].to_string()).await.json;
    assert_eq!(
        (&fresh["attempts"], &fresh["next_attempt_at"]),
        (&json!([]), &json!(created_at))
    );
    // The log forgets before the record does.
    let (workspace_id, now) = (world.workspace_id, world.app.now());
    let forgotten = world.store.write(move |tx| {
        let later = now.plus(Duration::from_hours(1));
        events::delete_oldest(tx, workspace_id, later, 1_000)
    });
    forgotten.await.unwrap();
    let found = look(&world, &id, &told[0].to_string()).await.json;
    assert_eq!(
        (&found["event"], &found["attempts"]),
        (&Value::Null, &expected["attempts"])
    );
}

#[tokio::test]
async fn what_is_behind_another_one_has_no_next_try() {
    let world = World::new().await;
    let id = added(&world, json!({"types": ["endpoint.*"]})).await;
    let other = added(&world, json!({})).await;
    for paused in [true, false] {
        patch(&world, &other, &json!({"paused": paused})).await;
    }
    turn(&world, &id, Vec::new()).await;
    let page = list(&world, &id, "").await;
    let due: Vec<_> = page["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|delivery| {
            (
                delivery["type"].as_str().unwrap(),
                delivery["next_attempt_at"].is_string(),
            )
        })
        .collect();
    let expected = [
        ("endpoint.enabled", false),
        ("endpoint.paused", false),
        ("endpoint.created", true),
        // Its own: who is added is told so.
        ("endpoint.created", true),
    ];
    assert_eq!(due, expected);
    assert_eq!(shown(&world, &id).await["waiting"], 4);
}

#[tokio::test]
async fn what_was_never_on_its_way_is_absent() {
    let world = World::new().await;
    let (id, told) = told(&world, 1).await;
    let (other, _) = self::told(&world, 0).await;
    let mut answers = Vec::new();
    for number in [
        "0",
        "-1",
        "abc",
        "1.5",
        "1",
        "9999",
        "99999999999999999999",
        "%20",
    ] {
        let path = format!("/{id}/deliveries/{number}");
        answers.push(look(&world, &id, number).await);
        answers.push(
            ask(
                &world,
                Method::POST,
                &format!("{path}/replay"),
                &Value::Null,
            )
            .await,
        );
    }
    // On its way to somebody else.
    answers.push(look(&world, &other, &told[0].to_string()).await);
    for answer in &answers {
        assert_eq!(
            (answer.status, answer.code()),
            (404, "delivery_not_found"),
            "{}",
            answer.json
        );
        assert_eq!(answer.bytes, answers[0].bytes);
    }
    assert_eq!(shown(&world, &id).await["waiting"], 1);
}

#[tokio::test]
async fn the_record_goes_with_its_receiver() {
    let world = World::new().await;
    let (id, told) = told(&world, 3).await;
    deliver(&world, &id, told[0]).await;
    let (kept, _) = self::told(&world, 2).await;
    let gone = ask(&world, Method::DELETE, &format!("/{id}"), &Value::Null).await;
    assert_eq!(gone.status, 204);
    let (subject, first) = ((world.workspace_id, id.parse().unwrap()), told[0]);
    let left = world.store.read(move |tx| {
        let attempts = deliveries::list_attempts(tx, subject, first, 10)?;
        let deliveries = deliveries::list(tx, subject, None, i64::MAX, 10)?;
        Ok((attempts.len(), deliveries.len()))
    });
    assert_eq!(left.await.unwrap(), (0, 0));
    assert_eq!(numbers(&list(&world, &kept, "").await).len(), 2);
    let absent = look(&world, &id, &told[1].to_string()).await;
    assert_eq!(absent.code(), "endpoint_not_found");
}
