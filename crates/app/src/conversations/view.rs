//! Conversations and messages as they are shown: each with the people in it.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{AccountId, ConversationId, MessageId, PersonId, WorkspaceId};
use domain::limits::{CONVERSATION_PARTICIPANTS_SHOWN, QUOTED_CHARS_MAX};
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;
use store::conversations::{Conversation, account_number, thread_of_doc};
use store::labels::{self, Label};
use store::messages::{self, Message};
use store::participants::{self, PARTICIPANTS_MAX, Participant};
use store::people::{self, Person};
use store::{StoreError, StoreResult, Tx};

/// A conversation with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationView {
    pub conversation: Conversation,
    /// In a list the first few.
    pub participants: Vec<Participant>,
    pub participant_count: i64,
    pub last_message: Option<MessageView>,
    /// By name.
    pub labels: Vec<Label>,
}

/// A message with who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageView {
    pub message_id: MessageId,
    pub account_id: AccountId,
    pub conversation_id: ConversationId,
    pub thread_key: String,
    pub sender: Person,
    pub attachments: Vec<Attachment>,
    pub reactions: Vec<Reaction>,
    /// What it answers, where that is kept here.
    pub quoted: Option<QuotedView>,
    pub message: Message,
}

/// A message that another one answers, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedView {
    pub message_id: MessageId,
    pub message_key: String,
    pub sender: Person,
    pub is_outgoing: bool,
    /// Its beginning; empty where it was taken back.
    pub text: String,
    pub sent_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}

/// Those whom the messages of a page are shown with.
struct Company {
    senders: BTreeMap<PersonId, Person>,
    /// What is answered, by thread and the network's key.
    quoted: BTreeMap<(i64, String), Message>,
}

/// The conversations as a list shows them, in their order.
pub(super) fn views(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversations: Vec<Conversation>,
) -> StoreResult<Vec<ConversationView>> {
    let threads: Vec<i64> = conversations.iter().map(|found| found.thread).collect();
    let mut participants =
        participants::list_shown(tx, workspace_id, &threads, CONVERSATION_PARTICIPANTS_SHOWN)?;
    let mut labels = labels::list_of(tx, workspace_id, &threads)?;
    let mut latest = latest(tx, workspace_id, &conversations)?;
    let views = conversations.into_iter().map(|conversation| {
        let thread = conversation.thread;
        let (participants, participant_count) = participants.remove(&thread).unwrap_or_default();
        ConversationView {
            participants,
            participant_count,
            last_message: latest.remove(&thread),
            labels: labels.remove(&thread).unwrap_or_default(),
            conversation,
        }
    });
    Ok(views.collect())
}

/// One conversation with everybody in it.
pub(super) fn view(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: Conversation,
) -> StoreResult<ConversationView> {
    let (account_id, conversation_id) = (conversation.account_id, conversation.conversation_id);
    let everybody = participants::list(
        tx,
        workspace_id,
        account_id,
        conversation_id,
        PARTICIPANTS_MAX,
    )?;
    let mut views = views(tx, workspace_id, vec![conversation])?;
    let view = views.pop().ok_or(StoreError::NotFound)?;
    Ok(ConversationView {
        participants: everybody,
        ..view
    })
}

/// The newest message of each, by thread.
fn latest(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversations: &[Conversation],
) -> StoreResult<BTreeMap<i64, MessageView>> {
    let docs: Vec<i64> = conversations
        .iter()
        .filter_map(|conversation| conversation.latest_doc)
        .collect();
    let found = messages::list_of(tx, workspace_id, &docs)?;
    let by_thread: BTreeMap<i64, &Conversation> = conversations
        .iter()
        .map(|conversation| (conversation.thread, conversation))
        .collect();
    let found: Vec<Message> = found.into_iter().flatten().collect();
    let company = company(tx, workspace_id, &found)?;
    let mut views = BTreeMap::new();
    for message in found {
        let thread = thread_of_doc(message.doc);
        if let Some(conversation) = by_thread.get(&thread) {
            let view = message_view(conversation, message, &company)?;
            views.insert(thread, view);
        }
    }
    Ok(views)
}

/// Messages of one conversation as they are shown, in their order.
pub(super) fn message_views(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    conversation: &Conversation,
    found: Vec<Message>,
) -> StoreResult<Vec<MessageView>> {
    let company = company(tx, workspace_id, &found)?;
    let views = found.into_iter();
    views
        .map(|message| message_view(conversation, message, &company))
        .collect()
}

/// What messages answer, and each sender once.
fn company(tx: &mut Tx<'_>, workspace_id: WorkspaceId, found: &[Message]) -> StoreResult<Company> {
    let refs: BTreeSet<(i64, &str)> = found
        .iter()
        .filter_map(|message| {
            let thread = thread_of_doc(message.doc);
            Some((account_number(thread), message.reply_to.as_deref()?))
        })
        .collect();
    let refs: Vec<(i64, &str)> = refs.into_iter().collect();
    let answered = if refs.is_empty() {
        Vec::new()
    } else {
        messages::list_by_refs(tx, workspace_id, messages::NETWORK, &refs)?
    };
    let answered: Vec<Message> = answered.into_iter().flatten().collect();
    let all = found.iter().chain(&answered);
    let ids: BTreeSet<PersonId> = all.map(|message| message.sender_id).collect();
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let people = people::list_of(tx, workspace_id, &ids)?.into_iter();
    let people = people.flatten().map(|person| (person.person_id, person));
    let placed = |message: Message| {
        let place = (thread_of_doc(message.doc), message.message_key.clone());
        (place, message)
    };
    Ok(Company {
        senders: people.collect(),
        quoted: answered.into_iter().map(placed).collect(),
    })
}

impl Company {
    /// What a message answers. The network may name one of another thread: that is nobody's to see here.
    fn quoted(&self, message: &Message) -> Option<QuotedView> {
        let place = (thread_of_doc(message.doc), message.reply_to.clone()?);
        let quoted = self.quoted.get(&place)?;
        Some(QuotedView {
            message_id: MessageId::of(quoted.doc),
            message_key: quoted.message_key.clone(),
            sender: self.senders.get(&quoted.sender_id)?.clone(),
            is_outgoing: quoted.is_outgoing,
            text: quoted.text.chars().take(QUOTED_CHARS_MAX).collect(),
            sent_at: quoted.sent_at,
            deleted_at: quoted.deleted_at,
        })
    }
}

fn message_view(
    conversation: &Conversation,
    message: Message,
    company: &Company,
) -> StoreResult<MessageView> {
    debug_assert_eq!(account_number(conversation.thread), message.doc >> 43);
    let sender = company.senders.get(&message.sender_id).cloned();
    Ok(MessageView {
        message_id: MessageId::of(message.doc),
        account_id: conversation.account_id,
        conversation_id: conversation.conversation_id,
        thread_key: conversation.thread_key.clone(),
        sender: sender.ok_or(StoreError::NotFound)?,
        attachments: super::history::list(message.attachments.as_deref())?,
        reactions: super::history::list(message.reactions.as_deref())?,
        quoted: company.quoted(&message),
        message,
    })
}
