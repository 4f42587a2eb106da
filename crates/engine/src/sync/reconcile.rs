//! Compares what is kept of an account with what its network shows, and fills what is missing.
//!
//! First the conversations of the network are listed, then ours are added, so that none is missed that only one side has;
//! then the messages of each are compared, page by page. Each page is one transaction together with what it found and how
//! far that is: a comparison can end at any moment and is taken up again where it was. Pages of one account come one after
//! the other with a pause between, beside the following of the account, as a person would look through an inbox.

mod compare;

use std::sync::Arc;
use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::ids::{ReconciliationId, WorkspaceId};
use domain::reconciliation::{FAILURES_MAX, Step, pause_after};
use domain::time::Timestamp;
use futures_util::future::join_all;
use integrations::networks::network::{Network, NetworkError};
use store::accounts::{Account, BackfillState};
use store::reconciliations::{self, Reconciliation, threads};
use store::{StoreError, Tx, agenda, backfill as history};
use tokio::sync::watch;

use super::backfill::is_cursor_lost;
use super::{Trouble, follow, health};
use crate::Parts;
use crate::jobs::{self, Round};

/// Comparisons that are worked on at the same time.
const AT_ONCE: u32 = 8;
/// Pages of one comparison before it is looked whether others have come.
const PAGES: u32 = 32;
/// The pause between two pages of one account.
const PACE: Duration = Duration::from_millis(200);
/// A page that takes longer may be begun by another process; only one of the two is kept.
const HOLD: Duration = Duration::from_secs(5);
/// How long is waited for the first reading of the history to go on.
const WAIT: Duration = Duration::from_secs(2);
/// How long one is left alone that the store failed at.
const POSTPONED: Duration = Duration::from_mins(1);
/// However it goes on: a network that loses every place in its listings would be asked for ever.
const LONGEST: Duration = Duration::from_hours(24);
/// Threads in a page of the network's listing.
const THREADS: u32 = 20;
/// Our conversations that one step looks at.
const OURS: u32 = 500;

type Job = (WorkspaceId, ReconciliationId);

/// What follows a step.
enum Next {
    /// Another one, after a pause if the network was asked.
    Again {
        was_asked: bool,
    },
    /// Nothing for a while.
    Later,
    Done,
}

/// Works the agenda off until `stop` turns true.
pub(super) async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    let round = || work_off(&parts);
    jobs::run(&parts, ("reconcile", parts.polling.sync), stop, round).await;
}

async fn work_off(parts: &Parts) -> Round {
    let now = parts.clock.now();
    let due = parts
        .store
        .read(move |tx| agenda::RECONCILIATIONS.list_due(tx, now, AT_ONCE))
        .await;
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "the agenda of comparisons cannot be read");
            return Round::STUCK;
        }
    };
    let mut round = Round::default();
    for (done, is_stuck) in join_all(due.into_iter().map(|job| turn(parts, job))).await {
        round.done += usize::from(done);
        round.failed += usize::from(!done);
        round.is_stuck |= is_stuck;
    }
    round
}

/// Some pages of one comparison. Says whether they went well, and whether the store is in trouble.
async fn turn(parts: &Parts, job: Job) -> (bool, bool) {
    for _ in 0..PAGES {
        match step(parts, job).await {
            Ok(Next::Again { was_asked: false }) => {}
            Ok(Next::Again { was_asked: true }) => parts.timer.sleep(PACE).await,
            Ok(Next::Later | Next::Done) => return (true, false),
            Err(trouble) => return (false, !after(parts, job, &trouble).await),
        }
    }
    let now = parts.clock.now();
    (true, !postpone(parts, job, now).await)
}

async fn step(parts: &Parts, job: Job) -> Result<Next, Trouble> {
    let (workspace_id, id) = job;
    let read = parts
        .store
        .read(move |tx| reconciliations::find(tx, workspace_id, id));
    let found = read.await?.filter(|found| found.finished_at.is_none());
    let Some(known) = found else {
        let retire = move |tx: &mut Tx<'_>| reconciliations::retire(tx, workspace_id, id);
        parts.store.write_bulk(retire).await?;
        return Ok(Next::Done);
    };
    let Some((account, seat)) = follow::load(parts, (workspace_id, known.account_id)).await? else {
        return finish(parts, known, Some(ErrorCode::AccountNotFound)).await;
    };
    if health::is_held_by_sync(&account) {
        return finish(parts, known, Some(ErrorCode::AccountHeld)).await;
    }
    if known.created_at.plus(LONGEST) < parts.clock.now() {
        return finish(parts, known, Some(ErrorCode::NetworkUnavailable)).await;
    }
    let line = parts.lines.line(&seat)?;
    match known.step {
        Step::Waiting => wait(parts, known, &account, line.as_ref()).await,
        Step::Listing => list(parts, known, line.as_ref()).await,
        Step::Gathering => gather(parts, known, &account).await,
        Step::Comparing => {
            let read = move |tx: &mut Tx<'_>| threads::find_next(tx, workspace_id, id);
            match parts.store.read(read).await? {
                Some(pending) => {
                    compare::page(parts, known, &account, line.as_ref(), pending).await?;
                    Ok(Next::Again { was_asked: true })
                }
                None => finish(parts, known, None).await,
            }
        }
        Step::Done => finish(parts, known, None).await,
    }
}

/// Begins once the history was read in: before that, everything would be missing.
async fn wait(
    parts: &Parts,
    known: Reconciliation,
    account: &Account,
    line: &dyn Network,
) -> Result<Next, Trouble> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    if line.capabilities().live_updates {
        let read = move |tx: &mut Tx<'_>| history::count_pending(tx, workspace_id, account_id);
        let pending = parts.store.read(read).await?;
        if account.backfill_state != BackfillState::Done || pending > 0 {
            let due_at = parts.clock.now().plus(WAIT);
            advance(parts, known, due_at).await?;
            return Ok(Next::Later);
        }
    }
    let (member, _) = line.own_profile().await?;
    if member.member_key != account.member_key {
        return Err(Trouble::OtherMember);
    }
    let step = Step::Listing;
    let due_at = parts.clock.now().plus(HOLD);
    advance(parts, Reconciliation { step, ..known }, due_at).await?;
    Ok(Next::Again { was_asked: true })
}

/// Notes a page of the conversations that the network has, the newest activity first.
async fn list(parts: &Parts, known: Reconciliation, line: &dyn Network) -> Result<Next, Trouble> {
    let page = match line.threads(known.cursor.clone(), THREADS).await {
        Err(error) if is_cursor_lost(&error) && known.cursor.is_some() => {
            let cursor = None;
            let due_at = parts.clock.now().plus(HOLD);
            advance(parts, Reconciliation { cursor, ..known }, due_at).await?;
            return Ok(Next::Again { was_asked: true });
        }
        page => page?,
    };
    let active = page
        .items
        .iter()
        .filter(|thread| thread.last_activity_at >= known.since);
    let thread_keys: Vec<String> = active.map(|thread| thread.thread_key.clone()).collect();
    let is_over = page.next.is_none() || thread_keys.len() < page.items.len();
    let next = Reconciliation {
        step: if is_over {
            Step::Gathering
        } else {
            Step::Listing
        },
        cursor: page.next.filter(|_| !is_over),
        ..known
    };
    add(parts, next, thread_keys).await?;
    Ok(Next::Again { was_asked: true })
}

/// Adds some of our conversations that the network did not list, so that they are asked for one by one.
async fn gather(parts: &Parts, known: Reconciliation, account: &Account) -> Result<Next, Trouble> {
    let subject = (account.workspace_id, account.account_id);
    let (number, place) = (account.number, known.place);
    let read = move |tx: &mut Tx<'_>| threads::list_ours(tx, subject, number, place, OURS);
    let ours = parts.store.read(read).await?;
    let since = known.since;
    let next = match ours.last() {
        Some(last) => Reconciliation {
            place: last.thread,
            ..known
        },
        None => Reconciliation {
            step: Step::Comparing,
            ..known
        },
    };
    let active = ours.into_iter().filter(|our| our.last_activity_at >= since);
    add(parts, next, active.map(|our| our.thread_key).collect()).await?;
    Ok(Next::Again { was_asked: false })
}

async fn add(
    parts: &Parts,
    next: Reconciliation,
    thread_keys: Vec<String>,
) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let write = parts.store.write_bulk(move |tx| {
        let mut next = next.clone();
        next.found.conversations += threads::insert(tx, &next, &thread_keys)?;
        next.failures = 0;
        reconciliations::advance(tx, &next, now.plus(HOLD), now)
    });
    write.await
}

async fn advance(parts: &Parts, next: Reconciliation, due_at: Timestamp) -> Result<(), StoreError> {
    let now = parts.clock.now();
    let next = Reconciliation {
        failures: 0,
        ..next
    };
    let write = parts
        .store
        .write_bulk(move |tx| reconciliations::advance(tx, &next, due_at, now));
    write.await
}

async fn finish(
    parts: &Parts,
    known: Reconciliation,
    error: Option<ErrorCode>,
) -> Result<Next, Trouble> {
    let now = parts.clock.now();
    let word = error.map(ErrorCode::word);
    let write = parts
        .store
        .write_bulk(move |tx| reconciliations::finish(tx, &known, word, now));
    write.await?;
    Ok(Next::Done)
}

/// What follows trouble: another try later, or the end. False if that cannot be written either.
async fn after(parts: &Parts, job: Job, trouble: &Trouble) -> bool {
    let (workspace_id, id) = job;
    tracing::warn!(reconciliation = %id, %trouble, "a comparison cannot go on");
    let error = match trouble {
        // Somebody else has taken the step.
        Trouble::Store(StoreError::Contended) => return true,
        Trouble::Store(_) => return postpone(parts, job, parts.clock.now().plus(POSTPONED)).await,
        Trouble::OtherMember
        | Trouble::Network(NetworkError::SessionExpired | NetworkError::Restricted { .. }) => {
            Some(ErrorCode::AccountHeld)
        }
        Trouble::Network(NetworkError::Unsupported { .. }) => {
            Some(ErrorCode::CapabilityUnsupported)
        }
        Trouble::Network(_) => None,
    };
    let asked = match trouble {
        Trouble::Network(NetworkError::RateLimited { retry_after }) => *retry_after,
        _ => None,
    };
    let now = parts.clock.now();
    let write = parts.store.write_bulk(move |tx| {
        let Some(known) = reconciliations::find(tx, workspace_id, id)? else {
            return Ok(());
        };
        let failures = known.failures + 1;
        let given_up = (failures >= FAILURES_MAX).then_some(ErrorCode::NetworkUnavailable);
        if let Some(error) = error.or(given_up) {
            return reconciliations::finish(tx, &known, Some(error.word()), now);
        }
        let pause = pause_after(known.failures).max(asked.unwrap_or_default());
        let next = Reconciliation { failures, ..known };
        reconciliations::advance(tx, &next, now.plus(pause), now)
    });
    matches!(write.await, Ok(()) | Err(StoreError::Contended))
}

async fn postpone(parts: &Parts, (workspace_id, id): Job, due_at: Timestamp) -> bool {
    let later =
        move |tx: &mut Tx<'_>| agenda::RECONCILIATIONS.postpone(tx, workspace_id, id, due_at);
    parts.store.write(later).await.is_ok()
}
