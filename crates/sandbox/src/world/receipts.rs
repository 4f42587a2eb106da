//! Receipts: what was delivered to whom, and what they have seen.

use serde::Serialize;
use serde_json::json;

use super::messages;
use super::threads::{self, Thread};
use super::updates;
use crate::refusal::Refusal;
use crate::store::Tx;

/// Messages named in one update at most.
const IDS_PER_UPDATE: usize = 100;

/// What one participant did with a message.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReceiptView {
    pub(crate) member_key: String,
    pub(crate) delivered_at: i64,
    pub(crate) seen_at: Option<i64>,
}

/// What became of an acknowledgement, by message id.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Acknowledgement {
    pub(crate) acknowledged: Vec<String>,
    pub(crate) already: Vec<String>,
    pub(crate) unknown: Vec<String>,
}

/// What became of a mailbox's unread messages.
#[derive(Debug, Serialize)]
pub(crate) struct SeenView {
    thread_id: String,
    unread_count: i64,
    last_read_at: i64,
    pub(crate) messages_seen: usize,
}

pub(crate) fn list(tx: &Tx<'_>, message: i64) -> Result<Vec<ReceiptView>, Refusal> {
    tx.list(
        "SELECT member.member_key, delivered_at, seen_at
           FROM receipt JOIN member ON member.id = receipt.member WHERE message = ?1 ORDER BY receipt.member",
        [message],
        |row| {
            Ok(ReceiptView {
                member_key: row.get(0)?,
                delivered_at: row.get(1)?,
                seen_at: row.get(2)?,
            })
        },
    )
}

/// The member acknowledges that these messages arrived.
pub(crate) fn deliver(
    tx: &mut Tx<'_>,
    member: i64,
    message_ids: &[String],
) -> Result<Acknowledgement, Refusal> {
    let mut outcome = Acknowledgement::default();
    for message_id in message_ids {
        let list = match messages::find(tx, message_id)? {
            Some(message)
                if message.sender != member && takes_part(tx, message.thread, member)? =>
            {
                if deliver_row(tx, member, message.thread, message.id, message_id)? {
                    &mut outcome.acknowledged
                } else {
                    &mut outcome.already
                }
            }
            _ => &mut outcome.unknown,
        };
        list.push(message_id.clone());
    }
    Ok(outcome)
}

/// Notes that one message reached a member; false if that was known.
pub(crate) fn deliver_row(
    tx: &mut Tx<'_>,
    member: i64,
    thread: i64,
    message: i64,
    message_id: &str,
) -> Result<bool, Refusal> {
    let added = tx.execute(
        "INSERT INTO receipt (message, member, delivered_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        (message, member, tx.now),
    )?;
    if added == 0 {
        return Ok(false);
    }
    let thread = threads::get_by_row(tx, thread)?;
    tell_others(tx, &thread, member, "delivered", &[message_id.to_owned()])?;
    Ok(true)
}

fn takes_part(tx: &Tx<'_>, thread: i64, member: i64) -> Result<bool, Refusal> {
    tx.get(
        "SELECT EXISTS (SELECT 1 FROM participant WHERE thread = ?1 AND member = ?2)",
        (thread, member),
        |row| row.get(0),
    )
}

/// The member has seen the thread, up to a position or all of it.
pub(crate) fn see(
    tx: &mut Tx<'_>,
    member: i64,
    thread: &Thread,
    up_to: Option<i64>,
) -> Result<SeenView, Refusal> {
    let up_to = up_to.unwrap_or(thread.last_position);
    let seen_before: i64 = tx.get(
        "SELECT seen_position FROM participant WHERE thread = ?1 AND member = ?2",
        (thread.id, member),
        |row| row.get(0),
    )?;
    let seen = tx.list(
        "SELECT message_id FROM message WHERE thread = ?1 AND position > ?2 AND position <= ?3 AND sender <> ?4
          ORDER BY position",
        (thread.id, seen_before, up_to, member),
        |row| row.get::<_, String>(0),
    )?;
    tx.execute(
        "INSERT INTO receipt (message, member, delivered_at, seen_at)
         SELECT id, ?4, ?5, ?5 FROM message WHERE thread = ?1 AND position > ?2 AND position <= ?3 AND sender <> ?4
         ON CONFLICT (message, member) DO UPDATE SET seen_at = coalesce(seen_at, excluded.seen_at)",
        (thread.id, seen_before, up_to, member, tx.now),
    )?;
    tx.execute(
        "UPDATE participant
            SET seen_position = max(seen_position, ?3), last_read_at = ?4,
                unread_count = (SELECT count(*) FROM message
                                 WHERE thread = ?1 AND sender <> ?2 AND position > max(seen_position, ?3))
          WHERE thread = ?1 AND member = ?2",
        (thread.id, member, up_to, tx.now),
    )?;
    tell_others(tx, thread, member, "seen", &seen)?;
    tell_self(tx, thread, member)?;
    let unread_count = tx.get(
        "SELECT unread_count FROM participant WHERE thread = ?1 AND member = ?2",
        (thread.id, member),
        |row| row.get(0),
    )?;
    Ok(SeenView {
        thread_id: thread.thread_id.clone(),
        unread_count,
        last_read_at: tx.now,
        messages_seen: seen.len(),
    })
}

/// The member has seen every thread; the numbers of threads and messages that were unread.
pub(crate) fn see_all(tx: &mut Tx<'_>, member: i64) -> Result<(usize, usize), Refusal> {
    let unread = tx.list(
        "SELECT thread FROM participant WHERE member = ?1 AND unread_count > 0 ORDER BY thread",
        [member],
        |row| row.get::<_, i64>(0),
    )?;
    let mut messages_seen = 0;
    for thread in &unread {
        let thread = threads::get_by_row(tx, *thread)?;
        messages_seen += see(tx, member, &thread, None)?.messages_seen;
    }
    Ok((unread.len(), messages_seen))
}

fn tell_others(
    tx: &mut Tx<'_>,
    thread: &Thread,
    member: i64,
    state: &str,
    message_ids: &[String],
) -> Result<(), Refusal> {
    let member_key = super::members::get(tx, member)?.key;
    for (other, seat) in threads::participants(tx, thread.id)? {
        let Some(seat) = seat.filter(|_| other != member) else {
            continue;
        };
        for ids in message_ids.chunks(IDS_PER_UPDATE) {
            let data = json!({
                "thread_id": thread.thread_id,
                "member_key": member_key,
                "state": state,
                "receipt_at": tx.now,
                "message_ids": ids,
            });
            updates::record(tx, seat, "receipt", &data, None)?;
        }
    }
    Ok(())
}

/// Tells the member's own seat, if there is one, how its mailbox shows the thread now.
pub(crate) fn tell_self(tx: &mut Tx<'_>, thread: &Thread, member: i64) -> Result<(), Refusal> {
    let Some(seat) = super::seats::find_by_member(tx, member)? else {
        return Ok(());
    };
    let data = tx.get(
        "SELECT unread_count, last_read_at, last_activity_at, archived, starred
           FROM participant WHERE thread = ?1 AND member = ?2",
        (thread.id, member),
        |row| {
            Ok(json!({
                "thread_id": thread.thread_id,
                "unread_count": row.get::<_, i64>(0)?,
                "last_read_at": row.get::<_, Option<i64>>(1)?,
                "last_activity_at": row.get::<_, i64>(2)?,
                "archived": row.get::<_, bool>(3)?,
                "starred": row.get::<_, bool>(4)?,
                "title": thread.title,
            }))
        },
    )?;
    updates::record(tx, seat.id, "thread_changed", &data, None)
}
