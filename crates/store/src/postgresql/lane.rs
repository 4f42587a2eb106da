//! A thread with one connection. It runs a closure in a transaction of its own, tries again what may be tried again,
//! and finds out what became of a COMMIT whose answer was lost.

use std::iter::once;
use std::slice;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::Receiver;
use tokio_postgres::Config;

use crate::faults::{CommitFault, CommitFaults};
use crate::hints::Hints;
use crate::job::{self, BoxedJob, Counters, Group};
use crate::postgresql::session::{Fate, Session};
use crate::queue::WriteQueue;
use crate::tx::{AfterCommit, Link};
use crate::{PostgresOptions, StoreError, StoreResult, Tx};

const BACKOFF_FIRST: Duration = Duration::from_millis(10);
const BACKOFF_MAX: Duration = Duration::from_secs(1);
const COMMIT_LOOKUP_PAUSE: Duration = Duration::from_millis(250);

pub(super) struct Lane {
    number: u32,
    config: Config,
    options: PostgresOptions,
    faults: Arc<CommitFaults>,
    counters: Arc<Counters>,
    hints: Hints,
    session: Option<Session>,
}

/// How one try of a closure ended.
enum Try {
    /// The answer is final.
    Done(StoreResult<Vec<AfterCommit>>),
    /// Nothing was kept and another try may succeed.
    Again(StoreError),
}

impl Lane {
    pub(super) fn new(
        number: usize,
        config: Config,
        options: PostgresOptions,
        faults: Arc<CommitFaults>,
        counters: Arc<Counters>,
        hints: Hints,
    ) -> Self {
        Self {
            number: u32::try_from(number).unwrap_or(0),
            config,
            options,
            faults,
            counters,
            hints,
            session: None,
        }
    }

    /// Serves the queue until the store is closed and nothing is left in it.
    pub(super) fn serve_writes(mut self, queue: &WriteQueue, takes_bulk: bool) {
        let next = || {
            if takes_bulk {
                queue.next().map(|(job, _)| job)
            } else {
                queue.interactive.recv().ok()
            }
        };
        while let Some(job) = next() {
            self.do_write(vec![job]);
        }
    }

    /// Serves gathered work until the store is closed and nothing is left: whatever waits at the same time is done
    /// together. If that fails, each is done alone, as one may be to blame for what befell all.
    pub(super) fn serve_gathered(mut self, queue: &Receiver<BoxedJob>) {
        let limit = self.options.batch_max.max(1);
        while let Ok(first) = queue.recv() {
            let batch = once(first).chain(queue.try_iter().take(limit - 1));
            for group in job::group(batch) {
                self.do_write(group);
            }
        }
    }

    fn do_write(&mut self, mut group: Group) {
        let outcome = self.with_tries(|lane| lane.write(&mut group));
        if group.len() > 1
            && outcome
                .as_ref()
                .is_err_and(|error| *error != StoreError::CommitUnknown)
        {
            self.counters.count_reruns(group.len());
            for job in group {
                self.do_write(vec![job]);
            }
            return;
        }
        self.counters.count_writes(group.len());
        job::settle(group, outcome);
    }

    /// Serves the queue until the store is closed and nothing is left in it.
    pub(super) fn serve_reads(mut self, queue: &Receiver<BoxedJob>) {
        for mut job in queue {
            if job.is_abandoned() {
                continue;
            }
            let outcome = self.with_tries(|lane| lane.read(&mut job));
            self.counters.count_read();
            job::settle(vec![job], outcome);
            self.end_read();
        }
    }

    fn with_tries(
        &mut self,
        mut work: impl FnMut(&mut Self) -> Try,
    ) -> StoreResult<Vec<AfterCommit>> {
        let mut tries = 0;
        loop {
            match work(self) {
                Try::Done(outcome) => return outcome,
                Try::Again(error) => {
                    tries += 1;
                    if tries >= self.options.tries_max {
                        return Err(error);
                    }
                    self.counters.count_reruns(1);
                    pause(self.backoff(tries));
                }
            }
        }
    }

    /// Doubles with each try; the lane's number keeps two that met from meeting again.
    fn backoff(&self, tries: u32) -> Duration {
        let step = BACKOFF_FIRST * 2_u32.saturating_pow(tries - 1);
        step.min(BACKOFF_MAX) * (8 + self.number % 8) / 8
    }

    fn session(&mut self) -> StoreResult<&mut Session> {
        match &mut self.session {
            Some(session) => Ok(session),
            slot => Ok(slot.insert(Session::connect(&self.config, &self.options)?)),
        }
    }

    fn write(&mut self, group: &mut Group) -> Try {
        let hints = self.hints.clone();
        let session = match self.session() {
            Ok(session) => session,
            Err(error) => return sort(error),
        };
        session.begin_write();
        let performed = job::perform(group, Tx::write(Link::Postgres(session), &hints));
        match performed.outcome {
            Ok(callbacks) => self.commit(callbacks),
            Err(error) => {
                self.roll_back();
                // What the engine said decides about another try, not what the closure made of it.
                match performed.poison {
                    Some(poison) if may_try_again(&poison) => Try::Again(poison),
                    _ => Try::Done(Err(error)),
                }
            }
        }
    }

    fn commit(&mut self, callbacks: Vec<AfterCommit>) -> Try {
        let Some(session) = &mut self.session else {
            return Try::Again(StoreError::Unavailable("no connection".into()));
        };
        let fault = self.faults.next();
        if let Some(CommitFault::Fail | CommitFault::Refuse) = fault {
            self.roll_back();
            return Try::Done(Err(StoreError::Full));
        }
        let mut outcome = session.end("COMMIT");
        if fault == Some(CommitFault::Lose) {
            outcome = Err(StoreError::Unavailable("the answer was lost".into()));
        }
        match outcome {
            Ok(()) => {
                self.counters.count_commit();
                Try::Done(Ok(callbacks))
            }
            Err(StoreError::Unavailable(_)) => {
                let number = session.number().map(str::to_owned);
                self.session = None;
                self.resolve(number.as_deref(), callbacks)
            }
            Err(error) => {
                self.roll_back();
                sort(error)
            }
        }
    }

    /// The answer to COMMIT was lost: asks the server what happened, on a new connection.
    fn resolve(&mut self, number: Option<&str>, callbacks: Vec<AfterCommit>) -> Try {
        let Some(number) = number else {
            return Try::Done(Err(StoreError::CommitUnknown));
        };
        for _ in 0..self.options.commit_lookups_max {
            let fate = self.session().and_then(|session| session.fate(number));
            match fate {
                Ok(Fate::Committed) => {
                    self.counters.count_commit();
                    return Try::Done(Ok(callbacks));
                }
                Ok(Fate::Aborted) => {
                    return Try::Again(StoreError::Unavailable(
                        "the connection was lost during COMMIT".into(),
                    ));
                }
                Ok(Fate::Unknown) => return Try::Done(Err(StoreError::CommitUnknown)),
                // The old connection's server process has not noticed yet.
                Ok(Fate::InProgress) => {}
                Err(_) => self.session = None,
            }
            pause(COMMIT_LOOKUP_PAUSE);
        }
        Try::Done(Err(StoreError::CommitUnknown))
    }

    fn read(&mut self, job: &mut BoxedJob) -> Try {
        let session = match self.session() {
            Ok(session) => session,
            Err(error) => return sort(error),
        };
        session.begin_read();
        let performed = job::perform(slice::from_mut(job), Tx::read(Link::Postgres(session)));
        match (performed.outcome, performed.poison) {
            (Err(_), Some(poison)) if may_try_again(&poison) => {
                self.roll_back();
                Try::Again(poison)
            }
            (outcome, _) => Try::Done(outcome),
        }
    }

    /// Ends the transaction of a read after its answer is on the way, since nothing can be lost any more.
    fn end_read(&mut self) {
        self.roll_back();
    }

    fn roll_back(&mut self) {
        if let Some(session) = &mut self.session
            && session.end("ROLLBACK").is_err()
        {
            self.session = None;
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a lane is a thread of its own, and there is nothing to wait for but the database itself"
)]
pub(super) fn pause(span: Duration) {
    thread::sleep(span);
}

fn may_try_again(error: &StoreError) -> bool {
    matches!(error, StoreError::Contended | StoreError::Unavailable(_))
}

fn sort(error: StoreError) -> Try {
    if may_try_again(&error) {
        Try::Again(error)
    } else {
        Try::Done(Err(error))
    }
}
