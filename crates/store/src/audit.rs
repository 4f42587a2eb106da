//! Who did what, in a chain for each workspace. Entries are only collected while a closure runs, like events: their
//! numbers and hashes are given in the last statements before COMMIT, under the lock of the workspace's row.

use std::ops::ControlFlow;

pub use domain::audit::Entry;
use domain::audit::{Actor, AuditAction, Details};
use domain::ids::{UserId, WorkspaceId};
use domain::time::Timestamp;

use crate::{ColumnType, InsertMany, Row, StoreResult, Tx, Value, params};

/// An act that is to be written down, before it has its number.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub workspace_id: WorkspaceId,
    pub action: AuditAction,
    pub actor: Actor,
    /// The printed id of what it was done to.
    pub subject: String,
    pub at: Timestamp,
    pub details: Details,
}

/// An entry with its link in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub entry: Entry,
    pub hash: Vec<u8>,
}

/// Where a chain ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct End {
    /// The number of the last entry; 0 before the first.
    pub number: i64,
    /// Its hash; empty before the first.
    pub hash: Vec<u8>,
}

const ENTRIES: InsertMany = InsertMany {
    table: "audit",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("number", ColumnType::Int),
        ("at", ColumnType::Int),
        ("action", ColumnType::Text),
        ("actor", ColumnType::Text),
        ("user_id", ColumnType::Blob),
        ("subject", ColumnType::Text),
        ("details", ColumnType::Text),
        ("hash", ColumnType::Blob),
    ],
    conflict: "",
};

/// Writes an act down. It is kept if, and only if, the transaction is.
pub fn append(tx: &mut Tx<'_>, entry: NewEntry) {
    tx.audit(entry);
}

/// Numbers, chains and inserts what was collected. Workspaces in the order of their ids, as events are.
pub(crate) fn write(tx: &mut Tx<'_>, mut entries: Vec<NewEntry>) -> StoreResult<()> {
    entries.sort_by_key(|entry| entry.workspace_id);
    for group in entries.chunk_by(|left, right| left.workspace_id == right.workspace_id) {
        let workspace_id = group[0].workspace_id;
        let count = i64::try_from(group.len()).expect("a transaction does few things");
        let mut end = tx.query_one(
            "UPDATE workspace SET audit_number = audit_number + ?2 WHERE workspace_id = ?1
             RETURNING audit_number, audit_hash",
            params![workspace_id, count],
            read_end,
        )?;
        end.number -= count;
        let mut links = Vec::with_capacity(group.len());
        for new in group {
            let entry = Entry {
                workspace_id,
                number: end.number + 1,
                at: new.at,
                action: new.action.word().to_owned(),
                actor: new.actor.to_string(),
                user_id: new.actor.user_id(),
                subject: new.subject.clone(),
                details: new.details.clone().into_json(),
            };
            let hash = entry.hash(&end.hash).to_vec();
            end = End {
                number: entry.number,
                hash: hash.clone(),
            };
            links.push(Link { entry, hash });
        }
        let rows: Vec<Vec<Value<'_>>> = links.iter().map(values).collect();
        tx.insert_many(&ENTRIES, &rows)?;
        tx.execute(
            "UPDATE workspace SET audit_hash = ?2 WHERE workspace_id = ?1",
            params![workspace_id, &end.hash],
        )?;
    }
    Ok(())
}

fn values(link: &Link) -> Vec<Value<'_>> {
    let entry = &link.entry;
    vec![
        entry.workspace_id.into(),
        entry.number.into(),
        entry.at.into(),
        entry.action.as_str().into(),
        entry.actor.as_str().into(),
        entry.user_id.into(),
        entry.subject.as_str().into(),
        entry.details.as_str().into(),
        (&link.hash).into(),
    ]
}

fn read_end(row: &Row<'_>) -> StoreResult<End> {
    Ok(End {
        number: row.int(0)?,
        hash: row.opt_blob(1)?.unwrap_or_default().to_vec(),
    })
}

fn read(row: &Row<'_>) -> StoreResult<Link> {
    Ok(Link {
        entry: Entry {
            workspace_id: row.id(0)?,
            number: row.int(1)?,
            at: row.timestamp(2)?,
            action: row.text(3)?.to_owned(),
            actor: row.text(4)?.to_owned(),
            user_id: row.opt_id(5)?,
            subject: row.text(6)?.to_owned(),
            details: row.text(7)?.to_owned(),
        },
        hash: row.blob(8)?.to_vec(),
    })
}

/// Where the chain of a workspace ends.
pub fn end(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<End> {
    tx.query_one(
        "SELECT audit_number, audit_hash FROM workspace WHERE workspace_id = ?1",
        params![workspace_id],
        read_end,
    )
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT workspace_id, number, at, action, actor, user_id, subject, details, hash
               FROM audit WHERE workspace_id = ?1 AND ",
            $tail
        )
    };
}

/// The links behind a number, in their order.
pub fn list_after(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<Link>> {
    tx.query(
        select!("number > ?2 ORDER BY number LIMIT ?3"),
        params![workspace_id, after, limit],
        read,
    )
}

/// Which entries somebody wants to see: all that is named must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The printed id of what something was done to.
    pub subject: Option<String>,
    /// The word of who did it, as [`Actor`] prints it.
    pub actor: Option<String>,
    pub user_id: Option<UserId>,
    pub action: Option<AuditAction>,
    /// From this instant on.
    pub since: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
}

impl Filter {
    fn lets_through(&self, entry: &Entry) -> bool {
        let is = |wanted: &Option<String>, found: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted == found)
        };
        is(&self.subject, &entry.subject)
            && is(&self.actor, &entry.actor)
            && (self.user_id.is_none() || self.user_id == entry.user_id)
            && self
                .action
                .is_none_or(|action| action.word() == entry.action)
            && self.until.is_none_or(|until| entry.at < until)
    }
}

/// A part of what was done, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    pub entries: Vec<Entry>,
    /// The number before which to go on; `None` where nothing more can be.
    pub next_before: Option<i64>,
}

/// Entries that one part looks at, however few of them are wanted.
pub const LOOKED_AT_MAX: u32 = 2_000;

/// What a filter lets through before a number: at most `limit` of [`LOOKED_AT_MAX`] that an index gives.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    filter: &Filter,
    before: i64,
    limit: usize,
) -> StoreResult<Part> {
    // One text for each index: a planner does not see which values are absent.
    let (sql, value): (&'static str, Value<'_>) = match filter {
        Filter {
            subject: Some(subject),
            ..
        } => (
            select!("subject = ?4 AND number < ?2 ORDER BY number DESC LIMIT ?3"),
            subject.into(),
        ),
        Filter {
            user_id: Some(user_id),
            ..
        } => (
            select!("user_id = ?4 AND number < ?2 ORDER BY number DESC LIMIT ?3"),
            user_id.into(),
        ),
        Filter {
            actor: Some(actor), ..
        } => (
            select!("actor = ?4 AND number < ?2 ORDER BY number DESC LIMIT ?3"),
            actor.into(),
        ),
        Filter {
            action: Some(action),
            ..
        } => (
            select!("action = ?4 AND number < ?2 ORDER BY number DESC LIMIT ?3"),
            action.word().into(),
        ),
        _ => (
            select!("number < ?2 ORDER BY number DESC LIMIT ?3"),
            Value::Null,
        ),
    };
    let values = params![workspace_id, before, LOOKED_AT_MAX, value];
    let count = if matches!(values[3], Value::Null) {
        3
    } else {
        4
    };
    let (mut part, mut seen) = (Part::default(), 0);
    tx.query_each(sql, &values[..count], |row| {
        let entry = read(row)?.entry;
        seen += 1;
        if filter.since.is_some_and(|since| entry.at < since) {
            part.next_before = None;
            seen = 0;
            return Ok(ControlFlow::Break(()));
        }
        part.next_before = Some(entry.number);
        if filter.lets_through(&entry) {
            part.entries.push(entry);
        }
        if part.entries.len() < limit {
            return Ok(ControlFlow::Continue(()));
        }
        Ok(ControlFlow::Break(()))
    })?;
    if part.entries.len() < limit && seen < LOOKED_AT_MAX {
        part.next_before = None;
    }
    Ok(part)
}
