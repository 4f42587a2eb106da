//! Locks of people: whoever begins an act to somebody, and whoever puts them on the do-not-contact list, is alone with them
//! until the transaction ends.

use std::collections::BTreeSet;

use domain::ids::WorkspaceId;
use sha2::{Digest, Sha256};

use crate::{Engine, StoreResult, Tx, Value};

/// Takes the locks of these people in one order, as everybody does: what is counted and looked at behind them is so until
/// this transaction has committed. Account locks come before. Again: nothing happens. On SQLite a write transaction has
/// the whole database already. Who only reads, as a dry run does, takes none and waits for nobody.
pub fn lock_each(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    network: &str,
    member_keys: &BTreeSet<&str>,
) -> StoreResult<()> {
    if tx.engine() == Engine::Sqlite || tx.is_read_only() || member_keys.is_empty() {
        return Ok(());
    }
    let locks: BTreeSet<i64> = member_keys
        .iter()
        .map(|member_key| number(workspace_id, network, member_key))
        .collect();
    let rows: Vec<Vec<Value<'_>>> = locks.into_iter().map(|lock| vec![lock.into()]).collect();
    // No row of theirs could be locked instead: somebody may be written to whom no table knows yet.
    tx.execute_each("SELECT pg_advisory_xact_lock(?1)", &rows)
}

/// Takes the lock of everybody who is not written to yet, behind all others: whoever counts first messages of a workspace is
/// alone with them until the transaction ends, from whichever account they come.
pub(crate) fn lock_first_messages(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<()> {
    // No network has this name.
    lock_each(tx, workspace_id, "", &BTreeSet::from(["first messages"]))
}

/// The number under which a person is locked. Two people with the same one wait for each other, nothing more.
fn number(workspace_id: WorkspaceId, network: &str, member_key: &str) -> i64 {
    let mut hash = Sha256::new();
    hash.update(workspace_id.as_bytes());
    // Neither a network's name nor a key holds a line break.
    hash.update(network);
    hash.update("\n");
    hash.update(member_key);
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(bytes)
}
