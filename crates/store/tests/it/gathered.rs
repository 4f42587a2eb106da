//! Work that is done for many in one go, and questions that are asked for many.

use std::sync::Arc;

use domain::ids::WorkspaceId;
use store::{ColumnType, CommitFault, Gathered, Store, StoreError, StoreResult, Tx, Value, params};

use crate::notes;

const ALL: i64 = 200;

/// Writes a note, unless its number says otherwise.
struct Noting {
    workspace: u8,
    id: i64,
}

/// How many were done together.
type Together = usize;

impl Gathered for Noting {
    type Answer = (i64, Together);

    fn workspace_id(&self) -> WorkspaceId {
        WorkspaceId::from_bytes([self.workspace; 16])
    }

    fn run(items: &[&Self], tx: &mut Tx<'_>) -> StoreResult<Vec<Self::Answer>> {
        for item in items {
            notes::insert(tx, item.id)?;
            assert!(item.id % 50 != 49, "on purpose");
        }
        assert!(
            items
                .iter()
                .all(|item| item.workspace == items[0].workspace)
        );
        Ok(items.iter().map(|item| (item.id, items.len())).collect())
    }
}

async fn note_all(
    store: &Store,
    ids: impl Iterator<Item = (u8, i64)>,
) -> Vec<StoreResult<(i64, Together)>> {
    let tasks: Vec<_> = ids
        .map(|(workspace, id)| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write_gathered(Arc::new(Noting { workspace, id }))
                    .await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

testkit::on_both_engines! {
    async fn what_waits_together_is_done_together_and_each_gets_its_own(store: Store) {
        notes::create(&store).await;
        let wanted = (0..ALL).filter(|id| id % 50 != 49);
        let answers = note_all(&store, wanted.clone().map(|id| (1 + u8::from(id % 2 == 0), id))).await;
        let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().map(|(id, _)| *id).collect::<Vec<_>>(), wanted.clone().collect::<Vec<_>>());
        assert!(answers.iter().any(|(_, together)| *together > 1), "all were done alone");
        assert_eq!(notes::ids(&store).await, wanted.collect::<Vec<_>>());
    }

    async fn one_that_fails_fails_alone(store: Store) {
        notes::create(&store).await;
        store.write(|tx| notes::insert(tx, 7)).await.unwrap();
        let answers = note_all(&store, (0..ALL).map(|id| (1, id))).await;
        for (id, answer) in (0..ALL).zip(answers) {
            match id {
                7 => assert!(matches!(answer, Err(StoreError::Constraint(_))), "{answer:?}"),
                id if id % 50 == 49 => assert!(matches!(answer, Err(StoreError::Panicked(_))), "{answer:?}"),
                id => assert_eq!(answer.unwrap().0, id),
            }
        }
        assert_eq!(notes::ids(&store).await, (0..ALL).filter(|id| id % 50 != 49).collect::<Vec<_>>());
    }

    async fn a_full_disk_is_told_to_whom_it_befell(store: Store) {
        notes::create(&store).await;
        store.commit_faults().plan(1, CommitFault::Fail);
        let refused = store.write_gathered(Arc::new(Noting { workspace: 1, id: 1 })).await;
        assert_eq!(refused, Err(StoreError::Full));
        assert_eq!(store.write_gathered(Arc::new(Noting { workspace: 1, id: 2 })).await, Ok((2, 1)));
        assert_eq!(notes::ids(&store).await, [2]);
    }

    async fn a_question_for_many_is_answered_in_their_order(store: Store) {
        notes::create(&store).await;
        let found = store.write(|tx| {
            for id in [3, 1, 2] {
                notes::insert(tx, id)?;
            }
            tx.execute("UPDATE note SET number = id * 10, body = '?1' WHERE id < 3", params![])?;
            let rows: Vec<Vec<Value<'_>>> = [2, 9, 1, 2, 3].map(|id: i64| vec![id.into(), "?1".into()]).to_vec();
            let types = &[ColumnType::Int, ColumnType::Text];
            let sql = "SELECT number, '?1' FROM note WHERE id = ?1 AND body = ?2 ORDER BY id LIMIT 1";
            let found = tx.query_opt_each(sql, types, &rows, |row| Ok((row.int(0)?, row.text(1)?.to_owned())))?;
            let none = tx.query_opt_each(sql, types, &[], |row| row.int(0))?;
            assert!(none.is_empty());
            Ok(found)
        });
        let shown = |number| Some((number, "?1".to_owned()));
        assert_eq!(found.await.unwrap(), [shown(20), None, shown(10), shown(20), None]);
    }

    async fn a_change_for_many_is_one_for_each(store: Store) {
        notes::create(&store).await;
        let numbers = store.write(|tx| {
            for id in 1..=3 {
                notes::insert(tx, id)?;
            }
            let rows: Vec<Vec<Value<'_>>> = [(1, 5), (3, 6), (1, 7), (8, 9)]
                .map(|(id, number): (i64, i64)| vec![id.into(), number.into()])
                .to_vec();
            tx.execute_each("UPDATE note SET number = COALESCE(number, 0) + ?2 WHERE id = ?1", &rows)?;
            tx.execute_each("UPDATE note SET number = ?2 WHERE id = ?1", &[])?;
            tx.query("SELECT number FROM note ORDER BY id", params![], |row| row.opt_int(0))
        });
        assert_eq!(numbers.await.unwrap(), [Some(12), None, Some(6)]);
    }

    async fn an_error_for_one_of_many_ends_the_transaction(store: Store) {
        notes::create(&store).await;
        let refused = store.write(|tx| {
            let rows: Vec<Vec<Value<'_>>> = [1, 1].map(|id: i64| vec![id.into()]).to_vec();
            let first = tx.execute_each("INSERT INTO note (id) VALUES (?1)", &rows);
            assert!(matches!(first, Err(StoreError::Constraint(_))), "{first:?}");
            notes::insert(tx, 2)
        });
        assert!(matches!(refused.await, Err(StoreError::Constraint(_))));
        assert_eq!(notes::ids(&store).await, Vec::<i64>::new());
    }
}
