//! What the owner of an account does in the network's own app counts against its limits.

use domain::entropy::SeededEntropy;
use domain::ids::SendId;
use domain::ledger::Action;
use domain::limits;
use domain::policy::Policy;
use domain::send::SendState;
use domain::time::Clock as _;
use serde_json::{Value, json};
use store::accounts::BackfillState;
use store::events::Event;
use store::evidence::Place;
use store::sends::{self, Send};
use store::{accounts, events, evidence};
use testkit::machine::SystemClock;
use testkit::stores;

use crate::mailbox::{Mailbox, SEAT};

const FRIEND: &str = "john-doe-123";

/// Followed, with the history read, and a limit of two messages a day more than what the history has.
async fn mailbox() -> Mailbox {
    let mailbox = Mailbox::link(stores::sqlite()).await;
    let sync = mailbox.follow();
    mailbox
        .until("the history is read in", |account| {
            account.backfill_state == BackfillState::Done
        })
        .await;
    sync.stop().await;
    let since = SystemClock.now().minus(limits::DAY);
    let known = places(&mailbox, Action::Message).await.into_iter();
    let known = known.filter(|place| place.interval.latest > since).count();
    let cap = format!("message={}/24h", known + 2);
    let policy = Policy::custom(vec![cap.parse().expect("a cap")]);
    let policy = serde_json::to_string(&policy).expect("plain data");
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    mailbox
        .store()
        .write(move |tx| accounts::update_policy(tx, workspace_id, account_id, &policy))
        .await
        .expect("it is changed");
    mailbox
}

async fn places(mailbox: &Mailbox, action: Action) -> Vec<Place> {
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    let listed = mailbox
        .read(move |tx| evidence::list_places(tx, workspace_id, account_id, 1_000))
        .await;
    let of_action = listed.into_iter();
    of_action
        .filter(|place| place.action == action.as_str())
        .collect()
}

async fn told(mailbox: &Mailbox, kind: &str) -> Vec<Event> {
    let workspace_id = mailbox.workspace_id;
    let listed = mailbox
        .read(move |tx| events::list(tx, workspace_id, 0, 1_000))
        .await;
    let of_kind = listed.events.into_iter();
    of_kind.filter(|event| event.kind.word() == kind).collect()
}

async fn say(mailbox: &Mailbox, text: &str) {
    mailbox.network.say(&mailbox.own_slug, FRIEND, text).await;
    mailbox.until_equal().await;
}

#[tokio::test]
async fn what_is_written_by_hand_counts_and_a_breach_holds_the_account() {
    let mailbox = mailbox().await;
    let before = places(&mailbox, Action::Message).await.len();
    let sync = mailbox.follow();
    say(&mailbox, "one").await;
    say(&mailbox, "two").await;
    assert_eq!(places(&mailbox, Action::Message).await.len(), before + 2);
    let account = mailbox.account().await;
    assert_eq!(account.hold_rule, None, "the limit is kept");
    say(&mailbox, "three").await;
    let account = mailbox
        .until("it is held", |account| account.hold_rule.is_some())
        .await;
    assert_eq!(account.hold_rule.as_deref(), Some("limit_exceeded"));
    let reached = told(&mailbox, "quota.reached").await;
    assert_eq!(reached.len(), 1);
    let body: Value = serde_json::from_str(&reached[0].body).expect("JSON");
    assert_eq!(
        (&body["action"], &body["seconds"]),
        (&"message".into(), &86_400.into())
    );
    assert_eq!(
        body["used"].as_u64(),
        body["limit"].as_u64().map(|limit| limit + 1)
    );
    assert_eq!(
        body["opens_at"].as_str().map(str::to_owned),
        account.hold_until.map(|until| until.to_string())
    );
    // An ended session outweighs it, and is told.
    let expired = json!({"session": "expired"});
    mailbox.network.change_seat(SEAT, expired).await;
    mailbox.receive(FRIEND, "Where are you?").await;
    mailbox
        .until("the session is seen to be over", |account| {
            account.hold_rule.as_deref() == Some("session_expired")
        })
        .await;
    sync.stop().await;
}

/// A send that ended without a place of its own, and its token.
async fn written_off(mailbox: &Mailbox) -> String {
    let now = SystemClock.now();
    let send_id = SendId::mint(now, &SeededEntropy::new(9));
    let send = Send::new((mailbox.workspace_id, mailbox.account_id), send_id, now);
    let hints = mailbox.store().hints().clone();
    let write = move |tx: &mut store::Tx<'_>| {
        let send = sends::insert(tx, &hints, send.clone())?;
        sends::transition(tx, &hints, &send, &SendState::Expired, now)
    };
    mailbox.store().write(write).await.expect("it is kept");
    send_id.to_string()
}

#[tokio::test]
async fn a_breach_by_a_send_that_was_written_off_holds_the_account() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    let token = written_off(&mailbox).await;
    say(&mailbox, "one").await;
    say(&mailbox, "two").await;
    assert_eq!(mailbox.account().await.hold_rule, None, "the limit is kept");
    // It left after all.
    let late = json!({"token": token, "to": {"member": FRIEND}, "kind": "message", "text": "Late"});
    mailbox.network.act_as(SEAT, "messages", late).await;
    let account = mailbox
        .until("it is held", |account| account.hold_rule.is_some())
        .await;
    assert_eq!(account.hold_rule.as_deref(), Some("limit_exceeded"));
    assert_eq!(told(&mailbox, "quota.reached").await.len(), 1);
    sync.stop().await;
}

#[tokio::test]
async fn what_somebody_else_writes_does_not_count() {
    let mailbox = mailbox().await;
    let before = places(&mailbox, Action::Message).await;
    let sync = mailbox.follow();
    for text in ["one", "two", "three"] {
        mailbox.receive(FRIEND, text).await;
    }
    mailbox.until_equal().await;
    assert_eq!(places(&mailbox, Action::Message).await, before);
    assert_eq!(mailbox.account().await.hold_rule, None);
    sync.stop().await;
}
