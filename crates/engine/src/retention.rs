//! What is kept for a time and then deleted: events that are older than anybody needs to catch up, the record of what
//! receivers of webhooks were told, files that were handed over a day ago, what became of tries to link a seat, and in a
//! workspace that wants it so messages, with all that tells of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::WorkspaceId;
use domain::keeping::oldest_kept;
use domain::limits::{LINK_SESSION_KEPT, RECONCILIATIONS_KEPT_FOR, USAGE_KEPT_FOR};
use domain::time::Timestamp;
use store::{
    Store, StoreResult, Tx, attachments, deliveries, events, keeping, link_sessions, people,
    reconciliations, usage, workspaces,
};
use tokio::sync::watch;

use crate::Parts;
use crate::tick::{Ended, Tick};

/// How often is looked.
const PAUSE: Duration = Duration::from_mins(1);
/// Events that one transaction deletes.
const STEP_MAX: u32 = 500;
/// Files that one step deletes: each has as many pages as a thousand rows.
const FILES_MAX: u32 = 8;
/// Comparisons that one transaction deletes, each with up to a thousand findings.
const RECONCILIATIONS_MAX: u32 = 4;
/// People whose words one transaction adds.
const PEOPLE_MAX: u32 = 32;
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
    let kept_for: BTreeMap<WorkspaceId, u32> =
        store.read(keeping::list).await?.into_iter().collect();
    let all = store.read(|tx| workspaces::list(tx, WORKSPACES_MAX));
    for workspace in all.await? {
        let workspace_id = workspace.workspace_id;
        deleted += repeat(store, stop, (workspace_id, FILES_MAX), move |tx| {
            attachments::delete_expired(tx, workspace_id, now, FILES_MAX)
        })
        .await;
        let days = kept_for.get(&workspace_id);
        let oldest = days.map_or(Timestamp::MIN, |days| oldest_kept(*days, now));
        if days.is_some() {
            deleted += forget_messages(store, stop, workspace_id, oldest).await;
        }
        // What is said of messages does not outlive them.
        let before = now.minus(keep.events).max(oldest);
        deleted += repeat(store, stop, (workspace_id, STEP_MAX), move |tx| {
            events::delete_oldest(tx, workspace_id, before, STEP_MAX)
        })
        .await;
        let before = now.minus(keep.deliveries).max(oldest);
        deleted += repeat(store, stop, (workspace_id, STEP_MAX), move |tx| {
            deliveries::delete_old(tx, workspace_id, before, STEP_MAX)
        })
        .await;
        let before = now.minus(LINK_SESSION_KEPT);
        deleted += repeat(store, stop, (workspace_id, STEP_MAX), move |tx| {
            link_sessions::delete_old(tx, workspace_id, before, STEP_MAX)
        })
        .await;
        let before = now.minus(USAGE_KEPT_FOR).seconds().div_euclid(86_400);
        deleted += repeat(store, stop, (workspace_id, STEP_MAX), move |tx| {
            usage::delete_old(tx, workspace_id, before)
        })
        .await;
        let before = now.minus(RECONCILIATIONS_KEPT_FOR);
        let most = RECONCILIATIONS_MAX;
        deleted += repeat(store, stop, (workspace_id, most), move |tx| {
            reconciliations::delete_old(tx, workspace_id, before, most)
        })
        .await;
        // Who was known before people were found by their words.
        repeat(store, stop, (workspace_id, PEOPLE_MAX), move |tx| {
            people::words::insert_missing(tx, workspace_id, PEOPLE_MAX)
        })
        .await;
    }
    Ok(deleted)
}

/// Takes away what is older than a workspace keeps.
async fn forget_messages(
    store: &Store,
    stop: &watch::Receiver<bool>,
    workspace_id: WorkspaceId,
    oldest: Timestamp,
) -> u64 {
    let gone = repeat(store, stop, (workspace_id, 1), move |tx| {
        keeping::step(tx, workspace_id, oldest)
    })
    .await;
    // What was deleted stands in the write-ahead log for as long as nobody writes over it.
    if gone > 0
        && let Err(error) = store.empty_log().await
    {
        tracing::warn!(%workspace_id, %error, "the log could not be emptied");
    }
    gone
}

/// Takes steps until one does less than it could, and says how much they did together. One workspace that fails keeps no
/// other from its turn.
async fn repeat(
    store: &Store,
    stop: &watch::Receiver<bool>,
    (workspace_id, most): (WorkspaceId, u32),
    step: impl Fn(&mut Tx<'_>) -> StoreResult<u64> + Copy + Send + 'static,
) -> u64 {
    let mut sum = 0;
    while !*stop.borrow() {
        match store.write_bulk(step).await {
            Ok(done) => {
                sum += done;
                if done < u64::from(most) {
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
