//! The rows that a list of conversations walks over.

pub(crate) mod facts;

pub use facts::complete;

use domain::ids::{ConversationId, WorkspaceId};
use domain::time::Timestamp;

use crate::words::Numbers;
use crate::{Engine, Row, StoreResult, Tx, params};

/// One conversation as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    pub thread: i64,
    pub conversation_id: ConversationId,
    pub last_activity_at: Timestamp,
    pub unread_count: i64,
    /// Packed by `domain::inbox::Facts`.
    pub facts: Vec<u8>,
}

impl InboxRow {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            thread: row.int(0)?,
            conversation_id: row.id(1)?,
            last_activity_at: row.timestamp(2)?,
            unread_count: row.int(3)?,
            facts: row.blob(4)?.to_vec(),
        })
    }

    /// Where it stands in the list.
    pub fn position(&self) -> Position {
        Position {
            last_activity_at: self.last_activity_at,
            thread: self.thread,
        }
    }
}

/// A place in the list, which runs from the newest activity to the oldest; among equals, from the greater thread to
/// the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub last_activity_at: Timestamp,
    pub thread: i64,
}

impl Position {
    /// Above every row.
    pub const TOP: Self = Self {
        last_activity_at: Timestamp::MAX,
        thread: i64::MAX,
    };
}

/// The account's rows below a position, at most `limit`; only read or only unread ones if asked.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    is_unread: Option<bool>,
    below: Position,
    limit: u32,
) -> StoreResult<Vec<InboxRow>> {
    match is_unread {
        None => tx.query(
            "SELECT thread, conversation_id, last_activity_at, unread_count, facts FROM inbox
              WHERE workspace_id = ?1 AND account_number = ?2 AND (last_activity_at, thread) < (?3, ?4)
              ORDER BY last_activity_at DESC, thread DESC LIMIT ?5",
            params![
                workspace_id,
                account_number,
                below.last_activity_at,
                below.thread,
                limit
            ],
            InboxRow::from_row,
        ),
        Some(is_unread) => tx.query(
            "SELECT thread, conversation_id, last_activity_at, unread_count, facts FROM inbox
              WHERE workspace_id = ?1 AND account_number = ?2 AND is_unread = ?6
                AND (last_activity_at, thread) < (?3, ?4)
              ORDER BY last_activity_at DESC, thread DESC LIMIT ?5",
            params![
                workspace_id,
                account_number,
                below.last_activity_at,
                below.thread,
                limit,
                is_unread
            ],
            InboxRow::from_row,
        ),
    }
}

/// The positions of the account's rows below a position, at most `limit`: read from the index alone.
pub fn list_positions(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    below: Position,
    limit: u32,
) -> StoreResult<Vec<Position>> {
    tx.query(
        "SELECT last_activity_at, thread FROM inbox
          WHERE workspace_id = ?1 AND account_number = ?2 AND (last_activity_at, thread) < (?3, ?4)
          ORDER BY last_activity_at DESC, thread DESC LIMIT ?5",
        params![
            workspace_id,
            account_number,
            below.last_activity_at,
            below.thread,
            limit
        ],
        position,
    )
}

/// The positions of the account's unread rows, in no order.
pub fn list_unread_positions(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
) -> StoreResult<Vec<Position>> {
    tx.query(
        "SELECT last_activity_at, thread FROM inbox
          WHERE workspace_id = ?1 AND account_number = ?2 AND is_unread = 1",
        params![workspace_id, account_number],
        position,
    )
}

/// The numbers of the account's unread conversations.
pub fn list_unread(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
) -> StoreResult<Numbers> {
    let mut numbers = Numbers::default();
    tx.query_each(
        "SELECT thread FROM inbox WHERE workspace_id = ?1 AND account_number = ?2 AND is_unread = 1",
        params![workspace_id, account_number],
        |row| {
            numbers.insert(crate::conversations::conversation_number(row.int(0)?));
            Ok(std::ops::ControlFlow::Continue(()))
        },
    )?;
    Ok(numbers)
}

/// The positions of these threads, in no order.
pub fn list_positions_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    threads: &[i64],
) -> StoreResult<Vec<Position>> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    // The engines share no way to hand over a list. CROSS JOIN makes SQLite begin with it.
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT i.last_activity_at, i.thread FROM json_each(?2) AS given
              CROSS JOIN inbox i ON i.thread = given.value AND i.workspace_id = ?1"
        }
        Engine::Postgres => {
            "SELECT i.last_activity_at, i.thread FROM inbox i
              WHERE i.workspace_id = ?1
                AND i.thread = ANY (string_to_array(trim(?2, '[]'), ',')::bigint[])"
        }
    };
    tx.query(sql, params![workspace_id, json_list(threads)], position)
}

/// The rows of these threads, in the order of the list.
pub fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    threads: &[i64],
) -> StoreResult<Vec<InboxRow>> {
    if threads.is_empty() {
        return Ok(Vec::new());
    }
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT i.thread, i.conversation_id, i.last_activity_at, i.unread_count, i.facts
               FROM json_each(?2) AS given
              CROSS JOIN inbox i ON i.thread = given.value AND i.workspace_id = ?1"
        }
        Engine::Postgres => {
            "SELECT i.thread, i.conversation_id, i.last_activity_at, i.unread_count, i.facts FROM inbox i
              WHERE i.workspace_id = ?1
                AND i.thread = ANY (string_to_array(trim(?2, '[]'), ',')::bigint[])"
        }
    };
    let params = params![workspace_id, json_list(threads)];
    let mut rows = tx.query(sql, params, InboxRow::from_row)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.position()));
    Ok(rows)
}

/// The row of a thread, which must exist.
pub fn get(tx: &mut Tx<'_>, workspace_id: WorkspaceId, thread: i64) -> StoreResult<InboxRow> {
    tx.query_one(
        "SELECT thread, conversation_id, last_activity_at, unread_count, facts FROM inbox
          WHERE workspace_id = ?1 AND thread = ?2",
        params![workspace_id, thread],
        InboxRow::from_row,
    )
}

/// Writes the row anew, or adds it. The caller holds the account's row, so that nobody adds it in between.
pub(crate) fn upsert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    row: &InboxRow,
) -> StoreResult<()> {
    let changed = tx.execute(
        "UPDATE inbox SET last_activity_at = ?3, unread_count = ?4, is_unread = ?5, facts = ?6
          WHERE workspace_id = ?1 AND thread = ?2",
        params![
            workspace_id,
            row.thread,
            row.last_activity_at,
            row.unread_count,
            row.unread_count > 0,
            &row.facts
        ],
    )?;
    if changed > 0 {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO inbox (workspace_id, thread, account_number, conversation_id, last_activity_at, unread_count,
                            is_unread, facts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            workspace_id,
            row.thread,
            crate::conversations::account_number(row.thread),
            row.conversation_id,
            row.last_activity_at,
            row.unread_count,
            row.unread_count > 0,
            &row.facts
        ],
    )?;
    Ok(())
}

fn position(row: &Row<'_>) -> StoreResult<Position> {
    Ok(Position {
        last_activity_at: row.timestamp(0)?,
        thread: row.int(1)?,
    })
}

/// Numbers as JSON, the one list that both engines can take apart.
pub(crate) fn json_list(threads: &[i64]) -> String {
    let texts: Vec<String> = threads.iter().map(i64::to_string).collect();
    format!("[{}]", texts.join(","))
}
