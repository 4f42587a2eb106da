//! What a member does with threads in their own mailbox.

use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{JOHN, Stage};

impl Stage {
    async fn order(&self, thread: &str, act: &str, body: Value) -> Value {
        let path = format!("/network/threads/{thread}/{act}");
        self.post("premium", &path, body).await.ok()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_told_once_and_ends_with_a_message_from_somebody_else() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let cursor = stage.cursor("premium").await;
    for _ in 0..2 {
        let shown = stage
            .order(&thread, "archive", json!({"archived": true}))
            .await;
        assert_eq!(shown["archived"], true);
        let shown = stage.order(&thread, "star", json!({"starred": true})).await;
        assert_eq!(shown["starred"], true);
    }
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(updates.len(), 2, "{updates:?}");
    assert_eq!(
        (&updates[0]["kind"], &updates[0]["data"]["archived"]),
        (&json!("thread_changed"), &json!(true))
    );
    let own = json!({"token": "a", "to": {"thread_id": thread}, "text": "mine"});
    stage.send("premium", own).await.ok();
    let path = format!("/network/threads/{thread}");
    assert_eq!(stage.get("premium", &path).await.ok()["archived"], true);
    let say = json!({"as": JOHN, "to": {"thread_id": thread}, "text": "news"});
    stage.directed(Method::POST, "/control/messages", say).await;
    let shown = stage.get("premium", &path).await.ok();
    assert_eq!(
        (&shown["archived"], &shown["starred"]),
        (&json!(false), &json!(true))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_was_read_can_be_unread_again() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    stage.order(&thread, "seen", json!({})).await;
    for _ in 0..2 {
        assert_eq!(
            stage.order(&thread, "unread", json!({})).await["unread_count"],
            1
        );
    }
    assert_eq!(
        stage.order(&thread, "seen", json!({})).await["unread_count"],
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_order_is_refused() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    for (act, body) in [("archive", json!({})), ("star", json!({"archived": true}))] {
        let path = format!("/network/threads/{thread}/{act}");
        stage
            .post("premium", &path, body)
            .await
            .refused(400, "invalid");
    }
    let path = "/network/threads/2-none/archive";
    let answer = stage.post("premium", path, json!({"archived": true})).await;
    answer.refused(404, "unknown_thread");
}
