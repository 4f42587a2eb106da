//! A piece of an archive: who its people are among those whom the conversation knows already.
//!
//! Archives name the same member in several ways: by a profile address, whose readable part changes; by a name alone,
//! in the columns of the first years; as hidden, once the account is closed. Whichever archive comes first, one member
//! stays one participant: the one with a key, or the newer key where both have one.

use std::collections::BTreeMap;

use domain::network::{Member, NetworkMessage, Thread, ThreadKind};
use domain::search;
use domain::time::Timestamp;
use domain::urn::MemberKey;

use super::{Observed, Place, Scene, age, guard, messages, require_key, thread};
use crate::accounts::Account;
use crate::participants::Participant;
use crate::people::{self, NAMELESS};
use crate::{StoreResult, Tx};

/// What joins the parts of a list of names, and stands in some names.
const NAMES_JOINT: &str = ", ";

/// A few messages of one thread of an archive, at most 32.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'p> {
    /// Its kind is that of the whole thread in this archive.
    pub thread: &'p Thread,
    pub messages: &'p [NetworkMessage],
    pub kept: Kept,
    /// No archive that was read before reaches further: its names and keys are the newest.
    pub is_newest: bool,
}

/// Where the member kept a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The archive does not say.
    Unknown,
    Inbox,
    Archived,
    Spam,
}

impl Kept {
    /// The word that a list shows; absent for the inbox.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::Unknown | Self::Inbox => None,
            Self::Archived => Some("ARCHIVED"),
            Self::Spam => Some("SPAM"),
        }
    }
}

/// Takes over a piece of an archive into an account that can only be read.
///
/// [`crate::StoreError::Unstorable`] if the thread's key is no key. What is with somebody alone who was erased is left out.
pub fn observe_imported(
    tx: &mut Tx<'_>,
    account: &Account,
    piece: Piece<'_>,
    now: Timestamp,
) -> StoreResult<Observed> {
    require_key(&piece.thread.thread_key)?;
    let place = Place::lock(tx, account, now)?;
    let nothing = Observed::nothing(piece.messages.len());
    let Some(recent) = age::recent(tx, &place, piece.thread, piece.messages)? else {
        return Ok(nothing);
    };
    let Some(allowed) = guard::allowed(tx, &place, piece.thread, &recent)? else {
        return Ok(nothing);
    };
    let piece = Piece {
        thread: &allowed.thread,
        messages: &allowed.messages,
        ..piece
    };
    let mut known = thread::find(tx, &place, &piece.thread.thread_key)?;
    let mut thread = piece.thread.clone();
    let mut shown = std::borrow::Cow::Borrowed(piece.messages);
    if let Some(scene) = &mut known {
        let aliases = settle(tx, &place, scene, &piece)?;
        let is_news = |member: &Member| {
            // An older archive must not bring old names back.
            let is_told = piece.is_newest || !is_participant(scene, &member.member_key);
            is_told && !aliases.contains_key(&member.member_key)
        };
        thread.participants.retain(is_news);
        if !aliases.is_empty() {
            for message in shown.to_mut() {
                if let Some(key) = aliases.get(&message.sender_key) {
                    message.sender_key.clone_from(key);
                }
            }
        }
    }
    let is_known = known.is_some();
    let mut scene = thread::observe(tx, &place, known, &thread)?;
    note_kind(&mut scene, piece.thread.kind);
    let is_told = piece.kept != Kept::Unknown && (piece.is_newest || !is_known);
    if is_told {
        scene.conversation.state = piece.kept.word().map(str::to_owned);
        if !is_known {
            scene.conversation.desk.is_archived = piece.kept == Kept::Archived;
        }
    }
    let page = messages::observe(tx, &place, &mut scene, &shown, &thread.participants)?;
    scene.finish(tx, &place)?;
    Ok(page.into_observed(&scene))
}

fn is_participant(scene: &Scene, member_key: &str) -> bool {
    let mut keys = scene
        .participants
        .iter()
        .map(|participant| participant.person.member_key.as_str());
    keys.any(|key| key == member_key)
}

/// Several people are a group, however few of them one row names.
fn note_kind(scene: &mut Scene, shown: ThreadKind) {
    let is_inmail = [scene.conversation.kind, shown].contains(&ThreadKind::Inmail);
    scene.conversation.kind = if scene.participants.len() > 1 {
        ThreadKind::Group
    } else if is_inmail {
        ThreadKind::Inmail
    } else {
        ThreadKind::Direct
    };
}

/// Replaces participants whom the piece knows better, and tells the keys of the piece whose members are known under
/// another.
fn settle(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    piece: &Piece<'_>,
) -> StoreResult<BTreeMap<String, String>> {
    let mut aliases = BTreeMap::new();
    let members: Vec<&Member> = piece
        .thread
        .participants
        .iter()
        .filter(|member| member.member_key != place.account.member_key)
        .collect();
    for (member, known) in pairs(&scene.participants, &members, piece.thread.kind) {
        let is_better = match (is_hidden(&member.member_key), is_hidden(&known)) {
            (false, true) => true,
            (true, false) => false,
            (false, false) => piece.is_newest,
            (true, true) => member.name() != NAMELESS && name_of(scene, &known) == Some(NAMELESS),
        };
        if is_better {
            replace(tx, place, scene, &known, member)?;
        } else {
            aliases.insert(member.member_key.clone(), known);
        }
    }
    Ok(aliases)
}

fn name_of<'s>(scene: &'s Scene, member_key: &str) -> Option<&'s str> {
    let mut participants = scene.participants.iter();
    let found = participants.find(|participant| participant.person.member_key == member_key);
    found.map(|participant| participant.person.name.as_str())
}

/// Puts `member` in the place of the participant with the key `known`, as the sender of their messages, too.
fn replace(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    scene: &mut Scene,
    known: &str,
    member: &Member,
) -> StoreResult<()> {
    let mut participants = scene.participants.iter();
    let Some(index) = participants.position(|one| one.person.member_key == known) else {
        return Ok(());
    };
    let before = scene.participants.remove(index);
    thread::remove(tx, place, scene, &before)?;
    if !is_participant(scene, &member.member_key) {
        thread::add(tx, place, scene, member, before.position)?;
    }
    let (workspace_id, network) = (place.workspace_id(), &place.account.network);
    let person = people::find_by_member_key(tx, workspace_id, network, &member.member_key)?;
    if let Some(person) = person {
        let (from, to) = (before.person.person_id, person.person_id);
        crate::messages::update_sender(tx, workspace_id, scene.conversation.thread, from, to)?;
    }
    Ok(())
}

fn is_hidden(member_key: &str) -> bool {
    member_key.starts_with(MemberKey::HIDDEN_PREFIX)
}

fn is_given(member_key: &str) -> bool {
    let mut prefixes = MemberKey::GIVEN_PREFIXES.iter();
    prefixes.any(|prefix| member_key.starts_with(prefix))
}

/// Members of a piece and the keys of the participants who they are, where the keys differ.
fn pairs<'m>(
    participants: &[Participant],
    members: &[&'m Member],
    kind: ThreadKind,
) -> Vec<(&'m Member, String)> {
    let key = |participant: &Participant| participant.person.member_key.clone();
    let mut unknown: Vec<&'m Member> = members
        .iter()
        .copied()
        .filter(|member| participants.iter().all(|one| key(one) != member.member_key))
        .collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let mut absent: Vec<&Participant> = participants
        .iter()
        .filter(|one| members.iter().all(|member| key(one) != member.member_key))
        .collect();
    let mut found = by_name(&mut unknown, &mut absent);
    found.extend(by_parts(&mut unknown, &mut absent));
    if let ([member], [participant]) = (unknown.as_slice(), absent.as_slice()) {
        let is_between_two = kind != ThreadKind::Group && participants.len() == 1;
        // Everybody else is there, and one of the two has no key: nobody else can be meant.
        let is_last = members.len() > 1
            && (is_hidden(&member.member_key) || is_hidden(&participant.person.member_key));
        if is_between_two || is_last {
            found.push((member, key(participant)));
        }
    }
    // Always in the same order, so that two transactions cannot wait for each other's people.
    found.sort_by(|(left, _), (right, _)| left.member_key.cmp(&right.member_key));
    found
}

/// Takes those out of both lists whose name nobody else has.
fn by_name<'m>(
    unknown: &mut Vec<&'m Member>,
    absent: &mut Vec<&Participant>,
) -> Vec<(&'m Member, String)> {
    let words = |name: &str| search::words(name);
    let mut found = Vec::new();
    for member in unknown.clone() {
        let name = words(&member.name());
        let namesakes = unknown.iter().filter(|one| words(&one.name()) == name);
        let mut called = absent.iter().filter(|one| words(&one.person.name) == name);
        let (Some(only), None, 1) = (called.next(), called.next(), namesakes.count()) else {
            continue;
        };
        let known = only.person.member_key.clone();
        let are_two = is_given(&known) && is_given(&member.member_key);
        if !name.is_empty() && !are_two {
            unknown.retain(|one| one.member_key != member.member_key);
            absent.retain(|one| one.person.member_key != known);
            found.push((member, known));
        }
    }
    found
}

/// Takes those out of both lists of whom one side has the whole name, `Doe, Jr., John`, and the other, which knew only
/// names and nobody who is called so, took its parts for people.
fn by_parts<'m>(
    unknown: &mut Vec<&'m Member>,
    absent: &mut Vec<&Participant>,
) -> Vec<(&'m Member, String)> {
    let mut found = Vec::new();
    for member in unknown.clone() {
        let name = member.name();
        let is_part = |one: &&Participant| {
            is_hidden(&one.person.member_key) && is_part_of(&one.person.name, &name)
        };
        let parts: Vec<_> = absent.iter().copied().filter(is_part).collect();
        if !is_hidden(&member.member_key) && is_whole(&name, parts.len()) {
            unknown.retain(|one| one.member_key != member.member_key);
            absent.retain(|one| !is_part(one));
            let keys = parts.iter().map(|one| one.person.member_key.clone());
            found.extend(keys.map(|key| (member, key)));
        }
    }
    for participant in absent.clone() {
        let name = participant.person.name.as_str();
        let is_part = |one: &&Member| is_hidden(&one.member_key) && is_part_of(&one.name(), name);
        let parts: Vec<_> = unknown.iter().copied().filter(is_part).collect();
        let known = &participant.person.member_key;
        if !is_hidden(known) && is_whole(name, parts.len()) {
            absent.retain(|one| one.person.member_key != *known);
            unknown.retain(|one| !is_part(one));
            found.extend(parts.into_iter().map(|member| (member, known.clone())));
        }
    }
    found
}

fn is_part_of(part: &str, name: &str) -> bool {
    name.split(NAMES_JOINT).any(|one| one == part)
}

fn is_whole(name: &str, parts: usize) -> bool {
    parts > 1 && name.split(NAMES_JOINT).count() == parts
}
