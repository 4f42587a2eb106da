//! What else the owner of a receiver may choose, and what not. What is refused when it is added is refused when it is
//! changed, too.

use serde_json::{Map, Value, json};

use super::{URL, added, create, created, patch, refusal, shown};
use crate::world::World;

/// Refuses a choice at both doors; the sentence of the first.
async fn refused(world: &World, known: &str, (name, value): (&str, &Value), path: &str) -> String {
    let answer = create(world, &json!({"url": URL, name: value})).await;
    let sentence = refusal(&answer, path).to_owned();
    let before = shown(world, known).await;
    world.clock.move_on(1);
    let answer = patch(world, known, &json!({"name": "Other", name: value})).await;
    assert_eq!(refusal(&answer, path), sentence, "{name} {value}");
    assert_eq!(shown(world, known).await, before, "nothing has changed");
    sentence
}

#[tokio::test]
async fn types_are_words_of_the_log_or_all_of_a_resource() {
    let world = World::new().await;
    let types = json!(["message.*", "send.sent", "endpoint.disabled"]);
    let made = created(&world, &json!({"url": URL, "types": types})).await;
    assert_eq!(made["types"], types);
    let known = added(&world, json!({})).await;
    let long = "x".repeat(5_000);
    for word in [
        "moon.risen",
        "*",
        "message",
        "message.",
        "mess*",
        "Send.Sent",
        "send.* message.*",
        long.as_str(),
    ] {
        let value = json!(["send.*", word]);
        let sentence = refused(&world, &known, ("types", &value), "types.1").await;
        assert!(sentence.ends_with("is no type of event"), "{sentence}");
        assert!(sentence.len() < 200, "a long word is cut");
    }
    for word in [json!(""), json!(1), json!(null), json!("send.*\n")] {
        refused(&world, &known, ("types", &json!([word])), "types.0").await;
    }
    let many = json!(vec!["send.*"; 101]);
    let sentence = refused(&world, &known, ("types", &many), "types").await;
    assert!(sentence.contains("at most 100"), "{sentence}");
    refused(&world, &known, ("types", &json!("send.*")), "types").await;
    created(&world, &json!({"url": URL, "types": vec!["send.*"; 100]})).await;
}

#[tokio::test]
async fn the_guide_s_format_tells_of_messages_that_came_in_only() {
    let world = World::new().await;
    for (types, path) in [
        (json!(["send.*"]), "types.0"),
        (json!(["message.received", "message.sent"]), "types.1"),
    ] {
        let body = json!({"url": URL, "format": "guide", "types": types});
        let answer = create(&world, &body).await;
        assert!(
            refusal(&answer, path).contains("message.received only"),
            "{types}"
        );
    }
    for types in [json!([]), json!(["message.received"]), json!(["message.*"])] {
        created(
            &world,
            &json!({"url": URL, "format": "guide", "types": types}),
        )
        .await;
    }
    // Each of the two is judged with the other as it stands.
    let known = added(&world, json!({"types": ["send.*"]})).await;
    let answer = patch(&world, &known, &json!({"format": "guide"})).await;
    refusal(&answer, "types.0");
    let both = json!({"format": "guide", "types": ["message.received"]});
    assert_eq!(patch(&world, &known, &both).await.status, 200);
    let answer = patch(&world, &known, &json!({"types": ["send.*"]})).await;
    refusal(&answer, "types.0");
    for format in [
        json!("Standard"),
        json!("xml"),
        json!(""),
        json!(1),
        json!(["guide"]),
    ] {
        refused(&world, &known, ("format", &format), "format").await;
    }
}

#[tokio::test]
async fn an_account_of_others_is_as_absent_as_one_that_never_was() {
    let world = World::new().await;
    let own = world.account.account_id.to_string();
    let (_, foreign) = world.other_workspace().await;
    let foreign = foreign.account_id.to_string();
    let absent = domain::ids::AccountId::from_bytes([1; 16]).to_string();
    let known = added(&world, json!({})).await;
    let mut answers = Vec::new();
    for other in [foreign.as_str(), absent.as_str(), "acc_x", "nonsense"] {
        let accounts = json!([own, other]);
        let created = create(&world, &json!({"url": URL, "accounts": accounts})).await;
        refusal(&created, "accounts.1");
        let changed = patch(&world, &known, &json!({"accounts": accounts})).await;
        answers.push((created.bytes, changed.bytes));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    // Each is kept once.
    let other = world.link("ACoAAAowner2", false).await;
    let other = other.account_id.to_string();
    let made = created(&world, &json!({"url": URL, "accounts": [own, other, own]})).await;
    let mut expected = [own.clone(), other];
    expected.sort_unstable();
    assert_eq!(made["accounts"], json!(expected));
    for accounts in [
        json!(own),
        json!({}),
        json!(vec![own.clone(); 1_001]),
        json!(true),
    ] {
        refused(&world, &known, ("accounts", &accounts), "accounts").await;
    }
    let many = json!({"url": URL, "accounts": vec![own; 1_000]});
    assert_eq!(
        created(&world, &many).await["accounts"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// So many headers.
fn headers(count: usize) -> Value {
    let headers = (0..count).map(|place| (format!("x-{place:02}"), json!("v")));
    Value::Object(headers.collect::<Map<_, _>>())
}

#[tokio::test]
async fn headers_that_are_ours_or_the_connection_s_cannot_be_added() {
    let world = World::new().await;
    let known = added(&world, json!({"headers": {"x-kept": "kept"}})).await;
    for name in [
        "host",
        "Host",
        "content-length",
        "Content-Type",
        "transfer-encoding",
        "connection",
        "user-agent",
        "webhook-id",
        "Webhook-Timestamp",
        "X-Webhook-Signature",
        "proxy-authorization",
        "",
        "x y",
        "x:y",
        "x-ü",
        "x\r\ny",
        "x\0",
    ] {
        let value = json!({name: "hidden-value"});
        let path = format!("headers.{name}");
        let sentence = refused(&world, &known, ("headers", &value), &path).await;
        assert!(!sentence.contains("hidden-value"), "{sentence}");
    }
    let long = "x".repeat(70_000);
    let path = format!("headers.{}…", &long[..56]);
    let answer = create(&world, &json!({"url": URL, "headers": {&long: "v"}})).await;
    assert!(
        answer.issues()[0].len() <= path.len() + 10,
        "a long name is cut"
    );
    let twice = json!({"X-Key": "a", "x-key": "b"});
    let sentence = refused(&world, &known, ("headers", &twice), "headers.x-key").await;
    assert!(sentence.contains("more than once"), "{sentence}");
    let sentence = refused(&world, &known, ("headers", &headers(21)), "headers").await;
    assert!(sentence.contains("at most 20"), "{sentence}");
    let made = created(&world, &json!({"url": URL, "headers": headers(20)})).await;
    assert_eq!(made["header_names"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn the_value_of_a_header_is_a_line_and_is_never_shown() {
    let world = World::new().await;
    let known = added(&world, json!({})).await;
    let long = "v".repeat(1_001);
    for value in [
        json!("hidden\r\nx-other: 1"),
        json!("hidden\0"),
        json!("hidden\u{7f}"),
        json!(long),
        json!(715_517),
        json!(["hidden"]),
        json!(null),
    ] {
        let value = json!({"x-key": value});
        let sentence = refused(&world, &known, ("headers", &value), "headers.x-key").await;
        let is_told = ["hidden", "vvvv", "715517"];
        assert!(
            !is_told.iter().any(|part| sentence.contains(part)),
            "{sentence}"
        );
    }
    for value in [json!("hidden"), json!(["hidden"]), json!(715_517)] {
        let sentence = refused(&world, &known, ("headers", &value), "headers").await;
        assert!(
            !sentence.contains("hidden") && !sentence.contains("715517"),
            "{sentence}"
        );
    }
    let body = json!({"url": URL, "headers": {"x-key": "hidden", "x-empty": "", "x-long": "v".repeat(1_000)}});
    let made = create(&world, &body).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let id = super::id(&made.json).to_owned();
    let id = id.as_str();
    let changed = patch(
        &world,
        id,
        &json!({"name": "x", "headers": {"x-new": "hidden"}}),
    )
    .await;
    assert_eq!(changed.json["header_names"], json!(["x-new"]));
    let rotated = super::post(&world, &format!("/{id}/rotate-secret"), &json!({})).await;
    let got = world.get(&format!("/v1/endpoints/{id}")).send().await;
    let all = world.get("/v1/endpoints").send().await;
    for answer in [made, changed, rotated, got, all] {
        let text = String::from_utf8(answer.bytes).unwrap();
        assert!(!text.contains("hidden") && !text.contains("vvvv"), "{text}");
    }
    let none = patch(&world, id, &json!({"headers": {}})).await;
    assert_eq!(none.json["header_names"], json!([]));
}

#[tokio::test]
async fn numbers_and_names_have_bounds() {
    let world = World::new().await;
    let known = added(&world, json!({})).await;
    for value in [
        json!(0),
        json!(-1),
        json!(1_001),
        json!(5_000_000_000_i64),
        json!(1.5),
        json!("5"),
        json!(u64::MAX),
    ] {
        refused(&world, &known, ("per_second", &value), "per_second").await;
    }
    for value in [json!(0), json!(-1), json!(33), json!(true)] {
        refused(&world, &known, ("together", &value), "together").await;
    }
    for (name, value) in [("colour", json!(1)), ("state", json!("paused"))] {
        let sentence = refused(&world, &known, (name, &value), name).await;
        assert!(sentence.contains("no field"), "{sentence}");
    }
    let long = json!({"url": URL, "name": "ü".repeat(100)});
    created(&world, &long).await;
    for name in [json!("ü".repeat(101)), json!("a\nb"), json!(1)] {
        let answer = create(&world, &json!({"url": URL, "name": name})).await;
        refusal(&answer, "name");
        let answer = patch(&world, &known, &json!({"name": name})).await;
        refusal(&answer, "name");
    }
}
