//! Lets accepted sends leave. Each round of an account is one transaction that loads, decides and writes; then at most
//! one call to the network; then one transaction that records its answer.

mod load;
mod perform;
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::dispatch::Decision;
use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;
use store::hints::Hint;
use store::{StoreResult, agenda};
use tokio::sync::{broadcast, watch};
use tokio::task::{JoinError, JoinSet};

use crate::Parts;

/// Accounts that are served at the same time.
const ACCOUNTS_AT_ONCE: usize = 64;
/// The longest time without looking at the agenda: hints may be lost, other nodes give none.
const POLL: Duration = Duration::from_millis(500);
/// How long a node may hold an account after its last sign of life, on top of the call that is under way.
const LEASE: Duration = Duration::from_secs(30);
/// How long to leave an account alone that another node serves.
const FOREIGN: Duration = Duration::from_secs(5);

/// One account in one workspace.
type Subject = (WorkspaceId, AccountId);

/// Serves every account until `stop` turns true. Calls under way are finished.
pub async fn run(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    let mut hints = parts.store.hints().subscribe();
    let mut service = Service::default();
    while !*stop.borrow() {
        match due(&parts).await {
            Ok(subjects) => service.start(&parts, subjects),
            Err(error) => tracing::error!(%error, "the agenda cannot be read"),
        }
        tokio::select! {
            _ = stop.changed() => {}
            Some(ended) = service.running.join_next() => service.end(&parts, ended),
            () = woken(&mut hints) => {}
            () = parts.timer.sleep(POLL) => {}
        }
        while let Some(ended) = service.running.try_join_next() {
            service.end(&parts, ended);
        }
    }
    while service.running.join_next().await.is_some() {}
}

/// The accounts that this node serves now, and those that it leaves to others for a while.
#[derive(Default)]
struct Service {
    running: JoinSet<(Subject, Turn)>,
    busy: BTreeSet<Subject>,
    foreign: BTreeMap<Subject, Timestamp>,
}

impl Service {
    fn start(&mut self, parts: &Arc<Parts>, subjects: Vec<Subject>) {
        let now = parts.clock.now();
        self.foreign.retain(|_, until| *until > now);
        for subject in subjects {
            let is_free =
                self.running.len() < ACCOUNTS_AT_ONCE && !self.foreign.contains_key(&subject);
            if is_free && self.busy.insert(subject) {
                let parts = Arc::clone(parts);
                self.running
                    .spawn(async move { (subject, serve(&parts, subject).await) });
            }
        }
    }

    fn end(&mut self, parts: &Parts, ended: Result<(Subject, Turn), JoinError>) {
        match ended {
            Ok((subject, turn)) => {
                self.busy.remove(&subject);
                if turn == Turn::Foreign {
                    self.foreign
                        .insert(subject, parts.clock.now().plus(FOREIGN));
                }
            }
            Err(error) => {
                // Which account it was is lost with the panic: all are looked at again, the open attempt keeps them apart.
                tracing::error!(%error, "a round of dispatch panicked");
                self.busy.clear();
            }
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

/// What a round leaves to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Look again at once.
    Again,
    /// Nothing is due.
    Idle,
    /// Another node serves this account.
    Foreign,
}

/// Rounds of one account until there is nothing to do now.
async fn serve(parts: &Parts, subject: Subject) -> Turn {
    loop {
        match round(parts, subject).await {
            Ok(Turn::Again) => {}
            Ok(turn) => return turn,
            Err(error) => {
                tracing::error!(account = %subject.1, %error, "a round of dispatch failed");
                parts.timer.sleep(POLL).await;
                return Turn::Idle;
            }
        }
    }
}

async fn round(parts: &Parts, subject: Subject) -> StoreResult<Turn> {
    let Some((decision, work)) = load::decide(parts, subject).await? else {
        return Ok(Turn::Foreign);
    };
    match (decision, work) {
        (Decision::Idle { .. }, _) => return Ok(Turn::Idle),
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
    Ok(Turn::Again)
}
