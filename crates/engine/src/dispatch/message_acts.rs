//! What is done to a message that is there: calling it, and seeing whether it has happened.

use domain::network::NetworkMessage;
use domain::send::SendKind;
use integrations::networks::network::{MessagePlace, Network, NetworkError, ReadBack};
use store::sends::Send;

use super::perform::Brought;

pub(super) async fn perform(line: &dyn Network, send: &Send) -> Brought {
    let (place, text) = (place(send), send.text.clone());
    let answer = match send.kind {
        SendKind::Edit => line.edit(place, text),
        SendKind::Delete => line.unsend(place),
        kind => line.react(place, text, kind == SendKind::Reaction),
    };
    answer.await.map(|()| None)
}

/// Whether the state that the act sets is there now.
pub(super) async fn read_back(
    line: &dyn Network,
    own_key: &str,
    send: &Send,
) -> Result<Option<ReadBack>, NetworkError> {
    let message = line.message(place(send)).await?;
    let is_done = has_happened(send, own_key, message.as_ref());
    Ok((!is_done).then_some(ReadBack::Absent))
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
