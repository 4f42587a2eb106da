//! Linked accounts: which one a call is about, what state each is in, linking and unlinking.

mod capabilities;
mod link;
mod policy;
mod quota;
mod resource;
mod state;
mod sync;
mod unlink;
mod view;

pub use capabilities::{Ability, AccountCapabilities, Lack, ability_words};
pub use link::{LinkAccount, LinkedAccount};
pub(crate) use link::{PreparedLink, announce};
pub use policy::AccountPolicy;
pub use quota::AccountQuota;
pub use resource::{AccountDetails, AccountPage, ChangeAccount, ListAccounts};
pub use state::AccountState;
pub use sync::{SyncAccount, Synced};
pub use view::{AccountHealth, AccountStatusView, AccountSummary, Condition, Hold, SyncProgress};

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, WorkspaceId};
use domain::urn::MemberKey;
use store::accounts::{self, Account};
use store::{StoreResult, Tx, api_keys, backfill, reconciliations};

use crate::{App, AppResult, Caller, Refusal};

/// Accounts that one workspace shows at once.
pub(crate) const ACCOUNTS_MAX: u32 = 10_000;

/// Accounts of one member that are looked through: a seat that is linked, and what was imported of it.
pub(crate) const ACCOUNTS_OF_MEMBER_MAX: u32 = 16;

/// The account that a call is about: the one that is named; else the one whose owner stands in a given URN; else the
/// one of this key's last live call; else the first linked. An imported account, which can only be read, must be named.
///
/// An account of another workspace is as absent as one that never was.
pub fn choose(
    tx: &mut Tx<'_>,
    caller: &Caller,
    requested: Option<&str>,
    owner: Option<&MemberKey>,
) -> StoreResult<Result<Account, Refusal>> {
    if let Some(requested) = requested.map(str::trim).filter(|text| !text.is_empty()) {
        let found = match requested.parse::<AccountId>() {
            Ok(account_id) if caller.sees(account_id) => {
                accounts::find(tx, caller.workspace_id, account_id)?
            }
            _ => None,
        };
        return Ok(match (found, owner) {
            (None, _) => Err(absent()),
            (Some(account), Some(owner)) if account.member_key != owner.as_str() => {
                Err(Refusal::of(ErrorCode::AccountOwnerMismatch))
            }
            (Some(account), _) => Ok(account),
        });
    }
    let found = match owner {
        Some(owner) => account_of(tx, caller, owner)?,
        None => default_account(tx, caller)?,
    };
    Ok(found.ok_or_else(absent))
}

/// The first account of this owner that there is for the caller.
fn account_of(tx: &mut Tx<'_>, caller: &Caller, owner: &MemberKey) -> StoreResult<Option<Account>> {
    let workspace_id = caller.workspace_id;
    if caller.only_accounts().is_none() {
        return accounts::find_by_member(tx, workspace_id, None, owner.as_str());
    }
    let known = accounts::list_by_member(tx, workspace_id, owner.as_str(), ACCOUNTS_OF_MEMBER_MAX)?;
    let mut seen = known.into_iter();
    Ok(seen.find(|account| caller.sees(account.account_id)))
}

fn default_account(tx: &mut Tx<'_>, caller: &Caller) -> StoreResult<Option<Account>> {
    let key = api_keys::find(tx, caller.workspace_id, caller.api_key_id)?;
    if let Some(account_id) = key.and_then(|key| key.last_account_id) {
        let last = accounts::find(tx, caller.workspace_id, account_id)?;
        let last = last.filter(|account| !account.is_read_only && caller.sees(account.account_id));
        if last.is_some() {
            return Ok(last);
        }
    }
    let Some(only) = caller.only_accounts() else {
        return accounts::find_first_live(tx, caller.workspace_id);
    };
    let mut first: Option<Account> = None;
    for account_id in only {
        let found = accounts::find(tx, caller.workspace_id, *account_id)?;
        let place = |account: &Account| (account.linked_at, account.account_id);
        if let Some(account) = found.filter(|account| !account.is_read_only)
            && first
                .as_ref()
                .is_none_or(|first| place(&account) < place(first))
        {
            first = Some(account);
        }
    }
    Ok(first)
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::AccountNotFound)
}

impl App {
    /// As [`Self::remember_live_use`], after something that cannot be undone: a failure is only logged.
    pub(crate) async fn note_live_use(&self, caller: &Caller, account_id: AccountId) {
        if let Err(error) = self.remember_live_use(caller, account_id).await {
            tracing::warn!(%error, "the account of the last live call was not noted");
        }
    }

    /// Makes `account_id` the account that the caller's next call is about if it names none. Called after a call that
    /// reached the network; writes when that changes, and that the account was used once a minute.
    pub async fn remember_live_use(&self, caller: &Caller, account_id: AccountId) -> AppResult<()> {
        let (workspace_id, api_key_id) = (caller.workspace_id, caller.api_key_id);
        let now = self.now();
        if !self
            .keys()
            .note_live_use(workspace_id, api_key_id, account_id, now)
        {
            return Ok(());
        }
        self.parts()
            .store
            .write(move |tx| {
                accounts::update_last_used(tx, workspace_id, account_id, now)?;
                api_keys::update_last_account(tx, workspace_id, api_key_id, account_id)
            })
            .await?;
        Ok(())
    }

    /// The linked accounts of the caller's workspace, the first linked first; with `query` those whose name, slug,
    /// address or id matches it.
    pub async fn list_accounts(
        &self,
        caller: &Caller,
        query: Option<&str>,
    ) -> AppResult<Vec<AccountSummary>> {
        let workspace_id = caller.workspace_id;
        let rows = self
            .parts()
            .store
            .read(move |tx| accounts::list(tx, workspace_id, ACCOUNTS_MAX))
            .await?;
        let query = query.map(str::trim).filter(|query| !query.is_empty());
        Ok(rows
            .iter()
            .filter(|row| caller.sees(row.account_id))
            .filter(|row| query.is_none_or(|query| view::matches(row, query)))
            .map(AccountSummary::of)
            .collect())
    }

    /// Refuses accounts that are not the workspace's own, or that there are not for the caller.
    pub(crate) async fn check_accounts(
        &self,
        caller: &Caller,
        wanted: &[AccountId],
    ) -> AppResult<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let (caller, wanted) = (caller.clone(), wanted.to_vec());
        let read = self.parts().store.read(move |tx| {
            for (place, account_id) in wanted.iter().enumerate() {
                let is_there = caller.sees(*account_id)
                    && accounts::find_any(tx, caller.workspace_id, *account_id)?.is_some();
                if !is_there {
                    let message = "there is no such account in this workspace";
                    let path = format!("accounts.{place}");
                    return Ok(Err(Refusal::field(&path, "unknown", message)));
                }
            }
            Ok(Ok(()))
        });
        Ok(read.await??)
    }

    /// How every account of a workspace stands, the first linked first; for its operator.
    pub async fn list_account_states(
        &self,
        workspace_id: WorkspaceId,
    ) -> AppResult<Vec<AccountStatusView>> {
        let states = self
            .parts()
            .store
            .read(move |tx| {
                let rows = accounts::list(tx, workspace_id, ACCOUNTS_MAX)?;
                rows.iter().map(|row| state_of(tx, row)).collect()
            })
            .await?;
        Ok(states)
    }

    /// How one account stands: plan, holds, sync progress, last proven send and receive.
    pub async fn account_status(
        &self,
        caller: &Caller,
        requested: Option<&str>,
    ) -> AppResult<AccountStatusView> {
        let (caller, requested) = (caller.clone(), requested.map(str::to_owned));
        let state = self
            .parts()
            .store
            .read(
                move |tx| match choose(tx, &caller, requested.as_deref(), None)? {
                    Ok(account) => state_of(tx, &account).map(Ok),
                    Err(refusal) => Ok(Err(refusal)),
                },
            )
            .await??;
        Ok(state)
    }
}

fn state_of(tx: &mut Tx<'_>, account: &Account) -> StoreResult<AccountStatusView> {
    // Nothing is ever read into an import later.
    let pending = if account.is_read_only {
        0
    } else {
        backfill::count_pending(tx, account.workspace_id, account.account_id)?
    };
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let compared_at = reconciliations::find_last_end(tx, workspace_id, account_id)?;
    Ok(AccountStatusView::of(account, pending, compared_at))
}
