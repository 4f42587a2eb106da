//! Typing: told at once, kept by nobody.

use reqwest::Method;
use serde_json::json;

use crate::stage::{JOHN, Stage, text};

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_told_once_and_not_kept() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let cursor = stage.cursor("premium").await;
    for state in ["on", "off"] {
        let typing = json!({"as": JOHN, "thread_id": thread, "state": state});
        stage
            .directed(Method::POST, "/control/typing", typing)
            .await;
    }
    let page = stage
        .get(
            "premium",
            &format!("/network/updates?after={cursor}&wait=5"),
        )
        .await
        .ok();
    let updates = page["updates"].as_array().expect("updates");
    assert_eq!(updates.len(), 2);
    for (update, state) in updates.iter().zip(["on", "off"]) {
        assert_eq!(update["id"], json!(null));
        assert_eq!(update["kind"], "typing");
        assert_eq!(update["data"]["state"], state);
        assert_eq!(update["data"]["thread_id"], thread.as_str());
    }
    let after = text(&page["cursor"]);
    let nothing = stage
        .get("premium", &format!("/network/updates?after={after}"))
        .await
        .ok();
    assert_eq!(nothing["updates"], json!([]));
    let free = stage.cursor("free").await;
    let other = stage
        .get("free", &format!("/network/updates?after={free}"))
        .await
        .ok();
    assert_eq!(other["updates"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_types_in_its_own_threads_only() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let path = format!("/network/threads/{thread}/typing");
    for state in ["on", "off"] {
        let answer = stage
            .post("premium", &path, json!({"state": state}))
            .await
            .ok();
        assert_eq!(answer["state"], state);
        assert!(answer["expires_at"].is_i64());
    }
    stage
        .post("premium", &path, json!({"state": "maybe"}))
        .await
        .refused(400, "invalid");
    stage
        .post("free", &path, json!({"state": "on"}))
        .await
        .refused(404, "unknown_thread");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_seat_sees_a_seat_type() {
    let stage = Stage::quiet().await;
    let members = json!({"members": [stage.seats[0].slug, stage.seats[1].slug], "kind": "direct"});
    let thread = text(
        &stage
            .directed(Method::POST, "/control/threads", members)
            .await["thread_id"],
    );
    let cursor = stage.cursor("free").await;
    let path = format!("/network/threads/{thread}/typing");
    stage
        .post("premium", &path, json!({"state": "on"}))
        .await
        .ok();
    let updates = stage.updates("free", &cursor).await;
    assert_eq!(
        updates[0]["data"]["member_key"],
        stage.seats[0].member_key.as_str()
    );
}
