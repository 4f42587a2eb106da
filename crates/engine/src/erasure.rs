//! Deleting what is kept of people who are to be forgotten, a little at a time, until nothing is left. How far each has come
//! stands in the table: whoever goes on after a crash goes on from there.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{ErasureId, WorkspaceId};
use domain::time::Timestamp;
use store::erasures::{self, Stepped};
use store::{Store, StoreResult, Tx, agenda};
use tokio::sync::watch;

use crate::Parts;

/// Erasures that are taken from the agenda at a time.
const AT_ONCE: u32 = 8;
/// How often is looked whether there is something to do.
const PAUSE: Duration = Duration::from_secs(1);
/// How long one is left alone that waits for the end of a call, or that failed.
const POSTPONED: Duration = Duration::from_secs(5);

/// Works the agenda off until `stop` turns true. Two nodes that take the same step do no harm.
pub async fn run(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let work = async {
            while work_off(&parts.store, parts.clock.now()).await {}
            parts.timer.sleep(PAUSE).await;
        };
        tokio::select! {
            biased;
            changed = stop.changed() => {
                if changed.is_err() {
                    break;
                }
            }
            () = work => {}
        }
    }
}

/// Works off what is due now. False if there was nothing, or not all of it could be done.
pub async fn work_off(store: &Store, now: Timestamp) -> bool {
    let due = store
        .read(move |tx| agenda::ERASURES.list_due(tx, now, AT_ONCE))
        .await;
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "the agenda of erasures cannot be read");
            return false;
        }
    };
    let mut is_done = !due.is_empty();
    for subject in due {
        let (_, erasure_id) = subject;
        match erase(store, subject, now).await {
            Ok(Stepped::Done) => empty_log(store).await,
            Ok(_) => is_done &= postpone(store, subject, now).await,
            Err(error) => {
                tracing::error!(%erasure_id, %error, "an erasure cannot go on");
                is_done &= postpone(store, subject, now).await;
            }
        }
    }
    is_done
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
