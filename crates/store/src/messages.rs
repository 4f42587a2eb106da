//! Messages, and the names under which their networks know them.

mod compared;
mod order;
mod refs;

use domain::ids::{MessageId, PersonId, WorkspaceId};
use domain::network::Reaction;
use domain::time::Timestamp;

use crate::conversations::Direction;
use crate::{ColumnType, InsertMany, Row, StoreError, StoreResult, Tx, Value, params};

pub use compared::{find_each_by_ref, list_standing};
pub use order::{Sent, list_below, list_known, list_places};
pub(crate) use refs::claim_refs;
pub use refs::find_receipts;

/// The scheme of the references that a network itself gives.
pub const NETWORK: &str = "network";

/// A message. Attachments and reactions are JSON as `domain::network` writes it, absent where there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Thread and ordinal in one.
    pub doc: i64,
    pub sender_id: PersonId,
    pub is_outgoing: bool,
    pub sent_at: Timestamp,
    /// The network's id, or the stable key of an import.
    pub message_key: String,
    /// Our own token, where the network echoed it.
    pub token: Option<String>,
    pub text: String,
    pub subject: Option<String>,
    pub attachments: Option<String>,
    pub reactions: Option<String>,
    /// The network's key of the message that it answers.
    pub reply_to: Option<String>,
    pub delivered_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
    pub edited_at: Option<Timestamp>,
    /// When the network says that its text became this one; an older showing does not bring back an older text.
    pub network_edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
}

impl Message {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        let opt_text = |index| Ok(row.opt_text(index)?.map(str::to_owned));
        Ok(Self {
            doc: row.int(0)?,
            sender_id: row.id(1)?,
            is_outgoing: row.bool(2)?,
            sent_at: row.timestamp(3)?,
            message_key: row.text(4)?.to_owned(),
            token: opt_text(5)?,
            text: row.text(6)?.to_owned(),
            subject: opt_text(7)?,
            attachments: opt_text(8)?,
            reactions: opt_text(9)?,
            delivered_at: row.opt_timestamp(10)?,
            seen_at: row.opt_timestamp(11)?,
            edited_at: row.opt_timestamp(12)?,
            deleted_at: row.opt_timestamp(13)?,
            reply_to: opt_text(14)?,
            network_edited_at: row.opt_timestamp(15)?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT m.doc, m.sender_id, m.is_outgoing, m.sent_at, m.message_key, m.token, m.text, m.subject,
                    m.attachments, m.reactions, m.delivered_at, m.seen_at, m.edited_at, m.deleted_at,
                    m.reply_to, m.network_edited_at ",
            $rest
        )
    };
}
use select;

/// The message with this number, which must exist.
pub fn get(tx: &mut Tx<'_>, workspace_id: WorkspaceId, doc: i64) -> StoreResult<Message> {
    tx.query_one(
        select!("FROM message m WHERE m.workspace_id = ?1 AND m.doc = ?2"),
        params![workspace_id, doc],
        Message::from_row,
    )
}

/// The message that is known to an account by this reference.
pub fn find_by_ref(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    scheme: &str,
    reference: &str,
) -> StoreResult<Option<Message>> {
    tx.query_opt(
        select!(
            "FROM message_ref r JOIN message m ON m.workspace_id = r.workspace_id AND m.doc = r.doc
              WHERE r.workspace_id = ?1 AND r.account_number = ?2 AND r.scheme = ?3 AND r.ref = ?4"
        ),
        params![workspace_id, account_number, scheme, reference],
        Message::from_row,
    )
}

/// Messages by references, each of an account, in their order.
pub fn list_by_refs(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    scheme: &str,
    refs: &[(i64, &str)],
) -> StoreResult<Vec<Option<Message>>> {
    let rows: Vec<Vec<Value<'_>>> = refs
        .iter()
        .map(|(account_number, reference)| {
            vec![
                workspace_id.into(),
                (*account_number).into(),
                scheme.into(),
                (*reference).into(),
            ]
        })
        .collect();
    tx.query_opt_each(
        select!(
            "FROM message_ref r JOIN message m ON m.workspace_id = r.workspace_id AND m.doc = r.doc
              WHERE r.workspace_id = ?1 AND r.account_number = ?2 AND r.scheme = ?3 AND r.ref = ?4"
        ),
        &[
            ColumnType::Blob,
            ColumnType::Int,
            ColumnType::Text,
            ColumnType::Text,
        ],
        &rows,
        Message::from_row,
    )
}

/// The messages of a thread that were sent before an instant, newest first, at most `limit`.
pub fn list_before(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    before: Timestamp,
    limit: u32,
) -> StoreResult<Vec<Message>> {
    tx.query(
        select!(
            "FROM message m WHERE m.workspace_id = ?1 AND m.thread = ?2 AND m.sent_at < ?3
              ORDER BY m.sent_at DESC, m.doc DESC LIMIT ?4"
        ),
        params![workspace_id, thread, before, limit],
        Message::from_row,
    )
}

/// The messages of a thread that were sent at or after an instant, oldest first, at most `limit`.
pub fn list_from(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    from: Timestamp,
    limit: u32,
) -> StoreResult<Vec<Message>> {
    tx.query(
        select!(
            "FROM message m WHERE m.workspace_id = ?1 AND m.thread = ?2 AND m.sent_at >= ?3
              ORDER BY m.sent_at, m.doc LIMIT ?4"
        ),
        params![workspace_id, thread, from, limit],
        Message::from_row,
    )
}

/// The messages of a thread that lie between two places, neither included, in the order of the direction, at most `limit`.
/// A place is an instant of sending and, among equals, a message's number.
pub fn list_between(
    tx: &mut Tx<'_>,
    (workspace_id, thread): (WorkspaceId, i64),
    (above, below): ((Timestamp, i64), (Timestamp, i64)),
    direction: Direction,
    limit: u32,
) -> StoreResult<Vec<Message>> {
    let sql = match direction {
        Direction::Older => select!(
            "FROM message m WHERE m.workspace_id = ?1 AND m.thread = ?2
                AND (m.sent_at, m.doc) > (?3, ?4) AND (m.sent_at, m.doc) < (?5, ?6)
              ORDER BY m.sent_at DESC, m.doc DESC LIMIT ?7"
        ),
        Direction::Newer => select!(
            "FROM message m WHERE m.workspace_id = ?1 AND m.thread = ?2
                AND (m.sent_at, m.doc) > (?3, ?4) AND (m.sent_at, m.doc) < (?5, ?6)
              ORDER BY m.sent_at, m.doc LIMIT ?7"
        ),
    };
    tx.query(
        sql,
        params![
            workspace_id,
            thread,
            above.0,
            above.1,
            below.0,
            below.1,
            limit
        ],
        Message::from_row,
    )
}

/// For each number the message behind it.
pub fn list_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    docs: &[i64],
) -> StoreResult<Vec<Option<Message>>> {
    let rows: Vec<Vec<Value<'_>>> = docs
        .iter()
        .map(|doc| vec![workspace_id.into(), (*doc).into()])
        .collect();
    tx.query_opt_each(
        select!("FROM message m WHERE m.workspace_id = ?1 AND m.doc = ?2"),
        &[ColumnType::Blob, ColumnType::Int],
        &rows,
        Message::from_row,
    )
}

/// When the other side first wrote in a thread after an instant.
pub(crate) fn find_first_received(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    after: Timestamp,
) -> StoreResult<Option<Timestamp>> {
    tx.query_opt(
        "SELECT sent_at FROM message
          WHERE workspace_id = ?1 AND thread = ?2 AND sent_at > ?3 AND is_outgoing = 0
          ORDER BY sent_at, doc LIMIT 1",
        params![workspace_id, thread, after],
        |row| row.timestamp(0),
    )
}

/// The owner's messages of a thread with exactly this text that were sent at or after an instant, newest first.
pub(crate) fn list_own_with_text(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    text: &str,
    from: Timestamp,
) -> StoreResult<Vec<Message>> {
    tx.query(
        select!(
            "FROM message m WHERE m.workspace_id = ?1 AND m.thread = ?2 AND m.sent_at >= ?3
                AND m.is_outgoing = 1 AND m.text = ?4
              ORDER BY m.sent_at DESC, m.doc DESC LIMIT 100"
        ),
        params![workspace_id, thread, from, text],
        Message::from_row,
    )
}

/// Calls `each` with text and subject of the messages of a thread, newest first, at most `limit`.
pub(crate) fn each_text(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    limit: u32,
    mut each: impl FnMut(&str, Option<&str>),
) -> StoreResult<()> {
    tx.query_each(
        "SELECT text, subject FROM message WHERE workspace_id = ?1 AND thread = ?2 AND deleted_at IS NULL
          ORDER BY sent_at DESC, doc DESC LIMIT ?3",
        params![workspace_id, thread, limit],
        |row| {
            each(row.text(0)?, row.opt_text(1)?);
            Ok(std::ops::ControlFlow::Continue(()))
        },
    )
}

/// A list as JSON, absent when it is empty. JSON escapes what no engine can hold.
pub(crate) fn json<T: serde::Serialize>(list: &[T]) -> Option<String> {
    (!list.is_empty())
        .then(|| serde_json::to_string(list).expect("lists of plain fields become JSON"))
}

/// The reactions to a message.
pub(crate) fn reactions_of(message: &Message) -> StoreResult<Vec<Reaction>> {
    let Some(stored) = &message.reactions else {
        return Ok(Vec::new());
    };
    serde_json::from_str(stored).map_err(|error| StoreError::Inconsistent {
        what: "message",
        message: error.to_string(),
    })
}

const MESSAGES: InsertMany = InsertMany {
    table: "message",
    columns: &[
        ("doc", ColumnType::Int),
        ("workspace_id", ColumnType::Blob),
        ("thread", ColumnType::Int),
        ("sender_id", ColumnType::Blob),
        ("is_outgoing", ColumnType::Int),
        ("sent_at", ColumnType::Int),
        ("message_key", ColumnType::Text),
        ("token", ColumnType::Text),
        ("text", ColumnType::Text),
        ("subject", ColumnType::Text),
        ("attachments", ColumnType::Text),
        ("reactions", ColumnType::Text),
        ("reply_to", ColumnType::Text),
        ("delivered_at", ColumnType::Int),
        ("seen_at", ColumnType::Int),
        ("edited_at", ColumnType::Int),
        ("network_edited_at", ColumnType::Int),
    ],
    conflict: "",
};

/// Adds messages whose references were claimed.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    messages: &[Message],
) -> StoreResult<()> {
    let rows: Vec<Vec<Value<'_>>> = messages
        .iter()
        .map(|message| {
            vec![
                message.doc.into(),
                workspace_id.into(),
                thread.into(),
                message.sender_id.into(),
                message.is_outgoing.into(),
                message.sent_at.into(),
                message.message_key.as_str().into(),
                message.token.as_deref().into(),
                message.text.as_str().into(),
                message.subject.as_deref().into(),
                message.attachments.as_deref().into(),
                message.reactions.as_deref().into(),
                message.reply_to.as_deref().into(),
                message.delivered_at.into(),
                message.seen_at.into(),
                message.edited_at.into(),
                message.network_edited_at.into(),
            ]
        })
        .collect();
    tx.insert_many(&MESSAGES, &rows)?;
    Ok(())
}

/// Writes what can change in a message.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    message: &Message,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE message SET token = ?3, text = ?4, subject = ?5, attachments = ?6, reactions = ?7, delivered_at = ?8,
                            seen_at = ?9, edited_at = ?10, reply_to = ?11, network_edited_at = ?12
          WHERE workspace_id = ?1 AND doc = ?2",
        params![
            workspace_id,
            message.doc,
            message.token.as_deref(),
            &message.text,
            message.subject.as_deref(),
            message.attachments.as_deref(),
            message.reactions.as_deref(),
            message.delivered_at,
            message.seen_at,
            message.edited_at,
            message.reply_to.as_deref(),
            message.network_edited_at
        ],
    )?;
    Ok(())
}

/// Takes away what a message says, and notes when.
pub(crate) fn update_deleted(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    doc: i64,
    deleted_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE message SET text = '', subject = NULL, attachments = NULL, reactions = NULL, deleted_at = ?3
          WHERE workspace_id = ?1 AND doc = ?2",
        params![workspace_id, doc, deleted_at],
    )?;
    Ok(())
}

/// The newest message of a thread that was not taken back.
pub(crate) fn find_latest(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
) -> StoreResult<Option<Message>> {
    tx.query_opt(
        select!(
            "FROM message m WHERE m.workspace_id = ?1 AND m.thread = ?2 AND m.deleted_at IS NULL
              ORDER BY m.sent_at DESC, m.doc DESC LIMIT 1"
        ),
        params![workspace_id, thread],
        Message::from_row,
    )
}

/// Makes `now` the sender of everything in a thread that `before` sent.
pub(crate) fn update_sender(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    before: PersonId,
    now: PersonId,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE message SET sender_id = ?4 WHERE workspace_id = ?1 AND thread = ?2 AND sender_id = ?3",
        params![workspace_id, thread, before, now],
    )?;
    Ok(())
}

/// A message of this account, by our own id of it.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    message_id: MessageId,
) -> StoreResult<Option<Message>> {
    let Some(doc) = message_id.doc().filter(|doc| doc >> 43 == account_number) else {
        return Ok(None);
    };
    tx.query_opt(
        select!("FROM message m WHERE m.workspace_id = ?1 AND m.doc = ?2"),
        params![workspace_id, doc],
        Message::from_row,
    )
}

/// A message by our own id of it, of whichever account of the workspace.
pub fn find_any(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    message_id: MessageId,
) -> StoreResult<Option<Message>> {
    let Some(doc) = message_id.doc() else {
        return Ok(None);
    };
    tx.query_opt(
        select!("FROM message m WHERE m.workspace_id = ?1 AND m.doc = ?2"),
        params![workspace_id, doc],
        Message::from_row,
    )
}
