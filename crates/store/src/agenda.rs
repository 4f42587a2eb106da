//! What is due and when: one row per account and kind of work, or per job, changed in the transaction that changes the
//! due time. The only table that is read across workspaces.

use domain::ids::{AccountId, EndpointId, ErasureId, PersonId, WorkspaceId};
use domain::time::Timestamp;

use crate::{StoreResult, Tx, params};

/// Following the network of one account.
pub const SYNC: &str = "sync";
/// Sends of one account.
pub const DISPATCH: &str = "dispatch";
/// Conversations of one account that are left alone until an instant.
pub const SNOOZE: &str = "snooze";
/// Receivers of webhooks that are told.
const DELIVERY: &str = "delivery";
/// People whose data is being deleted.
const ERASURE: &str = "erasure";
/// Conversations that still show a person as they were before.
const REFRESH: &str = "refresh";
// One shard until many nodes share the work.
const SHARD: i64 = 0;

/// Makes sure that the account is looked at by `due_at`, or earlier if it already was to be.
pub fn advance(
    tx: &mut Tx<'_>,
    kind: &'static str,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    due_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO agenda (shard, workspace_id, kind, subject, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (shard, workspace_id, kind, subject) DO UPDATE SET due_at = excluded.due_at
          WHERE agenda.due_at > excluded.due_at",
        params![SHARD, workspace_id, kind, account_id, due_at],
    )?;
    Ok(())
}

/// Says when the account is to be looked at next; `None`: not before something happens.
pub fn set(
    tx: &mut Tx<'_>,
    kind: &'static str,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    due_at: Option<Timestamp>,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO agenda (shard, workspace_id, kind, subject, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (shard, workspace_id, kind, subject) DO UPDATE SET due_at = excluded.due_at",
        params![SHARD, workspace_id, kind, account_id, due_at.unwrap_or(Timestamp::MAX)],
    )?;
    Ok(())
}

/// Accounts with work of this kind that is due by `until`, the longest due first, and when each is due.
pub fn list_due(
    tx: &mut Tx<'_>,
    kind: &'static str,
    until: Timestamp,
    limit: u32,
) -> StoreResult<Vec<(WorkspaceId, AccountId, Timestamp)>> {
    tx.query(
        "SELECT workspace_id, subject, due_at FROM agenda
          WHERE shard = ?1 AND due_at <= ?3 AND kind = ?2
          ORDER BY due_at LIMIT ?4",
        params![SHARD, kind, until, limit],
        |row| Ok((row.id(0)?, row.id(1)?, row.timestamp(2)?)),
    )
}

/// Accounts that are on the agenda of [`SYNC`] by `until`, and whether there is a way to their network: they are linked,
/// can do more than be read, and have credentials.
pub fn list_followed(
    tx: &mut Tx<'_>,
    until: Timestamp,
    limit: u32,
) -> StoreResult<Vec<(WorkspaceId, AccountId, bool)>> {
    tx.query(
        "SELECT g.workspace_id, g.subject,
                CASE WHEN a.is_read_only = 0 AND a.credentials IS NOT NULL THEN 1 ELSE 0 END
           FROM agenda g
           LEFT JOIN account a
             ON a.workspace_id = g.workspace_id AND a.account_id = g.subject AND a.unlinked_at IS NULL
          WHERE g.shard = ?1 AND g.due_at <= ?3 AND g.kind = ?2
          ORDER BY g.due_at LIMIT ?4",
        params![SHARD, SYNC, until, limit],
        |row| Ok((row.id(0)?, row.id(1)?, row.bool(2)?)),
    )
}

/// When the first account is due whose time is still to come.
pub fn find_next(
    tx: &mut Tx<'_>,
    kind: &'static str,
    after: Timestamp,
) -> StoreResult<Option<Timestamp>> {
    tx.query_opt(
        "SELECT due_at FROM agenda WHERE shard = ?1 AND due_at > ?3 AND kind = ?2 ORDER BY due_at LIMIT 1",
        params![SHARD, kind, after],
        |row| row.timestamp(0),
    )
}

/// Makes sure that the conversations of a changed person are written anew.
pub(crate) fn advance_refresh(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    due_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO agenda (shard, workspace_id, kind, subject, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (shard, workspace_id, kind, subject) DO NOTHING",
        params![SHARD, workspace_id, REFRESH, person_id, due_at],
    )?;
    Ok(())
}

/// Leaves a person for later whose conversations cannot be written now, so that others are not kept waiting.
pub fn postpone_refresh(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
    due_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE agenda SET due_at = ?5 WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
        params![SHARD, workspace_id, REFRESH, person_id, due_at],
    )?;
    Ok(())
}

/// Takes a person from the agenda whose conversations are all written.
pub(crate) fn delete_refresh(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    person_id: PersonId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM agenda WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
        params![SHARD, workspace_id, REFRESH, person_id],
    )?;
    Ok(())
}

/// People whose conversations are to be written anew by `until`, the longest due first.
pub fn list_due_refreshes(
    tx: &mut Tx<'_>,
    until: Timestamp,
    limit: u32,
) -> StoreResult<Vec<(WorkspaceId, PersonId)>> {
    tx.query(
        "SELECT workspace_id, subject FROM agenda
          WHERE shard = ?1 AND due_at <= ?3 AND kind = ?2
          ORDER BY due_at LIMIT ?4",
        params![SHARD, REFRESH, until, limit],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

/// Makes sure that an erasure goes on.
pub(crate) fn advance_erasure(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    erasure_id: ErasureId,
    due_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO agenda (shard, workspace_id, kind, subject, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (shard, workspace_id, kind, subject) DO NOTHING",
        params![SHARD, workspace_id, ERASURE, erasure_id, due_at],
    )?;
    Ok(())
}

/// Leaves an erasure for later that cannot go on now.
pub fn postpone_erasure(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    erasure_id: ErasureId,
    due_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE agenda SET due_at = ?5 WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
        params![SHARD, workspace_id, ERASURE, erasure_id, due_at],
    )?;
    Ok(())
}

/// Takes an erasure from the agenda that is done.
pub(crate) fn delete_erasure(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    erasure_id: ErasureId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM agenda WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
        params![SHARD, workspace_id, ERASURE, erasure_id],
    )?;
    Ok(())
}

/// Erasures that can go on by `until`, the longest due first.
pub fn list_due_erasures(
    tx: &mut Tx<'_>,
    until: Timestamp,
    limit: u32,
) -> StoreResult<Vec<(WorkspaceId, ErasureId)>> {
    tx.query(
        "SELECT workspace_id, subject FROM agenda
          WHERE shard = ?1 AND due_at <= ?3 AND kind = ?2
          ORDER BY due_at LIMIT ?4",
        params![SHARD, ERASURE, until, limit],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

/// Puts a receiver of webhooks on the agenda, where it stays while it is told.
pub(crate) fn insert_endpoint(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    endpoint_id: EndpointId,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO agenda (shard, workspace_id, kind, subject, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (shard, workspace_id, kind, subject) DO NOTHING",
        params![SHARD, workspace_id, DELIVERY, endpoint_id, Timestamp::MIN],
    )?;
    Ok(())
}

/// Takes a receiver from the agenda that is not told any more.
pub(crate) fn delete_endpoint(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    endpoint_id: EndpointId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM agenda WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
        params![SHARD, workspace_id, DELIVERY, endpoint_id],
    )?;
    Ok(())
}

/// The receivers that are told, of all workspaces, in order, behind `after`.
pub fn list_endpoints(
    tx: &mut Tx<'_>,
    after: Option<(WorkspaceId, EndpointId)>,
    limit: u32,
) -> StoreResult<Vec<(WorkspaceId, EndpointId)>> {
    // No id is as low.
    let lowest = (
        WorkspaceId::from_bytes([0; 16]),
        EndpointId::from_bytes([0; 16]),
    );
    let (workspace_id, endpoint_id) = after.unwrap_or(lowest);
    tx.query(
        "SELECT workspace_id, subject FROM agenda
          WHERE shard = ?1 AND kind = ?2 AND (workspace_id, subject) > (?3, ?4)
          ORDER BY workspace_id, subject LIMIT ?5",
        params![SHARD, DELIVERY, workspace_id, endpoint_id, limit],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}
