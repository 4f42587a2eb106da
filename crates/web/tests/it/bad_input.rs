//! What is refused, and with which words.

use serde_json::{Value, json};

use crate::world::{JOHN, THREAD, World};

const SEND: &str = "/linkedin/messaging/send";
const INBOX: &str = "/linkedin/messaging/recent-messages";
const DETAILS: &str = "/linkedin/messaging/conversation-details";

#[tokio::test]
async fn wrong_fields_are_all_named() {
    let world = World::new().await.with_john().await;
    let who = "recipientProfileId";
    for (body, expected) in [
        (json!({}), &["message", who][..]),
        (json!({"message": "x"}), &[who]),
        (json!({"message": "x", who: ""}), &[who]),
        (json!({"message": "x", who: "  "}), &[who]),
        (json!({"message": "x", who: null}), &[who]),
        (json!({"message": "x", who: 5}), &[who, who]),
        (json!({who: "john-doe-123"}), &["message"]),
        (json!({"message": "", who: "john-doe-123"}), &["message"]),
        (
            json!({"message": " \n\t ", who: "john-doe-123"}),
            &["message"],
        ),
        (json!({"message": null, who: "john-doe-123"}), &["message"]),
        (json!({"message": ["x"], who: "john-doe-123"}), &["message"]),
        (
            json!({"message": "x".repeat(8_001), who: "john-doe-123"}),
            &["message"],
        ),
        (
            json!({"message": "a\0b", who: "john-doe-123"}),
            &["message"],
        ),
        (json!({"message": "x", who: "a\0b"}), &[who, who]),
        (
            json!({"message": "x", who: "john-doe-123", "accountId": 1}),
            &["accountId"],
        ),
        (
            json!({"message": "x", who: "john-doe-123", "messageType": "letter"}),
            &["messageType"],
        ),
        (
            json!({"message": "x", who: "john-doe-123", "subject": {}}),
            &["subject"],
        ),
        (json!({"message": "x", who: "no such person!"}), &[who]),
        (
            json!({"message": "x", "conversationUrn": "urn:li:nothing"}),
            &["conversationUrn"],
        ),
    ] {
        let answer = world
            .post(SEND, &body)
            .header("prefer", "wait=0")
            .send()
            .await;
        let shown = body.to_string();
        let shown = &shown[..shown.len().min(120)];
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{shown}: {}",
            answer.json
        );
        let mut issues = answer.issues();
        issues.dedup();
        let mut expected = expected.to_vec();
        expected.dedup();
        issues.sort_unstable();
        expected.sort_unstable();
        assert_eq!(issues, expected, "{shown}");
        assert_eq!(answer.json["error"], answer.json["message"]);
        assert_eq!(answer.json["success"], false);
    }
}

#[tokio::test]
async fn the_documented_sentence_for_a_missing_conversation_is_kept() {
    let world = World::new().await;
    for route in ["typing-indicator", "mark-seen"] {
        let address = format!("/linkedin/messaging/{route}");
        let answer = world.post(&address, &json!({})).send().await;
        assert_eq!(
            answer.json["error"], "conversationUrn is required",
            "{route}"
        );
    }
    let answer = world.get(DETAILS).send().await;
    assert_eq!(answer.json["error"], "conversationUrn is required");
}

#[tokio::test]
async fn broken_bodies_are_told_from_wrong_ones() {
    let world = World::new().await;
    for (body, status, code, hint) in [
        (
            &br#"{"message": }"#[..],
            400,
            "invalid_json",
            "line 1 column 13",
        ),
        (
            b"{\"message\":\n  \"x\"",
            400,
            "invalid_json",
            "line 2 column",
        ),
        (
            br#"{"message": "x"} trailing"#,
            400,
            "invalid_json",
            "line 1 column 18",
        ),
        (
            br#"{"message": "\ud83d"}"#,
            400,
            "invalid_json",
            "line 1 column",
        ),
        (
            br#"{"message": "\udc4d\ud83d"}"#,
            400,
            "invalid_json",
            "line 1 column",
        ),
        (
            b"{\"message\": \"\xff\"}",
            400,
            "invalid_json",
            "line 1 column",
        ),
        (b"not json", 400, "invalid_json", "line 1 column"),
        (b"[]", 400, "validation_error", "object"),
        (b"null", 400, "validation_error", "object"),
        (b"\"text\"", 400, "validation_error", "object"),
        (b"7", 400, "validation_error", "object"),
        (
            br#"{"message": "x", "message": "y"}"#,
            400,
            "validation_error",
            "message is given more than once",
        ),
        (b"", 400, "validation_error", "message is required"),
    ] {
        let shown = String::from_utf8_lossy(body);
        let answer = world.post_raw(SEND, body).send().await;
        assert_eq!((answer.status, answer.code()), (status, code), "{shown}");
        let message = answer.json["message"].as_str().unwrap();
        assert!(message.contains(hint), "{shown}: {message}");
    }
    let deep = format!("{{\"message\": {}", "[".repeat(100_000));
    let answer = world.post_raw(SEND, deep).send().await;
    assert_eq!((answer.status, answer.code()), (400, "invalid_json"));
}

#[tokio::test]
async fn the_body_must_say_that_it_is_json() {
    let world = World::new().await;
    for (content_type, status) in [
        ("application/json", 400),
        ("application/json; charset=utf-8", 400),
        ("Application/JSON", 400),
        ("application/vnd.api+json", 400),
        ("application/json; charset=latin1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ] {
        let call = world.post(SEND, &json!({"message": 1}));
        let answer = call.header("content-type", content_type).send().await;
        assert_eq!(answer.status, status, "{content_type}");
    }
    let answer = world
        .post(SEND, &json!({}))
        .without("content-type")
        .send()
        .await;
    assert_eq!(
        (answer.status, answer.code()),
        (415, "unsupported_media_type")
    );
}

#[tokio::test]
async fn a_large_body_is_refused_however_it_is_sent() {
    let world = World::new().await;
    let limit = domain::limits::BODY_BYTES_MAX;
    let padded = |bytes: usize| {
        let body = json!({"message": 1}).to_string();
        format!("{body}{}", " ".repeat(bytes - body.len()))
    };
    assert_eq!(world.post_raw(SEND, padded(limit)).send().await.status, 400);
    assert_eq!(
        world.post_raw(SEND, padded(limit + 1)).send().await.status,
        413
    );
    let call = world.post_raw(SEND, padded(10 << 20));
    let answer = call
        .header("content-length", (10 << 20).to_string())
        .send()
        .await;
    assert_eq!((answer.status, answer.code()), (413, "body_too_large"));
}

#[tokio::test]
async fn unknown_fields_are_ignored() {
    let world = World::new().await.with_john().await;
    let body =
        json!({"conversationUrn": THREAD, "message": "x", "extra": {"deep": [1]}, "Message": 3});
    let answer = world
        .post(SEND, &body)
        .header("prefer", "wait=0")
        .send()
        .await;
    assert_eq!(answer.status, 202, "{}", answer.json);
    let answer = world.get(&format!("{INBOX}?utm_source=x")).send().await;
    assert_eq!(answer.status, 200, "{}", answer.json);
}

#[tokio::test]
async fn parameters_are_checked() {
    let world = World::new().await.with_john().await;
    for (query, expected) in [
        ("count=0", "count"),
        ("count=101", "count"),
        ("count=-1", "count"),
        ("count=ten", "count"),
        ("count=1.5", "count"),
        ("count=", "count"),
        ("count=99999999999999999999", "count"),
        ("count=1&count=1", "count"),
        ("read=yes", "read"),
        ("read=", "read"),
        ("read=true&read=false", "read"),
        ("keywords=%00", "keywords"),
        ("keywords=%ff", "keywords"),
        ("accountId=a%00", "accountId"),
        ("count=%", "count"),
    ] {
        let answer = world.get(&format!("{INBOX}?{query}")).send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{query}"
        );
        assert_eq!(answer.issues(), [expected], "{query}");
    }
    for query in [
        "deliveredAt=-1",
        "deliveredAt=soon",
        "deliveredAt=253402300800000",
        "countBefore=201",
        "countAfter=-1",
        "countBefore=150&countAfter=51",
        "profileId=%00",
    ] {
        let answer = world
            .get(&format!("{DETAILS}?conversationUrn={THREAD}&{query}"))
            .send()
            .await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "validation_error"),
            "{query}"
        );
    }
    let answer = world
        .get(&format!("{INBOX}?count=101&read=maybe"))
        .send()
        .await;
    assert_eq!(answer.issues(), ["count", "read"]);
}

#[tokio::test]
async fn blank_parameters_count_as_absent() {
    let world = World::new().await.with_john().await;
    let answer = world
        .get(&format!("{INBOX}?accountId=&nextCursor=&keywords=+"))
        .send()
        .await;
    assert_eq!((answer.status, &answer.json["total"]), (200, &json!(1)));
}

#[tokio::test]
async fn keywords_must_hold_a_word() {
    let world = World::new().await.with_john().await;
    let search = async |keywords: &str| {
        let answer = world
            .get(&format!("{INBOX}?keywords={keywords}"))
            .send()
            .await;
        (
            answer.status,
            answer.issues().first().copied().map(str::to_owned),
        )
    };
    let wrong = (400, Some("keywords".to_owned()));
    for keywords in ["%F0%9F%91%8D", "%3F%21"] {
        assert_eq!(search(keywords).await, wrong, "{keywords}");
    }
    // 24 letters without a space are 23 pairs.
    let letters = |count: u32| -> String {
        let letters = (0..count).map(|number| char::from_u32(0x4e00 + number).unwrap());
        letters.map(|letter| encoded(&letter.to_string())).collect()
    };
    assert_eq!(search(&letters(24)).await, (200, None));
    assert_eq!(search(&letters(65)).await, (200, None));
    assert_eq!(search(&letters(66)).await, wrong);
}

/// Every byte as `%XX`.
fn encoded(text: &str) -> String {
    text.bytes()
        .flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap()
}

#[tokio::test]
async fn a_number_or_a_flag_may_not_be_blank() {
    let world = World::new().await.with_john().await;
    for field in ["read", "count"] {
        let answer = world.get(&format!("{INBOX}?{field}=")).send().await;
        assert_eq!((answer.status, answer.issues()), (400, vec![field]));
    }
}

#[tokio::test]
async fn who_is_named_wrongly_is_named_wrongly_in_their_field() {
    let world = World::new().await;
    for route in ["connect", "messaging/check-email-support"] {
        let wrong = json!("no such form!");
        for (body, field) in [
            (json!({"profileUrn": wrong}), "profileUrn"),
            (json!({"profileId": wrong}), "profileId"),
            (
                json!({"profileUrn": wrong, "profileId": JOHN}),
                "profileUrn",
            ),
        ] {
            let answer = world
                .post(&format!("/linkedin/{route}"), &body)
                .send()
                .await;
            assert_eq!(
                (answer.status, answer.issues()),
                (400, vec![field]),
                "{route}"
            );
        }
    }
    let body = json!({"profileId": JOHN, "customMessage": "x".repeat(301)});
    let answer = world.post("/linkedin/connect", &body).send().await;
    assert_eq!(answer.issues(), ["customMessage"]);
    let said = answer.json["message"].as_str().unwrap();
    assert!(
        said.starts_with("customMessage has 301 characters"),
        "{said}"
    );
}

#[tokio::test]
async fn a_cursor_must_be_ours_and_for_the_same_question() {
    let world = World::new().await.with_john().await;
    for number in 0..3 {
        let (thread, key) = (format!("2-dGhyZWFk{number}"), format!("2-bQ{number}"));
        let person = crate::world::member(&format!("ACoAAAp{number}"), "Pat", "Person", Some(2));
        let thread_seen = crate::world::direct_thread(&thread, person, -5_000, 0);
        let message =
            crate::world::message(&thread, &key, &format!("ACoAAAp{number}"), -5_000, "hi");
        world.observe(thread_seen, vec![message]).await;
    }
    let first = world.get(&format!("{INBOX}?count=1")).send().await;
    let cursor = first.json["nextCursor"].as_str().unwrap();
    let next = world
        .get(&format!("{INBOX}?count=1&nextCursor={cursor}"))
        .send()
        .await;
    assert_eq!(next.status, 200, "{}", next.json);
    let cut = &cursor[..cursor.len() - 1];
    let mut forged = cursor.to_owned();
    forged.replace_range(0..1, if cursor.starts_with('A') { "B" } else { "A" });
    for query in [
        format!("nextCursor={cut}"),
        format!("nextCursor={forged}"),
        "nextCursor=nonsense".to_owned(),
        format!("nextCursor={cursor}&read=true"),
        format!("nextCursor={cursor}&keywords=hello"),
    ] {
        let answer = world.get(&format!("{INBOX}?{query}")).send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "invalid_cursor"),
            "{query}"
        );
    }
}

#[tokio::test]
async fn addresses_and_methods_that_do_not_exist() {
    let world = World::new().await;
    let answer = world.get("/nothing").send().await;
    assert_eq!((answer.status, answer.code()), (404, "not_found"));
    let answer = world.get("/v1/nothing").send().await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let answer = world.get(SEND).send().await;
    assert_eq!((answer.status, answer.code()), (405, "method_not_allowed"));
    assert_eq!(answer.header("allow"), "POST");
}

#[tokio::test]
async fn an_idempotency_key_is_checked() {
    let world = World::new().await.with_john().await;
    let body = json!({"conversationUrn": THREAD, "message": "x"});
    let answer = world
        .post(SEND, &body)
        .header("idempotency-key", "")
        .send()
        .await;
    assert_eq!(answer.issues(), ["Idempotency-Key"]);
}

#[tokio::test]
async fn a_problem_of_ours_is_a_problem() {
    let world = World::new().await;
    for id in [
        "snd_x",
        "snd_00000000000000000000000000",
        "acc_00000000000000000000000000",
        "%F0%9F%91%8D",
    ] {
        let answer = world.get(&format!("/v1/sends/{id}")).send().await;
        let Value::Object(problem) = &answer.json else {
            panic!("{id}: no problem");
        };
        assert_eq!(
            (answer.status, &problem["status"]),
            (404, &json!(404)),
            "{id}"
        );
        assert_eq!(problem["type"], "/docs/errors/send_not_found", "{id}");
    }
    let answer = world.get("/v1/sends/%ff").send().await;
    assert_eq!((answer.status, answer.code()), (400, "validation_error"));
}

#[tokio::test]
async fn a_blank_instant_day_or_colour_is_no_value() {
    let world = World::new().await;
    for address in ["/v1/audit?until=", "/v1/usage?to=", "/v1/analytics?since="] {
        let answer = world.get(address).key(&world.admin).send().await;
        assert_eq!(
            answer.code(),
            "validation_error",
            "{address}: {}",
            answer.json
        );
    }
    for (address, body) in [
        (
            "/v1/api-keys",
            json!({"name": "x", "scopes": ["read"], "expires_at": ""}),
        ),
        ("/v1/labels", json!({"name": "x", "colour": ""})),
    ] {
        let answer = world.post(address, &body).key(&world.admin).send().await;
        assert_eq!(
            answer.code(),
            "validation_error",
            "{address}: {}",
            answer.json
        );
    }
}
