//! Ending a link: nothing of it is used any more, what waits is withdrawn, the history stays.

use std::sync::Arc;

use domain::audit::{AuditAction, Details};
use domain::event::EventKind;
use domain::ids::AccountId;
use domain::send::SendState;
use integrations::networks::LinkTarget;
use secrecy::SecretString;
use store::accounts::{self, Account};
use store::hints::Hint;
use store::vault::Vault;
use store::{StoreError, StoreResult, Tx, account_erasures, agenda, sends};

use super::{AccountSummary, absent, announce};
use crate::linking::give_back;
use crate::{App, AppResult, Caller};

/// Sends that one step withdraws.
const WITHDRAWN_MAX: u32 = 100;

impl App {
    /// Ends a link: the credentials are forgotten, what waits to leave is withdrawn, the history stays for when the
    /// seat is linked again. What is being called at this instant may still be answered.
    pub async fn unlink_account(
        &self,
        caller: impl Into<Caller>,
        account_id: AccountId,
    ) -> AppResult<AccountSummary> {
        self.end_link(caller.into(), account_id).await
    }

    /// Deletes what an account left behind, and ends its link first if it has one: soon, by whoever does what happens by
    /// itself; `account.erased` says when. Its seat can be linked again once that is over.
    pub async fn erase_account(
        &self,
        caller: impl Into<Caller>,
        account_id: AccountId,
    ) -> AppResult<AccountSummary> {
        let caller: Caller = caller.into();
        let (workspace_id, now) = (caller.workspace_id, self.now());
        if !caller.sees(account_id) {
            return Err(absent().into());
        }
        let read = self
            .parts()
            .store
            .read(move |tx| accounts::find(tx, workspace_id, account_id));
        if read.await?.is_some() {
            self.end_link(caller.clone(), account_id).await?;
        }
        let written = self.parts().store.write(move |tx| {
            accounts::lock(tx, workspace_id, account_id)?;
            let found = accounts::find_any(tx, workspace_id, account_id)?;
            // Linked again in this very moment, it is another's wish that stands.
            let found = found.filter(|account| account.unlinked_at.is_some());
            let Some(account) = found else {
                return Ok(None);
            };
            let act = AuditAction::AccountErased;
            tx.audit(caller.act(act, account_id, now, Details::new()));
            account_erasures::begin(tx, &account, now)?;
            Ok(Some(account))
        });
        let account = written.await?.ok_or_else(absent)?;
        Ok(AccountSummary::of(&account))
    }

    async fn end_link(&self, caller: Caller, account_id: AccountId) -> AppResult<AccountSummary> {
        let workspace_id = caller.workspace_id;
        let now = self.now();
        let hints = self.parts().store.hints().clone();
        let vault = Arc::clone(&self.parts().vault);
        let written = self.parts().store.write(move |tx| {
            if accounts::find(tx, workspace_id, account_id)?.is_none() {
                return Ok(None);
            }
            accounts::lock(tx, workspace_id, account_id)?;
            let found = accounts::find(tx, workspace_id, account_id)?;
            let Some(account) = found.filter(|_| caller.sees(account_id)) else {
                return Ok(None);
            };
            // Those that are forgotten now, and no others: it may have been linked anew a moment ago.
            let credentials = credentials_of(tx, &vault, &account)?;
            let details = Details::new();
            tx.audit(caller.act(AuditAction::AccountUnlinked, account_id, now, details));
            accounts::update_unlinked(tx, workspace_id, account_id, now)?;
            announce(tx, &account, EventKind::AccountUnlinked, now);
            // Whoever dispatches withdraws what is left over if this process ends before it has.
            agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, now)?;
            hints.after_commit(tx, Hint::AccountsChanged);
            hints.after_commit(tx, Hint::AccountDue(account_id, now));
            Ok(Some((account, credentials)))
        });
        let (account, credentials) = written.await?.ok_or_else(absent)?;
        self.parts().lines.close(account_id);
        while self.withdraw_some(&account).await? {}
        if let Some(credentials) = credentials {
            self.give_back(&account, credentials).await;
        }
        Ok(AccountSummary::of(&account))
    }

    /// Tells the network that the credentials are no longer used, where it can be told.
    async fn give_back(&self, account: &Account, credentials: SecretString) {
        let target = LinkTarget::of_seat(&account.network, &account.address);
        if let Ok(door) = self.parts().lines.door(&target) {
            give_back(door.as_ref(), credentials).await;
        }
    }

    /// Withdraws a part of what waits for an account that is not linked. True: there may be more.
    async fn withdraw_some(&self, account: &Account) -> AppResult<bool> {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let (now, hints) = (self.now(), self.parts().store.hints().clone());
        let step = self.parts().store.write(move |tx| {
            accounts::lock(tx, workspace_id, account_id)?;
            // Linked again meanwhile, what it has is its own.
            if accounts::find(tx, workspace_id, account_id)?.is_some() {
                return Ok(false);
            }
            let waiting = sends::list_waiting(tx, workspace_id, account_id, WITHDRAWN_MAX)?;
            for send in &waiting {
                sends::transition(tx, &hints, send, &SendState::Cancelled, now)?;
            }
            Ok(u32::try_from(waiting.len()).is_ok_and(|count| count == WITHDRAWN_MAX))
        });
        Ok(step.await?)
    }
}

/// What the account was entered with, if that can still be told.
fn credentials_of(
    tx: &mut Tx<'_>,
    vault: &Vault,
    account: &Account,
) -> StoreResult<Option<SecretString>> {
    match accounts::credentials(tx, vault, account.workspace_id, account.account_id) {
        Ok(credentials) => Ok(Some(credentials)),
        Err(StoreError::NotFound | StoreError::Inconsistent { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
