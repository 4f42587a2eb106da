//! SQLite: closures that share a commit, and what must not be shared.

use std::pin::Pin;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use store::{CommitFault, SqliteOptions, Store, StoreError, StoreResult, params};
use testkit::stores;
use tokio::task::JoinHandle;

use crate::notes;
use crate::transactions::{create_workspaces, event, event_numbers};

/// Keeps the write lane busy until it is dropped, so that what is written meanwhile forms one batch.
struct HeldLane {
    release: mpsc::Sender<()>,
    held: JoinHandle<StoreResult<()>>,
}

impl HeldLane {
    async fn hold(store: &Store) -> Self {
        let (release, released) = mpsc::channel();
        let (holding, holds) = tokio::sync::oneshot::channel();
        let released = Mutex::new(released);
        let holding = Mutex::new(Some(holding));
        let store = store.clone();
        let held = tokio::spawn(async move {
            store
                .write(move |_| {
                    if let Some(holding) = holding.lock().unwrap().take() {
                        holding.send(()).unwrap();
                        released.lock().unwrap().recv().unwrap();
                    }
                    Ok(())
                })
                .await
        });
        holds.await.unwrap();
        Self { release, held }
    }

    async fn release(self) {
        self.release.send(()).unwrap();
        self.held.await.unwrap().unwrap();
    }
}

/// Queues the closures in order while the lane is held, and returns their answers.
async fn as_one_batch<T, F>(store: &Store, closures: Vec<F>) -> Vec<StoreResult<T>>
where
    T: Send + 'static,
    F: Fn(&mut store::Tx<'_>) -> StoreResult<T> + Send + 'static,
{
    let lane = HeldLane::hold(store).await;
    let mut waiting = Vec::new();
    for closure in closures {
        let mut write = Box::pin(store.write(closure));
        // The first poll queues it.
        assert!(poll_once(&mut write).is_none());
        waiting.push(write);
    }
    lane.release().await;
    let mut answers = Vec::new();
    for write in waiting {
        answers.push(write.await);
    }
    answers
}

pub(crate) fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    match Pin::new(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

fn small_store(pages_max: u32) -> stores::TestStore {
    stores::sqlite_with(SqliteOptions {
        readers: 1,
        pages_max,
        ..SqliteOptions::default()
    })
}

#[test]
fn waiting_closures_share_one_commit() {
    stores::on_sqlite(|store| async move {
        notes::create(&store).await;
        let before = store.counters().commits();
        let closures = (0..50).map(|id| move |tx: &mut store::Tx<'_>| notes::insert(tx, id));
        let answers = as_one_batch(&store, closures.collect()).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        // One for the closure that held the lane, one for all others.
        assert_eq!(store.counters().commits() - before, 2);
        assert_eq!(notes::ids(&store).await, (0..50).collect::<Vec<_>>());
    });
}

#[test]
fn a_failing_closure_rolls_back_alone() {
    stores::on_sqlite(|store| async move {
        notes::create(&store).await;
        create_workspaces(&store).await;
        let closures = (0..30).map(|id| {
            move |tx: &mut store::Tx<'_>| {
                notes::insert(tx, id)?;
                tx.emit(event(1));
                match id % 3 {
                    0 => Ok(()),
                    1 => notes::insert(tx, id),
                    _ => panic!("on purpose"),
                }
            }
        });
        let before = store.counters().commits();
        let answers = as_one_batch(&store, closures.collect()).await;
        for (id, answer) in answers.iter().enumerate() {
            match id % 3 {
                0 => assert_eq!(answer, &Ok(())),
                1 => assert!(
                    matches!(answer, Err(StoreError::Constraint(_))),
                    "{answer:?}"
                ),
                _ => assert_eq!(answer, &Err(StoreError::Panicked("on purpose".into()))),
            }
        }
        assert_eq!(store.counters().commits() - before, 2);
        assert_eq!(
            notes::ids(&store).await,
            (0..30).step_by(3).collect::<Vec<_>>()
        );
        assert_eq!(
            event_numbers(&store, 1).await,
            (1..=10).collect::<Vec<i64>>()
        );
    });
}

#[test]
fn a_full_disk_takes_only_those_that_do_not_fit() {
    let opened = small_store(400);
    stores::run(&opened, |store| async move {
        notes::create(&store).await;
        // The 20th is larger than the whole disk, so SQLite rolls back the batch under the others.
        let closures = (0..40_i64).map(|id| {
            move |tx: &mut store::Tx<'_>| {
                let length = if id == 20 { 4_000_000 } else { 10 };
                let body = "x".repeat(length);
                tx.execute(
                    "INSERT INTO note (id, body) VALUES (?1, ?2)",
                    params![id, body],
                )
            }
        });
        let answers = as_one_batch(&store, closures.collect()).await;
        for (id, answer) in answers.iter().enumerate() {
            let wanted = if id == 20 {
                Err(StoreError::Full)
            } else {
                Ok(1)
            };
            assert_eq!(answer, &wanted, "{id}");
        }
        let wanted: Vec<i64> = (0..40).filter(|id| *id != 20).collect();
        assert_eq!(notes::ids(&store).await, wanted);
        assert!(store.counters().reruns() >= 40);
    });
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_the_disk_fills_up() {
    let opened = small_store(300);
    stores::run(&opened, |store| async move {
        notes::create(&store).await;
        let acknowledged = Arc::new(Mutex::new(Vec::new()));
        let mut writers = Vec::new();
        for writer in 0..8_i64 {
            let (store, acknowledged) = (store.clone(), Arc::clone(&acknowledged));
            writers.push(tokio::spawn(async move {
                let mut was_full = false;
                for round in 0..100 {
                    let id = writer * 1000 + round;
                    let outcome = store
                        .write(move |tx| {
                            let body = "x".repeat(3000);
                            tx.execute(
                                "INSERT INTO note (id, body) VALUES (?1, ?2)",
                                params![id, body],
                            )
                        })
                        .await;
                    match outcome {
                        Ok(_) => acknowledged.lock().unwrap().push(id),
                        Err(error) => {
                            assert_eq!(error, StoreError::Full);
                            was_full = true;
                        }
                    }
                }
                was_full
            }));
        }
        for writer in writers {
            assert!(writer.await.unwrap(), "the disk was meant to fill up");
        }
        let mut acknowledged = acknowledged.lock().unwrap().clone();
        acknowledged.sort_unstable();
        assert!(!acknowledged.is_empty());
        assert_eq!(notes::ids(&store).await, acknowledged);
        // Room again: the store goes on.
        store
            .write(|tx| tx.execute("DELETE FROM note WHERE id < ?1", params![4000]))
            .await
            .unwrap();
        store.write(|tx| notes::insert(tx, 1)).await.unwrap();
    });
}

#[test]
fn a_failed_shared_commit_runs_each_again_alone() {
    stores::on_sqlite(|store| async move {
        notes::create(&store).await;
        // The lane's holder, the batch, then the third of the closures alone.
        store.commit_faults().plan(2, CommitFault::Fail);
        store.commit_faults().plan(5, CommitFault::Fail);
        let closures = (0..5).map(|id| move |tx: &mut store::Tx<'_>| notes::insert(tx, id));
        let answers = as_one_batch(&store, closures.collect()).await;
        assert_eq!(
            answers,
            [Ok(()), Ok(()), Err(StoreError::Full), Ok(()), Ok(())]
        );
        assert_eq!(notes::ids(&store).await, [0, 1, 3, 4]);
    });
}

#[test]
fn a_lost_commit_is_never_run_again() {
    stores::on_sqlite(|store| async move {
        notes::create(&store).await;
        store.commit_faults().plan(2, CommitFault::Lose);
        let closures = (0..5).map(|id| move |tx: &mut store::Tx<'_>| notes::insert(tx, id));
        let answers = as_one_batch(&store, closures.collect()).await;
        assert_eq!(answers, vec![Err(StoreError::CommitUnknown); 5]);
        assert_eq!(notes::ids(&store).await, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn bulk_work_waits_its_turn_one_closure_a_commit() {
    stores::on_sqlite(|store| async move {
        notes::create(&store).await;
        let lane = HeldLane::hold(&store).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut waiting = Vec::new();
        for id in 0..4_i64 {
            let bulk_order = Arc::clone(&order);
            let mut write: Pin<Box<dyn Future<Output = StoreResult<()>> + Send>> =
                Box::pin(store.write_bulk(move |tx| {
                    bulk_order.lock().unwrap().push(100 + id);
                    notes::insert(tx, 100 + id)
                }));
            assert!(poll_once(&mut write).is_none());
            waiting.push(write);
        }
        for id in 0..3_i64 {
            let order = Arc::clone(&order);
            let mut write: Pin<Box<dyn Future<Output = StoreResult<()>> + Send>> =
                Box::pin(store.write(move |tx| {
                    order.lock().unwrap().push(id);
                    notes::insert(tx, id)
                }));
            assert!(poll_once(&mut write).is_none());
            waiting.push(write);
        }
        let before = store.counters().commits();
        lane.release().await;
        for write in waiting {
            write.await.unwrap();
        }
        assert_eq!(
            *order.lock().unwrap(),
            [0, 1, 2, 100, 101, 102, 103],
            "interactive first"
        );
        // The holder, the interactive ones with the first bulk one, the three others.
        assert_eq!(store.counters().commits() - before, 5);
    });
}

#[test]
fn a_full_queue_says_busy_at_once() {
    let opened = stores::sqlite_with(SqliteOptions {
        readers: 1,
        queue_depth: 4,
        bulk_depth: 2,
        ..SqliteOptions::default()
    });
    stores::run(&opened, |store| async move {
        notes::create(&store).await;
        let lane = HeldLane::hold(&store).await;
        let mut waiting = Vec::new();
        for id in 0..4 {
            let mut write = Box::pin(store.write(move |tx| notes::insert(tx, id)));
            assert!(poll_once(&mut write).is_none());
            waiting.push(write);
        }
        let refused = store.write(|tx| notes::insert(tx, 99)).await;
        assert_eq!(refused, Err(StoreError::Busy));
        // Bulk callers wait instead.
        let bulk: Vec<_> = (200..210)
            .map(|id| {
                let store = store.clone();
                tokio::spawn(async move { store.write_bulk(move |tx| notes::insert(tx, id)).await })
            })
            .collect();
        lane.release().await;
        for write in waiting {
            write.await.unwrap();
        }
        for write in bulk {
            write.await.unwrap().unwrap();
        }
        assert_eq!(notes::ids(&store).await.len(), 14);
    });
}

#[test]
fn one_read_sees_one_state() {
    stores::on_sqlite(|store| async move {
        notes::create(&store).await;
        let (go, gate) = mpsc::channel::<()>();
        let gate = Mutex::new(gate);
        let (started, starts) = tokio::sync::oneshot::channel();
        let started = Mutex::new(Some(started));
        let reading = store.clone();
        let read = tokio::spawn(async move {
            reading
                .read(move |tx| {
                    let count = "SELECT count(*) FROM note";
                    let first = tx.query_one(count, params![], |row| row.int(0))?;
                    started.lock().unwrap().take().unwrap().send(()).unwrap();
                    gate.lock().unwrap().recv().unwrap();
                    let second = tx.query_one(count, params![], |row| row.int(0))?;
                    Ok((first, second))
                })
                .await
        });
        starts.await.unwrap();
        store.write(|tx| notes::insert(tx, 1)).await.unwrap();
        go.send(()).unwrap();
        assert_eq!(read.await.unwrap(), Ok((0, 0)));
        assert_eq!(notes::ids(&store).await, [1]);
    });
}
