//! Keys that are limited to accounts and to addresses.

use axum::http::Method;
use domain::ids::{AccountId, PersonId};
use serde_json::{Value, json};

use super::{KEYS, made};
use crate::world::{JOHN, OWNER, THREAD, World, direct_thread, member, message};

#[tokio::test]
async fn a_key_may_be_used_from_its_addresses_only() {
    let world = World::new().await;
    let (_, key) = made(
        &world,
        json!({"addresses": ["192.0.2.0/24", "2001:db8::/32"]}),
    )
    .await;
    for (from, expected) in [
        (Some("192.0.2.9"), 200),
        (Some("::ffff:192.0.2.9"), 200),
        (Some("2001:db8::1"), 200),
        (Some("192.0.3.9"), 403),
        (None, 403),
    ] {
        let mut call = world.get("/linkedin/accounts").key(&key);
        if let Some(from) = from {
            call = call.from(from);
        }
        // Nobody believes a header of whoever is no proxy.
        let answer = call.header("x-forwarded-for", "192.0.2.1").send().await;
        assert_eq!(answer.status, expected, "{from:?}");
        if expected == 403 {
            assert_eq!(answer.code(), "address_not_allowed");
        }
    }
}

#[tokio::test]
async fn a_proxy_that_is_trusted_says_where_a_request_comes_from() {
    let world = World::new().await.behind(&["10.0.0.0/8"]);
    let (_, key) = made(&world, json!({"addresses": ["192.0.2.0/24"]})).await;
    for (from, seen, expected) in [
        ("10.0.0.1", "192.0.2.9", 200),
        ("10.0.0.1", "192.0.2.9, 198.51.100.7", 403),
        ("10.0.0.1", "198.51.100.7, 192.0.2.9, 10.0.0.2", 200),
        ("198.51.100.7", "192.0.2.9", 403),
    ] {
        let call = world.get("/linkedin/accounts").key(&key).from(from);
        let answer = call.header("x-forwarded-for", seen).send().await;
        assert_eq!(answer.status, expected, "{from} {seen}");
    }
}

/// What a key gets that asks about an account in every way there is, the account's id aside.
async fn asked(world: &World, key: &str, account: &str) -> Vec<(String, u16, Vec<u8>)> {
    let about = |body: Value| {
        let mut body = body;
        body["accountId"] = json!(account);
        body.to_string()
    };
    let mut calls = Vec::new();
    for address in [
        format!("/v1/accounts/{account}"),
        format!("/v1/accounts/{account}/health"),
        format!("/v1/accounts/{account}/policy"),
        format!("/v1/accounts/{account}/quota"),
        format!("/v1/accounts/{account}/forecast"),
        format!("/v1/sends?account={account}"),
        format!("/v1/conversations?account={account}"),
        format!("/v1/people?account={account}"),
        format!("/v1/search?q=hello&account={account}"),
        format!("/v1/analytics?account={account}"),
        format!("/v1/events?account={account}"),
        format!("/v1/events/stream?account={account}"),
        format!("/linkedin/messaging/recent-messages?accountId={account}"),
        format!("/linkedin/messaging/recent-messages?accountId={account}&keywords=hello"),
        format!(
            "/linkedin/messaging/conversation-details?conversationUrn={THREAD}&accountId={account}"
        ),
        format!("/linkedin/account/{account}/status"),
        format!("/linkedin/relationship/{account}/john-doe-123"),
    ] {
        calls.push((address.clone(), world.get(&address)));
    }
    for (address, body) in [
        (
            "/linkedin/messaging/send",
            json!({"conversationUrn": THREAD, "message": "x"}),
        ),
        (
            "/linkedin/messaging/mark-seen",
            json!({"conversationUrn": THREAD}),
        ),
        ("/linkedin/connect", json!({"profileId": "john-doe-123"})),
    ] {
        let call = world.call(Method::POST, address).body(about(body));
        calls.push((address.to_owned(), call.header("prefer", "wait=0")));
    }
    let body = json!({"account": account, "conversation": THREAD, "text": "x"});
    let call = world.post("/v1/messages", &body);
    calls.push((
        "/v1/messages".to_owned(),
        call.header("idempotency-key", "one"),
    ));
    let body = json!({"url": "https://localhost/hook", "accounts": [account]});
    calls.push((
        "/v1/endpoints".to_owned(),
        world.post("/v1/endpoints", &body),
    ));
    let body = json!({"name": "x", "scopes": ["read"], "accounts": [account]});
    calls.push((KEYS.to_owned(), world.post(KEYS, &body)));
    let mut answers = Vec::new();
    for (name, call) in calls {
        let answer = call.key(key).send().await;
        answers.push((
            name.replace(account, "ACCOUNT"),
            answer.status,
            answer.bytes,
        ));
    }
    answers
}

/// Somebody whom only the other account knows.
#[tokio::test]
async fn a_person_whom_an_account_hides_is_absent_in_filters_to_the_byte() {
    let world = World::new().await.with_john().await;
    let own = world.link("ACoAAAsecond", false).await;
    let known = member("ACoAAAjane", "Jane", "Roe", Some(1));
    let (account, thread) = (own.clone(), direct_thread("2-amFuZQ==", known, -5_000, 0));
    let said = message("2-amFuZQ==", "2-ag==", "ACoAAAjane", -5_000, "Hello");
    let write = world.store.write(move |tx| {
        store::ingest::observe(
            tx,
            &account,
            &thread,
            std::slice::from_ref(&said),
            crate::world::BEGINNING,
        )
        .map(drop)
    });
    write.await.unwrap();
    let limited = json!({"scopes": ["admin"], "accounts": [own.account_id]});
    let (_, key) = made(&world, limited).await;
    let id = async |name: &str| {
        let found = world.get(&format!("/v1/people?q={name}")).send().await;
        let id = found.json["people"][0]["id"].as_str();
        id.unwrap().to_owned()
    };
    let (hidden, seen) = (id("john").await, id("jane").await);
    let absent = PersonId::from_bytes([1; 16]).to_string();
    for address in ["/v1/search?q=hello&person=", "/v1/conversations?person="] {
        let ask = async |person: &str| {
            let answer = world
                .get(&format!("{address}{person}"))
                .key(&key)
                .send()
                .await;
            (answer.status, answer.bytes)
        };
        assert_eq!(ask(&seen).await.0, 200, "{address}");
        let of_absent = ask(&absent).await;
        assert_eq!(of_absent.0, 404, "{address}");
        assert_eq!(ask(&hidden).await, of_absent, "{address}");
    }
    let of = |name: &str| format!("/v1/conversations?account={}&person={name}", own.account_id);
    let by_key = world.get(&of(JOHN)).key(&key).send().await;
    let nobody = world.get(&of("ACoAAAnobody")).key(&key).send().await;
    assert_eq!((by_key.status, by_key.bytes), (nobody.status, nobody.bytes));
}

#[tokio::test]
async fn an_account_that_is_not_for_a_key_is_absent_everywhere() {
    let world = World::new().await.with_john().await;
    let other = world.link("ACoAAAsecond", false).await;
    let scopes = json!(["admin"]);
    let limited = json!({"scopes": scopes, "accounts": [other.account_id]});
    let (_, key) = made(&world, limited).await;
    let hidden = world.account.account_id.to_string();
    let absent = AccountId::from_bytes([1; 16]).to_string();
    let (of_hidden, of_absent) = (
        asked(&world, &key, &hidden).await,
        asked(&world, &key, &absent).await,
    );
    for (hidden, absent) in of_hidden.iter().zip(&of_absent) {
        assert_eq!(hidden, absent);
    }
    let is_refused = |answer: &&(String, u16, Vec<u8>)| matches!(answer.1, 400 | 404);
    assert_eq!(
        of_hidden.iter().filter(is_refused).count(),
        of_hidden.len() - 1,
        "{of_hidden:?}"
    );
    // By the owner in a URN, too.
    let urn = format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})");
    let address = format!("/linkedin/messaging/conversation-details?conversationUrn={urn}");
    assert_eq!(world.get(&address).key(&key).send().await.status, 404);
}

#[tokio::test]
async fn lists_and_events_hold_only_what_a_key_may_see() {
    let world = World::new().await.with_john().await;
    let other = world.link("ACoAAAsecond", false).await;
    let own = world.account.account_id.to_string();
    let body = json!({"account": own, "conversation": THREAD, "text": "Hello"});
    let sent = world
        .post("/v1/messages", &body)
        .header("idempotency-key", "one")
        .header("prefer", "wait=0");
    let sent = sent.send().await;
    assert_eq!(sent.status, 202, "{}", sent.json);
    let send_id = sent.json["id"].as_str().unwrap().to_owned();
    let (_, all) = made(&world, json!({"scopes": ["admin"]})).await;
    let (_, same) = made(
        &world,
        json!({"scopes": ["admin"], "accounts": [own, other.account_id]}),
    )
    .await;
    let (_, none) = made(
        &world,
        json!({"scopes": ["admin"], "accounts": [other.account_id]}),
    )
    .await;
    let count = async |key: &str, address: &str, field: &str| {
        let answer = world.get(address).key(key).send().await;
        answer
            .json
            .get(field)
            .unwrap_or(&answer.json)
            .as_array()
            .unwrap_or_else(|| panic!("{}", answer.json))
            .len()
    };
    for (key, accounts, sends) in [(&all, 2, 1), (&same, 2, 1), (&none, 1, 0)] {
        assert_eq!(count(key, "/linkedin/accounts", "accounts").await, accounts);
        assert_eq!(count(key, "/v1/sends", "sends").await, sends);
        let shown = world
            .get(&format!("/v1/sends/{send_id}"))
            .key(key)
            .send()
            .await;
        assert_eq!(shown.status == 200, sends == 1);
    }
    let about = async |key: &str| {
        let page = world.get("/v1/events").key(key).send().await;
        let events = page.json["events"].as_array().unwrap().clone();
        events
            .into_iter()
            .map(|event| event["account_id"].clone())
            .collect::<Vec<_>>()
    };
    assert!(about(&all).await.contains(&Value::Null));
    assert!(about(&same).await.iter().all(|account| account == &own));
    assert_eq!(about(&none).await, Vec::<Value>::new());
    // A receiver of webhooks hears of more than its owner only where its owner may hear of it.
    let hook = json!({"url": "https://localhost/hook"});
    let refused = world.post("/v1/endpoints", &hook).key(&none).send().await;
    assert_eq!((refused.status, refused.issues()), (400, vec!["accounts"]));
    assert_eq!(count(&none, KEYS, "api_keys").await, 1);
}

#[tokio::test]
async fn people_and_texts_of_other_accounts_are_absent_for_a_key() {
    let world = World::new().await.with_john().await;
    let other = world.link("ACoAAAsecond", false).await;
    let people = world.get("/v1/people").key(&world.admin).send().await;
    let person = people.json["people"][0]["id"].as_str().unwrap().to_owned();
    let (_, key) = made(
        &world,
        json!({"scopes": ["admin"], "accounts": [other.account_id]}),
    )
    .await;
    let absent = domain::ids::PersonId::from_bytes([1; 16]).to_string();
    for (method, ending, expected) in [
        (Method::GET, "", 404),
        (Method::DELETE, "", 403),
        (Method::GET, "/export", 403),
    ] {
        let mut answers = Vec::new();
        for id in [&person, &absent] {
            let address = format!("/v1/people/{id}{ending}");
            let answer = world.call(method.clone(), &address).key(&key).send().await;
            assert_eq!(
                answer.status, expected,
                "{method} {address}: {}",
                answer.json
            );
            answers.push(answer.bytes);
        }
        assert_eq!(answers[0], answers[1], "{method} {ending}");
    }
    for (address, field) in [
        ("/v1/search?q=hello", "hits"),
        ("/v1/conversations", "conversations"),
        ("/v1/people", "people"),
    ] {
        let (theirs, all) = (
            world.get(address).key(&key).send().await,
            world.get(address).key(&world.admin).send().await,
        );
        assert_eq!(theirs.json[field], json!([]), "{address}");
        assert_ne!(all.json[field], json!([]), "{address}: {}", all.json);
    }
    for address in ["/v1/audit", "/v1/users", "/v1/suppressions"] {
        let answer = world.get(address).key(&key).send().await;
        assert_eq!(
            (answer.status, answer.code()),
            (403, "exceeds_own_rights"),
            "{address}"
        );
    }
}

#[tokio::test]
async fn a_key_of_one_account_is_not_answered_with_the_send_of_another() {
    let world = World::new().await.with_john().await;
    let other = world.link("ACoAAAsecond", false).await;
    let mut answers = Vec::new();
    for account in [world.account.account_id, other.account_id] {
        let limited = json!({"scopes": ["admin"], "accounts": [account]});
        let (_, key) = made(&world, limited).await;
        let body = json!({"recipient": "john-doe-123", "text": "Hello"});
        let call = world.post("/v1/messages", &body).key(&key);
        let call = call
            .header("idempotency-key", "one")
            .header("prefer", "wait=0");
        answers.push(call.send().await);
    }
    assert_eq!(answers[0].status, 202, "{}", answers[0].json);
    assert_eq!(
        answers[1].code(),
        "idempotency_key_reused",
        "{}",
        answers[1].json
    );
}
