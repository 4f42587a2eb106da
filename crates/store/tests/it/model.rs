//! Random closures on both engines against a map: same answers, same rows.

use std::collections::BTreeMap;

use proptest::prelude::*;
use store::{Store, StoreError, StoreResult, Tx, Value, params};
use testkit::stores;
use tokio::runtime::Runtime;

use crate::notes::{self, NOTES};

const IDS: i64 = 6;

#[derive(Debug, Clone)]
enum Act {
    /// A conflict ends the transaction.
    Insert(i64),
    InsertOrIgnore(i64),
    Upsert(i64, i64),
    Delete(i64),
    InsertMany(Vec<i64>),
    Fail,
}

/// The notes with their numbers.
type Rows = BTreeMap<i64, Option<i64>>;

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let id = 0..IDS;
    let act = prop_oneof![
        2 => id.clone().prop_map(Act::Insert),
        3 => id.clone().prop_map(Act::InsertOrIgnore),
        3 => (id.clone(), 0..100_i64).prop_map(|(id, number)| Act::Upsert(id, number)),
        2 => id.clone().prop_map(Act::Delete),
        2 => proptest::collection::vec(id, 0..5).prop_map(Act::InsertMany),
        1 => Just(Act::Fail),
    ];
    proptest::collection::vec(act, 0..6)
}

/// What the engines do: one number for each act.
fn perform(tx: &mut Tx<'_>, acts: &[Act]) -> StoreResult<Vec<u64>> {
    let upsert = "INSERT INTO note (id, number) VALUES (?1, ?2)
                  ON CONFLICT (id) DO UPDATE SET number = excluded.number RETURNING number";
    acts.iter()
        .map(|act| match act {
            Act::Insert(id) => tx.execute("INSERT INTO note (id) VALUES (?1)", params![*id]),
            Act::InsertOrIgnore(id) => tx.execute(
                "INSERT INTO note (id) VALUES (?1) ON CONFLICT (id) DO NOTHING",
                params![*id],
            ),
            Act::Upsert(id, number) => {
                tx.query_one(upsert, params![*id, *number], |row| row.number(0))
            }
            Act::Delete(id) => tx.execute("DELETE FROM note WHERE id = ?1", params![*id]),
            Act::InsertMany(ids) => {
                let rows: Vec<Vec<Value<'_>>> = ids
                    .iter()
                    .map(|id| vec![(*id).into(), Value::Null])
                    .collect();
                tx.insert_many(&NOTES, &rows)
            }
            Act::Fail => Err(StoreError::NotFound),
        })
        .collect()
}

/// What they should do; `None` if the closure fails.
fn predict(rows: &Rows, acts: &[Act]) -> Option<(Rows, Vec<u64>)> {
    let mut rows = rows.clone();
    let mut answers = Vec::new();
    for act in acts {
        let before = rows.len();
        answers.push(match act {
            Act::Insert(id) if rows.contains_key(id) => return None,
            Act::Insert(id) | Act::InsertOrIgnore(id) => {
                rows.entry(*id).or_insert(None);
                rows.len() - before
            }
            Act::Upsert(id, number) => {
                rows.insert(*id, Some(*number));
                usize::try_from(*number).unwrap()
            }
            Act::Delete(id) => usize::from(rows.remove(id).is_some()),
            Act::InsertMany(ids) => {
                for id in ids {
                    rows.entry(*id).or_insert(None);
                }
                rows.len() - before
            }
            Act::Fail => return None,
        });
    }
    let answers = answers
        .into_iter()
        .map(|answer| u64::try_from(answer).unwrap())
        .collect();
    Some((rows, answers))
}

async fn stored(store: &Store) -> Rows {
    let pairs = store
        .read(|tx| {
            tx.query("SELECT id, number FROM note", params![], |row| {
                Ok((row.int(0)?, row.opt_int(1)?))
            })
        })
        .await
        .unwrap();
    pairs.into_iter().collect()
}

#[test]
fn both_engines_follow_the_model() {
    let (sqlite, postgres) = (stores::sqlite(), stores::postgres());
    let runtime = Runtime::new().unwrap();
    let engines = [&sqlite.store, &postgres.store];
    for store in engines {
        runtime.block_on(notes::create(store));
    }
    let config = ProptestConfig::with_cases(64);
    proptest!(config, |(closures in proptest::collection::vec(acts(), 1..8))| {
        for store in engines {
            let clear = store.write(|tx| tx.execute("DELETE FROM note", params![]));
            runtime.block_on(clear).unwrap();
            let mut model = Rows::new();
            for acts in &closures {
                let closure = acts.clone();
                let answer = runtime.block_on(store.write(move |tx| perform(tx, &closure)));
                match predict(&model, acts) {
                    Some((rows, wanted)) => {
                        prop_assert_eq!(answer, Ok(wanted));
                        model = rows;
                    }
                    None => prop_assert!(answer.is_err()),
                }
                prop_assert_eq!(&runtime.block_on(stored(store)), &model);
            }
        }
    });
}
