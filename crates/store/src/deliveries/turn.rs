//! One turn of an endpoint, in one transaction: what the last tries brought is kept, new events are taken from the log, and
//! what is due now is handed out.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::delivery::{Answer, Tried, Verdict, judge};
use domain::endpoint::{DisabledReason, EndpointState};
use domain::ids::{EndpointId, WorkspaceId};
use domain::time::Timestamp;
use domain::twins::{self, Twin};

use super::DeliveryState;
use super::due::due;
use super::take::{Taken, take};
use crate::endpoints::{self, Endpoint};
use crate::events::Event;
use crate::leases::Claimant;
use crate::{StoreResult, Tx, params, workspaces};

/// A try that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The event's number.
    pub number: i64,
    pub began_at: Timestamp,
    pub took: Duration,
    pub answer: Answer,
    /// There was nothing to tell any more: the delivery is over, and nothing is known of the receiver.
    pub is_void: bool,
    /// Why there is no answer.
    pub error: Option<String>,
    /// The beginning of what the receiver said.
    pub body: Option<String>,
}

/// What a turn works with.
#[derive(Debug, Clone)]
pub struct TurnInput {
    pub workspace_id: WorkspaceId,
    pub endpoint_id: EndpointId,
    /// Tries that are over since the last turn.
    pub finished: Vec<Finished>,
    /// Up to which number the log was looked at, where nothing was wanted.
    pub seen: i64,
    /// What is under way, by number.
    pub under_way: BTreeSet<i64>,
    /// Whether anything is handed out.
    pub hands_out: bool,
    pub now: Timestamp,
}

/// A delivery that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub event: Event,
    /// Earlier events of its lane that the receiver has not got, by number.
    pub gap: Vec<i64>,
}

/// What a turn leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub endpoint: Endpoint,
    pub due: Vec<Due>,
    /// When something else is due.
    pub next_at: Option<Timestamp>,
    /// Up to which number the log was looked at.
    pub seen: i64,
    /// Whether the log has more to be taken at once.
    pub has_more: bool,
}

/// What became of a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Done(Box<Turn>),
    /// Another node delivers to the endpoint.
    Foreign,
    /// There is no such endpoint any more.
    Gone,
}

/// Takes a turn; what it finds is so until the transaction ends.
pub fn turn(
    tx: &mut Tx<'_>,
    input: &TurnInput,
    claimant: &Claimant<'_>,
    lease_until: Timestamp,
) -> StoreResult<Outcome> {
    let (workspace_id, endpoint_id) = (input.workspace_id, input.endpoint_id);
    let subject = (workspace_id, endpoint_id);
    let Some(before) = endpoints::lock(tx, subject)? else {
        return Ok(Outcome::Gone);
    };
    if !endpoints::claim(tx, subject, claimant, lease_until, input.now)? {
        return Ok(Outcome::Foreign);
    }
    let mut endpoint = before.clone();
    let wants_rest = record(tx, &mut endpoint, input)?;
    let mut taken = Taken {
        seen: input.seen.max(endpoint.taken),
        has_more: false,
    };
    if endpoint.state == EndpointState::Active {
        take(tx, &mut endpoint, &mut taken, input.now)?;
    }
    if endpoint != before {
        endpoints::update_progress(tx, &endpoint)?;
    }
    if endpoint.state == EndpointState::Active
        && let Some(reason) = wants_rest
    {
        endpoint.state = EndpointState::Disabled(reason);
        endpoints::update_state(tx, subject, endpoint.state, input.now)?;
    }
    let (due, next_at) = match endpoint.state {
        EndpointState::Active if input.hands_out => due(tx, &endpoint, input)?,
        _ => (Vec::new(), None),
    };
    Ok(Outcome::Done(Box::new(Turn {
        endpoint,
        due,
        next_at,
        seen: taken.seen,
        has_more: taken.has_more,
    })))
}

/// Keeps what tries brought. Says why the endpoint is to be given up, if it is.
fn record(
    tx: &mut Tx<'_>,
    endpoint: &mut Endpoint,
    input: &TurnInput,
) -> StoreResult<Option<DisabledReason>> {
    if input.finished.is_empty() {
        return Ok(None);
    }
    let mut reason = None;
    for finished in &input.finished {
        let answer = finished.answer;
        if !answer.is_success() && is_kept(tx, endpoint, finished)? {
            continue;
        }
        if finished.is_void {
            record_one(tx, endpoint, finished, input.now)?;
            continue;
        }
        let last_at = endpoint.last_failed_at;
        endpoint.record = endpoint.record.after(answer, finished.began_at, last_at);
        if answer.is_success() {
            endpoint.last_delivered_at = Some(input.now);
            // One that was under way when another one was asked for a rest ends no rest.
            endpoint.resting_until = endpoint.resting_until.filter(|until| *until > input.now);
        } else {
            endpoint.last_failed_at = Some(input.now);
            let rest = answer.rest().map(|rest| input.now.plus(rest));
            endpoint.resting_until = endpoint.resting_until.max(rest);
        }
        if answer.is_gone() && !twins::is(Twin::GoneGoesOn) {
            reason = Some(DisabledReason::Gone);
        }
        record_one(tx, endpoint, finished, input.now)?;
    }
    if endpoint.record.is_hopeless(input.now) {
        reason = reason.or(Some(DisabledReason::Failing));
    }
    Ok(reason)
}

/// Whether an earlier turn has kept a try, whose answer was lost.
fn is_kept(tx: &mut Tx<'_>, endpoint: &Endpoint, finished: &Finished) -> StoreResult<bool> {
    let kept = tx.query_opt(
        "SELECT attempt FROM delivery_attempt
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3 AND began_at = ?4",
        params![
            endpoint.workspace_id,
            endpoint.endpoint_id,
            finished.number,
            finished.began_at
        ],
        |row| row.int(0),
    )?;
    Ok(kept.is_some())
}

/// A delivery as it is before a try is recorded.
struct Standing {
    lane: String,
    is_holding: bool,
    tries: u32,
    attempt_count: u32,
    first_at: Option<Timestamp>,
    /// When the receiver first got it, where it is told again.
    delivered_at: Option<Timestamp>,
}

fn standing(tx: &mut Tx<'_>, endpoint: &Endpoint, number: i64) -> StoreResult<Option<Standing>> {
    tx.query_opt(
        "SELECT lane, is_holding, tries, attempt_count, first_at, delivered_at FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3 AND state = 'waiting'",
        params![endpoint.workspace_id, endpoint.endpoint_id, number],
        |row| {
            Ok(Standing {
                lane: row.text(0)?.to_owned(),
                is_holding: row.bool(1)?,
                tries: row.number(2)?,
                attempt_count: row.number(3)?,
                first_at: row.opt_timestamp(4)?,
                delivered_at: row.opt_timestamp(5)?,
            })
        },
    )
}

fn record_one(
    tx: &mut Tx<'_>,
    endpoint: &mut Endpoint,
    finished: &Finished,
    now: Timestamp,
) -> StoreResult<()> {
    // Gone: it was deleted while it was under way.
    let Some(stands) = standing(tx, endpoint, finished.number)? else {
        return Ok(());
    };
    let first_at = stands.first_at.unwrap_or(finished.began_at);
    let tried = Tried {
        endpoint_id: endpoint.endpoint_id,
        number: finished.number,
        attempts: stands.tries + 1,
        first_at,
        is_holding: stands.is_holding,
    };
    let attempt = stands.attempt_count + 1;
    insert_attempt(tx, endpoint, finished, attempt)?;
    let verdict = if finished.is_void {
        Verdict::GivenUp
    } else {
        let seed = seed(tx, endpoint, finished)?;
        judge(&tried, finished.answer, seed, now)
    };
    let delivered_at = stands
        .delivered_at
        .or_else(|| (verdict == Verdict::Delivered).then_some(now));
    let (state, is_holding, due_at, ended_at) = match verdict {
        // The receiver has it, whatever became of telling it again.
        Verdict::GivenUp if delivered_at.is_none() => {
            (DeliveryState::Failed, false, Timestamp::MAX, Some(now))
        }
        Verdict::Delivered | Verdict::GivenUp => {
            (DeliveryState::Delivered, false, Timestamp::MAX, Some(now))
        }
        Verdict::Again { at, is_holding } => (DeliveryState::Waiting, is_holding, at, None),
    };
    tx.execute(
        "UPDATE delivery
            SET state = ?4, is_holding = ?5, due_at = ?6, tries = ?7, attempt_count = ?8, first_at = ?9, ended_at = ?10,
                delivered_at = ?11
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3",
        params![
            endpoint.workspace_id,
            endpoint.endpoint_id,
            finished.number,
            state.word(),
            is_holding,
            due_at,
            tried.attempts,
            attempt,
            first_at,
            ended_at,
            delivered_at,
        ],
    )?;
    if ended_at.is_some() {
        endpoint.waiting -= 1;
    }
    if stands.is_holding && !is_holding && !twins::is(Twin::LaneNotReleased) {
        release(tx, endpoint, &stands.lane, now)?;
    }
    Ok(())
}

/// What chance draws from where a pause follows; read only then, as most deliveries succeed.
fn seed(tx: &mut Tx<'_>, endpoint: &Endpoint, finished: &Finished) -> StoreResult<u64> {
    if finished.answer.is_success() {
        return Ok(0);
    }
    let workspace = workspaces::find(tx, endpoint.workspace_id)?;
    Ok(workspace.map_or(0, |workspace| workspace.seed.cast_unsigned()))
}

fn insert_attempt(
    tx: &mut Tx<'_>,
    endpoint: &Endpoint,
    finished: &Finished,
    attempt: u32,
) -> StoreResult<()> {
    let status = match finished.answer {
        Answer::Status(status, _) => Some(i64::from(status)),
        Answer::None => None,
    };
    let millis = i64::try_from(finished.took.as_millis()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO delivery_attempt (workspace_id, endpoint_id, number, attempt, began_at, millis, status, error, answer)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            endpoint.workspace_id,
            endpoint.endpoint_id,
            finished.number,
            attempt,
            finished.began_at,
            millis,
            status,
            finished.error.as_deref(),
            finished.body.as_deref(),
        ],
    )?;
    Ok(())
}

/// Lets the next one of a lane go.
pub(super) fn release(
    tx: &mut Tx<'_>,
    endpoint: &Endpoint,
    lane: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let next = tx.query_opt(
        "SELECT number, due_at FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND lane = ?3 AND is_holding = 1 ORDER BY number LIMIT 1",
        params![endpoint.workspace_id, endpoint.endpoint_id, lane],
        |row| Ok((row.int(0)?, row.timestamp(1)?)),
    )?;
    if let Some((number, Timestamp::MAX)) = next {
        tx.execute(
            "UPDATE delivery SET due_at = ?4 WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3",
            params![endpoint.workspace_id, endpoint.endpoint_id, number, now],
        )?;
    }
    Ok(())
}
