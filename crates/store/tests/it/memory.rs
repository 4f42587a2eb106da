//! The store in memory: no thread, no waiting, and faults on demand.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use store::{CommitFault, Store, StoreError, params};

use crate::notes;

/// The value of a future that must be ready when it is first polled.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it had to wait"),
    }
}

#[test]
fn everything_is_ready_at_the_first_poll() {
    let store = Store::open_memory().unwrap();
    at_once(notes::create(&store));
    at_once(store.write(|tx| notes::insert(tx, 1))).unwrap();
    at_once(store.write_bulk(|tx| notes::insert(tx, 2))).unwrap();
    assert_eq!(at_once(notes::ids(&store)), [1, 2]);
    store.clone().close();
    assert_eq!(at_once(store.read(|_| Ok(()))), Err(StoreError::Closed));
}

#[test]
fn a_read_in_memory_cannot_write() {
    let store = Store::open_memory().unwrap();
    at_once(notes::create(&store));
    let outcome = at_once(store.read(|tx| tx.execute("DELETE FROM note", params![])));
    assert_eq!(outcome, Err(StoreError::ReadOnly));
}

#[test]
fn the_chosen_commits_fail_or_lose_their_answer() {
    let store = Store::open_memory().unwrap();
    at_once(notes::create(&store));
    store.commit_faults().plan(2, CommitFault::Fail);
    store.commit_faults().plan(3, CommitFault::Lose);
    let outcomes: Vec<_> = (1..=4)
        .map(|id| at_once(store.write(move |tx| notes::insert(tx, id))))
        .collect();
    assert_eq!(
        outcomes,
        [
            Ok(()),
            Err(StoreError::Full),
            Err(StoreError::CommitUnknown),
            Ok(())
        ]
    );
    assert_eq!(at_once(notes::ids(&store)), [1, 3, 4]);
}
