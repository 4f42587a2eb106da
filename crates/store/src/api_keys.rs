//! Keys of callers: what is known of each, never the key itself.

use domain::ids::{AccountId, ApiKeyId, WorkspaceId};
use domain::time::Timestamp;

use crate::{Row, StoreResult, Tx, params};

/// A caller's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyRow {
    pub workspace_id: WorkspaceId,
    pub api_key_id: ApiKeyId,
    pub name: String,
    /// [`crate::vault::Vault::api_key_hash`].
    pub secret_hash: Vec<u8>,
    /// Words, separated by blanks.
    pub scopes: String,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    /// The key that took over.
    pub replaced_by: Option<ApiKeyId>,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
    /// The account of the last live call.
    pub last_account_id: Option<AccountId>,
}

impl ApiKeyRow {
    /// Whether the key opens anything at `now`.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|expires_at| now < expires_at)
    }

    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            workspace_id: row.id(0)?,
            api_key_id: row.id(1)?,
            name: row.text(2)?.to_owned(),
            secret_hash: row.blob(3)?.to_vec(),
            scopes: row.text(4)?.to_owned(),
            created_at: row.timestamp(5)?,
            expires_at: row.opt_timestamp(6)?,
            revoked_at: row.opt_timestamp(7)?,
            replaced_by: row.opt_id(8)?,
            last_used_at: row.opt_timestamp(9)?,
            last_account_id: row.opt_id(10)?,
        })
    }
}

/// Adds a key.
pub fn insert(tx: &mut Tx<'_>, key: &ApiKeyRow) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO api_key (workspace_id, api_key_id, name, secret_hash, scopes, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            key.workspace_id,
            key.api_key_id,
            &key.name,
            &key.secret_hash,
            &key.scopes,
            key.created_at,
            key.expires_at
        ],
    )?;
    Ok(())
}

/// The key with this id, valid or not.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
) -> StoreResult<Option<ApiKeyRow>> {
    tx.query_opt(
        "SELECT workspace_id, api_key_id, name, secret_hash, scopes, created_at, expires_at, revoked_at,
                replaced_by, last_used_at, last_account_id
           FROM api_key
          WHERE workspace_id = ?1 AND api_key_id = ?2",
        params![workspace_id, api_key_id],
        ApiKeyRow::from_row,
    )
}

/// Every key of the workspace, in the order of their making, at most `limit`.
pub fn list(tx: &mut Tx<'_>, workspace_id: WorkspaceId, limit: u32) -> StoreResult<Vec<ApiKeyRow>> {
    tx.query(
        "SELECT workspace_id, api_key_id, name, secret_hash, scopes, created_at, expires_at, revoked_at,
                replaced_by, last_used_at, last_account_id
           FROM api_key
          WHERE workspace_id = ?1
          ORDER BY created_at, api_key_id
          LIMIT ?2",
        params![workspace_id, limit],
        ApiKeyRow::from_row,
    )
}

/// Ends a key now. False if there is none, or if it was revoked before.
pub fn update_revoked(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE api_key SET revoked_at = ?3
          WHERE workspace_id = ?1 AND api_key_id = ?2 AND revoked_at IS NULL",
        params![workspace_id, api_key_id, now],
    )?;
    Ok(changed > 0)
}

/// Ends every key of the workspace now. How many had not been revoked before.
pub fn update_all_revoked(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    now: Timestamp,
) -> StoreResult<u64> {
    tx.execute(
        "UPDATE api_key SET revoked_at = ?2 WHERE workspace_id = ?1 AND revoked_at IS NULL",
        params![workspace_id, now],
    )
}

/// Names the key that takes over and ends the old one at `expires_at`, or when it would have ended anyway.
pub fn update_replaced(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    replaced_by: ApiKeyId,
    expires_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE api_key
            SET replaced_by = ?3,
                expires_at = CASE WHEN expires_at IS NULL OR expires_at > ?4 THEN ?4 ELSE expires_at END
          WHERE workspace_id = ?1 AND api_key_id = ?2",
        params![workspace_id, api_key_id, replaced_by, expires_at],
    )?;
    Ok(())
}

/// Notes that the key was used at `used_at`; never moves back.
pub fn update_last_used(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    used_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE api_key SET last_used_at = ?3
          WHERE workspace_id = ?1 AND api_key_id = ?2 AND (last_used_at IS NULL OR last_used_at < ?3)",
        params![workspace_id, api_key_id, used_at],
    )?;
    Ok(())
}

/// Notes the account of the key's last live call.
pub fn update_last_account(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    api_key_id: ApiKeyId,
    account_id: AccountId,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE api_key SET last_account_id = ?3 WHERE workspace_id = ?1 AND api_key_id = ?2",
        params![workspace_id, api_key_id, account_id],
    )?;
    Ok(())
}
