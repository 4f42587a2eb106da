//! What happens on the network from now on.

use std::time::Duration;

use domain::metric::Metric;
use domain::network::{Update, Updates};
use domain::time::Timestamp;
use integrations::networks::network::{INVALID_CURSOR, Network, NetworkError};
use store::accounts::{self, Account};
use store::hints::Hints;
use store::{StoreError, StoreResult, Tx};

use super::ingest::{self, Changes};
use super::{Trouble, health};
use crate::Parts;

/// How old the last proof that the network answers may grow before it is renewed without news.
const PROOF: Duration = Duration::from_secs(20);

/// Waits for the next page of updates and keeps it with the cursor behind it. Says how many there were; `None` if the
/// network no longer knows the cursor.
pub(super) async fn poll(
    parts: &Parts,
    account: &Account,
    line: &dyn Network,
    cursor: &str,
    wait: Duration,
) -> Result<Option<usize>, Trouble> {
    let updates = match line.updates(cursor.to_owned(), wait).await {
        Err(NetworkError::Refused { code, .. }) if code == INVALID_CURSOR => return Ok(None),
        updates => updates?,
    };
    let now = parts.clock.now();
    let is_proof_fresh = account
        .last_received_at
        .is_some_and(|at| at <= now && now.since(at) < PROOF);
    let is_news = !updates.items.is_empty() || updates.cursor != cursor;
    let is_trouble_over = account.last_error.is_some() || health::is_held_by_sync(account);
    if !is_news && is_proof_fresh && !is_trouble_over {
        return Ok(Some(0));
    }
    let count = updates.items.len();
    let page = Page {
        hints: parts.store.hints().clone(),
        account: account.clone(),
        cursor: cursor.to_owned(),
        next_cursor: updates.cursor.clone(),
        changes: changes(updates),
        now,
    };
    parts.store.write_bulk(move |tx| page.keep(tx)).await?;
    let kept = u64::try_from(count).unwrap_or(u64::MAX);
    parts.recorder.add(Metric::NetworkUpdates, &[], kept);
    Ok(Some(count))
}

/// Everything that the transaction needs, fixed before it.
struct Page {
    hints: Hints,
    account: Account,
    cursor: String,
    next_cursor: String,
    changes: Changes,
    now: Timestamp,
}

impl Page {
    fn keep(&self, tx: &mut Tx<'_>) -> StoreResult<()> {
        let (workspace_id, account_id) = (self.account.workspace_id, self.account.account_id);
        // The cursor first: it takes the account's lock, and shows whether another process was faster.
        let old = Some(self.cursor.as_str());
        if !accounts::update_sync_cursor(tx, workspace_id, account_id, old, &self.next_cursor)? {
            return Err(StoreError::Contended);
        }
        ingest::keep(tx, &self.hints, &self.account, &self.changes, self.now)?;
        accounts::update_received(tx, workspace_id, account_id, self.now)?;
        health::release(tx, &self.account, self.now)
    }
}

/// The updates in the order in which they are kept: a thread's messages together and first, so that what is said of a
/// message finds it whatever came first.
fn changes(updates: Updates) -> Changes {
    let mut changes = Changes::default();
    for update in updates.items {
        match update {
            Update::Message { thread, message } => {
                let known = changes
                    .threads
                    .iter_mut()
                    .find(|(known, _)| known.thread_key == thread.thread_key);
                match known {
                    Some((known, messages)) => {
                        *known = thread;
                        messages.push(message);
                    }
                    None => changes.threads.push((thread, vec![message])),
                }
            }
            other => changes.others.push(other),
        }
    }
    changes
}
