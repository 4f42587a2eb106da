//! What a network reports without a message: receipts, reactions, read states, members, relationships.

use domain::ids::{PersonId, WorkspaceId};
use domain::network::{Member, Reaction, Relationship, Thread};
use domain::time::Timestamp;

use super::messages::{earliest, json};
use super::{Observed, Place, is_key, listing, observe, thread};
use crate::accounts::{self, Account, CountChanges};
use crate::conversations::{self, Conversation};
use crate::messages::{self, Message, NETWORK};
use crate::participants;
use crate::people::{self, Seen};
use crate::{StoreError, StoreResult, Tx, relations, words};

/// Conversations that show a changed person and are written in the same transaction.
const SPREAD_MAX: u32 = 64;

/// What became of a report about one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipted {
    /// It was news.
    Updated,
    /// It was known already.
    Unchanged,
    /// The message is not known. Its report is lost unless the caller reads the message from the network and observes
    /// it: reports may overtake their messages.
    UnknownMessage,
}

/// What we sent was delivered or seen. The earliest instant of each is kept.
pub fn receipt(
    tx: &mut Tx<'_>,
    account: &Account,
    message_key: &str,
    delivered_at: Option<Timestamp>,
    seen_at: Option<Timestamp>,
    now: Timestamp,
) -> StoreResult<Receipted> {
    let place = Place::lock(tx, account, now)?;
    let Some(known) = find_message(tx, account, message_key)? else {
        return Ok(Receipted::UnknownMessage);
    };
    let next = Message {
        delivered_at: earliest(known.delivered_at, delivered_at.or(seen_at)),
        seen_at: earliest(known.seen_at, seen_at),
        ..known.clone()
    };
    if next == known {
        return Ok(Receipted::Unchanged);
    }
    messages::update(tx, account.workspace_id, &next)?;
    let conversation = conversation_of(tx, account, &known)?;
    let ids = (
        conversation.conversation_id,
        conversation.thread_key.as_str(),
    );
    let steps = [
        ("message.delivered", known.delivered_at, next.delivered_at),
        ("message.seen", known.seen_at, next.seen_at),
    ];
    for (kind, before, after) in steps {
        if let (None, Some(at)) = (before, after) {
            let at = at.to_string();
            let fields = [("message_key", message_key), ("at", at.as_str())];
            place.announce(tx, kind, ids, &fields);
        }
    }
    Ok(Receipted::Updated)
}

/// All reactions of a message as they now stand. The caller asks the network for them when it is told of a change:
/// reports in another order than the changes would otherwise leave an older state.
pub fn reactions(
    tx: &mut Tx<'_>,
    account: &Account,
    message_key: &str,
    reactions: &[Reaction],
    now: Timestamp,
) -> StoreResult<Receipted> {
    let place = Place::lock(tx, account, now)?;
    let Some(known) = find_message(tx, account, message_key)? else {
        return Ok(Receipted::UnknownMessage);
    };
    let next = Message {
        reactions: json(reactions),
        ..known.clone()
    };
    if next == known {
        return Ok(Receipted::Unchanged);
    }
    messages::update(tx, account.workspace_id, &next)?;
    let conversation = conversation_of(tx, account, &known)?;
    let ids = (
        conversation.conversation_id,
        conversation.thread_key.as_str(),
    );
    let count = reactions.len().to_string();
    let fields = [("message_key", message_key), ("count", count.as_str())];
    place.announce(tx, "message.reactions_changed", ids, &fields);
    Ok(Receipted::Updated)
}

/// Read state, title or membership of a thread changed; a thread that is new is added.
pub fn thread_changed(
    tx: &mut Tx<'_>,
    account: &Account,
    thread: &Thread,
    now: Timestamp,
) -> StoreResult<Observed> {
    observe(tx, account, thread, &[], now)
}

/// The owner has read the thread, told by the answer to our own call, before the network reports it. False if the
/// thread is not known.
pub fn seen(
    tx: &mut Tx<'_>,
    account: &Account,
    thread_key: &str,
    read_at: Timestamp,
    now: Timestamp,
) -> StoreResult<bool> {
    let place = Place::lock(tx, account, now)?;
    let Some(mut scene) = thread::find(tx, &place, thread_key)? else {
        return Ok(false);
    };
    let conversation = &mut scene.conversation;
    conversation.last_read_at = conversation.last_read_at.max(Some(read_at));
    if conversation.unread_count > 0 {
        conversation.unread_count = 0;
        let ids = (
            conversation.conversation_id,
            conversation.thread_key.as_str(),
        );
        let read_at = read_at.to_string();
        place.announce(tx, "conversation.read", ids, &[("read_at", &read_at)]);
    }
    scene.finish(tx, &place)?;
    Ok(true)
}

/// A member changed, or the degree of the relation. Only people who are known already are written; true if it was news.
pub fn member_changed(
    tx: &mut Tx<'_>,
    account: &Account,
    member: &Member,
    now: Timestamp,
) -> StoreResult<bool> {
    let place = Place::lock(tx, account, now)?;
    let known = people::find_by_member_key(
        tx,
        account.workspace_id,
        &account.network,
        &member.member_key,
    )?;
    let Some(known) = known else {
        return Ok(false);
    };
    let seen = people::update(tx, account.workspace_id, known, &thread::clean(member), now)?;
    let is_degree_news = match member.degree {
        Some(degree) => relations::upsert_degree(
            tx,
            account.workspace_id,
            account.account_id,
            seen.person.person_id,
            degree,
            now,
        )?,
        None => false,
    };
    let is_news = is_degree_news || seen.before.is_some();
    if is_news {
        spread(tx, &place, &seen, None)?;
    }
    Ok(is_news)
}

/// How the account now stands to a member, who is added if not known. True if it was news.
pub fn relationship(
    tx: &mut Tx<'_>,
    account: &Account,
    member: &Member,
    relationship: &Relationship,
    now: Timestamp,
) -> StoreResult<bool> {
    if !is_key(&member.member_key) {
        return Err(StoreError::Unstorable("the key of a member is no key"));
    }
    let place = Place::lock(tx, account, now)?;
    let workspace_id = account.workspace_id;
    let member = thread::clean(member);
    let seen = people::upsert(tx, workspace_id, &account.network, &member, now)?;
    let person_id = seen.person.person_id;
    let before = relations::find(tx, workspace_id, account.account_id, person_id)?;
    relations::upsert(
        tx,
        workspace_id,
        account.account_id,
        person_id,
        relationship,
        now,
    )?;
    let is_news = before.is_none_or(|before| before.relationship != *relationship);
    if is_news {
        let status = relations::status_word(relationship);
        place.announce_person(
            tx,
            "relationship.changed",
            &seen.person,
            &[("status", status)],
        );
    }
    if is_news || seen.before.is_some() {
        spread(tx, &place, &seen, None)?;
    }
    Ok(is_news)
}

fn find_message(
    tx: &mut Tx<'_>,
    account: &Account,
    message_key: &str,
) -> StoreResult<Option<Message>> {
    messages::find_by_ref(
        tx,
        account.workspace_id,
        account.number,
        NETWORK,
        message_key,
    )
}

fn conversation_of(
    tx: &mut Tx<'_>,
    account: &Account,
    message: &Message,
) -> StoreResult<Conversation> {
    let thread = conversations::thread_of_doc(message.doc);
    conversations::get_by_thread(tx, account.workspace_id, thread)
}

/// Announces a changed person and writes the conversations that show them anew, except `written`, which is.
pub(super) fn spread(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    seen: &Seen,
    written: Option<i64>,
) -> StoreResult<()> {
    if seen.before.is_some() {
        place.announce_person(
            tx,
            "person.changed",
            &seen.person,
            &[
                ("name", &seen.person.name),
                ("headline", &seen.person.headline),
            ],
        );
    }
    let workspace_id = place.workspace_id();
    let person_id = seen.person.person_id;
    let threads =
        conversations::list_threads_with(tx, workspace_id, person_id, i64::MIN, SPREAD_MAX)?;
    for thread in threads
        .into_iter()
        .filter(|thread| Some(*thread) != written)
    {
        refresh(tx, workspace_id, thread, seen.before.as_ref())?;
    }
    Ok(())
}

/// Writes the conversations that show a person anew, in order of their thread behind `after`, at most 64 of them, and
/// returns the last one if there may be more. For the few people whose change was too much for one transaction.
pub fn refresh_person(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    after: Option<i64>,
) -> StoreResult<Option<i64>> {
    let after = after.unwrap_or(i64::MIN);
    let threads = conversations::list_threads_with(tx, workspace_id, person_id, after, SPREAD_MAX)?;
    for thread in &threads {
        refresh(tx, workspace_id, *thread, None)?;
    }
    let is_full = u32::try_from(threads.len()) == Ok(SPREAD_MAX);
    Ok(threads.last().copied().filter(|_| is_full))
}

fn refresh(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    before: Option<&people::Person>,
) -> StoreResult<()> {
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    // Counts first: that takes the row of the account, which may be another one.
    let account_id = conversation.account_id;
    accounts::update_counts(tx, workspace_id, account_id, CountChanges::default())?;
    let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
    let participants = participants::list(
        tx,
        workspace_id,
        account_id,
        conversation.conversation_id,
        participants::PARTICIPANTS_MAX,
    )?;
    listing::write(tx, workspace_id, &conversation, &participants)?;
    let words_now: std::collections::BTreeSet<String> = participants
        .iter()
        .flat_map(|participant| listing::words_of_person(&participant.person))
        .collect();
    let words_now: Vec<String> = words_now.into_iter().collect();
    words::insert(tx, workspace_id, thread, &words_now)?;
    let gone = before.map(listing::words_of_person).unwrap_or_default();
    listing::forget_words(
        tx,
        workspace_id,
        &conversation,
        &participants,
        gone.into_iter().collect(),
    )
}
