//! What a row of the list keeps of its conversation, and the whole of it where the row could not keep all.

use domain::ids::{AccountId, WorkspaceId};
use domain::inbox::{Facts, FactsInput, LatestInput, Participant as Shown};

use super::InboxRow;
use crate::conversations::{self, Conversation};
use crate::messages::{self, Message};
use crate::participants::{self, PARTICIPANTS_MAX, Participant};
use crate::people::{self, Person};
use crate::{StoreError, StoreResult, Tx, params};

/// What fits into a row.
pub(crate) fn bounded(
    conversation: &Conversation,
    participants: &[Participant],
    latest: Option<&Message>,
) -> Vec<u8> {
    let sender = latest.map(|message| Latest {
        message,
        sender: sender_among(message, participants),
    });
    let shown = &participants[..participants
        .len()
        .min(domain::limits::INBOX_PARTICIPANTS_MAX)];
    with_input(
        conversation,
        shown,
        participants.len(),
        sender,
        Facts::encode,
    )
}

/// The facts of a row with what it had to leave out: a long text, participants past the first few, a long title.
pub fn complete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    mut row: InboxRow,
) -> StoreResult<InboxRow> {
    if Facts::is_packed_whole(&row.facts) {
        return Ok(row);
    }
    let facts = Facts::decode(&row.facts).map_err(|error| StoreError::Inconsistent {
        what: "row of the inbox",
        message: error.to_string(),
    })?;
    row.facts = if facts.lacks_text_only() {
        let text = latest_text(tx, workspace_id, row.thread)?;
        Facts::with_text(std::mem::take(&mut row.facts), &text)
    } else {
        whole(tx, workspace_id, account_id, row.thread)?
    };
    Ok(row)
}

fn latest_text(tx: &mut Tx<'_>, workspace_id: WorkspaceId, thread: i64) -> StoreResult<String> {
    tx.query_one(
        "SELECT m.text FROM conversation c
           JOIN message m ON m.workspace_id = c.workspace_id AND m.doc = c.latest_doc
          WHERE c.workspace_id = ?1 AND c.thread = ?2",
        params![workspace_id, thread],
        |row| Ok(row.text(0)?.to_owned()),
    )
}

fn whole(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    thread: i64,
) -> StoreResult<Vec<u8>> {
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    let participants = participants::list(
        tx,
        workspace_id,
        account_id,
        conversation.conversation_id,
        PARTICIPANTS_MAX,
    )?;
    let latest = match conversation.latest_doc {
        Some(doc) => Some(messages::get(tx, workspace_id, doc)?),
        None => None,
    };
    // Somebody who no longer takes part is read apart.
    let mut former = None;
    if let Some(message) = latest.as_ref().filter(|message| !message.is_outgoing)
        && sender_among(message, &participants).is_some_and(|sender| sender.member_key.is_empty())
    {
        former = people::find(tx, workspace_id, message.sender_id)?;
    }
    let latest = latest.as_ref().map(|message| Latest {
        message,
        sender: former
            .as_ref()
            .map(|person| shown(person, None))
            .or_else(|| sender_among(message, &participants)),
    });
    let total = participants.len();
    Ok(with_input(
        &conversation,
        &participants,
        total,
        latest,
        Facts::encode_whole,
    ))
}

struct Latest<'m> {
    message: &'m Message,
    sender: Option<Shown<'m>>,
}

fn with_input(
    conversation: &Conversation,
    participants: &[Participant],
    total: usize,
    latest: Option<Latest<'_>>,
    encode: impl FnOnce(&FactsInput<'_>) -> Vec<u8>,
) -> Vec<u8> {
    let participants: Vec<Shown<'_>> = participants
        .iter()
        .map(|participant| shown(&participant.person, participant.degree))
        .collect();
    encode(&FactsInput {
        thread_key: &conversation.thread_key,
        kind: conversation.kind,
        title: conversation.title.as_deref(),
        state: conversation.state.as_deref(),
        created_at: conversation.created_at,
        last_read_at: conversation.last_read_at,
        participants: &participants,
        participant_total: u32::try_from(total).unwrap_or(u32::MAX),
        latest: latest.map(|latest| LatestInput {
            message_key: &latest.message.message_key,
            text: &latest.message.text,
            sent_at: latest.message.sent_at,
            has_attachment: latest.message.attachments.is_some(),
            sender: latest.sender,
        }),
    })
}

/// Absent for the owner, nameless for somebody who is not among the participants.
fn sender_among<'p>(message: &Message, participants: &'p [Participant]) -> Option<Shown<'p>> {
    if message.is_outgoing {
        return None;
    }
    let sender = participants
        .iter()
        .find(|participant| participant.person.person_id == message.sender_id);
    Some(sender.map_or_else(Shown::default, |sender| {
        shown(&sender.person, sender.degree)
    }))
}

fn shown(person: &Person, degree: Option<u8>) -> Shown<'_> {
    Shown {
        member_key: &person.member_key,
        name: &person.name,
        headline: &person.headline,
        picture: person.picture.as_deref(),
        slug: person.slug.as_deref(),
        badge: person.badge.as_deref(),
        degree,
        member_number: person.member_number,
    }
}
