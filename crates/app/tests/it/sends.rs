//! Acceptance: what becomes a send, what attaches to one, what is refused. Nothing here leaves: no engine runs.

use std::time::Duration;

use app::AppError;
use app::sends::{SendMessage, SendReport, SendRoute};
use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::ledger::Action;
use store::Store;
use store::sends::{self, Echo};

use crate::world::{JOHN, World, at, refusal, thread};

async fn world(store: Store) -> World {
    let world = World::new(store).await;
    world.observe(thread("2-john", 1, 0), Vec::new()).await;
    world
}

pub(crate) fn message(text: &str) -> SendMessage {
    SendMessage {
        account: None,
        recipient: Some(JOHN.to_owned()),
        conversation: None,
        group_id: None,
        text: text.to_owned(),
        subject: None,
        is_inmail: false,
        typing: false,
        acknowledge: None,
        route: SendRoute::Direct,
        wait: Some(Duration::ZERO),
        idempotency_key: None,
    }
}

async fn hand_over(world: &World, text: &str) -> SendReport {
    world
        .app
        .send_message(&world.caller, message(text))
        .await
        .unwrap()
}

async fn becomes_sent(world: &World, send_id: SendId) {
    let hints = world.store.hints().clone();
    world
        .write(move |tx, account| {
            let send = sends::find(tx, account.workspace_id, send_id)?.unwrap();
            let key = format!("2-{send_id}");
            let echo = Echo {
                token: &send.token,
                message_key: &key,
                thread_key: "2-john",
                sent_at: at(100_000),
            };
            sends::record_sent(tx, &hints, &send, &echo, at(100_000))
        })
        .await;
}

testkit::on_both_engines! {
    async fn identical_requests_that_race_become_one_send(store: Store) {
        let world = world(store).await;
        let racing: Vec<_> = (0..12)
            .map(|_| {
                let (app, caller) = (world.app.clone(), world.caller.clone());
                tokio::task::spawn(async move { app.send_message(&caller, message("once")).await })
            })
            .collect();
        let mut reports = Vec::new();
        for task in racing {
            reports.push(task.await.unwrap().unwrap());
        }
        let first = reports[0].send_id;
        assert!(reports.iter().all(|report| report.send_id == first), "{reports:?}");
        assert_eq!(reports.iter().filter(|report| report.duplicate_of.is_none()).count(), 1);
        assert_ne!(hand_over(&world, "twice").await.send_id, first);
    }

    async fn a_twin_attaches_while_it_may_still_leave_and_shortly_after(store: Store) {
        let world = world(store).await;
        let first = hand_over(&world, "hello").await;
        assert_eq!((first.state, first.is_settled, first.duplicate_of), ("queued", false, None));
        becomes_sent(&world, first.send_id).await;
        let again = hand_over(&world, "hello").await;
        assert_eq!((again.send_id, again.state, again.duplicate_of), (first.send_id, "sent", Some(first.send_id)));
        world.clock.set(at(100_061));
        let later = hand_over(&world, "hello").await;
        assert_ne!(later.send_id, first.send_id);
    }

    async fn a_key_replays_its_own_request_and_no_other(store: Store) {
        let world = world(store).await;
        let keyed = |text: &str| SendMessage { idempotency_key: Some("k1".to_owned()), ..message(text) };
        let first = world.app.send_message(&world.caller, keyed("one")).await.unwrap();
        let again = world.app.send_message(&world.caller, keyed("one")).await.unwrap();
        assert_eq!((again.send_id, again.is_replayed), (first.send_id, true));
        let other = refusal(world.app.send_message(&world.caller, keyed("two")).await);
        assert_eq!(other.code, ErrorCode::IdempotencyKeyReused);
    }

    async fn the_151st_message_of_a_day_never_exists(store: Store) {
        let world = world(store).await;
        for number in 0..150 {
            hand_over(&world, &format!("message {number}")).await;
        }
        let refused = refusal(world.app.send_message(&world.caller, message("one more")).await);
        assert_eq!(refused.code, ErrorCode::RateLimitExceeded);
        let (action, quota) = refused.quota.unwrap();
        assert_eq!((action, quota.used, quota.remaining), (Action::Message, 150, 0));
        assert!(refused.message.starts_with("Rate limit exceeded for MESSAGE: 150/150 used. Resets at "));
        assert!(refused.retry_at.is_some());
    }

    async fn a_send_of_another_workspace_is_absent(store: Store) {
        let world = world(store).await;
        let send = hand_over(&world, "mine").await;
        let (stranger, _) = world.stranger().await;
        let send_id = send.send_id.to_string();
        assert!(world.app.find_send(&world.caller, &send_id).await.is_ok());
        for unknown in [send_id.as_str(), "snd_0000000000000000000000000a", "nonsense"] {
            let answer = world.app.find_send(&stranger, unknown).await;
            assert!(
                matches!(&answer, Err(AppError::Refused(refusal)) if refusal.code == ErrorCode::SendNotFound),
                "{answer:?}"
            );
        }
    }

    async fn what_cannot_be_a_message_is_named(store: Store) {
        let world = world(store).await;
        let too_long = "x".repeat(8_001);
        let with = |change: fn(&mut SendMessage)| {
            let mut command = message("fine");
            change(&mut command);
            command
        };
        let cases = [
            (message(""), "message", "empty"),
            (message("  \n "), "message", "empty"),
            (message(&too_long), "message", "too_long"),
            (message("a\0b"), "message", "control_character"),
            (with(|command| command.recipient = None), "recipientProfileId", "required"),
            (with(|command| command.recipient = Some("no such form!".to_owned())), "recipientProfileId", "invalid"),
            (with(|command| command.conversation = Some("urn:li:x".to_owned())), "conversationUrn", "invalid"),
            (with(|command| command.route = SendRoute::Group), "groupId", "required"),
            (
                with(|command| {
                    command.route = SendRoute::Group;
                    command.recipient = None;
                    command.conversation = Some("2-john".to_owned());
                }),
                "conversationUrn",
                "mismatch",
            ),
            (with(|command| command.acknowledge = Some(vec!["?".to_owned()])), "messageUrns", "invalid"),
        ];
        for (command, path, code) in cases {
            let said = format!("{command:?}");
            let refused = refusal(world.app.send_message(&world.caller, command).await);
            let issue = refused.issues.first().map(|issue| (issue.path.as_str(), issue.code));
            assert_eq!(issue, Some((path, code)), "{said}: {refused:?}");
        }
        let longest = hand_over(&world, &"x".repeat(8_000)).await;
        assert_eq!(longest.state, "queued");
    }
}
