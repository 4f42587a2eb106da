//! Moving the pages of the write-ahead log to their places in the file, beside the writer, so that no commit waits for
//! it. Only where the log grows faster than that does the writer do the rest itself.

use crossbeam_channel::{Receiver, Sender};
use rusqlite::Connection;

use super::{failure, pragma_row};
use crate::StoreResult;

/// The log may grow to so many times the pages from which on it is worked on.
const LOG_FACTOR: i32 = 4;

/// Does so on a connection of its own.
pub(crate) struct Checkpointer {
    connection: Connection,
    calls: Receiver<()>,
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
        let hook = move |wal: &mut rusqlite::hooks::Wal, pages| {
            // What was committed stays committed, whatever becomes of the log.
            if log.is_full(pages)
                && let Err(error) = wal.checkpoint()
            {
                tracing::debug!(%error, "the log is not moved now");
            }
            Ok(())
        };
        writer
            .wal_hook(Some(hook))
            .map_err(|error| failure(&error, "wal_hook"))?;
        Ok(Self { connection, calls })
    }

    /// Works until the writer has ended.
    pub(crate) fn serve(self) {
        while let Ok(()) = self.calls.recv() {
            if let Err(error) = pragma_row(&self.connection, "PRAGMA wal_checkpoint(PASSIVE)") {
                tracing::debug!(%error, "the log is not moved now");
            }
        }
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
