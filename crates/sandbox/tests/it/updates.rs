//! The update stream: every kind, in order, resumable.

use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{JOHN, Stage, text};

fn kinds(updates: &[Value]) -> Vec<String> {
    updates.iter().map(|update| text(&update["kind"])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_seat_has_no_news_and_the_same_cursor_yields_the_same() {
    let stage = Stage::quiet().await;
    let cursor = stage.cursor("premium").await;
    let page = stage
        .get("premium", &format!("/network/updates?after={cursor}"))
        .await
        .ok();
    assert_eq!(page["updates"], json!([]));
    assert_eq!(page["more"], false);
    let thread = stage.thread_with_john("premium").await;
    let say = json!({"as": JOHN, "to": {"thread_id": thread}, "text": "news"});
    let said = stage.directed(Method::POST, "/control/messages", say).await;
    let first = stage.updates("premium", &cursor).await;
    assert_eq!(kinds(&first), ["message"]);
    assert_eq!(first[0]["data"]["message"], said["message"]);
    assert_eq!(stage.updates("premium", &cursor).await, first);
    let unread = stage
        .get("premium", &format!("/network/threads/{thread}"))
        .await
        .ok();
    assert_eq!(unread["unread_count"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_poll_ends_when_something_happens() {
    let stage = Stage::quiet().await;
    let cursor = stage.cursor("premium").await;
    let say = json!({"as": JOHN, "to": {"member": stage.seats[0].slug}, "text": "now"});
    let (updates, _) = tokio::join!(stage.updates("premium", &cursor), async {
        stage.directed(Method::POST, "/control/messages", say).await
    });
    assert_eq!(kinds(&updates), ["message"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_reach_the_sender_and_reading_reaches_the_reader() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let cursor = stage.cursor("premium").await;
    let mut ids = Vec::new();
    for token in ["a", "b"] {
        let body = json!({"token": token, "to": {"thread_id": thread}, "text": token});
        ids.push(stage.send("premium", body).await.ok()["message"]["message_id"].clone());
    }
    let ack = json!({"as": JOHN, "message_ids": [ids[0], "2-none"]});
    let outcome = stage
        .directed(Method::POST, "/control/delivered", ack)
        .await;
    assert_eq!(
        outcome,
        json!({"acknowledged": [ids[0]], "already": [], "unknown": ["2-none"]})
    );
    let seen = stage
        .directed(
            Method::POST,
            "/control/seen",
            json!({"as": JOHN, "thread_id": thread}),
        )
        .await;
    assert!(seen["messages_seen"].as_u64() >= Some(2));
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(
        kinds(&updates),
        ["message", "message", "receipt", "receipt"]
    );
    assert_eq!(updates[2]["data"]["state"], "delivered");
    assert_eq!(updates[2]["data"]["message_ids"], json!([ids[0]]));
    assert_eq!(updates[3]["data"]["state"], "seen");
    let seen = updates[3]["data"]["message_ids"].as_array().expect("ids");
    assert!(ids.iter().all(|id| seen.contains(id)));
    let page = stage
        .get(
            "premium",
            &format!("/network/threads/{thread}/messages?limit=2"),
        )
        .await
        .ok();
    for message in page["messages"].as_array().expect("messages") {
        assert!(message["delivered_at"].is_i64() && message["seen_at"].is_i64());
    }
    let cursor = stage.cursor("premium").await;
    let seen = stage
        .post(
            "premium",
            &format!("/network/threads/{thread}/seen"),
            json!({}),
        )
        .await
        .ok();
    assert_eq!(
        (&seen["unread_count"], &seen["messages_seen"]),
        (&json!(0), &json!(2))
    );
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(kinds(&updates), ["thread_changed"]);
    assert_eq!(updates[0]["data"]["unread_count"], 0);
    assert_eq!(updates[0]["data"]["last_read_at"], seen["last_read_at"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_acknowledges_what_is_new_to_it_and_not_its_own() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let page = stage
        .get(
            "premium",
            &format!("/network/threads/{thread}/messages?limit=1"),
        )
        .await
        .ok();
    let known = page["messages"][0]["message_id"].clone();
    let say = json!({"as": JOHN, "to": {"thread_id": thread}, "text": "new"});
    let new = stage.directed(Method::POST, "/control/messages", say).await["message"]["message_id"]
        .clone();
    let own = stage
        .send(
            "premium",
            json!({"token": "t", "to": {"thread_id": thread}, "text": "own"}),
        )
        .await
        .ok();
    let own = own["message"]["message_id"].clone();
    let path = "/network/messages/delivered";
    let asked = json!({"message_ids": [known, new, own, "2-none"]});
    let outcome = stage.post("premium", path, asked.clone()).await.ok();
    assert_eq!(
        outcome,
        json!({"acknowledged": [new], "already": [known], "unknown": [own, "2-none"]})
    );
    let again = stage.post("premium", path, asked).await.ok();
    assert_eq!(again["already"], json!([known, new]));
    stage
        .post("premium", path, json!({"message_ids": []}))
        .await
        .refused(400, "invalid");
}

async fn unread(stage: &Stage) -> u64 {
    let list = stage
        .get("premium", "/network/threads?limit=100")
        .await
        .ok();
    let threads = list["threads"].as_array().expect("threads");
    threads
        .iter()
        .map(|each| each["unread_count"].as_u64().expect("a number"))
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_sees_in_part_and_marks_all_read() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let page = stage
        .get(
            "premium",
            &format!("/network/threads/{thread}/messages?limit=2"),
        )
        .await
        .ok();
    let path = format!("/network/threads/{thread}/seen");
    let before = unread(&stage).await;
    let seen = stage
        .post(
            "premium",
            &path,
            json!({"up_to": page["messages"][0]["message_id"]}),
        )
        .await
        .ok();
    assert_eq!(
        (&seen["unread_count"], &seen["messages_seen"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(unread(&stage).await, before - 1);
    stage
        .post("premium", &path, json!({"up_to": "2-none"}))
        .await
        .refused(404, "unknown_message");
    let all = stage
        .post("premium", "/network/threads/seen", json!({}))
        .await
        .ok();
    assert_eq!(all["messages_seen"], before - 1);
    assert_eq!(unread(&stage).await, 0);
    let nothing = stage
        .post("premium", "/network/threads/seen", json!({}))
        .await
        .ok();
    assert_eq!(nothing, json!({"threads_marked": 0, "messages_seen": 0}));
}

#[tokio::test(flavor = "multi_thread")]
async fn reactions_are_told_once_to_everybody() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let page = stage
        .get(
            "premium",
            &format!("/network/threads/{thread}/messages?limit=1"),
        )
        .await
        .ok();
    let message = text(&page["messages"][0]["message_id"]);
    let path = format!("/network/threads/{thread}/messages/{message}/reactions");
    let cursor = stage.cursor("premium").await;
    for _ in 0..2 {
        let shown = stage
            .post("premium", &path, json!({"emoji": "🎉"}))
            .await
            .ok();
        assert_eq!(shown["reactions"].as_array().expect("reactions").len(), 1);
    }
    let john = json!({"as": JOHN, "thread_id": thread, "message_id": message, "emoji": "👍", "state": "added"});
    stage
        .directed(Method::POST, "/control/reactions", john)
        .await;
    let token = stage.token("premium").to_owned();
    let taken = stage
        .call(
            Method::DELETE,
            &format!("{path}?emoji=%F0%9F%8E%89"),
            &token,
            None,
        )
        .await;
    let left = taken.expect("an answer").ok();
    assert_eq!(left["reactions"].as_array().expect("reactions").len(), 1);
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(kinds(&updates), ["reaction"; 3]);
    let states: Vec<String> = updates
        .iter()
        .map(|update| text(&update["data"]["state"]))
        .collect();
    assert_eq!(states, ["added", "added", "removed"]);
    assert_eq!(
        updates[1]["data"]["reactions"]
            .as_array()
            .expect("reactions")
            .len(),
        2
    );
    stage
        .post("premium", &path, json!({"emoji": ""}))
        .await
        .refused(400, "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_run_their_course() {
    let stage = Stage::quiet().await;
    let (one, other) = (stage.somebody(2, false).await, stage.seats[0].slug.clone());
    let cursor = stage.cursor("premium").await;
    let long = json!({"token": "t0", "member": one, "note": "n".repeat(301)});
    stage
        .post("premium", "/network/invitations", long)
        .await
        .refused(400, "invalid");
    let invitation = json!({"token": "t1", "member": one, "note": "n".repeat(300)});
    let sent = stage
        .post("premium", "/network/invitations", invitation.clone())
        .await
        .ok();
    assert_eq!(sent["state"], "sent");
    stage
        .post("premium", "/network/invitations", invitation)
        .await
        .refused(409, "invitation_pending");
    let path = format!("/network/members/{one}/relationship");
    let relationship = stage.get("premium", &path).await.ok();
    assert_eq!(relationship["invitation"]["state"], "sent");
    assert_eq!(
        relationship["invitation"]["invitation_id"],
        sent["invitation_id"]
    );
    let accept = json!({"as": one, "to": other, "action": "accept"});
    stage
        .directed(Method::POST, "/control/invitations", accept)
        .await;
    let relationship = stage.get("premium", &path).await.ok();
    assert_eq!(
        (
            &relationship["distance"],
            &relationship["invitation"]["state"]
        ),
        (&json!(1), &json!("none"))
    );
    assert!(relationship["connected_at"].is_i64());
    let again = json!({"token": "t2", "member": one});
    stage
        .post("premium", "/network/invitations", again)
        .await
        .refused(409, "already_connected");
    let own = json!({"token": "t3", "member": "me"});
    stage
        .post("premium", "/network/invitations", own)
        .await
        .refused(400, "invalid");
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(kinds(&updates), ["relationship"; 2]);
    let reasons: Vec<String> = updates
        .iter()
        .map(|update| text(&update["data"]["reason"]))
        .collect();
    assert_eq!(reasons, ["invitation_sent", "invitation_accepted"]);
    let log = stage.look("/control/acceptances").await;
    assert_eq!(log["acceptances"][0]["kind"], "invitation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seat_answers_and_withdraws_invitations() {
    let stage = Stage::quiet().await;
    let (first, second) = (
        stage.somebody(3, false).await,
        stage.somebody(3, true).await,
    );
    let own = stage.seats[0].slug.clone();
    for (member, ending, state, distance) in [
        (&first, "ignore", "ignored", 3),
        (&second, "accept", "accepted", 1),
    ] {
        let send = json!({"as": member, "to": own, "action": "send", "note": "Hi"});
        let id = text(
            &stage
                .directed(Method::POST, "/control/invitations", send)
                .await["invitation_id"],
        );
        let listed = stage
            .get("premium", "/network/invitations?direction=received")
            .await
            .ok();
        assert_eq!(listed["invitations"][0]["invitation_id"], id.as_str());
        let withdraw = format!("/network/invitations/{id}/withdraw");
        stage
            .post("premium", &withdraw, json!({}))
            .await
            .refused(404, "unknown_invitation");
        let path = format!("/network/invitations/{id}/{ending}");
        assert_eq!(
            stage.post("premium", &path, json!({})).await.ok()["state"],
            state
        );
        stage
            .post("premium", &path, json!({}))
            .await
            .refused(404, "unknown_invitation");
        let ended = stage
            .get("premium", &format!("/network/invitations/{id}"))
            .await
            .ok();
        assert_eq!(
            (&ended["state"], &ended["note"]),
            (&json!(state), &json!("Hi"))
        );
        let seen = stage
            .get("premium", &format!("/network/members/{member}"))
            .await
            .ok();
        assert_eq!(seen["distance"], distance);
    }
    let body = json!({"token": "t", "member": first});
    let id = text(
        &stage
            .post("premium", "/network/invitations", body)
            .await
            .ok()["invitation_id"],
    );
    let path = format!("/network/invitations/{id}/withdraw");
    let cursor = stage.cursor("premium").await;
    assert_eq!(
        stage.post("premium", &path, json!({})).await.ok()["state"],
        "withdrawn"
    );
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(updates[0]["data"]["invitation_id"], id.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn open_invitations_are_listed_in_pages() {
    let stage = Stage::quiet().await;
    let own = stage.seats[0].slug.clone();
    let mut sent = Vec::new();
    for is_other in [false, true] {
        let member = stage.somebody(3, is_other).await;
        let send = json!({"as": member, "to": own, "action": "send"});
        let answer = stage
            .directed(Method::POST, "/control/invitations", send)
            .await;
        sent.push(text(&answer["invitation_id"]));
    }
    let mut listed = Vec::new();
    let mut address = "/network/invitations?direction=received&limit=1".to_owned();
    loop {
        let page = stage.get("premium", &address).await.ok();
        let of_page = page["invitations"].as_array().unwrap();
        assert_eq!(of_page.len(), 1);
        listed.push(text(&of_page[0]["invitation_id"]));
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        address = format!("/network/invitations?direction=received&limit=1&cursor={next}");
    }
    assert!(sent.iter().all(|id| listed.contains(id)), "{listed:?}");
    let mut once = listed.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), listed.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn members_and_threads_that_change_are_told() {
    let stage = Stage::quiet().await;
    let cursor = stage.cursor("premium").await;
    let change = json!({"headline": "Staff Engineer"});
    stage
        .directed(Method::PATCH, &format!("/control/members/{JOHN}"), change)
        .await;
    let members = json!({"members": [stage.seats[0].slug, stage.seats[1].slug, JOHN], "kind": "group", "title": "Three"});
    let opened = stage
        .directed(Method::POST, "/control/threads", members)
        .await;
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(kinds(&updates), ["member_changed", "thread_opened"]);
    assert_eq!(updates[0]["data"]["member"]["headline"], "Staff Engineer");
    assert_eq!(
        updates[1]["data"]["thread"]["thread_id"],
        opened["thread_id"]
    );
    let body = json!({"token": "t", "to": {"thread_id": opened["thread_id"]}, "text": "to both"});
    stage.send("free", body).await.ok();
    let thread = stage
        .get(
            "premium",
            &format!("/network/threads/{}", text(&opened["thread_id"])),
        )
        .await
        .ok();
    assert_eq!(
        (&thread["unread_count"], &thread["title"]),
        (&json!(1), &json!("Three"))
    );
    assert_eq!(
        thread["last_message"]["token"],
        Value::Null,
        "a token is its sender's alone"
    );
    let common = json!({"a": JOHN, "b": stage.seats[0].slug, "connected": false});
    let cursor = stage.cursor("premium").await;
    stage
        .directed(Method::PUT, "/control/connections", common)
        .await;
    let updates = stage.updates("premium", &cursor).await;
    assert_eq!(updates[0]["data"]["reason"], "disconnected");
}
