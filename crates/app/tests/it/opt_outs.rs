//! People who answer that they do not want to be written to: what that does, and what it takes to undo it.

use domain::error_code::ErrorCode;
use domain::network::ThreadKind;
use domain::suppression::SuppressionState::{self, Paused, Suppressed};
use store::{Store, events};

use crate::sends::message as outgoing;
use crate::world::{JOHN, World, at, message, refusal, thread};

const THREAD: &str = "2-john";
/// Long before the account was linked.
const ONCE: i64 = -100_000;

async fn answer(world: &World, number: i64, second: i64, text: &str) {
    let page = vec![message(THREAD, number, at(second), text)];
    world.observe(thread(THREAD, second.max(1), 0), page).await;
}

/// How John stands on the list, and what is noted beside his name.
async fn standing(world: &World) -> Option<(SuppressionState, String)> {
    let page = world.app.list_suppressions(&world.caller, None, 10).await;
    let entry = page.unwrap().suppressions.into_iter().next()?;
    assert_eq!((entry.member_key.as_str(), entry.created_by), (JOHN, None));
    Some((entry.state, entry.note.unwrap_or_default()))
}

async fn world(store: Store) -> World {
    let world = World::new(store).await;
    answer(&world, 0, 1, "Hello John, may I show you what we do?").await;
    world
}

async fn refused_code(world: &World, text: &str) -> ErrorCode {
    refusal(world.app.send_message(&world.caller, outgoing(text)).await).code
}

testkit::on_both_engines! {
    async fn an_explicit_request_ends_everything_at_once(store: Store) {
        let world = world(store).await;
        let waiting = world.app.send_message(&world.caller, outgoing("one more thing")).await.unwrap();
        answer(&world, 1, 60, "Please stop messaging me.").await;
        let (state, note) = standing(&world).await.unwrap();
        assert_eq!(state, Suppressed);
        assert!(note.contains("(en)") && note.contains("stop"), "{note}");
        assert_eq!(refused_code(&world, "but").await, ErrorCode::RecipientSuppressed);
        // What had been accepted is not begun any more.
        let foreseen = world.app.forecast(&world.caller, None).await.unwrap();
        let fate = foreseen.sends.iter().find(|foreseen| foreseen.send_id == waiting.send_id).unwrap().fate;
        assert!(matches!(fate, domain::forecast::Fate::Suppressed { .. }), "{fate:?}");
    }

    async fn a_flat_refusal_asks_a_person_before_the_next_message(store: Store) {
        let world = world(store).await;
        answer(&world, 1, 60, "Not interested.").await;
        assert_eq!(standing(&world).await.unwrap().0, Paused);
        let sent = world.app.send_message(&world.caller, outgoing("a word to that")).await.unwrap();
        assert_eq!((sent.state, sent.rule), ("awaiting_approval", Some("approval")));
    }

    async fn quoted_requests_and_other_stops_are_none(store: Store) {
        let world = world(store).await;
        for (number, text) in [
            (1, "Tuesday is fine.\n\n> If you do not want to hear from us, reply STOP\n> Unsubscribe"),
            (2, "Don't stop, this is the best letter I have had in years!"),
            (4, "Stop by our stand in hall 4, I will be there all day."),
        ] {
            answer(&world, number, 60 + number, text).await;
            assert_eq!(standing(&world).await, None, "{text}");
        }
        world.app.send_message(&world.caller, outgoing("Tuesday, then")).await.unwrap();
    }

    async fn our_own_words_are_no_request(store: Store) {
        let world = world(store).await;
        answer(&world, 3, 60, "If you want me to stop: just say stop messaging me.").await;
        assert_eq!(standing(&world).await, None);
    }

    async fn in_a_group_a_person_decides_whom_it_is_meant_for(store: Store) {
        let world = world(store).await;
        let mut group = thread(THREAD, 60, 0);
        group.kind = ThreadKind::Group;
        world.observe(group, vec![message(THREAD, 1, at(60), "Please stop messaging me.")]).await;
        assert_eq!(standing(&world).await.unwrap().0, Paused);
    }

    async fn an_old_request_counts_and_an_old_refusal_does_not(store: Store) {
        let world = world(store).await;
        answer(&world, 1, ONCE, "Not interested.").await;
        assert_eq!(standing(&world).await, None);
        answer(&world, 2, ONCE + 60, "Please stop messaging me.").await;
        assert_eq!(standing(&world).await.unwrap().0, Suppressed);
    }

    async fn what_a_person_undid_stays_undone(store: Store) {
        let world = world(store).await;
        answer(&world, 1, 60, "Please stop messaging me.").await;
        world.app.lift_suppression(&world.caller, JOHN).await.unwrap();
        // The network shows the same message again.
        answer(&world, 1, 60, "Please stop messaging me.").await;
        assert_eq!(standing(&world).await, None);
        world.app.send_message(&world.caller, outgoing("as you said on the phone")).await.unwrap();
        let kinds = event_kinds(&world).await;
        assert_eq!(kinds, ["person.suppressed", "person.unsuppressed"]);
        // Somebody who asks again is heard again.
        answer(&world, 2, 120, "I said stop messaging me!").await;
        assert_eq!(standing(&world).await.unwrap().0, Suppressed);
    }
}

/// The kinds of the events about people on the list, in order.
async fn event_kinds(world: &World) -> Vec<String> {
    let workspace_id = world.caller.workspace_id;
    let listed = world
        .store
        .read(move |tx| events::list(tx, workspace_id, 0, 100));
    let kinds = listed
        .await
        .unwrap()
        .events
        .into_iter()
        .map(|event| event.kind.word().to_owned());
    kinds
        .filter(|kind| kind.starts_with("person.") && kind.ends_with("suppressed"))
        .collect()
}
