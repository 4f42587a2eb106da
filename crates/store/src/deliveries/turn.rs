//! One turn of an endpoint, in one transaction: what the last tries brought is kept, new events are taken from the log, and
//! what is due now is handed out.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::delivery::{Answer, Tried, Verdict, judge};
use domain::endpoint::{DisabledReason, EndpointState};
use domain::ids::{EndpointId, WorkspaceId};
use domain::time::Timestamp;

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
    /// Deliveries that are handed out at most.
    pub limit: u32,
    pub now: Timestamp,
}

/// A delivery that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub event: Event,
    /// Tries before this one.
    pub attempt_count: u32,
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

/// `None`: the endpoint is gone, or another node delivers to it.
pub fn turn(
    tx: &mut Tx<'_>,
    input: &TurnInput,
    claimant: &Claimant<'_>,
    lease_until: Timestamp,
) -> StoreResult<Option<Turn>> {
    let (workspace_id, endpoint_id) = (input.workspace_id, input.endpoint_id);
    let subject = (workspace_id, endpoint_id);
    if !endpoints::claim(tx, subject, claimant, lease_until, input.now)? {
        return Ok(None);
    }
    let Some(before) = endpoints::find(tx, workspace_id, endpoint_id)? else {
        return Ok(None);
    };
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
        EndpointState::Active => due(tx, &endpoint, input)?,
        _ => (Vec::new(), None),
    };
    Ok(Some(Turn {
        endpoint,
        due,
        next_at,
        seen: taken.seen,
        has_more: taken.has_more,
    }))
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
    let workspace = workspaces::find(tx, endpoint.workspace_id)?;
    let seed = workspace.map_or(0, |workspace| workspace.seed.cast_unsigned());
    let mut reason = None;
    for finished in &input.finished {
        let answer = finished.answer;
        endpoint.record = endpoint.record.after(answer, finished.began_at);
        if answer.is_success() {
            endpoint.last_delivered_at = Some(input.now);
            endpoint.resting_until = None;
        } else {
            endpoint.last_failed_at = Some(input.now);
            let rest = answer.rest().map(|rest| input.now.plus(rest));
            endpoint.resting_until = endpoint.resting_until.max(rest);
        }
        if answer.is_gone() {
            reason = Some(DisabledReason::Gone);
        }
        record_one(tx, endpoint, finished, seed, input.now)?;
    }
    if endpoint.record.is_hopeless(input.now) {
        reason = reason.or(Some(DisabledReason::Failing));
    }
    Ok(reason)
}

/// A delivery as it is before a try is recorded.
struct Standing {
    lane: String,
    is_holding: bool,
    tries: u32,
    attempt_count: u32,
    first_at: Option<Timestamp>,
}

fn standing(tx: &mut Tx<'_>, endpoint: &Endpoint, number: i64) -> StoreResult<Option<Standing>> {
    tx.query_opt(
        "SELECT lane, is_holding, tries, attempt_count, first_at FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3 AND state = 'waiting'",
        params![endpoint.workspace_id, endpoint.endpoint_id, number],
        |row| {
            Ok(Standing {
                lane: row.text(0)?.to_owned(),
                is_holding: row.bool(1)?,
                tries: row.number(2)?,
                attempt_count: row.number(3)?,
                first_at: row.opt_timestamp(4)?,
            })
        },
    )
}

fn record_one(
    tx: &mut Tx<'_>,
    endpoint: &mut Endpoint,
    finished: &Finished,
    seed: u64,
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
    let (state, is_holding, due_at, ended_at) = match judge(&tried, finished.answer, seed, now) {
        Verdict::Delivered => (DeliveryState::Delivered, false, Timestamp::MAX, Some(now)),
        Verdict::GivenUp => (DeliveryState::Failed, false, Timestamp::MAX, Some(now)),
        Verdict::Again { at, is_holding } => (DeliveryState::Waiting, is_holding, at, None),
    };
    tx.execute(
        "UPDATE delivery
            SET state = ?4, is_holding = ?5, due_at = ?6, tries = ?7, attempt_count = ?8, first_at = ?9, ended_at = ?10
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
        ],
    )?;
    if ended_at.is_some() {
        endpoint.waiting -= 1;
    }
    if stands.is_holding && !is_holding {
        release(tx, endpoint, &stands.lane, now)?;
    }
    Ok(())
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
