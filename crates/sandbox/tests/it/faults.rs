//! Faults do what they say, as often as they say, and nothing besides.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{Answer, JOHN, Stage, text};

async fn break_it(stage: &Stage, fault: Value) {
    stage
        .directed(Method::POST, "/control/seats/premium/faults", fault)
        .await;
}

async fn try_send(stage: &Stage, token: &str) -> Result<Answer, reqwest::Error> {
    let body = json!({"token": token, "to": {"member": JOHN}, "text": token});
    let seat = stage.token("premium");
    stage
        .call(Method::POST, "/network/messages", seat, Some(&body))
        .await
}

async fn accepted(stage: &Stage) -> Vec<String> {
    let log = stage.look("/control/acceptances").await;
    let rows = log["acceptances"].as_array().expect("rows");
    rows.iter().map(|row| text(&row["token"])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_leaves_an_acceptance() {
    let stage = Stage::quiet().await;
    break_it(
        &stage,
        json!({"fault": "answer_lost", "action": "send", "count": 2}),
    )
    .await;
    for token in ["a", "b"] {
        let outcome = try_send(&stage, token).await;
        assert!(outcome.is_err(), "an answer came: {outcome:?}");
    }
    try_send(&stage, "c").await.expect("an answer").ok();
    assert_eq!(accepted(&stage).await, ["a", "b", "c"]);
    let faults = stage.look("/control/seats/premium/faults").await;
    assert_eq!(faults["faults"][0]["fired"], 2);
    stage.get("premium", "/network/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_before_leaves_nothing() {
    let stage = Stage::quiet().await;
    break_it(
        &stage,
        json!({"fault": "cut_before", "action": "send", "count": 1}),
    )
    .await;
    assert!(try_send(&stage, "a").await.is_err());
    try_send(&stage, "b").await.expect("an answer").ok();
    assert_eq!(accepted(&stage).await, ["b"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusing_faults_accept_nothing() {
    let table = [
        (
            json!({"fault": "refused", "action": "send"}),
            422,
            "refused",
            None,
        ),
        (
            json!({"fault": "refused", "action": "send", "code": "not_connected"}),
            403,
            "not_connected",
            None,
        ),
        (
            json!({"fault": "rate_limited", "retry_after_ms": 1_500}),
            429,
            "rate_limited",
            Some(2),
        ),
        (
            json!({"fault": "error_500_not_sent"}),
            500,
            "internal",
            None,
        ),
        (
            json!({"fault": "session_expired"}),
            401,
            "session_expired",
            None,
        ),
        (
            json!({"fault": "challenge"}),
            403,
            "challenge_required",
            None,
        ),
    ];
    let stage = Stage::quiet().await;
    for (fault, status, code, retry_after) in table {
        let mut fault = fault;
        fault["count"] = json!(1);
        break_it(&stage, fault).await;
        let answer = try_send(&stage, "x").await.expect("an answer");
        assert_eq!(answer.retry_after, retry_after, "{code}");
        answer.refused(status, code);
        stage
            .directed(Method::DELETE, "/control/seats/premium/faults", json!({}))
            .await;
    }
    assert_eq!(accepted(&stage).await, Vec::<String>::new());
    try_send(&stage, "y").await.expect("an answer").ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_keeps_to_its_action_and_its_seat() {
    let stage = Stage::quiet().await;
    break_it(
        &stage,
        json!({"fault": "error_500_not_sent", "action": "send"}),
    )
    .await;
    stage.get("premium", "/network/threads").await.ok();
    let body = json!({"token": "f", "to": {"member": JOHN}, "text": "f"});
    stage.send("free", body).await.ok();
    for _ in 0..3 {
        try_send(&stage, "a")
            .await
            .expect("an answer")
            .refused(500, "internal");
    }
    let faults = stage.look("/control/seats/premium/faults").await;
    let id = faults["faults"][0]["fault_id"].as_u64().expect("an id");
    let path = format!("/control/seats/premium/faults/{id}");
    assert_eq!(
        stage.directed(Method::DELETE, &path, json!({})).await["faults"],
        json!([])
    );
    try_send(&stage, "b").await.expect("an answer").ok();
    for bad in [
        json!({"fault": "unheard_of"}),
        json!({"fault": "slow", "action": "nap"}),
        json!({"fault": "slow", "probability": 1.5}),
        json!({"fault": "refused", "code": "nonsense"}),
    ] {
        stage
            .direct(Method::POST, "/control/seats/premium/faults", bad)
            .await
            .refused(400, "invalid");
    }
    stage
        .direct(
            Method::POST,
            "/control/seats/nobody/faults",
            json!({"fault": "slow"}),
        )
        .await
        .refused(404, "unknown_seat");
}

#[tokio::test(flavor = "multi_thread")]
async fn probability_lets_some_through() {
    let stage = Stage::quiet().await;
    break_it(
        &stage,
        json!({"fault": "error_500_not_sent", "action": "me", "probability": 0.5}),
    )
    .await;
    let mut failed = 0;
    for _ in 0..100 {
        failed += u32::from(stage.get("premium", "/network/me").await.status == 500);
    }
    assert!((25..=75).contains(&failed), "{failed} of 100");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_act_goes_on_after_the_client_hung_up() {
    let stage = Stage::quiet().await;
    break_it(
        &stage,
        json!({"fault": "slow", "action": "send", "delay_ms": 400, "count": 1}),
    )
    .await;
    let url = format!("{}/network/messages", stage.running().base_url());
    let body = json!({"token": "late", "to": {"member": JOHN}, "text": "late"});
    let outcome = reqwest::Client::new()
        .post(url)
        .bearer_auth(stage.token("premium"))
        .timeout(Duration::from_millis(100))
        .json(&body)
        .send()
        .await;
    assert!(outcome.is_err_and(|error| error.is_timeout()));
    assert_eq!(accepted(&stage).await, Vec::<String>::new());
    let begin = Instant::now();
    while accepted(&stage).await != ["late"] {
        assert!(begin.elapsed() < Duration::from_secs(10), "never accepted");
    }
    break_it(
        &stage,
        json!({"fault": "slow", "action": "send", "delay_ms": 300, "phase": "after"}),
    )
    .await;
    let begin = Instant::now();
    try_send(&stage, "x").await.expect("an answer").ok();
    assert!(begin.elapsed() >= Duration::from_millis(300));
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_come_twice_and_out_of_order_but_never_too_few() {
    let stage = Stage::quiet().await;
    let thread = stage.thread_with_john("premium").await;
    let mut cursor = stage.cursor("premium").await;
    let say = |count: u32| json!({"as": JOHN, "to": {"thread_id": thread}, "count": count, "interval_ms": 1});
    stage
        .directed(Method::POST, "/control/messages/bulk", say(40))
        .await;
    let clean: Vec<Value> = stage.updates("premium", &cursor).await;
    assert_eq!(clean.len(), 40);
    break_it(
        &stage,
        json!({"fault": "duplicate_updates", "action": "updates"}),
    )
    .await;
    break_it(
        &stage,
        json!({"fault": "reordered_updates", "action": "updates"}),
    )
    .await;
    let mut seen = Vec::new();
    loop {
        let path = format!("/network/updates?after={cursor}&limit=7");
        let page = stage.get("premium", &path).await.ok();
        let updates = page["updates"].as_array().expect("updates").clone();
        cursor = text(&page["cursor"]);
        seen.extend(updates);
        if page["more"] == false {
            break;
        }
    }
    assert!(seen.len() >= 80, "only {} came", seen.len());
    let ids: Vec<u64> = seen
        .iter()
        .map(|update| text(&update["id"]).parse().expect("a number"))
        .collect();
    assert!(!ids.is_sorted(), "they came in order");
    for update in &clean {
        assert!(seen.contains(update), "one is missing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn haste_is_slowed_then_restricted_then_challenged() {
    let stage = Stage::quiet().await;
    let conduct = json!({"conduct": {"acts_max": 3, "window_ms": 60_000, "strikes_max": 2, "restriction_ms": 50_000}});
    stage
        .directed(Method::PATCH, "/control/seats/premium", conduct)
        .await;
    for token in ["a", "b", "c"] {
        try_send(&stage, token).await.expect("an answer").ok();
    }
    let slowed = try_send(&stage, "d").await.expect("an answer");
    assert!(
        slowed
            .retry_after
            .is_some_and(|seconds| (1..=60).contains(&seconds))
    );
    slowed.refused(429, "rate_limited");
    try_send(&stage, "e")
        .await
        .expect("an answer")
        .refused(403, "restricted");
    let thread = stage.thread_with_john("premium").await;
    let typing = format!("/network/threads/{thread}/typing");
    stage
        .post("premium", &typing, json!({"state": "on"}))
        .await
        .refused(403, "restricted");
    stage
        .directed(Method::PUT, "/control/clock", json!({"advance_ms": 55_000}))
        .await;
    stage
        .post("premium", &typing, json!({"state": "on"}))
        .await
        .ok();
    try_send(&stage, "f")
        .await
        .expect("an answer")
        .refused(429, "rate_limited");
    try_send(&stage, "g")
        .await
        .expect("an answer")
        .refused(403, "challenge_required");
    stage
        .get("premium", "/network/me")
        .await
        .refused(403, "challenge_required");
    stage
        .directed(
            Method::PATCH,
            "/control/seats/premium",
            json!({"challenge": false}),
        )
        .await;
    stage
        .directed(Method::PUT, "/control/clock", json!({"advance_ms": 60_000}))
        .await;
    try_send(&stage, "h").await.expect("an answer").ok();
    assert_eq!(accepted(&stage).await, ["a", "b", "c", "h"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_and_is_renewed_with_another_token() {
    let stage = Stage::quiet().await;
    stage
        .directed(
            Method::PATCH,
            "/control/seats/premium",
            json!({"session": "expired"}),
        )
        .await;
    stage
        .get("premium", "/network/me")
        .await
        .refused(401, "session_expired");
    stage
        .directed(
            Method::PATCH,
            "/control/seats/premium",
            json!({"session": "valid"}),
        )
        .await;
    stage.get("premium", "/network/me").await.ok();
    let renewed = stage
        .directed(
            Method::POST,
            "/control/seats/premium/session/renew",
            json!({}),
        )
        .await;
    stage
        .get("premium", "/network/me")
        .await
        .refused(401, "unauthorized");
    let token = text(&renewed["token"]);
    assert_ne!(token, stage.token("premium"));
    stage
        .call(Method::GET, "/network/me", &token, None)
        .await
        .expect("an answer")
        .ok();
}
