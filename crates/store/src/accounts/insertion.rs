//! An account's first row.

use domain::ids::{AccountId, WorkspaceId};
use domain::time::Timestamp;

use super::{Account, BackfillState, Link, get};
use crate::{Engine, StoreResult, Tx, params};

/// An account that is linked for the first time.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub workspace_id: WorkspaceId,
    pub account_id: AccountId,
    pub network: String,
    pub is_read_only: bool,
    pub link: Link,
    pub policy: String,
    pub backfill_state: BackfillState,
    pub linked_at: Timestamp,
}

/// Adds an account under the next free number.
pub fn insert(tx: &mut Tx<'_>, account: &NewAccount) -> StoreResult<Account> {
    // The row of the workspace is locked first, so that two links cannot draw the same number.
    tx.execute(
        "UPDATE workspace SET name = name WHERE workspace_id = ?1",
        params![account.workspace_id],
    )?;
    let number = next_number(tx, account.workspace_id)?;
    let link = &account.link;
    tx.execute(
        "INSERT INTO account (workspace_id, account_id, number, network, address, member_key, member_number, slug,
                              first_name, last_name, headline, picture, status, is_read_only, is_premium, plan,
                              credentials, capability_class, policy, backfill_state, linked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        params![
            account.workspace_id,
            account.account_id,
            number,
            &account.network,
            &link.address,
            &link.member.member_key,
            link.member.member_number,
            link.member.slug.as_deref(),
            &link.member.first_name,
            &link.member.last_name,
            &link.member.headline,
            link.member.picture.as_deref(),
            link.status.word(),
            account.is_read_only,
            link.is_premium,
            link.plan.as_deref(),
            link.credentials.as_deref(),
            link.capability_class.letter(),
            &account.policy,
            account.backfill_state.word(),
            account.linked_at
        ],
    )?;
    get(tx, account.workspace_id, account.account_id)
}

/// On `SQLite` the number leads rowids, so it must be unique in the whole file; PostgreSQL has the workspace in front.
fn next_number(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<i64> {
    match tx.engine() {
        Engine::Sqlite => tx.query_one(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM account WHERE workspace_id IS NOT NULL",
            params![],
            |row| row.int(0),
        ),
        Engine::Postgres => tx.query_one(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM account WHERE workspace_id = ?1",
            params![workspace_id],
            |row| row.int(0),
        ),
    }
}
