//! The event log as it is read: in order, from a place on. Places are the numbers of events.

use domain::event::EventKind;
use domain::ids::{AccountId, EventId, WorkspaceId};
use domain::time::Timestamp;

use crate::{Row, StoreResult, Tx, params};

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub event_id: EventId,
    /// From 1, without gaps in its workspace.
    pub number: i64,
    pub kind: EventKind,
    pub account_id: Option<AccountId>,
    /// The printed id of the thing that changed.
    pub subject: Option<String>,
    pub at: Timestamp,
    /// Its data as JSON.
    pub body: String,
}

impl Event {
    /// `None`: a newer version of this program, which shares the database, knows more kinds.
    fn from_row(row: &Row<'_>) -> StoreResult<Option<Self>> {
        let Some(kind) = EventKind::from_word(row.text(2)?) else {
            return Ok(None);
        };
        Ok(Some(Self {
            event_id: row.id(0)?,
            number: row.int(1)?,
            kind,
            account_id: row.opt_id(3)?,
            subject: row.opt_text(4)?.map(str::to_owned),
            at: row.timestamp(5)?,
            body: row.text(6)?.to_owned(),
        }))
    }
}

impl Event {
    /// What is told in order where it is delivered.
    pub fn lane(&self) -> String {
        domain::delivery::lane(self.kind, self.subject.as_deref(), &self.body)
    }
}

/// A part of the log, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub events: Vec<Event>,
    /// The number up to which the log was read; what follows begins behind it.
    pub reached: i64,
}

/// The first and the last number that the log of a workspace has. Where everything was deleted, or nothing happened yet,
/// `oldest` is the number of the event that is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub oldest: i64,
    pub newest: i64,
}

/// Where the log begins and ends.
pub fn bounds(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<Bounds> {
    let newest: i64 = tx.query_one(
        "SELECT event_number FROM workspace WHERE workspace_id = ?1",
        params![workspace_id],
        |row| row.int(0),
    )?;
    let oldest = tx.query_opt(
        "SELECT number FROM event WHERE workspace_id = ?1 ORDER BY number LIMIT 1",
        params![workspace_id],
        |row| row.int(0),
    )?;
    Ok(Bounds {
        oldest: oldest.unwrap_or(newest + 1),
        newest,
    })
}

/// What stands behind `after`: at most `limit` events.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    after: i64,
    limit: u32,
) -> StoreResult<Part> {
    let mut reached = after;
    let events = tx.query(
        "SELECT event_id, number, kind, account_id, subject, at, body FROM event
          WHERE workspace_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
        params![workspace_id, after, limit],
        |row| {
            reached = row.int(1)?;
            Event::from_row(row)
        },
    )?;
    Ok(Part {
        events: events.into_iter().flatten().collect(),
        reached,
    })
}

/// The number behind which the events from `since` on stand. Found by halving, as instants grow with numbers, but for clocks
/// that differ a little.
pub fn find_place(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    since: Timestamp,
) -> StoreResult<i64> {
    let bounds = bounds(tx, workspace_id)?;
    let (mut before, mut at_or_after) = (bounds.oldest - 1, bounds.newest + 1);
    while at_or_after - before > 1 {
        let middle = before + (at_or_after - before) / 2;
        let at = tx.query_opt(
            "SELECT at FROM event WHERE workspace_id = ?1 AND number = ?2",
            params![workspace_id, middle],
            |row| row.timestamp(0),
        )?;
        if at.is_some_and(|at| at >= since) {
            at_or_after = middle;
        } else {
            before = middle;
        }
    }
    Ok(before)
}

/// Deletes the oldest events as far as they happened before `before`, at most `limit`. Says how many.
pub fn delete_oldest(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    before: Timestamp,
    limit: u32,
) -> StoreResult<u64> {
    // The newest of the oldest that are all old enough: the log never gets a hole.
    let oldest = tx.query(
        "SELECT number, at FROM event WHERE workspace_id = ?1 ORDER BY number LIMIT ?2",
        params![workspace_id, limit],
        |row| Ok((row.int(0)?, row.timestamp(1)?)),
    )?;
    let old = oldest.iter().take_while(|(_, at)| *at < before);
    let Some((last, _)) = old.last() else {
        return Ok(0);
    };
    tx.execute(
        "DELETE FROM event WHERE workspace_id = ?1 AND number <= ?2",
        params![workspace_id, *last],
    )
}
