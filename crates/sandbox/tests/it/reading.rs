//! Reading a mailbox: complete, in order, each thing once.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{JOHN, Stage, text};

async fn walk_threads(stage: &Stage, seat: &str, limit: usize) -> Vec<Value> {
    let mut threads = Vec::new();
    let mut path = format!("/network/threads?limit={limit}");
    loop {
        let page = stage.get(seat, &path).await.ok();
        threads.extend(page["threads"].as_array().expect("threads").clone());
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/network/threads?limit={limit}&cursor={cursor}"),
            None => return threads,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn threads_are_listed_newest_first_and_completely_at_any_page_size() {
    let stage = Stage::quiet().await;
    let whole = walk_threads(&stage, "premium", 100).await;
    let history = stage.look("/control/seats/premium/history").await;
    assert_eq!(
        whole.len(),
        history["threads"].as_array().expect("threads").len()
    );
    assert!(
        whole.is_sorted_by_key(|thread| -thread["last_activity_at"].as_i64().expect("an instant"))
    );
    for limit in [1, 7, 20] {
        assert_eq!(walk_threads(&stage, "premium", limit).await, whole);
    }
    for thread in &whole {
        let one = stage
            .get(
                "premium",
                &format!("/network/threads/{}", text(&thread["thread_id"])),
            )
            .await;
        assert_eq!(&one.ok(), thread);
    }
}

fn ids(page: &Value) -> Vec<String> {
    let messages = page["messages"].as_array().expect("messages");
    messages
        .iter()
        .map(|message| text(&message["message_id"]))
        .collect()
}

/// The ids of a thread's messages as the sandbox itself knows them.
async fn true_ids(stage: &Stage, thread: &str) -> Vec<String> {
    let history = stage.look("/control/seats/premium/history").await;
    let threads = history["threads"].as_array().expect("threads");
    ids(threads
        .iter()
        .find(|each| each["thread_id"] == thread)
        .expect("the thread"))
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_complete_and_stable_in_both_directions() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let body = json!({"as": JOHN, "to": {"thread_id": thread}, "count": 150, "interval_ms": 10, "alternate": true});
    assert_eq!(
        stage
            .directed(Method::POST, "/control/messages/bulk", body)
            .await["created"],
        150
    );
    let expected = true_ids(&stage, &thread).await;
    assert!(expected.len() > 150);
    let base = format!("/network/threads/{thread}/messages?limit=23");
    let mut page = stage.get("premium", &base).await.ok();
    assert_eq!(page["has_after"], false);
    let mut backwards = ids(&page);
    while page["has_before"] == true {
        page = stage
            .get(
                "premium",
                &format!("{base}&before={}", text(&page["before"])),
            )
            .await
            .ok();
        backwards.splice(0..0, ids(&page));
    }
    assert_eq!(backwards, expected);
    let mut forwards = ids(&page);
    while page["has_after"] == true {
        page = stage
            .get("premium", &format!("{base}&after={}", text(&page["after"])))
            .await
            .ok();
        forwards.extend(ids(&page));
    }
    assert_eq!(forwards, expected);
    let end = stage
        .get("premium", &format!("{base}&after={}", text(&page["after"])))
        .await
        .ok();
    assert_eq!(end["messages"], json!([]));
    assert_eq!(end["after"], page["after"]);
    assert_eq!(
        (&end["has_before"], &end["has_after"]),
        (&json!(true), &json!(false))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_found_by_any_name() {
    let stage = Stage::quiet().await;
    let by_slug = stage
        .get("premium", &format!("/network/members/{JOHN}"))
        .await
        .ok();
    assert_eq!(text(&by_slug["member_key"]).len(), 39);
    for name in [
        text(&by_slug["member_key"]),
        text(&by_slug["member_number"]),
    ] {
        assert_eq!(
            stage
                .get("premium", &format!("/network/members/{name}"))
                .await
                .ok(),
            by_slug
        );
    }
    let own = stage.get("premium", "/network/members/me").await.ok();
    assert_eq!(own["is_self"], true);
    assert_eq!(own["distance"], 0);
    for absent in [
        "nobody-here",
        "1",
        "ACoAAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "%20",
        "%F0%9F%8C%B1",
    ] {
        stage
            .get("premium", &format!("/network/members/{absent}"))
            .await
            .refused(404, "unknown_member");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_shows_nothing_of_others() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("free").await;
    let page = stage
        .get("free", &format!("/network/threads/{thread}/messages"))
        .await
        .ok();
    let message = text(&page["messages"][0]["message_id"]);
    for path in [
        format!("/network/threads/{thread}"),
        format!("/network/threads/{thread}/messages"),
        format!("/network/threads/{thread}/messages/{message}"),
    ] {
        stage
            .get("premium", &path)
            .await
            .refused(404, "unknown_thread");
    }
    let own = stage.thread_with_john("premium").await;
    stage
        .get(
            "premium",
            &format!("/network/threads/{own}/messages/{message}"),
        )
        .await
        .refused(404, "unknown_message");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_questions_are_refused_in_one_form() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let table = [
        ("/network/threads?limit=0".to_owned(), 400, "invalid"),
        ("/network/threads?limit=101".to_owned(), 400, "invalid"),
        ("/network/threads?limit=many".to_owned(), 400, "invalid"),
        (
            "/network/threads?cursor=forged".to_owned(),
            400,
            "invalid_cursor",
        ),
        (
            "/network/threads?cursor=p3".to_owned(),
            400,
            "invalid_cursor",
        ),
        (
            format!("/network/threads/{thread}/messages?before=t1.1"),
            400,
            "invalid_cursor",
        ),
        (
            format!("/network/threads/{thread}/messages?before=p1&after=p1"),
            400,
            "invalid",
        ),
        (
            "/network/connections?cursor=x".to_owned(),
            400,
            "invalid_cursor",
        ),
        ("/network/updates".to_owned(), 400, "invalid_cursor"),
        (
            "/network/updates?after=u999999999.0".to_owned(),
            400,
            "invalid_cursor",
        ),
        (
            "/network/updates?after=u0.0&wait=61".to_owned(),
            400,
            "invalid",
        ),
        ("/network/invitations".to_owned(), 400, "invalid"),
        (
            "/network/attachments/att-999999".to_owned(),
            404,
            "unknown_attachment",
        ),
        (
            "/network/attachments/7".to_owned(),
            404,
            "unknown_attachment",
        ),
        ("/network/nothing".to_owned(), 404, "unknown_route"),
        ("/elsewhere".to_owned(), 404, "unknown_route"),
        ("/network/messages".to_owned(), 405, "unknown_route"),
    ];
    for (path, status, code) in table {
        stage.get("premium", &path).await.refused(status, code);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_door_has_tokens_of_its_own() {
    let stage = Stage::quiet().await;
    for token in ["", "wrong", "director"] {
        let answer = stage
            .call(Method::GET, "/network/me", token, None)
            .await
            .expect("an answer");
        answer.refused(401, "unauthorized");
    }
    let token = stage.token("premium").to_owned();
    let answer = stage
        .call(Method::GET, "/control/state", &token, None)
        .await
        .expect("an answer");
    answer.refused(401, "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_and_groups_are_listed() {
    let stage = Stage::quiet().await;
    let mut slugs = BTreeSet::new();
    let mut path = "/network/connections?limit=10".to_owned();
    loop {
        let page = stage.get("premium", &path).await.ok();
        for connection in page["connections"].as_array().expect("connections") {
            assert_eq!(connection["member"]["distance"], 1);
            assert!(slugs.insert(text(&connection["member"]["slug"])));
        }
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/network/connections?limit=10&cursor={cursor}");
    }
    assert_eq!(slugs.len(), 33);
    let groups = stage.get("premium", "/network/groups").await.ok();
    let group = text(&groups["groups"][0]["group_id"]);
    assert_eq!(group.len(), 8);
    let path = format!("/network/groups/{group}/members/me");
    assert_eq!(
        stage.get("premium", &path).await.ok()["both_are_members"],
        true
    );
    stage
        .get("premium", "/network/groups/1/members/me")
        .await
        .refused(404, "unknown_group");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_served_to_anybody_and_asked_for_again_after_a_rename() {
    let stage = Stage::quiet().await;
    let john = stage
        .get("premium", &format!("/network/members/{JOHN}"))
        .await
        .ok();
    let url = format!("{}{}", stage.running().base_url(), text(&john["picture"]));
    let picture = reqwest::get(&url).await.expect("an answer");
    assert_eq!(picture.status(), 200);
    assert_eq!(picture.headers()["content-type"], "image/svg+xml");
    let etag = picture.headers()["etag"].to_str().expect("text").to_owned();
    assert!(picture.text().await.expect("text").contains("JD"));
    let again = async || {
        let request = reqwest::Client::new()
            .get(&url)
            .header("If-None-Match", &etag);
        request.send().await.expect("an answer")
    };
    assert_eq!(again().await.status(), 304);

    // As long as before, so that only the drawing itself can tell.
    let name = json!({"first_name": "Paul", "last_name": "Roe"});
    stage
        .directed(Method::PATCH, &format!("/control/members/{JOHN}"), name)
        .await;
    let renamed = again().await;
    assert_eq!(renamed.status(), 200);
    assert_ne!(renamed.headers()["etag"], etag);
    assert_eq!(renamed.headers()["cache-control"], "no-cache");
    assert!(renamed.text().await.expect("text").contains("PR"));
}

/// Every attachment of a seat's history.
async fn attachments_of(stage: &Stage, seat_id: &str) -> Vec<Value> {
    let history = stage
        .look(&format!("/control/seats/{seat_id}/history"))
        .await;
    history["threads"]
        .as_array()
        .expect("threads")
        .iter()
        .flat_map(|thread| thread["messages"].as_array().expect("messages"))
        .flat_map(|message| message["attachments"].as_array().expect("attachments"))
        .cloned()
        .collect()
}

async fn fetch(stage: &Stage, path: &str) -> reqwest::Response {
    let url = format!("{}{path}", stage.running().base_url());
    reqwest::get(url).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attachment_is_served_to_whoever_knows_its_path_and_after_a_restart() {
    let mut stage = Stage::quiet().await;
    let attachments = attachments_of(&stage, "premium").await;
    assert!(attachments.len() >= 5, "{attachments:#?}");
    for attachment in &attachments {
        let file = fetch(&stage, &text(&attachment["path"])).await;
        assert_eq!(file.status(), 200, "{attachment}");
        assert_eq!(
            file.headers()["content-type"],
            text(&attachment["media_type"])
        );
        assert_eq!(file.headers()["x-content-type-options"], "nosniff");
        let length = file.headers()["content-length"].to_str().expect("text");
        assert_eq!(attachment["bytes"].to_string(), length);
        assert_eq!(
            attachment["bytes"],
            file.bytes().await.expect("bytes").len()
        );
    }
    stage.restart().await;
    assert_eq!(attachments_of(&stage, "premium").await, attachments);
    let first = text(&attachments[0]["path"]);
    assert_eq!(fetch(&stage, &first).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_path_of_an_attachment_cannot_be_guessed_from_another_one() {
    let stage = Stage::quiet().await;
    let attachments = attachments_of(&stage, "premium").await;
    let (one, other) = (&attachments[0], &attachments[1]);
    let (path, id) = (text(&one["path"]), text(&one["attachment_id"]));
    let secret = path
        .strip_prefix(&format!("/attachments/{id}-"))
        .expect("the id, then the secret");
    assert!(secret.len() >= 22, "{secret}");
    let last = if secret.ends_with('A') { 'B' } else { 'A' };
    let nearly = format!("{}{last}", &path[..path.len() - 1]);
    for wrong in [
        nearly,
        format!("/attachments/{id}"),
        format!("/attachments/{id}-"),
        format!("/attachments/{}-{secret}", text(&other["attachment_id"])),
        format!("/attachments/att-999999-{secret}"),
    ] {
        let answer = fetch(&stage, &wrong).await;
        assert_eq!(answer.status(), 404, "{wrong}");
        let refusal = answer.text().await.expect("text");
        assert!(refusal.contains("unknown_attachment"), "{wrong}: {refusal}");
    }
    // With a session the id is enough, for whoever takes part in the thread.
    let url = format!("{}/network/attachments/{id}", stage.running().base_url());
    let with_session = reqwest::Client::new()
        .get(url)
        .bearer_auth(stage.token("premium"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(with_session.status(), 200);
    for seat in &stage.seats {
        assert!(
            !path.contains(&seat.token[5..]),
            "a path must not tell a token"
        );
    }
}
