//! Lets accepted sends leave. Each round of an account is one transaction that loads, decides and writes; then at most
//! one call to the network; then one transaction that records its answer.

mod apply;
mod courtesies;
mod invitation_acts;
mod load;
mod look;
mod message_acts;
mod perform;
mod record;
mod service;

use std::sync::Arc;
use std::time::Duration;

use domain::dispatch::Decision;
use domain::ids::{AccountId, WorkspaceId};
use domain::metric::Metric;
use domain::time::Timestamp;
use integrations::networks::network::NetworkError;
use store::hints::Hint;
use store::{StoreError, StoreResult, agenda, leases};
use tokio::sync::{broadcast, watch};

use crate::Parts;
use load::{Round, Work};
use perform::Answer;
use service::Service;

/// Between two tries to keep an answer.
const KEEP_AGAIN: Duration = Duration::from_millis(500);
/// How long a node may hold an account after its last sign of life, on top of the call that is under way.
const LEASE: Duration = Duration::from_secs(30);
/// Rounds of one account before the others have their turn.
const ROUNDS: usize = 32;
/// How long a send is left alone whose round failed for no passing reason.
const POSTPONED: Duration = Duration::from_mins(1);

/// One account in one workspace.
type Subject = (WorkspaceId, AccountId);

/// Serves every account until `stop` turns true. Calls under way are finished; nothing new begins.
pub async fn run(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    let mut hints = parts.store.hints().subscribe();
    let mut service = Service::new(Arc::clone(&parts), stop.clone());
    while !*stop.borrow() {
        let pause = match due(&parts, service.set_aside()).await {
            Ok(due) => service.start(due),
            Err(error) => {
                tracing::error!(%error, "the agenda cannot be read");
                parts.polling.dispatch
            }
        };
        let wake_at = parts.clock.now().plus(pause);
        tokio::select! {
            biased;
            _ = stop.changed() => {}
            () = service.one_ended() => {}
            () = woken(&mut hints, wake_at) => {}
            () = parts.timer.sleep(pause) => {}
        }
        service.collect();
    }
    service.drain().await;
}

/// Waits for a hint that something is due before `wake_at`.
async fn woken(hints: &mut broadcast::Receiver<Hint>, wake_at: Timestamp) {
    while let Ok(hint) = hints.recv().await {
        if matches!(hint, Hint::AccountDue(_, due_at) if due_at < wake_at) {
            return;
        }
    }
    // Lagged: something happened. Closed: the poll goes on.
    tokio::task::yield_now().await;
}

/// What the agenda says.
struct Due {
    /// The accounts that are due.
    subjects: Vec<Subject>,
    /// When the next one is.
    next_at: Option<Timestamp>,
}

/// The accounts that are due, besides `set_aside` that are left alone for now.
async fn due(parts: &Parts, set_aside: usize) -> StoreResult<Due> {
    let now = parts.clock.now();
    let limit = u32::try_from(service::ACCOUNTS_AT_ONCE * 2 + set_aside).unwrap_or(u32::MAX);
    parts
        .store
        .read(move |tx| {
            let due = agenda::list_due(tx, agenda::DISPATCH, now, limit)?;
            Ok(Due {
                subjects: due
                    .into_iter()
                    .map(|(workspace_id, account_id, _)| (workspace_id, account_id))
                    .collect(),
                next_at: agenda::find_next(tx, agenda::DISPATCH, now)?,
            })
        })
        .await
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
    /// Something failed: look again a little later.
    Failed,
}

/// Rounds of one account until there is nothing to do now, the others have waited long enough, or all ends. Says in how
/// many something was done.
async fn serve(parts: &Parts, subject: Subject, stop: &watch::Receiver<bool>) -> (Turn, usize) {
    let mut is_class_fresh = false;
    for done in 0..ROUNDS {
        if *stop.borrow() {
            give_back(parts, subject).await;
            return (Turn::Idle, done);
        }
        match round(parts, subject, stop, &mut is_class_fresh).await {
            Ok(Turn::Again) => {}
            Ok(turn) => return (turn, done),
            Err(error) => {
                tracing::error!(account = %subject.1, %error, "a round of dispatch failed");
                return (Turn::Failed, done);
            }
        }
    }
    // Behind everybody who has been due for longer.
    let (workspace_id, account_id) = subject;
    let now = parts.clock.now();
    let queued = parts
        .store
        .write(move |tx| agenda::set(tx, agenda::DISPATCH, workspace_id, account_id, Some(now)));
    match queued.await {
        Ok(()) => (Turn::Idle, ROUNDS),
        Err(_) => (Turn::Failed, ROUNDS),
    }
}

async fn round(
    parts: &Parts,
    subject: Subject,
    stop: &watch::Receiver<bool>,
    is_class_fresh: &mut bool,
) -> StoreResult<Turn> {
    let (decision, work) = match load::decide(parts, subject, *is_class_fresh).await? {
        Round::Foreign => return Ok(Turn::Foreign),
        Round::Unlinked { is_more: true } => return Ok(Turn::Again),
        Round::Unlinked { is_more: false } => return Ok(Turn::Idle),
        Round::AskClass(work) => {
            *is_class_fresh = ask_class(parts, *work).await?;
            return Ok(Turn::Again);
        }
        Round::Decided(decision, work) => (decision, work),
    };
    *is_class_fresh = false;
    match (decision, work) {
        (Decision::Idle { .. }, _) => return Ok(Turn::Idle),
        (Decision::Begin { .. }, Some(work)) => {
            let answer = perform::call(parts, &work, stop.clone()).await;
            let outcome = [answer.brought.word()];
            parts.recorder.add(Metric::SendAttempts, &outcome, 1);
            keep_answer(parts, *work, answer).await?;
        }
        (Decision::ReadBack { .. }, Some(work)) => {
            let found = perform::read_back(parts, &work).await;
            if let Err(error) = record::read_back(parts, &work, found).await {
                tracing::error!(send = %work.send.send_id, %error, "what was read back cannot be kept");
                record::postpone(parts, &work, POSTPONED).await?;
            }
        }
        _ => {}
    }
    Ok(Turn::Again)
}

/// Records what a call brought, again and again while the store is in trouble: nobody else knows it.
async fn keep_answer(parts: &Parts, work: Work, answer: Answer) -> StoreResult<()> {
    loop {
        match record::answer(parts, &work, &answer).await {
            Err(error) if error.is_transient() || error == StoreError::CommitUnknown => {
                tracing::warn!(send = %work.send.send_id, %error, "an answer cannot be kept yet");
                parts.timer.sleep(KEEP_AGAIN).await;
            }
            kept => return kept,
        }
    }
}

/// Before an unknown outcome is settled: what does the network offer by now? True if it said so.
async fn ask_class(parts: &Parts, work: Work) -> StoreResult<bool> {
    match perform::class(parts, &work).await {
        Ok(class) => {
            record::class(parts, &work, class).await?;
            Ok(true)
        }
        Err(error) => {
            // Nobody refused to tell what became of the send: that was not asked yet.
            let detail = error.to_string();
            let unanswered = Err(NetworkError::Unreachable { detail });
            record::read_back(parts, &work, unanswered).await?;
            Ok(false)
        }
    }
}

async fn give_back(parts: &Parts, (workspace_id, account_id): Subject) {
    if parts.is_exclusive {
        return;
    }
    let node = parts.node.clone();
    let given = parts
        .store
        .write(move |tx| leases::release(tx, workspace_id, account_id, &node));
    if let Err(error) = given.await {
        tracing::warn!(account = %account_id, %error, "a lease ends by itself");
    }
}
