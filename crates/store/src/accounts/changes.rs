//! What changes in the row of an account, and who changes it: linking, sync, sending.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{AccountId, WorkspaceId};
use domain::network::{CapabilityClass, Member, Plan};
use domain::time::Timestamp;

use super::{AccountStatus, BackfillState};
use crate::{ColumnType, Engine, StoreResult, Tx, Value, params};

/// What a network said of a seat when it was linked, and how to reach it.
#[derive(Debug, Clone)]
pub struct Link {
    /// Where the network's server is; empty for an import.
    pub address: String,
    pub member: Member,
    pub status: AccountStatus,
    pub is_premium: bool,
    pub plan: Option<String>,
    /// Sealed for the account's row; absent for an import.
    pub credentials: Option<Vec<u8>>,
    pub capability_class: CapabilityClass,
}

/// Links an account that is there already: its history stays and what held it is over. If it was unlinked it is synced
/// from the start, as anything can have happened in between.
pub fn update_linked(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    link: &Link,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account
            SET address = ?3, status = ?4, is_premium = ?5, plan = ?6, credentials = ?7, capability_class = ?8,
                credentials_version = credentials_version + 1, credentials_until = NULL, renewal_at = NULL,
                hold_rule = NULL, hold_until = NULL, last_error = NULL, last_error_at = NULL, unlinked_at = NULL,
                sync_cursor = CASE WHEN unlinked_at IS NULL THEN sync_cursor END,
                backfill_state = CASE WHEN unlinked_at IS NULL THEN backfill_state ELSE 'pending' END,
                backfill_cursor = CASE WHEN unlinked_at IS NULL THEN backfill_cursor END
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![
            workspace_id,
            account_id,
            &link.address,
            link.status.word(),
            link.is_premium,
            link.plan.as_deref(),
            link.credentials.as_deref(),
            link.capability_class.letter()
        ],
    )?;
    update_profile(tx, workspace_id, account_id, &link.member)
}

/// Ends the link and forgets the credentials. False if it was not linked.
pub fn update_unlinked(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE account
            SET unlinked_at = ?3, credentials = NULL, credentials_version = credentials_version + 1,
                credentials_until = NULL, renewal_at = NULL
          WHERE workspace_id = ?1 AND account_id = ?2 AND unlinked_at IS NULL",
        params![workspace_id, account_id, now],
    )?;
    Ok(changed > 0)
}

/// Forgets the credentials of every account of the workspace and holds those accounts under `rule` until each is linked
/// again; imported accounts have none and stay as they are. How many it were.
pub fn update_credentials_lost(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    rule: &str,
    now: Timestamp,
) -> StoreResult<u64> {
    tx.execute(
        "UPDATE account
            SET credentials = NULL, credentials_version = credentials_version + 1, credentials_until = NULL,
                renewal_at = NULL, status = ?2, hold_rule = ?3, hold_until = NULL, last_error = ?4, last_error_at = ?5
          WHERE workspace_id = ?1 AND credentials IS NOT NULL",
        params![
            workspace_id,
            AccountStatus::Error.word(),
            rule,
            "the master key was reset: link the account again",
            now
        ],
    )
}

/// Takes over what the network now says of the owner.
pub fn update_profile(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    member: &Member,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account
            SET member_number = ?3, slug = ?4, first_name = ?5, last_name = ?6, headline = ?7, picture = ?8
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![
            workspace_id,
            account_id,
            member.member_number,
            member.slug.as_deref(),
            &member.first_name,
            &member.last_name,
            &member.headline,
            member.picture.as_deref()
        ],
    )?;
    Ok(())
}

/// Takes over what the network now says of the plan.
pub fn update_plan(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    plan: &Plan,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET is_premium = ?3, plan = ?4 WHERE workspace_id = ?1 AND account_id = ?2",
        params![
            workspace_id,
            account_id,
            plan.is_premium,
            plan.premium_type.as_deref()
        ],
    )?;
    Ok(())
}

/// Takes over what the network now offers after a lost answer.
pub fn update_capability_class(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    class: CapabilityClass,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET capability_class = ?3 WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, class.letter()],
    )?;
    Ok(())
}

/// Holds the account under a rule, or lets it go (`rule` absent). `until` absent: until somebody acts.
pub fn update_hold(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    status: AccountStatus,
    rule: Option<&str>,
    until: Option<Timestamp>,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET status = ?3, hold_rule = ?4, hold_until = ?5
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, status.word(), rule, until],
    )?;
    Ok(())
}

/// Notes until when the network wants no acts of the account; never earlier than it said before.
pub fn update_deferred(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    until: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET deferred_until = ?3
          WHERE workspace_id = ?1 AND account_id = ?2 AND (deferred_until IS NULL OR deferred_until < ?3)",
        params![workspace_id, account_id, until],
    )?;
    Ok(())
}

/// Proof that the network answered this account at `now`; ends a reported error.
pub fn update_received(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET last_received_at = ?3, last_error = NULL, last_error_at = NULL
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, now],
    )?;
    Ok(())
}

/// Notes what went wrong last, for the account's health.
pub fn update_error(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    error: &str,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET last_error = ?3, last_error_at = ?4 WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id, error, now],
    )?;
    Ok(())
}

/// Notes the last proven send.
pub fn update_last_sent(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    sent_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET last_sent_at = ?3
          WHERE workspace_id = ?1 AND account_id = ?2 AND (last_sent_at IS NULL OR last_sent_at < ?3)",
        params![workspace_id, account_id, sent_at],
    )?;
    Ok(())
}

/// Notes that a caller used the account for a live call.
pub fn update_last_used(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    used_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET last_used_at = ?3
          WHERE workspace_id = ?1 AND account_id = ?2 AND (last_used_at IS NULL OR last_used_at < ?3)",
        params![workspace_id, account_id, used_at],
    )?;
    Ok(())
}

/// Moves the cursor of the update stream from `old` to `new`. False if somebody else moved it: then nothing of this
/// transaction may stay.
pub fn update_sync_cursor(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    old: Option<&str>,
    new: &str,
) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE account SET sync_cursor = ?4
          WHERE workspace_id = ?1 AND account_id = ?2 AND unlinked_at IS NULL
            AND (sync_cursor = ?3 OR (sync_cursor IS NULL AND ?3 IS NULL))",
        params![workspace_id, account_id, old, new],
    )?;
    Ok(changed > 0)
}

/// Notes how far the history has been read in.
pub fn update_backfill(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    state: BackfillState,
    cursor: Option<&str>,
    threads_total: Option<i64>,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account SET backfill_state = ?3, backfill_cursor = ?4, backfill_threads_total = ?5
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![
            workspace_id,
            account_id,
            state.word(),
            cursor,
            threads_total
        ],
    )?;
    Ok(())
}

/// The number of the account's next conversation, taken for good.
pub fn claim_conversation_number(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<i64> {
    tx.query_one(
        "UPDATE account SET conversation_number = conversation_number + 1
          WHERE workspace_id = ?1 AND account_id = ?2
          RETURNING conversation_number",
        params![workspace_id, account_id],
        |row| row.int(0),
    )
}

/// By how much the counters of an account change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountChanges {
    pub conversations: i64,
    pub unread_conversations: i64,
    pub messages: i64,
}

/// Changes the counters and moves the inbox to its next revision.
pub fn update_counts(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    changes: CountChanges,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE account
            SET conversation_count = conversation_count + ?3,
                unread_conversation_count = unread_conversation_count + ?4,
                message_count = message_count + ?5,
                inbox_revision = inbox_revision + 1
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![
            workspace_id,
            account_id,
            changes.conversations,
            changes.unread_conversations,
            changes.messages
        ],
    )?;
    Ok(())
}

/// Takes the account's row, so that nobody else changes anything of this account until the transaction ends. On SQLite
/// a write transaction has the whole database already. [`crate::StoreError::NotFound`] if there is no such account.
pub fn lock(tx: &mut Tx<'_>, workspace_id: WorkspaceId, account_id: AccountId) -> StoreResult<()> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    tx.query_one(
        "SELECT number FROM account WHERE workspace_id = ?1 AND account_id = ?2 FOR UPDATE",
        params![workspace_id, account_id],
        |row| row.int(0).map(drop),
    )
}

/// The end of the line in which an account's sends stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineEnd {
    /// How many sends were accepted so far.
    pub(crate) send_number: i64,
    /// The latest instant at which one came into line.
    pub(crate) line_at: Timestamp,
}

/// Takes the locks of these accounts in the order of their ids, as everybody does, and says where the line of each
/// ends. One that does not exist is left out.
pub fn lock_each(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_ids: &BTreeSet<AccountId>,
) -> StoreResult<BTreeMap<AccountId, LineEnd>> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT send_number, line_at FROM account WHERE workspace_id = ?1 AND account_id = ?2"
        }
        Engine::Postgres => {
            "SELECT send_number, line_at FROM account WHERE workspace_id = ?1 AND account_id = ?2 FOR UPDATE"
        }
    };
    let rows: Vec<Vec<Value<'_>>> = account_ids
        .iter()
        .map(|account_id| vec![workspace_id.into(), account_id.into()])
        .collect();
    let types = &[ColumnType::Blob, ColumnType::Blob];
    let ends = tx.query_opt_each(sql, types, &rows, |row| {
        Ok(LineEnd {
            send_number: row.int(0)?,
            line_at: row.timestamp(1)?,
        })
    })?;
    let known = account_ids.iter().zip(ends);
    Ok(known
        .filter_map(|(account_id, end)| Some((*account_id, end?)))
        .collect())
}

/// Notes where the line of each account ends by now. Their locks are held.
pub(crate) fn update_line_ends(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    ends: &BTreeMap<AccountId, LineEnd>,
) -> StoreResult<()> {
    let rows: Vec<Vec<Value<'_>>> = ends
        .iter()
        .map(|(account_id, end)| {
            let (number, line_at) = (end.send_number, end.line_at);
            vec![
                workspace_id.into(),
                account_id.into(),
                number.into(),
                line_at.into(),
            ]
        })
        .collect();
    tx.execute_each(
        "UPDATE account SET send_number = ?3, line_at = ?4 WHERE workspace_id = ?1 AND account_id = ?2",
        &rows,
    )
}
