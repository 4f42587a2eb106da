//! Personas receive, read, type and answer by themselves.

use std::time::{Duration, Instant};

use reqwest::Method;
use sandbox::Personas;
use serde_json::{Value, json};

use crate::stage::{JOHN, Stage, text};

async fn lively() -> Stage {
    Stage::with(7, |config| {
        config.personas = Personas {
            speed: 100.0,
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

#[tokio::test(flavor = "multi_thread")]
async fn john_receives_reads_types_and_answers_once() {
    let stage = lively().await;
    let mut cursor = stage.cursor("premium").await;
    for token in ["a", "b"] {
        let body = json!({"token": token, "to": {"member": JOHN}, "text": token});
        stage.send("premium", body).await.ok();
    }
    let john = stage
        .get("premium", &format!("/network/members/{JOHN}"))
        .await
        .ok()["member_key"]
        .clone();
    let is_answer = |update: &Value| update["data"]["message"]["sender_key"] == john;
    let seen = follow(&stage, &mut cursor, is_answer).await;
    let place = |wanted: &dyn Fn(&Value) -> bool| seen.iter().position(wanted);
    let delivered = place(&|update| update["data"]["state"] == "delivered");
    let read = place(&|update| update["data"]["state"] == "seen");
    let typing = place(&|update| update["kind"] == "typing" && update["data"]["state"] == "on");
    let answered = place(&is_answer);
    assert!(
        delivered.is_some() && read.is_some() && typing.is_some(),
        "{seen:#?}"
    );
    assert!(delivered < read && read < answered, "{seen:#?}");
    let is_read = |update: &Value| {
        update["data"]["message_ids"]
            .as_array()
            .is_some_and(|ids| ids.len() >= 2)
    };
    assert!(
        seen.iter().any(is_read)
            || seen
                .iter()
                .filter(|update| update["data"]["state"] == "seen")
                .count()
                >= 2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_persona_accepts() {
    let stage = lively().await;
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
        json!({"enabled": 1}),
    ] {
        stage
            .direct(Method::PUT, "/control/personas", bad)
            .await
            .refused(400, "invalid");
    }
}
