//! Empty stores for tests: in memory, in a file, on PostgreSQL.

use std::future::Future;

use store::{PostgresOptions, SqliteOptions, Store};
use tempfile::TempDir;

use crate::postgres::{Cluster, Database};

/// A store together with what it lives in; both go away with it.
pub struct TestStore {
    /// The store, migrated and empty.
    pub store: Store,
    // After the store: it must be closed before its place is removed.
    _place: Place,
}

enum Place {
    Folder { _folder: TempDir },
    Database { _database: Database },
}

/// A fresh database file with two readers.
pub fn sqlite() -> TestStore {
    sqlite_with(SqliteOptions {
        readers: 2,
        ..SqliteOptions::default()
    })
}

/// A fresh database file.
pub fn sqlite_with(options: SqliteOptions) -> TestStore {
    let folder = tempfile::tempdir().expect("the temporary directory is writable");
    let store = Store::open_sqlite(&folder.path().join("liaison.db"), options)
        .expect("a new file can be opened");
    TestStore {
        store,
        _place: Place::Folder { _folder: folder },
    }
}

/// A fresh database of the test cluster with few connections.
pub fn postgres() -> TestStore {
    postgres_with(PostgresOptions {
        write_lanes: 3,
        read_lanes: 2,
        ..PostgresOptions::default()
    })
}

/// A fresh database of the test cluster.
pub fn postgres_with(options: PostgresOptions) -> TestStore {
    let database = Cluster::shared().database();
    let store =
        Store::open_postgres(database.url(), options).expect("a new database can be opened");
    TestStore {
        store,
        _place: Place::Database {
            _database: database,
        },
    }
}

/// Runs `test` on a store, on a runtime of its own.
pub fn run<F: Future<Output = ()>>(opened: &TestStore, test: impl FnOnce(Store) -> F) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be started")
        .block_on(test(opened.store.clone()));
}

/// Runs `test` on a database file.
pub fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Store) -> F) {
    run(&sqlite(), test);
}

/// Runs `test` on a PostgreSQL database.
pub fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(Store) -> F) {
    run(&postgres(), test);
}

/// Declares conformance tests: each runs once on SQLite and once on PostgreSQL, as two tests.
///
/// ```text
/// testkit::on_both_engines! {
///     async fn a_missing_account_is_not_found(store: Store) {
///         …
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($store:ident: Store) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "a test may need nothing from its module")]
            use super::*;

            async fn test($store: ::store::Store) $body

            #[test]
            fn on_sqlite() {
                $crate::stores::on_sqlite(test);
            }

            #[test]
            fn on_postgres() {
                $crate::stores::on_postgres(test);
            }
        }
    )*};
}

/// Makes the database look as if a newer version of the program had written it.
pub async fn pretend_newer_schema(store: &Store) {
    store
        .write(|tx| {
            tx.execute(
                "INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'from the future', 'x')",
                &[],
            )
        })
        .await
        .expect("the table is there");
}

/// Makes the database one that a development version wrote, whose first migration had another text.
pub async fn pretend_changed_migration(store: &Store) {
    store
        .write(|tx| {
            tx.execute(
                "UPDATE schema_migration SET checksum = 'x' WHERE number = 1",
                &[],
            )
        })
        .await
        .expect("the table is there");
}
