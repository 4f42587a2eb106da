//! Connections that only read: every statement of one read sees the same state.

use std::sync::Arc;

use crossbeam_channel::Receiver;
use rusqlite::Connection;

use crate::job::{self, BoxedJob, Counters};
use crate::sqlite::control;
use crate::tx::{AfterCommit, Link};
use crate::{StoreResult, Tx};

pub(crate) struct Reader {
    pub(crate) connection: Connection,
    pub(crate) counters: Arc<Counters>,
}

impl Reader {
    /// Serves the queue until the store is closed and nothing is left in it.
    pub(crate) fn serve(self, queue: &Receiver<BoxedJob>) {
        for mut job in queue {
            if job.is_abandoned() {
                continue;
            }
            let outcome = read(&self.connection, &mut job);
            self.counters.count_read();
            job::settle(job, outcome);
        }
    }
}

/// Runs the closure in a read transaction of its own.
pub(crate) fn read(connection: &Connection, job: &mut BoxedJob) -> StoreResult<Vec<AfterCommit>> {
    control(connection, "BEGIN")?;
    let outcome = job::perform(job.as_mut(), Tx::new(Link::Sqlite(connection), true)).outcome;
    if !connection.is_autocommit() {
        // Nothing was written, so ending the transaction cannot lose anything.
        control(connection, "COMMIT")?;
    }
    outcome
}
