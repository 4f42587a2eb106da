//! Acceptance: what becomes a send, what attaches to one, what is refused. Nothing here leaves: no engine runs.

use std::time::Duration;

use app::keys::CreateKey;
use app::sends::{MessageFields, SendMessage, SendReport, SendRoute, SendTerms};
use app::{AppError, Scope, Settings};
use domain::error_code::ErrorCode;
use domain::ids::{AttemptId, SendId};
use domain::ledger::Action;
use store::sends::{self, Echo};
use store::{Store, Tx, attempts, ingest};

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
        terms: SendTerms::default(),
        fields: MessageFields::OWN,
    }
}

async fn hand_over(world: &World, text: &str) -> SendReport {
    world
        .app
        .send_message(&world.caller, message(text))
        .await
        .unwrap()
}

pub(crate) async fn becomes_sent(world: &World, send_id: SendId) {
    let hints = world.store.hints().clone();
    world
        .write(move |tx, account| {
            let send = sends::find(tx, account.workspace_id, send_id)?.unwrap();
            let key = format!("2-{send_id}");
            let attempt_id = AttemptId::from_bytes(*send_id.as_bytes());
            attempts::insert(tx, &send, attempt_id, 1, at(99_999), at(100_014))?;
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
        world.clock.set(at(100_299));
        assert_eq!(hand_over(&world, "hello").await.send_id, first.send_id);
        // That it was read meanwhile makes it no younger.
        let hints = world.store.hints().clone();
        world
            .write(move |tx, account| {
                let key = format!("2-{}", first.send_id);
                let seen = (Some(at(100_250)), Some(at(100_299)));
                let (workspace_id, account_id) = (account.workspace_id, account.account_id);
                sends::record_receipt(tx, &hints, workspace_id, account_id, &key, seen, at(100_299))
            })
            .await;
        world.clock.set(at(100_301));
        let later = hand_over(&world, "hello").await;
        assert_ne!(later.send_id, first.send_id);
    }

    async fn a_twin_is_known_in_every_spelling(store: Store) {
        let world = world(store).await;
        let first = hand_over(&world, "hello").await;
        let account = Some(world.account.account_id.to_string());
        for (account, recipient) in [
            (account.clone(), JOHN.to_owned()),
            (None, format!("urn:li:fsd_profile:{JOHN}")),
            (account, "https://www.linkedin.com/in/john-doe".to_owned()),
        ] {
            let command = SendMessage { account, recipient: Some(recipient), ..message("hello") };
            let again = world.app.send_message(&world.caller, command).await.unwrap();
            assert_eq!(again.send_id, first.send_id);
        }
    }

    async fn a_repeat_is_a_repeat_after_the_default_account_has_changed(store: Store) {
        let mut world = world(store).await;
        let command = CreateKey { name: "crm".into(), scopes: vec![Scope::Write], expires_at: None };
        let made = world.app.create_key(world.caller.workspace_id, command).await.unwrap();
        world.caller.api_key_id = made.view.api_key_id;
        let other = world.second_account().await;
        let keyed = SendMessage { idempotency_key: Some("k1".to_owned()), ..message("keyed") };
        let plain = hand_over(&world, "plain").await;
        let first = world.app.send_message(&world.caller, keyed.clone()).await.unwrap();
        world.app.remember_live_use(&world.caller, other.account_id).await.unwrap();
        let again = hand_over(&world, "plain").await;
        assert_eq!((again.send_id, again.account_id), (plain.send_id, world.account.account_id));
        let again = world.app.send_message(&world.caller, keyed).await.unwrap();
        assert_eq!((again.send_id, again.is_replayed), (first.send_id, true));
    }

    async fn a_repeat_is_answered_after_its_account_was_unlinked(store: Store) {
        let world = world(store).await;
        let first = hand_over(&world, "still known").await;
        becomes_sent(&world, first.send_id).await;
        let waits = hand_over(&world, "never left").await;
        world.app.unlink_account(world.caller.workspace_id, world.account.account_id).await.unwrap();
        assert_eq!(hand_over(&world, "still known").await.send_id, first.send_id);
        // What waited was withdrawn, and is nothing that a repeat could attach to.
        let withdrawn = world.write(move |tx, account| sends::get(tx, account.workspace_id, waits.send_id)).await;
        assert_eq!(withdrawn.state.word(), "cancelled");
        for text in ["never left", "something new"] {
            let refused = refusal(world.app.send_message(&world.caller, message(text)).await);
            assert_eq!(refused.code, ErrorCode::AccountNotFound, "{text}");
        }
    }

    async fn a_commit_whose_answer_is_lost_is_one_send(store: Store) {
        let world = world(store).await;
        for fault in [store::CommitFault::Lose, store::CommitFault::Fail] {
            world.store.commit_faults().plan(1, fault);
            let text = format!("{fault:?}");
            let answer = world.app.send_message(&world.caller, message(&text)).await;
            let sends = world.write(|tx, account| {
                store::sends::list_waiting(tx, account.workspace_id, account.account_id, 10)
            });
            let kept = sends.await.iter().filter(|send| send.text == text).count();
            match answer {
                Ok(report) => assert_eq!((kept, report.state), (1, "queued")),
                Err(_) => assert_eq!(kept, 0, "an error means that it never existed"),
            }
        }
    }

    async fn one_key_for_two_accounts_at_once_is_one_send(store: Store) {
        let world = world(store).await;
        let other = world.second_account().await;
        let account = other.clone();
        let known = move |tx: &mut Tx<'_>| {
            ingest::observe(tx, &account, &thread("2-john", 1, 0), &[], at(0)).map(drop)
        };
        world.store.write(known).await.unwrap();
        let racing = [world.account.account_id, other.account_id].map(|account_id| {
            let command = SendMessage {
                account: Some(account_id.to_string()),
                idempotency_key: Some("k1".to_owned()),
                ..message("once")
            };
            let (app, caller) = (world.app.clone(), world.caller.clone());
            tokio::task::spawn(async move { app.send_message(&caller, command).await })
        });
        let mut outcomes = Vec::new();
        for task in racing {
            outcomes.push(match task.await.unwrap() {
                Ok(_) => "sent",
                Err(AppError::Refused(refusal)) => refusal.code.word(),
                Err(error) => panic!("{error}"),
            });
        }
        outcomes.sort_unstable();
        assert_eq!(outcomes, ["idempotency_key_reused", "sent"]);
    }

    async fn without_the_setting_every_request_is_its_own(store: Store) {
        let settings = Settings { twin_window: Duration::ZERO, ..Settings::default() };
        let world = World::with(store, settings).await;
        world.observe(thread("2-john", 1, 0), Vec::new()).await;
        let first = hand_over(&world, "hello").await;
        assert_ne!(hand_over(&world, "hello").await.send_id, first.send_id);
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
        let (action, quota) = *refused.quota.unwrap();
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
            (message(""), "text", "empty"),
            (message("  \n "), "text", "empty"),
            (message(&too_long), "text", "too_long"),
            (message("a\0b"), "text", "control_character"),
            (with(|command| command.recipient = None), "recipient", "required"),
            (with(|command| command.recipient = Some("no such form!".to_owned())), "recipient", "invalid"),
            (with(|command| command.conversation = Some("urn:li:x".to_owned())), "conversation", "invalid"),
            (with(|command| command.route = SendRoute::Group), "group_id", "required"),
            (
                with(|command| {
                    command.route = SendRoute::Group;
                    command.recipient = None;
                    command.conversation = Some("2-john".to_owned());
                }),
                "conversation",
                "mismatch",
            ),
            (with(|command| command.acknowledge = Some(vec!["?".to_owned()])), "acknowledge", "invalid"),
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
