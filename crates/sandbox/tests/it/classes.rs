//! Capability classes: what a repeated token does, and what can be read back.

use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{JOHN, Stage, text};

async fn stage_of_class(class: &str) -> (Stage, String) {
    let stage = Stage::quiet().await;
    let change = json!({"capability_class": class});
    stage
        .directed(Method::PATCH, "/control/seats/premium", change)
        .await;
    let thread = stage.thread_with_john("premium").await;
    assert_eq!(
        stage.get("premium", "/network/me").await.ok()["capability_class"],
        class
    );
    (stage, thread)
}

fn hello() -> Value {
    json!({"token": "tok-1", "to": {"member": JOHN}, "text": "hello"})
}

/// The texts and tokens of the seat's own new messages, as listed and as streamed.
async fn own_messages(stage: &Stage, thread: &str, cursor: &str) -> (Vec<Value>, Vec<Value>) {
    let page = stage
        .get("premium", &format!("/network/threads/{thread}/messages"))
        .await
        .ok();
    let listed = page["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .filter(|message| message["text"] == "hello")
        .map(|message| message["token"].clone())
        .collect();
    let path = format!("/network/updates?after={cursor}");
    let streamed = stage.get("premium", &path).await.ok()["updates"]
        .as_array()
        .expect("updates")
        .iter()
        .filter(|update| update["kind"] == "message")
        .map(|update| update["data"]["message"]["token"].clone())
        .collect();
    (listed, streamed)
}

#[tokio::test(flavor = "multi_thread")]
async fn class_a_accepts_a_token_once() {
    let (stage, thread) = stage_of_class("A").await;
    let cursor = stage.cursor("premium").await;
    let first = stage.send("premium", hello()).await.ok();
    let mut changed = hello();
    changed["text"] = json!("another text");
    let again = stage.send("premium", changed).await.ok();
    assert_eq!(again["replayed"], true);
    for field in ["message", "thread_id", "acceptance"] {
        assert_eq!(again[field], first[field]);
    }
    assert_eq!(stage.look("/control/state").await["acceptances"], 1);
    let (listed, streamed) = own_messages(&stage, &thread, &cursor).await;
    assert_eq!(listed, [json!("tok-1")]);
    assert_eq!(streamed, [json!("tok-1")]);
    let other = stage.somebody(2, false).await;
    let invitation = json!({"token": "inv-1", "member": other, "note": "Hi"});
    let first = stage
        .post("premium", "/network/invitations", invitation.clone())
        .await
        .ok();
    let again = stage
        .post("premium", "/network/invitations", invitation)
        .await
        .ok();
    assert_eq!(
        (&first["replayed"], &again["replayed"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(first["invitation_id"], again["invitation_id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn class_b_repeats_but_tells_by_token() {
    let (stage, thread) = stage_of_class("B").await;
    let cursor = stage.cursor("premium").await;
    let by_thread = format!("/network/sends?token=tok-1&thread_id={thread}");
    let absent = stage.get("premium", &by_thread).await.ok();
    assert_eq!(absent["found"], false);
    assert_eq!(absent["complete"], true);
    let first = stage.send("premium", hello()).await.ok();
    let second = stage.send("premium", hello()).await.ok();
    assert_ne!(
        first["message"]["message_id"],
        second["message"]["message_id"]
    );
    for path in [
        by_thread,
        format!("/network/sends?token=tok-1&member={JOHN}"),
    ] {
        let found = stage.get("premium", &path).await.ok();
        assert_eq!(found["found"], true);
        assert_eq!(
            found["messages"],
            json!([first["message"], second["message"]])
        );
    }
    let (listed, streamed) = own_messages(&stage, &thread, &cursor).await;
    assert_eq!(listed, [json!("tok-1"), json!("tok-1")]);
    assert_eq!(streamed, [json!("tok-1"), json!("tok-1")]);
    let other_seat = stage
        .get("free", &format!("/network/sends?token=tok-1&member={JOHN}"))
        .await
        .ok();
    assert_eq!(
        other_seat["found"], false,
        "only the sender can look up a token"
    );
    for (query, status, code) in [
        ("token=tok-1", 400, "invalid"),
        ("member=john-doe-123", 400, "invalid"),
        ("token=tok-1&member=nobody", 404, "unknown_member"),
        ("token=tok-1&thread_id=2-x", 404, "unknown_thread"),
    ] {
        stage
            .get("premium", &format!("/network/sends?{query}"))
            .await
            .refused(status, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn class_c_can_be_read_back_by_content_only() {
    let (stage, thread) = stage_of_class("C").await;
    let cursor = stage.cursor("premium").await;
    assert_eq!(
        stage.send("premium", hello()).await.ok()["message"]["token"],
        Value::Null
    );
    let path = format!("/network/sends?token=tok-1&thread_id={thread}");
    stage
        .get("premium", &path)
        .await
        .refused(501, "unsupported");
    let (listed, streamed) = own_messages(&stage, &thread, &cursor).await;
    assert_eq!(listed, [Value::Null]);
    assert_eq!(streamed, [Value::Null]);
}

#[tokio::test(flavor = "multi_thread")]
async fn class_d_shows_nothing_of_what_was_sent() {
    let (stage, thread) = stage_of_class("D").await;
    let cursor = stage.cursor("premium").await;
    let before = stage
        .get("premium", &format!("/network/threads/{thread}"))
        .await
        .ok();
    let sent = stage.send("premium", hello()).await.ok();
    let path = format!("/network/sends?token=tok-1&thread_id={thread}");
    stage
        .get("premium", &path)
        .await
        .refused(501, "unsupported");
    let (listed, streamed) = own_messages(&stage, &thread, &cursor).await;
    assert_eq!((listed, streamed), (vec![], vec![]));
    let after = stage
        .get("premium", &format!("/network/threads/{thread}"))
        .await
        .ok();
    assert_eq!(after["last_message"], before["last_message"]);
    let message = text(&sent["message"]["message_id"]);
    let path = format!("/network/threads/{thread}/messages/{message}");
    stage
        .get("premium", &path)
        .await
        .refused(404, "unknown_message");
    assert_eq!(stage.look("/control/state").await["acceptances"], 1);
    let everything = stage
        .look("/control/seats/premium/history")
        .await
        .to_string();
    assert!(
        everything.contains(&message),
        "the truth is kept all the same"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_called_absent_while_a_send_is_under_way() {
    let (stage, _) = stage_of_class("B").await;
    let slow = json!({"fault": "slow", "action": "send", "delay_ms": 700, "count": 1});
    stage
        .directed(Method::POST, "/control/seats/premium/faults", slow)
        .await;
    let look = async || {
        let path = format!("/network/sends?token=tok-1&member={JOHN}");
        let answer = stage.get("premium", &path).await.ok();
        (answer["found"].clone(), answer["complete"].clone())
    };
    assert_eq!(look().await, (json!(false), json!(true)));
    let (sent, early) = tokio::join!(stage.send("premium", hello()), async {
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        look().await
    });
    sent.ok();
    assert_eq!(early, (json!(false), json!(false)));
    assert_eq!(look().await, (json!(true), json!(true)));
}
