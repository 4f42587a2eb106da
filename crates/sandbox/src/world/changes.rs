//! What becomes of a message after it was sent: another text, or its end. Each sets a state, so a repeat changes nothing
//! and tells nobody.

use super::messages::{self, Message};
use super::threads::Thread;
use super::{Viewer, sends, threads, updates};
use crate::refusal::Refusal;
use crate::store::Tx;

/// How long a client may change what it sent.
const CHANGE_WINDOW_MS: i64 = 3_600_000;

/// Whether the hour in which a client may change a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    Open,
    Checked,
}

/// Gives a message of the member's own another text.
pub(crate) fn edit(
    tx: &mut Tx<'_>,
    member: i64,
    thread: &Thread,
    message_id: &str,
    (text, window): (&str, Window),
) -> Result<Message, Refusal> {
    let message = messages::get(tx, Viewer::whole(member), thread, message_id)?;
    check_sender(&message, member)?;
    let text = sends::check_text(text, message.is_inmail(), false)?;
    if message.text == text {
        return Ok(message);
    }
    check_window(tx, &message, window)?;
    tx.execute(
        "UPDATE message SET text = ?2, edited_at = ?3 WHERE id = ?1",
        (message.id, &text, tx.now),
    )?;
    let changed = messages::get_by_row(tx, message.id)?;
    messages::announce(tx, thread, &changed, "message_changed")?;
    Ok(changed)
}

/// Takes a message of the member's own back, with its files. When it was taken back.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    member: i64,
    thread: &Thread,
    (message_id, window): (&str, Window),
) -> Result<i64, Refusal> {
    if let Some(deleted_at) = messages::find_deleted(tx, thread, member, message_id)? {
        return Ok(deleted_at);
    }
    let message = messages::get(tx, Viewer::whole(member), thread, message_id)?;
    check_sender(&message, member)?;
    check_window(tx, &message, window)?;
    tx.execute(
        "UPDATE message SET deleted_at = ?2 WHERE id = ?1",
        (message.id, tx.now),
    )?;
    tx.execute("DELETE FROM attachment WHERE message = ?1", [message.id])?;
    let data = serde_json::json!({
        "thread_id": thread.thread_id,
        "message_id": message.message_id,
        "deleted_at": tx.now,
    });
    for (_, seat) in threads::participants(tx, thread.id)? {
        if let Some(seat) = seat {
            updates::record(tx, seat, "message_deleted", &data, None)?;
        }
    }
    Ok(tx.now)
}

fn check_sender(message: &Message, member: i64) -> Result<(), Refusal> {
    if message.sender == member {
        return Ok(());
    }
    Err(Refusal::new(
        "not_sender",
        "only who wrote a message may change it or take it back",
    ))
}

fn check_window(tx: &Tx<'_>, message: &Message, window: Window) -> Result<(), Refusal> {
    if window == Window::Open || tx.now <= message.sent_at + CHANGE_WINDOW_MS {
        return Ok(());
    }
    Err(Refusal::new(
        "window_over",
        "a message can be changed or taken back for an hour",
    ))
}
