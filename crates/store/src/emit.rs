//! Events that a transaction announces. They are only collected while the closure runs; numbering them is its last
//! act, so that the workspace's counter is locked briefly and no event can appear behind a reader's cursor.

use domain::event::EventKind;
use domain::ids::{AccountId, EventId, WorkspaceId};
use domain::time::Timestamp;

use crate::hints::{Hint, Hints};
use crate::{ColumnType, InsertMany, StoreResult, Tx, Value, params};

/// One entry for the event log, before it has its number.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The tenant whose log it goes to.
    pub workspace_id: WorkspaceId,
    /// What happened.
    pub kind: EventKind,
    /// The account that it concerns.
    pub account_id: Option<AccountId>,
    /// The printed id of the thing that changed.
    pub subject: Option<String>,
    /// When it happened.
    pub at: Timestamp,
    /// What is told of it: the fields that its kind promises, as [`domain::event::EventData`] writes them.
    pub body: String,
}

const EVENTS: InsertMany = InsertMany {
    table: "event",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("number", ColumnType::Int),
        ("event_id", ColumnType::Blob),
        ("kind", ColumnType::Text),
        ("subject", ColumnType::Text),
        ("account_id", ColumnType::Blob),
        ("at", ColumnType::Int),
        ("body", ColumnType::Text),
    ],
    conflict: "",
};

/// Numbers and inserts `events`. Workspaces are taken in the order of their ids, so that two transactions that touch
/// the same two workspaces cannot wait for each other.
pub(crate) fn append(tx: &mut Tx<'_>, hints: &Hints, mut events: Vec<NewEvent>) -> StoreResult<()> {
    // Stable: within a workspace the order of emission stays.
    events.sort_by_key(|event| event.workspace_id);
    for group in events.chunk_by(|left, right| left.workspace_id == right.workspace_id) {
        let count = i64::try_from(group.len()).expect("a transaction emits few events");
        let last: i64 = tx.query_one(
            "UPDATE workspace SET event_number = event_number + ?2 WHERE workspace_id = ?1 RETURNING event_number",
            params![group[0].workspace_id, count],
            |row| row.int(0),
        )?;
        let rows: Vec<Vec<Value<'_>>> = group
            .iter()
            .zip(last - count + 1..)
            .map(|(event, number)| {
                vec![
                    event.workspace_id.into(),
                    number.into(),
                    EventId::of(&event.workspace_id, event.at, number).into(),
                    event.kind.word().into(),
                    event.subject.as_deref().into(),
                    event.account_id.into(),
                    event.at.into(),
                    event.body.as_str().into(),
                ]
            })
            .collect();
        tx.insert_many(&EVENTS, &rows)?;
        hints.after_commit(tx, Hint::LogGrown(group[0].workspace_id));
    }
    Ok(())
}
