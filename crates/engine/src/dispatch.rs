//! Lets accepted sends leave. Each round of an account is one transaction that loads, decides and writes; then at most
//! one call to the network; then one transaction that records its answer.

mod load;
mod perform;
mod record;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::dispatch::{Decision, Timing};
use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;
use store::hints::Hint;
use store::{StoreResult, agenda};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

use crate::Parts;

/// Accounts that are served at the same time.
const ACCOUNTS_AT_ONCE: usize = 64;
/// The longest time without looking at the agenda: hints may be lost, other nodes give none.
const POLL: Duration = Duration::from_millis(500);
/// How long a node may hold an account after its last sign of life, on top of the call that is under way.
const LEASE: Duration = Duration::from_secs(30);

/// One account in one workspace.
type Subject = (WorkspaceId, AccountId);

/// Serves every account until `stop` turns true. Calls under way are finished.
pub async fn run(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    let mut hints = parts.store.hints().subscribe();
    let mut running = JoinSet::new();
    let mut busy = BTreeSet::new();
    while !*stop.borrow() {
        match due(&parts).await {
            Ok(subjects) => {
                for subject in subjects {
                    if running.len() < ACCOUNTS_AT_ONCE && busy.insert(subject) {
                        let parts = Arc::clone(&parts);
                        running.spawn(async move {
                            serve(&parts, subject).await;
                            subject
                        });
                    }
                }
            }
            Err(error) => tracing::error!(%error, "the agenda cannot be read"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            Some(done) = running.join_next() => {
                finished(&mut busy, done);
            }
            () = woken(&mut hints) => {}
            () = parts.timer.sleep(POLL) => {}
        }
        while let Some(done) = running.try_join_next() {
            finished(&mut busy, done);
        }
    }
    while running.join_next().await.is_some() {}
}

fn finished(busy: &mut BTreeSet<Subject>, done: Result<Subject, tokio::task::JoinError>) {
    match done {
        Ok(subject) => {
            busy.remove(&subject);
        }
        Err(error) => {
            // Which account it was is lost with the panic: all are looked at again, the lease keeps them apart.
            tracing::error!(%error, "a round of dispatch panicked");
            busy.clear();
        }
    }
}

async fn woken(hints: &mut broadcast::Receiver<Hint>) {
    while let Ok(hint) = hints.recv().await {
        if matches!(hint, Hint::AccountDue(_)) {
            return;
        }
    }
    // Lagged: something happened. Closed: the poll goes on.
    tokio::task::yield_now().await;
}

async fn due(parts: &Parts) -> StoreResult<Vec<Subject>> {
    let now = parts.clock.now();
    let limit = u32::try_from(ACCOUNTS_AT_ONCE * 2).unwrap_or(u32::MAX);
    let due = parts
        .store
        .read(move |tx| agenda::list_due(tx, agenda::DISPATCH, now, limit))
        .await?;
    Ok(due
        .into_iter()
        .map(|(workspace_id, account_id, _)| (workspace_id, account_id))
        .collect())
}

/// Rounds of one account until there is nothing to do now.
async fn serve(parts: &Parts, subject: Subject) {
    loop {
        match round(parts, subject).await {
            Ok(Round::Again) => {}
            Ok(Round::Idle) => return,
            Err(error) => {
                tracing::error!(account = %subject.1, %error, "a round of dispatch failed");
                parts.timer.sleep(POLL).await;
                return;
            }
        }
    }
}

enum Round {
    Again,
    Idle,
}

async fn round(parts: &Parts, subject: Subject) -> StoreResult<Round> {
    let Some((decision, work)) = load::decide(parts, subject).await? else {
        return Ok(Round::Idle);
    };
    match (decision, work) {
        (Decision::Idle { .. }, _) => return Ok(Round::Idle),
        (Decision::Begin { .. }, Some(work)) => {
            let performed = perform::call(parts, &work).await;
            record::answer(parts, work, performed).await?;
        }
        (Decision::ReadBack { .. }, Some(work)) => {
            let found = perform::read_back(parts, &work).await;
            record::read_back(parts, work, found).await?;
        }
        _ => {}
    }
    Ok(Round::Again)
}

/// How long the lease must last for a call that may take until `deadline`.
fn lease_until(now: Timestamp, timing: &Timing, typing: Duration) -> Timestamp {
    now.plus(timing.call).plus(typing).plus(LEASE)
}
