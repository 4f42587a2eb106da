//! An account that hears nothing although there is something to hear is noticed, and one to which nobody wrote is not.

use std::time::Duration;

use domain::event::EventKind;
use domain::silence::Silence;
use domain::time::{Clock as _, Timestamp};
use integrations::http::Method;
use serde_json::json;
use store::watches::{self, Alarm};
use store::{Tx, events, reconciliations};
use testkit::machine::SystemClock;
use testkit::stores;

use crate::mailbox::Mailbox;

const FRIEND: &str = "john-doe-123";
const HOUR: Duration = Duration::from_hours(1);

fn ago(span: Duration) -> Timestamp {
    SystemClock.now().minus(span)
}

/// An account whose history is here, and whose stream told something last seven hours ago.
async fn quiet() -> Mailbox {
    let mailbox = Mailbox::link_since(stores::sqlite(), ago(HOUR * 24)).await;
    let sync = mailbox.follow();
    mailbox.receive(FRIEND, "Heard").await;
    mailbox.until_equal().await;
    sync.stop().await;
    let subject = (mailbox.workspace_id, mailbox.account_id);
    let tell = move |tx: &mut Tx<'_>| watches::heard(tx, subject, true, ago(HOUR * 7));
    mailbox.store().write(tell).await.expect("it is noted");
    mailbox
}

/// A message of which the update stream says nothing.
async fn say_unheard(mailbox: &Mailbox) {
    let body = json!({
        "as": FRIEND, "to": {"member": mailbox.own_slug}, "count": 1, "text": "Unheard",
        "interval_ms": 10, "alternate": false, "notify": false,
    });
    mailbox
        .network
        .control(Method::POST, "messages/bulk", body)
        .await;
}

async fn alarm(mailbox: &Mailbox) -> Option<Alarm> {
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    mailbox
        .read(move |tx| watches::find_alarm(tx, workspace_id, account_id))
        .await
}

/// Looks as if the account had been followed for a long time.
async fn look(mailbox: &Mailbox) {
    engine::sync::look_around(&mailbox.parts(), ago(HOUR * 24)).await;
}

async fn told(mailbox: &Mailbox, kind: EventKind) -> usize {
    let workspace_id = mailbox.workspace_id;
    let log = mailbox.read(move |tx| events::list(tx, workspace_id, 0, 100_000));
    let told = log.await.events.into_iter();
    told.filter(|event| event.kind == kind).count()
}

#[tokio::test]
async fn an_account_to_which_nobody_wrote_is_well() {
    let mailbox = quiet().await;
    look(&mailbox).await;
    assert_eq!(alarm(&mailbox).await, None);
    assert_eq!(told(&mailbox, EventKind::AccountSilent).await, 0);
}

#[tokio::test]
async fn what_the_stream_does_not_tell_is_noticed_told_and_fetched() {
    let mailbox = quiet().await;
    say_unheard(&mailbox).await;
    look(&mailbox).await;
    let raised = alarm(&mailbox).await.expect("it is noticed");
    assert_eq!(raised.silence, Silence::NotTold);
    assert!(raised.since < ago(HOUR * 6));
    look(&mailbox).await;
    assert_eq!(told(&mailbox, EventKind::AccountSilent).await, 1, "once");
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    let running =
        mailbox.read(move |tx| reconciliations::find_running(tx, workspace_id, account_id));
    assert!(running.await.is_some());
    let sync = mailbox.follow();
    mailbox.until_equal().await;
    assert!(
        alarm(&mailbox).await.is_some(),
        "the stream is still silent"
    );
    mailbox.receive(FRIEND, "Heard again").await;
    mailbox.until_equal().await;
    assert_eq!(alarm(&mailbox).await, None);
    assert_eq!(told(&mailbox, EventKind::AccountHeardAgain).await, 1);
    sync.stop().await;
}

#[tokio::test]
async fn a_network_that_does_not_answer_makes_an_account_silent_until_it_does() {
    let mut mailbox = quiet().await;
    mailbox.network.stop().await;
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    let forget = move |tx: &mut Tx<'_>| {
        store::accounts::update_received(tx, workspace_id, account_id, ago(HOUR))
    };
    mailbox.store().write(forget).await.expect("it is noted");
    look(&mailbox).await;
    let raised = alarm(&mailbox).await.expect("it is noticed");
    assert_eq!(raised.silence, Silence::NoAnswer);
    mailbox.network.resume().await;
    let sync = mailbox.follow();
    // A question for updates waits until there is one.
    mailbox.receive(FRIEND, "Back again").await;
    for _ in 0..400 {
        if alarm(&mailbox).await.is_none() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(alarm(&mailbox).await, None);
    sync.stop().await;
}
