//! Deleting what is to be gone, a little at a time, until nothing is left: people who are to be forgotten, and what accounts
//! left behind that are not linked any more. How far each has come stands in the tables: whoever goes on after a crash goes on
//! from there.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::{AccountId, ErasureId, WorkspaceId};
use domain::time::Timestamp;
use store::agenda::{self, Jobs};
use store::erasures::{self, Stepped};
use store::hints::Hints;
use store::{Store, StoreResult, StoredId, Tx, Value, account_erasures};
use tokio::sync::watch;

use crate::Parts;
use crate::jobs::{self, Round};

/// Erasures of a kind that are taken from the agenda at a time.
const AT_ONCE: u32 = 8;
/// How often is looked whether there is something to do.
const PAUSE: Duration = Duration::from_secs(1);
/// How long one is left alone that waits for the end of a call, or that failed.
const POSTPONED: Duration = Duration::from_secs(5);

/// What is erased: its jobs, and a step of one.
struct Kind<I: 'static> {
    task: &'static str,
    jobs: Jobs<I>,
    step: fn(&mut Tx<'_>, &Hints, (WorkspaceId, I), Timestamp) -> StoreResult<Stepped>,
}

static PEOPLE: Kind<ErasureId> = Kind {
    task: "erasure",
    jobs: agenda::ERASURES,
    step: erasures::step,
};
static ACCOUNTS: Kind<AccountId> = Kind {
    task: "account_erasure",
    jobs: agenda::ACCOUNT_ERASURES,
    step: account_erasures::step,
};

/// Works the agenda of people off until `stop` turns true. Two nodes that take the same step do no harm.
pub async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    PEOPLE.run(&parts, stop).await;
}

/// Works off which people are due now.
pub async fn work_off(store: &Store, now: Timestamp) -> Round {
    PEOPLE.work_off(store, now).await
}

/// As [`run`], for accounts.
pub async fn run_accounts(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    ACCOUNTS.run(&parts, stop).await;
}

/// As [`work_off`], for accounts.
pub async fn work_off_accounts(store: &Store, now: Timestamp) -> Round {
    ACCOUNTS.work_off(store, now).await
}

impl<I: StoredId + Into<Value<'static>> + Copy + Display + Send + Sync> Kind<I> {
    async fn run(&'static self, parts: &Parts, stop: watch::Receiver<bool>) {
        let round = || self.work_off(&parts.store, parts.clock.now());
        jobs::run(parts, (self.task, PAUSE), stop, round).await;
    }

    async fn work_off(&'static self, store: &Store, now: Timestamp) -> Round {
        let due = store
            .read(move |tx| self.jobs.list_due(tx, now, AT_ONCE))
            .await;
        let due = match due {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(task = self.task, %error, "the agenda of erasures cannot be read");
                return Round::STUCK;
            }
        };
        let mut round = Round::default();
        for subject in due {
            let stepped = self.erase(store, subject, now).await;
            if matches!(stepped, Ok(Stepped::Done)) {
                empty_log(store).await;
            } else {
                round.is_stuck |= !self.postpone(store, subject, now).await;
            }
            match stepped {
                Ok(_) => round.done += 1,
                Err(error) => {
                    let (task, subject) = (self.task, subject.1);
                    tracing::error!(task, %subject, %error, "an erasure cannot go on");
                    round.failed += 1;
                }
            }
        }
        round
    }

    /// Takes steps until there are no more, or the next one must wait.
    async fn erase(
        &'static self,
        store: &Store,
        subject: (WorkspaceId, I),
        now: Timestamp,
    ) -> StoreResult<Stepped> {
        loop {
            let hints = store.hints().clone();
            let step = move |tx: &mut Tx<'_>| (self.step)(tx, &hints, subject, now);
            match store.write_bulk(step).await? {
                Stepped::More => {}
                end => return Ok(end),
            }
        }
    }

    async fn postpone(
        &'static self,
        store: &Store,
        (workspace_id, subject): (WorkspaceId, I),
        now: Timestamp,
    ) -> bool {
        let until = now.plus(POSTPONED);
        let later = move |tx: &mut Tx<'_>| self.jobs.postpone(tx, workspace_id, subject, until);
        // If this fails too, the store is what is in trouble.
        store.write(later).await.is_ok()
    }
}

/// What was deleted stands in the write-ahead log for as long as nobody writes over it.
async fn empty_log(store: &Store) {
    match store.empty_log().await {
        Ok(true) => {}
        Ok(false) => tracing::warn!("the log could not be emptied: it is when it is long enough"),
        Err(error) => tracing::warn!(%error, "the log could not be emptied"),
    }
}
