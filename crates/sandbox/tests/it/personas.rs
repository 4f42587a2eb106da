//! Personas receive, read, type and answer by themselves.

use std::time::{Duration, Instant};

use reqwest::Method;
use sandbox::Personas;
use serde_json::{Value, json};

use crate::stage::{JOHN, Stage, text};

/// People who are that many times as fast as others. A little faster is fast enough where one thing must come after
/// another on a busy machine.
async fn lively(speed: f64) -> Stage {
    Stage::with(7, |config| {
        config.personas = Personas {
            speed,
            ..Personas::default()
        };
    })
    .await
}

/// Follows the stream until an update of that kind and state was seen.
async fn follow(stage: &Stage, cursor: &mut String, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let begin = Instant::now();
    let mut seen = Vec::new();
    loop {
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "it never came: {seen:#?}"
        );
        let page = stage
            .get(
                "premium",
                &format!("/network/updates?after={cursor}&wait=5"),
            )
            .await
            .ok();
        *cursor = text(&page["cursor"]);
        seen.extend(page["updates"].as_array().expect("updates").clone());
        if seen.iter().any(&wanted) {
            return seen;
        }
    }
}

async fn member_key(stage: &Stage, reference: &str) -> Value {
    let path = format!("/network/members/{reference}");
    stage.get("premium", &path).await.ok()["member_key"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn john_receives_reads_types_and_answers_several_messages_once() {
    let stage = lively(4.0).await;
    let mut cursor = stage.cursor("premium").await;
    let john = member_key(&stage, JOHN).await;
    let is_answer = |update: &Value| update["data"]["message"]["sender_key"] == john;
    let say = async |token: &str| {
        let body = json!({"token": token, "to": {"member": JOHN}, "text": token});
        stage.send("premium", body).await.ok();
    };
    say("a").await;
    say("b").await;
    let mut seen = follow(&stage, &mut cursor, is_answer).await;
    let is_receipt = |state: &'static str| {
        move |update: &Value| update["kind"] == "receipt" && update["data"]["state"] == state
    };
    let is_typing = |state: &'static str| {
        move |update: &Value| update["kind"] == "typing" && update["data"]["state"] == state
    };
    let place = |seen: &[Value], wanted: &dyn Fn(&Value) -> bool| {
        let place = seen.iter().position(wanted);
        place.unwrap_or_else(|| panic!("it never came: {seen:#?}"))
    };
    let delivered = place(&seen, &is_receipt("delivered"));
    let read = place(&seen, &is_receipt("seen"));
    let typing = place(&seen, &is_typing("on"));
    let answered = place(&seen, &is_answer);
    assert!(
        delivered < read && read < typing && typing < answered,
        "{seen:#?}"
    );
    assert_eq!(seen[typing]["data"]["member_key"], john);
    let told = seen.iter().filter(|update| is_receipt("seen")(update));
    let ids = told.flat_map(|update| {
        let ids = update["data"]["message_ids"].as_array();
        ids.expect("ids").clone()
    });
    assert_eq!(ids.count(), 2, "both were read: {seen:#?}");

    // By the time that he has answered a later message, another answer to the first two would have come.
    say("c").await;
    seen.extend(follow(&stage, &mut cursor, is_answer).await);
    assert_eq!(seen.iter().filter(|update| is_answer(update)).count(), 2);
    let on = seen.iter().filter(|update| is_typing("on")(update)).count();
    assert_eq!(on, 2, "{seen:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn some_answer_in_a_group_and_not_everybody() {
    let stage = lively(20.0).await;
    let everybody = stage.look("/control/members?limit=1000").await;
    let personas: Vec<String> = everybody["members"]
        .as_array()
        .expect("members")
        .iter()
        .filter(|member| member["persona"] == true)
        .map(|member| text(&member["slug"]))
        .take(20)
        .collect();
    let mut members = vec![stage.seats[0].slug.clone()];
    members.extend(personas.clone());
    let group = json!({"members": members, "kind": "group", "title": "Many"});
    let thread = stage
        .directed(Method::POST, "/control/threads", group)
        .await["thread_id"]
        .clone();
    let mut cursor = stage.cursor("premium").await;
    let own = member_key(&stage, "me").await;
    let is_answer = |update: &Value| {
        update["kind"] == "message" && update["data"]["message"]["sender_key"] != own
    };
    let readers = |seen: &[Value]| {
        let read = seen.iter().filter(|one| one["data"]["state"] == "seen");
        read.map(|one| one["data"]["member_key"].to_string())
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    let mut seen = Vec::new();
    // Three of ten answer: that nobody of twenty does happens once in a thousand times, and never thrice.
    for token in ["a", "b", "c"] {
        let body = json!({"token": token, "to": {"thread_id": thread}, "text": token});
        stage.send("premium", body).await.ok();
        let is_of_this = |update: &Value| {
            let ids = update["data"]["message_ids"].as_array();
            update["data"]["state"] == "seen" && ids.is_some()
        };
        let mut now = Vec::new();
        while readers(&now) < personas.len() {
            now.extend(follow(&stage, &mut cursor, is_of_this).await);
        }
        seen.extend(now);
        if seen.iter().any(is_answer) {
            break;
        }
    }
    if !seen.iter().any(is_answer) {
        seen.extend(follow(&stage, &mut cursor, is_answer).await);
    }
    let answers = seen.iter().filter(|update| is_answer(update));
    let texts: Vec<&Value> = answers.map(|one| &one["data"]["message"]["text"]).collect();
    assert!(texts.iter().all(|text| text.is_string()), "{texts:?}");
    assert!(texts.len() < personas.len(), "not all of them: {texts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_had_reached_nobody_at_a_stop_is_delivered_and_answered_after_it() {
    let mut stage = Stage::with(7, |config| {
        config.personas = Personas {
            deliver_after_ms: 3_600_000,
            ..Personas::default()
        };
    })
    .await;
    let group = json!({"members": [stage.seats[0].slug, JOHN, stage.somebody(2, false).await], "kind": "group"});
    let group = stage
        .directed(Method::POST, "/control/threads", group)
        .await["thread_id"]
        .clone();
    let mut cursor = stage.cursor("premium").await;
    let (mut alone, mut together) = (Value::Null, Value::Null);
    for (sent, to) in [
        (&mut alone, json!({"member": JOHN})),
        (&mut together, json!({"thread_id": group})),
    ] {
        let body = json!({"token": to.to_string(), "to": to, "text": "Before the stop"});
        *sent = stage.send("premium", body).await.ok()["message"]["message_id"].clone();
    }
    // One of the two in the group has it already: the other one is not to be forgotten for that.
    let body = json!({"as": JOHN, "message_ids": [together]});
    stage
        .directed(Method::POST, "/control/delivered", body)
        .await;
    let fast = json!({"deliver_after_ms": 10, "speed": 10.0});
    stage.directed(Method::PUT, "/control/personas", fast).await;
    stage.restart().await;
    let john = member_key(&stage, JOHN).await;
    let is_answer = |update: &Value| update["data"]["message"]["sender_key"] == john;
    let seen = follow(&stage, &mut cursor, is_answer).await;
    let reached = |id: &Value| {
        let told = seen
            .iter()
            .filter(|one| one["data"]["state"] == "delivered");
        told.filter(|one| {
            let ids = one["data"]["message_ids"].as_array();
            ids.expect("ids").contains(id)
        })
        .count()
    };
    assert_eq!(reached(&alone), 1, "{seen:#?}");
    assert_eq!(reached(&together), 2, "{seen:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_persona_accepts() {
    let stage = lively(20.0).await;
    let everybody = stage.look("/control/members?limit=1000").await;
    for member in everybody["members"].as_array().expect("members") {
        let body = json!({"token": "t", "member": member["slug"]});
        if member["persona"] == true
            && stage
                .post("premium", "/network/invitations", body)
                .await
                .status
                == 200
        {
            let mut cursor = "u0.0".to_owned();
            follow(&stage, &mut cursor, |update| {
                update["data"]["reason"] == "invitation_accepted"
            })
            .await;
            return;
        }
    }
    panic!("no persona could be invited");
}

#[tokio::test(flavor = "multi_thread")]
async fn delivery_stands_alone_when_personas_are_off() {
    let stage = Stage::quiet().await;
    let off = stage.look("/control/personas").await;
    assert_eq!(
        (&off["enabled"], &off["deliver"]),
        (&json!(false), &json!(false))
    );
    let set = stage
        .directed(
            Method::PUT,
            "/control/personas",
            json!({"deliver": true, "speed": 100.0}),
        )
        .await;
    assert_eq!(
        (&set["enabled"], &set["deliver"]),
        (&json!(false), &json!(true))
    );
    let mut cursor = stage.cursor("premium").await;
    let body = json!({"token": "t", "to": {"member": JOHN}, "text": "t"});
    stage.send("premium", body).await.ok();
    let seen = follow(&stage, &mut cursor, |update| update["kind"] == "receipt").await;
    assert!(seen.iter().all(|update| update["data"]["state"] != "seen"));
    for bad in [
        json!({"speed": 0}),
        json!({"speed": "fast"}),
        json!({"read_after_ms": u64::MAX}),
        json!({"enabled": 1}),
    ] {
        stage
            .direct(Method::PUT, "/control/personas", bad)
            .await
            .refused(400, "invalid");
    }
}
