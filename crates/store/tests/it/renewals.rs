//! Credentials that end: one renews them, and only what stands in for what was renewed is kept.

use std::time::Duration;

use domain::event::EventKind;
use domain::renewal::Term;
use domain::time::Timestamp;
use store::accounts::{self, Account, RENEWAL_REFUSED, Renewed};
use store::{Store, StoreResult, Tx, agenda};

use crate::ingest::world::{World, at};

/// An account whose credentials are to be renewed at second 100 and end at second 200.
async fn ending(store: Store) -> World {
    let world = World::new(store).await;
    let term = Term {
        until: Some(at(200)),
        renewal_at: Some(at(100)),
    };
    world
        .write(move |tx, account, _| accounts::update_renewed(tx, account, b"sealed", term, at(0)))
        .await;
    world
}

async fn claim(world: &World, second: i64) -> Option<Account> {
    world
        .write(move |tx, account, _| {
            let subject = (account.workspace_id, account.account_id);
            accounts::claim_renewal(tx, subject, at(second), at(second + 60))
        })
        .await
        .map(|(account, sealed)| {
            assert_eq!(sealed, b"sealed");
            account
        })
}

async fn jobs(world: &World, until: Timestamp) -> usize {
    let listed = world.read(move |tx, _| agenda::RENEWALS.list_due(tx, until, 10));
    listed.await.len()
}

fn refuse(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> StoreResult<bool> {
    accounts::update_renewal_refused(tx, account, "over", now)
}

testkit::on_both_engines! {
    async fn a_renewal_that_is_due_is_taken_by_one(store: Store) {
        let world = ending(store).await;
        assert_eq!(claim(&world, 99).await, None);
        let taken = claim(&world, 100).await.unwrap();
        assert_eq!((taken.credentials_until, taken.renewal_at), (Some(at(200)), Some(at(100))));
        assert_eq!(claim(&world, 101).await, None);
        // Whoever took it may have died.
        assert!(claim(&world, 160).await.is_some());
    }

    async fn renewed_credentials_stand_in_for_those_that_were_renewed_only(store: Store) {
        let world = ending(store).await;
        let taken = claim(&world, 100).await.unwrap();
        let later = Term::of(at(100), Some(Duration::from_mins(5)), true);
        let renew = |account: Account| {
            world.write(move |tx, _, _| accounts::update_renewed(tx, &account, b"renewed", later, at(100)))
        };
        assert_eq!(renew(taken.clone()).await, Renewed::Kept);
        let after = world.account().await;
        assert_eq!(after.credentials_version, taken.credentials_version + 1);
        assert_eq!((after.credentials_until, after.renewal_at), (Some(at(400)), Some(at(300))));
        assert_eq!((jobs(&world, at(299)).await, jobs(&world, at(300)).await), (0, 1));
        // The same answer again, or a refusal that comes late, changes nothing.
        assert_eq!(renew(taken.clone()).await, Renewed::Overtaken);
        assert!(!world.write(move |tx, _, now| refuse(tx, &taken, now)).await);
        assert_eq!(world.account().await, after);
    }

    async fn a_refused_renewal_holds_the_account_until_it_is_linked_again(store: Store) {
        let world = ending(store).await;
        let taken = claim(&world, 100).await.unwrap();
        assert!(world.write(move |tx, _, now| refuse(tx, &taken, now)).await);
        let held = world.account().await;
        assert_eq!((held.hold_rule.as_deref(), held.hold_until), (Some(RENEWAL_REFUSED), None));
        assert_eq!((held.credentials_until, held.renewal_at), (Some(at(200)), None));
        assert_eq!(jobs(&world, Timestamp::MAX).await, 0);
        let told = world.events().await;
        assert_eq!(told.last().map(|(kind, _)| kind.as_str()), Some(EventKind::AccountDegraded.word()));
    }

    async fn who_renewed_them_all_the_same_ends_the_hold_of_who_was_refused(store: Store) {
        let world = ending(store).await;
        let taken = claim(&world, 100).await.unwrap();
        let refused = taken.clone();
        assert!(world.write(move |tx, _, now| refuse(tx, &refused, now)).await);
        let later = Term::of(at(100), Some(Duration::from_mins(5)), true);
        let renew = move |tx: &mut Tx<'_>, _: &Account, _| {
            accounts::update_renewed(tx, &taken, b"renewed", later, at(101))
        };
        assert_eq!(world.write(renew).await, Renewed::Kept);
        let after = world.account().await;
        assert_eq!((after.hold_rule.as_deref(), after.renewal_at), (None, Some(at(300))));
        let told = world.events().await;
        assert_eq!(told.last().map(|(kind, _)| kind.as_str()), Some(EventKind::AccountRestored.word()));
    }

    async fn nothing_is_renewed_of_an_account_that_is_unlinked(store: Store) {
        let world = ending(store).await;
        let taken = world.account().await;
        world
            .write(|tx, account, now| {
                accounts::update_unlinked(tx, account.workspace_id, account.account_id, now)
            })
            .await;
        let later = Term::default();
        let kept = world.write(move |tx, _, _| accounts::update_renewed(tx, &taken, b"late", later, at(101)));
        assert_eq!(kept.await, Renewed::Orphaned);
        assert_eq!(claim(&world, 100).await, None);
        assert_eq!(jobs(&world, Timestamp::MAX).await, 0, "and nobody looks again");
    }
}
