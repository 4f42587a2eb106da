//! What a network reports without a message: receipts, reactions, read states, members, relationships.

use domain::event::EventKind;
use domain::network::{Member, Reaction, Thread};
use domain::time::Timestamp;

use super::messages::earliest;
use super::spread::spread;
use super::{Observed, Place, Scene, is_key, observe, thread};
use crate::accounts::Account;
use crate::conversations::{self, Conversation};
use crate::erasures::erased;
use crate::inbox::Position;
use crate::messages::json;
use crate::messages::{self, Message, NETWORK};
use crate::people::{self, Person, Seen};
use crate::{StoreError, StoreResult, Tx, desks, relations};

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
        (
            EventKind::MessageDelivered,
            known.delivered_at,
            next.delivered_at,
        ),
        (EventKind::MessageSeen, known.seen_at, next.seen_at),
    ];
    for (kind, before, after) in steps {
        if let (None, Some(at)) = (before, after) {
            place.announce(tx, kind, ids, |data| {
                data.text("message_key", message_key).instant("at", at)
            });
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
    if known.deleted_at.is_some() {
        return Ok(Receipted::Unchanged);
    }
    let reactions = &without_erased(tx, account, reactions)?;
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
    let before = messages::reactions_of(&known)?;
    let steps = [
        (
            EventKind::MessageReactionRemoved,
            missing(&before, reactions),
        ),
        (EventKind::MessageReactionAdded, missing(reactions, &before)),
    ];
    for (kind, changed) in steps {
        for reaction in changed {
            place.announce(tx, kind, ids, |data| {
                data.text("message_key", message_key)
                    .text("member_key", &reaction.member_key)
                    .text("emoji", &reaction.emoji)
            });
        }
    }
    Ok(Receipted::Updated)
}

/// The reactions of those who were not erased, or have written since.
fn without_erased(
    tx: &mut Tx<'_>,
    account: &Account,
    reactions: &[Reaction],
) -> StoreResult<Vec<Reaction>> {
    let keys = reactions.iter().map(|reaction| reaction.member_key.clone());
    let on_list = erased::find_members(tx, account.workspace_id, &account.network, keys)?;
    let is_kept = |reaction: &&Reaction| {
        let erased = on_list.get(&reaction.member_key);
        erased.is_none_or(|erased| erased.has_returned)
    };
    Ok(reactions.iter().filter(is_kept).cloned().collect())
}

/// The reactions that stand only in the first of two lists.
fn missing<'r>(
    first: &'r [Reaction],
    second: &'r [Reaction],
) -> impl Iterator<Item = &'r Reaction> {
    let is_same = |one: &Reaction, other: &Reaction| {
        (&one.member_key, &one.emoji) == (&other.member_key, &other.emoji)
    };
    first
        .iter()
        .filter(move |one| !second.iter().any(|other| is_same(one, other)))
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
    let Some(scene) = thread::find(tx, &place, thread_key)? else {
        return Ok(false);
    };
    mark_read(tx, &place, scene, read_at)?;
    Ok(true)
}

/// As [`seen`] for several threads, at most 32, each given with the activity that was known before the call. Where
/// something has happened since, it is left to the network to say what was read.
pub fn all_seen(
    tx: &mut Tx<'_>,
    account: &Account,
    threads: &[Position],
    read_at: Timestamp,
    now: Timestamp,
) -> StoreResult<()> {
    let place = Place::lock(tx, account, now)?;
    for known in threads {
        let conversation = conversations::get_by_thread(tx, account.workspace_id, known.thread)?;
        let found = thread::find(tx, &place, &conversation.thread_key)?;
        let is_untouched =
            |scene: &Scene| scene.conversation.last_activity_at == known.last_activity_at;
        if let Some(scene) = found.filter(is_untouched) {
            mark_read(tx, &place, scene, read_at)?;
        }
    }
    Ok(())
}

fn mark_read(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    mut scene: Scene,
    read_at: Timestamp,
) -> StoreResult<()> {
    let conversation = &mut scene.conversation;
    conversation.last_read_at = conversation.last_read_at.max(Some(read_at));
    if conversation.unread_count > 0 {
        conversation.unread_count = 0;
        let ids = (
            conversation.conversation_id,
            conversation.thread_key.as_str(),
        );
        place.announce(tx, EventKind::ConversationRead, ids, |data| {
            data.instant("read_at", read_at)
        });
    }
    scene.finish(tx, place)
}

/// The owner wants to read the thread once more, told by the answer to our own call, before the network reports it.
/// False if the thread is not known.
pub fn unread(
    tx: &mut Tx<'_>,
    account: &Account,
    thread_key: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let place = Place::lock(tx, account, now)?;
    let Some(mut scene) = thread::find(tx, &place, thread_key)? else {
        return Ok(false);
    };
    if scene.conversation.unread_count == 0 {
        scene.conversation.unread_count = 1;
        let conversation = (account.workspace_id, &scene.conversation);
        desks::tell_updated(tx, conversation, "unread", now);
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
    take_over(tx, &place, &seen, member.degree)
}

/// A member as the network shows them to somebody who asks: added if not known, else as [`member_changed`].
pub fn member_seen(
    tx: &mut Tx<'_>,
    account: &Account,
    member: &Member,
    now: Timestamp,
) -> StoreResult<Person> {
    require_member_key(member)?;
    let place = Place::lock(tx, account, now)?;
    let (workspace_id, network) = (account.workspace_id, &account.network);
    let seen = people::upsert(tx, workspace_id, network, &thread::clean(member), now)?;
    people::update_seen(tx, workspace_id, seen.person.person_id, now)?;
    take_over(tx, &place, &seen, member.degree)?;
    Ok(Person {
        updated_at: now,
        ..seen.person
    })
}

/// Keeps the degree and tells all conversations what is new. True if anything was.
fn take_over(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    seen: &Seen,
    degree: Option<u8>,
) -> StoreResult<bool> {
    let account = place.account;
    let is_degree_news = match degree {
        Some(degree) => relations::upsert_degree(
            tx,
            account.workspace_id,
            account.account_id,
            seen.person.person_id,
            degree,
            place.now,
        )?,
        None => false,
    };
    let is_news = is_degree_news || seen.before.is_some();
    if is_news {
        spread(tx, place, seen, None)?;
    }
    Ok(is_news)
}

pub(super) fn find_message(
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

pub(super) fn conversation_of(
    tx: &mut Tx<'_>,
    account: &Account,
    message: &Message,
) -> StoreResult<Conversation> {
    let thread = conversations::thread_of_doc(message.doc);
    conversations::get_by_thread(tx, account.workspace_id, thread)
}

pub(super) fn require_member_key(member: &Member) -> StoreResult<()> {
    if is_key(&member.member_key) {
        Ok(())
    } else {
        Err(StoreError::Unstorable("the key of a member is no key"))
    }
}
