//! How long messages are kept, and taking away what is older, a little at a time.
//!
//! A message goes with its words, its reactions and what was noted of its files. A conversation in which nothing was said since
//! then goes whole, with notes, labels and a draft: what is left of it would still tell who talked with whom. What was sent
//! from here says no more what was sent to whom, as when its recipient is erased. An invitation goes when it ended before
//! that; one that is still open loses its note.

use std::collections::BTreeSet;

use domain::ids::{ConversationId, SendId, WorkspaceId};
use domain::keeping;
use domain::search;
use domain::time::Timestamp;

use crate::accounts::{self, CountChanges};
use crate::conversations::{self, Conversation};
use crate::erasures::threads;
use crate::messages::{self, Message};
use crate::participants::{self, PARTICIPANTS_MAX};
use crate::{StoreResult, Tx, ingest, invitations, params, sends, words};

/// Messages of one conversation that one step takes away.
const MESSAGES_MAX: u32 = 200;
/// Conversations that one step takes away.
const CONVERSATIONS_MAX: u32 = 8;
/// Sends that one step empties.
const SENDS_MAX: u32 = 16;
/// Invitations of each kind that one step takes away.
const INVITATIONS_MAX: u32 = 100;
/// Workspaces that are looked at in one round.
const WORKSPACES_MAX: u32 = 10_000;

/// For how many days the workspace keeps messages; `None`: for ever.
pub fn find_days(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<Option<u32>> {
    let found = tx.query_opt(
        "SELECT keep_messages_days FROM workspace WHERE workspace_id = ?1",
        params![workspace_id],
        |row| row.opt_int(0),
    )?;
    Ok(found.flatten().and_then(|days| u32::try_from(days).ok()))
}

/// Says for how many days.
pub fn update_days(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    days: Option<u32>,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE workspace SET keep_messages_days = ?2 WHERE workspace_id = ?1",
        params![workspace_id, days.map(i64::from)],
    )?;
    Ok(())
}

/// The workspaces that do not keep messages for ever, each with its days.
pub fn list(tx: &mut Tx<'_>) -> StoreResult<Vec<(WorkspaceId, u32)>> {
    tx.query(
        "SELECT workspace_id, keep_messages_days FROM workspace
          WHERE keep_messages_days IS NOT NULL ORDER BY workspace_id LIMIT ?1",
        params![WORKSPACES_MAX],
        |row| Ok((row.id(0)?, row.number(1)?)),
    )
}

/// The instant before which the workspace keeps no message at `now`; [`Timestamp::MIN`] where it keeps all.
pub fn oldest_kept(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    now: Timestamp,
) -> StoreResult<Timestamp> {
    let days = find_days(tx, workspace_id)?;
    Ok(days.map_or(Timestamp::MIN, |days| keeping::oldest_kept(days, now)))
}

/// Takes a little away of what is older than `oldest`, and says how much that was; nothing is left where it is nothing.
pub fn step(tx: &mut Tx<'_>, workspace_id: WorkspaceId, oldest: Timestamp) -> StoreResult<u64> {
    let messages = delete_messages(tx, workspace_id, oldest)?;
    if messages > 0 {
        return Ok(messages);
    }
    let conversations = delete_conversations(tx, workspace_id, oldest)?;
    if conversations > 0 {
        return Ok(conversations);
    }
    let sends = empty_sends(tx, workspace_id, oldest)?;
    if sends > 0 {
        return Ok(sends);
    }
    invitations::forget_old(tx, workspace_id, oldest, INVITATIONS_MAX)
}

/// The oldest messages of the conversation that has the oldest one of all.
fn delete_messages(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    oldest: Timestamp,
) -> StoreResult<u64> {
    let first = tx.query_opt(
        "SELECT doc FROM message WHERE workspace_id = ?1 AND sent_at < ?2 ORDER BY sent_at, doc LIMIT 1",
        params![workspace_id, oldest],
        |row| row.int(0),
    )?;
    let Some(first) = first else {
        return Ok(0);
    };
    let thread = conversations::thread_of_doc(first);
    let account_id = conversations::get_by_thread(tx, workspace_id, thread)?.account_id;
    accounts::lock(tx, workspace_id, account_id)?;
    // As it stands behind the lock.
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    let mut old = messages::list_from(tx, workspace_id, thread, Timestamp::MIN, MESSAGES_MAX)?;
    old.retain(|message| message.sent_at < oldest);
    threads::delete_messages(tx, workspace_id, thread, &old)?;
    let count = i64::try_from(old.len()).unwrap_or(0);
    let latest = messages::find_latest(tx, workspace_id, thread)?;
    let left = Conversation {
        message_count: conversation.message_count - count,
        latest_doc: latest.as_ref().map(|latest| latest.doc),
        latest_sent_at: latest.map(|latest| latest.sent_at),
        ..conversation
    };
    conversations::update(tx, workspace_id, &left)?;
    let changes = CountChanges {
        messages: -count,
        ..CountChanges::default()
    };
    accounts::update_counts(tx, workspace_id, account_id, changes)?;
    ingest::forget(
        tx,
        workspace_id,
        &left,
        old.iter().flat_map(entries).collect(),
    )?;
    Ok(old.len() as u64)
}

fn entries(message: &Message) -> Vec<String> {
    let subject = message.subject.as_deref().unwrap_or_default();
    search::entries_of([message.text.as_str(), subject])
}

/// Conversations of which no message is left, and in which nothing happened since.
fn delete_conversations(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    oldest: Timestamp,
) -> StoreResult<u64> {
    let mut count = 0;
    for is_archived in [false, true] {
        let empty: Vec<ConversationId> = tx.query(
            "SELECT c.conversation_id FROM conversation c
              WHERE c.workspace_id = ?1 AND c.is_archived = ?2 AND c.last_activity_at < ?3
                AND NOT EXISTS (SELECT 1 FROM message m
                                 WHERE m.workspace_id = c.workspace_id AND m.thread = c.thread)
              ORDER BY c.last_activity_at DESC, c.thread DESC LIMIT ?4",
            params![workspace_id, is_archived, oldest, CONVERSATIONS_MAX],
            |row| row.id(0),
        )?;
        for conversation_id in empty {
            count += delete_conversation(tx, workspace_id, conversation_id, oldest)?;
        }
    }
    Ok(count)
}

fn delete_conversation(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    oldest: Timestamp,
) -> StoreResult<u64> {
    let Some(seen) = conversations::find(tx, workspace_id, conversation_id)? else {
        return Ok(0);
    };
    accounts::lock(tx, workspace_id, seen.account_id)?;
    // Somebody may have written meanwhile.
    let still = conversations::find(tx, workspace_id, conversation_id)?;
    let Some(conversation) = still.filter(|still| still.last_activity_at < oldest) else {
        return Ok(0);
    };
    let mut gone: BTreeSet<String> = BTreeSet::new();
    gone.extend(search::entries_of(conversation.title.as_deref()));
    let account_id = conversation.account_id;
    let parties = participants::list(
        tx,
        workspace_id,
        account_id,
        conversation_id,
        PARTICIPANTS_MAX,
    )?;
    for party in &parties {
        let person = &party.person;
        gone.extend(search::entries_of([
            person.name.as_str(),
            person.headline.as_str(),
        ]));
    }
    let gone: Vec<String> = gone.into_iter().collect();
    words::delete(tx, workspace_id, conversation.thread, &gone)?;
    threads::delete_conversation(tx, workspace_id, &conversation)?;
    Ok(1)
}

/// What was sent, and is over since then.
fn empty_sends(tx: &mut Tx<'_>, workspace_id: WorkspaceId, oldest: Timestamp) -> StoreResult<u64> {
    let old: Vec<SendId> = tx.query(
        "SELECT send_id FROM send
          WHERE workspace_id = ?1 AND updated_at < ?2 AND is_open = 0 AND has_content = 1
          ORDER BY updated_at LIMIT ?3",
        params![workspace_id, oldest, SENDS_MAX],
        |row| row.id(0),
    )?;
    for send_id in &old {
        let account_id = sends::get(tx, workspace_id, *send_id)?.account_id;
        accounts::lock(tx, workspace_id, account_id)?;
        sends::erasure::erase(tx, workspace_id, *send_id)?;
    }
    Ok(old.len() as u64)
}
