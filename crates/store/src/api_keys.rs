//! Keys of callers: what is known of each, never the key itself.

use domain::access::{Grant, KeyLimits, parse_network};
use domain::ids::{AccountId, ApiKeyId, UserId, WorkspaceId};
use domain::role::Role;
use domain::scope::{Rights, Scope};
use domain::time::Timestamp;

use crate::users::read_role;
use crate::{Row, StoreError, StoreResult, Tx, params};

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
    pub limits: KeyLimits,
    /// Whose key it is, where it is a user's.
    pub user_id: Option<UserId>,
    /// What that user is now; absent where there is no such user any more. Only read.
    pub role: Option<Role>,
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
    /// Whether the key opens anything at `now`. That of a user who is gone opens nothing.
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none()
            && self.expires_at.is_none_or(|expires_at| now < expires_at)
            && (self.user_id.is_none() || self.role.is_some())
    }

    /// The scopes; a word of a later version means nothing to this one.
    pub fn scopes(&self) -> Vec<Scope> {
        let words = self.scopes.split_ascii_whitespace();
        words.filter_map(Scope::from_word).collect()
    }

    /// What it lets its holder do: what its scopes allow, and the role of the user whose key it is.
    pub fn grant(&self) -> Grant {
        let rights = Rights::of(&self.scopes());
        let rights = match (self.user_id, self.role) {
            (None, _) => rights,
            (Some(_), Some(role)) => rights.and(role.rights()),
            (Some(_), None) => Rights::NONE,
        };
        Grant {
            rights,
            limits: self.limits.clone(),
            expires_at: self.expires_at,
        }
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
            limits: KeyLimits {
                accounts: words(row.text(11)?, |word| word.parse().ok())?,
                addresses: words(row.text(12)?, parse_network)?,
                requests_per_minute: row.opt_int(13)?.map(bounded),
            },
            user_id: row.opt_id(14)?,
            role: row.opt_text(15)?.map(read_role).transpose()?,
        })
    }
}

/// What stands there as words. One that cannot be read must not be taken for no limit.
fn words<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> StoreResult<Vec<T>> {
    let words = text.split_ascii_whitespace().map(read);
    words
        .collect::<Option<Vec<T>>>()
        .ok_or_else(|| StoreError::Inconsistent {
            what: "key",
            message: "a limit of it cannot be read".to_owned(),
        })
}

fn bounded(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn joined(words: impl IntoIterator<Item = impl ToString>) -> String {
    let words = words.into_iter().map(|word| word.to_string());
    words.collect::<Vec<_>>().join(" ")
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT k.workspace_id, k.api_key_id, k.name, k.secret_hash, k.scopes, k.created_at, k.expires_at,
                    k.revoked_at, k.replaced_by, k.last_used_at, k.last_account_id, k.accounts, k.addresses,
                    k.requests_per_minute, k.user_id, u.role
               FROM api_key k
               LEFT JOIN workspace_user u ON u.workspace_id = k.workspace_id AND u.user_id = k.user_id
              WHERE k.workspace_id = ?1 ",
            $tail
        )
    };
}

/// Adds a key.
pub fn insert(tx: &mut Tx<'_>, key: &ApiKeyRow) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO api_key (workspace_id, api_key_id, name, secret_hash, scopes, created_at, expires_at, accounts,
                              addresses, requests_per_minute, user_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            key.workspace_id,
            key.api_key_id,
            &key.name,
            &key.secret_hash,
            &key.scopes,
            key.created_at,
            key.expires_at,
            joined(&key.limits.accounts),
            joined(&key.limits.addresses),
            key.limits.requests_per_minute,
            key.user_id,
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
        select!("AND k.api_key_id = ?2"),
        params![workspace_id, api_key_id],
        ApiKeyRow::from_row,
    )
}

/// Every key of the workspace, in the order of their making, at most `limit`.
pub fn list(tx: &mut Tx<'_>, workspace_id: WorkspaceId, limit: u32) -> StoreResult<Vec<ApiKeyRow>> {
    tx.query(
        select!("ORDER BY k.created_at, k.api_key_id LIMIT ?2"),
        params![workspace_id, limit],
        ApiKeyRow::from_row,
    )
}

/// Keys behind an id, in the order of their ids, at most `limit`.
pub fn list_after(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    after: ApiKeyId,
    limit: u32,
) -> StoreResult<Vec<ApiKeyRow>> {
    tx.query(
        select!("AND k.api_key_id > ?2 ORDER BY k.api_key_id LIMIT ?3"),
        params![workspace_id, after, limit],
        ApiKeyRow::from_row,
    )
}

/// How many keys there are, whatever became of them.
pub fn count(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<u32> {
    tx.query_one(
        "SELECT COUNT(*) FROM api_key WHERE workspace_id = ?1",
        params![workspace_id],
        |row| row.number(0),
    )
}

/// Writes name and limits anew.
pub fn update_limits(tx: &mut Tx<'_>, key: &ApiKeyRow) -> StoreResult<()> {
    tx.execute(
        "UPDATE api_key
            SET name = ?3, scopes = ?4, accounts = ?5, addresses = ?6, requests_per_minute = ?7, expires_at = ?8
          WHERE workspace_id = ?1 AND api_key_id = ?2",
        params![
            key.workspace_id,
            key.api_key_id,
            &key.name,
            &key.scopes,
            joined(&key.limits.accounts),
            joined(&key.limits.addresses),
            key.limits.requests_per_minute,
            key.expires_at,
        ],
    )?;
    Ok(())
}

/// The keys of a user that were not revoked.
pub fn list_of_user(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    user_id: UserId,
    limit: u32,
) -> StoreResult<Vec<ApiKeyId>> {
    tx.query(
        "SELECT api_key_id FROM api_key
          WHERE workspace_id = ?1 AND user_id = ?2 AND revoked_at IS NULL ORDER BY api_key_id LIMIT ?3",
        params![workspace_id, user_id, limit],
        |row| row.id(0),
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
