//! Sends through the routes, with the network down: accepted, kept, answered with 202. What a settled send answers is
//! tested beside its shape; the whole way is the binary's to test.

use app::Scope;
use domain::network::ThreadKind;
use serde_json::{Value, json};

use crate::world::{JOHN, OWNER, THREAD, World, direct_thread, john, member, message};

const ROUTES: &[&str] = &[
    "messaging/send",
    "messaging/send-with-typing",
    "messaging/send-with-ack",
    "message",
];

#[tokio::test]
async fn what_may_still_leave_is_answered_with_202() {
    for route in ROUTES {
        let world = World::new().await.with_john().await;
        let body = json!({"recipientProfileId": "john-doe-123", "message": "Hello! I would like to connect with you."});
        let call = world.post(&format!("/linkedin/{route}"), &body);
        let answer = call.header("prefer", "wait=0").send().await;
        assert_eq!(answer.status, 202, "{route}: {}", answer.json);
        let send_id = answer.json["sendId"].as_str().unwrap();
        assert_eq!(answer.header("location"), format!("/v1/sends/{send_id}"));
        assert_eq!(answer.json["success"], true);
        assert_eq!(answer.json["state"], "queued");
        assert_eq!(
            answer.json["recipientProfileUrn"],
            format!("urn:li:fsd_profile:{JOHN}")
        );
        assert_eq!(
            answer.json["accountId"],
            world.account.account_id.to_string()
        );
        let urn = format!("urn:li:msg_conversation:(urn:li:fsd_profile:{OWNER},{THREAD})");
        assert_eq!(answer.json["conversationUrn"], urn);
        assert_eq!(
            answer.json["typingIndicatorSent"].is_boolean(),
            route.ends_with("typing")
        );
        assert_eq!(
            answer.json["acknowledgmentSent"].is_boolean(),
            route.ends_with("ack")
        );
        assert_eq!(answer.json["delivery"].is_object(), route.ends_with("ack"));
        assert_eq!(answer.json["_deprecated"].is_string(), *route == "message");

        let send = world.get(&format!("/v1/sends/{send_id}")).send().await;
        assert_eq!(send.status, 200);
        assert_eq!(
            (&send.json["state"], &send.json["kind"]),
            (&json!("queued"), &json!("message"))
        );
        assert_eq!(
            (&send.json["text"], &send.json["attempts"]),
            (&body["message"], &json!([]))
        );
    }
}

#[tokio::test]
async fn a_repeated_request_is_the_same_send() {
    let world = World::new().await.with_john().await;
    let body = json!({"conversationUrn": THREAD, "message": "Once"});
    let send = || {
        world
            .post("/linkedin/messaging/send", &body)
            .header("prefer", "wait=0")
            .send()
    };
    let first = send().await;
    let second = send().await;
    assert_eq!((first.status, second.status), (202, 202));
    assert_eq!(first.json["sendId"], second.json["sendId"]);
    assert_eq!(second.json["duplicateOf"], first.json["sendId"]);
    assert_eq!(first.json.get("duplicateOf"), None);
    let racing = tokio::join!(send(), send(), send());
    for answer in [racing.0, racing.1, racing.2] {
        assert_eq!(answer.json["sendId"], first.json["sendId"]);
    }
}

#[tokio::test]
async fn an_idempotency_key_is_one_send() {
    let world = World::new().await.with_john().await;
    let send = |text: &str| {
        let body = json!({"conversationUrn": THREAD, "message": text});
        let call = world.post("/linkedin/messaging/send", &body);
        call.header("prefer", "wait=0")
            .header("idempotency-key", "order-7")
            .send()
    };
    let first = send("Once").await;
    let second = send("Once").await;
    assert_eq!(first.json["sendId"], second.json["sendId"]);
    let other = send("Something else").await;
    assert_eq!(
        (other.status, other.code()),
        (422, "idempotency_key_reused")
    );
}

/// A thread with two other people.
async fn with_group(world: &World) -> &'static str {
    const GROUP: &str = "2-Z3JvdXA=";
    let mut thread = direct_thread(GROUP, john(), -500, 0);
    thread.kind = ThreadKind::Group;
    thread
        .participants
        .push(member("ACoAAAjane", "Jane", "Roe", Some(2)));
    world
        .observe(thread, vec![message(GROUP, "2-Zw==", JOHN, -500, "all")])
        .await;
    GROUP
}

#[tokio::test]
async fn group_routes_take_a_group_or_a_conversation_of_several() {
    let world = World::new().await.with_john().await;
    let group = with_group(&world).await;
    for route in [
        "send-group",
        "send-group-with-typing",
        "send-group-with-ack",
    ] {
        let send = |body: Value| {
            let call = world.post(&format!("/linkedin/messaging/{route}"), &body);
            call.header("prefer", "wait=0").send()
        };
        let answer = send(json!({"conversationUrn": group, "message": route})).await;
        assert_eq!(answer.status, 202, "{route}: {}", answer.json);
        assert_eq!(answer.json["recipientProfileUrn"], Value::Null);
        for (body, expected) in [
            (json!({"message": "x"}), "groupId"),
            (
                json!({"message": "x", "groupId": "12345678"}),
                "recipientProfileUrn",
            ),
            (
                json!({"message": "x", "groupId": "abc", "recipientProfileUrn": JOHN}),
                "groupId",
            ),
            (
                json!({"message": "x", "conversationUrn": THREAD}),
                "conversationUrn",
            ),
        ] {
            let answer = send(body.clone()).await;
            assert_eq!(
                (answer.status, answer.issues()),
                (400, vec![expected]),
                "{route} {body}"
            );
        }
    }
}

#[tokio::test]
async fn a_thread_must_be_the_recipients() {
    let world = World::new().await.with_john().await;
    let jane = member("ACoAAAjane", "Jane", "Roe", Some(1));
    let thread = direct_thread("2-amFuZQ==", jane, -500, 0);
    world
        .observe(
            thread,
            vec![message("2-amFuZQ==", "2-ag==", "ACoAAAjane", -500, "hi")],
        )
        .await;
    let body = json!({"conversationUrn": "2-amFuZQ==", "recipientProfileId": "john-doe-123", "message": "x"});
    let answer = world
        .post("/linkedin/messaging/send-with-typing", &body)
        .send()
        .await;
    assert_eq!(
        (answer.status, answer.issues()),
        (400, vec!["conversationUrn"])
    );
}

#[tokio::test]
async fn acts_on_a_network_that_is_down_say_so() {
    let world = World::new().await.with_john().await;
    for (route, body) in [
        (
            "messaging/typing-indicator",
            json!({"conversationUrn": THREAD}),
        ),
        ("messaging/mark-seen", json!({"conversationUrn": THREAD})),
        ("messaging/mark-all-read", json!({})),
        (
            "messaging/check-email-support",
            json!({"profileId": "john-doe-123"}),
        ),
        (
            "messaging/send",
            json!({"recipientProfileId": "nobody-knows", "message": "x"}),
        ),
        ("connect", json!({"profileId": "nobody-knows"})),
    ] {
        let answer = world
            .post(&format!("/linkedin/{route}"), &body)
            .send()
            .await;
        assert_eq!(
            (answer.status, answer.code()),
            (503, "network_unavailable"),
            "{route}"
        );
    }
    let address = "/linkedin/messaging/mark-all-read";
    let answer = world.call(axum::http::Method::POST, address).send().await;
    assert_eq!(answer.status, 503, "a body is not needed");
}

#[tokio::test]
async fn an_imported_account_cannot_send() {
    let world = World::new().await.with_john().await;
    let imported = world
        .link("ACoAAAowner3", true)
        .await
        .account_id
        .to_string();
    let body = json!({"accountId": imported, "recipientProfileId": "john-doe-123", "message": "x"});
    let answer = world.post("/linkedin/messaging/send", &body).send().await;
    assert_eq!((answer.status, answer.code()), (403, "account_read_only"));
}

#[tokio::test]
async fn a_note_has_bounds() {
    let world = World::new().await.with_john().await;
    let body = json!({"profileId": "john-doe-123", "customMessage": "x".repeat(301)});
    let answer = world.post("/linkedin/connect", &body).send().await;
    assert_eq!(
        (answer.status, answer.issues()),
        (400, vec!["customMessage"])
    );
    let answer = world
        .post("/linkedin/connect", &json!({"customMessage": "hi"}))
        .send()
        .await;
    assert_eq!((answer.status, answer.issues()), (400, vec!["profileId"]));
}

#[tokio::test]
async fn a_send_of_another_workspace_is_absent() {
    let world = World::new().await.with_john().await;
    let body = json!({"conversationUrn": THREAD, "message": "x"});
    let answer = world
        .post("/linkedin/messaging/send", &body)
        .header("prefer", "wait=0")
        .send()
        .await;
    let send_id = answer.json["sendId"].as_str().unwrap();
    let (workspace_id, _) = world.other_workspace().await;
    let key = world.key_for(workspace_id, &[Scope::Read], None).await;
    let foreign = world
        .get(&format!("/v1/sends/{send_id}"))
        .key(&key)
        .send()
        .await;
    assert_eq!((foreign.status, foreign.code()), (404, "send_not_found"));
}

#[tokio::test]
async fn a_caller_that_hangs_up_leaves_its_send() {
    let world = World::new().await.with_john().await;
    let body = json!({"conversationUrn": THREAD, "message": "left alone"});
    let address = "/linkedin/messaging/send";
    let waiting = world
        .post(address, &body)
        .header("prefer", "wait=60")
        .send();
    let gone = tokio::time::timeout(std::time::Duration::from_millis(300), waiting).await;
    assert!(gone.is_err(), "it should still wait");
    let again = world
        .post(address, &body)
        .header("prefer", "wait=0")
        .send()
        .await;
    assert_eq!(again.status, 202);
    assert!(again.json["duplicateOf"].is_string(), "{}", again.json);
}

#[tokio::test]
async fn racing_twins_are_one_send() {
    let opened = testkit::stores::sqlite();
    let world = World::on(opened.store.clone()).await.with_john().await;
    let body = json!({"conversationUrn": THREAD, "message": "Once"});
    let send = || {
        world
            .post("/linkedin/messaging/send", &body)
            .header("prefer", "wait=0")
            .send()
    };
    let answers = futures_util::future::join_all((0..8).map(|_| send())).await;
    let first = &answers[0].json["sendId"];
    for answer in &answers {
        assert_eq!(
            (answer.status, &answer.json["sendId"]),
            (202, first),
            "{}",
            answer.json
        );
    }
    let fresh = answers
        .iter()
        .filter(|answer| answer.json.get("duplicateOf").is_none());
    assert_eq!(fresh.count(), 1);
}

#[tokio::test]
async fn a_full_disk_accepts_nothing() {
    let world = World::new().await.with_john().await;
    let body = json!({"conversationUrn": THREAD, "message": "lost?"});
    let send = || {
        world
            .post("/linkedin/messaging/send", &body)
            .header("prefer", "wait=0")
            .send()
    };
    for nth in 1..=8 {
        world
            .store
            .commit_faults()
            .plan(nth, store::CommitFault::Fail);
    }
    let refused = send().await;
    assert_eq!(
        (refused.status, refused.code()),
        (503, "storage_full"),
        "{}",
        refused.json
    );
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    world.store.commit_faults().clear();
    let accepted = send().await;
    assert_eq!(
        (accepted.status, accepted.json.get("duplicateOf")),
        (202, None),
        "{}",
        accepted.json
    );
}
