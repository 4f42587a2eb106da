//! What one person gets from all accounts of a workspace together, as whoever hands over a message meets it.

use std::time::Duration;

use app::sends::{SendMessage, SendTerms};
use domain::error_code::ErrorCode;
use domain::forecast::Fate;
use domain::policy::Policy;
use domain::time::Timestamp;
use store::{Store, Tx, ingest};

use crate::sends::{becomes_sent, message};
use crate::world::{World, at, refusal, thread};

/// A world whose first account lets one person get so much.
async fn world(store: Store, per_person: &str) -> World {
    let world = World::new(store).await;
    world.observe(thread("2-john", 1, 0), Vec::new()).await;
    let policy = Policy {
        per_person: vec![per_person.parse().unwrap()],
        ..Policy::guide()
    };
    let (workspace_id, account_id) = (world.caller.workspace_id, world.account.account_id);
    let changed = world.app.change_policy(workspace_id, account_id, policy);
    changed.await.unwrap();
    world
}

/// John gets a message from another account, which counts until this instant.
async fn written_by_another(world: &World) -> Timestamp {
    let other = world.second_account().await;
    let account = other.clone();
    let known = move |tx: &mut Tx<'_>| {
        ingest::observe(tx, &account, &thread("2-john", 1, 0), &[], at(0)).map(drop)
    };
    world.store.write(known).await.unwrap();
    let command = SendMessage {
        account: Some(other.account_id.to_string()),
        ..message("from the other one")
    };
    let sent = world
        .app
        .send_message(&world.caller, command)
        .await
        .unwrap();
    becomes_sent(world, sent.send_id).await;
    at(100_000).plus(Duration::from_hours(24))
}

fn from_the_first(world: &World, text: &str) -> SendMessage {
    SendMessage {
        account: Some(world.account.account_id.to_string()),
        ..message(text)
    }
}

fn patient(world: &World, text: &str) -> SendMessage {
    SendMessage {
        terms: SendTerms {
            waits_for_limits: true,
            expires_at: Some(at(100_000).plus(Duration::from_hours(72))),
            ..SendTerms::default()
        },
        ..from_the_first(world, text)
    }
}

testkit::on_both_engines! {
    async fn what_one_person_had_from_another_account_counts(store: Store) {
        let world = world(store, "message=1/24h").await;
        let opens_at = Box::pin(written_by_another(&world)).await;
        let hurried = from_the_first(&world, "and from this one");
        let refused = refusal(world.app.send_message(&world.caller, hurried).await);
        assert_eq!((refused.code, refused.retry_at), (ErrorCode::PersonLimitReached, Some(opens_at)));
        assert!(refused.message.contains("at most 1 MESSAGE in 24 hours") && refused.message.contains("1/1 used"));
        assert_eq!(refused.quota, None, "the account has room");
        // Whoever can wait is told until when, and waits.
        let trial = world.app.try_message(&world.caller, patient(&world, "later")).await.unwrap();
        assert_eq!((trial.rule, trial.retry_at), (Some("person_limit"), Some(opens_at)));
        let kept = world.app.send_message(&world.caller, patient(&world, "later")).await.unwrap();
        let account = world.account.account_id.to_string();
        let foreseen = world.app.forecast(&world.caller, Some(&account)).await.unwrap();
        let fates: Vec<_> = foreseen.sends.iter().map(|seen| (seen.send_id, seen.fate)).collect();
        assert_eq!(fates, [(kept.send_id, Fate::Leaves { at: opens_at })]);
        assert_eq!(foreseen.sends[0].held_by.map(domain::send::Rule::word), Some("person_limit"));
    }

    async fn what_waits_for_one_person_counts_too(store: Store) {
        let world = world(store, "message=2/24h").await;
        for text in ["one", "two"] {
            let command = from_the_first(&world, text);
            world.app.send_message(&world.caller, command).await.unwrap();
        }
        let third = from_the_first(&world, "three");
        let refused = refusal(world.app.send_message(&world.caller, third).await);
        assert_eq!(refused.code, ErrorCode::PersonLimitReached);
    }

    async fn a_policy_that_counts_no_person_holds_nothing(store: Store) {
        let world = world(store, "invitation=0/24h").await;
        Box::pin(written_by_another(&world)).await;
        let command = from_the_first(&world, "and from this one");
        world.app.send_message(&world.caller, command).await.unwrap();
    }
}
