//! Telling a receiver again: one event, or all that it missed.

use axum::http::Method;
use domain::delivery::Answer as Said;
use serde_json::{Value, json};

use super::{deliver, fail, happen, list, look, numbers, told, tried, turn};
use crate::endpoints::{added, ask, patch, post, refusal, shown};
use crate::world::{Answer, BEGINNING, World, at};

async fn replay(world: &World, id: &str, number: i64) -> Answer {
    let path = format!("/{id}/deliveries/{number}/replay");
    let answer = ask(world, Method::POST, &path, &Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    answer
}

async fn recover(world: &World, id: &str, since: &str) -> Value {
    let body = json!({"since": since});
    let answer = post(world, &format!("/{id}/recover"), &body).await;
    assert_eq!(answer.status, 202, "{}", answer.json);
    answer.json
}

async fn attempts(world: &World, id: &str, number: i64) -> Vec<i64> {
    let found = look(world, id, &number.to_string()).await;
    let attempts = found.json["attempts"].as_array().unwrap().clone();
    let numbers = attempts
        .iter()
        .map(|attempt| attempt["attempt"].as_i64().unwrap());
    numbers.collect()
}

#[tokio::test]
async fn what_is_told_again_waits_again_and_its_tries_are_counted_on() {
    let world = World::new().await;
    let (id, told) = told(&world, 2).await;
    fail(&world, &id, told[0]).await;
    deliver(&world, &id, told[1]).await;
    assert_eq!(shown(&world, &id).await["waiting"], 0);
    world.clock.move_on(60_000);
    let now = json!(world.app.now().to_string());
    for (number, count) in [(told[0], 10), (told[1], 1)] {
        let answer = replay(&world, &id, number).await;
        let found = ["state", "next_attempt_at", "ended_at", "attempt_count"];
        let found = found.map(|field| answer.json[field].clone());
        assert_eq!(
            found,
            [json!("waiting"), now.clone(), Value::Null, json!(count)]
        );
        assert_eq!(answer.json["attempts"].as_array().unwrap().len(), count);
        let got = look(&world, &id, &number.to_string()).await;
        assert_eq!(got.json, answer.json);
        // Once more changes nothing: it waits already.
        replay(&world, &id, number).await;
    }
    assert_eq!(shown(&world, &id).await["waiting"], 2);
    // Ten tries of its own.
    let due = turn(&world, &id, vec![tried(&world, told[0], Said::None)]).await;
    assert_eq!(due.due.len(), 1, "the other one");
    let found = look(&world, &id, &told[0].to_string()).await.json;
    assert_eq!(
        (&found["state"], &found["attempt_count"]),
        (&json!("waiting"), &json!(11))
    );
    fail(&world, &id, told[0]).await;
    let found = look(&world, &id, &told[0].to_string()).await.json;
    assert_eq!(
        (&found["state"], &found["attempt_count"]),
        (&json!("failed"), &json!(20))
    );
    let expected: Vec<i64> = (1..=20).collect();
    assert_eq!(attempts(&world, &id, told[0]).await, expected);
    deliver(&world, &id, told[1]).await;
    assert_eq!(attempts(&world, &id, told[1]).await, [1, 2]);
    assert_eq!(shown(&world, &id).await["waiting"], 0);
}

#[tokio::test]
async fn of_many_tries_the_last_hundred_are_shown() {
    let world = World::new().await;
    let (id, told) = told(&world, 1).await;
    for _ in 0..105 {
        deliver(&world, &id, told[0]).await;
        replay(&world, &id, told[0]).await;
    }
    let expected: Vec<i64> = (6..=105).collect();
    assert_eq!(attempts(&world, &id, told[0]).await, expected);
}

#[tokio::test]
async fn who_is_paused_is_told_again_once_it_goes_on() {
    let world = World::new().await;
    let (id, told) = told(&world, 1).await;
    deliver(&world, &id, told[0]).await;
    patch(&world, &id, &json!({"paused": true})).await;
    let answer = replay(&world, &id, told[0]).await;
    assert_eq!(answer.json["state"], "waiting");
    assert!(turn(&world, &id, Vec::new()).await.due.is_empty());
    patch(&world, &id, &json!({"paused": false})).await;
    assert_eq!(turn(&world, &id, Vec::new()).await.due.len(), 1);
}

#[tokio::test]
async fn what_was_missed_is_told_and_what_is_there_is_not_repeated() {
    let world = World::new().await;
    let (earlier, _) = told(&world, 2).await;
    world.clock.move_on(10_000);
    let (id, told) = told(&world, 3).await;
    deliver(&world, &id, told[0]).await;
    fail(&world, &id, told[1]).await;
    // The two keys of the world were before all receivers; of the third event nobody knows yet what becomes of it.
    let before = numbers(&list(&world, &earlier, "").await);
    let answer = recover(&world, &id, &at(10_000).to_string()).await;
    assert_eq!(answer["id"], json!(id));
    turn(&world, &id, Vec::new()).await;
    turn(&world, &id, Vec::new()).await;
    let waiting = list(&world, &id, "?state=waiting").await;
    assert_eq!(numbers(&waiting), [told[2], told[1]]);
    assert_eq!(shown(&world, &id).await["waiting"], 2);
    recover(&world, &id, &BEGINNING.to_string()).await;
    turn(&world, &id, Vec::new()).await;
    turn(&world, &id, Vec::new()).await;
    let waiting = numbers(&list(&world, &id, "?state=waiting").await);
    assert_eq!(waiting[..2], [told[2], told[1]]);
    let found = &waiting[2..];
    assert!(before.iter().all(|number| found.contains(number)));
    let delivered = list(&world, &id, "?state=delivered").await;
    assert_eq!(numbers(&delivered), [told[0]]);
    // Its tries are counted on.
    deliver(&world, &id, told[1]).await;
    assert_eq!(attempts(&world, &id, told[1]).await.last(), Some(&11));
}

#[tokio::test]
async fn of_what_is_to_come_nothing_was_missed() {
    let world = World::new().await;
    let (id, told) = told(&world, 1).await;
    fail(&world, &id, told[0]).await;
    for since in ["2999-01-01T00:00:00Z", &at(1).to_string()] {
        recover(&world, &id, since).await;
        turn(&world, &id, Vec::new()).await;
    }
    assert_eq!(numbers(&list(&world, &id, "?state=waiting").await), [0; 0]);
    // What happens afterwards is told as ever.
    happen(&world).await;
    turn(&world, &id, Vec::new()).await;
    turn(&world, &id, Vec::new()).await;
    assert_eq!(numbers(&list(&world, &id, "?state=waiting").await).len(), 1);
    // Long ago is as far as the log goes.
    for since in ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00+14:00"] {
        recover(&world, &id, since).await;
    }
}

#[tokio::test]
async fn an_instant_is_asked_for() {
    let world = World::new().await;
    let id = added(&world, json!({})).await;
    let path = format!("/{id}/recover");
    for since in [
        json!(null),
        json!(""),
        json!("yesterday"),
        json!(1_763_378_062),
        json!("2026-11-22"),
        json!("2026-11-22T10:42:18"),
        json!("2026-13-22T10:42:18Z"),
    ] {
        let answer = post(&world, &path, &json!({"since": since})).await;
        assert!(refusal(&answer, "since").contains("since"), "{since}");
    }
    refusal(&post(&world, &path, &json!({})).await, "since");
    let none = ask(&world, Method::POST, &path, &Value::Null).await;
    refusal(&none, "since");
    let body = json!({"since": "2026-11-22T10:42:18Z", "until": "2026-11-23T10:42:18Z"});
    refusal(&post(&world, &path, &body).await, "until");
}
