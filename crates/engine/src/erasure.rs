//! Deleting what is kept of people who are to be forgotten, a little at a time, until nothing is left. How far each has come
//! stands in the table: whoever goes on after a crash goes on from there.

pub mod accounts;

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{ErasureId, WorkspaceId};
use domain::time::Timestamp;
use store::erasures::{self, Stepped};
use store::{Store, StoreResult, Tx, agenda};
use tokio::sync::watch;

use crate::Parts;
use crate::jobs::{self, Round};

/// Erasures that are taken from the agenda at a time.
const AT_ONCE: u32 = 8;
/// How often is looked whether there is something to do.
const PAUSE: Duration = Duration::from_secs(1);
/// How long one is left alone that waits for the end of a call, or that failed.
const POSTPONED: Duration = Duration::from_secs(5);

/// Works the agenda off until `stop` turns true. Two nodes that take the same step do no harm.
pub async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    let round = || work_off(&parts.store, parts.clock.now());
    jobs::run(&parts, ("erasure", PAUSE), stop, round).await;
}

/// Works off what is due now.
pub async fn work_off(store: &Store, now: Timestamp) -> Round {
    let due = store
        .read(move |tx| agenda::ERASURES.list_due(tx, now, AT_ONCE))
        .await;
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "the agenda of erasures cannot be read");
            return Round::STUCK;
        }
    };
    let mut round = Round::default();
    for subject in due {
        let (_, erasure_id) = subject;
        let stepped = erase(store, subject, now).await;
        if matches!(stepped, Ok(Stepped::Done)) {
            empty_log(store).await;
        } else {
            round.is_stuck |= !postpone(store, subject, now).await;
        }
        match stepped {
            Ok(_) => round.done += 1,
            Err(error) => {
                tracing::error!(%erasure_id, %error, "an erasure cannot go on");
                round.failed += 1;
            }
        }
    }
    round
}

/// Takes steps until there are no more, or the next one must wait.
async fn erase(
    store: &Store,
    subject: (WorkspaceId, ErasureId),
    now: Timestamp,
) -> StoreResult<Stepped> {
    loop {
        let hints = store.hints().clone();
        let step = move |tx: &mut Tx<'_>| erasures::step(tx, &hints, subject, now);
        match store.write_bulk(step).await? {
            Stepped::More => {}
            end => return Ok(end),
        }
    }
}

async fn postpone(
    store: &Store,
    (workspace_id, erasure_id): (WorkspaceId, ErasureId),
    now: Timestamp,
) -> bool {
    let until = now.plus(POSTPONED);
    let later =
        move |tx: &mut Tx<'_>| agenda::ERASURES.postpone(tx, workspace_id, erasure_id, until);
    // If this fails too, the store is what is in trouble.
    store.write(later).await.is_ok()
}

/// What was deleted stands in the write-ahead log for as long as nobody writes over it.
async fn empty_log(store: &Store) {
    match store.empty_log().await {
        Ok(true) => {}
        Ok(false) => tracing::warn!("the log could not be emptied: it is when it is long enough"),
        Err(error) => tracing::warn!(%error, "the log could not be emptied"),
    }
}
