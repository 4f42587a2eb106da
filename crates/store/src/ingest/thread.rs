//! A thread as the network shows it, or as a send opens it.

use std::collections::BTreeSet;

use domain::conversation::Desk;
use domain::event::EventKind;
use domain::ids::ConversationId;
use domain::network::{Attachment, Member, NetworkMessage, Thread, ThreadKind};
use domain::search;
use domain::time::Timestamp;

use super::{Place, Scene, is_key, listing, storable};
use crate::accounts::{self, Account};
use crate::conversations::{self, Conversation};
use crate::derived::derived_entropy;
use crate::participants::{self, PARTICIPANTS_MAX, Participant};
use crate::people::{self, Seen};
use crate::{StoreError, StoreResult, Tx, relations};

/// A message that this gateway sent and the network accepted.
#[derive(Debug, Clone)]
pub struct OwnMessage<'m> {
    pub thread_key: &'m str,
    pub message_key: &'m str,
    /// What the thread is, should it be new.
    pub kind: ThreadKind,
    /// With whom the thread is, should it be new.
    pub recipient: Option<&'m Member>,
    pub text: &'m str,
    pub subject: Option<&'m str>,
    /// The token that was sent with it.
    pub token: Option<&'m str>,
    /// The key of the message that it answers.
    pub reply_to: Option<&'m str>,
    /// As the network shows them.
    pub attachments: &'m [Attachment],
    pub sent_at: Timestamp,
}

impl OwnMessage<'_> {
    /// The message as the network would show it.
    pub(super) fn as_shown(&self, account: &Account) -> NetworkMessage {
        NetworkMessage {
            message_key: self.message_key.to_owned(),
            thread_key: self.thread_key.to_owned(),
            sender_key: account.member_key.clone(),
            sent_at: self.sent_at,
            text: self.text.to_owned(),
            subject: self.subject.map(str::to_owned),
            token: self.token.map(str::to_owned),
            reply_to: self.reply_to.map(str::to_owned),
            attachments: self.attachments.to_vec(),
            reactions: Vec::new(),
            delivered_at: None,
            seen_at: None,
            edited_at: None,
        }
    }
}

/// Takes over what the thread says of the conversation `known`, or adds it where it is not known.
pub(super) fn observe(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    known: Option<Scene>,
    thread: &Thread,
) -> StoreResult<Scene> {
    let mut scene = match known {
        Some(scene) => scene,
        None => insert(tx, place, thread, thread.last_activity_at)?,
    };
    scene.is_mailbox_told = thread.mailbox.is_some();
    let conversation = &mut scene.conversation;
    conversation.last_activity_at = conversation.last_activity_at.max(thread.last_activity_at);
    conversation.created_at = conversation.created_at.min(thread.created_at);
    let view = (thread.last_activity_at, thread.last_read_at);
    if view >= (conversation.snapshot_at, conversation.last_read_at) {
        take_over_view(tx, place, &mut scene, thread)?;
    }
    observe_participants(tx, place, &mut scene, thread)?;
    Ok(scene)
}

/// Finds the conversation of a message that was sent, or opens it.
pub(super) fn open(tx: &mut Tx<'_>, place: &Place<'_>, own: &OwnMessage<'_>) -> StoreResult<Scene> {
    if let Some(scene) = find(tx, place, own.thread_key)? {
        return Ok(scene);
    }
    let recipient = own.recipient.ok_or(StoreError::NotFound)?;
    let thread = Thread {
        thread_key: own.thread_key.to_owned(),
        kind: own.kind,
        title: None,
        participants: vec![recipient.clone()],
        created_at: own.sent_at,
        last_activity_at: own.sent_at,
        last_read_at: None,
        unread_count: 0,
        mailbox: None,
    };
    // Whatever the network shows of it later is newer than this.
    let mut scene = insert(tx, place, &thread, Timestamp::default())?;
    observe_participants(tx, place, &mut scene, &thread)?;
    Ok(scene)
}

/// The conversation and who takes part in it.
pub(super) fn find(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    thread_key: &str,
) -> StoreResult<Option<Scene>> {
    let account = place.account;
    let Some(conversation) = conversations::find_by_thread_key(
        tx,
        account.workspace_id,
        account.account_id,
        thread_key,
    )?
    else {
        return Ok(None);
    };
    let participants = participants::list(
        tx,
        account.workspace_id,
        account.account_id,
        conversation.conversation_id,
        PARTICIPANTS_MAX,
    )?;
    Ok(Some(Scene {
        before: Some(conversation.clone()),
        conversation,
        participants,
        is_mailbox_told: false,
        is_listing_stale: false,
        new_words: BTreeSet::new(),
        gone_words: BTreeSet::new(),
        changed_people: Vec::new(),
    }))
}

fn insert(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    thread: &Thread,
    snapshot_at: Timestamp,
) -> StoreResult<Scene> {
    let account = place.account;
    let number = accounts::claim_conversation_number(tx, account.workspace_id, account.account_id)?;
    let entropy = derived_entropy(&[
        account.account_id.as_bytes(),
        b"conversation",
        thread.thread_key.as_bytes(),
    ]);
    let title = thread.title.as_deref().map(storable);
    let conversation = Conversation {
        conversation_id: ConversationId::mint(place.now, &entropy),
        account_id: account.account_id,
        thread: conversations::thread_of(account.number, number)?,
        thread_key: thread.thread_key.clone(),
        kind: thread.kind,
        title: title.map(std::borrow::Cow::into_owned),
        state: None,
        created_at: thread.created_at,
        last_activity_at: thread.last_activity_at,
        last_read_at: thread.last_read_at,
        unread_count: thread.unread_count.max(0),
        message_count: 0,
        message_ordinal: 0,
        latest_doc: None,
        latest_sent_at: None,
        snapshot_at,
        is_backfilled: false,
        desk: Desk::default(),
    };
    conversations::insert(tx, account.workspace_id, &conversation)?;
    if place.is_news(thread.created_at) {
        let ids = (conversation.conversation_id, thread.thread_key.as_str());
        place.announce(tx, EventKind::ConversationCreated, ids, |data| {
            data.text("kind", thread.kind.word())
        });
    }
    let new_words = search::entries_of(conversation.title.as_deref());
    Ok(Scene {
        conversation,
        before: None,
        participants: Vec::new(),
        is_mailbox_told: false,
        is_listing_stale: true,
        new_words: new_words.into_iter().collect(),
        gone_words: BTreeSet::new(),
        changed_people: Vec::new(),
    })
}

/// Read state, title and kind, as the newest view shows them.
fn take_over_view(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    thread: &Thread,
) -> StoreResult<()> {
    // An import shows a thread piece by piece: what a piece does not tell stays.
    let is_piece = place.account.is_read_only;
    let mut title = thread
        .title
        .as_deref()
        .map(|title| storable(title).into_owned());
    let conversation = &mut scene.conversation;
    if is_piece && title.is_none() {
        title.clone_from(&conversation.title);
    }
    if conversation.title != title {
        let words_of = |title: &Option<String>| search::entries_of(title.as_deref());
        scene.new_words.extend(words_of(&title));
        scene.gone_words.extend(words_of(&conversation.title));
        conversation.title = title;
    }
    let was_unread = conversation.unread_count > 0;
    // What an import is between is told by who takes part in it, see `imported`.
    if !is_piece || conversation.kind == ThreadKind::Direct {
        conversation.kind = thread.kind;
    }
    conversation.snapshot_at = thread.last_activity_at;
    conversation.unread_count = thread.unread_count.max(0);
    conversation.last_read_at = thread.last_read_at.or(conversation.last_read_at);
    if let Some(mailbox) = thread.mailbox {
        conversation.desk.is_archived = mailbox.is_archived;
        conversation.desk.is_starred = mailbox.is_starred;
    }
    if was_unread && conversation.unread_count == 0 {
        let ids = (
            conversation.conversation_id,
            conversation.thread_key.as_str(),
        );
        let read_at = thread.last_read_at.unwrap_or(place.now);
        place.announce(tx, EventKind::ConversationRead, ids, |data| {
            data.instant("read_at", read_at)
        });
    }
    if !is_piece && !thread.participants.is_empty() {
        remove_absent(tx, place, scene, thread)?;
    }
    Ok(())
}

fn remove_absent(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    thread: &Thread,
) -> StoreResult<()> {
    let shown: BTreeSet<&str> = thread
        .participants
        .iter()
        .map(|member| member.member_key.as_str())
        .collect();
    let (kept, absent): (Vec<_>, Vec<_>) = std::mem::take(&mut scene.participants)
        .into_iter()
        .partition(|participant| shown.contains(participant.person.member_key.as_str()));
    scene.participants = kept;
    for participant in absent {
        remove(tx, place, scene, &participant)?;
    }
    Ok(())
}

/// Removes somebody who is no longer among the scene's participants.
pub(super) fn remove(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    participant: &Participant,
) -> StoreResult<()> {
    let person_id = participant.person.person_id;
    let conversation_id = scene.conversation.conversation_id;
    participants::delete(tx, place.workspace_id(), conversation_id, person_id)?;
    scene
        .gone_words
        .extend(listing::words_of_person(&participant.person));
    scene.is_listing_stale = true;
    Ok(())
}

/// Takes over who takes part and what is shown of them. Known people are compared in memory; only news is written.
fn observe_participants(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    thread: &Thread,
) -> StoreResult<()> {
    let mut members: Vec<(usize, &Member)> = thread.participants.iter().enumerate().collect();
    // Always in the same order, so that two transactions cannot wait for each other's people.
    members.sort_by(|(_, left), (_, right)| left.member_key.cmp(&right.member_key));
    members.dedup_by(|(_, left), (_, right)| left.member_key == right.member_key);
    let behind = scene
        .participants
        .iter()
        .map(|participant| participant.position + 1)
        .max()
        .unwrap_or(0);
    let is_older_view =
        scene.conversation.snapshot_at > thread.last_activity_at && !place.account.is_read_only;
    for (index, member) in members {
        if member.member_key == place.account.member_key || !is_key(&member.member_key) {
            continue;
        }
        let known = scene
            .participants
            .iter()
            .position(|participant| participant.person.member_key == member.member_key);
        match known {
            Some(known) => observe_known(tx, place, scene, known, member)?,
            // Who is absent from a newer view has left since.
            None if is_older_view => {}
            None => {
                let position = behind + i64::try_from(index).unwrap_or(0);
                add(tx, place, scene, member, position)?;
            }
        }
    }
    scene
        .participants
        .sort_by_key(|participant| (participant.position, participant.person.person_id));
    Ok(())
}

fn observe_known(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    index: usize,
    member: &Member,
) -> StoreResult<()> {
    let participant = &mut scene.participants[index];
    let known = participant.person.clone();
    let seen = people::update(tx, place.workspace_id(), known, &clean(member), place.now)?;
    if let Some(degree) = member.degree
        && participant.degree != Some(degree)
    {
        let person_id = seen.person.person_id;
        note_degree(tx, place, person_id, degree)?;
        participant.degree = Some(degree);
        scene.is_listing_stale = true;
    }
    note_person(scene, index, seen);
    Ok(())
}

/// What is shown of the participant at `index` is now what `seen` says.
fn note_person(scene: &mut Scene, index: usize, seen: Seen) {
    let participant = &mut scene.participants[index];
    participant.person = seen.person.clone();
    let Some(before) = &seen.before else {
        return;
    };
    scene
        .new_words
        .extend(listing::words_of_person(&seen.person));
    scene.gone_words.extend(listing::words_of_person(before));
    scene.is_listing_stale = true;
    scene.changed_people.push(seen);
}

/// Adds a participant who is none yet.
pub(super) fn add(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    member: &Member,
    position: i64,
) -> StoreResult<()> {
    let account = place.account;
    let workspace_id = account.workspace_id;
    let seen = people::upsert(
        tx,
        workspace_id,
        &account.network,
        &clean(member),
        place.now,
    )?;
    let person_id = seen.person.person_id;
    participants::insert(
        tx,
        workspace_id,
        scene.conversation.conversation_id,
        person_id,
        position,
    )?;
    let degree = match member.degree {
        Some(degree) => {
            note_degree(tx, place, person_id, degree)?;
            Some(degree)
        }
        None => relations::find(tx, workspace_id, account.account_id, person_id)?
            .and_then(|relation| relation.relationship.degree),
    };
    scene
        .new_words
        .extend(listing::words_of_person(&seen.person));
    scene.is_listing_stale = true;
    scene.participants.push(Participant {
        person: seen.person.clone(),
        position,
        degree,
    });
    if seen.before.is_some() {
        scene.changed_people.push(seen);
    }
    Ok(())
}

fn note_degree(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    person_id: domain::ids::PersonId,
    degree: u8,
) -> StoreResult<bool> {
    relations::upsert_degree(
        tx,
        place.workspace_id(),
        place.account.account_id,
        person_id,
        degree,
        place.now,
    )
}

/// The member without what no engine can hold.
pub(super) fn clean(member: &Member) -> Member {
    let text = |text: &String| storable(text).into_owned();
    Member {
        member_key: member.member_key.clone(),
        member_number: member.member_number,
        slug: member.slug.as_ref().map(text),
        first_name: text(&member.first_name),
        last_name: text(&member.last_name),
        headline: text(&member.headline),
        picture: member.picture.as_ref().map(text),
        badge: member.badge.as_ref().map(text),
        degree: member.degree,
    }
}
