//! What is kept for a time and then deleted: events that are older than anybody needs to catch up.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use store::{Store, StoreResult, events, workspaces};
use tokio::sync::watch;

use crate::Parts;

/// How often is looked.
const PAUSE: Duration = Duration::from_mins(1);
/// Events that one transaction deletes.
const STEP_MAX: u32 = 500;
const WORKSPACES_MAX: u32 = 10_000;

/// Deletes what is older than `keep_events`, until it is told to stop.
pub async fn run(parts: Arc<Parts>, keep_events: Duration, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let before = parts.clock.now().minus(keep_events);
        if let Err(error) = sweep(&parts.store, before, &stop).await {
            tracing::warn!(%error, "nobody knows whose events are old");
        }
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

/// Deletes all events from before `before`, a few at once, so that nothing else waits for it.
pub async fn sweep(
    store: &Store,
    before: Timestamp,
    stop: &watch::Receiver<bool>,
) -> StoreResult<()> {
    let all = store.read(|tx| workspaces::list(tx, WORKSPACES_MAX));
    for workspace in all.await? {
        let workspace_id = workspace.workspace_id;
        while !*stop.borrow() {
            match delete(store, workspace_id, before).await {
                Ok(true) => {}
                Ok(false) => break,
                // One that fails keeps no other from its turn.
                Err(error) => {
                    tracing::warn!(%workspace_id, %error, "old events stay for a while");
                    break;
                }
            }
        }
    }
    Ok(())
}

/// False once there is nothing left to delete.
async fn delete(store: &Store, workspace_id: WorkspaceId, before: Timestamp) -> StoreResult<bool> {
    let deleted = store
        .write_bulk(move |tx| events::delete_oldest(tx, workspace_id, before, STEP_MAX))
        .await?;
    Ok(deleted == u64::from(STEP_MAX))
}
