//! What our own history knows of a send whose outcome is unknown: the network may have shown its message already, while
//! what is read back still comes from a copy that lacks it.

use domain::network::{Attachment, Receipt};
use domain::send::SendKind;
use domain::time::Timestamp;

use super::Send;
use super::row::inconsistent;
use crate::accounts::Account;
use crate::conversations::{self, Conversation};
use crate::messages::{self, Message};
use crate::{StoreResult, Tx, people};

/// The owner's kept messages since an instant that say what the send says, in the place it goes to, newest first.
/// Files are compared by name and size.
pub fn list_alike(
    tx: &mut Tx<'_>,
    account: &Account,
    send: &Send,
    since: Timestamp,
) -> StoreResult<Vec<Receipt>> {
    let Some(conversation) = find_place(tx, account, send)? else {
        return Ok(Vec::new());
    };
    let (thread, text) = (conversation.thread, send.text.trim());
    let known = messages::list_own_with_text(tx, send.workspace_id, thread, text, since)?;
    let mut alike = Vec::new();
    for message in known {
        let attachments = attachments(&message)?;
        if is_alike(send, &message, &attachments) {
            alike.push(Receipt {
                message_key: message.message_key,
                thread_key: conversation.thread_key.clone(),
                accepted_at: message.sent_at,
                attachments,
            });
        }
    }
    Ok(alike)
}

/// The conversation that the send goes to, where it is known by now.
fn find_place(
    tx: &mut Tx<'_>,
    account: &Account,
    send: &Send,
) -> StoreResult<Option<Conversation>> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    match (&send.thread_key, &send.recipient_key) {
        (Some(thread_key), _) if send.kind != SendKind::Inmail => {
            conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key)
        }
        (_, Some(member_key)) => {
            match people::find_by_member_key(tx, workspace_id, &account.network, member_key)? {
                Some(person) => {
                    let person_id = person.person_id;
                    conversations::find_direct_with(tx, workspace_id, account_id, person_id)
                }
                None => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

fn is_alike(send: &Send, message: &Message, attachments: &[Attachment]) -> bool {
    let shown = attachments.iter();
    let shown = shown.map(|shown| (shown.name.as_str(), shown.byte_size));
    let sent = send.attachments.iter();
    let sent = sent.map(|facts| (facts.name.as_str(), facts.byte_size));
    message.subject.as_deref().unwrap_or_default() == send.subject.as_deref().unwrap_or_default()
        && message.reply_to == send.reply_to
        && shown.eq(sent)
}

fn attachments(message: &Message) -> StoreResult<Vec<Attachment>> {
    let stored = message.attachments.as_deref().unwrap_or("[]");
    serde_json::from_str(stored).map_err(|error| inconsistent(&error.to_string()))
}
