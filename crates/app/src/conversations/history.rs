//! A stretch of a conversation, in one read transaction.

use std::collections::BTreeMap;

use domain::error_code::ErrorCode;
use domain::ids::PersonId;
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;
use domain::urn::{PersonReference, ThreadReference};
use store::accounts::Account;
use store::conversations::{self, Conversation};
use store::messages::{self, Message};
use store::people::{self, Person};
use store::{StoreError, StoreResult, Tx, participants};

use super::{ConversationHistory, HistoryMessage, Sender};
use crate::accounts::ACCOUNTS_OF_MEMBER_MAX;
use crate::{Caller, Refusal, accounts};

/// What is asked, checked as far as it goes without the store.
pub(super) struct Question {
    pub(super) caller: Caller,
    pub(super) account: Option<String>,
    pub(super) thread: ThreadReference,
    pub(super) participant: Option<PersonReference>,
    pub(super) anchor: Option<Timestamp>,
    pub(super) before: u32,
    pub(super) after: u32,
}

pub(super) fn answer(
    tx: &mut Tx<'_>,
    question: &Question,
) -> StoreResult<Result<ConversationHistory, Refusal>> {
    let account = match choose_account(tx, question)? {
        Ok(account) => account,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let found = match find(tx, question, &account)? {
        Some(conversation) => Some((account, conversation)),
        None => find_elsewhere(tx, question, &account)?,
    };
    let Some((account, conversation)) = found else {
        return Ok(Err(Refusal::of(ErrorCode::ConversationNotFound)));
    };
    if let Some(participant) = &question.participant
        && !takes_part(tx, &account, &conversation, participant)?
    {
        let message = "this member takes no part in the conversation";
        return Ok(Err(Refusal::field("profileId", "no_participant", message)));
    }
    let stretch = read(tx, question, &account, &conversation)?;
    let (senders, places) = senders(tx, &account, &stretch.messages)?;
    let messages = stretch
        .messages
        .into_iter()
        .map(|message| shown(message, &places))
        .collect::<StoreResult<Vec<_>>>()?;
    Ok(Ok(ConversationHistory {
        account_id: account.account_id,
        owner_key: account.member_key,
        conversation_id: conversation.conversation_id,
        thread_key: conversation.thread_key,
        total: conversation.message_count,
        senders,
        messages,
        has_more_before: stretch.has_more_before,
        has_more_after: stretch.has_more_after,
        is_history_complete: account.is_read_only || conversation.is_backfilled,
    }))
}

/// As always; but a conversation id of our own names its account as well as the owner in a URN does.
fn choose_account(tx: &mut Tx<'_>, question: &Question) -> StoreResult<Result<Account, Refusal>> {
    let given = given_account(question);
    let owner = match &question.thread {
        ThreadReference::Network { owner, .. } => owner.as_ref(),
        ThreadReference::Own(_) => None,
    };
    if let (None, ThreadReference::Own(conversation_id)) = (given, &question.thread)
        && let Some(conversation) =
            conversations::find(tx, question.caller.workspace_id, *conversation_id)?
        && question.caller.sees(conversation.account_id)
    {
        let account_id = conversation.account_id.to_string();
        return accounts::choose(tx, &question.caller, Some(&account_id), None);
    }
    accounts::choose(tx, &question.caller, given, owner)
}

fn find(
    tx: &mut Tx<'_>,
    question: &Question,
    account: &Account,
) -> StoreResult<Option<Conversation>> {
    match &question.thread {
        ThreadReference::Network { thread, .. } => conversations::find_by_thread_key(
            tx,
            account.workspace_id,
            account.account_id,
            thread.as_str(),
        ),
        ThreadReference::Own(conversation_id) => {
            Ok(
                conversations::find(tx, account.workspace_id, *conversation_id)?
                    .filter(|conversation| conversation.account_id == account.account_id),
            )
        }
    }
}

/// An owner in a URN stands for each account of that owner: a seat may be linked and its past imported, and the thread
/// may be in either.
fn find_elsewhere(
    tx: &mut Tx<'_>,
    question: &Question,
    but: &Account,
) -> StoreResult<Option<(Account, Conversation)>> {
    let ThreadReference::Network {
        owner: Some(owner), ..
    } = &question.thread
    else {
        return Ok(None);
    };
    if given_account(question).is_some() {
        return Ok(None);
    }
    let workspace_id = question.caller.workspace_id;
    let accounts =
        store::accounts::list_by_member(tx, workspace_id, owner.as_str(), ACCOUNTS_OF_MEMBER_MAX)?;
    for account in accounts {
        if account.account_id != but.account_id
            && question.caller.sees(account.account_id)
            && let Some(conversation) = find(tx, question, &account)?
        {
            return Ok(Some((account, conversation)));
        }
    }
    Ok(None)
}

/// The account that the caller names apart from the thread.
fn given_account(question: &Question) -> Option<&str> {
    let given = question.account.as_deref();
    given.filter(|text| !text.trim().is_empty())
}

fn takes_part(
    tx: &mut Tx<'_>,
    account: &Account,
    conversation: &Conversation,
    reference: &PersonReference,
) -> StoreResult<bool> {
    let (workspace_id, network) = (account.workspace_id, account.network.as_str());
    let person = match reference {
        PersonReference::MemberKey(key) if key.as_str() == account.member_key => return Ok(true),
        PersonReference::Slug(slug) if Some(slug.as_str()) == account.slug.as_deref() => {
            return Ok(true);
        }
        PersonReference::MemberKey(key) => {
            people::find_by_member_key(tx, workspace_id, network, key.as_str())?
        }
        PersonReference::Slug(slug) => {
            people::find_by_slug(tx, workspace_id, network, slug.as_str())?
        }
        PersonReference::MemberNumber(number) => match i64::try_from(number.get()) {
            Ok(number) if Some(number) == account.member_number => return Ok(true),
            Ok(number) => people::find_by_member_number(tx, workspace_id, network, number)?,
            Err(_) => None,
        },
        PersonReference::Own(person_id) => people::find(tx, workspace_id, *person_id)?,
    };
    let Some(person) = person else {
        return Ok(false);
    };
    if person.network == account.network && person.member_key == account.member_key {
        return Ok(true);
    }
    participants::is_participant(
        tx,
        workspace_id,
        conversation.conversation_id,
        person.person_id,
    )
}

struct Stretch {
    /// Oldest first.
    messages: Vec<Message>,
    has_more_before: bool,
    has_more_after: bool,
}

fn read(
    tx: &mut Tx<'_>,
    question: &Question,
    account: &Account,
    conversation: &Conversation,
) -> StoreResult<Stretch> {
    let (workspace_id, thread) = (account.workspace_id, conversation.thread);
    let anchor = question.anchor.unwrap_or(Timestamp::MAX);
    let (mut older, has_more_before) = side(question.before, |limit| {
        messages::list_before(tx, workspace_id, thread, anchor, limit)
    })?;
    older.reverse();
    let (mut newer, has_more_after) = side(question.after, |limit| {
        messages::list_from(tx, workspace_id, thread, anchor, limit)
    })?;
    older.append(&mut newer);
    Ok(Stretch {
        messages: older,
        has_more_before,
        has_more_after,
    })
}

/// The first `count` messages on one side of the anchor, those of the last one's millisecond with them however many they
/// are, and whether there are more.
fn side(
    count: u32,
    mut list: impl FnMut(u32) -> StoreResult<Vec<Message>>,
) -> StoreResult<(Vec<Message>, bool)> {
    let mut limit = count + 1;
    let mut messages = list(limit)?;
    let mut kept = whole_instants(&messages, count);
    while count > 0 && kept == messages.len() && u32::try_from(kept) == Ok(limit) {
        limit = limit.saturating_mul(2);
        messages = list(limit)?;
        kept = whole_instants(&messages, count);
    }
    let has_more = messages.len() > kept;
    messages.truncate(kept);
    Ok((messages, has_more))
}

/// How many messages from the start make `count`, or a few more of the same millisecond.
fn whole_instants(messages: &[Message], count: u32) -> usize {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let Some(last) = count.checked_sub(1).and_then(|last| messages.get(last)) else {
        return count.min(messages.len());
    };
    let same = messages[count..]
        .iter()
        .take_while(|message| message.sent_at.millis() == last.sent_at.millis());
    count + same.count()
}

/// Each sender once, and where each stands.
fn senders(
    tx: &mut Tx<'_>,
    account: &Account,
    messages: &[Message],
) -> StoreResult<(Vec<Sender>, BTreeMap<PersonId, usize>)> {
    let mut senders = Vec::new();
    let mut places = BTreeMap::new();
    for message in messages {
        if places.contains_key(&message.sender_id) {
            continue;
        }
        let person = people::find(tx, account.workspace_id, message.sender_id)?
            .ok_or(StoreError::NotFound)?;
        places.insert(message.sender_id, senders.len());
        senders.push(sender(person));
    }
    Ok((senders, places))
}

fn sender(person: Person) -> Sender {
    Sender {
        member_key: person.member_key,
        slug: person.slug,
        name: person.name,
        picture: person.picture,
    }
}

fn shown(message: Message, places: &BTreeMap<PersonId, usize>) -> StoreResult<HistoryMessage> {
    Ok(HistoryMessage {
        sender: places[&message.sender_id],
        attachments: list::<Attachment>(message.attachments.as_deref())?,
        reactions: list::<Reaction>(message.reactions.as_deref())?,
        is_outgoing: message.is_outgoing,
        message_key: message.message_key,
        reply_to: message.reply_to,
        text: message.text,
        subject: message.subject,
        sent_at: message.sent_at,
        delivered_at: message.delivered_at,
        seen_at: message.seen_at,
    })
}

/// A list that a message keeps as JSON.
pub(super) fn list<T: serde::de::DeserializeOwned>(json: Option<&str>) -> StoreResult<Vec<T>> {
    let Some(json) = json else {
        return Ok(Vec::new());
    };
    serde_json::from_str(json).map_err(|error| StoreError::Inconsistent {
        what: "message",
        message: error.to_string(),
    })
}
