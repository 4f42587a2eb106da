//! What a closure can rely on, on both engines alike.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Waker};

use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use store::{NewEvent, Store, StoreError, Tx, params};

use crate::notes;

testkit::on_both_engines! {
    async fn a_committed_write_is_read(store: Store) {
        notes::create(&store).await;
        store.write(|tx| notes::insert(tx, 7)).await.unwrap();
        assert_eq!(notes::ids(&store).await, [7]);
    }

    async fn an_error_keeps_nothing(store: Store) {
        notes::create(&store).await;
        let outcome = store
            .write(|tx| {
                notes::insert(tx, 1)?;
                Err::<(), _>(StoreError::NotFound)
            })
            .await;
        assert_eq!(outcome, Err(StoreError::NotFound));
        assert_eq!(notes::ids(&store).await, Vec::<i64>::new());
    }

    async fn a_panic_keeps_nothing_and_the_lane_goes_on(store: Store) {
        notes::create(&store).await;
        for _ in 0..10 {
            let outcome = store
                .write(|tx| {
                    notes::insert(tx, 1)?;
                    if never() { Ok(()) } else { panic!("on purpose") }
                })
                .await;
            assert_eq!(outcome, Err(StoreError::Panicked("on purpose".into())));
        }
        let read = store.read(|_| -> Result<(), StoreError> { panic!("on purpose") }).await;
        assert_eq!(read, Err(StoreError::Panicked("on purpose".into())));
        store.write(|tx| notes::insert(tx, 2)).await.unwrap();
        assert_eq!(notes::ids(&store).await, [2]);
    }

    async fn a_failed_statement_ends_the_transaction(store: Store) {
        notes::create(&store).await;
        let went_on = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&went_on);
        let outcome = store
            .write(move |tx| {
                notes::insert(tx, 1)?;
                let refused = notes::insert(tx, 1);
                assert!(matches!(refused, Err(StoreError::Constraint(_))), "{refused:?}");
                // Swallowed, and the next statement would be fine on SQLite.
                assert_eq!(notes::insert(tx, 2), refused);
                seen.store(true, Ordering::Relaxed);
                Ok(())
            })
            .await;
        assert!(matches!(outcome, Err(StoreError::Constraint(_))), "{outcome:?}");
        assert!(went_on.load(Ordering::Relaxed));
        assert_eq!(notes::ids(&store).await, Vec::<i64>::new());
    }

    async fn an_expected_conflict_or_a_missing_row_does_not(store: Store) {
        notes::create(&store).await;
        let answer = store
            .write(|tx| {
                let insert = "INSERT INTO note (id) VALUES (?1) ON CONFLICT (id) DO NOTHING RETURNING id";
                let first = tx.query_opt(insert, params![1], |row| row.int(0))?;
                let second = tx.query_opt(insert, params![1], |row| row.int(0))?;
                let missing = tx.query_one("SELECT id FROM note WHERE id = ?1", params![5], |row| row.int(0));
                notes::insert(tx, 2)?;
                Ok((first, second, missing))
            })
            .await
            .unwrap();
        assert_eq!(answer, (Some(1), None, Err(StoreError::NotFound)));
        assert_eq!(notes::ids(&store).await, [1, 2]);
    }

    async fn wrong_statements_are_errors_with_their_text(store: Store) {
        notes::create(&store).await;
        let misspelt = store.read(|tx| tx.query("SELECT idd FROM note", params![], |row| row.int(0))).await;
        assert!(
            matches!(&misspelt, Err(StoreError::Statement { sql, .. }) if sql == "SELECT idd FROM note"),
            "{misspelt:?}"
        );
        let quoted = store.read(|tx| tx.query("SELECT \"idd\" FROM note", params![], |row| row.int(0))).await;
        assert!(matches!(quoted, Err(StoreError::Statement { .. })), "{quoted:?}");
        let too_few = store.read(|tx| tx.query("SELECT id FROM note WHERE id = ?1", params![], |row| row.int(0))).await;
        assert!(matches!(too_few, Err(StoreError::Statement { .. })), "{too_few:?}");
        let too_many = store.read(|tx| tx.query("SELECT id FROM note", params![1], |row| row.int(0))).await;
        assert!(matches!(too_many, Err(StoreError::Statement { .. })), "{too_many:?}");
    }

    async fn a_read_cannot_write(store: Store) {
        notes::create(&store).await;
        let outcome = store.read(|tx| notes::insert(tx, 1)).await;
        assert_eq!(outcome, Err(StoreError::ReadOnly));
        let returning = store
            .read(|tx| tx.query("DELETE FROM note RETURNING id", params![], |row| row.int(0)))
            .await;
        assert_eq!(returning, Err(StoreError::ReadOnly));
        let emitted = store
            .read(|tx| {
                tx.emit(event(1));
                Ok(())
            })
            .await;
        assert_eq!(emitted, Err(StoreError::ReadOnly));
    }

    async fn counts_and_stops(store: Store) {
        notes::create(&store).await;
        let changed = store
            .write(|tx| {
                for id in 1..=5 {
                    notes::insert(tx, id)?;
                }
                tx.execute("UPDATE note SET number = 1 WHERE id > ?1", params![2])
            })
            .await
            .unwrap();
        assert_eq!(changed, 3);
        let seen = store
            .read(|tx| {
                let mut seen = Vec::new();
                tx.query_each("SELECT id FROM note ORDER BY id DESC", params![], |row| {
                    seen.push(row.int(0)?);
                    Ok(if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
                })?;
                Ok(seen)
            })
            .await
            .unwrap();
        assert_eq!(seen, [5, 4]);
    }

    async fn many_rows_in_one_call(store: Store) {
        notes::create(&store).await;
        let answer = store
            .write(|tx| {
                let rows = |ids: &[i64]| ids.iter().map(|id| vec![(*id).into(), format!("note {id}").into()]).collect::<Vec<_>>();
                assert_eq!(tx.insert_many(&notes::NOTES, &[])?, 0);
                let first = tx.insert_many(&notes::NOTES, &rows(&[1, 2, 3]))?;
                let again = tx.insert_many_returning(&notes::NOTES, "id, body", &rows(&[2, 9, 3, 8]), |row| {
                    Ok((row.int(0)?, row.text(1)?.to_owned()))
                })?;
                let short = tx.insert_many(&notes::NOTES, &[vec![1.into()]]);
                assert!(matches!(short, Err(StoreError::Statement { .. })), "{short:?}");
                Ok((first, again))
            })
            .await;
        // The refused call at the end ended the transaction; what came before was as expected.
        assert!(matches!(answer, Err(StoreError::Statement { .. })), "{answer:?}");
        let answer = store
            .write(|tx| {
                let rows = |ids: &[i64]| ids.iter().map(|id| vec![(*id).into(), format!("note {id}").into()]).collect::<Vec<_>>();
                let first = tx.insert_many(&notes::NOTES, &rows(&[1, 2, 3]))?;
                let again = tx.insert_many_returning(&notes::NOTES, "id, body", &rows(&[2, 9, 3, 8]), |row| {
                    Ok((row.int(0)?, row.text(1)?.to_owned()))
                })?;
                Ok((first, again))
            })
            .await
            .unwrap();
        assert_eq!(answer, (3, vec![(9, "note 9".into()), (8, "note 8".into())]));
        assert_eq!(notes::ids(&store).await, [1, 2, 3, 8, 9]);
    }

    async fn callbacks_run_only_after_a_durable_commit(store: Store) {
        notes::create(&store).await;
        let calls = Arc::new(AtomicU32::new(0));
        let count = |tx: &mut Tx<'_>, calls: &Arc<AtomicU32>| {
            let calls = Arc::clone(calls);
            tx.after_commit(Box::new(move || {
                calls.fetch_add(1, Ordering::SeqCst);
            }));
        };
        let shared = Arc::clone(&calls);
        store.write(move |tx| { count(tx, &shared); notes::insert(tx, 1) }).await.unwrap();
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        let shared = Arc::clone(&calls);
        store.write(move |tx| { count(tx, &shared); notes::insert(tx, 1) }).await.unwrap_err();
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }

    async fn events_are_numbered_without_a_gap(store: Store) {
        create_workspaces(&store).await;
        let mut writers = Vec::new();
        for writer in 0..8_u8 {
            let store = store.clone();
            writers.push(tokio::spawn(async move {
                for round in 0..10_u8 {
                    let outcome = store
                        .write(move |tx| {
                            tx.emit(event(1));
                            tx.emit(event(2));
                            tx.emit(event(1));
                            if round % 5 == writer % 5 { Err(StoreError::NotFound) } else { Ok(()) }
                        })
                        .await;
                    assert!(matches!(outcome, Ok(()) | Err(StoreError::NotFound)), "{outcome:?}");
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        for (workspace, wanted) in [(1, 128), (2, 64)] {
            assert_eq!(event_numbers(&store, workspace).await, (1..=wanted).collect::<Vec<i64>>());
        }
    }

    async fn a_dropped_caller_does_not_undo_the_write(store: Store) {
        notes::create(&store).await;
        let before = store.counters().writes();
        let mut write = Box::pin(store.write(|tx| notes::insert(tx, 1)));
        // Queued at the first poll; then the caller goes away.
        let _ = write.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        drop(write);
        while store.counters().writes() == before {
            tokio::task::yield_now().await;
        }
        assert_eq!(notes::ids(&store).await, [1]);
    }

    async fn a_closed_store_says_so(store: Store) {
        notes::create(&store).await;
        let queued: Vec<_> = (0..20)
            .map(|id| {
                let store = store.clone();
                tokio::spawn(async move { store.write(move |tx| notes::insert(tx, id)).await })
            })
            .collect();
        let mut answers = Vec::new();
        let closing = store.clone();
        tokio::task::spawn_blocking(move || closing.close()).await.unwrap();
        for write in queued {
            answers.push(write.await.unwrap());
        }
        assert!(answers.iter().all(|answer| matches!(answer, Ok(()) | Err(StoreError::Closed))), "{answers:?}");
        assert_eq!(store.write(|tx| notes::insert(tx, 99)).await, Err(StoreError::Closed));
        assert_eq!(store.read(|_| Ok(())).await, Err(StoreError::Closed));
        assert_eq!(store.write_bulk(|_| Ok(())).await, Err(StoreError::Closed));
    }
}

/// Gives a closure that panics a type.
fn never() -> bool {
    std::hint::black_box(false)
}

fn workspace_id(number: u8) -> WorkspaceId {
    WorkspaceId::from_bytes([number; 16])
}

pub(crate) fn event(workspace: u8) -> NewEvent {
    NewEvent {
        workspace_id: workspace_id(workspace),
        kind: domain::event::EventKind::QuotaReopened,
        account_id: None,
        subject: Some("note".into()),
        at: Timestamp::from_micros(5),
        body: "{}".into(),
    }
}

pub(crate) async fn create_workspaces(store: &Store) {
    for number in 1..=2 {
        store
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO workspace (workspace_id, name, seed, created_at) VALUES (?1, ?2, ?3, ?4)",
                    params![workspace_id(number), "a workspace", 1, 0],
                )
            })
            .await
            .unwrap();
    }
}

pub(crate) async fn event_numbers(store: &Store, workspace: u8) -> Vec<i64> {
    store
        .read(move |tx| {
            tx.query(
                "SELECT number FROM event WHERE workspace_id = ?1 ORDER BY number",
                params![workspace_id(workspace)],
                |row| row.int(0),
            )
        })
        .await
        .unwrap()
}
