//! Notices accounts that hear nothing although there is something to hear.
//!
//! The rule is [`domain::silence`]. Where it says to look, the newest conversations of the network are read, one page, and
//! compared with what the stream has told; what the stream owes is then filled by a comparison of the whole.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::ReconciliationId;
use domain::metric::Metric;
use domain::network::Thread;
use domain::silence::{Judgement, Proofs, Silence, judge};
use domain::time::Timestamp;
use futures_util::future::join_all;
use store::accounts::Account;
use store::watches::{self, Watch};
use store::{StoreResult, Tx, agenda, conversations, reconciliations};
use tokio::sync::watch;

use super::{Subject, Trouble, follow};
use crate::Parts;
use crate::jobs::Round;
use crate::tick::{Ended, Tick};

/// How often is looked.
const PAUSE: Duration = Duration::from_mins(1);
/// The most accounts that one node watches.
const ACCOUNTS_MAX: u32 = 10_000;
/// Accounts that are read at a time.
const AT_ONCE: usize = 250;
/// Accounts whose networks are asked at a time.
const ASKED_AT_ONCE: usize = 8;
/// Conversations that one look reads.
const THREADS: u32 = 5;
/// How long the stream is given to tell what a look has found.
const GRACE: Duration = Duration::from_secs(5);
/// Clocks of a network and ours may differ by so much.
const CLOCKS: Duration = Duration::from_mins(2);
/// What is compared begins so long before the last that was told.
const OVERLAP: Duration = Duration::from_hours(24);

/// Watches until `stop` turns true.
pub(super) async fn run(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    // Nobody followed before: silence until then says nothing.
    let began_at = parts.clock.now();
    while !*stop.borrow() {
        let work = async {
            let tick = Tick::begin(&parts, "watch");
            let round = look_around(&parts, began_at).await;
            let ended = match round.failed {
                0 => Ended::Done(round.done),
                _ => Ended::Failed,
            };
            tick.end(&parts, &"all", ended);
            parts.timer.sleep(parts.polling.sync.max(PAUSE)).await;
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

/// One round: whoever was followed since `began_at` or longer, and is silent, is noticed.
pub async fn look_around(parts: &Parts, began_at: Timestamp) -> Round {
    let now = parts.clock.now();
    let listed = parts
        .store
        .read(move |tx| agenda::list_followed(tx, now, ACCOUNTS_MAX))
        .await;
    let followed: Vec<Subject> = match listed {
        Ok(listed) => {
            let live = listed.into_iter().filter(|(.., is_live)| *is_live);
            live.map(|(workspace_id, account_id, _)| (workspace_id, account_id))
                .collect()
        }
        Err(error) => {
            tracing::error!(%error, "the agenda of sync cannot be read");
            return Round::STUCK;
        }
    };
    let mut round = Round::default();
    for some in followed.chunks(AT_ONCE) {
        let some = some.to_vec();
        let read = parts.store.read(move |tx| watches::list_of(tx, &some));
        let watches = match read.await {
            Ok(watches) => watches,
            Err(error) => {
                tracing::error!(%error, "it cannot be read what accounts have heard");
                return Round::STUCK;
            }
        };
        let judged = watches
            .into_iter()
            .filter(|watch| watch.alarm.is_none())
            .map(|watch| (judge(&proofs(&watch, began_at), now), watch))
            .filter(|(judgement, _)| *judgement != Judgement::Well);
        let judged: Vec<(Judgement, Watch)> = judged.collect();
        for few in judged.chunks(ASKED_AT_ONCE) {
            let looks = few.iter().map(|judged| follow_up(parts, judged));
            for is_done in join_all(looks).await {
                round.done += usize::from(is_done);
                round.failed += usize::from(!is_done);
            }
        }
    }
    round
}

fn proofs(watch: &Watch, began_at: Timestamp) -> Proofs {
    Proofs {
        followed_since: watch.linked_at.max(began_at),
        answered_at: watch.answered_at,
        told_at: watch.told_at,
        sent_at: watch.sent_at,
        looked_at: watch.looked_at,
    }
}

/// Does what the judgement asks for. False if that could not be done; it is tried again with the next round.
async fn follow_up(parts: &Parts, (judgement, watch): &(Judgement, Watch)) -> bool {
    let done = match *judgement {
        Judgement::Well => Ok(()),
        Judgement::Silent { since } => raise(parts, watch, (Silence::NoAnswer, since)).await,
        Judgement::Look { since } => look(parts, watch, since).await,
    };
    match done {
        // Sync says itself what is wrong with the network.
        Ok(()) | Err(Trouble::Network(_) | Trouble::OtherMember) => true,
        Err(Trouble::Store(error)) => {
            tracing::error!(account = %watch.account_id, %error, "it cannot be noted what an account has heard");
            false
        }
    }
}

/// Reads the newest conversations of the network, and raises the alarm if the stream owes one of them.
async fn look(parts: &Parts, watch: &Watch, since: Timestamp) -> Result<(), Trouble> {
    let subject = (watch.workspace_id, watch.account_id);
    let Some((account, seat)) = follow::load(parts, subject).await? else {
        return Ok(());
    };
    let line = parts.lines.line(&seat)?;
    if !line.capabilities().live_updates {
        return Ok(());
    }
    let now = parts.clock.now();
    let seen = watch.clone();
    let claim = move |tx: &mut Tx<'_>| watches::claim_look(tx, &seen, now);
    if !parts.store.write_bulk(claim).await? {
        return Ok(());
    }
    let page = line.threads(None, THREADS).await?;
    if !owes(parts, &account, &page.items, since).await? {
        return Ok(());
    }
    // It may be on its way.
    parts.timer.sleep(GRACE).await;
    if owes(parts, &account, &page.items, since).await? {
        raise(parts, watch, (Silence::NotTold, since)).await?;
    }
    Ok(())
}

/// Whether one of these conversations was active after `since` and nothing that was read of the network shows it.
async fn owes(
    parts: &Parts,
    account: &Account,
    threads: &[Thread],
    since: Timestamp,
) -> StoreResult<bool> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let newer = threads
        .iter()
        .filter(|thread| thread.last_activity_at > since.plus(CLOCKS))
        .map(|thread| (thread.thread_key.clone(), thread.last_activity_at));
    let newer: Vec<(String, Timestamp)> = newer.collect();
    if newer.is_empty() {
        return Ok(false);
    }
    let read = parts.store.read(move |tx| {
        for (thread_key, active_at) in &newer {
            let known =
                conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key)?;
            if known.is_none_or(|known| known.snapshot_at < *active_at) {
                return Ok(true);
            }
        }
        Ok(false)
    });
    read.await
}

/// Notes the silence and tells of it. What the stream did not tell is fetched by a comparison.
async fn raise(
    parts: &Parts,
    watch: &Watch,
    (silence, since): (Silence, Timestamp),
) -> Result<(), Trouble> {
    let now = parts.clock.now();
    let id = ReconciliationId::mint(now, parts.entropy.as_ref());
    let seen = watch.clone();
    let raised = parts.store.write_bulk(move |tx| {
        if !watches::raise(tx, &seen, (silence, since), now)? {
            return Ok(false);
        }
        if silence == Silence::NotTold {
            let subject = (seen.workspace_id, seen.account_id);
            reconciliations::begin(tx, subject, id, since.minus(OVERLAP), now)?;
        }
        Ok(true)
    });
    if raised.await? {
        let account = watch.account_id;
        tracing::warn!(%account, silence = silence.word(), %since, "an account hears nothing");
        let metric = Metric::SilenceAlarms;
        parts.recorder.add(metric, &[silence.word()], 1);
    }
    Ok(())
}
