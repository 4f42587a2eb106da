//! What is derived from a conversation: its row in the list, and the words under which it is found.

use std::collections::BTreeSet;

use domain::ids::WorkspaceId;
use domain::search;

use crate::conversations::Conversation;
use crate::inbox::{self, InboxRow, facts};
use crate::messages;
use crate::participants::{self, Participant};
use crate::people::Person;
use crate::{StoreResult, Tx, words};

/// Messages that are read again to see whether a word still stands in a conversation. In a longer conversation a word
/// that has gone stays searchable: it finds what once was there, and nothing is missed.
const RESCANNED_MESSAGES_MAX: u32 = 1_000;
/// The same where somebody is erased, which is rare.
const ERASED_MESSAGES_MAX: u32 = 50_000;

/// The words under which a participant is found: everything that a list shows of them as text.
pub(super) fn words_of_person(person: &Person) -> Vec<String> {
    search::entries_of([person.name.as_str(), person.headline.as_str()])
}

/// Writes the row that a list shows.
pub(super) fn write(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
    participants: &[Participant],
) -> StoreResult<()> {
    let latest = match conversation.latest_doc {
        Some(doc) => Some(messages::get(tx, workspace_id, doc)?),
        None => None,
    };
    let row = InboxRow {
        thread: conversation.thread,
        conversation_id: conversation.conversation_id,
        last_activity_at: conversation.last_activity_at,
        unread_count: conversation.unread_count,
        facts: facts::bounded(conversation, participants, latest.as_ref()),
    };
    inbox::upsert(tx, workspace_id, &row)
}

/// Removes those of `gone` that stand nowhere in the conversation any more. Everything else must be written already.
pub(super) fn forget_words(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
    participants: &[Participant],
    gone: BTreeSet<String>,
) -> StoreResult<()> {
    let most = RESCANNED_MESSAGES_MAX;
    forget_within(tx, workspace_id, conversation, participants, gone, most)
}

/// Writes the row that a list shows from what is kept now.
pub(crate) fn rewrite(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
) -> StoreResult<()> {
    let (account_id, conversation_id) = (conversation.account_id, conversation.conversation_id);
    let most = participants::PARTICIPANTS_MAX;
    let participants = participants::list(tx, workspace_id, account_id, conversation_id, most)?;
    write(tx, workspace_id, conversation, &participants)
}

/// As [`rewrite`], and forgets words of somebody who was erased, also in a very long conversation.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
    gone: BTreeSet<String>,
) -> StoreResult<()> {
    let (account_id, conversation_id) = (conversation.account_id, conversation.conversation_id);
    let most = participants::PARTICIPANTS_MAX;
    let participants = participants::list(tx, workspace_id, account_id, conversation_id, most)?;
    write(tx, workspace_id, conversation, &participants)?;
    let most = ERASED_MESSAGES_MAX;
    forget_within(tx, workspace_id, conversation, &participants, gone, most)
}

fn forget_within(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
    participants: &[Participant],
    mut gone: BTreeSet<String>,
    messages_max: u32,
) -> StoreResult<()> {
    if gone.is_empty() || conversation.message_count > i64::from(messages_max) {
        return Ok(());
    }
    let mut keep = |words: Vec<String>| {
        for word in words {
            gone.remove(&word);
        }
    };
    keep(search::entries_of(conversation.title.as_deref()));
    for participant in participants {
        keep(words_of_person(&participant.person));
    }
    messages::each_text(
        tx,
        workspace_id,
        conversation.thread,
        messages_max,
        |text, subject| keep(search::entries_of([text, subject.unwrap_or_default()])),
    )?;
    let gone: Vec<String> = gone.into_iter().collect();
    words::delete(tx, workspace_id, conversation.thread, &gone)
}
