//! What is older than the workspace keeps does not come back by being shown again.

use std::borrow::Cow;

use domain::network::{NetworkMessage, Thread};
use domain::time::Timestamp;

use super::Place;
use crate::{StoreResult, Tx, conversations, keeping};

/// The messages of a page that are not too old. `None`: nothing of it may be taken over, not even that there is this thread,
/// because nothing was said in it for too long.
pub(super) fn recent<'p>(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    thread: &Thread,
    messages: &'p [NetworkMessage],
) -> StoreResult<Option<Cow<'p, [NetworkMessage]>>> {
    let oldest = keeping::oldest_kept(tx, place.workspace_id(), place.now)?;
    if oldest == Timestamp::MIN {
        return Ok(Some(Cow::Borrowed(messages)));
    }
    let is_recent = |message: &NetworkMessage| message.sent_at >= oldest;
    let is_any = messages.iter().any(is_recent);
    if !is_any && thread.last_activity_at < oldest && !is_known(tx, place, thread)? {
        return Ok(None);
    }
    if messages.iter().all(is_recent) {
        return Ok(Some(Cow::Borrowed(messages)));
    }
    let kept = messages.iter().filter(|message| is_recent(message));
    Ok(Some(Cow::Owned(kept.cloned().collect())))
}

fn is_known(tx: &mut Tx<'_>, place: &Place<'_>, thread: &Thread) -> StoreResult<bool> {
    let (workspace_id, account_id) = (place.workspace_id(), place.account.account_id);
    let key = &thread.thread_key;
    let found = conversations::find_by_thread_key(tx, workspace_id, account_id, key)?;
    Ok(found.is_some())
}
