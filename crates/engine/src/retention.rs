//! What is kept for a time and then deleted: events that are older than anybody needs to catch up, and the record of
//! what receivers of webhooks were told.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use store::{Store, StoreResult, Tx, deliveries, events, workspaces};
use tokio::sync::watch;

use crate::Parts;
use crate::tick::{Ended, Tick};

/// How often is looked.
const PAUSE: Duration = Duration::from_mins(1);
/// Events that one transaction deletes.
const STEP_MAX: u32 = 500;
const WORKSPACES_MAX: u32 = 10_000;

/// How long each is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    pub events: Duration,
    /// Counted from their end.
    pub deliveries: Duration,
}

/// Deletes what is older than `keep` says, until it is told to stop.
pub async fn run(parts: Arc<Parts>, keep: Keep, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let tick = Tick::begin(&parts, "retention");
        let ended = match sweep(&parts.store, keep, parts.clock.now(), &stop).await {
            Ok(deleted) => Ended::Done(usize::try_from(deleted).unwrap_or(usize::MAX)),
            Err(error) => {
                tracing::warn!(%error, "nobody knows what is old");
                Ended::Failed
            }
        };
        tick.end(&parts, &"all", ended);
        tokio::select! {
            biased;
            changed = stop.changed() => {
                if changed.is_err() {
                    break;
                }
            }
            () = parts.timer.sleep(PAUSE) => {}
        }
    }
}

/// Deletes all that is old at `now`, a little at once, so that nothing else waits for it. Says how much that was.
pub async fn sweep(
    store: &Store,
    keep: Keep,
    now: Timestamp,
    stop: &watch::Receiver<bool>,
) -> StoreResult<u64> {
    let mut deleted = 0;
    let all = store.read(|tx| workspaces::list(tx, WORKSPACES_MAX));
    for workspace in all.await? {
        let workspace_id = workspace.workspace_id;
        let before = now.minus(keep.events);
        deleted += delete(store, stop, workspace_id, move |tx| {
            events::delete_oldest(tx, workspace_id, before, STEP_MAX)
        })
        .await;
        let before = now.minus(keep.deliveries);
        deleted += delete(store, stop, workspace_id, move |tx| {
            deliveries::delete_old(tx, workspace_id, before, STEP_MAX)
        })
        .await;
    }
    Ok(deleted)
}

/// Takes steps until one finds nothing more, and says how much they deleted. One workspace that fails keeps no other from
/// its turn.
async fn delete(
    store: &Store,
    stop: &watch::Receiver<bool>,
    workspace_id: WorkspaceId,
    step: impl Fn(&mut Tx<'_>) -> StoreResult<u64> + Copy + Send + 'static,
) -> u64 {
    let mut sum = 0;
    while !*stop.borrow() {
        match store.write_bulk(step).await {
            Ok(deleted) => {
                sum += deleted;
                if deleted < u64::from(STEP_MAX) {
                    break;
                }
            }
            Err(error) => {
                tracing::warn!(%workspace_id, %error, "what is old stays for a while");
                break;
            }
        }
    }
    sum
}
