//! Limits of requests, and what was asked with each key.

use serde_json::{Value, json};

use crate::api_keys::made;
use crate::world::{THREAD, World};

#[tokio::test]
async fn a_key_that_asks_too_much_is_told_when_to_come_back() {
    let world = World::new().await;
    let (_, key) = made(&world, json!({"requests_per_minute": 3})).await;
    let ask = async |address: &str| world.get(address).key(&key).send().await;
    for left in [2, 1, 0] {
        let answer = ask("/v1/endpoints").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("ratelimit-policy"), "\"requests\";q=3;w=60");
        let expected = format!("\"requests\";r={left};t={}", 60 - left * 20);
        assert_eq!(answer.header("ratelimit"), expected);
    }
    let refused = ask("/v1/endpoints").await;
    assert_eq!((refused.status, refused.code()), (429, "too_many_requests"));
    assert_eq!(
        (refused.header("retry-after"), refused.header("ratelimit")),
        ("20", "\"requests\";r=0;t=60")
    );
    // The guide's routes count too, and keep their own headers and words.
    let refused = ask("/linkedin/accounts").await;
    assert_eq!(
        (refused.status, &refused.json["success"]),
        (429, &json!(false))
    );
    assert_eq!(refused.header("retry-after"), "20");
    assert!(!refused.has_header("ratelimit"));
    world.clock.move_on(20_000);
    assert_eq!(ask("/v1/endpoints").await.status, 200);
}

#[tokio::test]
async fn each_key_has_a_limit_of_its_own() {
    let world = World::new().await;
    let (_, one) = made(&world, json!({"requests_per_minute": 1})).await;
    let (_, other) = made(&world, json!({"requests_per_minute": 1})).await;
    let status = async |key: &str| world.get("/v1/endpoints").key(key).send().await.status;
    assert_eq!(
        (status(&one).await, status(&one).await, status(&other).await),
        (200, 429, 200)
    );
    let answer = world.get("/v1/endpoints").send().await;
    assert_eq!(
        answer.header("ratelimit-policy"),
        "\"requests\";q=600000;w=60"
    );
}

#[tokio::test]
async fn what_was_asked_is_counted_by_key_and_day() {
    let world = World::new().await;
    let (id, key) = made(&world, json!({"scopes": ["read", "write"]})).await;
    for address in ["/v1/endpoints", "/v1/endpoints", "/v1/audit"] {
        world.get(address).key(&key).send().await;
    }
    for number in ["one", "one", "two"] {
        let body =
            json!({"account": world.account.account_id, "conversation": THREAD, "text": number});
        let call = world
            .post("/v1/messages", &body)
            .key(&key)
            .header("prefer", "wait=0");
        call.header("idempotency-key", number).send().await;
    }
    world.app.note_key_uses().await.unwrap();
    world.clock.move_on(86_400_000);
    world.get("/v1/endpoints").key(&key).send().await;
    world.app.note_key_uses().await.unwrap();
    let list = async |query: &str| {
        let page = world
            .get(&format!("/v1/usage{query}"))
            .key(&world.admin)
            .send()
            .await;
        assert_eq!(page.status, 200, "{}", page.json);
        page.json
    };
    let all = list(&format!("?api_key={id}")).await;
    let days: Vec<&Value> = all["usage"].as_array().unwrap().iter().collect();
    let day = |day: &str, requests: u64, refusals: u64, sends: u64| json!({"day": day, "api_key_id": id, "requests": requests, "refusals": refusals, "sends": sends});
    assert_eq!(days.len(), 2, "{all}");
    assert_eq!(days[0], &day("2025-11-18", 1, 0, 0));
    let sent = days[1]["sends"].as_u64().unwrap();
    assert_eq!(
        (&days[1]["requests"], &days[1]["day"]),
        (&json!(6), &json!("2025-11-17"))
    );
    assert!(
        sent <= 2 && days[1]["refusals"].as_u64().unwrap() >= 1,
        "{all}"
    );
    let first = list(&format!("?api_key={id}&limit=1")).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = list(&format!("?api_key={id}&limit=1&cursor={cursor}")).await;
    assert_eq!(&second["usage"][0], days[1]);
    assert_eq!(
        list("?from=2025-11-18").await["usage"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(list("?to=2025-11-16").await["usage"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_asked_of_usage_is_refused() {
    let world = World::new().await;
    for (query, path) in [
        ("?from=yesterday", "from"),
        ("?to=2025-11-18T00:00:00Z", "to"),
        ("?limit=401", "limit"),
    ] {
        let answer = world
            .get(&format!("/v1/usage{query}"))
            .key(&world.admin)
            .send()
            .await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![path]),
            "{query}"
        );
    }
    let foreign = world
        .get("/v1/usage?api_key=key_x")
        .key(&world.admin)
        .send()
        .await;
    assert_eq!(foreign.code(), "api_key_not_found");
}

#[tokio::test]
async fn a_new_network_is_told_once_a_day() {
    let world = World::new().await;
    let (id, key) = made(&world, json!({})).await;
    for (from, told) in [
        ("192.0.2.1", 0),
        ("192.0.2.200", 0),
        ("198.51.100.7", 1),
        ("203.0.113.7", 1),
    ] {
        world.get("/v1/endpoints").key(&key).from(from).send().await;
        world.app.note_key_uses().await.unwrap();
        let events = world
            .get("/v1/events?types=api_key.unusual_use")
            .send()
            .await;
        let events = events.json["events"].as_array().unwrap().clone();
        assert_eq!(events.len(), told, "{from}");
        if let Some(event) = events.first() {
            assert_eq!(event["data"]["reason"], "new_address");
            assert_eq!(event["data"]["address"], "198.51.100.0/24");
            assert_eq!(event["subject"], json!(id));
        }
    }
}

#[tokio::test]
async fn a_good_key_from_a_wrong_address_is_counted() {
    let world = World::new().await;
    let (id, key) = made(&world, json!({"addresses": ["192.0.2.0/24"]})).await;
    let call = world
        .get("/linkedin/accounts")
        .key(&key)
        .from("198.51.100.7");
    assert_eq!(call.send().await.code(), "address_not_allowed");
    world.app.note_key_uses().await.unwrap();
    let address = format!("/v1/usage?api_key={id}");
    let usage = world.get(&address).key(&world.admin).send().await;
    let day = &usage.json["usage"][0];
    assert_eq!(
        (&day["requests"], &day["refusals"]),
        (&json!(1), &json!(1)),
        "{}",
        usage.json
    );
}
