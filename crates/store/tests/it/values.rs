//! Values come back as they went in, and both engines refuse the same ones.

use domain::ids::AccountId;
use domain::time::Timestamp;
use proptest::prelude::*;
use store::{Store, StoreError, Value, params};
use testkit::stores::{self, TestStore};

use crate::notes;

/// One row of every type.
#[derive(Debug, Clone, PartialEq)]
struct Sample {
    number: Option<i64>,
    real: Option<f64>,
    body: Option<String>,
    bytes: Option<Vec<u8>>,
}

fn samples() -> impl Strategy<Value = Sample> {
    let number = prop_oneof![
        Just(None),
        Just(Some(i64::MIN)),
        Just(Some(i64::MAX)),
        any::<Option<i64>>()
    ];
    let real = proptest::option::of(any::<f64>().prop_filter("a number", |real| !real.is_nan()));
    let body = proptest::option::of(any::<String>().prop_map(|text| text.replace('\0', "0")));
    let bytes = proptest::option::of(proptest::collection::vec(any::<u8>(), 0..200));
    (number, real, body, bytes).prop_map(|(number, real, body, bytes)| Sample {
        number,
        real,
        body,
        bytes,
    })
}

async fn round_trip(store: &Store, sample: Sample) -> Sample {
    store
        .write(move |tx| {
            let bytes = sample.bytes.as_deref();
            tx.execute("DELETE FROM note", params![])?;
            tx.execute(
                "INSERT INTO note (id, number, real, body, bytes) VALUES (?5, ?1, ?2, ?3, ?4)",
                params![sample.number, sample.real, sample.body.as_deref(), bytes, 1],
            )?;
            tx.query_one(
                "SELECT number, real, body, bytes FROM note",
                params![],
                |row| {
                    Ok(Sample {
                        number: row.opt_int(0)?,
                        real: row.opt_real(1)?,
                        body: row.opt_text(2)?.map(str::to_owned),
                        bytes: row.opt_blob(3)?.map(<[u8]>::to_vec),
                    })
                },
            )
        })
        .await
        .expect("the values can be stored")
}

fn every_value_comes_back(opened: &TestStore) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(notes::create(&opened.store));
    proptest!(|(sample in samples())| {
        let back = runtime.block_on(round_trip(&opened.store, sample.clone()));
        prop_assert_eq!(back, sample);
    });
}

#[test]
fn every_value_comes_back_on_sqlite() {
    every_value_comes_back(&stores::sqlite());
}

#[test]
fn every_value_comes_back_on_postgres() {
    every_value_comes_back(&stores::postgres());
}

testkit::on_both_engines! {
    async fn ids_instants_and_booleans_come_back(store: Store) {
        notes::create(&store).await;
        let id = AccountId::from_bytes(*b"sixteen bytes ok");
        let at = Timestamp::from_micros(1_763_378_062_881_123);
        let answer = store
            .write(move |tx| {
                tx.execute("INSERT INTO note (id, number, bytes) VALUES (?1, ?2, ?3)", params![true, at, id])?;
                tx.query_one("SELECT bytes, number, id, id = 1, body FROM note", params![], |row| {
                    Ok((
                        row.id::<AccountId>(0)?,
                        row.timestamp(1)?,
                        row.bool(2)?,
                        row.bool(3)?,
                        row.opt_timestamp(4).is_err() || row.opt_text(4)?.is_none(),
                        row.number::<u8>(2)?,
                    ))
                })
            })
            .await
            .unwrap();
        assert_eq!(answer, (id, at, true, true, true, 1));
    }

    async fn the_same_values_are_refused(store: Store) {
        notes::create(&store).await;
        for value in [Value::from("a\0b"), Value::Real(f64::NAN)] {
            let outcome = store
                .write(move |tx| {
                    tx.execute("INSERT INTO note (id, body) VALUES (1, ?1)", std::slice::from_ref(&value))
                })
                .await;
            assert!(matches!(outcome, Err(StoreError::Unstorable(_))), "{outcome:?}");
        }
    }

    async fn a_wrong_column_names_its_position(store: Store) {
        notes::create(&store).await;
        store.write(|tx| notes::insert(tx, 300)).await.unwrap();
        let text_as_int = store
            .read(|tx| tx.query_one("SELECT id, body FROM note", params![], |row| row.int(1)))
            .await;
        assert!(matches!(text_as_int, Err(StoreError::Column { index: 1, .. })), "{text_as_int:?}");
        let null = store
            .read(|tx| tx.query_one("SELECT id, number FROM note", params![], |row| row.int(1)))
            .await;
        assert!(matches!(null, Err(StoreError::Column { index: 1, .. })), "{null:?}");
        let beyond = store
            .read(|tx| tx.query_one("SELECT id FROM note", params![], |row| row.int(9)))
            .await;
        assert!(matches!(beyond, Err(StoreError::Column { index: 9, .. })), "{beyond:?}");
        let too_large = store
            .read(|tx| tx.query_one("SELECT id FROM note", params![], |row| row.number::<u8>(0)))
            .await;
        assert!(matches!(too_large, Err(StoreError::Column { index: 0, .. })), "{too_large:?}");
    }
}
