//! How many first messages of a workspace read alike.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use domain::ids::WorkspaceId;
use domain::likeness::Mark;
use domain::time::Timestamp;

use crate::{StoreResult, Tx, params, person_locks};

/// So many of the newest first messages are compared.
const COMPARED_MAX: u32 = 1_000;

/// First messages of a workspace, counted by their recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Alike {
    /// People who got one that reads alike, or for whom one waits.
    pub alike: usize,
    /// People who got any, or for whom any waits.
    pub all: usize,
}

/// Compares a text with the first messages to others since an instant that have left or still may. Nobody adds one until
/// the transaction ends.
pub fn count_alike(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    mark: Mark,
    recipient_key: &str,
    since: Timestamp,
) -> StoreResult<Alike> {
    person_locks::lock_first_messages(tx, workspace_id)?;
    let (mut alike, mut all) = (BTreeSet::new(), BTreeSet::new());
    tx.query_each(
        "SELECT recipient_key, likeness FROM send
          WHERE workspace_id = ?1 AND likeness IS NOT NULL AND accepted_at > ?2 AND recipient_key <> ?3
            AND state NOT IN ('refused', 'failed', 'suppressed', 'cancelled', 'expired')
          ORDER BY accepted_at DESC LIMIT ?4",
        params![workspace_id, since, recipient_key, COMPARED_MAX],
        |row| {
            let recipient = row.text(0)?.to_owned();
            if Mark::from_stored(row.int(1)?).is_alike(mark) {
                alike.insert(recipient.clone());
            }
            all.insert(recipient);
            Ok(ControlFlow::Continue(()))
        },
    )?;
    Ok(Alike {
        alike: alike.len(),
        all: all.len(),
    })
}
