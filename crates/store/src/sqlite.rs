//! The SQLite engine: connections, statements and rows. One writer thread commits in groups (`sqlite/writer.rs`).

pub(crate) mod checkpoint;
pub(crate) mod reader;
pub(crate) mod writer;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode};

use crate::row::{RowSource, wrong};
use crate::{Row, StoreError, StoreResult, Value};

const STATEMENTS_CACHED_MAX: usize = 512;
const MEMORY_PATH: &str = ":memory:";

/// How an embedded database is opened. `SqliteOptions::default()` is meant for production.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// Reader threads; zero means one per core.
    pub readers: usize,
    /// How much of the file each connection maps at most, in bytes. It takes address space; memory only for pages that
    /// are read, which the system takes back when it needs them.
    pub mmap_bytes: u64,
    /// The page cache of each connection in KiB.
    pub cache_kib: u32,
    /// By so many pages of 4 KiB the write-ahead log grows before they are moved to their places, beside the writer. More
    /// of them let a page that changes often be moved once instead of many times.
    pub checkpoint_pages: u32,
    /// The most writes that share a transaction. More gain nothing and make the first wait.
    pub batch_max: usize,
    /// How many interactive writes, and how many reads, may wait before the store answers `Busy`.
    pub queue_depth: usize,
    /// How many bulk writes may wait before their callers do.
    pub bulk_depth: usize,
    /// How long to wait for a lock that another process holds.
    pub lock_wait: Duration,
    /// The largest size of the database in pages; zero means no limit. Tests use it as a disk that fills up.
    pub pages_max: u32,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            readers: 0,
            mmap_bytes: 1 << 36,
            cache_kib: 8 * 1024,
            checkpoint_pages: 2_000,
            batch_max: 256,
            queue_depth: 1024,
            bulk_depth: 32,
            lock_wait: Duration::from_secs(5),
            pages_max: 0,
        }
    }
}

/// Where the database is.
#[derive(Debug, Clone)]
pub(crate) enum Location {
    File(PathBuf),
    Memory,
}

impl Location {
    fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Memory => Path::new(MEMORY_PATH),
        }
    }
}

/// Opens a connection and asserts everything that durability and speed rest on.
pub(crate) fn connect(location: &Location, options: &SqliteOptions) -> StoreResult<Connection> {
    let connection = Connection::open(location.path()).map_err(|error| failure(&error, "open"))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_CACHED_MAX);
    connection
        .busy_timeout(options.lock_wait)
        .map_err(|error| failure(&error, "busy_timeout"))?;
    // The bundled build has STAT4 and would plan a prepared statement again whenever a bound value changes.
    let is_stable = connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(|error| failure(&error, "query planner stability guarantee"))?;
    require(is_stable, "the query planner stability guarantee is off")?;
    // A misspelt name in double quotes must be an error, as it is on PostgreSQL.
    for legacy in [
        DbConfig::SQLITE_DBCONFIG_DQS_DML,
        DbConfig::SQLITE_DBCONFIG_DQS_DDL,
    ] {
        connection
            .set_db_config(legacy, false)
            .map_err(|error| failure(&error, "double-quoted strings"))?;
    }
    set_pragmas(&connection, location, options)?;
    Ok(connection)
}

fn set_pragmas(
    connection: &Connection,
    location: &Location,
    options: &SqliteOptions,
) -> StoreResult<()> {
    let journal = match location {
        Location::File(_) => "wal",
        Location::Memory => "memory",
    };
    let pragmas = format!(
        "PRAGMA journal_mode = {journal};
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -{};
         PRAGMA mmap_size = {};
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA secure_delete = ON;
         PRAGMA journal_size_limit = 67108864;",
        options.cache_kib, options.mmap_bytes,
    );
    connection
        .execute_batch(&pragmas)
        .map_err(|error| failure(&error, &pragmas))?;
    if options.pages_max > 0 {
        let limit = format!("PRAGMA max_page_count = {}", options.pages_max);
        connection
            .execute_batch(&limit)
            .map_err(|error| failure(&error, &limit))?;
    }
    if matches!(location, Location::File(_)) {
        let mapped: i64 = pragma(connection, "mmap_size")?;
        if u64::try_from(mapped) != Ok(options.mmap_bytes) {
            tracing::warn!(
                mapped,
                asked = options.mmap_bytes,
                "this build of SQLite maps less of a large file, which makes reading it slower"
            );
        }
    }
    let kept: String = pragma(connection, "journal_mode")?;
    require(kept == journal, "the journal mode could not be set")?;
    require(
        pragma::<i64>(connection, "synchronous")? == 2,
        "synchronous is not FULL",
    )?;
    require(
        pragma::<i64>(connection, "foreign_keys")? == 1,
        "foreign keys are not checked",
    )
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> StoreResult<T> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(|error| failure(&error, name))
}

fn require(holds: bool, otherwise: &str) -> StoreResult<()> {
    if holds {
        Ok(())
    } else {
        Err(StoreError::Setup(otherwise.into()))
    }
}

/// Runs a statement that needs no values and gives no rows.
pub(crate) fn control(connection: &Connection, sql: &'static str) -> StoreResult<()> {
    prepare(connection, sql)?
        .raw_execute()
        .map_err(|error| failure(&error, sql))?;
    Ok(())
}

/// A prepared statement, run once for each row of values.
pub(crate) struct Statement<'c> {
    prepared: CachedStatement<'c>,
    sql: &'c str,
}

impl<'c> Statement<'c> {
    pub(crate) fn prepare(
        connection: &'c Connection,
        sql: &'c str,
        is_read_only: bool,
    ) -> StoreResult<Self> {
        let prepared = prepare(connection, sql)?;
        if is_read_only && !prepared.readonly() {
            return Err(StoreError::ReadOnly);
        }
        Ok(Self { prepared, sql })
    }

    /// How many rows it changed.
    pub(crate) fn execute(&mut self, params: &[Value<'_>]) -> StoreResult<u64> {
        self.bind(params)?;
        let executed = self.prepared.raw_execute();
        let count = executed.map_err(|error| failure(&error, self.sql))?;
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// Calls `on_row` for each row of its answer until it breaks.
    pub(crate) fn each(
        &mut self,
        params: &[Value<'_>],
        on_row: &mut dyn FnMut(&Row<'_>) -> StoreResult<ControlFlow<()>>,
    ) -> StoreResult<()> {
        self.bind(params)?;
        let mut rows = self.prepared.raw_query();
        while let Some(row) = rows.next().map_err(|error| failure(&error, self.sql))? {
            if on_row(&Row(RowSource::Sqlite(row)))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn bind(&mut self, params: &[Value<'_>]) -> StoreResult<()> {
        // SQLite would take a missing value for NULL.
        if self.prepared.parameter_count() != params.len() {
            let message = "the number of values differs from the number of placeholders";
            return Err(StoreError::statement(message, self.sql));
        }
        for (index, value) in params.iter().enumerate() {
            self.prepared
                .raw_bind_parameter(index + 1, value)
                .map_err(|error| failure(&error, self.sql))?;
        }
        Ok(())
    }
}

fn prepare<'c>(connection: &'c Connection, sql: &str) -> StoreResult<CachedStatement<'c>> {
    connection
        .prepare_cached(sql)
        .map_err(|error| failure(&error, sql))
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
            Self::Id(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The value of a column, `None` for NULL.
pub(crate) fn column<'r, T>(
    row: &'r rusqlite::Row<'r>,
    index: usize,
    read: impl FnOnce(ValueRef<'r>) -> FromSqlResult<T>,
) -> StoreResult<Option<T>> {
    match row.get_ref(index) {
        Ok(ValueRef::Null) => Ok(None),
        Ok(value) => read(value).map(Some).map_err(|_| {
            let message = format!("holds {}, not what was asked for", value.data_type());
            wrong(index, message)
        }),
        Err(error) => Err(wrong(index, error.to_string())),
    }
}

/// Sorts an error of the engine into ours.
pub(crate) fn failure(error: &rusqlite::Error, sql: &str) -> StoreError {
    let code = error.sqlite_error_code();
    match code {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::ConstraintViolation) => StoreError::Constraint(error.to_string()),
        Some(
            ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied,
        ) => StoreError::Io(format!("{error} ({sql})")),
        _ => StoreError::statement(error.to_string(), sql),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_mapped_as_far_as_is_asked() {
        let dir = tempfile::tempdir().expect("a folder");
        let location = Location::File(dir.path().join("mapped.db"));
        let options = SqliteOptions::default();
        let connection = connect(&location, &options).expect("a new file");
        let mapped: i64 = pragma(&connection, "mmap_size").expect("a number");
        assert_eq!(u64::try_from(mapped), Ok(options.mmap_bytes));
    }
}
