//! What is done to a message that is known: a new text, its end, the owner's reactions; and to invitations. Told by the answer to our own
//! call or by the network, whichever comes first; the other then changes nothing.

use domain::event::EventKind;
use domain::network::Reaction;
use domain::send::SendKind;
use domain::time::Timestamp;

use super::changes::{self, Receipted};
use super::invitations;
use super::messages::words_of;
use super::{Place, Scene, listing, storable, thread};
use crate::accounts::Account;
use crate::messages::{self, Message};
use crate::sends::Send;
use crate::{StoreError, StoreResult, Tx};

/// The account's own act, one that leaves no message behind, has happened; `edited_at`: when, by the network's clock, where it
/// was an edit and the network says so.
pub(crate) fn done(
    tx: &mut Tx<'_>,
    account: &Account,
    (send, edited_at): (&Send, Option<Timestamp>),
    now: Timestamp,
) -> StoreResult<()> {
    if send.kind.is_about_invitation() || send.kind == SendKind::Invitation {
        return invitations::done(tx, account, send, now);
    }
    let Some(message_key) = &send.target_key else {
        return Ok(());
    };
    // A message that is not known, or no longer, has nothing to change.
    match send.kind {
        SendKind::Edit => edited(tx, account, message_key, (&send.text, edited_at), now)?,
        SendKind::Delete => deleted(tx, account, message_key, now)?,
        SendKind::Reaction => reacted(tx, account, message_key, (&send.text, true), now)?,
        SendKind::ReactionRemoval => reacted(tx, account, message_key, (&send.text, false), now)?,
        _ => Receipted::Unchanged,
    };
    Ok(())
}

/// A message has another text since `edited_at` by the network's clock, where that is known.
pub fn edited(
    tx: &mut Tx<'_>,
    account: &Account,
    message_key: &str,
    (text, edited_at): (&str, Option<Timestamp>),
    now: Timestamp,
) -> StoreResult<Receipted> {
    let place = Place::lock(tx, account, now)?;
    let Some(known) = changes::find_message(tx, account, message_key)? else {
        return Ok(Receipted::UnknownMessage);
    };
    let text = storable(text);
    // What was changed once more, by hand, may be known before the answer to our own change.
    let is_older = edited_at.is_some() && edited_at < known.network_edited_at;
    if known.deleted_at.is_some() || is_older {
        return Ok(Receipted::Unchanged);
    }
    let network_edited_at = known.network_edited_at.max(edited_at);
    if known.text == text {
        if network_edited_at != known.network_edited_at {
            let next = Message {
                network_edited_at,
                ..known
            };
            messages::update(tx, account.workspace_id, &next)?;
        }
        return Ok(Receipted::Unchanged);
    }
    let mut scene = scene_of(tx, &place, &known)?;
    let next = Message {
        text: text.into_owned(),
        edited_at: Some(now),
        network_edited_at,
        ..known.clone()
    };
    scene.new_words.extend(words_of(&next));
    scene.gone_words.extend(words_of(&known));
    scene.is_listing_stale |= scene.conversation.latest_doc == Some(known.doc);
    messages::update(tx, account.workspace_id, &next)?;
    announce(tx, &place, &scene, EventKind::MessageEdited, message_key);
    scene.finish(tx, &place)?;
    Ok(Receipted::Updated)
}

/// A message was taken back: what it said is gone, and its row stays, so that no later showing brings it back.
pub fn deleted(
    tx: &mut Tx<'_>,
    account: &Account,
    message_key: &str,
    now: Timestamp,
) -> StoreResult<Receipted> {
    let place = Place::lock(tx, account, now)?;
    let Some(known) = changes::find_message(tx, account, message_key)? else {
        return Ok(Receipted::UnknownMessage);
    };
    if known.deleted_at.is_some() {
        return Ok(Receipted::Unchanged);
    }
    let workspace_id = account.workspace_id;
    messages::update_deleted(tx, workspace_id, known.doc, now)?;
    let mut scene = scene_of(tx, &place, &known)?;
    if scene.conversation.latest_doc == Some(known.doc) {
        let latest = messages::find_latest(tx, workspace_id, scene.conversation.thread)?;
        scene.conversation.latest_doc = latest.as_ref().map(|latest| latest.doc);
        scene.conversation.latest_sent_at = latest.map(|latest| latest.sent_at);
        scene.is_listing_stale = true;
    }
    announce(tx, &place, &scene, EventKind::MessageDeleted, message_key);
    scene.finish(tx, &place)?;
    // What was taken back is not found any more, in a long conversation either.
    let gone = words_of(&known).into_iter().collect();
    listing::forget(tx, workspace_id, &scene.conversation, gone)?;
    Ok(Receipted::Updated)
}

/// The owner added a reaction, or took it back.
fn reacted(
    tx: &mut Tx<'_>,
    account: &Account,
    message_key: &str,
    (emoji, is_added): (&str, bool),
    now: Timestamp,
) -> StoreResult<Receipted> {
    let Some(known) = changes::find_message(tx, account, message_key)? else {
        return Ok(Receipted::UnknownMessage);
    };
    let mut reactions = messages::reactions_of(&known)?;
    let is_it =
        |reaction: &Reaction| reaction.emoji == emoji && reaction.member_key == account.member_key;
    match (is_added, reactions.iter().any(is_it)) {
        (true, false) => reactions.push(Reaction {
            emoji: emoji.to_owned(),
            member_key: account.member_key.clone(),
            reacted_at: now.millis(),
        }),
        (false, true) => reactions.retain(|reaction| !is_it(reaction)),
        _ => return Ok(Receipted::Unchanged),
    }
    changes::reactions(tx, account, message_key, &reactions, now)
}

fn scene_of(tx: &mut Tx<'_>, place: &Place<'_>, known: &Message) -> StoreResult<Scene> {
    let conversation = changes::conversation_of(tx, place.account, known)?;
    let scene = thread::find(tx, place, &conversation.thread_key)?;
    scene.ok_or(StoreError::NotFound)
}

fn announce(tx: &mut Tx<'_>, place: &Place<'_>, scene: &Scene, kind: EventKind, message_key: &str) {
    let conversation = &scene.conversation;
    let ids = (
        conversation.conversation_id,
        conversation.thread_key.as_str(),
    );
    place.announce(tx, kind, ids, |data| data.text("message_key", message_key));
}
