//! Deliveries made of the events that an endpoint wants.

use std::collections::BTreeSet;

use domain::time::Timestamp;
use domain::twins::{self, Twin};

use super::DeliveryState;
use crate::endpoints::Endpoint;
use crate::events::{self, Event};
use crate::{ColumnType, InsertMany, StoreResult, Tx, Value, params};

/// Events of the log that one turn looks at.
const EVENTS_TAKEN_MAX: u32 = 200;
/// Deliveries that wait in the order of their lanes; further events stay in the log until there is room.
const IN_ORDER_MAX: i64 = 10_000;
/// The same with those that failed and let others pass.
const WAITING_MAX: i64 = 100_000;
/// A place in the log where nothing was wanted is written down once it is so far ahead.
const SKIPPED_MAX: i64 = 500;

/// How far the log was looked at.
pub(super) struct Taken {
    pub(super) seen: i64,
    pub(super) has_more: bool,
}

/// Makes deliveries of the events that are wanted: of new ones, and of those that somebody wants to have again.
pub(super) fn take(
    tx: &mut Tx<'_>,
    endpoint: &mut Endpoint,
    taken: &mut Taken,
    now: Timestamp,
) -> StoreResult<()> {
    if !has_room(tx, endpoint)? {
        return Ok(());
    }
    let part = events::list(tx, endpoint.workspace_id, taken.seen, EVENTS_TAKEN_MAX)?;
    let count = enqueue(tx, endpoint, part.events.iter(), now)?;
    taken.has_more = part.reached - taken.seen >= i64::from(EVENTS_TAKEN_MAX);
    taken.seen = part.reached;
    if count > 0 || taken.seen - endpoint.taken >= SKIPPED_MAX {
        endpoint.taken = taken.seen;
    }
    if let Some((after, until)) = endpoint.recover {
        // What was passed over before somebody changed what is wanted is asked for, too.
        endpoint.taken = taken.seen;
        recover(tx, endpoint, (after, until.max(taken.seen)), now)?;
        taken.has_more |= endpoint.recover.is_some();
    }
    Ok(())
}

/// Takes a part of the stretch that somebody wants to have again.
fn recover(
    tx: &mut Tx<'_>,
    endpoint: &mut Endpoint,
    (after, until): (i64, i64),
    now: Timestamp,
) -> StoreResult<()> {
    let part = events::list(tx, endpoint.workspace_id, after, EVENTS_TAKEN_MAX)?;
    let is_over = part.reached >= until || part.reached == after;
    let missing = missing(tx, endpoint, &part.events, until)?;
    enqueue(tx, endpoint, missing.into_iter(), now)?;
    endpoint.recover = (!is_over).then_some((part.reached, until));
    Ok(())
}

/// Whether more may wait. Those that let others pass do not count, as they would stop everything for days.
fn has_room(tx: &mut Tx<'_>, endpoint: &Endpoint) -> StoreResult<bool> {
    if endpoint.waiting < IN_ORDER_MAX {
        return Ok(true);
    }
    if endpoint.waiting >= WAITING_MAX {
        return Ok(false);
    }
    let in_order: i64 = tx.query_one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM delivery
           WHERE workspace_id = ?1 AND endpoint_id = ?2 AND is_holding = 1 LIMIT ?3) AS held",
        params![endpoint.workspace_id, endpoint.endpoint_id, IN_ORDER_MAX],
        |row| row.int(0),
    )?;
    Ok(in_order < IN_ORDER_MAX)
}

/// The events up to `until` that the endpoint has not got and that are not on their way to it.
fn missing<'e>(
    tx: &mut Tx<'_>,
    endpoint: &Endpoint,
    events: &'e [Event],
    until: i64,
) -> StoreResult<Vec<&'e Event>> {
    let rows: Vec<Vec<Value<'_>>> = events
        .iter()
        .map(|event| {
            let (workspace_id, endpoint_id) = (endpoint.workspace_id, endpoint.endpoint_id);
            vec![workspace_id.into(), endpoint_id.into(), event.number.into()]
        })
        .collect();
    let kept = tx.query_opt_each(
        "SELECT number FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND number = ?3
            AND (state <> 'failed' OR delivered_at IS NOT NULL)",
        &[ColumnType::Blob, ColumnType::Blob, ColumnType::Int],
        &rows,
        |row| row.int(0),
    )?;
    let missing = events
        .iter()
        .zip(kept)
        .filter(|(event, kept)| kept.is_none() && event.number <= until);
    Ok(missing.map(|(event, _)| event).collect())
}

const DELIVERIES: InsertMany = InsertMany {
    table: "delivery",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("endpoint_id", ColumnType::Blob),
        ("number", ColumnType::Int),
        ("event_id", ColumnType::Blob),
        ("kind", ColumnType::Text),
        ("lane", ColumnType::Text),
        ("state", ColumnType::Text),
        ("is_holding", ColumnType::Int),
        ("due_at", ColumnType::Int),
        ("taken_at", ColumnType::Int),
    ],
    // What failed before is tried anew.
    conflict: "ON CONFLICT (workspace_id, endpoint_id, number) DO UPDATE
                  SET state = 'waiting', is_holding = 1, due_at = excluded.due_at, tries = 0, first_at = NULL,
                      ended_at = NULL",
};

/// How many of the events became deliveries.
fn enqueue<'e>(
    tx: &mut Tx<'_>,
    endpoint: &mut Endpoint,
    events: impl Iterator<Item = &'e Event>,
    now: Timestamp,
) -> StoreResult<u64> {
    let settings = &endpoint.settings;
    let wanted: Vec<(&Event, String)> = events
        .filter(|event| {
            let is_forgotten = twins::is(Twin::TakenWithoutRows) && event.number % 50 == 0;
            !is_forgotten
                && settings.format.can_tell(event.kind)
                && settings.selection.wants(event.kind, event.account_id)
        })
        .map(|event| (event, event.lane()))
        .collect();
    if wanted.is_empty() {
        return Ok(0);
    }
    let mut busy = busy_lanes(tx, endpoint, &wanted)?;
    let rows: Vec<Vec<Value<'_>>> = wanted
        .iter()
        .map(|(event, lane)| {
            let due_at = if busy.insert(lane.as_str()) || twins::is(Twin::LaneIgnored) {
                now
            } else {
                Timestamp::MAX
            };
            vec![
                endpoint.workspace_id.into(),
                endpoint.endpoint_id.into(),
                event.number.into(),
                event.event_id.into(),
                event.kind.word().into(),
                lane.as_str().into(),
                DeliveryState::Waiting.word().into(),
                true.into(),
                due_at.into(),
                now.into(),
            ]
        })
        .collect();
    let count = tx.insert_many(&DELIVERIES, &rows)?;
    endpoint.waiting += i64::try_from(count).unwrap_or(0);
    Ok(count)
}

/// The lanes in which something goes before.
fn busy_lanes<'w>(
    tx: &mut Tx<'_>,
    endpoint: &Endpoint,
    wanted: &'w [(&Event, String)],
) -> StoreResult<BTreeSet<&'w str>> {
    let rows: Vec<Vec<Value<'_>>> = wanted
        .iter()
        .map(|(_, lane)| {
            vec![
                endpoint.workspace_id.into(),
                endpoint.endpoint_id.into(),
                lane.as_str().into(),
            ]
        })
        .collect();
    let holding = tx.query_opt_each(
        "SELECT number FROM delivery
          WHERE workspace_id = ?1 AND endpoint_id = ?2 AND lane = ?3 AND is_holding = 1 ORDER BY number LIMIT 1",
        &[ColumnType::Blob, ColumnType::Blob, ColumnType::Text],
        &rows,
        |row| row.int(0),
    )?;
    let lanes = wanted.iter().zip(holding);
    Ok(lanes
        .filter(|(_, holding)| holding.is_some())
        .map(|((_, lane), _)| lane.as_str())
        .collect())
}
