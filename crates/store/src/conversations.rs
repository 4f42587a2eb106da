//! Threads of an account.
//!
//! A conversation carries a small number besides its id: `thread` is the account's number and that number in one
//! integer, and a message's `doc` is the thread and the message's ordinal, so that what belongs together lies together.

mod desk;
mod walk;

pub use desk::update_desk;
pub use walk::{Direction, Stretch, Walk, list, list_of};

use domain::conversation::{Desk, Snooze};
use domain::ids::{AccountId, ConversationId, PersonId, WorkspaceId};
use domain::network::ThreadKind;
use domain::time::Timestamp;

use crate::accounts::BackfillState;
use crate::inbox::Position;
use crate::{ColumnType, Row, StoreError, StoreResult, Tx, Value, params};

const NUMBER_BITS: u32 = 22;
const ORDINAL_BITS: u32 = 21;
const ACCOUNT_NUMBER_MAX: i64 = (1 << 20) - 1;
const NUMBER_MAX: i64 = (1 << NUMBER_BITS) - 1;
const ORDINAL_MAX: i64 = (1 << ORDINAL_BITS) - 1;

/// The thread of an account's conversation.
pub fn thread_of(account_number: i64, conversation_number: i64) -> StoreResult<i64> {
    if (0..=ACCOUNT_NUMBER_MAX).contains(&account_number)
        && (0..=NUMBER_MAX).contains(&conversation_number)
    {
        Ok(account_number << NUMBER_BITS | conversation_number)
    } else {
        Err(too_many("conversations or accounts"))
    }
}

/// The number of a thread's conversation within its account.
pub const fn conversation_number(thread: i64) -> i64 {
    thread & NUMBER_MAX
}

/// The number of a thread's account.
pub const fn account_number(thread: i64) -> i64 {
    thread >> NUMBER_BITS
}

/// The message with this ordinal in a thread.
pub fn doc_of(thread: i64, ordinal: i64) -> StoreResult<i64> {
    if (0..=ORDINAL_MAX).contains(&ordinal) {
        Ok(thread << ORDINAL_BITS | ordinal)
    } else {
        Err(too_many("messages"))
    }
}

/// The thread of a message.
pub const fn thread_of_doc(doc: i64) -> i64 {
    doc >> ORDINAL_BITS
}

/// The ordinal of a message in its thread.
pub const fn ordinal_of_doc(doc: i64) -> i64 {
    doc & ORDINAL_MAX
}

fn too_many(what: &str) -> StoreError {
    StoreError::Inconsistent {
        what: "number",
        message: format!("there are more {what} than the numbering allows"),
    }
}

/// A thread of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    pub conversation_id: ConversationId,
    pub account_id: AccountId,
    /// Account number and conversation number in one.
    pub thread: i64,
    /// The network's id, `2-…`.
    pub thread_key: String,
    pub kind: ThreadKind,
    pub title: Option<String>,
    pub state: Option<String>,
    pub created_at: Timestamp,
    /// Never moves back.
    pub last_activity_at: Timestamp,
    pub last_read_at: Option<Timestamp>,
    pub unread_count: i64,
    pub message_count: i64,
    /// The ordinal that was given last.
    pub message_ordinal: i64,
    /// The newest message.
    pub latest_doc: Option<i64>,
    pub latest_sent_at: Option<Timestamp>,
    /// The activity that the newest view of the read state knew.
    pub snapshot_at: Timestamp,
    /// Whether its messages have been read down to the first. Written by `backfill` alone.
    pub is_backfilled: bool,
    /// Written by [`update_desk`] alone.
    pub desk: Desk,
}

impl Conversation {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let opt_text = |index| Ok(row.opt_text(index)?.map(str::to_owned));
        Ok(Self {
            conversation_id: row.id(0)?,
            account_id: row.id(1)?,
            thread: row.int(2)?,
            thread_key: row.text(3)?.to_owned(),
            kind: kind_of(row.text(4)?),
            title: opt_text(5)?,
            state: opt_text(6)?,
            created_at: row.timestamp(7)?,
            last_activity_at: row.timestamp(8)?,
            last_read_at: row.opt_timestamp(9)?,
            unread_count: row.int(10)?,
            message_count: row.int(11)?,
            message_ordinal: row.int(12)?,
            latest_doc: row.opt_int(13)?,
            latest_sent_at: row.opt_timestamp(14)?,
            snapshot_at: row.timestamp(15)?,
            is_backfilled: BackfillState::from_word(row.text(16)?) == BackfillState::Done,
            desk: desk_from(row)?,
        })
    }

    /// Where it stands in a list.
    pub fn position(&self) -> Position {
        Position {
            last_activity_at: self.last_activity_at,
            thread: self.thread,
        }
    }
}

fn desk_from(row: &Row<'_>) -> StoreResult<Desk> {
    let until_reply = row.bool(21)?;
    let snoozed_until = row.opt_timestamp(20)?;
    Ok(Desk {
        is_archived: row.bool(17)?,
        is_starred: row.bool(18)?,
        assignee: row.opt_id(19)?,
        snooze: snoozed_until.map(|until| Snooze {
            until: Some(until).filter(|until| *until < Timestamp::MAX),
            until_reply,
        }),
    })
}

fn kind_of(word: &str) -> ThreadKind {
    match word {
        "group" => ThreadKind::Group,
        "inmail" => ThreadKind::Inmail,
        _ => ThreadKind::Direct,
    }
}

macro_rules! select {
    (from $tables:literal, $($condition:literal),+ $(,)?) => {
        concat!(
            "SELECT c.conversation_id, c.account_id, c.thread, c.thread_key, c.kind, c.title, c.state, c.created_at,
                    c.last_activity_at, c.last_read_at, c.unread_count, c.message_count, c.message_ordinal,
                    c.latest_doc, c.latest_sent_at, c.snapshot_at, c.backfill_state, c.is_archived,
                    c.is_starred, c.assignee_id, c.snoozed_until, c.wakes_on_reply
               FROM ",
            $tables,
            " ",
            $($condition),+
        )
    };
    ($($condition:literal),+ $(,)?) => {
        select!(from "conversation c", $($condition),+)
    };
}
use select;

/// The conversation with this id, of whichever account of the workspace.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
) -> StoreResult<Option<Conversation>> {
    tx.query_opt(
        select!("WHERE c.workspace_id = ?1 AND c.conversation_id = ?2"),
        params![workspace_id, conversation_id],
        Conversation::from_row,
    )
}

/// The conversation that the network knows by this key in this account.
pub fn find_by_thread_key(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    thread_key: &str,
) -> StoreResult<Option<Conversation>> {
    tx.query_opt(
        select!("WHERE c.workspace_id = ?1 AND c.account_id = ?2 AND c.thread_key = ?3"),
        params![workspace_id, account_id, thread_key],
        Conversation::from_row,
    )
}

/// Where a message into a conversation goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub account_id: AccountId,
    pub thread_key: String,
    pub kind: ThreadKind,
    /// The member key of the only other party; absent where there are several, or none.
    pub recipient_key: Option<String>,
}

impl Target {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            account_id: row.id(0)?,
            thread_key: row.text(1)?.to_owned(),
            recipient_key: row.opt_text(2)?.map(str::to_owned),
            kind: kind_of(row.text(3)?),
        })
    }
}

macro_rules! select_target {
    ($condition:literal) => {
        concat!(
            "SELECT c.account_id, c.thread_key,
                    (SELECT CASE WHEN COUNT(*) = 1 THEN MIN(p.member_key) END
                       FROM (SELECT m.workspace_id, m.person_id FROM participant m
                              WHERE m.workspace_id = c.workspace_id AND m.conversation_id = c.conversation_id
                              LIMIT 2) parties
                       JOIN person p ON p.workspace_id = parties.workspace_id AND p.person_id = parties.person_id),
                    c.kind
               FROM conversation c ",
            $condition
        )
    };
}

/// For each account and key of the network's the conversation behind it.
pub fn find_targets_by_thread_key(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    threads: &[(AccountId, &str)],
) -> StoreResult<Vec<Option<Target>>> {
    let rows: Vec<Vec<Value<'_>>> = threads
        .iter()
        .map(|(account_id, key)| vec![workspace_id.into(), account_id.into(), (*key).into()])
        .collect();
    tx.query_opt_each(
        select_target!("WHERE c.workspace_id = ?1 AND c.account_id = ?2 AND c.thread_key = ?3"),
        &[ColumnType::Blob, ColumnType::Blob, ColumnType::Text],
        &rows,
        Target::from_row,
    )
}

/// For each id the conversation behind it.
pub fn find_targets(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_ids: &[ConversationId],
) -> StoreResult<Vec<Option<Target>>> {
    let rows: Vec<Vec<Value<'_>>> = conversation_ids
        .iter()
        .map(|conversation_id| vec![workspace_id.into(), conversation_id.into()])
        .collect();
    tx.query_opt_each(
        select_target!("WHERE c.workspace_id = ?1 AND c.conversation_id = ?2"),
        &[ColumnType::Blob, ColumnType::Blob],
        &rows,
        Target::from_row,
    )
}

/// The conversation with this thread number, which must exist.
pub fn get_by_thread(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
) -> StoreResult<Conversation> {
    tx.query_one(
        select!("WHERE c.workspace_id = ?1 AND c.thread = ?2"),
        params![workspace_id, thread],
        Conversation::from_row,
    )
}

/// The one-to-one conversation of an account with a person: the direct one if there is one, else the newest InMail.
pub fn find_direct_with(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    person_id: PersonId,
) -> StoreResult<Option<Conversation>> {
    tx.query_opt(
        // CROSS JOIN: by the person's few conversations, never through all of the account's.
        select!(
            from "participant m CROSS JOIN conversation c",
            "WHERE m.workspace_id = ?1 AND m.person_id = ?3
               AND c.workspace_id = m.workspace_id AND c.conversation_id = m.conversation_id
               AND c.account_id = ?2 AND c.kind IN ('direct', 'inmail')
             ORDER BY c.kind, c.last_activity_at DESC, c.thread DESC
             LIMIT 1"
        ),
        params![workspace_id, account_id, person_id],
        Conversation::from_row,
    )
}

/// Threads of the conversations in which a person takes part, in the whole workspace, in ascending order behind
/// `after`, at most `limit`.
pub fn list_threads_with(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<i64>> {
    tx.query(
        "SELECT c.thread FROM participant m CROSS JOIN conversation c
          WHERE m.workspace_id = ?1 AND m.person_id = ?2 AND c.workspace_id = m.workspace_id
            AND c.conversation_id = m.conversation_id AND c.thread > ?3
          ORDER BY c.thread LIMIT ?4",
        params![workspace_id, person_id, after, limit],
        |row| row.int(0),
    )
}

/// The conversations in which a person takes part, of all accounts, those with the newest activity first, from behind
/// `below` on. Costs as much as they have conversations.
pub fn list_with(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    below: Position,
    limit: u32,
) -> StoreResult<Vec<Conversation>> {
    tx.query(
        select!(
            from "participant m CROSS JOIN conversation c",
            "WHERE m.workspace_id = ?1 AND m.person_id = ?2
               AND c.workspace_id = m.workspace_id AND c.conversation_id = m.conversation_id
               AND (c.last_activity_at, c.thread) < (?3, ?4)
             ORDER BY c.last_activity_at DESC, c.thread DESC
             LIMIT ?5"
        ),
        params![
            workspace_id,
            person_id,
            below.last_activity_at,
            below.thread,
            limit
        ],
        Conversation::from_row,
    )
}

/// The conversations with these thread numbers, as far as there are any; in no order.
pub fn list_by_thread(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    threads: &[i64],
) -> StoreResult<Vec<Conversation>> {
    let rows: Vec<Vec<Value<'_>>> = threads
        .iter()
        .map(|thread| vec![workspace_id.into(), (*thread).into()])
        .collect();
    let found = tx.query_opt_each(
        select!("WHERE c.workspace_id = ?1 AND c.thread = ?2"),
        &[ColumnType::Blob, ColumnType::Int],
        &rows,
        Conversation::from_row,
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// Adds a conversation.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO conversation (workspace_id, conversation_id, account_id, thread, thread_key, kind, title, state,
                                   created_at, last_activity_at, last_read_at, unread_count, snapshot_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            workspace_id,
            conversation.conversation_id,
            conversation.account_id,
            conversation.thread,
            &conversation.thread_key,
            conversation.kind.word(),
            conversation.title.as_deref(),
            conversation.state.as_deref(),
            conversation.created_at,
            conversation.last_activity_at,
            conversation.last_read_at,
            conversation.unread_count,
            conversation.snapshot_at
        ],
    )?;
    Ok(())
}

/// Writes what changes with what is seen of a conversation.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE conversation
            SET kind = ?3, title = ?4, state = ?5, created_at = ?6, last_activity_at = ?7, last_read_at = ?8,
                unread_count = ?9, message_count = ?10, message_ordinal = ?11, latest_doc = ?12, latest_sent_at = ?13,
                snapshot_at = ?14
          WHERE workspace_id = ?1 AND conversation_id = ?2",
        params![
            workspace_id,
            conversation.conversation_id,
            conversation.kind.word(),
            conversation.title.as_deref(),
            conversation.state.as_deref(),
            conversation.created_at,
            conversation.last_activity_at,
            conversation.last_read_at,
            conversation.unread_count,
            conversation.message_count,
            conversation.message_ordinal,
            conversation.latest_doc,
            conversation.latest_sent_at,
            conversation.snapshot_at
        ],
    )?;
    Ok(())
}
