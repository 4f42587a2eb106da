//! The director's own acts.

use reqwest::Method;
use serde_json::json;

use crate::stage::{BASE_MS, JOHN, Stage, text};

#[tokio::test(flavor = "multi_thread")]
async fn anybody_can_be_made_to_speak_with_attachments() {
    let stage = Stage::quiet().await;
    let stranger = stage.somebody(3, false).await;
    let say = json!({
        "as": stranger,
        "to": {"member": stage.seats[0].slug},
        "text": "Look",
        "attachments": [{"name": "a.pdf", "media_type": "application/pdf"}, {"name": "b.png", "media_type": "image/png"}],
    });
    let said = stage.directed(Method::POST, "/control/messages", say).await;
    assert_eq!(said["thread_opened"], true);
    assert_eq!(
        said["message"]["attachments"]
            .as_array()
            .expect("attachments")
            .len(),
        2
    );
    let reply = json!({"token": "t", "to": {"member": stranger}, "text": "an existing thread permits an answer"});
    assert_eq!(
        stage.send("premium", reply).await.ok()["thread_id"],
        said["thread_id"]
    );
    assert_eq!(
        stage.look("/control/state").await["acceptances"],
        1,
        "the director's acts are no acceptances"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn history_can_be_laid_in_the_past_but_not_before_what_is_there() {
    let stage = Stage::quiet().await;
    let stranger = stage.somebody(3, true).await;
    let say = |sent_at: i64| json!({"as": stranger, "to": {"member": stage.seats[0].slug}, "text": "old", "sent_at": sent_at});
    let said = stage
        .directed(Method::POST, "/control/messages", say(BASE_MS - 5_000))
        .await;
    assert_eq!(said["message"]["sent_at"], BASE_MS - 5_000);
    stage
        .direct(Method::POST, "/control/messages", say(BASE_MS - 6_000))
        .await
        .refused(400, "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn load_is_made_in_order_with_or_without_news() {
    let stage = Stage::quiet().await;
    let cursor = stage.cursor("premium").await;
    let body = json!({"as": JOHN, "to": {"member": stage.seats[0].slug}, "count": 1_200, "interval_ms": 0, "notify": false});
    let made = stage
        .directed(Method::POST, "/control/messages/bulk", body)
        .await;
    let path = format!(
        "/network/threads/{}/messages?limit=200",
        text(&made["thread_id"])
    );
    let page = stage.get("premium", &path).await.ok();
    let last = page["messages"]
        .as_array()
        .expect("messages")
        .last()
        .expect("one");
    assert_eq!(last["message_id"], made["last_message_id"]);
    assert_eq!(last["text"], "Load 1200");
    let thread = stage
        .get(
            "premium",
            &format!("/network/threads/{}", text(&made["thread_id"])),
        )
        .await
        .ok();
    assert_eq!(thread["unread_count"], 1_202);
    let news = stage
        .get("premium", &format!("/network/updates?after={cursor}"))
        .await
        .ok();
    assert_eq!(news["updates"], json!([]));
    for count in [0, 100_001] {
        let body = json!({"as": JOHN, "to": {"member": stage.seats[0].slug}, "count": count});
        stage
            .direct(Method::POST, "/control/messages/bulk", body)
            .await
            .refused(400, "invalid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_moves_for_everybody() {
    let stage = Stage::quiet().await;
    let handle = stage.running().clock_offset();
    let before = stage.look("/control/clock").await;
    assert_eq!(before["offset_ms"], 0);
    let moved = stage
        .directed(
            Method::PUT,
            "/control/clock",
            json!({"advance_ms": 3_600_000}),
        )
        .await;
    assert!(moved["now"].as_i64() >= before["now"].as_i64().map(|now| now + 3_600_000));
    assert_eq!(
        handle.load(std::sync::atomic::Ordering::SeqCst),
        3_600_000_000
    );
    let own = stage.get("premium", "/network/me").await.ok();
    assert!(own["now"].as_i64() >= moved["now"].as_i64());
    for bad in [json!({}), json!({"offset_ms": 1, "advance_ms": 1})] {
        stage
            .direct(Method::PUT, "/control/clock", bad)
            .await
            .refused(400, "invalid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn seats_can_be_added() {
    let stage = Stage::quiet().await;
    let new = json!({"seat_id": "third", "premium": true, "inmail_total": 2});
    let seat = stage
        .directed(Method::POST, "/control/seats", new.clone())
        .await;
    stage
        .direct(Method::POST, "/control/seats", new)
        .await
        .refused(409, "conflict");
    let token = text(&seat["token"]);
    let own = stage
        .call(Method::GET, "/network/me", &token, None)
        .await
        .expect("an answer")
        .ok();
    assert_eq!(own["plan"]["inmail"]["remaining"], 2);
    let threads = stage
        .call(Method::GET, "/network/threads", &token, None)
        .await
        .expect("an answer")
        .ok();
    assert_eq!(threads["threads"], json!([]));
    let john = stage
        .directed(
            Method::POST,
            "/control/seats",
            json!({"seat_id": "john", "slug": JOHN}),
        )
        .await;
    let token = text(&john["token"]);
    let threads = stage
        .call(Method::GET, "/network/threads", &token, None)
        .await
        .expect("an answer")
        .ok();
    assert!(
        threads["threads"].as_array().expect("threads").len() >= 2,
        "a member's mailbox is there already"
    );
    assert_eq!(
        stage.look("/control/seats").await["seats"]
            .as_array()
            .expect("seats")
            .len(),
        4
    );
    stage
        .direct(Method::POST, "/control/seats", json!({"seat_id": "a/b"}))
        .await
        .refused(400, "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_there_is_no_control() {
    let stage = Stage::with(7, |config| config.control_token = None).await;
    stage
        .direct(Method::GET, "/control/state", json!({}))
        .await
        .refused(404, "unknown_route");
    stage.get("premium", "/network/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_at_which_time_would_overflow_are_refused_and_spoil_nothing() {
    let stage = Stage::quiet().await;
    let to = json!({"member": stage.seats[0].slug});
    let said = |field: &str, value: i64| json!({"as": JOHN, "to": to, "text": "x", "count": 3, (field): value});
    for value in [i64::MAX, i64::MIN] {
        for (path, field) in [("messages", "sent_at"), ("messages/bulk", "interval_ms")] {
            let path = format!("/control/{path}");
            let refusal = stage
                .direct(Method::POST, &path, said(field, value))
                .await
                .refused(400, "invalid");
            assert_eq!(refusal["error"]["field"], field, "{refusal}");
        }
        for change in [
            json!({"restricted_for_ms": value}),
            json!({"inmail_total": value}),
            json!({"inmail_used": value}),
            json!({"conduct": {"window_ms": value}}),
            json!({"conduct": {"restriction_ms": value}}),
        ] {
            stage
                .direct(Method::PATCH, "/control/seats/premium", change)
                .await
                .refused(400, "invalid");
        }
    }
    let body = json!({"token": "t", "to": {"member": JOHN}, "text": "Still here"});
    stage.send("premium", body).await.ok();
}
