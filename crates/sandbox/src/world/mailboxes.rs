//! What a member does with a thread in their own mailbox; nobody else sees it.

use super::receipts;
use super::threads::Thread;
use crate::refusal::Refusal;
use crate::store::Tx;

/// One thing to change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    Archived(bool),
    Starred(bool),
    Unread,
}

/// Changes how the member's mailbox shows a thread, and tells their seat if that is news.
pub(crate) fn change(
    tx: &mut Tx<'_>,
    member: i64,
    thread: &Thread,
    change: Change,
) -> Result<(), Refusal> {
    let changed = match change {
        Change::Archived(archived) => tx.execute(
            "UPDATE participant SET archived = ?3 WHERE thread = ?1 AND member = ?2 AND archived <> ?3",
            (thread.id, member, archived),
        )?,
        Change::Starred(starred) => tx.execute(
            "UPDATE participant SET starred = ?3 WHERE thread = ?1 AND member = ?2 AND starred <> ?3",
            (thread.id, member, starred),
        )?,
        Change::Unread => tx.execute(
            "UPDATE participant SET unread_count = 1 WHERE thread = ?1 AND member = ?2 AND unread_count = 0",
            (thread.id, member),
        )?,
    };
    if changed > 0 {
        receipts::tell_self(tx, thread, member)?;
    }
    Ok(())
}
