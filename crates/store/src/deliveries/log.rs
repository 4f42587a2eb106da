//! The record of deliveries, for people and for retention.

use domain::ids::{EndpointId, EventId, WorkspaceId};
use domain::time::Timestamp;

use super::DeliveryState;
use crate::{Row, StoreError, StoreResult, Tx, params};

/// One event on its way to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// The event's number.
    pub number: i64,
    pub event_id: EventId,
    /// The word of the event's type.
    pub kind: String,
    pub state: DeliveryState,
    /// Tries in all.
    pub attempt_count: u32,
    /// When the next try is due; `None`: it is over, or behind another one of its lane.
    pub due_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// When it was taken from the log.
    pub taken_at: Timestamp,
}

impl DeliveryRow {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let state = DeliveryState::from_word(row.text(3)?);
        let state = state.ok_or_else(|| StoreError::Inconsistent {
            what: "delivery",
            message: "its state is unknown".to_owned(),
        })?;
        let due_at = row.timestamp(5)?;
        Ok(Self {
            number: row.int(0)?,
            event_id: row.id(1)?,
            kind: row.text(2)?.to_owned(),
            state,
            attempt_count: row.number(4)?,
            due_at: (state == DeliveryState::Waiting && due_at < Timestamp::MAX).then_some(due_at),
            ended_at: row.opt_timestamp(6)?,
            taken_at: row.timestamp(7)?,
        })
    }
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// From 1.
    pub attempt: u32,
    pub began_at: Timestamp,
    pub millis: i64,
    /// What the receiver answered.
    pub status: Option<i64>,
    /// Why there is no answer.
    pub error: Option<String>,
    /// The beginning of what the receiver said.
    pub answer: Option<String>,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT number, event_id, kind, state, attempt_count, due_at, ended_at, taken_at FROM delivery
              WHERE workspace_id = ?1 AND endpoint_id = ?2 AND ",
            $tail
        )
    };
}

/// Deliveries to an endpoint before the event with number `before`, the newest first.
pub fn list(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    state: Option<DeliveryState>,
    before: i64,
    limit: u32,
) -> StoreResult<Vec<DeliveryRow>> {
    let Some(state) = state else {
        return tx.query(
            select!("number < ?3 ORDER BY number DESC LIMIT ?4"),
            params![workspace_id, endpoint_id, before, limit],
            DeliveryRow::from_row,
        );
    };
    if state == DeliveryState::Delivered {
        return tx.query(
            select!("number < ?3 AND state = 'delivered' ORDER BY number DESC LIMIT ?4"),
            params![workspace_id, endpoint_id, before, limit],
            DeliveryRow::from_row,
        );
    }
    // Few are not delivered, and have an index of their own.
    tx.query(
        select!(
            "number < ?3 AND state <> 'delivered' AND state = ?4 ORDER BY number DESC LIMIT ?5"
        ),
        params![workspace_id, endpoint_id, before, state.word(), limit],
        DeliveryRow::from_row,
    )
}

/// The delivery of the event with this number.
pub fn find(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    number: i64,
) -> StoreResult<Option<DeliveryRow>> {
    tx.query_opt(
        select!("number = ?3"),
        params![workspace_id, endpoint_id, number],
        DeliveryRow::from_row,
    )
}

/// Its newest tries, in order.
pub fn list_attempts(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    number: i64,
    limit: u32,
) -> StoreResult<Vec<AttemptRow>> {
    let mut attempts = tx.query(
        "SELECT attempt, began_at, millis, status, error, answer FROM delivery_attempt
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3 ORDER BY attempt DESC LIMIT ?4",
        params![workspace_id, endpoint_id, number, limit],
        |row| {
            Ok(AttemptRow {
                attempt: row.number(0)?,
                began_at: row.timestamp(1)?,
                millis: row.int(2)?,
                status: row.opt_int(3)?,
                error: row.opt_text(4)?.map(str::to_owned),
                answer: row.opt_text(5)?.map(str::to_owned),
            })
        },
    )?;
    attempts.reverse();
    Ok(attempts)
}

/// Asks for a delivery at once, whatever became of it, out of the order of its lane. False: there is none.
pub fn update_again(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    number: i64,
    now: Timestamp,
) -> StoreResult<bool> {
    let Some(delivery) = find(tx, (workspace_id, endpoint_id), number)? else {
        return Ok(false);
    };
    tx.execute(
        "UPDATE delivery SET state = 'waiting', due_at = ?4, tries = 0, first_at = NULL, ended_at = NULL
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3",
        params![workspace_id, endpoint_id, number, now],
    )?;
    if delivery.state != DeliveryState::Waiting {
        tx.execute(
            "UPDATE endpoint SET waiting = waiting + 1 WHERE workspace_id = ?1 AND endpoint_id = ?2",
            params![workspace_id, endpoint_id],
        )?;
    }
    Ok(true)
}

/// Deletes some of an endpoint's deliveries, whatever their state. Says how many.
pub fn delete_of(
    tx: &mut Tx<'_>,
    (workspace_id, endpoint_id): (WorkspaceId, EndpointId),
    limit: u32,
) -> StoreResult<u64> {
    let last = tx.query(
        "SELECT number FROM delivery WHERE workspace_id = ?1 AND endpoint_id = ?2 ORDER BY number LIMIT ?3",
        params![workspace_id, endpoint_id, limit],
        |row| row.int(0),
    )?;
    let Some(last) = last.last() else {
        return Ok(0);
    };
    tx.execute(
        "DELETE FROM delivery_attempt WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number <= ?3",
        params![workspace_id, endpoint_id, *last],
    )?;
    tx.execute(
        "DELETE FROM delivery WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number <= ?3",
        params![workspace_id, endpoint_id, *last],
    )
}

/// Deletes some of the deliveries of a workspace that were over before `before`. Says how many.
pub fn delete_old(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    before: Timestamp,
    limit: u32,
) -> StoreResult<u64> {
    let old: Vec<(EndpointId, i64)> = tx.query(
        "SELECT endpoint_id, number FROM delivery
          WHERE workspace_id = ?1 AND ended_at IS NOT NULL AND ended_at < ?2 ORDER BY ended_at LIMIT ?3",
        params![workspace_id, before, limit],
        |row| Ok((row.id(0)?, row.int(1)?)),
    )?;
    let rows: Vec<_> = old
        .iter()
        .map(|(endpoint_id, number)| {
            vec![
                workspace_id.into(),
                (*endpoint_id).into(),
                (*number).into(),
                before.into(),
            ]
        })
        .collect();
    // One that somebody asked for again meanwhile stays.
    tx.execute_each(
        "DELETE FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3 AND ended_at < ?4",
        &rows,
    )?;
    tx.execute_each(
        "DELETE FROM delivery_attempt
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3 AND began_at <= ?4
            AND NOT EXISTS (SELECT 1 FROM delivery d
                             WHERE d.workspace_id = delivery_attempt.workspace_id
                               AND d.endpoint_id = delivery_attempt.endpoint_id
                               AND d.number = delivery_attempt.number)",
        &rows,
    )?;
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}
