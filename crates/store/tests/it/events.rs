//! The event log as it is read and as it is shortened, on both engines alike.

use domain::event::EventKind;
use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use store::events::{self, Bounds, Part};
use store::{NewEvent, Store, StoreError, params};

use crate::transactions::{create_workspaces, event, event_numbers};

const OURS: WorkspaceId = WorkspaceId::from_bytes([1; 16]);

/// Appends one event for each instant.
async fn append(store: &Store, instants: impl IntoIterator<Item = i64>) {
    for at in instants {
        let event = NewEvent {
            at: Timestamp::from_micros(at),
            ..event(1)
        };
        store
            .write(move |tx| {
                tx.emit(event.clone());
                Ok(())
            })
            .await
            .unwrap();
    }
}

async fn list(store: &Store, after: i64, limit: u32) -> Part {
    store
        .read(move |tx| events::list(tx, OURS, after, limit))
        .await
        .unwrap()
}

async fn bounds(store: &Store) -> (i64, i64) {
    let Bounds { oldest, newest } = store.read(|tx| events::bounds(tx, OURS)).await.unwrap();
    (oldest, newest)
}

fn numbers(part: &Part) -> Vec<i64> {
    part.events.iter().map(|event| event.number).collect()
}

async fn delete(store: &Store, before: i64, limit: u32) -> u64 {
    let before = Timestamp::from_micros(before);
    store
        .write(move |tx| events::delete_oldest(tx, OURS, before, limit))
        .await
        .unwrap()
}

testkit::on_both_engines! {
    async fn the_log_is_read_from_any_place_on(store: Store) {
        create_workspaces(&store).await;
        assert_eq!(bounds(&store).await, (1, 0));
        append(&store, 1..=5).await;
        let part = list(&store, 0, 3).await;
        assert_eq!((numbers(&part), part.reached), (vec![1, 2, 3], 3));
        let part = list(&store, 3, 3).await;
        assert_eq!((numbers(&part), part.reached), (vec![4, 5], 5));
        assert_eq!(part.events[0].kind, EventKind::QuotaReopened);
        assert_eq!((part.events[0].at, part.events[0].body.as_str()), (Timestamp::from_micros(4), "{}"));
        let part = list(&store, 5, 3).await;
        assert_eq!((numbers(&part), part.reached), (vec![], 5));
        assert_eq!(bounds(&store).await, (1, 5));
    }

    async fn a_kind_of_a_newer_version_is_passed_over_and_not_read_twice(store: Store) {
        create_workspaces(&store).await;
        append(&store, 1..=4).await;
        store
            .write(|tx| {
                tx.execute(
                    "UPDATE event SET kind = 'moon.risen' WHERE workspace_id = ?1 AND number IN (2, 4)",
                    params![OURS],
                )
            })
            .await
            .unwrap();
        let part = list(&store, 0, 10).await;
        assert_eq!((numbers(&part), part.reached), (vec![1, 3], 4));
    }

    async fn the_oldest_go_first_and_leave_no_hole(store: Store) {
        create_workspaces(&store).await;
        // The third is written by a clock that was ahead.
        append(&store, [1, 2, 50, 4, 5]).await;
        assert_eq!(delete(&store, 6, 1).await, 1);
        assert_eq!(delete(&store, 6, 10).await, 1);
        assert_eq!(delete(&store, 6, 10).await, 0);
        assert_eq!((event_numbers(&store, 1).await, bounds(&store).await), (vec![3, 4, 5], (3, 5)));
        assert_eq!(delete(&store, 60, 10).await, 3);
        assert_eq!(bounds(&store).await, (6, 5));
        append(&store, [7]).await;
        assert_eq!((event_numbers(&store, 1).await, bounds(&store).await), (vec![6], (6, 6)));
    }

    async fn who_watches_a_log_is_told_when_it_grows_and_of_no_other(store: Store) {
        create_workspaces(&store).await;
        let mut ours = store.hints().watch_log(OURS);
        let theirs = store.hints().watch_log(WorkspaceId::from_bytes([2; 16]));
        append(&store, [1]).await;
        ours.changed().await.unwrap();
        assert_eq!(*ours.borrow_and_update(), 1);
        assert!(!theirs.has_changed().unwrap());
        let refused = store.write(|tx| { tx.emit(event(1)); Err::<(), _>(StoreError::NotFound) }).await;
        assert_eq!(refused, Err(StoreError::NotFound));
        assert!(!ours.has_changed().unwrap());
    }
}
