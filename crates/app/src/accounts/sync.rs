//! How far the mailboxes are read in, and waiting until one is.

use std::time::Duration;

use domain::ids::AccountId;
use domain::time::Timestamp;
use integrations::networks::network::Capabilities;
use store::accounts::{self, Account, BackfillState};
use store::{StoreError, StoreResult, Tx, backfill};

use super::{ACCOUNTS_MAX, AccountStatusView, choose, state_of};
use crate::targets::Names;
use crate::{App, AppResult, Caller};

/// How often is looked.
const POLL: Duration = Duration::from_millis(500);

/// A wait for a mailbox to be read in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncAccount {
    /// As the caller wrote it: our own id.
    pub account: Option<String>,
    /// Whether everything is read once more.
    pub is_anew: bool,
    /// How long to wait; the setting's time when absent.
    pub wait: Option<Duration>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    pub account_id: AccountId,
    /// Whether all of the mailbox is here; false: it is still being read.
    pub is_complete: bool,
    /// What is here now and was not before.
    pub conversations: i64,
    pub messages: i64,
    pub took: Duration,
    /// Why the network is not read, where it is not.
    pub error: Option<String>,
}

impl App {
    /// How far the mailbox of an account is read in; of all that there are for the caller where none is named, the first
    /// linked first.
    pub async fn sync_states(
        &self,
        caller: &Caller,
        requested: Option<&str>,
    ) -> AppResult<Vec<AccountStatusView>> {
        let (caller, requested) = (caller.clone(), requested.map(str::to_owned));
        let read = self.parts().store.read(move |tx| {
            let accounts = match &requested {
                Some(requested) => match choose(tx, &caller, Some(requested), None)? {
                    Ok(account) => vec![account],
                    Err(refusal) => return Ok(Err(refusal)),
                },
                None => accounts::list(tx, caller.workspace_id, ACCOUNTS_MAX)?,
            };
            let seen = accounts
                .iter()
                .filter(|account| caller.sees(account.account_id));
            let states = seen.map(|account| state_of(tx, account));
            states.collect::<StoreResult<Vec<_>>>().map(Ok)
        });
        Ok(read.await??)
    }

    /// Waits until the mailbox of an account is read in. It is followed all the time, so that nothing has to be started,
    /// unless it is to be read once more; what is being read already goes on.
    pub async fn sync_account(&self, caller: &Caller, sync: SyncAccount) -> AppResult<Synced> {
        let began_at = self.now();
        let deadline = self.wait_until(sync.wait);
        let names = Names {
            account: sync.account,
            ..Names::default()
        };
        let account = self.find_named(caller, names).await?.account;
        let is_able = |able: &Capabilities| able.live_updates;
        self.able_line(&account, "being followed", is_able).await?;
        if sync.is_anew {
            self.read_anew(&account).await?;
        }
        let state = self.wait_for_sync(&account, deadline).await?;
        let progress = state.sync;
        Ok(Synced {
            account_id: account.account_id,
            is_complete: progress.is_complete(),
            conversations: (progress.conversations - account.conversation_count).max(0),
            messages: (progress.messages - account.message_count).max(0),
            took: self.now().since(began_at),
            error: state.health.last_error,
        })
    }

    async fn read_anew(&self, account: &Account) -> AppResult<()> {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let written = self.parts().store.write(move |tx| {
            let account = accounts::get(tx, workspace_id, account_id)?;
            if account.backfill_state != BackfillState::Done {
                return Ok(());
            }
            backfill::update_all_pending(tx, workspace_id, account_id)?;
            let state = BackfillState::Pending;
            accounts::update_backfill(tx, workspace_id, account_id, state, None, None)
        });
        Ok(written.await?)
    }

    /// The account once its mailbox is read in or its network cannot be read, or as it stands at `deadline`.
    async fn wait_for_sync(
        &self,
        account: &Account,
        deadline: Timestamp,
    ) -> AppResult<AccountStatusView> {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let look = move |tx: &mut Tx<'_>| {
            let found = accounts::find_any(tx, workspace_id, account_id)?;
            state_of(tx, &found.ok_or(StoreError::NotFound)?)
        };
        loop {
            let state = self.parts().store.read(look).await?;
            let left = deadline.since(self.now());
            let is_over = state.sync.is_complete() || state.health.last_error.is_some();
            if is_over || left.is_zero() || self.is_ending() {
                return Ok(state);
            }
            self.timer().sleep(left.min(POLL)).await;
        }
    }
}
