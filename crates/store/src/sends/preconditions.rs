//! What a send may be tied to: that nothing was said meanwhile.

use domain::ids::{PersonId, WorkspaceId};
use domain::time::Timestamp;

use super::Send;
use crate::conversations::{self, Conversation};
use crate::{StoreResult, Tx, messages, params};

/// Whether the conversation has moved in a way that the send is not to follow.
pub(super) fn has_moved(tx: &mut Tx<'_>, network: &str, send: &Send) -> StoreResult<bool> {
    if send.no_reply_since.is_none() && send.last_message_key.is_none() {
        return Ok(false);
    }
    let Some(conversation) = conversation(tx, network, send)? else {
        // Nothing was ever said; a message that was named is not there.
        return Ok(send.last_message_key.is_some());
    };
    if let Some(since) = send.no_reply_since
        && has_reply_since(tx, send.workspace_id, conversation.thread, since)?
    {
        return Ok(true);
    }
    let Some(expected) = &send.last_message_key else {
        return Ok(false);
    };
    let latest = match conversation.latest_doc {
        Some(doc) => Some(messages::get(tx, send.workspace_id, doc)?.message_key),
        None => None,
    };
    Ok(latest.as_ref() != Some(expected))
}

fn conversation(tx: &mut Tx<'_>, network: &str, send: &Send) -> StoreResult<Option<Conversation>> {
    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
    if let Some(thread_key) = &send.thread_key {
        return conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key);
    }
    // The other side may have begun the conversation meanwhile.
    let Some(member_key) = &send.recipient_key else {
        return Ok(None);
    };
    match person_id(tx, workspace_id, network, member_key)? {
        Some(person_id) => conversations::find_direct_with(tx, workspace_id, account_id, person_id),
        None => Ok(None),
    }
}

fn person_id(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_key: &str,
) -> StoreResult<Option<PersonId>> {
    let person = crate::people::find_by_member_key(tx, workspace_id, network, member_key)?;
    Ok(person.map(|person| person.person_id))
}

fn has_reply_since(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    since: Timestamp,
) -> StoreResult<bool> {
    let found = tx.query_opt(
        "SELECT doc FROM message
          WHERE workspace_id = ?1 AND thread = ?2 AND sent_at > ?3 AND is_outgoing = 0 LIMIT 1",
        params![workspace_id, thread, since],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}
