//! Messages: appended in order, shown with what others did to them. What was taken back is shown to nobody; its token
//! stays known.

use rusqlite::Row;
use serde::Serialize;

use super::attachments::{self, AttachmentView};
use super::reactions::{self, ReactionView};
use super::receipts::{self, ReceiptView};
use super::threads::{self, Thread};
use super::{Viewer, updates};
use crate::ids;
use crate::refusal::Refusal;
use crate::store::{Happening, Tx};

const SELECT: &str =
    "SELECT message.id, message.thread, position, message_id, sender, member.member_key,
            message.kind, message.subject, text, sent_at, token, reply_to, edited_at
       FROM message JOIN member ON member.id = message.sender";

/// A message as stored.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "`id` is the row, `message_id` what the network calls it"
)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) thread: i64,
    pub(crate) position: i64,
    pub(crate) message_id: String,
    pub(crate) sender: i64,
    sender_key: String,
    kind: String,
    subject: Option<String>,
    pub(crate) text: String,
    pub(crate) sent_at: i64,
    token: Option<String>,
    reply_to: Option<String>,
    edited_at: Option<i64>,
}

impl Message {
    pub(crate) fn is_inmail(&self) -> bool {
        self.kind == "inmail"
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            thread: row.get(1)?,
            position: row.get(2)?,
            message_id: row.get(3)?,
            sender: row.get(4)?,
            sender_key: row.get(5)?,
            kind: row.get(6)?,
            subject: row.get(7)?,
            text: row.get(8)?,
            sent_at: row.get(9)?,
            token: row.get(10)?,
            reply_to: row.get(11)?,
            edited_at: row.get(12)?,
        })
    }
}

/// A message as somebody in its thread sees it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MessageView {
    pub(crate) message_id: String,
    pub(crate) thread_id: String,
    pub(crate) position: i64,
    sender_key: String,
    sender_name: String,
    kind: String,
    subject: Option<String>,
    text: String,
    pub(crate) sent_at: i64,
    pub(crate) token: Option<String>,
    reply_to: Option<String>,
    edited_at: Option<i64>,
    attachments: Vec<AttachmentView>,
    reactions: Vec<ReactionView>,
    receipts: Vec<ReceiptView>,
    delivered_at: Option<i64>,
    seen_at: Option<i64>,
}

/// What a new message is made of. `sent_at` is moved up if the thread already has something as new.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewMessage<'a> {
    pub(crate) sender: i64,
    pub(crate) kind: &'a str,
    pub(crate) subject: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) sent_at: i64,
    pub(crate) token: Option<&'a str>,
    /// The id of the message in the same thread that it answers.
    pub(crate) reply_to: Option<&'a str>,
    pub(crate) attachments: &'a [i64],
    /// Whether seats are told through their update log and personas may react.
    pub(crate) notify: bool,
}

/// Appends a message to a thread, which is brought up to date in place.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    thread: &mut Thread,
    new: NewMessage<'_>,
) -> Result<Message, Refusal> {
    let sent_at = new.sent_at.max(thread.last_sent_at + 1);
    let position = thread.last_position + 1;
    let id = tx.insert(
        "INSERT INTO message (thread, position, message_id, sender, kind, subject, text, sent_at, token,
                              reply_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        rusqlite::params![
            thread.id,
            position,
            ids::message_id(tx.seed, &thread.uuid, sent_at),
            new.sender,
            new.kind,
            new.subject,
            new.text,
            sent_at,
            new.token,
            new.reply_to
        ],
    )?;
    tx.execute(
        "UPDATE thread SET last_sent_at = ?2, last_position = ?3 WHERE id = ?1",
        (thread.id, sent_at, position),
    )?;
    tx.execute(
        "UPDATE participant
            SET last_activity_at = ?2, unread_count = unread_count + (member <> ?3),
                archived = archived AND member = ?3
          WHERE thread = ?1",
        (thread.id, sent_at, new.sender),
    )?;
    thread.last_sent_at = sent_at;
    thread.last_position = position;
    attachments::attach(tx, id, new.attachments)?;
    let message = get_by_row(tx, id)?;
    if new.notify {
        announce(tx, thread, &message, "message")?;
        tx.happened(Happening::Message {
            thread: thread.id,
            message: message.id,
            sender: message.sender,
        });
    }
    Ok(message)
}

/// Shows a message as it is now to every seat of its thread, as an update of this kind.
pub(crate) fn announce(
    tx: &mut Tx<'_>,
    thread: &Thread,
    message: &Message,
    kind: &str,
) -> Result<(), Refusal> {
    let mut view = view(
        tx,
        Viewer::whole(message.sender),
        &thread.thread_id,
        message,
    )?;
    view.token = None;
    let data = serde_json::json!({ "message": view });
    for (member, seat) in threads::participants(tx, thread.id)? {
        if let Some(seat) = seat {
            let token = message
                .token
                .as_deref()
                .filter(|_| member == message.sender);
            updates::record(tx, seat, kind, &data, token)?;
        }
    }
    Ok(())
}

pub(crate) fn get_by_row(tx: &Tx<'_>, id: i64) -> Result<Message, Refusal> {
    tx.get(
        &format!("{SELECT} WHERE message.id = ?1"),
        [id],
        Message::from_row,
    )
}

/// The message with that id, wherever it is.
pub(crate) fn find(tx: &Tx<'_>, message_id: &str) -> Result<Option<Message>, Refusal> {
    tx.find(
        &format!("{SELECT} WHERE message_id = ?1 AND deleted_at IS NULL"),
        [message_id],
        Message::from_row,
    )
}

/// When the member took this message of theirs back, if they did.
pub(crate) fn find_deleted(
    tx: &Tx<'_>,
    thread: &Thread,
    sender: i64,
    message_id: &str,
) -> Result<Option<i64>, Refusal> {
    tx.find(
        "SELECT deleted_at FROM message
          WHERE message_id = ?1 AND thread = ?2 AND sender = ?3 AND deleted_at IS NOT NULL",
        (message_id, thread.id, sender),
        |row| row.get(0),
    )
}

/// The message with that id in that thread.
pub(crate) fn get(
    tx: &Tx<'_>,
    viewer: Viewer,
    thread: &Thread,
    message_id: &str,
) -> Result<Message, Refusal> {
    find(tx, message_id)?
        .filter(|message| message.thread == thread.id && is_shown(viewer, message))
        .ok_or_else(|| {
            Refusal::new(
                "unknown_message",
                format!("there is no message {message_id:?} in this thread"),
            )
        })
}

fn is_shown(viewer: Viewer, message: &Message) -> bool {
    !(viewer.class.hides_own() && message.sender == viewer.member && message.token.is_some())
}

/// The newest message that the viewer is shown.
pub(crate) fn find_last(
    tx: &Tx<'_>,
    viewer: Viewer,
    thread: &Thread,
) -> Result<Option<MessageView>, Refusal> {
    page(tx, viewer, thread, Anchor::Newest, 1).map(|mut page| page.pop())
}

/// Where a page of messages lies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Anchor {
    Newest,
    Before(i64),
    After(i64),
}

/// A page of messages, oldest first.
pub(crate) fn page(
    tx: &Tx<'_>,
    viewer: Viewer,
    thread: &Thread,
    anchor: Anchor,
    limit: i64,
) -> Result<Vec<MessageView>, Refusal> {
    let (above, below, direction) = match anchor {
        Anchor::Newest => (0, i64::MAX, "DESC"),
        Anchor::Before(position) => (0, position, "DESC"),
        Anchor::After(position) => (position, i64::MAX, "ASC"),
    };
    let mut found = tx.list(
        &format!(
            "{SELECT} WHERE message.thread = ?1 AND position > ?2 AND position < ?3 AND deleted_at IS NULL
                AND NOT (?4 AND sender = ?5 AND token IS NOT NULL)
              ORDER BY position {direction} LIMIT ?6"
        ),
        (
            thread.id,
            above,
            below,
            viewer.class.hides_own(),
            viewer.member,
            limit,
        ),
        Message::from_row,
    )?;
    if direction == "DESC" {
        found.reverse();
    }
    found
        .iter()
        .map(|message| view(tx, viewer, &thread.thread_id, message))
        .collect()
}

/// Whether the viewer is shown anything outside the positions `first..=last`.
pub(crate) fn exist_around(
    tx: &Tx<'_>,
    viewer: Viewer,
    thread: &Thread,
    first: i64,
    last: i64,
) -> Result<(bool, bool), Refusal> {
    let shown = "deleted_at IS NULL AND NOT (?3 AND sender = ?4 AND token IS NOT NULL)";
    tx.get(
        &format!(
            "SELECT EXISTS (SELECT 1 FROM message WHERE thread = ?1 AND position < ?2 AND {shown}),
                    EXISTS (SELECT 1 FROM message WHERE thread = ?1 AND position > ?5 AND {shown})"
        ),
        (
            thread.id,
            first,
            viewer.class.hides_own(),
            viewer.member,
            last,
        ),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn view(
    tx: &Tx<'_>,
    viewer: Viewer,
    thread_id: &str,
    message: &Message,
) -> Result<MessageView, Refusal> {
    let receipts = receipts::list(tx, message.id)?;
    let shows_token = message.sender == viewer.member && viewer.class.shows_token();
    Ok(MessageView {
        message_id: message.message_id.clone(),
        thread_id: thread_id.to_owned(),
        position: message.position,
        sender_key: message.sender_key.clone(),
        sender_name: super::members::get(tx, message.sender)?.name(),
        kind: message.kind.clone(),
        subject: message.subject.clone(),
        text: message.text.clone(),
        sent_at: message.sent_at,
        token: message.token.clone().filter(|_| shows_token),
        reply_to: message.reply_to.clone(),
        edited_at: message.edited_at,
        attachments: attachments::list(tx, message.id)?,
        reactions: reactions::list(tx, message.id)?,
        delivered_at: receipts.iter().map(|receipt| receipt.delivered_at).min(),
        seen_at: receipts.iter().filter_map(|receipt| receipt.seen_at).min(),
        receipts,
    })
}

/// The sender's messages with that token in those threads, oldest first.
pub(crate) fn list_by_token(
    tx: &Tx<'_>,
    sender: i64,
    token: &str,
    threads: &[i64],
) -> Result<Vec<Message>, Refusal> {
    let found = tx.list(
        &format!("{SELECT} WHERE sender = ?1 AND token = ?2 ORDER BY message.id"),
        (sender, token),
        Message::from_row,
    )?;
    Ok(found
        .into_iter()
        .filter(|message| threads.contains(&message.thread))
        .collect())
}

/// The sender's first message with that token, anywhere.
pub(crate) fn find_by_token(
    tx: &Tx<'_>,
    sender: i64,
    token: &str,
) -> Result<Option<Message>, Refusal> {
    tx.find(
        &format!("{SELECT} WHERE sender = ?1 AND token = ?2 ORDER BY message.id LIMIT 1"),
        (sender, token),
        Message::from_row,
    )
}
