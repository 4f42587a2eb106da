//! What is due and when: one row per account and kind of work, or per job, changed in the transaction that changes the
//! due time. The only table that is read across workspaces.

use std::marker::PhantomData;

use domain::ids::{AccountId, EndpointId, ErasureId, PersonId, ReconciliationId, WorkspaceId};
use domain::time::Timestamp;

use crate::row::StoredId;
use crate::{StoreResult, Tx, Value, params};

/// Following the network of one account.
pub const SYNC: &str = "sync";
/// Sends of one account.
pub const DISPATCH: &str = "dispatch";
/// Conversations of one account that are left alone until an instant.
pub const SNOOZE: &str = "snooze";
/// Receivers of webhooks, each for as long as it is told.
pub(crate) const DELIVERIES: Jobs<EndpointId> = Jobs::of("delivery");
/// Deleting what is kept of people.
pub const ERASURES: Jobs<ErasureId> = Jobs::of("erasure");
/// Comparing what is kept of accounts with what their networks show.
pub const RECONCILIATIONS: Jobs<ReconciliationId> = Jobs::of("reconciliation");
/// Writing the conversations anew that still show a person as they were before.
pub const REFRESHES: Jobs<PersonId> = Jobs::of("refresh");
/// Deleting what accounts left behind.
pub const ACCOUNT_ERASURES: Jobs<AccountId> = Jobs::of("account_erasure");
/// Renewing the credentials of an account.
pub const RENEWALS: Jobs<AccountId> = Jobs::of("renewal");
// One shard until many nodes share the work.
const SHARD: i64 = 0;

/// Work of which there is one job for each subject.
pub struct Jobs<I> {
    kind: &'static str,
    subject: PhantomData<fn() -> I>,
}

impl<I> Jobs<I> {
    const fn of(kind: &'static str) -> Self {
        Self {
            kind,
            subject: PhantomData,
        }
    }
}

impl<I: StoredId + Into<Value<'static>>> Jobs<I> {
    /// Makes sure that there is a job; one that is there stays as it is.
    pub(crate) fn begin(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: WorkspaceId,
        subject: I,
        due_at: Timestamp,
    ) -> StoreResult<()> {
        let subject: Value<'static> = subject.into();
        tx.execute(
            "INSERT INTO agenda (shard, workspace_id, kind, subject, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (shard, workspace_id, kind, subject) DO NOTHING",
            params![SHARD, workspace_id, self.kind, subject, due_at],
        )?;
        Ok(())
    }

    /// Leaves a job for later that cannot be done now, so that others are not kept waiting.
    pub fn postpone(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: WorkspaceId,
        subject: I,
        due_at: Timestamp,
    ) -> StoreResult<()> {
        let subject: Value<'static> = subject.into();
        tx.execute(
            "UPDATE agenda SET due_at = ?5 WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
            params![SHARD, workspace_id, self.kind, subject, due_at],
        )?;
        Ok(())
    }

    /// Takes a job that is due, until an instant. False: somebody else has, or there is none.
    pub(crate) fn claim(
        &self,
        tx: &mut Tx<'_>,
        (workspace_id, subject): (WorkspaceId, I),
        now: Timestamp,
        until: Timestamp,
    ) -> StoreResult<bool> {
        let subject: Value<'static> = subject.into();
        let changed = tx.execute(
            "UPDATE agenda SET due_at = ?6
              WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4 AND due_at <= ?5",
            params![SHARD, workspace_id, self.kind, subject, now, until],
        )?;
        Ok(changed > 0)
    }

    /// Takes a job from the agenda that is done.
    pub(crate) fn end(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: WorkspaceId,
        subject: I,
    ) -> StoreResult<()> {
        let subject: Value<'static> = subject.into();
        tx.execute(
            "DELETE FROM agenda WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
            params![SHARD, workspace_id, self.kind, subject],
        )?;
        Ok(())
    }

    /// Whether there is a job.
    pub(crate) fn is_there(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: WorkspaceId,
        subject: I,
    ) -> StoreResult<bool> {
        let subject: Value<'static> = subject.into();
        let found = tx.query_opt(
            "SELECT due_at FROM agenda WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
            params![SHARD, workspace_id, self.kind, subject],
            |row| row.timestamp(0),
        )?;
        Ok(found.is_some())
    }

    /// Jobs that are due by `until`, the longest due first.
    pub fn list_due(
        &self,
        tx: &mut Tx<'_>,
        until: Timestamp,
        limit: u32,
    ) -> StoreResult<Vec<(WorkspaceId, I)>> {
        tx.query(
            "SELECT workspace_id, subject FROM agenda
              WHERE shard = ?1 AND due_at <= ?3 AND kind = ?2
              ORDER BY due_at LIMIT ?4",
            params![SHARD, self.kind, until, limit],
            |row| Ok((row.id(0)?, row.id(1)?)),
        )
    }
}

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

/// Takes an account from the agenda of which nothing is left.
pub(crate) fn delete_account(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<()> {
    for kind in [SYNC, DISPATCH, SNOOZE] {
        tx.execute(
            "DELETE FROM agenda WHERE shard = ?1 AND workspace_id = ?2 AND kind = ?3 AND subject = ?4",
            params![SHARD, workspace_id, kind, account_id],
        )?;
    }
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
        params![SHARD, DELIVERIES.kind, workspace_id, endpoint_id, limit],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}
