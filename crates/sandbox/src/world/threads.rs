//! Threads: who takes part, and how each mailbox lists them.

use rusqlite::Row;
use serde::Serialize;

use super::members::{self, MemberView};
use super::messages::{self, MessageView};
use super::{Viewer, updates};
use crate::ids;
use crate::refusal::Refusal;
use crate::store::Tx;

const COLUMNS: &str = "thread.id, thread_id, uuid, kind, title, subject, group_id, created_at, last_sent_at, last_position";

/// A thread as stored.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "`id` is the row, `thread_id` what the network calls it"
)]
pub(crate) struct Thread {
    pub(crate) id: i64,
    pub(crate) thread_id: String,
    pub(crate) uuid: String,
    pub(crate) kind: String,
    pub(crate) title: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) group_id: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) last_sent_at: i64,
    pub(crate) last_position: i64,
}

impl Thread {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            thread_id: row.get(1)?,
            uuid: row.get(2)?,
            kind: row.get(3)?,
            title: row.get(4)?,
            subject: row.get(5)?,
            group_id: row.get(6)?,
            created_at: row.get(7)?,
            last_sent_at: row.get(8)?,
            last_position: row.get(9)?,
        })
    }
}

/// A thread as one of its members sees it.
#[derive(Debug, Serialize)]
pub(crate) struct ThreadView {
    pub(crate) thread_id: String,
    kind: String,
    title: Option<String>,
    subject: Option<String>,
    group_id: Option<String>,
    participants: Vec<MemberView>,
    unread_count: i64,
    created_at: i64,
    pub(crate) last_activity_at: i64,
    last_read_at: Option<i64>,
    archived: bool,
    starred: bool,
    last_message: Option<MessageView>,
}

/// What a new thread is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewThread<'a> {
    pub(crate) kind: &'a str,
    pub(crate) title: Option<&'a str>,
    pub(crate) subject: Option<&'a str>,
    pub(crate) group_id: Option<&'a str>,
    pub(crate) members: &'a [i64],
    pub(crate) created_at: i64,
}

fn unknown(thread_id: &str) -> Refusal {
    Refusal::new(
        "unknown_thread",
        format!("there is no thread {thread_id:?} in this mailbox"),
    )
}

/// The thread, provided that the member takes part in it.
pub(crate) fn get(tx: &Tx<'_>, member: i64, thread_id: &str) -> Result<Thread, Refusal> {
    tx.find(
        &format!(
            "SELECT {COLUMNS} FROM thread JOIN participant ON participant.thread = thread.id AND participant.member = ?1
              WHERE thread_id = ?2"
        ),
        (member, thread_id),
        Thread::from_row,
    )?
    .ok_or_else(|| unknown(thread_id))
}

pub(crate) fn get_by_row(tx: &Tx<'_>, id: i64) -> Result<Thread, Refusal> {
    tx.get(
        &format!("SELECT {COLUMNS} FROM thread WHERE id = ?1"),
        [id],
        Thread::from_row,
    )
}

/// The one-to-one thread of two members: the direct one, else their newest InMail thread.
pub(crate) fn find_one_to_one(
    tx: &Tx<'_>,
    one: i64,
    other: i64,
) -> Result<Option<Thread>, Refusal> {
    if let Some(direct) = find_of_kind(tx, one, other, "direct")? {
        return Ok(Some(direct));
    }
    find_of_kind(tx, one, other, "inmail")
}

/// The newest thread of that kind between two members.
pub(crate) fn find_of_kind(
    tx: &Tx<'_>,
    one: i64,
    other: i64,
    kind: &str,
) -> Result<Option<Thread>, Refusal> {
    tx.find(
        &format!(
            "SELECT {COLUMNS} FROM thread
              WHERE thread.id = (SELECT max(thread) FROM pair WHERE low = ?1 AND high = ?2 AND kind = ?3)"
        ),
        (one.min(other), one.max(other), kind),
        Thread::from_row,
    )
}

/// Every one-to-one thread of two members.
pub(crate) fn list_one_to_one(tx: &Tx<'_>, one: i64, other: i64) -> Result<Vec<i64>, Refusal> {
    tx.list(
        "SELECT thread FROM pair WHERE low = ?1 AND high = ?2",
        (one.min(other), one.max(other)),
        |row| row.get(0),
    )
}

/// Every thread that both take part in.
pub(crate) fn list_common(tx: &Tx<'_>, one: i64, other: i64) -> Result<Vec<i64>, Refusal> {
    tx.list(
        "SELECT own.thread FROM participant AS own JOIN participant AS theirs ON theirs.thread = own.thread
          WHERE own.member = ?1 AND theirs.member = ?2",
        (one, other),
        |row| row.get(0),
    )
}

/// Who takes part, in order of joining, each with their seat if they have one.
pub(crate) fn participants(tx: &Tx<'_>, thread: i64) -> Result<Vec<(i64, Option<i64>)>, Refusal> {
    tx.list(
        "SELECT participant.member, seat.id
           FROM participant LEFT JOIN seat ON seat.member = participant.member
          WHERE thread = ?1 ORDER BY participant.member",
        [thread],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Opens a thread and tells the seats in it.
pub(crate) fn open(tx: &mut Tx<'_>, new: NewThread<'_>) -> Result<Thread, Refusal> {
    let number: i64 = tx.get("SELECT coalesce(max(id), 0) + 1 FROM thread", [], |row| {
        row.get(0)
    })?;
    let uuid = ids::thread_uuid(tx.seed, number);
    let thread_id = ids::thread_id(&uuid);
    tx.insert(
        "INSERT INTO thread (id, thread_id, uuid, kind, title, subject, group_id, created_at, last_sent_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
        rusqlite::params![
            number,
            thread_id,
            uuid,
            new.kind,
            new.title,
            new.subject,
            new.group_id,
            new.created_at
        ],
    )?;
    for member in new.members {
        tx.insert(
            "INSERT INTO participant (thread, member, last_activity_at) VALUES (?1, ?2, ?3)",
            (number, member, new.created_at),
        )?;
    }
    if let (&[one, other], true) = (new.members, new.kind != "group") {
        tx.insert(
            "INSERT INTO pair (low, high, thread, kind) VALUES (?1, ?2, ?3, ?4)",
            (one.min(other), one.max(other), number, new.kind),
        )?;
    }
    let thread = get_by_row(tx, number)?;
    for (member, seat) in participants(tx, number)? {
        if let Some(seat) = seat {
            let view = view(tx, Viewer::whole(member), &thread)?;
            updates::record(
                tx,
                seat,
                "thread_opened",
                &serde_json::json!({ "thread": view }),
                None,
            )?;
        }
    }
    Ok(thread)
}

pub(crate) fn view(tx: &Tx<'_>, viewer: Viewer, thread: &Thread) -> Result<ThreadView, Refusal> {
    let participants = participants(tx, thread.id)?
        .into_iter()
        .map(|(member, _)| members::view(tx, viewer.member, &members::get(tx, member)?))
        .collect::<Result<_, Refusal>>()?;
    let (last_activity_at, unread_count, last_read_at, archived, starred) = tx.get(
        "SELECT last_activity_at, unread_count, last_read_at, archived, starred
           FROM participant WHERE thread = ?1 AND member = ?2",
        (thread.id, viewer.member),
        |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        },
    )?;
    Ok(ThreadView {
        thread_id: thread.thread_id.clone(),
        kind: thread.kind.clone(),
        title: thread.title.clone(),
        subject: thread.subject.clone(),
        group_id: thread.group_id.clone(),
        participants,
        unread_count,
        created_at: thread.created_at,
        last_activity_at,
        last_read_at,
        archived,
        starred,
        last_message: messages::find_last(tx, viewer, thread)?,
    })
}

/// A mailbox's threads, newest activity first, older than `before` (an instant and a thread's row).
pub(crate) fn list(
    tx: &Tx<'_>,
    member: i64,
    before: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<(i64, Thread)>, Refusal> {
    let (instant, row) = before.unwrap_or((i64::MAX, i64::MAX));
    tx.list(
        &format!(
            "SELECT {COLUMNS}, participant.last_activity_at
               FROM participant JOIN thread ON thread.id = participant.thread
              WHERE participant.member = ?1 AND (participant.last_activity_at, participant.thread) < (?2, ?3)
              ORDER BY participant.last_activity_at DESC, participant.thread DESC LIMIT ?4"
        ),
        (member, instant, row, limit),
        |row| Ok((row.get(10)?, Thread::from_row(row)?)),
    )
}
