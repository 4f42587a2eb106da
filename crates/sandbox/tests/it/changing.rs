//! Messages that are changed and taken back.

use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{Answer, JOHN, Stage, text};

/// A message that the premium seat has just sent to John: its path and its id.
async fn sent(stage: &Stage) -> (String, String) {
    let body = json!({"token": "t", "to": {"member": JOHN}, "text": "Helo"});
    let sent = stage.send("premium", body).await.ok();
    let (thread, message) = (
        text(&sent["thread_id"]),
        text(&sent["message"]["message_id"]),
    );
    (
        format!("/network/threads/{thread}/messages/{message}"),
        message,
    )
}

async fn edit(stage: &Stage, path: &str, text: &str) -> Answer {
    let body = json!({"text": text});
    let call = stage.call(Method::PATCH, path, stage.token("premium"), Some(&body));
    call.await.expect("an answer")
}

async fn delete(stage: &Stage, path: &str) -> Answer {
    let call = stage.call(Method::DELETE, path, stage.token("premium"), None);
    call.await.expect("an answer")
}

fn kinds(updates: &[Value]) -> Vec<&str> {
    let kinds = updates.iter().filter_map(|update| update["kind"].as_str());
    kinds.collect()
}

async fn move_on(stage: &Stage, millis: i64) {
    let body = json!({"advance_ms": millis});
    stage.directed(Method::PUT, "/control/clock", body).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_changed_for_an_hour_and_everybody_is_told_once() {
    let stage = Stage::quiet().await;
    let (path, _) = sent(&stage).await;
    let cursor = stage.cursor("premium").await;
    for _ in 0..2 {
        let edited = edit(&stage, &path, " Hello ").await.ok();
        assert_eq!(edited["text"], "Hello");
        assert!(edited["edited_at"].is_i64());
    }
    let told = stage.updates("premium", &cursor).await;
    assert_eq!(kinds(&told), ["message_changed"]);
    assert_eq!(told[0]["data"]["message"]["text"], "Hello");
    edit(&stage, &path, " ").await.refused(400, "invalid");
    move_on(&stage, 3_601_000).await;
    edit(&stage, &path, "Too late")
        .await
        .refused(409, "window_over");
    delete(&stage, &path).await.refused(409, "window_over");
    // What is so already may be asked for whenever.
    edit(&stage, &path, "Hello").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_shown_nowhere_and_its_token_stays_known() {
    let stage = Stage::quiet().await;
    let (path, id) = sent(&stage).await;
    let cursor = stage.cursor("premium").await;
    let gone = delete(&stage, &path).await.ok();
    move_on(&stage, 7_200_000).await;
    assert_eq!(delete(&stage, &path).await.ok(), gone);
    let told = stage.updates("premium", &cursor).await;
    assert_eq!(kinds(&told), ["message_deleted"]);
    assert_eq!(told[0]["data"]["message_id"], id);
    let look = stage.get("premium", &path).await;
    look.refused(404, "unknown_message");
    edit(&stage, &path, "Again")
        .await
        .refused(404, "unknown_message");
    let (thread, _) = path.rsplit_once('/').expect("a path");
    let page = stage.get("premium", thread).await.ok();
    let mut messages = page["messages"].as_array().expect("a list").iter();
    assert!(messages.all(|message| message["message_id"] != id));
    let asked = format!("/network/sends?token=t&member={JOHN}");
    assert_eq!(stage.get("premium", &asked).await.ok()["found"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_wrote_a_message_changes_it_by_client_or_by_hand() {
    let stage = Stage::quiet().await;
    let say = json!({"as": JOHN, "to": {"member": stage.seats[0].slug}, "text": "Mine"});
    let said = stage.directed(Method::POST, "/control/messages", say).await;
    let (thread, id) = (
        text(&said["thread_id"]),
        text(&said["message"]["message_id"]),
    );
    let path = format!("/network/threads/{thread}/messages/{id}");
    edit(&stage, &path, "Yours")
        .await
        .refused(403, "not_sender");
    delete(&stage, &path).await.refused(403, "not_sender");
    move_on(&stage, 86_400_000).await;
    let by_hand =
        |text: &str| json!({"as": JOHN, "thread_id": thread, "message_id": id, "text": text});
    let change = by_hand("Changed");
    let changed = stage
        .directed(Method::POST, "/control/messages/edit", change)
        .await;
    assert_eq!(changed["text"], "Changed");
    let cursor = stage.cursor("premium").await;
    stage
        .directed(Method::POST, "/control/messages/delete", by_hand(""))
        .await;
    assert_eq!(
        kinds(&stage.updates("premium", &cursor).await),
        ["message_deleted"]
    );
}
