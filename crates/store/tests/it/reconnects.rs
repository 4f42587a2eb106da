//! PostgreSQL: transactions that meet, connections that break, commits whose answer is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use store::hints::Hint;
use store::{CommitFault, PostgresOptions, Store, StoreError, params};
use testkit::postgres::{Cluster, Database};
use testkit::stores;

use crate::notes;

const END_OTHERS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                           WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// A database that the test can also reach from outside.
fn with_database<F: Future<Output = ()>>(test: impl FnOnce(Store, Arc<Database>) -> F) {
    let database = Arc::new(Cluster::shared().database());
    let options = PostgresOptions {
        write_lanes: 4,
        read_lanes: 2,
        ..PostgresOptions::default()
    };
    let store = Store::open_postgres(database.url(), options).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        notes::create(&store).await;
        test(store.clone(), Arc::clone(&database)).await;
    });
    store.close();
}

#[test]
fn a_connection_that_breaks_in_a_transaction_is_replaced_and_the_closure_runs_again() {
    with_database(|store, database| async move {
        let runs = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&runs);
        store
            .write(move |tx| {
                notes::insert(tx, 1)?;
                if seen.fetch_add(1, Ordering::SeqCst) < 2 {
                    database.execute(END_OTHERS);
                }
                notes::insert(tx, 2)
            })
            .await
            .unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        assert_eq!(notes::ids(&store).await, [1, 2]);
    });
}

#[test]
fn idle_connections_that_broke_are_not_noticed_by_callers() {
    with_database(|store, database| async move {
        for round in 0..3 {
            for id in 0..8 {
                store
                    .write(move |tx| notes::insert(tx, round * 100 + id))
                    .await
                    .unwrap();
                notes::ids(&store).await;
            }
            let database = Arc::clone(&database);
            tokio::task::spawn_blocking(move || database.execute(END_OTHERS))
                .await
                .unwrap();
        }
        assert_eq!(notes::ids(&store).await.len(), 24);
    });
}

#[test]
fn a_connection_that_breaks_right_before_commit_is_told_apart_from_one_after() {
    with_database(|store, database| async move {
        // Ended after the last statement: the COMMIT itself meets the broken connection.
        let runs = Arc::new(AtomicU32::new(0));
        let seen = Arc::clone(&runs);
        store
            .write(move |tx| {
                notes::insert(tx, 1)?;
                if seen.fetch_add(1, Ordering::SeqCst) == 0 {
                    database.execute(END_OTHERS);
                }
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(
            runs.load(Ordering::SeqCst),
            2,
            "it was not committed, so it ran again"
        );
        // Committed, but the answer got lost.
        store.commit_faults().plan(1, CommitFault::Lose);
        let seen = Arc::clone(&runs);
        let value = store
            .write(move |tx| {
                seen.fetch_add(1, Ordering::SeqCst);
                notes::insert(tx, 2)?;
                Ok("kept")
            })
            .await;
        assert_eq!(value, Ok("kept"));
        assert_eq!(
            runs.load(Ordering::SeqCst),
            3,
            "it was committed, so it did not run again"
        );
        assert_eq!(notes::ids(&store).await, [1, 2]);
    });
}

#[test]
fn a_commit_whose_fate_cannot_be_learned_is_unknown() {
    let database = Cluster::shared().database();
    let options = PostgresOptions {
        write_lanes: 1,
        read_lanes: 1,
        commit_lookups_max: 0,
        ..PostgresOptions::default()
    };
    let store = Store::open_postgres(database.url(), options).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        notes::create(&store).await;
        store.commit_faults().plan(1, CommitFault::Lose);
        let outcome = store.write(|tx| notes::insert(tx, 1)).await;
        assert_eq!(outcome, Err(StoreError::CommitUnknown));
        assert_eq!(notes::ids(&store).await, [1], "nothing was run twice");
    });
    store.close();
}

#[test]
fn closures_that_wait_for_each_other_both_succeed() {
    with_database(|store, _| async move {
        store
            .write(|tx| {
                notes::insert(tx, 1)?;
                notes::insert(tx, 2)
            })
            .await
            .unwrap();
        let touch = "UPDATE note SET number = COALESCE(number, 0) + 1 WHERE id = ?1";
        let mut writers = Vec::new();
        for writer in 0..4_i64 {
            let store = store.clone();
            writers.push(tokio::spawn(async move {
                for _ in 0..10 {
                    // Opposite orders meet in a deadlock, which PostgreSQL ends for one of the two.
                    let (first, second) = if writer % 2 == 0 { (1, 2) } else { (2, 1) };
                    store
                        .write(move |tx| {
                            tx.execute(touch, params![first])?;
                            tx.execute(touch, params![second])
                        })
                        .await
                        .unwrap();
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let numbers = store
            .read(|tx| {
                tx.query("SELECT number FROM note ORDER BY id", params![], |row| {
                    row.int(0)
                })
            })
            .await
            .unwrap();
        assert_eq!(numbers, [40, 40]);
    });
}

#[test]
fn a_statement_whose_columns_changed_is_prepared_again() {
    with_database(|store, database| async move {
        let all = "SELECT * FROM note WHERE id = ?1";
        store.write(|tx| notes::insert(tx, 1)).await.unwrap();
        for _ in 0..4 {
            store
                .write(move |tx| tx.query_one(all, params![1], |row| row.int(0)))
                .await
                .unwrap();
        }
        tokio::task::spawn_blocking(move || {
            database.execute("ALTER TABLE note ADD COLUMN more BIGINT");
        })
        .await
        .unwrap();
        for _ in 0..4 {
            store
                .write(move |tx| tx.query_one(all, params![1], |row| row.int(0)))
                .await
                .unwrap();
        }
    });
}

#[test]
fn a_server_that_is_away_makes_the_store_unavailable_not_stuck() {
    let database = Cluster::shared().database();
    let options = PostgresOptions {
        write_lanes: 1,
        read_lanes: 1,
        tries_max: 2,
        ..PostgresOptions::default()
    };
    let store = Store::open_postgres(database.url(), options).unwrap();
    drop(database);
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let outcome = store.write(|tx| notes::insert(tx, 1)).await;
        assert!(outcome.is_err(), "{outcome:?}");
        let outcome = store.read(|_| Ok(())).await;
        assert!(outcome.is_err(), "{outcome:?}");
    });
    store.close();
}

#[test]
fn the_test_server_has_room_for_several_stores() {
    let opened: Vec<_> = (0..5).map(|_| stores::postgres()).collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (index, opened) in opened.iter().enumerate() {
        runtime.block_on(async {
            notes::create(&opened.store).await;
            let id = i64::try_from(index).unwrap();
            opened
                .store
                .write(move |tx| notes::insert(tx, id))
                .await
                .unwrap();
            assert_eq!(
                notes::ids(&opened.store).await,
                [id],
                "each has its own database"
            );
        });
    }
}

/// Hints in one store until the other hears them: its connection may still be on its way.
async fn until_heard(from: &Store, to: &Store) -> Hint {
    let mut heard = to.hints().subscribe();
    loop {
        let hints = from.hints().clone();
        let hinted = from.write(move |tx| {
            hints.after_commit(tx, Hint::AccountsChanged);
            Ok(())
        });
        hinted.await.unwrap();
        let waited = tokio::time::timeout(Duration::from_millis(100), heard.recv());
        if let Ok(hint) = waited.await {
            return hint.unwrap();
        }
    }
}

#[test]
fn what_happens_in_one_process_is_hinted_at_in_the_others() {
    with_database(|store, database| async move {
        let other = tokio::task::block_in_place(|| {
            Store::open_postgres(database.url(), PostgresOptions::default()).unwrap()
        });
        assert_eq!(until_heard(&store, &other).await, Hint::AccountsChanged);
        assert_eq!(until_heard(&other, &store).await, Hint::AccountsChanged);
        database.execute(END_OTHERS);
        assert_eq!(until_heard(&store, &other).await, Hint::AccountsChanged);
        tokio::task::block_in_place(|| other.close());
    });
}
