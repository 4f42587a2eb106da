//! Acts, and what is said of them when something goes wrong.

use std::time::Duration;

use domain::network::Update;
use domain::outcome::{HoldRule, Outcome};
use domain::time::Timestamp;
use integrations::networks::network::{Destination, NetworkError, OutgoingMessage, ReadBack};

use super::reads::{all_messages, friend, friend_thread};
use super::{Mishap, Rig, message};

pub(super) async fn to_friend(rig: &impl Rig, token: &str, text: &str) -> OutgoingMessage {
    let thread_key = friend_thread(rig).await.thread_key;
    message(token, Destination::Thread(thread_key), text)
}

/// How often a text stands in the friend's thread.
async fn count(rig: &impl Rig, text: &str) -> usize {
    let thread_key = friend_thread(rig).await.thread_key;
    let messages = all_messages(&rig.line(), &thread_key, 100).await;
    messages.iter().filter(|found| found.text == text).count()
}

/// An instant on the network's own clock, from which a lost act is looked for.
pub(super) async fn network_now(rig: &impl Rig) -> Timestamp {
    friend_thread(rig)
        .await
        .last_activity_at
        .plus(Duration::from_millis(1))
}

pub(super) fn accepted<T: std::fmt::Debug>(outcome: Outcome<T>) -> T {
    match outcome {
        Outcome::Accepted(receipt) => receipt,
        other => panic!("{other:?} is no acceptance"),
    }
}

pub(crate) async fn a_sent_message_is_there(rig: &mut impl Rig) {
    let line = rig.line();
    let (own, _) = line.own_profile().await.unwrap();
    let cursor = line.current_cursor().await.unwrap();
    let outgoing = to_friend(rig, "token-1", "Good morning").await;
    let receipt = accepted(line.send(outgoing).await);

    let thread = friend_thread(rig).await;
    assert_eq!(receipt.thread_key, thread.thread_key);
    let newest = line.messages(thread.thread_key, None, 1).await.unwrap();
    let sent = &newest.items[0];
    assert_eq!(sent.message_key, receipt.message_key);
    assert_eq!(sent.sender_key, own.member_key);
    assert_eq!(sent.sent_at, receipt.accepted_at);
    assert_eq!(sent.text, "Good morning");
    assert_eq!(sent.token.as_deref(), Some("token-1"), "class B echoes it");

    let page = line.updates(cursor, Duration::ZERO).await.unwrap();
    let is_echoed = page.items.iter().any(|update| {
        matches!(update, Update::Message { message, .. }
            if message.token.as_deref() == Some("token-1") && message.message_key == receipt.message_key)
    });
    assert!(is_echoed, "{:?}", page.items);
}

pub(crate) async fn every_destination_is_reached(rig: &mut impl Rig) {
    let line = rig.line();
    let friend = friend(rig).await;
    let direct = friend_thread(rig).await.thread_key;
    let destination = Destination::Member(friend.member_key);
    let receipt = accepted(line.send(message("token-1", destination, "Hello")).await);
    assert_eq!(receipt.thread_key, direct);

    let stranger = Destination::Member(rig.stranger_key().await);
    let outcome = line.send(message("token-2", stranger, "Hello")).await;
    let Outcome::Refused { code, .. } = outcome else {
        panic!("{outcome:?} is no refusal");
    };
    assert_eq!(code, "not_connected");
}

pub(crate) async fn a_lost_answer_is_unknown_and_found(rig: &mut impl Rig) {
    let line = rig.line();
    let member_key = friend(rig).await.member_key;
    for (class, text) in [("A", "first"), ("B", "second"), ("C", "third")] {
        rig.set_class(class).await;
        let since = network_now(rig).await;
        let outgoing = to_friend(rig, class, text).await;
        rig.arrange(Mishap::AnswerLost).await;
        let outcome = line.send(outgoing.clone()).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
        let mut by_member = outgoing.clone();
        by_member.destination = Destination::Member(member_key.clone());
        for question in [outgoing, by_member] {
            let found = line.read_back(question, since).await.unwrap();
            let ReadBack::Found(receipts) = found else {
                panic!("class {class} must find it");
            };
            let thread_key = friend_thread(rig).await.thread_key;
            let newest = line.messages(thread_key, None, 1).await.unwrap();
            assert_eq!(newest.items[0].message_key, receipts[0].message_key);
            assert_eq!(newest.items[0].sent_at, receipts[0].accepted_at);
        }
        assert_eq!(count(rig, text).await, 1, "class {class}");
    }
}

pub(crate) async fn a_lost_request_is_unknown_and_absent(rig: &mut impl Rig) {
    let line = rig.line();
    for (class, text) in [("A", "first"), ("B", "second"), ("C", "third")] {
        rig.set_class(class).await;
        // The same words, said before: they are not this message.
        accepted(
            line.send(to_friend(rig, &format!("{class}-before"), text).await)
                .await,
        );
        let since = network_now(rig).await;
        let outgoing = to_friend(rig, class, text).await;
        rig.arrange(Mishap::Lost).await;
        let outcome = line.send(outgoing.clone()).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
        let found = line.read_back(outgoing, since).await.unwrap();
        assert_eq!(found, ReadBack::Absent, "class {class}");
        assert_eq!(count(rig, text).await, 1, "class {class}");
    }
}

pub(crate) async fn class_d_cannot_be_read_back(rig: &mut impl Rig) {
    let line = rig.line();
    rig.set_class("D").await;
    let since = network_now(rig).await;
    let outgoing = to_friend(rig, "token-1", "Hello").await;
    rig.arrange(Mishap::AnswerLost).await;
    let outcome = line.send(outgoing.clone()).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    let found = line.read_back(outgoing, since).await;
    assert!(
        matches!(found, Err(NetworkError::Unsupported { .. })),
        "{found:?}"
    );
}

pub(crate) async fn only_class_a_honours_a_repeated_token(rig: &mut impl Rig) {
    let line = rig.line();
    for (class, expected) in [("A", 1), ("B", 2), ("C", 2)] {
        rig.set_class(class).await;
        let text = format!("as class {class}");
        let outgoing = to_friend(rig, class, &text).await;
        let first = accepted(line.send(outgoing.clone()).await);
        let second = accepted(line.send(outgoing).await);
        assert_eq!(first == second, expected == 1);
        assert_eq!(count(rig, &text).await, expected, "class {class}");
    }
}

pub(crate) async fn documented_answers_settle_an_act(rig: &mut impl Rig) {
    let line = rig.line();
    let outgoing = to_friend(rig, "token-1", "Hello").await;

    rig.arrange(Mishap::TooFast).await;
    let Outcome::Deferred { retry_after, .. } = line.send(outgoing.clone()).await else {
        panic!("a network that asks to wait defers");
    };
    assert_eq!(retry_after, Some(Duration::from_secs(7)));

    rig.arrange(Mishap::FailedInside).await;
    let outcome = line.send(outgoing.clone()).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");

    rig.arrange(Mishap::Refused).await;
    let outcome = line.send(outgoing).await;
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
    assert_eq!(count(rig, "Hello").await, 0);
}

pub(crate) async fn an_ended_session_holds(rig: &mut impl Rig) {
    let line = rig.line();
    let outgoing = to_friend(rig, "token-1", "Hello").await;
    rig.expire_session().await;
    let outcome = line.send(outgoing).await;
    assert!(
        matches!(
            outcome,
            Outcome::Held {
                rule: HoldRule::SessionExpired,
                ..
            }
        ),
        "{outcome:?}"
    );
    let asked = line.plan().await;
    assert_eq!(asked, Err(NetworkError::SessionExpired));
}

pub(crate) async fn nobody_there_is_not_sent(rig: &mut impl Rig) {
    let line = rig.line();
    let outgoing = to_friend(rig, "token-1", "Hello").await;
    let stranger = rig.stranger_key().await;
    rig.vanish().await;
    let outcome = line.send(outgoing).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");
    let outcome = line.connect("token-2".to_owned(), stranger, None).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");
    let asked = line.plan().await;
    assert!(
        matches!(asked, Err(NetworkError::Unreachable { .. })),
        "{asked:?}"
    );
}

pub(crate) async fn an_invitation_is_sent_once(rig: &mut impl Rig) {
    let line = rig.line();
    let stranger = rig.stranger_key().await;
    let note = Some("Let us talk".to_owned());
    let outcome = line
        .connect("token-1".to_owned(), stranger.clone(), note)
        .await;
    assert_eq!(outcome, Outcome::Accepted(()));
    let relationship = line.relationship(stranger.clone()).await.unwrap();
    assert!(relationship.invitation_sent);
    let again = line.connect("token-2".to_owned(), stranger, None).await;
    assert!(matches!(again, Outcome::Refused { .. }), "{again:?}");
}

pub(crate) async fn small_acts_can_be_repeated(rig: &mut impl Rig) {
    let line = rig.line();
    rig.friend_says("Ping").await;
    let thread = friend_thread(rig).await;
    let thread_key = thread.thread_key;
    let newest = line.messages(thread_key.clone(), None, 1).await.unwrap();
    let message_key = newest.items[0].message_key.clone();
    for _ in 0..2 {
        line.typing(thread_key.clone(), true).await.unwrap();
        line.typing(thread_key.clone(), false).await.unwrap();
        line.acknowledge(Some(thread_key.clone()), vec![message_key.clone()])
            .await
            .unwrap();
        line.mark_seen(thread_key.clone()).await.unwrap();
        line.mark_all_read().await.unwrap();
    }
    let thread = line.thread(thread_key).await.unwrap().unwrap();
    assert_eq!(thread.unread_count, 0);

    let own = to_friend(rig, "token-1", "Pong").await;
    let own = accepted(line.send(own).await);
    let acknowledged = line.acknowledge(None, vec![own.message_key.clone()]).await;
    assert!(
        matches!(acknowledged, Err(NetworkError::Refused { .. })),
        "one's own message is nobody's to acknowledge: {acknowledged:?}"
    );
    let cursor = line.current_cursor().await.unwrap();
    rig.friend_sees().await;
    let page = line.updates(cursor, Duration::ZERO).await.unwrap();
    let seen = page.items.iter().find_map(|update| match update {
        Update::Receipt {
            message_key,
            seen_at: Some(seen_at),
            ..
        } if *message_key == own.message_key => Some(*seen_at),
        _ => None,
    });
    assert!(seen.expect("the receipt comes") >= own.accepted_at);
}
