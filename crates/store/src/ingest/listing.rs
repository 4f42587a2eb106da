//! What is derived from a conversation: its row in the list, and the words under which it is found.

use std::collections::BTreeSet;

use domain::ids::WorkspaceId;
use domain::inbox::{self as shown, Facts, FactsInput, LatestInput};
use domain::search;

use crate::conversations::Conversation;
use crate::inbox::{self, InboxRow};
use crate::messages::{self, Message};
use crate::participants::Participant;
use crate::people::Person;
use crate::{StoreResult, Tx, words};

/// Messages that are read again to see whether a word still stands in a conversation. In a longer conversation a word
/// that has gone stays searchable: it finds what once was there, and nothing is missed.
const RESCANNED_MESSAGES_MAX: u32 = 1_000;

/// The words under which a participant is found: everything that a list shows of them as text.
pub(super) fn words_of_person(person: &Person) -> Vec<String> {
    search::words_of([person.name.as_str(), person.headline.as_str()])
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
        facts: facts(conversation, participants, latest.as_ref()),
    };
    inbox::upsert(tx, workspace_id, &row)
}

fn facts(
    conversation: &Conversation,
    participants: &[Participant],
    latest: Option<&Message>,
) -> Vec<u8> {
    let shown: Vec<_> = participants
        .iter()
        .take(domain::limits::INBOX_PARTICIPANTS_MAX)
        .map(shown_participant)
        .collect();
    Facts::encode(&FactsInput {
        thread_key: &conversation.thread_key,
        kind: conversation.kind,
        title: conversation.title.as_deref(),
        state: conversation.state.as_deref(),
        created_at: conversation.created_at,
        last_read_at: conversation.last_read_at,
        participants: &shown,
        participant_total: u32::try_from(participants.len()).unwrap_or(u32::MAX),
        latest: latest.map(|message| LatestInput {
            message_key: &message.message_key,
            text: &message.text,
            sent_at: message.sent_at,
            has_attachment: message.attachments.is_some(),
            sender_key: sender_key(message, participants),
        }),
    })
}

/// A participant as a list shows it.
pub(super) fn shown_participant(participant: &Participant) -> shown::Participant<'_> {
    let person = &participant.person;
    shown::Participant {
        member_key: &person.member_key,
        name: &person.name,
        headline: &person.headline,
        picture: person.picture.as_deref(),
        slug: person.slug.as_deref(),
        badge: person.badge.as_deref(),
        degree: participant.degree,
        member_number: person.member_number,
    }
}

/// Absent for the owner; empty, and so left out of the row, for somebody who no longer takes part.
fn sender_key<'p>(message: &Message, participants: &'p [Participant]) -> Option<&'p str> {
    if message.is_outgoing {
        return None;
    }
    let sender = participants
        .iter()
        .find(|participant| participant.person.person_id == message.sender_id);
    Some(sender.map_or("", |sender| sender.person.member_key.as_str()))
}

/// Removes those of `gone` that stand nowhere in the conversation any more. Everything else must be written already.
pub(super) fn forget_words(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
    participants: &[Participant],
    mut gone: BTreeSet<String>,
) -> StoreResult<()> {
    if gone.is_empty() || conversation.message_count > i64::from(RESCANNED_MESSAGES_MAX) {
        return Ok(());
    }
    let mut keep = |words: Vec<String>| {
        for word in words {
            gone.remove(&word);
        }
    };
    keep(search::words(
        conversation.title.as_deref().unwrap_or_default(),
    ));
    for participant in participants {
        keep(words_of_person(&participant.person));
    }
    messages::each_text(
        tx,
        workspace_id,
        conversation.thread,
        RESCANNED_MESSAGES_MAX,
        |text, subject| keep(search::words_of([text, subject.unwrap_or_default()])),
    )?;
    let gone: Vec<String> = gone.into_iter().collect();
    words::delete(tx, workspace_id, conversation.thread, &gone)
}
