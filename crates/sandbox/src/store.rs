//! The sandbox's own file: one writing thread with group commit, two reading threads, plain closures.
//!
//! An act is answered only after its transaction is committed with `synchronous=FULL`. Waiting acts share one
//! transaction, a savepoint each, so that one fsync serves them all.

mod transaction;

pub(crate) use transaction::{Effects, Happening, Tx};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension as _};
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::refusal::Refusal;

const SCHEMA: &str = include_str!("store/schema.sql");
const SCHEMA_VERSION: i64 = 4;
/// What a file of version 1 lacks.
const SECOND: &str = "ALTER TABLE message ADD COLUMN reply_to TEXT;";
/// What a file of version 2 lacks.
const THIRD: &str = "ALTER TABLE participant ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE participant ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;";
/// What a file of version 3 lacks.
const FOURTH: &str = "ALTER TABLE message ADD COLUMN edited_at INTEGER;
                     ALTER TABLE message ADD COLUMN deleted_at INTEGER;";
/// What `PRAGMA synchronous` reads as when it is `FULL`.
const SYNCHRONOUS_FULL: i64 = 2;
const READING_THREADS: usize = 2;
/// Acts that share one commit at most.
const BATCH_MAX: usize = 128;
const CACHED_STATEMENTS: usize = 256;

/// What an act tells its caller once it is known whether the commit stood.
type Completion = Box<dyn FnOnce(bool) + Send>;
type Work = Box<dyn FnOnce(&Connection) -> Completion + Send>;
type CommitHook = Arc<dyn Fn(Effects) + Send + Sync>;

/// Where the lanes are; cheap to clone. The threads end when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct Store {
    writes: Sender<Work>,
    reads: Sender<Work>,
    clock: Clock,
    seed: u64,
    on_commit: CommitHook,
}

/// The lanes' threads, to be joined after the last [`Store`] is gone.
pub(crate) struct Lanes(Vec<thread::JoinHandle<()>>);

impl Lanes {
    /// Waits until the file is closed.
    pub(crate) fn join(self) {
        for lane in self.0 {
            if lane.join().is_err() {
                tracing::error!("a lane of the sandbox's store panicked");
            }
        }
    }
}

/// Opens the file, creating it and its tables if it is new.
pub(crate) fn open_connection(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA busy_timeout = 5000;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA cache_size = -32768;
         PRAGMA temp_store = MEMORY;",
    )?;
    check_durable(&connection)?;
    // Without it a prepared statement is planned again whenever a bound value changes.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let missing: &[&str] = match version {
        0 => &[SCHEMA],
        1 => &[SECOND, THIRD, FOURTH],
        2 => &[THIRD, FOURTH],
        3 => &[FOURTH],
        _ => return Ok(connection),
    };
    let missing = missing.concat();
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {missing} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    ))?;
    Ok(connection)
}

/// Refuses a connection whose commits would not be on disk: SQLite keeps the old setting of a pragma without a word
/// where it cannot take the new one.
fn check_durable(connection: &Connection) -> rusqlite::Result<()> {
    let journal: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if journal == "wal" && synchronous == SYNCHRONOUS_FULL {
        return Ok(());
    }
    let message = format!(
        "commits would not be on disk: journal_mode is {journal}, synchronous is {synchronous}"
    );
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
    Err(rusqlite::Error::SqliteFailure(code, Some(message)))
}

/// The value kept under `key`, if any.
pub(crate) fn meta(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

impl Store {
    /// Starts the lanes over the file at `path`; `connection` is an open one to it.
    pub(crate) fn start(
        path: &Path,
        connection: Connection,
        clock: Clock,
        seed: u64,
        on_commit: CommitHook,
    ) -> Result<(Self, Lanes), std::io::Error> {
        let mut lanes = Vec::new();
        let (writes, waiting_writes) = channel();
        lanes.push(
            thread::Builder::new()
                .name("sandbox-write".into())
                .spawn(move || write_lane(&connection, &waiting_writes))?,
        );
        let (reads, waiting_reads) = channel();
        let waiting_reads = Arc::new(Mutex::new(waiting_reads));
        for number in 0..READING_THREADS {
            let waiting = Arc::clone(&waiting_reads);
            let path: PathBuf = path.to_owned();
            lanes.push(
                thread::Builder::new()
                    .name(format!("sandbox-read-{number}"))
                    .spawn(move || read_lane(&path, &waiting))?,
            );
        }
        let store = Self {
            writes,
            reads,
            clock,
            seed,
            on_commit,
        };
        Ok((store, Lanes(lanes)))
    }

    /// Runs `act` in a transaction; answers after the commit is on disk. A refusal rolls the act back.
    pub(crate) async fn write<T, F>(&self, act: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (answer, waiting) = oneshot::channel();
        let (clock, seed) = (self.clock.clone(), self.seed);
        let on_commit = Arc::clone(&self.on_commit);
        let work: Work = Box::new(move |connection| {
            let outcome = in_savepoint(connection, |connection| {
                let mut tx = Tx::new(connection, clock.now_ms(), seed);
                let value = act(&mut tx)?;
                Ok((value, tx.into_effects()))
            });
            Box::new(move |committed| {
                let result = match outcome {
                    Ok((value, effects)) if committed => {
                        on_commit(effects);
                        Ok(value)
                    }
                    Ok(_) => Err(Refusal::new(
                        "internal",
                        "the commit failed; nothing was accepted",
                    )),
                    Err(refusal) => Err(refusal),
                };
                // Whoever asked may have gone; what was accepted stays accepted.
                let _ = answer.send(result);
            })
        });
        Self::dispatch(&self.writes, work, waiting).await
    }

    /// Runs `look` in a read transaction.
    pub(crate) async fn read<T, F>(&self, look: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (answer, waiting) = oneshot::channel();
        let (clock, seed) = (self.clock.clone(), self.seed);
        let work: Work = Box::new(move |connection| {
            let outcome = guarded(|| look(&mut Tx::new(connection, clock.now_ms(), seed)));
            Box::new(move |_| {
                let _ = answer.send(outcome);
            })
        });
        Self::dispatch(&self.reads, work, waiting).await
    }

    async fn dispatch<T>(
        lane: &Sender<Work>,
        work: Work,
        waiting: oneshot::Receiver<Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        let stopping = || Refusal::new("unavailable", "the sandbox is stopping");
        lane.send(work).map_err(|_| stopping())?;
        waiting.await.map_err(|_| stopping())?
    }
}

fn write_lane(connection: &Connection, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        let mut completions = Vec::new();
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        if let Err(error) = &begun {
            tracing::error!(%error, "the sandbox cannot begin a transaction");
        }
        completions.push(first(connection));
        while completions.len() < BATCH_MAX {
            let Ok(next) = waiting.try_recv() else { break };
            completions.push(next(connection));
        }
        let committed = begun.is_ok() && commit(connection);
        for complete in completions {
            complete(committed);
        }
    }
}

/// Commits; false if the transaction is gone (a full disk rolls all of it back) or the commit failed.
fn commit(connection: &Connection) -> bool {
    if connection.is_autocommit() {
        return false;
    }
    match connection.execute_batch("COMMIT") {
        Ok(()) => true,
        Err(error) => {
            tracing::error!(%error, "the sandbox cannot commit");
            if !connection.is_autocommit() {
                let _ = connection.execute_batch("ROLLBACK");
            }
            false
        }
    }
}

fn read_lane(path: &Path, waiting: &Mutex<Receiver<Work>>) {
    let connection = match open_connection(path) {
        Ok(connection) => connection,
        Err(error) => {
            tracing::error!(%error, "the sandbox cannot open its file for reading");
            return;
        }
    };
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(work) = next else { return };
        let begun = connection.execute_batch("BEGIN DEFERRED").is_ok();
        let complete = work(&connection);
        if begun {
            let _ = connection.execute_batch("COMMIT");
        }
        complete(true);
    }
}

fn in_savepoint<T>(
    connection: &Connection,
    act: impl FnOnce(&Connection) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    if connection.is_autocommit() {
        // Without a transaction around it, releasing the savepoint would commit what nobody is told of.
        return Err(Refusal::new(
            "internal",
            "no transaction; nothing was accepted",
        ));
    }
    connection.execute_batch("SAVEPOINT act")?;
    let outcome = guarded(|| act(connection));
    if outcome.is_ok() {
        connection.execute_batch("RELEASE act")?;
    } else if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK TO act; RELEASE act")?;
    }
    outcome
}

fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Refusal::new("internal", "the sandbox has a defect here")))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{check_durable, open_connection};

    #[test]
    fn a_connection_whose_commits_are_not_on_disk_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let connection = open_connection(&folder.path().join("sandbox.db")).expect("a file");
        check_durable(&connection).expect("as it was opened");
        for setting in ["synchronous = NORMAL", "journal_mode = DELETE"] {
            let connection = open_connection(&folder.path().join("other.db")).expect("a file");
            let statement = format!("PRAGMA {setting}");
            connection.execute_batch(&statement).expect("a setting");
            let refusal = check_durable(&connection).expect_err(setting).to_string();
            assert!(refusal.contains("would not be on disk"), "{refusal}");
        }
        let nowhere = Connection::open_in_memory().expect("a connection");
        check_durable(&nowhere).expect_err("memory is no disk");
    }

    #[test]
    fn a_file_of_the_first_version_gets_what_it_lacks() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sandbox.db");
        let connection = open_connection(&path).expect("a file");
        let first = "ALTER TABLE message DROP COLUMN reply_to;
            ALTER TABLE participant DROP COLUMN archived;
            ALTER TABLE participant DROP COLUMN starred;
            ALTER TABLE message DROP COLUMN edited_at;
            ALTER TABLE message DROP COLUMN deleted_at;
            PRAGMA user_version = 1;";
        connection.execute_batch(first).expect("as it once was");
        drop(connection);
        for _ in 0..2 {
            let connection = open_connection(&path).expect("the same file");
            let asked = connection.query_row(
                "SELECT count(reply_to) + count(deleted_at) FROM message",
                [],
                |row| row.get::<_, i64>(0),
            );
            assert_eq!(asked, Ok(0));
            let asked = connection.query_row(
                "SELECT count(archived) + count(starred) FROM participant",
                [],
                |row| row.get::<_, i64>(0),
            );
            assert_eq!(asked, Ok(0));
        }
    }

    #[test]
    fn a_file_that_cannot_keep_a_log_beside_it_is_not_opened() {
        // Without a name SQLite takes a temporary file, which has no write-ahead log whatever the pragma says.
        let refusal = open_connection(std::path::Path::new("")).expect_err("no name");
        assert!(refusal.to_string().contains("would not be on disk"));
    }
}
