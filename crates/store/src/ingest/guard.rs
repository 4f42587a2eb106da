//! Who was erased does not come back by being shown again. What is from before the erasure is never taken over; what is from
//! after it only once they have written themselves, of their own accord.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::network::{NetworkMessage, Thread, ThreadKind};

use super::Place;
use crate::erasures::erased::{self, Erased};
use crate::{StoreResult, Tx};

/// What may be taken over of a page.
pub(super) struct Allowed<'p> {
    pub(super) thread: Cow<'p, Thread>,
    pub(super) messages: Cow<'p, [NetworkMessage]>,
}

/// The page without what must not come back. `None`: nothing of it may be taken over, not even that there is this thread.
pub(super) fn allowed<'p>(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    thread: &'p Thread,
    messages: &'p [NetworkMessage],
) -> StoreResult<Option<Allowed<'p>>> {
    let account = place.account;
    let (workspace_id, network) = (account.workspace_id, account.network.as_str());
    let participants = thread.participants.iter().map(|member| &member.member_key);
    let senders = messages.iter().map(|message| &message.sender_key);
    let reacting = messages
        .iter()
        .flat_map(|message| &message.reactions)
        .map(|reaction| &reaction.member_key);
    let keys: BTreeSet<String> = participants
        .chain(senders)
        .chain(reacting)
        .cloned()
        .collect();
    let mut on_list = erased::find_members(tx, workspace_id, network, keys.into_iter())?;
    // An account's own owner is not erased while it is there.
    on_list.remove(&account.member_key);
    if on_list.is_empty() {
        return Ok(Some(Allowed {
            thread: Cow::Borrowed(thread),
            messages: Cow::Borrowed(messages),
        }));
    }
    for (member_key, erased) in &mut on_list {
        let has_written = messages
            .iter()
            .any(|message| message.sender_key == *member_key && message.sent_at > erased.erased_at);
        if has_written && !erased.has_returned {
            erased::update_returned(tx, workspace_id, network, member_key, place.now)?;
            erased.has_returned = true;
        }
    }
    Ok(filtered(place, thread, messages, &on_list))
}

fn filtered<'p>(
    place: &Place<'_>,
    thread: &'p Thread,
    messages: &'p [NetworkMessage],
    on_list: &BTreeMap<String, Erased>,
) -> Option<Allowed<'p>> {
    let own_key = &place.account.member_key;
    let others: BTreeSet<&String> = thread
        .participants
        .iter()
        .map(|member| &member.member_key)
        .chain(messages.iter().map(|message| &message.sender_key))
        .filter(|key| *key != own_key)
        .collect();
    let is_group = thread.kind == ThreadKind::Group || others.len() > 1;
    // Between two, what the owner said is as much about the other one.
    let other = others.first().filter(|_| !is_group);
    let other = other.and_then(|key| on_list.get(*key));
    if other.is_some_and(|erased| !erased.has_returned) {
        return None;
    }
    let mut kept = messages.to_vec();
    kept.retain(|message| {
        let sender = on_list.get(&message.sender_key).or(other);
        sender.is_none_or(|erased| erased.has_returned && message.sent_at > erased.erased_at)
    });
    let is_gone = |key: &String| on_list.get(key).is_some_and(|erased| !erased.has_returned);
    for message in &mut kept {
        message
            .reactions
            .retain(|reaction| !is_gone(&reaction.member_key));
    }
    let mut shown = thread.clone();
    shown
        .participants
        .retain(|member| !is_gone(&member.member_key));
    Some(Allowed {
        thread: Cow::Owned(shown),
        messages: Cow::Owned(kept),
    })
}
