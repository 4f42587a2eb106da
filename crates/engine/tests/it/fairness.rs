//! However much one account has queued, the others do not wait for it.

use std::time::Duration;

use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::network::CapabilityClass;
use domain::policy::Policy;
use store::accounts;
use store::sends::{self, Send};
use testkit::stores::{self, TestStore};

use crate::outbox::Outbox;

const FRIEND: &str = "john-doe-123";
/// So many wait in the busy account's queue.
const QUEUED: usize = 400;
/// So many of them may leave between the acceptance of another account's send and its leaving.
const BETWEEN_MAX: usize = 40;
const OTHERS: usize = 5;

async fn is_served_beside_a_full_queue(opened: TestStore) {
    let mut outbox = Outbox::new(opened, CapabilityClass::B).await;
    let other = outbox.link_other().await;
    for place in [(outbox.workspace_id, outbox.account_id), other] {
        set_no_limits(&outbox, place).await;
    }
    let thread = outbox.network.history("free").await[0]["thread_id"]
        .as_str()
        .expect("a text")
        .to_owned();
    let mut busy = Vec::new();
    for number in 0..QUEUED {
        busy.push(
            outbox
                .accept(FRIEND, &format!("one of many {number}"))
                .await,
        );
    }
    let engine = outbox.start_engine();
    outbox.until(busy[0], "sent").await;
    for number in 0..OTHERS {
        let into = |send: &mut Send| {
            (send.workspace_id, send.account_id) = other;
            send.recipient_key = None;
            send.thread_key = Some(thread.clone());
            send.lane.clone_from(&thread);
        };
        let before = count_sent(&outbox, &busy).await;
        let text = format!("of another {number}");
        let send_id = outbox.accept_changed(FRIEND, &text, into).await;
        until_sent(&outbox, other.0, send_id).await;
        let after = count_sent(&outbox, &busy).await;
        assert!(after < QUEUED, "the queue was too short to tell");
        assert!(
            after - before <= BETWEEN_MAX,
            "{} of the full queue went first",
            after - before
        );
    }
    engine.stop().await;
}

async fn set_no_limits(outbox: &Outbox, (workspace_id, account_id): (WorkspaceId, AccountId)) {
    let policy = serde_json::to_string(&Policy::custom(Vec::new())).expect("plain data");
    outbox
        .write(move |tx| accounts::update_policy(tx, workspace_id, account_id, &policy))
        .await;
}

async fn count_sent(outbox: &Outbox, busy: &[SendId]) -> usize {
    let (workspace_id, busy) = (outbox.workspace_id, busy.to_vec());
    outbox
        .write(move |tx| {
            let mut count = 0;
            for send_id in &busy {
                let send = sends::get(tx, workspace_id, *send_id)?;
                if send.state.is_open() {
                    break;
                }
                count += 1;
            }
            Ok(count)
        })
        .await
}

async fn until_sent(outbox: &Outbox, workspace_id: WorkspaceId, send_id: SendId) {
    for _ in 0..3_000 {
        let send = outbox
            .write(move |tx| sends::get(tx, workspace_id, send_id))
            .await;
        if send.state.word() == "sent" {
            return;
        }
        assert!(send.state.is_open(), "{:?}", send.state);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it never left");
}

#[tokio::test]
async fn an_account_is_served_beside_a_full_queue_on_sqlite() {
    is_served_beside_a_full_queue(stores::sqlite()).await;
}

#[tokio::test]
async fn an_account_is_served_beside_a_full_queue_on_postgres() {
    is_served_beside_a_full_queue(stores::postgres()).await;
}
