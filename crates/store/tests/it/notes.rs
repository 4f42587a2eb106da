//! A table of the tests' own, so that they say nothing about the product's tables.

use store::{ColumnType, Engine, InsertMany, Store, StoreResult, Tx, params};

pub(crate) const NOTES: InsertMany = InsertMany {
    table: "note",
    columns: &[("id", ColumnType::Int), ("body", ColumnType::Text)],
    conflict: "ON CONFLICT (id) DO NOTHING",
};

/// Creates the empty table.
pub(crate) async fn create(store: &Store) {
    store
        .write(|tx| {
            let sql = match tx.engine() {
                Engine::Sqlite => {
                    "CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, number BIGINT, real DOUBLE PRECISION,
                                        body TEXT, bytes BLOB)"
                }
                Engine::Postgres => {
                    "CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, number BIGINT, real DOUBLE PRECISION,
                                        body TEXT, bytes BYTEA)"
                }
            };
            tx.execute(sql, params![])
        })
        .await
        .expect("the table is new");
}

/// Inserts a note; an id that is taken ends the transaction.
pub(crate) fn insert(tx: &mut Tx<'_>, id: i64) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO note (id, body) VALUES (?1, ?2)",
        params![id, "text"],
    )?;
    Ok(())
}

/// The ids of all notes, ascending.
pub(crate) async fn ids(store: &Store) -> Vec<i64> {
    store
        .read(|tx| {
            tx.query("SELECT id FROM note ORDER BY id", params![], |row| {
                row.int(0)
            })
        })
        .await
        .expect("the table is readable")
}
