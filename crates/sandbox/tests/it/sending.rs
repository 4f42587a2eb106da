//! Who may write to whom, what is refused, what an acceptance leaves behind.

use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{JOHN, Stage, text};

fn message(to: &Value, body: &str) -> Value {
    json!({"token": format!("t-{body}"), "to": to, "text": body})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_goes_to_the_thread_that_is_there() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let by_member = stage
        .send("premium", message(&json!({"member": JOHN}), "one"))
        .await
        .ok();
    let by_thread = stage
        .send("premium", message(&json!({"thread_id": thread}), "two"))
        .await
        .ok();
    for sent in [&by_member, &by_thread] {
        assert_eq!(sent["thread_id"], thread.as_str());
        assert_eq!(sent["thread_opened"], false);
        assert_eq!(sent["replayed"], false);
        assert_eq!(sent["inmail_credit_used"], false);
    }
    assert!(by_thread["message"]["sent_at"].as_i64() > by_member["message"]["sent_at"].as_i64());
    let page = stage
        .get("premium", &format!("/network/threads/{thread}/messages"))
        .await
        .ok();
    assert_eq!(
        page["messages"].as_array().expect("messages").last(),
        Some(&by_thread["message"])
    );
    let log = stage.look("/control/acceptances").await;
    let rows = log["acceptances"].as_array().expect("rows");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["token"], "t-one");
    assert_eq!(rows[0]["seq"], by_member["acceptance"]);
    assert_eq!(rows[0]["message_id"], by_member["message"]["message_id"]);
    assert_eq!(rows[1]["text"], "two");
    assert_eq!(rows[1]["accepted_at"], by_thread["message"]["sent_at"]);
    let later = stage
        .look("/control/acceptances?after=1&seat=premium")
        .await;
    assert_eq!(later["acceptances"].as_array().expect("rows").len(), 1);
    assert_eq!(later["last"], 2);
    assert_eq!(
        stage.look("/control/acceptances?seat=free").await["acceptances"],
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_message_to_a_connection_opens_one_thread() {
    let stage = Stage::quiet().await;
    let other = stage.somebody(2, false).await;
    let body = message(&json!({"member": other}), "hello");
    stage
        .send("premium", body.clone())
        .await
        .refused(403, "not_connected");
    let connect = json!({"a": other, "b": stage.seats[0].slug, "connected": true});
    stage
        .directed(Method::PUT, "/control/connections", connect)
        .await;
    let first = stage.send("premium", body).await.ok();
    assert_eq!(first["thread_opened"], true);
    let second = stage
        .send("premium", message(&json!({"member": other}), "again"))
        .await
        .ok();
    assert_eq!(second["thread_opened"], false);
    assert_eq!(second["thread_id"], first["thread_id"]);
    let with = stage
        .get("premium", &format!("/network/threads/with/{other}"))
        .await
        .ok();
    assert_eq!(with["thread_id"], first["thread_id"]);
    assert_eq!(
        with["participants"].as_array().expect("participants").len(),
        2
    );
}

/// A group of the premium seat that the free seat is not in.
async fn group_without_the_free_seat(stage: &Stage) -> String {
    let groups = stage.get("premium", "/network/groups").await.ok();
    for group in groups["groups"].as_array().expect("groups") {
        let group_id = text(&group["group_id"]);
        let path = format!("/network/groups/{group_id}/members/me");
        if stage.get("free", &path).await.ok()["self_is_member"] == false {
            return group_id;
        }
    }
    panic!("the seats share all groups");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_group_permits_a_message_to_a_stranger() {
    let stage = Stage::quiet().await;
    let group_id = group_without_the_free_seat(&stage).await;
    let everybody = stage.look("/control/members?limit=1000").await;
    let (mut permitted, mut refused) = (0, 0);
    for member in everybody["members"].as_array().expect("members") {
        let slug = text(&member["slug"]);
        let relationship = stage
            .get("premium", &format!("/network/members/{slug}/relationship"))
            .await
            .ok();
        if relationship["distance"] != 3 || !relationship["thread_id"].is_null() {
            continue;
        }
        let path = format!("/network/groups/{group_id}/members/{slug}");
        let is_shared = stage.get("premium", &path).await.ok()["both_are_members"] == true;
        let mut body = message(&json!({"member": slug}), &slug);
        stage
            .send("premium", body.clone())
            .await
            .refused(403, "not_connected");
        body["group_id"] = json!(group_id);
        stage
            .send("free", body.clone())
            .await
            .refused(403, "not_group_member");
        let answer = stage.send("premium", body).await;
        if is_shared {
            let sent = answer.ok();
            assert_eq!(sent["thread_opened"], true);
            let path = format!("/network/threads/{}", text(&sent["thread_id"]));
            assert_eq!(
                stage.get("premium", &path).await.ok()["group_id"],
                group_id.as_str()
            );
            permitted += 1;
        } else {
            answer.refused(403, "not_group_member");
            refused += 1;
        }
    }
    assert!(
        permitted > 0 && refused > 0,
        "{permitted} permitted, {refused} refused"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn inmail_needs_premium_and_uses_a_credit_unless_the_profile_is_open() {
    let stage = Stage::quiet().await;
    let inmail = |to: &str, token: &str| json!({"token": token, "to": {"member": to}, "kind": "inmail", "subject": "Hello", "text": "A word?"});
    let (closed, open) = (
        stage.somebody(3, false).await,
        stage.somebody(3, true).await,
    );
    stage
        .send("free", inmail(&closed, "a"))
        .await
        .refused(403, "premium_required");
    let before = stage.get("premium", "/network/me").await.ok()["plan"]["inmail"].clone();
    assert_eq!(before["remaining"], 47);
    let free_of_charge = stage.send("premium", inmail(&open, "b")).await.ok();
    assert_eq!(free_of_charge["inmail_credit_used"], false);
    let paid = stage.send("premium", inmail(&closed, "c")).await.ok();
    assert_eq!(paid["inmail_credit_used"], true);
    assert_eq!(paid["message"]["kind"], "inmail");
    assert_eq!(paid["message"]["subject"], "Hello");
    let thread = stage
        .get(
            "premium",
            &format!("/network/threads/{}", text(&paid["thread_id"])),
        )
        .await
        .ok();
    assert_eq!(
        (&thread["kind"], &thread["subject"]),
        (&json!("inmail"), &json!("Hello"))
    );
    let after = stage.get("premium", "/network/me").await.ok()["plan"]["inmail"].clone();
    assert_eq!(after["used"], 4);
    stage
        .directed(
            Method::PATCH,
            "/control/seats/premium",
            json!({"inmail_used": 50}),
        )
        .await;
    let refusal = stage.send("premium", inmail(&closed, "d")).await;
    assert!(refusal.retry_after.expect("when credits renew") > 0);
    refusal.refused(403, "no_credit");
    stage.send("premium", inmail(&open, "e")).await.ok();
    let month = 32_i64 * 24 * 3_600_000;
    stage
        .directed(Method::PUT, "/control/clock", json!({"advance_ms": month}))
        .await;
    let renewed = stage.get("premium", "/network/me").await.ok()["plan"]["inmail"].clone();
    assert_eq!(renewed["used"], 0, "credits renew with the month");
    stage.send("premium", inmail(&closed, "f")).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inmail_thread_carries_a_normal_message_afterwards() {
    let stage = Stage::quiet().await;
    let stranger = stage.somebody(3, true).await;
    let inmail =
        json!({"token": "1", "to": {"member": stranger}, "kind": "inmail", "text": "A word?"});
    let opened = stage.send("premium", inmail).await.ok();
    let reply =
        json!({"as": stranger, "to": {"thread_id": opened["thread_id"]}, "text": "Which one?"});
    stage
        .directed(Method::POST, "/control/messages", reply)
        .await;
    let sent = stage
        .send("premium", message(&json!({"member": stranger}), "please"))
        .await
        .ok();
    assert_eq!(sent["thread_id"], opened["thread_id"]);
    assert_eq!(sent["message"]["kind"], "message");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_badly_formed_is_refused_and_leaves_nothing() {
    let stage = Stage::quiet().await;
    let to = json!({"member": JOHN});
    let group = stage.get("premium", "/network/groups").await.ok()["groups"][0]["group_id"].clone();
    let thread = stage.thread_with_john("premium").await;
    let long = |count| "ä".repeat(count);
    let invalid = [
        json!({}),
        json!({"to": to, "text": "x"}),
        json!({"token": "", "to": to, "text": "x"}),
        json!({"token": "with space", "to": to, "text": "x"}),
        json!({"token": "t".repeat(129), "to": to, "text": "x"}),
        json!({"token": "t", "text": "x"}),
        json!({"token": "t", "to": {}, "text": "x"}),
        json!({"token": "t", "to": {"member": JOHN, "thread_id": thread}, "text": "x"}),
        json!({"token": "t", "to": {"member": "me"}, "text": "x"}),
        json!({"token": "t", "to": to, "text": "  \n\t "}),
        json!({"token": "t", "to": to, "text": "a\u{0}b"}),
        json!({"token": "t", "to": to, "text": long(8_001)}),
        json!({"token": "t", "to": to, "text": 7}),
        json!({"token": "t", "to": to, "text": "x", "kind": "letter"}),
        json!({"token": "t", "to": to, "text": "x", "subject": "not here"}),
        json!({"token": "t", "to": to, "text": long(1_901), "kind": "inmail"}),
        json!({"token": "t", "to": to, "text": "x", "kind": "inmail", "subject": long(201)}),
        json!({"token": "t", "to": {"thread_id": thread}, "text": "x", "kind": "inmail"}),
        json!({"token": "t", "to": {"thread_id": thread}, "text": "x", "group_id": group}),
        json!({"token": "t", "to": to, "text": "x", "kind": "inmail", "group_id": group}),
    ];
    for body in invalid {
        let shown = body.to_string();
        let answer = stage.send("premium", body).await;
        assert_eq!(answer.status, 400, "{shown:.120}");
        answer.refused(400, "invalid");
    }
    let absent = [
        (
            json!({"token": "t", "to": {"member": "nobody"}, "text": "x"}),
            "unknown_member",
        ),
        (
            json!({"token": "t", "to": {"thread_id": "2-x"}, "text": "x"}),
            "unknown_thread",
        ),
        (
            json!({"token": "t", "to": to, "text": "x", "group_id": "1"}),
            "unknown_group",
        ),
        (
            json!({"token": "t", "to": to, "text": "x", "attachments": ["att-1"]}),
            "unknown_attachment",
        ),
    ];
    for (body, code) in absent {
        stage.send("premium", body).await.refused(404, code);
    }
    assert_eq!(stage.look("/control/state").await["acceptances"], 0);
    stage
        .send("premium", message(&to, &long(8_000)))
        .await
        .refused(400, "invalid");
    let exact =
        json!({"token": "t", "to": to, "text": format!("  {}\n", long(8_000)), "unknown_field": 1});
    let sent = stage.send("premium", exact).await.ok();
    assert_eq!(text(&sent["message"]["text"]).chars().count(), 8_000);
}

async fn upload(stage: &Stage, media_type: &str) -> reqwest::Response {
    let base_url = stage.running().base_url();
    let request = reqwest::Client::new()
        .post(format!("{base_url}/network/attachments?name=Plan%20B.pdf"))
        .bearer_auth(stage.token("premium"))
        .header("Content-Type", media_type)
        .body("%PDF-1.4 none");
    request.send().await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_sent_once() {
    let stage = Stage::quiet().await;
    let program = upload(&stage, "application/x-msdownload").await;
    assert_eq!(program.status(), 422);
    let upload = upload(&stage, "application/pdf").await;
    let upload: Value = upload.json().await.expect("JSON");
    assert_eq!(
        (&upload["name"], &upload["bytes"]),
        (&json!("Plan B.pdf"), &json!(13))
    );
    let body = json!({"token": "t1", "to": {"member": JOHN}, "text": "", "attachments": [upload["attachment_id"]]});
    let sent = stage.send("premium", body.clone()).await.ok();
    assert_eq!(sent["message"]["attachments"], json!([upload]));
    stage
        .send("premium", body)
        .await
        .refused(404, "unknown_attachment");
    let too_large = reqwest::Client::new()
        .post(format!(
            "{}/network/attachments",
            stage.running().base_url()
        ))
        .bearer_auth(stage.token("premium"))
        .body(vec![7_u8; 12_000_001])
        .send()
        .await;
    // The server may close while the client still writes; then there is no answer to look at.
    if let Ok(answer) = too_large {
        assert_eq!(answer.status(), 413);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_a_message_of_its_own_thread() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let path = format!("/network/threads/{thread}/messages");
    let first = stage.get("premium", &path).await.ok()["messages"][0]["message_id"].clone();
    let reply = |token: &str, to: Value| json!({"token": token, "to": to, "text": "As you said", "reply_to": first});
    let body = reply("t1", json!({"member": JOHN}));
    let sent = stage.send("premium", body).await.ok();
    assert_eq!(sent["message"]["reply_to"], first);
    let newest = stage.get("premium", &path).await.ok()["messages"]
        .as_array()
        .and_then(|messages| messages.last().cloned());
    assert_eq!(newest.as_ref(), Some(&sent["message"]));
    let say = json!({"as": JOHN, "to": {"thread_id": thread}, "text": "Did I?", "reply_to": sent["message"]["message_id"]});
    let said = stage.directed(Method::POST, "/control/messages", say).await;
    assert_eq!(said["message"]["reply_to"], sent["message"]["message_id"]);
    let other = stage.somebody(1, false).await;
    stage
        .send("premium", reply("t2", json!({"member": other})))
        .await
        .refused(404, "unknown_message");
    let accepted = stage.look("/control/acceptances").await;
    assert_eq!(accepted["last"], 1, "a refusal leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sends_at_once_are_all_accepted_in_one_order() {
    let stage = Stage::with(7, |config| config.conduct.acts_max = 0).await;
    let sends = (0..200).map(|number| {
        stage.send(
            "premium",
            message(&json!({"member": JOHN}), &format!("{number}")),
        )
    });
    let mut positions = Vec::new();
    for answer in futures_of(sends).await {
        positions.push(
            answer.ok()["message"]["position"]
                .as_i64()
                .expect("a position"),
        );
    }
    positions.sort_unstable();
    positions.dedup();
    assert_eq!(positions.len(), 200);
    let log = stage.look("/control/acceptances?limit=10000").await;
    let instants: Vec<i64> = log["acceptances"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["accepted_at"].as_i64().expect("an instant"))
        .collect();
    assert_eq!(instants.len(), 200);
    assert!(instants.is_sorted_by(|one, next| one < next));
}

/// Polls all at once, so that they race.
async fn futures_of<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut is_done = true;
        for (future, output) in &mut pending {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(ready) => *output = Some(ready),
                    std::task::Poll::Pending => is_done = false,
                }
            }
        }
        if is_done {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    pending
        .into_iter()
        .filter_map(|(_, output)| output)
        .collect()
}
