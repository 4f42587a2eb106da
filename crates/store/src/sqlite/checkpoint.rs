//! Moving the pages of the write-ahead log to their places in the file, beside the writer. A pass moves what is in the log
//! when it begins; where commits go on all the time, the log reaches its largest size in the end, and a commit does the
//! little that is left, so that it begins anew.

use std::sync::{Arc, Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender};
use rusqlite::hooks::Wal;
use rusqlite::{Connection, ErrorCode};

use super::{Location, SqliteOptions, connect, failure};
use crate::StoreResult;

/// The log may grow to so many times the pages from which on it is worked on.
const LOG_FACTOR: i32 = 4;

/// Does so on a connection of its own.
pub(crate) struct Checkpointer {
    connection: Connection,
    calls: Receiver<()>,
    /// Held during a pass: two at once are refused by the engine.
    pass: Arc<Mutex<()>>,
}

impl Checkpointer {
    /// Lets `writer` call for it each time its log has grown by `pages`.
    pub(crate) fn beside(
        writer: &mut Connection,
        connection: Connection,
        pages: u32,
    ) -> StoreResult<Self> {
        // One call that waits is enough: it is for all that is in the log when it is answered.
        let (caller, calls) = crossbeam_channel::bounded(1);
        let mut log = Log {
            step: i32::try_from(pages).unwrap_or(i32::MAX),
            called_at: 0,
            caller,
        };
        let pass = Arc::new(Mutex::new(()));
        let other = Arc::clone(&pass);
        let hook = move |wal: &mut Wal, pages| {
            if log.is_full(pages) {
                let _pass = other.lock().unwrap_or_else(PoisonError::into_inner);
                report(wal.checkpoint());
            }
            // What was committed stays committed, whatever becomes of the log.
            Ok(())
        };
        writer
            .wal_hook(Some(hook))
            .map_err(|error| failure(&error, "wal_hook"))?;
        Ok(Self {
            connection,
            calls,
            pass,
        })
    }

    /// Works until the writer has ended.
    pub(crate) fn serve(self) {
        while let Ok(()) = self.calls.recv() {
            let _pass = self.pass.lock().unwrap_or_else(PoisonError::into_inner);
            let pragma = "PRAGMA wal_checkpoint(PASSIVE)";
            report(self.connection.query_row(pragma, [], |_| Ok(())));
        }
    }
}

/// Moves all that is in the log to its place and makes the log an empty file. False if a reader was in the way for as long
/// as a lock is waited for.
pub(crate) fn empty(location: &Location, options: &SqliteOptions) -> StoreResult<bool> {
    let connection = connect(location, options)?;
    let pragma = "PRAGMA wal_checkpoint(TRUNCATE)";
    let passed = connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    match passed {
        Ok(is_busy) => Ok(is_busy == 0),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(false),
        Err(error) => Err(failure(&error, pragma)),
    }
}

/// Another process may be at it, and the next pass makes up for this one; whatever else is wrong fills the disk in time.
fn report(passed: rusqlite::Result<()>) {
    match passed {
        Err(error) if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy) => {
            tracing::warn!(%error, "the pages of the log cannot be moved to their places");
        }
        _ => {}
    }
}

/// The log as its writer sees it.
struct Log {
    step: i32,
    called_at: i32,
    caller: Sender<()>,
}

impl Log {
    /// Calls for help where that is due. Whether the log has become too long all the same.
    fn is_full(&mut self, pages: i32) -> bool {
        if pages < self.called_at {
            // It was begun anew.
            self.called_at = 0;
        }
        if pages - self.called_at >= self.step {
            self.called_at = pages;
            // Whoever is busy will be called again.
            self.caller.try_send(()).ok();
        }
        pages >= self.step.saturating_mul(LOG_FACTOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_called_at_each_step_and_the_writer_helps_itself_at_the_end() {
        let (caller, calls) = crossbeam_channel::bounded(1);
        let mut log = Log {
            step: 100,
            called_at: 0,
            caller,
        };
        let mut called = |pages| {
            let is_full = log.is_full(pages);
            (calls.try_recv().is_ok(), is_full)
        };
        for (pages, expected) in [
            (99, (false, false)),
            (100, (true, false)),
            (150, (false, false)),
            (230, (true, false)),
            // Begun anew.
            (5, (false, false)),
            (104, (true, false)),
            (399, (true, false)),
            (400, (false, true)),
            (900, (true, true)),
        ] {
            assert_eq!(called(pages), expected, "{pages}");
        }
    }
}
