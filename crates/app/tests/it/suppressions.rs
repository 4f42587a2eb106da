//! The do-not-contact list: putting people on it, what then leaves to them, taking them off.

use app::suppressions::Suppress;
use domain::error_code::ErrorCode;
use domain::send::SendState;
use domain::suppression::SuppressionState::{self, Paused, Suppressed};
use store::suppressions::Suppression;
use store::{Store, sends};

use crate::sends::message as outgoing;
use crate::world::{JOHN, World, at, refusal, thread};

async fn world(store: Store) -> World {
    let world = World::new(store).await;
    world.observe(thread("2-john", 1, 0), Vec::new()).await;
    world
}

fn john(state: SuppressionState) -> Suppress {
    Suppress {
        account: None,
        person: JOHN.into(),
        state,
        note: Some("by phone".into()),
    }
}

async fn put(world: &World, state: SuppressionState) -> Suppression {
    world
        .app
        .suppress(&world.caller, john(state))
        .await
        .unwrap()
        .suppression
}

testkit::on_both_engines! {
    async fn nothing_leaves_to_whom_the_list_has(store: Store) {
        let world = world(store).await;
        let waiting = world.app.send_message(&world.caller, outgoing("before")).await.unwrap();
        let entry = put(&world, Suppressed).await;
        assert_eq!((entry.member_key.as_str(), entry.note.as_deref()), (JOHN, Some("by phone")));
        let refused = refusal(world.app.send_message(&world.caller, outgoing("after")).await);
        assert_eq!(refused.code, ErrorCode::RecipientSuppressed);
        // What had been accepted meets the same rule at its turn.
        let foreseen = world.app.forecast(&world.caller, None).await.unwrap();
        let fate = foreseen.sends.iter().find(|foreseen| foreseen.send_id == waiting.send_id).unwrap().fate;
        assert!(matches!(fate, domain::forecast::Fate::Suppressed { .. }), "{fate:?}");
    }

    async fn the_list_holds_for_every_account_of_the_workspace(store: Store) {
        let world = world(store).await;
        let other = world.second_account().await;
        let command = Suppress { account: Some(other.account_id.to_string()), ..john(Suppressed) };
        world.app.suppress(&world.caller, command).await.unwrap();
        let refused = refusal(world.app.send_message(&world.caller, outgoing("from here")).await);
        assert_eq!(refused.code, ErrorCode::RecipientSuppressed);
    }

    async fn a_pause_asks_before_each_message(store: Store) {
        let world = world(store).await;
        put(&world, Paused).await;
        let sent = world.app.send_message(&world.caller, outgoing("just this")).await.unwrap();
        assert_eq!((sent.state, sent.rule), ("awaiting_approval", Some("approval")));
        let raised = put(&world, Suppressed).await;
        assert_eq!(raised.state, Suppressed);
        assert_eq!(put(&world, Paused).await, raised);
    }

    async fn somebody_can_be_put_on_the_list_and_taken_off(store: Store) {
        let world = world(store).await;
        let put_there = put(&world, Suppressed).await;
        let again = world.app.suppress(&world.caller, Suppress { note: None, ..john(Suppressed) }).await;
        assert_eq!(again.unwrap().suppression, put_there);
        let refused = refusal(world.app.send_message(&world.caller, outgoing("hello")).await);
        assert_eq!(refused.code, ErrorCode::RecipientSuppressed);
        world.app.lift_suppression(&world.caller, JOHN).await.unwrap();
        let lifted = world.app.lift_suppression(&world.caller, JOHN).await;
        assert_eq!(refusal(lifted).code, ErrorCode::NotSuppressed);
        world.app.send_message(&world.caller, outgoing("hello")).await.unwrap();
    }

    async fn what_waited_because_of_a_pause_goes_on_without_it(store: Store) {
        let world = world(store).await;
        put(&world, Paused).await;
        let sent = world.app.send_message(&world.caller, outgoing("just this")).await.unwrap();
        world.app.lift_suppression(&world.caller, JOHN).await.unwrap();
        let foreseen = world.app.forecast(&world.caller, None).await.unwrap();
        let fate = foreseen.sends.iter().find(|foreseen| foreseen.send_id == sent.send_id).unwrap().fate;
        assert!(matches!(fate, domain::forecast::Fate::Leaves { .. }), "{fate:?}");
    }

    async fn what_may_still_arrive_is_told_to_whoever_puts_somebody_on_the_list(store: Store) {
        let world = world(store).await;
        let sent = world.app.send_message(&world.caller, outgoing("on its way")).await.unwrap();
        world.app.send_message(&world.caller, outgoing("behind it")).await.unwrap();
        let hints = world.store.hints().clone();
        world
            .write(move |tx, account| {
                let send = sends::get(tx, account.workspace_id, sent.send_id)?;
                let deadline = at(100_015);
                sends::transition(tx, &hints, &send, &SendState::Sending { deadline }, at(100_000))
            })
            .await;
        let put = world.app.suppress(&world.caller, john(Suppressed)).await.unwrap();
        assert_eq!(put.in_flight, [sent.send_id]);
    }

    async fn an_approval_does_not_outweigh_the_list(store: Store) {
        let world = world(store).await;
        put(&world, Paused).await;
        let sent = world.app.send_message(&world.caller, outgoing("just this")).await.unwrap();
        let id = sent.send_id.to_string();
        let view = world.app.find_send(&world.caller, &id).await.unwrap();
        put(&world, Suppressed).await;
        let approved = world.app.approve_send(&world.caller, &id, view.content_hash).await;
        assert_eq!(refusal(approved).code, ErrorCode::RecipientSuppressed);
    }

    async fn the_list_is_of_its_workspace(store: Store) {
        let world = world(store).await;
        put(&world, Suppressed).await;
        let (stranger, _) = world.stranger().await;
        let page = world.app.list_suppressions(&stranger, None, 10).await.unwrap();
        assert_eq!(page.suppressions, []);
    }
}
