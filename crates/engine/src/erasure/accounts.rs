//! Deleting what accounts left behind that are not linked any more, where somebody asked for it.

use std::sync::Arc;

use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;
use store::erasures::Stepped;
use store::{Store, StoreResult, Tx, account_erasures, agenda};
use tokio::sync::watch;

use super::{AT_ONCE, PAUSE, POSTPONED, empty_log};
use crate::Parts;
use crate::jobs::{self, Round};

/// Works the agenda off until `stop` turns true. Two nodes that take the same step do no harm.
pub async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    let round = || work_off(&parts.store, parts.clock.now());
    jobs::run(&parts, ("account_erasure", PAUSE), stop, round).await;
}

/// Works off what is due now.
pub async fn work_off(store: &Store, now: Timestamp) -> Round {
    let due = store
        .read(move |tx| agenda::ACCOUNT_ERASURES.list_due(tx, now, AT_ONCE))
        .await;
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "the agenda of accounts to erase cannot be read");
            return Round::STUCK;
        }
    };
    let mut round = Round::default();
    for subject in due {
        let stepped = erase(store, subject, now).await;
        if matches!(stepped, Ok(Stepped::Done)) {
            empty_log(store).await;
        } else {
            round.is_stuck |= !postpone(store, subject, now).await;
        }
        match stepped {
            Ok(_) => round.done += 1,
            Err(error) => {
                tracing::error!(account = %subject.1, %error, "what an account left behind cannot be deleted now");
                round.failed += 1;
            }
        }
    }
    round
}

/// Takes steps until there are no more, or the next one must wait.
async fn erase(
    store: &Store,
    subject: (WorkspaceId, AccountId),
    now: Timestamp,
) -> StoreResult<Stepped> {
    loop {
        let hints = store.hints().clone();
        let step = move |tx: &mut Tx<'_>| account_erasures::step(tx, &hints, subject, now);
        match store.write_bulk(step).await? {
            Stepped::More => {}
            end => return Ok(end),
        }
    }
}

async fn postpone(
    store: &Store,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    now: Timestamp,
) -> bool {
    let until = now.plus(POSTPONED);
    let later = move |tx: &mut Tx<'_>| {
        agenda::ACCOUNT_ERASURES.postpone(tx, workspace_id, account_id, until)
    };
    store.write(later).await.is_ok()
}
