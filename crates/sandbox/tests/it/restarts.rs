//! What a restart keeps, and what a second sandbox must not do.

use std::time::{Duration, Instant};

use reqwest::Method;
use sandbox::{Error, Sandbox, stored_seed};
use serde_json::json;

use crate::stage::{JOHN, Stage, text};

#[tokio::test(flavor = "multi_thread")]
async fn everything_but_faults_survives() {
    let mut stage = Stage::quiet().await;
    let cursor = stage.cursor("premium").await;
    let body = json!({"token": "kept", "to": {"member": JOHN}, "text": "kept"});
    stage.send("premium", body).await.ok();
    stage
        .directed(
            Method::PUT,
            "/control/clock",
            json!({"offset_ms": 7_200_000}),
        )
        .await;
    stage
        .directed(Method::PUT, "/control/personas", json!({"speed": 3.0}))
        .await;
    stage
        .directed(
            Method::PATCH,
            "/control/seats/premium",
            json!({"capability_class": "C"}),
        )
        .await;
    stage
        .directed(
            Method::POST,
            "/control/seats/premium/faults",
            json!({"fault": "challenge"}),
        )
        .await;
    let faults = stage.look("/control/seats/premium/faults").await;
    assert_eq!(faults["faults"].as_array().expect("faults").len(), 1);
    stage
        .directed(Method::DELETE, "/control/seats/premium/faults", json!({}))
        .await;
    let updates = stage.updates("premium", &cursor).await;
    let history = stage.look("/control/seats/premium/history").await;
    let log = stage.look("/control/acceptances").await;
    stage
        .directed(
            Method::POST,
            "/control/seats/premium/faults",
            json!({"fault": "challenge"}),
        )
        .await;
    stage.restart().await;
    assert_eq!(stage.running().seats().await.expect("seats"), stage.seats);
    assert_eq!(
        stage.updates("premium", &cursor).await,
        updates,
        "a cursor survives"
    );
    assert_eq!(stage.look("/control/seats/premium/history").await, history);
    assert_eq!(stage.look("/control/acceptances").await, log);
    assert_eq!(stage.look("/control/clock").await["offset_ms"], 7_200_000);
    assert_eq!(stage.look("/control/personas").await["speed"], 3.0);
    assert_eq!(
        stage.get("premium", "/network/me").await.ok()["capability_class"],
        "C"
    );
    let body = json!({"token": "next", "to": {"member": JOHN}, "text": "next"});
    assert_eq!(stage.send("premium", body).await.ok()["acceptance"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_seed_on_the_same_file_is_an_error() {
    let mut stage = Stage::quiet().await;
    let mut config = stage.config().clone();
    stage.stop().await;
    assert_eq!(stored_seed(&config.database).expect("readable"), Some(7));
    assert_eq!(
        stored_seed(&stage.folder().join("absent.db")).expect("readable"),
        None
    );
    config.seed = 8;
    let outcome = Sandbox::start(config).await;
    assert!(matches!(
        outcome,
        Err(Error::SeedMismatch {
            stored: 7,
            asked: 8
        })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_address_is_an_error() {
    let stage = Stage::quiet().await;
    let mut config = stage.config().clone();
    config.listen = stage.running().address();
    config.database = stage.folder().join("other.db");
    assert!(matches!(
        Sandbox::start(config).await,
        Err(Error::Listen { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_long_polls_at_once() {
    let mut stage = Stage::quiet().await;
    let cursor = stage.cursor("premium").await;
    let url = format!(
        "{}/network/updates?after={cursor}&wait=60",
        stage.running().base_url()
    );
    let request = reqwest::Client::new()
        .get(url)
        .bearer_auth(stage.token("premium"));
    let waiting = tokio::spawn(request.send());
    // The poll is under way once another request has been answered after it was sent.
    for _ in 0..20 {
        stage.look("/control/state").await;
    }
    let begin = Instant::now();
    stage.stop().await;
    assert!(
        begin.elapsed() < Duration::from_secs(10),
        "the stop took {:?}",
        begin.elapsed()
    );
    if let Ok(answer) = waiting.await.expect("the task") {
        assert_eq!(answer.status(), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_acceptance_log_cannot_be_changed() {
    let mut stage = Stage::quiet().await;
    let body = json!({"token": "kept", "to": {"member": JOHN}, "text": "kept"});
    let sent = stage.send("premium", body).await.ok();
    assert_eq!(text(&sent["message"]["token"]), "kept");
    stage.stop().await;
    let file = rusqlite::Connection::open(&stage.config().database).expect("the file");
    for statement in [
        "DELETE FROM acceptance",
        "UPDATE acceptance SET text = 'other'",
    ] {
        let outcome = file.execute(statement, []);
        assert!(outcome.is_err_and(|error| error.to_string().contains("append-only")));
    }
    let mode: String = file
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .expect("a mode");
    assert_eq!(mode, "wal");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_moves_by_a_hundred_years_at_most() {
    const HUNDRED_YEARS: i64 = 36_525 * 24 * 3_600_000;
    let mut stage = Stage::quiet().await;
    for edge in [HUNDRED_YEARS, -HUNDRED_YEARS] {
        let moved = stage
            .directed(Method::PUT, "/control/clock", json!({"offset_ms": edge}))
            .await;
        assert_eq!(moved["offset_ms"], edge);
        for (field, value) in [
            ("offset_ms", i64::MAX),
            ("offset_ms", i64::MIN),
            ("offset_ms", edge + edge.signum()),
            ("advance_ms", edge.signum()),
            ("advance_ms", if edge > 0 { i64::MAX } else { i64::MIN }),
        ] {
            let refusal = stage
                .direct(Method::PUT, "/control/clock", json!({(field): value}))
                .await
                .refused(400, "invalid");
            assert_eq!(refusal["error"]["field"], field, "{value}");
        }
        assert_eq!(stage.look("/control/clock").await["offset_ms"], edge);
        let token = edge.to_string();
        let body = json!({"token": token, "to": {"member": JOHN}, "text": "At the edge"});
        stage.send("premium", body).await.ok();
        stage.restart().await;
        let clock = stage.look("/control/clock").await;
        assert_eq!(clock["offset_ms"], edge);
        assert_eq!(
            clock["now"].as_i64().expect("an instant") > 0,
            edge > 0,
            "{clock}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_moved_too_far_is_brought_back_at_the_start() {
    let mut stage = Stage::quiet().await;
    stage.stop().await;
    let file = rusqlite::Connection::open(&stage.config().database).expect("the file");
    let statement = "INSERT INTO meta (key, value) VALUES ('clock_offset_ms', ?1)";
    file.execute(statement, [i64::MAX.to_string()])
        .expect("an old value");
    drop(file);
    stage.start().await;
    let clock = stage.look("/control/clock").await;
    assert_eq!(
        clock["offset_ms"].as_i64(),
        Some(36_525 * 24 * 3_600_000),
        "{clock}"
    );
}
