//! The messages of a page.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::conversation::Desk;
use domain::event::EventKind;
use domain::ids::PersonId;
use domain::network::{Member, NetworkMessage};
use domain::search;
use domain::time::Timestamp;

use super::{EchoedToken, InsertedMessage, Observed, Place, Scene, is_key, opt_outs, storable};
use crate::messages::{self, Message, NETWORK, json};
use crate::{StoreResult, Tx, conversations, people};

/// What became of the messages of a page.
#[derive(Default)]
pub(super) struct PageOutcome {
    inserted: Vec<InsertedMessage>,
    echoes: Vec<EchoedToken>,
    skipped: usize,
}

impl PageOutcome {
    pub(super) fn into_observed(self, scene: &Scene) -> Observed {
        Observed {
            conversation_id: scene.conversation.conversation_id,
            thread: scene.conversation.thread,
            is_new_conversation: scene.before.is_none(),
            inserted: self.inserted,
            echoes: self.echoes,
            skipped: self.skipped,
        }
    }
}

/// Inserts what is new and completes what is known. `members` are those of whom more than the key is known, besides
/// the participants.
pub(super) fn observe(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    page: &[NetworkMessage],
    members: &[Member],
) -> StoreResult<PageOutcome> {
    let mut outcome = PageOutcome::default();
    let thread_key = scene.conversation.thread_key.clone();
    let mut keys = BTreeSet::new();
    let mut valid = Vec::with_capacity(page.len());
    for message in page {
        let is_valid = message.thread_key == thread_key
            && is_key(&message.message_key)
            && is_key(&message.sender_key);
        if is_valid {
            outcome.echoes.extend(echoed_token(place, message));
            if keys.insert(message.message_key.as_str()) {
                valid.push(message);
            }
        } else {
            outcome.skipped += 1;
        }
    }
    let (new, known) = claim(tx, place, scene, valid)?;
    outcome.inserted = insert(tx, place, scene, &new, members)?;
    opt_outs::note(tx, place, scene, new.iter().map(|(_, message)| *message))?;
    for message in known {
        complete(tx, place, scene, message)?;
    }
    Ok(outcome)
}

fn echoed_token(place: &Place<'_>, message: &NetworkMessage) -> Option<EchoedToken> {
    let is_own = message.sender_key == place.account.member_key;
    let token = message.token.as_ref().filter(|_| is_own)?;
    Some(EchoedToken {
        token: token.clone(),
        message_key: message.message_key.clone(),
        thread_key: message.thread_key.clone(),
        sent_at: message.sent_at,
        delivered_at: message.delivered_at,
        seen_at: message.seen_at,
    })
}

type New<'p> = Vec<(i64, &'p NetworkMessage)>;

/// Claims the network's references and tells new messages, with their numbers, from known ones.
fn claim<'p>(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &Scene,
    page: Vec<&'p NetworkMessage>,
) -> StoreResult<(New<'p>, Vec<&'p NetworkMessage>)> {
    let conversation = &scene.conversation;
    let mut numbered = Vec::with_capacity(page.len());
    for (message, ordinal) in page.into_iter().zip(conversation.message_ordinal + 1..) {
        numbered.push((
            conversations::doc_of(conversation.thread, ordinal)?,
            message,
        ));
    }
    let refs: Vec<(&str, i64)> = numbered
        .iter()
        .map(|(doc, message)| (message.message_key.as_str(), *doc))
        .collect();
    let claimed = messages::claim_refs(
        tx,
        place.workspace_id(),
        place.account.number,
        NETWORK,
        &refs,
    )?;
    let claimed: BTreeSet<i64> = claimed.into_iter().collect();
    let (new, known): (Vec<_>, Vec<_>) = numbered
        .into_iter()
        .partition(|(doc, _)| claimed.contains(doc));
    Ok((new, known.into_iter().map(|(_, message)| message).collect()))
}

fn insert(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    new: &New<'_>,
    members: &[Member],
) -> StoreResult<Vec<InsertedMessage>> {
    let senders = senders(tx, place, scene, new, members)?;
    let mut rows = Vec::with_capacity(new.len());
    let mut inserted = Vec::with_capacity(new.len());
    for (doc, message) in new {
        let row = row(place, *doc, message, senders[message.sender_key.as_str()]);
        inserted.push(InsertedMessage {
            message_key: row.message_key.clone(),
            doc: row.doc,
            is_outgoing: row.is_outgoing,
            sent_at: row.sent_at,
        });
        rows.push(row);
    }
    messages::insert(tx, place.workspace_id(), scene.conversation.thread, &rows)?;
    for row in &rows {
        note_new(scene, row);
        if !row.is_outgoing && place.is_news(row.sent_at) {
            note_reply(scene);
        }
    }
    announce(tx, place, scene, new);
    Ok(inserted)
}

/// Who wrote the new messages.
fn senders<'p>(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    new: &New<'p>,
    members: &[Member],
) -> StoreResult<BTreeMap<&'p str, PersonId>> {
    let keys: BTreeSet<&str> = new
        .iter()
        .map(|(_, message)| message.sender_key.as_str())
        .collect();
    let mut senders = BTreeMap::new();
    for key in keys {
        let participant = scene
            .participants
            .iter()
            .find(|participant| participant.person.member_key == key)
            .map(|participant| participant.person.person_id);
        let person_id = match participant {
            Some(person_id) => person_id,
            None => ensure_person(tx, place, scene, key, members)?,
        };
        senders.insert(key, person_id);
    }
    Ok(senders)
}

/// The owner, or somebody who takes no part, or no longer: known by what the page shows of them, else by the key alone.
fn ensure_person(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    member_key: &str,
    members: &[Member],
) -> StoreResult<PersonId> {
    let account = place.account;
    let (workspace_id, network) = (account.workspace_id, account.network.as_str());
    let known = people::find_by_member_key(tx, workspace_id, network, member_key)?;
    let shown = members
        .iter()
        .find(|member| member.member_key == member_key);
    let mut member = match (shown, &known) {
        (Some(shown), _) => super::thread::clean(shown),
        (None, Some(known)) => known.as_member(),
        (None, None) => keyed(member_key),
    };
    if member_key == account.member_key {
        member.member_number = account.member_number;
        member.slug.clone_from(&account.slug);
        member.first_name.clone_from(&account.first_name);
        member.last_name.clone_from(&account.last_name);
        member.headline.clone_from(&account.headline);
        member.picture.clone_from(&account.picture);
    }
    let seen = match known {
        Some(known) => people::update(tx, workspace_id, known, &member, place.now)?,
        None => people::upsert(tx, workspace_id, network, &member, place.now)?,
    };
    let person_id = seen.person.person_id;
    if seen.before.is_some() {
        scene.changed_people.push(seen);
    }
    Ok(person_id)
}

fn keyed(member_key: &str) -> Member {
    Member {
        member_key: member_key.to_owned(),
        member_number: None,
        slug: None,
        first_name: String::new(),
        last_name: String::new(),
        headline: String::new(),
        picture: None,
        badge: None,
        degree: None,
    }
}

fn row(place: &Place<'_>, doc: i64, message: &NetworkMessage, sender_id: PersonId) -> Message {
    let subject = message.subject.as_deref().map(storable);
    Message {
        doc,
        sender_id,
        is_outgoing: message.sender_key == place.account.member_key,
        sent_at: message.sent_at,
        message_key: message.message_key.clone(),
        token: message
            .token
            .as_deref()
            .map(|token| storable(token).into_owned()),
        text: storable(&message.text).into_owned(),
        subject: subject.map(Cow::into_owned),
        attachments: json(&message.attachments),
        reactions: json(&message.reactions),
        reply_to: message.reply_to.clone().filter(|key| is_key(key)),
        delivered_at: message.delivered_at.or(message.seen_at),
        seen_at: message.seen_at,
        edited_at: message.edited_at,
        network_edited_at: message.edited_at,
        deleted_at: None,
    }
}

/// The conversation has one message more.
fn note_new(scene: &mut Scene, row: &Message) {
    let conversation = &mut scene.conversation;
    conversation.message_count += 1;
    conversation.message_ordinal = conversation
        .message_ordinal
        .max(conversations::ordinal_of_doc(row.doc));
    conversation.last_activity_at = conversation.last_activity_at.max(row.sent_at);
    let latest = conversation.latest_sent_at.zip(conversation.latest_doc);
    if latest.is_none_or(|latest| (row.sent_at, row.doc) > latest) {
        conversation.latest_sent_at = Some(row.sent_at);
        conversation.latest_doc = Some(row.doc);
    }
    scene.new_words.extend(words_of(row));
}

/// Somebody has written. Where the network says itself what lies in the archive, it has said so already.
fn note_reply(scene: &mut Scene) {
    let desk = &mut scene.conversation.desk;
    let is_archived = desk.is_archived && scene.is_mailbox_told;
    *desk = Desk {
        is_archived,
        ..desk.after_reply()
    };
}

pub(super) fn words_of(row: &Message) -> Vec<String> {
    search::entries_of([
        row.text.as_str(),
        row.subject.as_deref().unwrap_or_default(),
    ])
}

fn announce(tx: &mut Tx<'_>, place: &Place<'_>, scene: &Scene, new: &New<'_>) {
    let ids = (
        scene.conversation.conversation_id,
        scene.conversation.thread_key.as_str(),
    );
    let mut history = 0u64;
    for (_, message) in new {
        if !place.is_news(message.sent_at) {
            history += 1;
            continue;
        }
        let is_own = message.sender_key == place.account.member_key;
        let kind = if is_own {
            EventKind::MessageSent
        } else {
            EventKind::MessageReceived
        };
        place.announce(tx, kind, ids, |data| {
            data.text("message_key", &message.message_key)
                .text("sender_key", &message.sender_key)
                .instant("sent_at", message.sent_at)
        });
    }
    if history > 0 {
        let first = new.first().map_or("", |(_, message)| &message.message_key);
        place.announce(tx, EventKind::ConversationHistoryAdded, ids, |data| {
            data.number("count", history)
                .text("first_message_key", first)
        });
    }
}

/// Adds to a known message what it did not know. A page may be older than what is known, so nothing is taken away by
/// it; only a text that differs was edited, unless the network says that the page shows it as it was before. Archives cannot tell an edit: the same message stands in them with other
/// white space, with and without its subject, and with addresses of attachments that change by the day.
fn complete(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    message: &NetworkMessage,
) -> StoreResult<()> {
    let account = place.account;
    let known = messages::find_by_ref(
        tx,
        account.workspace_id,
        account.number,
        NETWORK,
        &message.message_key,
    )?;
    // What was taken back stays so, whatever an older page shows.
    let Some(known) = known.filter(|known| known.deleted_at.is_none()) else {
        return Ok(());
    };
    let shown = row(place, known.doc, message, known.sender_id);
    if account.is_read_only {
        return fill(tx, place, scene, &known, shown);
    }
    let is_older = shown.network_edited_at < known.network_edited_at;
    let is_edited = !is_older && (&known.text, &known.subject) != (&shown.text, &shown.subject);
    let mut next = Message {
        token: known.token.clone().or(shown.token),
        attachments: shown.attachments.or_else(|| known.attachments.clone()),
        reactions: shown.reactions.or_else(|| known.reactions.clone()),
        reply_to: known.reply_to.clone().or(shown.reply_to),
        delivered_at: earliest(known.delivered_at, shown.delivered_at),
        seen_at: earliest(known.seen_at, shown.seen_at),
        network_edited_at: known.network_edited_at.max(shown.network_edited_at),
        ..known.clone()
    };
    if is_edited {
        next.text = shown.text;
        next.subject = shown.subject;
        next.edited_at = Some(place.now);
        scene.new_words.extend(words_of(&next));
        scene.gone_words.extend(words_of(&known));
        let ids = (
            scene.conversation.conversation_id,
            scene.conversation.thread_key.as_str(),
        );
        place.announce(tx, EventKind::MessageEdited, ids, |data| {
            data.text("message_key", &message.message_key)
        });
    }
    if next == known {
        return Ok(());
    }
    let is_latest = scene.conversation.latest_doc == Some(known.doc);
    scene.is_listing_stale |= is_edited || is_latest;
    messages::update(tx, account.workspace_id, &next)
}

/// Takes over what a known message of an import lacks, and nothing else.
fn fill(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    known: &Message,
    shown: Message,
) -> StoreResult<()> {
    let text = if known.text.is_empty() {
        shown.text
    } else {
        known.text.clone()
    };
    let next = Message {
        text,
        subject: known.subject.clone().or(shown.subject),
        attachments: known.attachments.clone().or(shown.attachments),
        ..known.clone()
    };
    if next == *known {
        return Ok(());
    }
    scene.new_words.extend(words_of(&next));
    scene.is_listing_stale |= scene.conversation.latest_doc == Some(known.doc);
    messages::update(tx, place.workspace_id(), &next)
}

/// The earlier of two instants that may be unknown.
pub(super) fn earliest(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
