//! The history that is read in, and what is followed afterwards, whatever goes wrong on the way.

use std::time::{Duration, Instant};

use domain::network::{CapabilityClass, Member, Thread, ThreadKind};
use integrations::http::Method;
use serde_json::json;
use store::accounts::{AccountStatus, BackfillState};
use store::inbox::{self, InboxRow, Position};
use store::{CommitFault, Tx, accounts, ingest};
use testkit::stores;

use crate::mailbox::{Mailbox, SEAT};

const FRIEND: &str = "john-doe-123";

async fn mailbox() -> Mailbox {
    Mailbox::link(stores::sqlite()).await
}

/// More of everything than fits one page.
async fn fill(mailbox: &Mailbox) {
    let body = json!({
        "as": FRIEND, "to": {"member": mailbox.own_slug}, "count": 150, "text": "Load {n}",
        "interval_ms": 1_000, "alternate": true, "notify": false,
    });
    let bulk = mailbox
        .network
        .control(Method::POST, "messages/bulk", body)
        .await;
    assert_eq!(bulk["created"], 150);
}

async fn done(mailbox: &Mailbox) {
    let account = mailbox
        .until("the history is read in", |account| {
            account.backfill_state == BackfillState::Done
        })
        .await;
    assert_eq!(mailbox.pending().await, 0);
    assert_eq!(
        account.backfill_threads_total,
        Some(account.conversation_count)
    );
}

#[tokio::test]
async fn the_whole_history_is_read_in() {
    let mailbox = mailbox().await;
    fill(&mailbox).await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    mailbox.until_equal().await;

    let account = mailbox.account().await;
    let seat = mailbox.network.seat(SEAT).await;
    assert_eq!(Some(account.name().as_str()), seat["name"].as_str());
    assert_eq!(account.capability_class, CapabilityClass::B);
    assert!(account.is_premium && account.plan.is_some());
    assert!(account.last_received_at.is_some());
    assert_eq!(account.last_error, None);
    let history = mailbox.network.history(SEAT).await;
    let messages = history
        .iter()
        .map(|thread| thread["messages"].as_array().unwrap().len());
    assert_eq!(
        account.conversation_count,
        i64::try_from(history.len()).unwrap()
    );
    assert_eq!(
        account.message_count,
        i64::try_from(messages.sum::<usize>()).unwrap()
    );
    let unread = history.iter().filter(|thread| thread["unread_count"] != 0);
    assert_eq!(
        account.unread_conversation_count,
        i64::try_from(unread.count()).unwrap()
    );
    sync.stop().await;
}

#[tokio::test]
async fn a_new_message_is_there_within_a_second() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    let before = mailbox.account().await.message_count;
    let said = Instant::now();
    mailbox.receive(FRIEND, "Are you there?").await;
    let is_there = mailbox.until("the message", |account| account.message_count > before);
    is_there.await;
    assert!(said.elapsed() < Duration::from_secs(1));
    mailbox.until_equal().await;
    sync.stop().await;
}

/// Everything that can happen to a mailbox, some of it while the history is still being read.
async fn live_a_little(mailbox: &Mailbox, round: u32) {
    let network = &mailbox.network;
    let said = network
        .say(FRIEND, &mailbox.own_slug, &format!("round {round}"))
        .await;
    let (thread_id, message_id) = (said["thread_id"].clone(), said["message_id"].clone());
    let reaction = |state: &str| {
        json!({"as": mailbox.own_slug, "thread_id": thread_id, "message_id": message_id,
               "emoji": "👍", "state": state})
    };
    network
        .control(Method::POST, "reactions", reaction("added"))
        .await;
    if round.is_multiple_of(3) {
        network
            .control(Method::POST, "reactions", reaction("removed"))
            .await;
    }
    if round.is_multiple_of(4) {
        let seen = json!({"as": mailbox.own_slug, "thread_id": thread_id});
        network.control(Method::POST, "seen", seen).await;
    }
    let answer = json!({
        "as": mailbox.own_slug, "to": {"thread_id": thread_id}, "text": format!("answer {round}"),
        "reply_to": message_id,
    });
    network.control(Method::POST, "messages", answer).await;
    let seen = json!({"as": FRIEND, "thread_id": thread_id});
    network.control(Method::POST, "seen", seen).await;
    let headline = json!({"headline": format!("Engineer of round {round}")});
    let path = format!("members/{FRIEND}");
    network.control(Method::PATCH, &path, headline).await;
}

#[tokio::test]
async fn duplicates_and_disorder_leave_the_same_history() {
    let mailbox = mailbox().await;
    for fault in ["duplicate_updates", "reordered_updates"] {
        let fault = json!({"fault": fault, "action": "updates"});
        mailbox.network.fault(SEAT, fault).await;
    }
    let sync = mailbox.follow();
    for round in 0..30 {
        live_a_little(&mailbox, round).await;
    }
    done(&mailbox).await;
    for round in 30..60 {
        live_a_little(&mailbox, round).await;
    }
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn it_goes_on_wherever_it_was_ended() {
    let mailbox = mailbox().await;
    fill(&mailbox).await;
    for fault in ["duplicate_updates", "reordered_updates"] {
        let fault = json!({"fault": fault, "action": "updates"});
        mailbox.network.fault(SEAT, fault).await;
    }
    for round in 0..40 {
        let sync = mailbox.follow();
        let pause = u64::from(round) * 37 % 90;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        live_a_little(&mailbox, round).await;
        sync.crash().await;
    }
    let sync = mailbox.follow();
    done(&mailbox).await;
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn it_goes_on_after_commits_that_fail_or_lose_their_answer() {
    let mailbox = mailbox().await;
    fill(&mailbox).await;
    let faults = mailbox.store().commit_faults();
    for nth in 0..16 {
        let fault = match nth % 2 {
            0 => CommitFault::Fail,
            _ => CommitFault::Lose,
        };
        faults.plan(1 + nth * 13, fault);
    }
    let sync = mailbox.follow();
    for round in 0..10 {
        live_a_little(&mailbox, round).await;
    }
    done(&mailbox).await;
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn a_network_that_goes_away_is_reported_and_found_again() {
    let mut mailbox = mailbox().await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    mailbox.network.stop().await;
    let account = mailbox
        .until("the trouble is told", |account| {
            account.last_error.is_some()
        })
        .await;
    assert!(account.last_error_at >= account.last_received_at);
    assert_eq!(account.status, AccountStatus::Available, "it may come back");

    mailbox.network.resume().await;
    mailbox.receive(FRIEND, "Back again").await;
    mailbox
        .until("the trouble is over", |account| {
            account.last_error.is_none()
        })
        .await;
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn a_slow_network_is_waited_for() {
    let mailbox = mailbox().await;
    let slow = json!({"fault": "slow", "delay_ms": 120, "action": "messages", "count": 20});
    mailbox.network.fault(SEAT, slow).await;
    let failing = json!({"fault": "error_500_not_sent", "action": "threads", "count": 2});
    mailbox.network.fault(SEAT, failing).await;
    let cut = json!({"fault": "answer_lost", "action": "updates", "count": 3});
    mailbox.network.fault(SEAT, cut).await;
    let hurried =
        json!({"fault": "rate_limited", "action": "thread", "retry_after_ms": 300, "count": 2});
    mailbox.network.fault(SEAT, hurried).await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    mailbox.receive(FRIEND, "Slowly").await;
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn an_ended_session_holds_the_account_until_it_is_good_again() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    let expired = json!({"session": "expired"});
    mailbox.network.change_seat(SEAT, expired).await;
    mailbox.receive(FRIEND, "Where are you?").await;
    let account = mailbox
        .until("it is held", |account| account.hold_rule.is_some())
        .await;
    assert_eq!(account.status, AccountStatus::Error);
    assert_eq!(account.hold_rule.as_deref(), Some("session_expired"));

    let valid = json!({"session": "valid"});
    mailbox.network.change_seat(SEAT, valid).await;
    mailbox.make_due().await;
    let account = mailbox
        .until("it is let go", |account| account.hold_rule.is_none())
        .await;
    assert_eq!(account.status, AccountStatus::Available);
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn credentials_of_another_member_hold_the_account() {
    let mailbox = mailbox().await;
    mailbox.swap_credentials("free").await;
    let sync = mailbox.follow();
    let account = mailbox
        .until("it is held", |account| account.hold_rule.is_some())
        .await;
    assert_eq!(account.hold_rule.as_deref(), Some("other_member"));
    assert_eq!(
        account.conversation_count, 0,
        "nothing of the other was read"
    );
    sync.stop().await;
}

#[tokio::test]
async fn an_unlinked_account_is_left_alone_until_it_is_linked_again() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    mailbox.unlink().await;
    while mailbox.is_due().await {
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    mailbox.receive(FRIEND, "Said while unlinked").await;
    mailbox.swap_credentials(SEAT).await;
    assert_eq!(mailbox.account().await.sync_cursor, None);
    mailbox.make_due().await;
    mailbox
        .until("it begins anew", |account| account.sync_cursor.is_some())
        .await;
    done(&mailbox).await;
    mailbox.until_equal().await;
    sync.stop().await;
}

#[tokio::test]
async fn a_stream_that_forgot_the_cursor_is_read_anew() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    sync.stop().await;
    mailbox.receive(FRIEND, "Said while nobody followed").await;
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    let cursor = mailbox.account().await.sync_cursor;
    let forget = move |tx: &mut Tx<'_>| {
        let old = cursor.as_deref();
        accounts::update_sync_cursor(tx, workspace_id, account_id, old, "forgotten")
    };
    assert!(mailbox.store().write(forget).await.unwrap());
    let sync = mailbox.follow();
    mailbox.until_equal().await;
    done(&mailbox).await;
    sync.stop().await;
}

#[tokio::test]
async fn postgres_follows_alike() {
    let place = tokio::task::spawn_blocking(stores::postgres).await.unwrap();
    let mailbox = Mailbox::link(place).await;
    fill(&mailbox).await;
    let sync = mailbox.follow();
    for round in 0..10 {
        live_a_little(&mailbox, round).await;
    }
    done(&mailbox).await;
    mailbox.until_equal().await;
    sync.stop().await;
    tokio::task::spawn_blocking(move || drop(mailbox))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_person_who_changes_changes_in_all_of_very_many_conversations() {
    let mailbox = mailbox().await;
    let account = mailbox.account().await;
    let member = Member {
        member_key: "ACoAAeverywhere".to_owned(),
        member_number: None,
        slug: None,
        first_name: "Eve".to_owned(),
        last_name: "Before".to_owned(),
        headline: String::new(),
        picture: None,
        badge: None,
        degree: Some(1),
    };
    for number in 0..150 {
        let thread = Thread {
            thread_key: format!("2-everywhere{number}"),
            kind: ThreadKind::Direct,
            title: None,
            participants: vec![member.clone()],
            created_at: account.linked_at,
            last_activity_at: account.linked_at,
            last_read_at: None,
            unread_count: 0,
            mailbox: None,
        };
        let account = account.clone();
        let keep = move |tx: &mut Tx<'_>| {
            ingest::observe(tx, &account, &thread, &[], account.linked_at).map(drop)
        };
        mailbox.store().write(keep).await.unwrap();
    }
    let renamed = Member {
        last_name: "After".to_owned(),
        ..member
    };
    let change = {
        let account = account.clone();
        move |tx: &mut Tx<'_>| {
            ingest::member_changed(tx, &account, &renamed, account.linked_at).map(drop)
        }
    };
    mailbox.store().write(change).await.unwrap();
    let shown = || {
        let (workspace_id, number) = (account.workspace_id, account.number);
        mailbox.read(move |tx| {
            let rows = inbox::list(tx, workspace_id, number, None, Position::TOP, 10_000)?;
            let is_new =
                |row: &&InboxRow| String::from_utf8_lossy(&row.facts).contains("Eve After");
            Ok(rows.iter().filter(is_new).count())
        })
    };
    assert_eq!(shown().await, 64);
    let sync = mailbox.follow();
    for _ in 0..400 {
        if shown().await == 150 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(shown().await, 150);
    sync.stop().await;
}

#[tokio::test]
async fn who_types_is_told_to_those_who_listen() {
    let mailbox = mailbox().await;
    let sync = mailbox.follow();
    done(&mailbox).await;
    mailbox.receive(FRIEND, "Are you there?").await;
    mailbox.until_equal().await;
    let said = mailbox
        .network
        .say(FRIEND, &mailbox.own_slug, "Hello?")
        .await;
    let thread_key = said["thread_id"].as_str().expect("a thread").to_owned();
    let hints = mailbox.store().hints();
    let mut typing = hints.listen_for_typing(mailbox.workspace_id);
    let body = json!({"as": FRIEND, "thread_id": thread_key, "state": "on"});
    mailbox.network.control(Method::POST, "typing", body).await;
    let shown = tokio::time::timeout(Duration::from_secs(20), typing.recv());
    let shown = shown.await.expect("in time").expect("it is told");
    assert_eq!(shown.account_id, mailbox.account_id);
    let (workspace_id, account_id) = (mailbox.workspace_id, mailbox.account_id);
    let found = mailbox.read(move |tx| {
        store::conversations::find_by_thread_key(tx, workspace_id, account_id, &thread_key)
    });
    let found = found.await.expect("it is kept");
    assert_eq!(found.conversation_id, shown.conversation_id);
    sync.stop().await;
}
