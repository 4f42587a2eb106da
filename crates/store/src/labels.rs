//! The words that a workspace puts on conversations. They never leave it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::event::{EventData, EventKind};
use domain::ids::{LabelId, WorkspaceId};
use domain::time::Timestamp;

use crate::conversations::Conversation;
use crate::{ColumnType, NewEvent, Row, StoreResult, Tx, Value, desks, params};

/// A label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub label_id: LabelId,
    pub name: String,
    /// The name as it is compared with others.
    pub folded: String,
    /// `#rrggbb`.
    pub colour: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Label {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            label_id: row.id(0)?,
            name: row.text(1)?.to_owned(),
            folded: row.text(2)?.to_owned(),
            colour: row.opt_text(3)?.map(str::to_owned),
            created_at: row.timestamp(4)?,
            updated_at: row.timestamp(5)?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT l.label_id, l.name, l.folded, l.colour, l.created_at, l.updated_at FROM label l ",
            $rest
        )
    };
}

/// The labels of a workspace by name, at most `limit`.
pub fn list(tx: &mut Tx<'_>, workspace_id: WorkspaceId, limit: u32) -> StoreResult<Vec<Label>> {
    tx.query(
        select!("WHERE l.workspace_id = ?1 ORDER BY l.folded, l.label_id LIMIT ?2"),
        params![workspace_id, limit],
        Label::from_row,
    )
}

/// The label with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    label_id: LabelId,
) -> StoreResult<Option<Label>> {
    tx.query_opt(
        select!("WHERE l.workspace_id = ?1 AND l.label_id = ?2"),
        params![workspace_id, label_id],
        Label::from_row,
    )
}

/// Adds a label and announces it; false if the name is taken.
pub fn insert(tx: &mut Tx<'_>, workspace_id: WorkspaceId, label: &Label) -> StoreResult<bool> {
    let added = tx.query_opt(
        "INSERT INTO label (workspace_id, label_id, name, folded, colour, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
         ON CONFLICT DO NOTHING RETURNING label_id",
        params![
            workspace_id,
            label.label_id,
            &label.name,
            &label.folded,
            label.colour.as_deref(),
            label.created_at
        ],
        |row| row.id::<LabelId>(0),
    )?;
    if added.is_some() {
        let at = label.created_at;
        announce(tx, workspace_id, EventKind::LabelCreated, label, at);
    }
    Ok(added.is_some())
}

/// Gives a label the name and the colour that it has now, and announces it; false if another has the name.
pub fn update(tx: &mut Tx<'_>, workspace_id: WorkspaceId, label: &Label) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE label SET name = ?3, folded = ?4, colour = ?5, updated_at = ?6
          WHERE workspace_id = ?1 AND label_id = ?2
            AND NOT EXISTS (SELECT 1 FROM label other
                             WHERE other.workspace_id = ?1 AND other.folded = ?4 AND other.label_id <> ?2)",
        params![
            workspace_id,
            label.label_id,
            &label.name,
            &label.folded,
            label.colour.as_deref(),
            label.updated_at
        ],
    )?;
    if changed > 0 {
        let at = label.updated_at;
        announce(tx, workspace_id, EventKind::LabelChanged, label, at);
    }
    Ok(changed > 0)
}

/// Takes a label from at most `limit` conversations; when none carries it any more, it goes itself, which is announced.
/// False: there is more to do.
pub fn delete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    label: &Label,
    limit: u32,
    now: Timestamp,
) -> StoreResult<bool> {
    let taken = tx.execute(
        "DELETE FROM conversation_label
          WHERE workspace_id = ?1 AND label_id = ?2
            AND thread IN (SELECT c.thread FROM conversation_label c
                            WHERE c.workspace_id = ?1 AND c.label_id = ?2 ORDER BY c.thread LIMIT ?3)",
        params![workspace_id, label.label_id, limit],
    )?;
    if taken >= u64::from(limit) {
        return Ok(false);
    }
    let gone = tx.execute(
        "DELETE FROM label WHERE workspace_id = ?1 AND label_id = ?2",
        params![workspace_id, label.label_id],
    )?;
    if gone > 0 {
        announce(tx, workspace_id, EventKind::LabelDeleted, label, now);
    }
    Ok(true)
}

/// Puts a label on a conversation, whose account's row the caller holds; false if it carries it already.
pub fn put(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    label_id: LabelId,
    now: Timestamp,
) -> StoreResult<bool> {
    // Only while it exists: whoever deletes it may have begun to take it off.
    let added = tx.execute(
        "INSERT INTO conversation_label (workspace_id, label_id, thread)
         SELECT l.workspace_id, l.label_id, CAST(?3 AS BIGINT) FROM label l
          WHERE l.workspace_id = ?1 AND l.label_id = ?2
         ON CONFLICT DO NOTHING",
        params![workspace_id, label_id, conversation.thread],
    )?;
    if added > 0 {
        desks::tell_updated(tx, (workspace_id, conversation), "labels", now);
    }
    Ok(added > 0)
}

/// Takes a label off a conversation; false if it did not carry it.
pub fn remove(
    tx: &mut Tx<'_>,
    (workspace_id, conversation): (WorkspaceId, &Conversation),
    label_id: LabelId,
    now: Timestamp,
) -> StoreResult<bool> {
    let gone = tx.execute(
        "DELETE FROM conversation_label WHERE workspace_id = ?1 AND label_id = ?2 AND thread = ?3",
        params![workspace_id, label_id, conversation.thread],
    )?;
    if gone > 0 {
        desks::tell_updated(tx, (workspace_id, conversation), "labels", now);
    }
    Ok(gone > 0)
}

/// The labels of these threads, by name.
pub fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    threads: &[i64],
) -> StoreResult<BTreeMap<i64, Vec<Label>>> {
    let mut labels: BTreeMap<i64, Vec<Label>> = BTreeMap::new();
    if threads.is_empty() {
        return Ok(labels);
    }
    let sql = match tx.engine() {
        crate::Engine::Sqlite => {
            "SELECT l.label_id, l.name, l.folded, l.colour, l.created_at, l.updated_at, c.thread
               FROM json_each(?2) AS given
              CROSS JOIN conversation_label c ON c.workspace_id = ?1 AND c.thread = given.value
               JOIN label l ON l.workspace_id = ?1 AND l.label_id = c.label_id
              ORDER BY c.thread, l.folded, l.label_id"
        }
        crate::Engine::Postgres => {
            "SELECT l.label_id, l.name, l.folded, l.colour, l.created_at, l.updated_at, c.thread
               FROM conversation_label c
               JOIN label l ON l.workspace_id = ?1 AND l.label_id = c.label_id
              WHERE c.workspace_id = ?1
                AND c.thread = ANY (string_to_array(trim(?2, '[]'), ',')::bigint[])
              ORDER BY c.thread, l.folded, l.label_id"
        }
    };
    let params = params![workspace_id, crate::inbox::json_list(threads)];
    tx.query_each(sql, params, |row| {
        labels
            .entry(row.int(6)?)
            .or_default()
            .push(Label::from_row(row)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(labels)
}

/// The threads that carry a label, ascending, at most `limit`.
pub fn list_threads(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    label_id: LabelId,
    limit: u32,
) -> StoreResult<Vec<i64>> {
    tx.query(
        "SELECT thread FROM conversation_label WHERE workspace_id = ?1 AND label_id = ?2
          ORDER BY thread LIMIT ?3",
        params![workspace_id, label_id, limit],
        |row| row.int(0),
    )
}

/// The threads that carry any label, ascending, at most `limit`.
pub fn list_labelled(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    limit: u32,
) -> StoreResult<Vec<i64>> {
    tx.query(
        "SELECT DISTINCT thread FROM conversation_label WHERE workspace_id = ?1 ORDER BY thread LIMIT ?2",
        params![workspace_id, limit],
        |row| row.int(0),
    )
}

/// Which of these threads carry a label.
pub fn list_threads_among(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    label_id: LabelId,
    threads: &[i64],
) -> StoreResult<std::collections::BTreeSet<i64>> {
    let rows: Vec<Vec<Value<'_>>> = threads
        .iter()
        .map(|thread| vec![workspace_id.into(), label_id.into(), (*thread).into()])
        .collect();
    let found = tx.query_opt_each(
        "SELECT thread FROM conversation_label WHERE workspace_id = ?1 AND label_id = ?2 AND thread = ?3",
        &[ColumnType::Blob, ColumnType::Blob, ColumnType::Int],
        &rows,
        |row| row.int(0),
    )?;
    Ok(found.into_iter().flatten().collect())
}

fn announce(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    kind: EventKind,
    label: &Label,
    at: Timestamp,
) {
    let data = EventData::new()
        .id("label_id", label.label_id)
        .text("name", &label.name);
    tx.emit(NewEvent {
        workspace_id,
        kind,
        account_id: None,
        subject: Some(label.label_id.to_string()),
        at,
        body: data.into_json(),
    });
}
