//! Several processes on one database: one of them serves an account, and another takes over when it is gone.

use std::time::{Duration, Instant};

use domain::network::CapabilityClass;
use serde_json::json;
use testkit::stores;

use crate::outbox::Outbox;

/// An outbox on PostgreSQL, dropped where that may block.
async fn on_postgres<F: Future<Output = Outbox>>(test: impl FnOnce(Outbox) -> F) {
    let opened = tokio::task::spawn_blocking(stores::postgres)
        .await
        .expect("a database");
    let outbox = test(Outbox::new(opened, CapabilityClass::B).await).await;
    tokio::task::spawn_blocking(move || drop(outbox))
        .await
        .expect("closed");
}

#[tokio::test]
async fn many_nodes_send_everything_once_and_in_order() {
    on_postgres(|mut outbox| async move {
        let nodes = ["a.", "b.", "c."].map(|machine| outbox.start_node(machine));
        let mut sends = Vec::new();
        for number in 0..30 {
            sends.push(
                outbox
                    .accept("john-doe-123", &format!("number {number}"))
                    .await,
            );
        }
        for send in sends {
            outbox.until(send, "sent").await;
        }
        let expected: Vec<_> = (0..30).map(|number| format!("number {number}")).collect();
        assert_eq!(outbox.accepted_texts().await, expected);
        for node in nodes {
            node.stop().await;
        }
        outbox
    })
    .await;
}

#[tokio::test]
async fn what_a_node_left_open_is_its_own_until_the_lease_ends() {
    on_postgres(|mut outbox| async move {
        outbox
            .fault(json!({"fault": "slow", "count": 1, "delay_ms": 600, "phase": "after"}))
            .await;
        let send = outbox.accept("john-doe-123", "under way").await;
        let first = outbox.start_node("a.");
        outbox.until(send, "sending").await;
        let second = outbox.start_node("b.");
        outbox.until(send, "sent").await;
        assert_eq!(
            outbox.send(send).await.attempt_count,
            1,
            "nobody interfered"
        );
        first.stop().await;
        second.stop().await;
        outbox
    })
    .await;
}

#[tokio::test]
async fn a_machine_takes_over_at_once_what_its_own_earlier_process_left() {
    on_postgres(|mut outbox| async move {
        outbox
            .fault(json!({"fault": "slow", "count": 1, "delay_ms": 600, "phase": "after"}))
            .await;
        let send = outbox.accept("john-doe-123", "cut off").await;
        let before = outbox.start_node("a.");
        outbox.until(send, "sending").await;
        before.crash().await;
        let again = Instant::now();
        let after = outbox.start_node("a.");
        outbox.until(send, "sent").await;
        assert!(again.elapsed() < Duration::from_secs(10));
        assert_eq!(outbox.accepted_texts().await, ["cut off"]);
        after.stop().await;
        outbox
    })
    .await;
}
