//! The world follows from its seed.

use serde_json::{Value, json};

use crate::stage::{BASE_MS, JOHN, Stage};

async fn histories(seed: u64) -> (Value, Value, Value) {
    let stage = Stage::with(seed, |_| {}).await;
    (
        stage.look("/control/members?limit=1000").await,
        stage.look("/control/seats/premium/history").await,
        stage.look("/control/seats/free/history").await,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_grows_the_same_world_and_another_one_does_not() {
    let (first, again, other) = (
        histories(11).await,
        histories(11).await,
        histories(12).await,
    );
    assert_eq!(first, again);
    assert_ne!(first.0, other.0);
    assert_ne!(first.1, other.1);
}

/// Instants counted from the base, and without the ids of messages, which hold their instant.
fn relative(value: Value, base: i64) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(name, _)| name != "message_id")
            .map(|(name, value)| match value.as_i64() {
                Some(instant) if name.ends_with("_at") => (name, json!(instant - base)),
                _ => (name, relative(value, base)),
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(|item| relative(item, base)).collect(),
        other => other,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_base_instant_moves_the_history_and_changes_nothing_else() {
    const LATER: i64 = BASE_MS + 123_456_789;
    let look = async |base: i64| {
        let stage = Stage::with(11, |config| config.base_ms = Some(base)).await;
        let mut found = Vec::new();
        for path in [
            "members?limit=1000",
            "seats/premium/history",
            "seats/free/history",
        ] {
            found.push(relative(
                stage.look(&format!("/control/{path}")).await,
                base,
            ));
        }
        for path in [
            "connections?limit=500",
            "groups",
            "invitations?direction=received",
        ] {
            let answer = stage.get("premium", &format!("/network/{path}")).await.ok();
            found.push(relative(answer, base));
        }
        found
    };
    let (first, later) = (look(BASE_MS).await, look(LATER).await);
    for (one, other) in first.iter().zip(&later) {
        assert_eq!(one, other);
    }
    let sent = &first[1]["threads"][0]["messages"][0]["sent_at"];
    assert!(sent.as_i64().expect("an instant") < 0, "{sent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_seed_has_john_doe_with_two_unread_messages() {
    for seed in [0, 1, 2, 3, 42, 1_000_000_007, u64::MAX] {
        let stage = Stage::with(seed, |_| {}).await;
        for seat in ["premium", "free"] {
            let john = stage
                .get(seat, &format!("/network/members/{JOHN}"))
                .await
                .ok();
            assert_eq!(john["name"], "John Doe");
            assert_eq!(john["headline"], "Software Engineer");
            assert_eq!(john["distance"], 1);
            let thread = stage
                .get(seat, &format!("/network/threads/with/{JOHN}"))
                .await
                .ok();
            assert_eq!(thread["kind"], "direct");
            assert_eq!(thread["unread_count"], 2, "seed {seed}, seat {seat}");
            assert!(thread["last_message"]["text"].is_string());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_world_is_rich_enough() {
    for seed in [1, 7, 99] {
        let stage = Stage::with(seed, |_| {}).await;
        let state = stage.look("/control/state").await;
        assert_eq!(state["members"], 81);
        assert!(
            (55..=70).contains(&state["threads"].as_i64().expect("a number")),
            "{state}"
        );
        assert!(
            (300..=900).contains(&state["messages"].as_i64().expect("a number")),
            "{state}"
        );
        assert_eq!(state["acceptances"], 0);
        let history = stage.look("/control/seats/premium/history").await;
        let threads = history["threads"].as_array().expect("threads");
        for kind in ["direct", "group", "inmail"] {
            assert!(
                threads.iter().any(|thread| thread["kind"] == kind),
                "{kind}, seed {seed}"
            );
        }
        let messages: Vec<&Value> = threads
            .iter()
            .flat_map(|thread| thread["messages"].as_array().expect("messages"))
            .collect();
        for list in ["attachments", "reactions", "receipts"] {
            let has = |message: &&&Value| !message[list].as_array().expect("a list").is_empty();
            assert!(
                messages.iter().filter(has).count() >= 5,
                "{list}, seed {seed}"
            );
        }
        for message in &messages {
            assert!(message["sent_at"].as_i64().expect("an instant") < BASE_MS);
        }
        let names = stage.look("/control/members?limit=1000").await.to_string();
        for part in ["Solvang, PhD, MBA", "ליאור", "林 佳穎", "🌱"] {
            assert!(names.contains(part), "{part}");
        }
        assert!(
            !stage
                .get("premium", "/network/invitations?direction=received")
                .await
                .ok()["invitations"]
                .as_array()
                .expect("invitations")
                .is_empty()
        );
        for distance in [1, 2, 3] {
            if distance > 1 {
                stage.somebody(distance, distance == 3 && seed == 7).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_agree_with_the_receipts() {
    let stage = Stage::quiet().await;
    for seat in ["premium", "free"] {
        let own = stage.get(seat, "/network/me").await.ok()["member"]["member_key"].clone();
        let history = stage.look(&format!("/control/seats/{seat}/history")).await;
        for thread in history["threads"].as_array().expect("threads") {
            let unread = thread["messages"]
                .as_array()
                .expect("messages")
                .iter()
                .filter(|message| message["sender_key"] != own)
                .filter(|message| {
                    let receipts = message["receipts"].as_array().expect("receipts");
                    !receipts
                        .iter()
                        .any(|receipt| receipt["member_key"] == own && receipt["seen_at"].is_i64())
                })
                .count();
            assert_eq!(thread["unread_count"], unread, "{}", thread["thread_id"]);
        }
    }
}
