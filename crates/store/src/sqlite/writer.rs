//! The one connection that writes. Waiting closures share a transaction, each in a savepoint of its own, and are
//! answered together after the one fsync.

use std::sync::Arc;

use rusqlite::Connection;

use crate::faults::{CommitFault, CommitFaults};
use crate::job::{self, BoxedJob, Counters};
use crate::queue::WriteQueue;
use crate::sqlite::control;
use crate::tx::{AfterCommit, Link};
use crate::{StoreError, StoreResult, Tx};

/// More than this in one transaction gains nothing and makes the first wait.
const BATCH_MAX: usize = 256;

pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) faults: Arc<CommitFaults>,
    pub(crate) counters: Arc<Counters>,
}

/// Why a batch was not committed as a whole.
enum BatchFailure {
    /// Nothing of it was kept: each closure runs again alone.
    RolledBack,
    /// It may have been kept.
    Unknown,
}

impl Writer {
    /// Serves the queue until the store is closed and nothing is left in it.
    pub(crate) fn serve(mut self, queue: &WriteQueue) {
        while let Some(batch) = queue.next_batch(BATCH_MAX) {
            self.commit(batch);
        }
    }

    /// Runs the closures, commits, and answers each.
    pub(crate) fn commit(&mut self, mut batch: Vec<BoxedJob>) {
        if batch.len() > 1 {
            match self.together(&mut batch) {
                Ok(outcomes) => {
                    for (job, outcome) in batch.into_iter().zip(outcomes) {
                        self.settle(job, outcome);
                    }
                    return;
                }
                Err(BatchFailure::Unknown) => {
                    for job in batch {
                        self.settle(job, Err(StoreError::CommitUnknown));
                    }
                    return;
                }
                Err(BatchFailure::RolledBack) => self.counters.count_reruns(batch.len()),
            }
        }
        for mut job in batch {
            let outcome = self.alone(&mut job);
            self.settle(job, outcome);
        }
    }

    fn settle(&self, job: BoxedJob, outcome: StoreResult<Vec<AfterCommit>>) {
        self.counters.count_write();
        job::settle(job, outcome);
    }

    /// One transaction for one closure.
    fn alone(&mut self, job: &mut BoxedJob) -> StoreResult<Vec<AfterCommit>> {
        control(&self.connection, "BEGIN IMMEDIATE")?;
        match self.perform(job) {
            Ok(callbacks) => {
                self.end().map_err(|(error, _)| error)?;
                Ok(callbacks)
            }
            Err(error) => {
                self.roll_back();
                Err(error)
            }
        }
    }

    /// One transaction for all, a savepoint for each.
    fn together(
        &mut self,
        batch: &mut [BoxedJob],
    ) -> Result<Vec<StoreResult<Vec<AfterCommit>>>, BatchFailure> {
        let mut outcomes = Vec::with_capacity(batch.len());
        if control(&self.connection, "BEGIN IMMEDIATE").is_err() {
            return Err(BatchFailure::RolledBack);
        }
        for job in batch {
            let Ok(outcome) = self.in_savepoint(job) else {
                self.roll_back();
                return Err(BatchFailure::RolledBack);
            };
            outcomes.push(outcome);
        }
        match self.end() {
            Ok(()) => Ok(outcomes),
            // An I/O error may strike after the commit reached the log. It is not visible to this process, so the
            // closures can run again; only the last word, in `alone`, has to admit the doubt.
            Err((StoreError::CommitUnknown, false)) => Err(BatchFailure::Unknown),
            Err(_) => Err(BatchFailure::RolledBack),
        }
    }

    /// The outer error means that the shared transaction is lost.
    fn in_savepoint(&mut self, job: &mut BoxedJob) -> StoreResult<StoreResult<Vec<AfterCommit>>> {
        control(&self.connection, "SAVEPOINT closure")?;
        let outcome = self.perform(job);
        if let Err(error) = &outcome {
            // A full disk rolls back the whole transaction, not only the statement.
            if self.connection.is_autocommit() {
                return Err(error.clone());
            }
            control(&self.connection, "ROLLBACK TO closure")?;
        }
        control(&self.connection, "RELEASE closure")?;
        Ok(outcome)
    }

    fn perform(&mut self, job: &mut BoxedJob) -> StoreResult<Vec<AfterCommit>> {
        let tx = Tx::new(Link::Sqlite(&self.connection), false);
        job::perform(job.as_mut(), tx).outcome
    }

    /// COMMIT. On failure nothing stays open; the flag says whether this process sees the transaction as undone.
    fn end(&mut self) -> Result<(), (StoreError, bool)> {
        let fault = self.faults.next();
        if let Some(fault @ (CommitFault::Fail | CommitFault::Refuse)) = fault {
            self.roll_back();
            let error = match fault {
                CommitFault::Refuse => StoreError::Busy,
                _ => StoreError::Full,
            };
            return Err((error, true));
        }
        match control(&self.connection, "COMMIT") {
            Ok(()) => {
                self.counters.count_commit();
                match fault {
                    Some(CommitFault::Lose) => Err((StoreError::CommitUnknown, false)),
                    _ => Ok(()),
                }
            }
            Err(error) => {
                self.roll_back();
                match error {
                    StoreError::Io(_) => Err((StoreError::CommitUnknown, true)),
                    error => Err((error, true)),
                }
            }
        }
    }

    fn roll_back(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = control(&self.connection, "ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}
