//! Places in the ledger of what was done by hand.

use domain::ids::InvitationId;
use domain::ledger::Action;
use domain::policy::Policy;
use store::ledger::{self, ByHand};

use crate::ingest::world::{World, at};

const REPLY: [Action; 2] = [Action::Message, Action::Reply];

async fn counted(world: &World, action: Action) -> usize {
    let account = world.account.clone();
    let read = world.store.read(move |tx| {
        let policy = Policy::guide();
        ledger::get(tx, &account, &policy, &[action], at(1_000))
    });
    read.await.unwrap().entries(action).len()
}

testkit::on_both_engines! {
    async fn what_is_done_by_hand_counts_once_until_a_send_claims_it(store: Store) {
        let world = World::new(store).await;
        let account = world.account.clone();
        let insert = world.store.write(move |tx| {
            for key in ["m1", "m2", "m1"] {
                ledger::insert_by_hand(tx, &account, ByHand::Message(key), Some("m"), &REPLY, at(500))?;
            }
            let invitation = ByHand::Invitation(InvitationId::from_bytes([1; 16]));
            ledger::insert_by_hand(tx, &account, invitation, Some("m1"), &[Action::Invitation], at(500))
        });
        insert.await.unwrap();
        assert_eq!(counted(&world, Action::Message).await, 2);
        assert_eq!(counted(&world, Action::Invitation).await, 1);
        let (workspace_id, account_id) = (world.account.workspace_id, world.account.account_id);
        let release = world.store.write(move |tx| {
            ledger::release_by_hand(tx, workspace_id, account_id, "m1")
        });
        release.await.unwrap();
        assert_eq!(counted(&world, Action::Message).await, 1);
        assert_eq!(counted(&world, Action::Invitation).await, 1);
    }
}
