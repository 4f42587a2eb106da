//! Figures at the door.

use domain::send::SendState;
use serde_json::{Value, json};
use store::hints::Hints;
use store::sends;

use crate::world::{Answer, THREAD, World, at, direct_thread, john, message};

async fn ask(world: &World, query: &str) -> Answer {
    world.get(&format!("/v1/analytics{query}")).send().await
}

/// Hands a message over and lets the network have it.
async fn sent(world: &World, key: &str, tags: &Value) {
    let body = json!({"conversation": THREAD, "text": format!("Hello {key}"), "template_id": "welcome", "tags": tags});
    let kept = world
        .post("/v1/messages", &body)
        .header("idempotency-key", key)
        .send()
        .await;
    assert_eq!(kept.status, 202, "{}", kept.json);
    let send_id = kept.json["id"].as_str().unwrap().parse().unwrap();
    let (workspace_id, hints) = (world.workspace_id, Hints::default());
    let written = world.store.write(move |tx| {
        let known = sends::get(tx, workspace_id, send_id)?;
        sends::transition(tx, &hints, &known, &SendState::Sent { at: at(0) }, at(0))
    });
    written.await.unwrap();
}

#[tokio::test]
async fn nothing_sent_is_nothing_and_no_rate() {
    let world = World::new().await.with_john().await;
    let answer = ask(&world, "").await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let expected = json!({
        "sent": 0, "delivered": null, "seen": null, "delivered_rate": null, "seen_rate": null, "conversations": 0,
        "replies": 0, "concluded": 0, "censored": 0, "reply_rate": null, "median_reply_seconds": null,
    });
    assert_eq!(
        (&answer.json["total"], &answer.json["groups"]),
        (&expected, &json!([]))
    );
}

#[tokio::test]
async fn what_left_is_counted_by_what_it_has_in_common() {
    let world = World::new().await.with_john().await;
    sent(&world, "k1", &json!(["spring", "hot"])).await;
    sent(&world, "k2", &json!(["spring"])).await;
    world.clock.move_on(120_000);
    let thread = direct_thread(THREAD, john(), 60_000, 1);
    let reply = message(THREAD, "2-reply", crate::world::JOHN, 60_000, "Hi!");
    world.observe(thread, vec![reply]).await;
    let tags = ask(&world, "?group_by=tag").await.json;
    let count = |group: &Value| (group["key"].clone(), group["sent"].clone());
    let groups: Vec<_> = tags["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(count)
        .collect();
    assert_eq!(
        groups,
        [(json!("spring"), json!(2)), (json!("hot"), json!(1))]
    );
    let total = &tags["total"];
    assert_eq!(
        (&total["sent"], &total["delivered"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(
        (
            &total["conversations"],
            &total["replies"],
            &total["censored"]
        ),
        (&json!(1), &json!(1), &json!(0))
    );
    assert_eq!(
        (&total["reply_rate"], &total["median_reply_seconds"]),
        (&Value::Null, &json!(60.0))
    );
    let days = ask(&world, "?group_by=weekday").await.json;
    assert_eq!(days["groups"][0]["key"], "monday");
    let one = ask(&world, "?tag=hot&template=welcome").await.json;
    assert_eq!(one["total"]["sent"], 1);
    let none = ask(&world, "?template=other").await.json;
    assert_eq!(none["total"]["sent"], 0);
    world.clock.move_on(15 * 86_400_000);
    let later = ask(&world, "").await.json;
    let rate = &later["total"]["reply_rate"];
    assert_eq!((&rate["value"], &rate["of"]), (&json!(1.0), &json!(1)));
    assert!(rate["low"].as_f64().unwrap() < 0.3, "{rate}");
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused() {
    let world = World::new().await;
    for (query, path) in [
        ("?group_by=moon", "group_by"),
        ("?tag=No%20Tag", "tag"),
        ("?since=yesterday", "since"),
        (
            "?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
            "since",
        ),
        (
            "?since=2020-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
            "since",
        ),
        ("?other=1", "other"),
    ] {
        let answer = ask(&world, query).await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{query}"
        );
    }
    let (_, foreign) = world.other_workspace().await;
    for account in [foreign.account_id.to_string(), "acc_nobody".to_owned()] {
        let answer = ask(&world, &format!("?account={account}")).await;
        assert_eq!((answer.status, answer.code()), (404, "account_not_found"));
    }
}
