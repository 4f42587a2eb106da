//! What is left of an account's limits.

use domain::ids::AccountId;
use domain::ledger::{Action, Quota, Window};
use domain::policy::Policy;
use store::{StoreError, ledger};

use super::choose;
use crate::{App, AppResult, Caller};

/// Every limit of one account and how much of it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountQuota {
    pub account_id: AccountId,
    /// Each window of the account's policy, in the order of the actions, shortest window first.
    pub quotas: Vec<(Window, Quota)>,
}

impl App {
    /// What is left of an account's limits. Free to ask: it reaches nothing but the store.
    pub async fn account_quota(
        &self,
        caller: &Caller,
        requested: Option<&str>,
    ) -> AppResult<AccountQuota> {
        let now = self.now();
        let (caller, requested) = (caller.clone(), requested.map(str::to_owned));
        let answer = self
            .parts()
            .store
            .read(move |tx| {
                let account = match choose(tx, &caller, requested.as_deref(), None)? {
                    Ok(account) => account,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                let policy: Policy = serde_json::from_str(&account.policy).map_err(|error| {
                    StoreError::Inconsistent {
                        what: "account",
                        message: error.to_string(),
                    }
                })?;
                let ledger = ledger::get(
                    tx,
                    caller.workspace_id,
                    account.account_id,
                    &policy,
                    &Action::ALL,
                    now,
                )?;
                let windows = Action::ALL
                    .into_iter()
                    .flat_map(|action| policy.windows(action));
                Ok(Ok(AccountQuota {
                    account_id: account.account_id,
                    quotas: windows
                        .map(|window| (window, ledger.quota(&window, now)))
                        .collect(),
                }))
            })
            .await??;
        Ok(answer)
    }
}
