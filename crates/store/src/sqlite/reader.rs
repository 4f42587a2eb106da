//! Connections that only read: every statement of one read sees the same state.

use std::iter::once;
use std::slice;
use std::sync::Arc;

use crossbeam_channel::Receiver;
use rusqlite::Connection;

use crate::job::{self, BoxedJob, Counters};
use crate::sqlite::control;
use crate::tx::{AfterCommit, Link};
use crate::{StoreResult, Tx};

/// More than this in one transaction makes the first wait.
const BATCH_MAX: usize = 16;

pub(crate) struct Reader {
    pub(crate) connection: Connection,
    pub(crate) counters: Arc<Counters>,
}

impl Reader {
    /// Serves the queue until the store is closed and nothing is left in it. What waits already shares a transaction:
    /// all of it was asked for before the transaction begins, so that nobody sees less than was committed then.
    pub(crate) fn serve(self, queue: &Receiver<BoxedJob>, readers: usize) {
        while let Ok(first) = queue.recv() {
            // The other readers have a share in what waits.
            let share = (queue.len() / readers).min(BATCH_MAX - 1);
            let batch = once(first).chain(queue.try_iter().take(share));
            self.answer(batch.filter(|job| !job.is_abandoned()).collect());
        }
    }

    fn answer(&self, mut batch: Vec<BoxedJob>) {
        let outcomes = together(&self.connection, &mut batch);
        for (job, outcome) in batch.into_iter().zip(outcomes) {
            self.counters.count_read();
            job::settle(vec![job], outcome);
        }
    }
}

/// Runs the closures in one read transaction.
fn together(connection: &Connection, batch: &mut [BoxedJob]) -> Vec<StoreResult<Vec<AfterCommit>>> {
    let mut outcomes = Vec::with_capacity(batch.len());
    for job in batch {
        outcomes.push(begun(connection).and_then(|()| {
            job::perform(slice::from_mut(job), Tx::read(Link::Sqlite(connection))).outcome
        }));
    }
    if !connection.is_autocommit()
        && let Err(error) = control(connection, "COMMIT")
    {
        // Nothing was written, so that nothing is lost; but the next transaction must be a new one.
        tracing::error!(%error, "a read transaction could not be ended");
        if let Err(error) = control(connection, "ROLLBACK") {
            tracing::error!(%error, "nor taken back");
        }
    }
    outcomes
}

/// Begins a transaction, unless the one before goes on.
fn begun(connection: &Connection) -> StoreResult<()> {
    if connection.is_autocommit() {
        control(connection, "BEGIN")
    } else {
        Ok(())
    }
}

/// Runs the closure in a read transaction of its own.
pub(crate) fn read(connection: &Connection, job: &mut BoxedJob) -> StoreResult<Vec<AfterCommit>> {
    let outcomes = together(connection, slice::from_mut(job));
    outcomes.into_iter().next().unwrap_or(Ok(Vec::new()))
}
