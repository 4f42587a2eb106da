//! What became of each message that left from here: written in the transactions that learn it, so that nobody has to walk
//! over messages to count them.

mod tallies;

use domain::analytics::{is_reply, local, tells_receipts};
use domain::hours::WorkingHours;
use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::send::{SendKind, SendState};
use domain::time::Timestamp;

use crate::accounts::{self, Account};
use crate::ingest::InsertedMessage;
use crate::sends::Send;
use crate::{Row, StoreResult, Tx, conversations, messages, params};

pub use tallies::{Question, Tallies, count, tallies};

/// The message with which a conversation began to count.
struct First {
    send_id: SendId,
    sent_at: Timestamp,
    replied_at: Option<Timestamp>,
}

impl First {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            send_id: row.id(0)?,
            sent_at: row.timestamp(1)?,
            replied_at: row.opt_timestamp(2)?,
        })
    }
}

/// Notes what a send has become. `send` is as it was before, with the thread that it left into, if that is known.
pub(crate) fn note_state(tx: &mut Tx<'_>, send: &Send, state: &SendState) -> StoreResult<()> {
    let (sent_at, is_delivered, is_seen) = match state {
        SendState::Sent { at } => (*at, false, false),
        SendState::Delivered { at } => (send.sent_at.unwrap_or(*at), true, false),
        SendState::Seen { at } => (send.sent_at.unwrap_or(*at), true, true),
        _ => return Ok(()),
    };
    if !matches!(send.kind, SendKind::Message | SendKind::Inmail) {
        return Ok(());
    }
    if !send.state.is_sent() {
        insert(tx, send, sent_at)?;
    }
    if is_delivered {
        tx.execute(
            "UPDATE outcome SET is_delivered = 1, is_seen = CASE WHEN CAST(?4 AS BIGINT) = 1 THEN 1 ELSE is_seen END
              WHERE workspace_id = ?1 AND sent_at = ?2 AND send_id = ?3",
            params![send.workspace_id, sent_at, send.send_id, is_seen],
        )?;
    }
    Ok(())
}

fn insert(tx: &mut Tx<'_>, send: &Send, sent_at: Timestamp) -> StoreResult<()> {
    let account = accounts::find_any(tx, send.workspace_id, send.account_id)?;
    let Some(account) = account else {
        return Ok(());
    };
    let policy = account.policy()?;
    let zone = policy.hours.as_ref().map(WorkingHours::time_zone);
    let (hour, weekday) = local(sent_at, zone);
    tx.execute(
        "INSERT INTO outcome (workspace_id, sent_at, send_id, account_id, thread_key, hour, weekday, template_id, tags,
                              tells_receipts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (workspace_id, sent_at, send_id) DO NOTHING",
        params![
            send.workspace_id,
            sent_at,
            send.send_id,
            send.account_id,
            send.thread_key.as_deref(),
            i64::from(hour),
            i64::from(weekday),
            send.template_id.as_deref(),
            (!send.tags.is_empty()).then(|| send.tags.join("\n")),
            tells_receipts(&account.network)
        ],
    )?;
    match &send.thread_key {
        Some(thread_key) => place(tx, &account, (send.send_id, sent_at), thread_key),
        None => Ok(()),
    }
}

/// Notes the thread of a message of which only somebody's word was known until now.
pub(crate) fn note_thread(tx: &mut Tx<'_>, send: &Send, thread_key: &str) -> StoreResult<()> {
    let (Some(sent_at), SendKind::Message | SendKind::Inmail) = (send.sent_at, send.kind) else {
        return Ok(());
    };
    let updated = tx.execute(
        "UPDATE outcome SET thread_key = ?4
          WHERE workspace_id = ?1 AND sent_at = ?2 AND send_id = ?3 AND thread_key IS NULL",
        params![send.workspace_id, sent_at, send.send_id, thread_key],
    )?;
    let account = accounts::find_any(tx, send.workspace_id, send.account_id)?;
    match account.filter(|_| updated > 0) {
        Some(account) => place(tx, &account, (send.send_id, sent_at), thread_key),
        None => Ok(()),
    }
}

/// Lets a conversation count from this message on, unless an earlier one left for it. Which of two becomes known first
/// does not matter.
fn place(
    tx: &mut Tx<'_>,
    account: &Account,
    (send_id, sent_at): (SendId, Timestamp),
    thread_key: &str,
) -> StoreResult<()> {
    let workspace_id = account.workspace_id;
    let known = find_first(tx, workspace_id, account.account_id, thread_key)?;
    if let Some(known) = known {
        if (known.sent_at, known.send_id) <= (sent_at, send_id) {
            return Ok(());
        }
        tx.execute(
            "UPDATE outcome SET is_first = 0, replied_at = NULL
              WHERE workspace_id = ?1 AND sent_at = ?2 AND send_id = ?3",
            params![workspace_id, known.sent_at, known.send_id],
        )?;
    }
    let replied_at = first_reply(tx, account, thread_key, sent_at)?;
    tx.execute(
        "UPDATE outcome SET is_first = 1, replied_at = ?4
          WHERE workspace_id = ?1 AND sent_at = ?2 AND send_id = ?3",
        params![workspace_id, sent_at, send_id, replied_at],
    )?;
    Ok(())
}

fn find_first(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    thread_key: &str,
) -> StoreResult<Option<First>> {
    tx.query_opt(
        "SELECT send_id, sent_at, replied_at FROM outcome
          WHERE workspace_id = ?1 AND account_id = ?2 AND thread_key = ?3 AND is_first = 1
          ORDER BY sent_at LIMIT 1",
        params![workspace_id, account_id, thread_key],
        First::from_row,
    )
}

/// The reply that is known already, where a message becomes known after it.
fn first_reply(
    tx: &mut Tx<'_>,
    account: &Account,
    thread_key: &str,
    sent_at: Timestamp,
) -> StoreResult<Option<Timestamp>> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let found = conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key)?;
    let Some(conversation) = found else {
        return Ok(None);
    };
    let received = messages::find_first_received(tx, workspace_id, conversation.thread, sent_at)?;
    Ok(received.filter(|received_at| is_reply(sent_at, *received_at)))
}

/// Notes what the other side wrote, among the messages of a thread that were not known before. History counts, too: what
/// was missed is a reply, whenever it is found.
pub(crate) fn note_received(
    tx: &mut Tx<'_>,
    account: &Account,
    thread_key: &str,
    inserted: &[InsertedMessage],
) -> StoreResult<()> {
    if account.is_read_only || inserted.iter().all(|message| message.is_outgoing) {
        return Ok(());
    }
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let Some(first) = find_first(tx, workspace_id, account_id, thread_key)? else {
        return Ok(());
    };
    let received = inserted.iter().filter(|message| !message.is_outgoing);
    let received = received.map(|message| message.sent_at);
    let reply = received.filter(|at| is_reply(first.sent_at, *at)).min();
    let Some(reply) = reply.filter(|at| first.replied_at.is_none_or(|known| *at < known)) else {
        return Ok(());
    };
    tx.execute(
        "UPDATE outcome SET replied_at = ?4 WHERE workspace_id = ?1 AND sent_at = ?2 AND send_id = ?3",
        params![workspace_id, first.sent_at, first.send_id, reply],
    )?;
    Ok(())
}
