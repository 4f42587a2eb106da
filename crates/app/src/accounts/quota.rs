//! What is left of an account's limits.

use domain::ids::AccountId;
use domain::ledger::{Action, Quota, Window};

use super::choose;
use crate::sends::used;
use crate::{App, AppResult, Caller};

/// Every limit of one account and how much of it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountQuota {
    pub account_id: AccountId,
    /// Each window of the account's policy, in the order of the actions, shortest window first.
    pub quotas: Vec<(Window, Quota)>,
}

impl App {
    /// What is left of an account's limits, what waits to leave counted as used, as it is when a send is refused. Free
    /// to ask: it reaches nothing but the store.
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
                let policy = account.policy()?;
                let share = policy.share(&account.standing(), now);
                let windows: Vec<Window> = Action::ALL
                    .into_iter()
                    .flat_map(|action| policy.windows_with(action, share))
                    .collect();
                let ledger = used(tx, &account, &policy, &windows, now)?;
                Ok(Ok(AccountQuota {
                    account_id: account.account_id,
                    quotas: windows
                        .into_iter()
                        .map(|window| (window, ledger.quota(&window, now)))
                        .collect(),
                }))
            })
            .await??;
        Ok(answer)
    }
}
