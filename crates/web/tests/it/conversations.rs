//! The conversations of `/v1`: read, put in order, and absent to everybody else.

mod keeping;

use app::Scope;
use axum::http::Method;
use domain::network::NetworkMessage;
use serde_json::{Value, json};
use store::{conversations, ingest};

use crate::world::{
    Answer, BEGINNING, JOHN, OWNER, THREAD, World, direct_thread, john, member, message,
};

const LIST: &str = "/v1/conversations";

/// The id of the thread with John.
async fn own_id(world: &World) -> String {
    let listed = world.get(LIST).send().await;
    assert_eq!(listed.status, 200, "{}", listed.json);
    let found = listed.json["conversations"].as_array().unwrap().iter();
    let john = found.clone().find(|one| one["thread"] == THREAD);
    john.unwrap()["id"].as_str().unwrap().to_owned()
}

/// A conversation of an account that was imported, and its id.
async fn imported(world: &World) -> String {
    let account = world.link("robin-sample", true).await;
    let shown = direct_thread("2-aW1wb3J0", john(), -5_000, 0);
    let write = world.store.write(move |tx| {
        ingest::observe(tx, &account, &shown, &[], BEGINNING)?;
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        conversations::find_by_thread_key(tx, workspace_id, account_id, "2-aW1wb3J0")
    });
    write.await.unwrap().unwrap().conversation_id.to_string()
}

async fn ask(world: &World, method: Method, address: &str, body: Option<&Value>) -> Answer {
    let call = world.call(method, address);
    match body {
        Some(body) => call.body(body.to_string()).send().await,
        None => call.send().await,
    }
}

async fn put(world: &World, address: &str, body: Option<&Value>) -> Answer {
    ask(world, Method::PUT, address, body).await
}

/// Every route that is about one conversation: how it is asked, what stands behind its id, its body, and its scope.
fn routes() -> Vec<(Method, &'static str, Option<Value>, Scope)> {
    let text = json!({"text": "a text"});
    let nowhere = "/labels/lbl_00000000000000000000000001";
    let note = "/notes/nte_00000000000000000000000001";
    vec![
        (Method::GET, "", None, Scope::Read),
        (Method::GET, "/messages", None, Scope::Read),
        (Method::POST, "/read", None, Scope::Write),
        (Method::POST, "/unread", None, Scope::Write),
        (Method::POST, "/archive", None, Scope::Write),
        (Method::POST, "/unarchive", None, Scope::Write),
        (Method::POST, "/star", None, Scope::Write),
        (Method::POST, "/unstar", None, Scope::Write),
        (Method::PUT, nowhere, None, Scope::Write),
        (Method::DELETE, nowhere, None, Scope::Write),
        (
            Method::POST,
            "/snooze",
            Some(json!({"until_reply": true})),
            Scope::Write,
        ),
        (Method::POST, "/unsnooze", None, Scope::Write),
        (Method::DELETE, "/assignee", None, Scope::Write),
        (Method::GET, "/notes", None, Scope::Read),
        (Method::POST, "/notes", Some(text.clone()), Scope::Write),
        (Method::GET, note, None, Scope::Read),
        (Method::PATCH, note, Some(text.clone()), Scope::Write),
        (Method::DELETE, note, None, Scope::Write),
        (Method::GET, "/draft", None, Scope::Read),
        (Method::PUT, "/draft", Some(text), Scope::Write),
        (Method::DELETE, "/draft", None, Scope::Write),
    ]
}

#[tokio::test]
async fn a_conversation_of_another_workspace_is_absent_to_the_byte() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let (others, _) = world.other_workspace().await;
    let key = world.key_for(others, &[Scope::Admin], None).await;
    let absent = own.replace(&own[10..], &"0".repeat(own.len() - 10));
    for (method, rest, body, _) in routes() {
        let mut answers = Vec::new();
        for id in [own.as_str(), absent.as_str(), "cnv_none", "x"] {
            let call = world.call(method.clone(), &format!("{LIST}/{id}{rest}"));
            let call = match &body {
                Some(body) => call.body(body.to_string()),
                None => call,
            };
            answers.push(call.key(&key).send().await);
        }
        for answer in &answers {
            let shown = (answer.status, answer.code());
            assert_eq!(shown, (404, "conversation_not_found"), "{method} {rest}");
            assert_eq!(answer.bytes, answers[0].bytes, "{method} {rest}");
        }
    }
    let listed = world.get(LIST).key(&key).send().await;
    assert_eq!(listed.json["conversations"], json!([]));
    let message = world.get(&format!("{LIST}/{own}/messages")).send().await;
    let message = message.json["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let known = world.get(&format!("/v1/messages/{message}")).send().await;
    assert_eq!(
        (known.status, &known.json["text"]),
        (200, &json!("Hello, how are you?"))
    );
    let mut bytes = Vec::new();
    for id in [
        message.as_str(),
        "msg_none",
        "msg_00000000000000000000000007",
    ] {
        let answer = world
            .get(&format!("/v1/messages/{id}"))
            .key(&key)
            .send()
            .await;
        assert_eq!((answer.status, answer.code()), (404, "message_not_found"));
        bytes.push(answer.bytes);
    }
    assert!(bytes.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn each_route_wants_its_scope() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    for scope in [Scope::Read, Scope::Write] {
        let key = world.key_for(world.workspace_id, &[scope], None).await;
        for (method, rest, body, wanted) in routes() {
            let call = world.call(method.clone(), &format!("{LIST}/{own}{rest}"));
            let call = match &body {
                Some(body) => call.body(body.to_string()),
                None => call,
            };
            let answer = call.key(&key).send().await;
            let is_refused = answer.code() == "insufficient_scope";
            assert_eq!(is_refused, scope != wanted, "{scope:?} {method} {rest}");
        }
    }
}

#[tokio::test]
async fn a_conversation_shows_who_is_in_it_and_what_was_said_last() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let answer = world.get(&format!("{LIST}/{own}")).send().await;
    let shown = &answer.json;
    let expected = json!({
        "kind": "direct", "unread_count": 2, "is_read": false, "is_archived": false, "is_starred": false,
        "labels": [], "snooze": null, "assignee": null, "participant_count": 1, "message_count": 3, "thread": THREAD,
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&shown[field], value, "{field}");
    }
    assert_eq!(shown["participants"][0]["member"], JOHN);
    assert_eq!(shown["participants"][0]["degree"], 1);
    assert_eq!(shown["last_message"]["text"], "Hello, how are you?");
    assert_eq!(shown["last_message"]["sender"]["member"], JOHN);
    let tag = answer.header("etag").to_owned();
    let again = world
        .get(&format!("{LIST}/{own}"))
        .header("if-none-match", &tag);
    assert_eq!(again.send().await.status, 304);
    let until = json!({"until_reply": true});
    let snoozed = world
        .post(&format!("{LIST}/{own}/snooze"), &until)
        .send()
        .await;
    assert_eq!(snoozed.status, 200, "{}", snoozed.json);
    let again = world
        .get(&format!("{LIST}/{own}"))
        .header("if-none-match", tag);
    assert_eq!(again.send().await.status, 200);
}

#[tokio::test]
async fn messages_are_paged_both_ways_in_the_order_of_their_sending() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let page = async |cursor: &str| {
        let address = format!("{LIST}/{own}/messages?limit=2&cursor={cursor}");
        let answer = world.get(&address).send().await;
        let messages = answer.json["messages"].as_array().unwrap().iter();
        let texts: Vec<Value> = messages.map(|message| message["message"].clone()).collect();
        let cursor = |name: &str| answer.json[name].as_str().map(str::to_owned);
        (texts, cursor("next_cursor"), cursor("previous_cursor"))
    };
    let (texts, next, previous) = page("").await;
    assert_eq!(
        (texts, previous),
        (vec![json!("2-Mw=="), json!("2-Mg==")], None)
    );
    let (texts, end, previous) = page(&next.unwrap()).await;
    assert_eq!((texts, end), (vec![json!("2-MQ==")], None));
    let (texts, next, top) = page(&previous.unwrap()).await;
    assert_eq!(texts, [json!("2-Mw=="), json!("2-Mg==")]);
    assert!(next.is_some() && top.is_none());
}

#[tokio::test]
async fn what_is_asked_for_wrongly_is_named() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let wrong = [
        ("archived=maybe", "archived"),
        ("snoozed=", "snoozed"),
        ("unread=1", "unread"),
        ("starred=any", "starred"),
        ("kind=secret", "kind"),
        ("since=yesterday", "since"),
        (
            "since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
            "until",
        ),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("person=john-doe-123", "person"),
        ("person=%00", "person"),
        ("keyword=%F0%9F%91%8D", "keyword"),
        ("colour=red", "colour"),
    ];
    for (query, field) in wrong {
        let answer = world.get(&format!("{LIST}?{query}")).send().await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![field]),
            "{query}"
        );
    }
    let absent = [
        ("account=acc_none", "account_not_found"),
        (
            "account=acc_00000000000000000000000001",
            "account_not_found",
        ),
        ("label=lbl_00000000000000000000000001", "label_not_found"),
        ("person=per_00000000000000000000000001", "member_not_found"),
        ("assignee=me", "user_not_found"),
    ];
    for (query, code) in absent {
        let answer = world.get(&format!("{LIST}?{query}")).send().await;
        assert_eq!((answer.status, answer.code()), (404, code), "{query}");
    }
    for cursor in ["x", "AAAA", &"A".repeat(4_000)] {
        for address in [LIST.to_owned(), format!("{LIST}/{own}/messages")] {
            let answer = world
                .get(&format!("{address}?cursor={cursor}"))
                .send()
                .await;
            assert_eq!((answer.status, answer.code()), (400, "invalid_cursor"));
        }
    }
}

#[tokio::test]
async fn what_is_written_wrongly_is_named() {
    let world = World::new().await.with_john().await;
    let own = own_id(&world).await;
    let bodies = [
        ("/snooze", json!({}), "until"),
        ("/snooze", json!({"until": "2001-01-01T00:00:00Z"}), "until"),
        ("/snooze", json!({"until": "2099-01-01T00:00:00Z"}), "until"),
        ("/snooze", json!({"until_reply": true, "why": "x"}), "why"),
        ("/notes", json!({}), "text"),
        ("/notes", json!({"text": " \n"}), "text"),
        ("/notes", json!({"text": "x".repeat(10_001)}), "text"),
        ("/notes", json!({"text": "a\u{0}b"}), "text"),
    ];
    for (rest, body, field) in bodies {
        let answer = world
            .post(&format!("{LIST}/{own}{rest}"), &body)
            .send()
            .await;
        assert_eq!(
            (answer.status, answer.issues()),
            (400, vec![field]),
            "{rest} {body}"
        );
    }
}

#[tokio::test]
async fn an_imported_conversation_is_put_in_order_here_and_the_answer_says_so() {
    let world = World::new().await.with_john().await;
    let id = imported(&world).await;
    let act = async |verb: &str| {
        let answer = world
            .post_raw(&format!("{LIST}/{id}/{verb}"), "")
            .send()
            .await;
        assert_eq!(
            (answer.status, &answer.json["applied"]),
            (200, &json!("local")),
            "{verb}"
        );
        answer.json["conversation"].clone()
    };
    for (verb, field, expected) in [
        ("archive", "is_archived", true),
        ("archive", "is_archived", true),
        ("star", "is_starred", true),
        ("unread", "is_read", false),
        ("read", "is_read", true),
        ("unstar", "is_starred", false),
    ] {
        assert_eq!(act(verb).await[field], expected, "{verb}");
    }
    let count = async |query: &str| {
        let answer = world.get(&format!("{LIST}?{query}")).send().await;
        answer.json["conversations"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 1);
    assert_eq!(count("archived=true").await, 1);
    assert_eq!(count("archived=any").await, 2);
    act("unarchive").await;
    assert_eq!(count("").await, 2);
    // The network of the other account is down, so that nothing is done at all.
    let own = own_id(&world).await;
    for verb in ["read", "unread", "archive", "unarchive", "star", "unstar"] {
        let answer = world
            .post_raw(&format!("{LIST}/{own}/{verb}"), "")
            .send()
            .await;
        assert_eq!(
            (answer.status, answer.code()),
            (503, "network_unavailable"),
            "{verb}"
        );
    }
    let shown = world.get(&format!("{LIST}/{own}")).send().await;
    assert_eq!(
        (&shown.json["is_archived"], &shown.json["unread_count"]),
        (&json!(false), &json!(2))
    );
}

#[tokio::test]
async fn a_long_list_is_walked_there_and_back() {
    let world = World::new().await;
    for number in 0..7 {
        let key = format!("2-{number}");
        let with = member(&format!("ACoAAx{number}"), "Some", "Body", Some(2));
        // Two at each instant.
        let shown = direct_thread(&key, with, i64::from(number / 2), 0);
        let said = message(
            &key,
            &format!("2-m{number}"),
            OWNER,
            i64::from(number / 2),
            "Hi",
        );
        world.observe(shown, vec![said]).await;
    }
    let page = async |query: String| {
        let answer = world.get(&format!("{LIST}?limit=3&{query}")).send().await;
        let found = answer.json["conversations"].as_array().unwrap().iter();
        let keys: Vec<String> = found
            .map(|one| one["thread"].as_str().unwrap().to_owned())
            .collect();
        let cursor = |name: &str| {
            answer.json[name]
                .as_str()
                .map(|text| format!("cursor={text}"))
        };
        (keys, cursor("next_cursor"), cursor("previous_cursor"))
    };
    let (first, next, top) = page(String::new()).await;
    let (second, next, back) = page(next.unwrap()).await;
    let (third, end, _) = page(next.unwrap()).await;
    assert_eq!((top, end), (None, None));
    assert_eq!(
        [first.clone(), second, third].concat(),
        ["2-6", "2-5", "2-4", "2-3", "2-2", "2-1", "2-0"]
    );
    let (again, next, top) = page(back.unwrap()).await;
    assert_eq!((again, top), (first, None));
    assert!(next.is_some());
}

#[tokio::test]
async fn words_find_conversations_of_accounts_that_are_not_linked_any_more() {
    let world = World::new().await.with_john().await;
    let (workspace_id, account_id) = (world.workspace_id, world.account.account_id);
    world
        .app
        .unlink_account(workspace_id, account_id)
        .await
        .unwrap();
    for address in ["/v1/conversations", "/v1/conversations?keyword=morning"] {
        let page = world.get(address).send().await;
        let found = page.json["conversations"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{address}: {}", page.json);
    }
}

#[tokio::test]
async fn a_message_is_shown_with_what_it_answers() {
    let world = World::new().await.with_john().await;
    let answering = |key: &str, sent_at: i64, reply_to: &str| NetworkMessage {
        reply_to: Some(reply_to.to_owned()),
        ..message(THREAD, key, JOHN, sent_at, "An answer")
    };
    let said = vec![
        message(THREAD, "2-NA==", OWNER, -900, &"long ".repeat(100)),
        answering("2-NQ==", -800, "2-NA=="),
        answering("2-Ng==", -700, "2-dW5rbm93bg=="),
        answering("2-Nw==", -600, "2-MQ=="),
    ];
    world
        .observe(direct_thread(THREAD, john(), -600, 0), said)
        .await;
    let id = own_id(&world).await;
    let page = world
        .get(&format!("/v1/conversations/{id}/messages"))
        .send()
        .await;
    let of = |key: &str| {
        let all = page.json["messages"].as_array().unwrap().iter();
        all.clone()
            .find(|one| one["message"] == key)
            .unwrap()
            .clone()
    };
    let (quoted, long) = (of("2-NQ==")["quoted"].clone(), of("2-NA=="));
    let told = [
        "id",
        "message",
        "sender",
        "is_outgoing",
        "sent_at",
        "deleted_at",
    ];
    for field in told {
        assert_eq!(quoted[field], long[field], "{field}");
    }
    assert_eq!(
        quoted["text"].as_str().unwrap(),
        &long["text"].as_str().unwrap()[..300]
    );
    // What is not kept here is not shown; that there is something is.
    let unknown = of("2-Ng==");
    assert_eq!(
        (&unknown["reply_to"], &unknown["quoted"]),
        (&json!("2-dW5rbm93bg=="), &Value::Null)
    );
    let alone = of("2-Nw==");
    let shown = world
        .get(&format!("/v1/messages/{}", alone["id"].as_str().unwrap()))
        .send()
        .await;
    assert_eq!(shown.json["quoted"], alone["quoted"]);
    // What was taken back says nothing here either.
    let (account, now) = (world.account.clone(), world.app.now());
    let deleted = world
        .store
        .write(move |tx| ingest::deleted(tx, &account, "2-MQ==", now));
    deleted.await.unwrap();
    let shown = world
        .get(&format!("/v1/messages/{}", alone["id"].as_str().unwrap()))
        .send()
        .await;
    assert_eq!(shown.json["quoted"]["text"], "");
    assert!(shown.json["quoted"]["deleted_at"].is_string());
}
