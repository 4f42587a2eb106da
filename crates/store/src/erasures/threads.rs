//! What was said: conversations with the person alone go whole; of others, what they said, how they reacted, and that they
//! take part.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{PersonId, WorkspaceId};
use domain::search;
use domain::time::Timestamp;

use super::Erasure;
use super::steps::Left;
use crate::accounts::{self, CountChanges};
use crate::conversations::{self, Conversation};
use crate::ingest::rewrite;
use crate::messages::{self, Message, NETWORK, Sent};
use crate::{StoreResult, Tx, Value, params, participants, words};

/// Messages that one step deletes.
const MESSAGES_MAX: u32 = 32;
/// Messages that one step looks at.
const PASSED_MAX: u32 = 1_000;
/// Conversations of several that one step leaves.
const GROUPS_MAX: u32 = 8;

/// Deletes a little of the first conversation with them alone.
pub(super) fn delete_next(tx: &mut Tx<'_>, erasure: &mut Erasure) -> StoreResult<Left> {
    let workspace_id = erasure.workspace_id;
    let Some(thread) = find_direct(tx, erasure)? else {
        return Ok(Left::Next);
    };
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    let account_id = conversation.account_id;
    accounts::lock(tx, workspace_id, account_id)?;
    let newest = Sent::NEWEST;
    let oldest = Timestamp::MIN;
    let some = messages::list_below(tx, workspace_id, thread, newest, oldest, MESSAGES_MAX)?;
    let count = i64::try_from(some.len()).unwrap_or(0);
    let mut gone: BTreeSet<String> = BTreeSet::new();
    for message in &some {
        gone.extend(entries(message));
    }
    if some.is_empty() {
        gone.extend(erasure.words.iter().cloned());
        gone.extend(search::entries_of(conversation.title.as_deref()));
    }
    let gone: Vec<String> = gone.into_iter().collect();
    words::delete(tx, workspace_id, thread, &gone)?;
    delete_messages(tx, workspace_id, thread, &some)?;
    erasure.messages += count;
    if !some.is_empty() {
        let left = Conversation {
            message_count: conversation.message_count - count,
            latest_doc: None,
            latest_sent_at: None,
            ..conversation
        };
        conversations::update(tx, workspace_id, &left)?;
        let changes = CountChanges {
            messages: -count,
            ..CountChanges::default()
        };
        accounts::update_counts(tx, workspace_id, account_id, changes)?;
        rewrite(tx, workspace_id, &left)?;
        return Ok(Left::Same);
    }
    delete_conversation(tx, workspace_id, &conversation)?;
    erasure.conversations += 1;
    Ok(Left::Same)
}

fn find_direct(tx: &mut Tx<'_>, erasure: &Erasure) -> StoreResult<Option<i64>> {
    tx.query_opt(
        "SELECT c.thread FROM participant m CROSS JOIN conversation c
          WHERE m.workspace_id = ?1 AND m.person_id = ?2 AND c.workspace_id = m.workspace_id
            AND c.conversation_id = m.conversation_id AND c.kind <> 'group'
          ORDER BY c.thread LIMIT 1",
        params![erasure.workspace_id, erasure.person_id],
        |row| row.int(0),
    )
}

fn entries(message: &Message) -> Vec<String> {
    let subject = message.subject.as_deref().unwrap_or_default();
    search::entries_of([message.text.as_str(), subject])
}

/// Deletes messages of a thread, and the references by which they were known. What is derived from them is left to the caller.
pub(crate) fn delete_messages(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    some: &[Message],
) -> StoreResult<()> {
    let number = conversations::account_number(thread);
    let refs: Vec<Vec<Value<'_>>> = some
        .iter()
        .map(|message| {
            vec![
                workspace_id.into(),
                number.into(),
                NETWORK.into(),
                message.message_key.as_str().into(),
            ]
        })
        .collect();
    tx.execute_each(
        "DELETE FROM message_ref WHERE workspace_id = ?1 AND account_number = ?2 AND scheme = ?3 AND ref = ?4",
        &refs,
    )?;
    let docs: Vec<Vec<Value<'_>>> = some
        .iter()
        .map(|message| vec![workspace_id.into(), message.doc.into()])
        .collect();
    tx.execute_each(
        "DELETE FROM message WHERE workspace_id = ?1 AND doc = ?2",
        &docs,
    )
}

/// Deletes a conversation that has no messages any more, with all that was added to it here.
pub(crate) fn delete_conversation(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
) -> StoreResult<()> {
    for statement in [
        "DELETE FROM participant WHERE workspace_id = ?1 AND conversation_id = ?2",
        "DELETE FROM conversation_note WHERE workspace_id = ?1 AND conversation_id = ?2",
        "DELETE FROM draft WHERE workspace_id = ?1 AND conversation_id = ?2",
        "DELETE FROM inbox WHERE workspace_id = ?1 AND conversation_id = ?2",
        "DELETE FROM conversation WHERE workspace_id = ?1 AND conversation_id = ?2",
    ] {
        tx.execute(
            statement,
            params![workspace_id, conversation.conversation_id],
        )?;
    }
    tx.execute(
        "DELETE FROM conversation_label WHERE workspace_id = ?1 AND thread = ?2",
        params![workspace_id, conversation.thread],
    )?;
    let changes = CountChanges {
        conversations: -1,
        unread_conversations: -i64::from(conversation.unread_count > 0),
        messages: 0,
    };
    accounts::update_counts(tx, workspace_id, conversation.account_id, changes)
}

/// Goes on through all messages of the workspace, and takes the text from those that the person wrote, and their reactions
/// from those of others.
pub(super) fn clear_messages(
    tx: &mut Tx<'_>,
    erasure: &mut Erasure,
    member_key: &str,
    now: Timestamp,
) -> StoreResult<Left> {
    let workspace_id = erasure.workspace_id;
    let mut affected: Vec<i64> = Vec::new();
    let mut passed = Vec::new();
    let person_id = erasure.person_id;
    tx.query_each(
        "SELECT doc, sender_id, reactions, deleted_at FROM message
          WHERE workspace_id = ?1 AND doc > ?2 ORDER BY doc LIMIT ?3",
        params![workspace_id, erasure.place, PASSED_MAX],
        |row| {
            passed.push(row.int(0)?);
            let is_theirs = row.id::<PersonId>(1)? == person_id;
            let reactions = row.opt_text(2)?.unwrap_or_default();
            if is_theirs || reactions.contains(member_key) {
                affected.push(row.int(0)?);
            }
            let is_full = affected.len() >= MESSAGES_MAX as usize;
            Ok(if is_full {
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            })
        },
    )?;
    let Some(last) = passed.last() else {
        return Ok(Left::Next);
    };
    erasure.place = *last;
    let mut by_thread: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for doc in affected {
        let thread = conversations::thread_of_doc(doc);
        by_thread.entry(thread).or_default().push(doc);
    }
    for (thread, docs) in by_thread {
        let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
        accounts::lock(tx, workspace_id, conversation.account_id)?;
        let mut gone = BTreeSet::new();
        for message in messages::list_known(tx, workspace_id, &docs)? {
            if message.sender_id == person_id {
                gone.extend(entries(&message));
                erasure.messages += 1;
            }
            clear_message(tx, erasure, member_key, message, now)?;
        }
        let default = CountChanges::default();
        accounts::update_counts(tx, workspace_id, conversation.account_id, default)?;
        crate::ingest::forget(tx, workspace_id, &conversation, gone)?;
    }
    Ok(Left::Same)
}

fn clear_message(
    tx: &mut Tx<'_>,
    erasure: &Erasure,
    member_key: &str,
    message: Message,
    now: Timestamp,
) -> StoreResult<()> {
    let mut reactions = messages::reactions_of(&message)?;
    reactions.retain(|reaction| reaction.member_key != member_key);
    let mut left = Message {
        reactions: messages::json(&reactions),
        ..message
    };
    if left.sender_id == erasure.person_id {
        left.text = String::new();
        left.subject = None;
        left.attachments = None;
        left.deleted_at = left.deleted_at.or(Some(now));
    }
    messages::update(tx, erasure.workspace_id, &left)?;
    tx.execute(
        "UPDATE message SET deleted_at = ?3 WHERE workspace_id = ?1 AND doc = ?2",
        params![erasure.workspace_id, left.doc, left.deleted_at],
    )?;
    Ok(())
}

/// Takes them out of a few of the conversations of several.
pub(super) fn leave_groups(tx: &mut Tx<'_>, erasure: &mut Erasure) -> StoreResult<Left> {
    let (workspace_id, person_id) = (erasure.workspace_id, erasure.person_id);
    let first = i64::MIN;
    let threads = conversations::list_threads_with(tx, workspace_id, person_id, first, GROUPS_MAX)?;
    for thread in &threads {
        let conversation = conversations::get_by_thread(tx, workspace_id, *thread)?;
        accounts::lock(tx, workspace_id, conversation.account_id)?;
        let conversation_id = conversation.conversation_id;
        participants::delete(tx, workspace_id, conversation_id, person_id)?;
        let default = CountChanges::default();
        accounts::update_counts(tx, workspace_id, conversation.account_id, default)?;
        crate::ingest::forget(tx, workspace_id, &conversation, erasure.words.clone())?;
    }
    Ok(if threads.is_empty() {
        Left::Next
    } else {
        Left::Same
    })
}
