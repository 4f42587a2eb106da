//! What is done to a message that is there: calling it, and seeing whether it has happened.

use domain::network::{NetworkMessage, Receipt};
use domain::send::SendKind;
use domain::time::Timestamp;
use integrations::networks::network::{MessagePlace, Network, NetworkError};
use store::StoreResult;
use store::messages::{self, Message};
use store::sends::Send;

use super::load::Work;
use super::perform::{Brought, Sought, unreadable};
use crate::Parts;

pub(super) async fn perform(line: &dyn Network, send: &Send) -> Brought {
    let (place, text) = (place(send), send.text.clone());
    let answer = match send.kind {
        SendKind::Edit => {
            let edited = line.edit(place, text).await;
            return edited.map(|at| at.map(|at| changed(send, at)));
        }
        SendKind::Delete => line.unsend(place),
        kind => line.react(place, text, kind == SendKind::Reaction),
    };
    answer.await.map(|()| None)
}

/// When the network changed the message.
fn changed(send: &Send, at: Timestamp) -> Receipt {
    let place = place(send);
    Receipt {
        message_key: place.message_key,
        thread_key: place.thread_key,
        accepted_at: at,
        attachments: Vec::new(),
    }
}

/// Whether the state that the act sets is there now. A text that was changed since the act was called first is neither the
/// old one nor ours: whoever wrote it would lose it by a repeat.
pub(super) async fn read_back(
    parts: &Parts,
    work: &Work,
    line: &dyn Network,
) -> Result<Sought, NetworkError> {
    let send = &work.send;
    let message = line.message(place(send)).await?;
    if has_happened(send, &work.account.member_key, message.as_ref()) {
        let edited_at = message.and_then(|message| message.edited_at);
        let edited_at = edited_at.filter(|_| send.kind == SendKind::Edit);
        return Ok(Sought::Done(edited_at.map(|at| changed(send, at))));
    }
    if let (SendKind::Edit, Some(message)) = (send.kind, message) {
        let known = known(parts, work)
            .await
            .map_err(|error| unreadable(&error))?;
        if is_overtaken(known.as_ref(), &message, work.since) {
            return Ok(Sought::Overtaken);
        }
    }
    Ok(Sought::Absent)
}

/// Whether somebody has changed the text since `since` by our clock: known here already, or only there.
fn is_overtaken(known: Option<&Message>, shown: &NetworkMessage, since: Timestamp) -> bool {
    let edited_at = known.and_then(|known| known.edited_at);
    let network_edited_at = known.and_then(|known| known.network_edited_at);
    edited_at > Some(since) || shown.edited_at > network_edited_at
}

/// Our own copy of the message that is meant.
async fn known(parts: &Parts, work: &Work) -> StoreResult<Option<Message>> {
    let (workspace_id, number) = (work.account.workspace_id, work.account.number);
    let message_key = work.send.target_key.clone().unwrap_or_default();
    let found = parts.store.read(move |tx| {
        messages::find_by_ref(tx, workspace_id, number, messages::NETWORK, &message_key)
    });
    found.await
}

fn has_happened(send: &Send, own_key: &str, message: Option<&NetworkMessage>) -> bool {
    let Some(message) = message else {
        // What is gone has no text and no reactions.
        return send.kind.takes_back();
    };
    let mut reactions = message.reactions.iter();
    let has_reaction =
        reactions.any(|reaction| reaction.member_key == own_key && reaction.emoji == send.text);
    match send.kind {
        SendKind::Edit => message.text == send.text,
        SendKind::Reaction => has_reaction,
        SendKind::ReactionRemoval => !has_reaction,
        _ => false,
    }
}

fn place(send: &Send) -> MessagePlace {
    MessagePlace {
        thread_key: send.thread_key.clone().unwrap_or_default(),
        message_key: send.target_key.clone().unwrap_or_default(),
    }
}
