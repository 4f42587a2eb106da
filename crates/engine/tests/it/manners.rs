//! What keeps a send from leaving, or lets it leave later: its own instant, a person's yes, an answer in the meantime.

use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::event::EventKind;
use domain::ids::SendId;
use domain::network::{CapabilityClass, Member, NetworkMessage, Thread, ThreadKind};
use domain::policy::Policy;
use domain::send::{Rule, SendState};
use domain::time::{Clock as _, Timestamp};
use store::accounts::AccountStatus;
use store::sends::{self, Approval, Edit};
use store::{accounts, agenda, events, ingest};
use testkit::stores;

use testkit::machine::SystemClock;

use crate::outbox::Outbox;

const FRIEND: &str = "john-doe-123";

async fn outbox() -> Outbox {
    Outbox::new(stores::sqlite(), CapabilityClass::B).await
}

fn soon(millis: u64) -> Timestamp {
    SystemClock.now().plus(Duration::from_millis(millis))
}

/// From now on a person says yes to each act.
async fn want_approval(outbox: &Outbox) {
    let policy = Policy {
        approval: true,
        ..Policy::guide()
    };
    let policy = serde_json::to_string(&policy).expect("plain data");
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    outbox
        .write(move |tx| accounts::update_policy(tx, workspace_id, account_id, &policy))
        .await;
}

#[tokio::test]
async fn what_is_planned_for_later_lets_what_comes_meanwhile_go_first() {
    let mut outbox = outbox().await;
    let ready_at = soon(1_500);
    let later = outbox
        .accept_changed(FRIEND, "later", |send| {
            send.ready_at = ready_at;
            let (until, rule) = (ready_at, Rule::SendAt);
            send.state = SendState::Scheduled { until, rule };
        })
        .await;
    let now = outbox.accept(FRIEND, "now").await;
    let behind = outbox.accept(FRIEND, "and behind it").await;
    let engine = outbox.start_engine();
    outbox.until(behind, "sent").await;
    assert_eq!(outbox.send(now).await.state.word(), "sent");
    assert_eq!(outbox.send(later).await.state.word(), "scheduled");
    outbox.until(later, "sent").await;
    assert!(SystemClock.now() >= ready_at);
    assert_eq!(
        outbox.accepted_texts().await,
        ["now", "and behind it", "later"]
    );
    engine.stop().await;
}

#[tokio::test]
async fn without_a_yes_to_these_words_nothing_leaves() {
    let mut outbox = outbox().await;
    want_approval(&outbox).await;
    let send = outbox.accept(FRIEND, "is this good?").await;
    let engine = outbox.start_engine();
    let waiting = outbox.until(send, "awaiting_approval").await;
    let yes = move |hash: Vec<u8>, until: Timestamp| Approval {
        hash,
        until,
        at: SystemClock.now(),
        by: None,
    };
    let said = waiting.content_hash();
    // A yes to something else, and one that is over.
    for approval in [yes(vec![0; 32], soon(60_000)), yes(said.clone(), soon(0))] {
        approve(&outbox, send, approval).await;
        outbox.until(send, "awaiting_approval").await;
    }
    assert!(outbox.accepted_texts().await.is_empty());
    approve(&outbox, send, yes(said, soon(60_000))).await;
    outbox.until(send, "sent").await;
    assert_eq!(outbox.accepted_texts().await, ["is this good?"]);
    engine.stop().await;
}

/// Notes the yes and lets dispatch look at it.
async fn approve(outbox: &Outbox, send_id: SendId, approval: Approval) {
    let (workspace_id, hints) = (outbox.workspace_id, outbox.hints());
    outbox
        .write(move |tx| {
            let send = sends::get(tx, workspace_id, send_id)?;
            sends::approve(tx, &send, &approval)?;
            sends::transition(tx, &hints, &send, &SendState::Queued, SystemClock.now())
        })
        .await;
}

#[tokio::test]
async fn an_edit_voids_the_yes() {
    let mut outbox = outbox().await;
    want_approval(&outbox).await;
    let ready_at = soon(700);
    let send = outbox
        .accept_changed(FRIEND, "as approved", |send| {
            send.ready_at = ready_at;
            let (until, rule) = (ready_at, Rule::SendAt);
            send.state = SendState::Scheduled { until, rule };
            send.approval = None;
        })
        .await;
    let (workspace_id, hints) = (outbox.workspace_id, outbox.hints());
    outbox
        .write(move |tx| {
            let known = sends::get(tx, workspace_id, send)?;
            let approval = Approval {
                hash: known.content_hash(),
                until: soon(60_000),
                at: SystemClock.now(),
                by: None,
            };
            sends::approve(tx, &known, &approval)?;
            let edit = Edit {
                text: "as somebody changed it".to_owned(),
                subject: None,
                likeness: None,
                ready_at: known.ready_at,
                expires_at: known.expires_at,
                state: known.state.clone(),
            };
            sends::edit(tx, &hints, &known, &edit, SystemClock.now())
        })
        .await;
    let engine = outbox.start_engine();
    let waiting = outbox.until(send, "awaiting_approval").await;
    assert_eq!(waiting.approval, None);
    assert!(outbox.accepted_texts().await.is_empty());
    engine.stop().await;
}

#[tokio::test]
async fn a_reply_keeps_back_what_was_to_leave_only_without_one() {
    let mut outbox = outbox().await;
    let since = SystemClock.now();
    let ready_at = soon(600);
    let planned = async |text: &'static str, is_tied: bool| {
        outbox
            .accept_changed(FRIEND, text, |send| {
                send.ready_at = ready_at;
                let (until, rule) = (ready_at, Rule::SendAt);
                send.state = SendState::Scheduled { until, rule };
                send.no_reply_since = is_tied.then_some(since);
            })
            .await
    };
    let tied = planned("just following up", true).await;
    let free = planned("whatever you say", false).await;
    let john = outbox.member_key(FRIEND);
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    outbox
        .write(move |tx| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            let now = SystemClock.now();
            ingest::observe(tx, &account, &thread(&john), &[reply(&john, now)], now).map(drop)
        })
        .await;
    let engine = outbox.start_engine();
    outbox.until(free, "sent").await;
    let state = outbox.send(tied).await.state;
    assert!(
        matches!(
            &state,
            SendState::Suppressed {
                code: ErrorCode::ConversationMoved,
                ..
            }
        ),
        "{state:?}"
    );
    assert_eq!(outbox.accepted_texts().await, ["whatever you say"]);
    engine.stop().await;
}

pub(crate) fn thread(john: &str) -> Thread {
    let member = Member {
        member_key: john.to_owned(),
        member_number: None,
        slug: Some(FRIEND.to_owned()),
        first_name: "John".to_owned(),
        last_name: "Doe".to_owned(),
        headline: String::new(),
        picture: None,
        badge: None,
        degree: Some(1),
    };
    Thread {
        thread_key: "2-dGhyZWFk".to_owned(),
        kind: ThreadKind::Direct,
        title: None,
        participants: vec![member],
        created_at: Timestamp::default(),
        last_activity_at: SystemClock.now(),
        last_read_at: None,
        unread_count: 1,
        mailbox: None,
    }
}

fn reply(john: &str, sent_at: Timestamp) -> NetworkMessage {
    NetworkMessage {
        message_key: "2-cmVwbHk=".to_owned(),
        thread_key: "2-dGhyZWFk".to_owned(),
        sender_key: john.to_owned(),
        sent_at,
        text: "Thank you, I am in".to_owned(),
        subject: None,
        token: None,
        reply_to: None,
        attachments: Vec::new(),
        reactions: Vec::new(),
        delivered_at: None,
        seen_at: None,
        edited_at: None,
    }
}

async fn put_policy(outbox: &Outbox, policy: Policy) {
    let policy = serde_json::to_string(&policy).expect("plain data");
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    outbox
        .write(move |tx| accounts::update_policy(tx, workspace_id, account_id, &policy))
        .await;
}

#[tokio::test]
async fn a_pause_lies_between_two_acts_of_an_account() {
    let mut outbox = outbox().await;
    let policy = Policy {
        gap_seconds: 1,
        ..Policy::guide()
    };
    put_policy(&outbox, policy).await;
    let sends = [
        outbox.accept(FRIEND, "one").await,
        outbox.accept("lin-chiaying", "two").await,
        outbox.accept(FRIEND, "three").await,
    ];
    let engine = outbox.start_engine();
    let mut began = Vec::new();
    for send in sends {
        outbox.until(send, "sent").await;
        began.push(outbox.attempts(send).await[0].began_at);
    }
    began.sort_unstable();
    for pair in began.windows(2) {
        let pause = pair[1].since(pair[0]);
        assert!(pause >= Duration::from_secs(1), "{pause:?}");
        assert!(pause < Duration::from_secs(3), "{pause:?}");
    }
    engine.stop().await;
}

#[tokio::test]
async fn what_a_limit_holds_is_held_until_its_own_turn() {
    let mut outbox = outbox().await;
    put_policy(
        &outbox,
        Policy::custom(vec!["message=2/24h".parse().expect("a cap")]),
    )
    .await;
    let mut sends = Vec::new();
    for number in 0..7 {
        let send = outbox.accept_changed(FRIEND, "hello", |send| {
            send.lane = format!("lane {number}");
            send.expires_at = soon(7 * 86_400_000);
        });
        sends.push(send.await);
    }
    let engine = outbox.start_engine();
    for send in &sends[2..] {
        outbox.until(*send, "scheduled").await;
    }
    let mut until = Vec::new();
    for send in &sends[2..] {
        let state = outbox.send(*send).await.state;
        let SendState::Scheduled {
            until: at,
            rule: Rule::Window,
        } = state
        else {
            panic!("{state:?}");
        };
        until.push(at);
    }
    // Two a day: each pair a day behind the one before.
    let day = Duration::from_hours(24);
    for (first, second) in [(0, 2), (1, 3), (2, 4)] {
        let apart = until[second].since(until[first]);
        assert!(
            apart >= day && apart < day + Duration::from_mins(1),
            "{apart:?}"
        );
    }
    assert_eq!(outbox.accepted_texts().await.len(), 2);
    engine.stop().await;
}

#[tokio::test]
async fn an_account_is_let_go_when_its_hold_is_over_and_that_is_told() {
    let mut outbox = outbox().await;
    let (workspace_id, account_id) = (outbox.workspace_id, outbox.account_id);
    let until = soon(1_000);
    outbox
        .write(move |tx| {
            let (status, rule) = (AccountStatus::Available, Some(accounts::LIMIT_EXCEEDED));
            accounts::update_hold(tx, workspace_id, account_id, status, rule, Some(until))?;
            agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, soon(0))
        })
        .await;
    let engine = outbox.start_engine();
    // Nothing waits to be sent.
    let told = loop {
        let part = outbox
            .write(move |tx| events::list(tx, workspace_id, 0, 100))
            .await;
        let kinds = part.events.into_iter().map(|event| event.kind);
        let kinds: Vec<EventKind> = kinds.collect();
        if kinds.contains(&EventKind::QuotaReopened) {
            break kinds;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(SystemClock.now() >= until);
    assert!(told.contains(&EventKind::AccountRestored), "{told:?}");
    let account = outbox
        .write(move |tx| accounts::get(tx, workspace_id, account_id))
        .await;
    assert_eq!((account.hold_rule, account.hold_until), (None, None));
    engine.stop().await;
}
