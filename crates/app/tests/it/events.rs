//! Reading the event log: from any place, through a filter, as it grows, and past what was deleted.

use std::collections::BTreeSet;
use std::time::Duration;

use app::events::{EventFilter, EventPage, EventReader, Start};
use domain::error_code::ErrorCode;
use domain::event::EventKind;
use domain::event::EventKind::{MessageReceived, MessageSent, QuotaReopened};
use store::{NewEvent, events};

use crate::sends;
use crate::world::{World, at, message, refusal, thread};

const THREAD: &str = "2-john";
const NO_WAIT: Duration = Duration::ZERO;
/// Longer than any test takes.
const LONG: Duration = Duration::from_hours(1);

async fn say(world: &World, numbers: impl IntoIterator<Item = i64>) {
    for number in numbers {
        let page = vec![message(THREAD, number, at(100 + number), "Hello")];
        world.observe(thread(THREAD, 100 + number, 0), page).await;
    }
}

/// Appends so many events at once.
async fn grow(world: &World, count: usize) {
    let write = world.write(move |tx, account| {
        for _ in 0..count {
            tx.emit(NewEvent {
                workspace_id: account.workspace_id,
                kind: QuotaReopened,
                account_id: Some(account.account_id),
                subject: None,
                at: at(1),
                body: "{}".to_owned(),
            });
        }
        Ok(())
    });
    write.await;
}

async fn reader(world: &World, filter: EventFilter, from: Start) -> EventReader {
    world
        .app
        .read_events(&world.caller, filter, from)
        .await
        .unwrap()
}

fn only(kinds: &[EventKind]) -> EventFilter {
    EventFilter {
        kinds: Some(kinds.to_vec()),
        account: None,
    }
}

fn kinds(page: &EventPage) -> Vec<EventKind> {
    page.events.iter().map(|event| event.kind).collect()
}

/// Every event of the workspace, read in pages of this size.
async fn all(world: &World, filter: EventFilter, limit: usize) -> Vec<i64> {
    let mut reader = reader(world, filter, Start::Oldest).await;
    let mut numbers = Vec::new();
    loop {
        let page = reader.next(limit, NO_WAIT).await.unwrap();
        assert!(page.events.len() <= limit);
        numbers.extend(page.events.iter().map(|event| event.number));
        if page.reached == page.bounds.newest {
            return numbers;
        }
    }
}

testkit::on_both_engines! {
    async fn pages_of_any_size_tell_the_same(store: Store) {
        let world = World::new(store).await;
        say(&world, 1..=20).await;
        let whole = all(&world, EventFilter::default(), 1_000).await;
        assert!(whole.len() > 20);
        let expected: Vec<i64> = (1..).take(whole.len()).collect();
        assert_eq!(whole, expected);
        for limit in [1, 2, 7] {
            assert_eq!(all(&world, EventFilter::default(), limit).await, whole);
        }
    }

    async fn a_filter_hides_what_it_does_not_let_through_and_nothing_else(store: Store) {
        let world = World::new(store).await;
        say(&world, 1..=20).await;
        let whole: BTreeSet<i64> = all(&world, EventFilter::default(), 100).await.into_iter().collect();
        let received: BTreeSet<i64> = all(&world, only(&[MessageReceived]), 3).await.into_iter().collect();
        let sent: BTreeSet<i64> = all(&world, only(&[MessageSent]), 3).await.into_iter().collect();
        assert!(!received.is_empty() && !sent.is_empty() && received.is_disjoint(&sent));
        assert!(received.union(&sent).all(|number| whole.contains(number)));
        assert_eq!(received.len() + sent.len(), 20);
        let of = |account: String| EventFilter { kinds: Some(vec![MessageReceived]), account: Some(account) };
        let ours = of(world.account.account_id.to_string());
        assert_eq!(all(&world, ours, 100).await.len(), received.len());
        let second = world.second_account().await;
        assert_eq!(all(&world, of(second.account_id.to_string()), 100).await, Vec::<i64>::new());
    }

    async fn whoever_waits_is_told_at_once_and_only_of_what_came_since(store: Store) {
        let world = World::new(store).await;
        say(&world, [1]).await;
        let mut readers = Vec::new();
        for _ in 0..20 {
            readers.push(reader(&world, only(&[MessageReceived, MessageSent]), Start::Now).await);
        }
        let waiting: Vec<_> = readers
            .into_iter()
            .map(|mut reader| tokio::spawn(async move { reader.next(10, LONG).await.unwrap() }))
            .collect();
        tokio::task::yield_now().await;
        say(&world, [2]).await;
        for page in waiting {
            assert_eq!(kinds(&page.await.unwrap()).len(), 1);
        }
    }

    async fn many_who_follow_cost_one_read(store: Store) {
        let world = World::new(store).await;
        let mut readers = Vec::new();
        for _ in 0..50 {
            readers.push(reader(&world, EventFilter::default(), Start::Now).await);
        }
        say(&world, [1]).await;
        let before = world.store.counters().reads();
        for reader in &mut readers {
            assert!(!reader.next(100, NO_WAIT).await.unwrap().events.is_empty());
        }
        assert_eq!(world.store.counters().reads() - before, 1);
    }

    async fn whoever_is_far_behind_those_who_follow_still_misses_nothing(store: Store) {
        let world = World::new(store).await;
        let mut slow = reader(&world, only(&[QuotaReopened]), Start::Oldest).await;
        let mut quick = reader(&world, EventFilter::default(), Start::Now).await;
        let mut told = 0;
        for _ in 0..30 {
            grow(&world, 100).await;
            while !quick.next(1_000, NO_WAIT).await.unwrap().events.is_empty() {}
            told += slow.next(10, NO_WAIT).await.unwrap().events.len();
        }
        loop {
            let page = slow.next(1_000, NO_WAIT).await.unwrap();
            told += page.events.len();
            if page.reached == page.bounds.newest {
                break;
            }
        }
        assert_eq!(told, 3_000);
    }

    async fn without_a_wait_one_stretch_is_read_whatever_is_wanted(store: Store) {
        let world = World::new(store).await;
        grow(&world, 2_500).await;
        let mut nothing = reader(&world, only(&[EventKind::ImportFinished]), Start::Oldest).await;
        let mut stretches = 0;
        loop {
            let page = nothing.next(1_000, NO_WAIT).await.unwrap();
            assert!(page.events.is_empty());
            stretches += 1;
            if page.reached == page.bounds.newest {
                break;
            }
        }
        assert_eq!(stretches, 3);
        // With a wait the whole is read at once; the clock stands still here.
        let mut last = reader(&world, only(&[EventKind::ImportFinished, QuotaReopened]), Start::Oldest).await;
        for _ in 0..2 {
            assert_eq!(last.next(1_000, LONG).await.unwrap().events.len(), 1_000);
        }
    }

    async fn what_was_deleted_is_said_to_be_gone(store: Store) {
        let world = World::new(store).await;
        say(&world, 1..=5).await;
        let mut following = reader(&world, EventFilter::default(), Start::Behind(1)).await;
        let workspace_id = world.caller.workspace_id;
        let future = at(1_000_000);
        world.write(move |tx, _| events::delete_oldest(tx, workspace_id, future, 3)).await;
        let gone = refusal(following.next(10, NO_WAIT).await);
        assert_eq!(gone.code, ErrorCode::EventsGone);
        let ask = |from| world.app.read_events(&world.caller, EventFilter::default(), from);
        let gone = match ask(Start::Behind(2)).await {
            Ok(_) => panic!("nothing is missing"),
            Err(error) => error.refusal().unwrap(),
        };
        assert_eq!(gone.code, ErrorCode::EventsGone);
        assert!(gone.message.contains("the oldest that is kept is 4") && gone.message.contains("after=3"), "{}", gone.message);
        let page = reader(&world, EventFilter::default(), Start::Behind(3)).await.next(1, NO_WAIT).await.unwrap();
        assert_eq!((page.events[0].number, page.bounds.oldest), (4, 4));
        let page = reader(&world, EventFilter::default(), Start::Oldest).await.next(1, NO_WAIT).await.unwrap();
        assert_eq!(page.events[0].number, 4);
    }

    async fn no_event_carries_what_was_written(store: Store) {
        const CANARY: &str = "whispered-canary";
        let world = World::new(store).await;
        for (number, text) in [(1, "please stop messaging me, "), (2, "see you, "), (3, "and this: ")] {
            let page = vec![message(THREAD, number, at(number), &format!("{text}{CANARY}"))];
            world.observe(thread(THREAD, number, 0), page).await;
        }
        drop(world.app.send_message(&world.caller, sends::message(CANARY)).await);
        let mut reader = reader(&world, EventFilter::default(), Start::Oldest).await;
        let page = reader.next(1_000, NO_WAIT).await.unwrap();
        assert!(kinds(&page).contains(&EventKind::PersonOptedOut), "{:?}", kinds(&page));
        assert!(page.events.iter().all(|event| !event.body.contains(CANARY)), "{page:?}");
    }

    async fn a_place_that_was_not_reached_and_an_account_of_others_are_refused(store: Store) {
        let world = World::new(store).await;
        let (_, foreign) = world.stranger().await;
        let newest = all(&world, EventFilter::default(), 100).await.len();
        let beyond = Start::Behind(i64::try_from(newest).unwrap() + 1);
        let of = |account: &str| EventFilter { kinds: None, account: Some(account.to_owned()) };
        for (filter, from, expected) in [
            (EventFilter::default(), beyond, ErrorCode::InvalidCursor),
            (of(&foreign.account_id.to_string()), Start::Now, ErrorCode::AccountNotFound),
            (of("acc_00000000000000000000000000"), Start::Now, ErrorCode::AccountNotFound),
            (of("nonsense"), Start::Now, ErrorCode::AccountNotFound),
        ] {
            let error = world.app.read_events(&world.caller, filter, from).await.err().unwrap();
            assert_eq!(error.refusal().unwrap().code, expected);
        }
    }
}
