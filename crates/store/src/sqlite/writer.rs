//! The one connection that writes. Waiting closures share a transaction, each in a savepoint of its own, or one for those
//! that are gathered, and are answered together after the one fsync.

use std::collections::VecDeque;
use std::sync::Arc;

use rusqlite::Connection;

use crate::faults::{CommitFault, CommitFaults};
use crate::hints::Hints;
use crate::job::{self, BoxedJob, Counters, Group};
use crate::queue::WriteQueue;
use crate::sqlite::control;
use crate::tx::{AfterCommit, Link};
use crate::{StoreError, StoreResult, Tx};

pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) faults: Arc<CommitFaults>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) hints: Hints,
    /// The most closures that share a transaction.
    pub(crate) batch_max: usize,
}

/// What became of a group.
type Outcome = (Group, StoreResult<Vec<AfterCommit>>);

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
        while let Some(batch) = queue.next_batch(self.batch_max) {
            self.commit(batch);
        }
    }

    /// Runs the closures, commits, and answers each.
    pub(crate) fn commit(&mut self, batch: Vec<BoxedJob>) {
        let mut jobs = batch;
        if jobs.len() > 1 {
            match self.together(jobs) {
                Ok(outcomes) => {
                    for (group, outcome) in outcomes {
                        self.settle(group, outcome);
                    }
                    return;
                }
                Err((BatchFailure::Unknown, batch)) => {
                    self.settle(batch, Err(StoreError::CommitUnknown));
                    return;
                }
                Err((BatchFailure::RolledBack, batch)) => {
                    self.counters.count_reruns(batch.len());
                    jobs = batch;
                }
            }
        }
        for job in jobs {
            let mut group = vec![job];
            let outcome = self.alone(&mut group);
            self.settle(group, outcome);
        }
    }

    fn settle(&self, group: Group, outcome: StoreResult<Vec<AfterCommit>>) {
        self.counters.count_writes(group.len());
        job::settle(group, outcome);
    }

    /// One transaction for one closure.
    fn alone(&mut self, group: &mut Group) -> StoreResult<Vec<AfterCommit>> {
        control(&self.connection, "BEGIN IMMEDIATE")?;
        match self.perform(group) {
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

    /// One transaction for all, a savepoint for each group.
    fn together(&mut self, batch: Vec<BoxedJob>) -> Result<Vec<Outcome>, (BatchFailure, Group)> {
        if control(&self.connection, "BEGIN IMMEDIATE").is_err() {
            return Err((BatchFailure::RolledBack, batch));
        }
        let mut outcomes = Vec::new();
        let mut waiting: VecDeque<Group> = job::group(batch).into();
        let all = |outcomes: Vec<Outcome>, waiting: VecDeque<Group>| -> Group {
            let done = outcomes.into_iter().map(|(group, _)| group);
            done.chain(waiting).flatten().collect()
        };
        while let Some(mut group) = waiting.pop_front() {
            let Ok(outcome) = self.in_savepoint(&mut group) else {
                self.roll_back();
                waiting.push_front(group);
                return Err((BatchFailure::RolledBack, all(outcomes, waiting)));
            };
            if outcome.is_err() && group.len() > 1 {
                // One may be to blame for what befell all.
                self.counters.count_reruns(group.len());
                for job in group.into_iter().rev() {
                    waiting.push_front(vec![job]);
                }
            } else {
                outcomes.push((group, outcome));
            }
        }
        match self.end() {
            Ok(()) => Ok(outcomes),
            // An I/O error may strike after the commit reached the log. It is not visible to this process, so the
            // closures can run again; only the last word, in `alone`, has to admit the doubt.
            Err((StoreError::CommitUnknown, false)) => {
                Err((BatchFailure::Unknown, all(outcomes, waiting)))
            }
            Err(_) => Err((BatchFailure::RolledBack, all(outcomes, waiting))),
        }
    }

    /// The outer error means that the shared transaction is lost.
    fn in_savepoint(&mut self, group: &mut Group) -> StoreResult<StoreResult<Vec<AfterCommit>>> {
        control(&self.connection, "SAVEPOINT closure")?;
        let outcome = self.perform(group);
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

    fn perform(&mut self, group: &mut Group) -> StoreResult<Vec<AfterCommit>> {
        let tx = Tx::write(Link::Sqlite(&self.connection), &self.hints);
        job::perform(group, tx).outcome
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
