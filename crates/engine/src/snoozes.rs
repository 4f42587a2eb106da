//! Wakes conversations that were left alone until an instant. Each wakes once, in the transaction that tells of it, however
//! many nodes look.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;
use store::{Store, StoreResult, Tx, agenda, desks};
use tokio::sync::watch;

use crate::Parts;
use crate::jobs::{self, Round};

/// Accounts that are taken from the agenda at a time.
const ACCOUNTS_AT_ONCE: u32 = 100;
/// Conversations that one transaction wakes.
const WOKEN_AT_ONCE: u32 = 32;
/// How long an account is left alone whose conversations could not be woken.
const POSTPONED: Duration = Duration::from_mins(1);

/// Wakes what is due until `stop` turns true.
pub async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    let round = || sweep(&parts.store, parts.clock.now());
    jobs::run(&parts, ("snooze", parts.polling.sync), stop, round).await;
}

/// Wakes what is due at `now`.
pub async fn sweep(store: &Store, now: Timestamp) -> Round {
    let due = store
        .read(move |tx| agenda::list_due(tx, agenda::SNOOZE, now, ACCOUNTS_AT_ONCE))
        .await;
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "nobody knows which conversations are to wake");
            return Round::STUCK;
        }
    };
    let mut round = Round::default();
    for (workspace_id, account_id, _) in due {
        let Err(error) = wake(store, workspace_id, account_id, now).await else {
            round.done += 1;
            continue;
        };
        tracing::error!(%account_id, %error, "conversations sleep on");
        let until = now.plus(POSTPONED);
        let later = move |tx: &mut Tx<'_>| {
            agenda::set(tx, agenda::SNOOZE, workspace_id, account_id, Some(until))
        };
        // If this fails too, the store is what is in trouble, and all wait alike.
        round.is_stuck |= store.write(later).await.is_err();
        round.failed += 1;
    }
    round
}

async fn wake(
    store: &Store,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<()> {
    let subject = (workspace_id, account_id);
    let step = move |tx: &mut Tx<'_>| desks::wake(tx, subject, now, WOKEN_AT_ONCE);
    while store.write_bulk(step).await? == u64::from(WOKEN_AT_ONCE) {}
    Ok(())
}
