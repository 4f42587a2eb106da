//! The master key: whether it is the right one, and a new beginning after it was lost.

use domain::audit::{AuditAction, Details};
use domain::event::EventKind;
use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use store::accounts;
use store::vault::Place;
use store::workspaces;
use store::{StoreResult, Tx, api_keys};

use super::WORKSPACES_MAX;
use crate::accounts::ACCOUNTS_MAX;
use crate::keys::KEYS_MAX;
use crate::{App, AppResult, Caller};

const KEY_CHECK: &[u8] = b"liaison";
/// What holds an account whose credentials are gone: to its owner it is the same as a session that ended.
const HOLD_RULE: &str = "session_expired";

/// What a new beginning with another master key took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResetMasterKey {
    /// Accounts whose credentials were dropped; each must be linked again.
    pub accounts: u64,
    /// Keys that were revoked.
    pub keys: u64,
}

impl App {
    /// Whether the master key is the one that this database was begun with. With another one no key would be known and
    /// no credential could be opened.
    pub async fn is_master_key_right(&self) -> AppResult<bool> {
        let rows = self
            .parts()
            .store
            .read(|tx| workspaces::list(tx, WORKSPACES_MAX))
            .await?;
        Ok(rows.iter().all(|row| {
            row.key_check.as_deref().is_none_or(|sealed| {
                let opened = self.parts().vault.open(&place(&row.workspace_id), sealed);
                opened.as_deref() == Ok(KEY_CHECK)
            })
        }))
    }

    /// Makes the present master key the right one: what only the former one could open is dropped. Every account that
    /// had credentials waits to be linked again, every API key is revoked; all history stays. One transaction per
    /// workspace: if it ends half way, the next call does the rest.
    pub async fn reset_master_key(&self) -> AppResult<ResetMasterKey> {
        let now = self.now();
        let mut reset = ResetMasterKey::default();
        for workspace in self.list_workspaces().await? {
            let workspace_id = workspace.workspace_id;
            let check = self.key_check(&workspace_id);
            let done = self
                .parts()
                .store
                .write(move |tx| reset_workspace(tx, workspace_id, &check, now))
                .await?;
            reset.accounts += done.accounts;
            reset.keys += done.keys;
        }
        Ok(reset)
    }

    /// The known text, sealed for a workspace with the present master key.
    pub(super) fn key_check(&self, workspace_id: &WorkspaceId) -> Vec<u8> {
        let entropy = self.parts().entropy.as_ref();
        self.parts()
            .vault
            .seal(&place(workspace_id), KEY_CHECK, entropy)
    }
}

fn reset_workspace(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    check: &[u8],
    now: Timestamp,
) -> StoreResult<ResetMasterKey> {
    for account in accounts::list(tx, workspace_id, ACCOUNTS_MAX)? {
        if account.has_credentials {
            accounts::announce_hold(tx, &account, (HOLD_RULE, None), now);
        }
    }
    for key in api_keys::list(tx, workspace_id, KEYS_MAX)? {
        if key.revoked_at.is_none() {
            tx.emit(crate::keys::key_event(
                workspace_id,
                key.api_key_id,
                EventKind::ApiKeyRevoked,
                now,
            ));
        }
    }
    let caller = Caller::operator(workspace_id);
    let details = Details::new();
    tx.audit(caller.act(AuditAction::MasterKeyReset, workspace_id, now, details));
    let accounts = accounts::update_credentials_lost(tx, workspace_id, HOLD_RULE, now)?;
    let keys = api_keys::update_all_revoked(tx, workspace_id, now)?;
    workspaces::update_key_check(tx, workspace_id, check)?;
    Ok(ResetMasterKey { accounts, keys })
}

fn place(workspace_id: &WorkspaceId) -> Place<'_> {
    Place {
        column: "workspace.key_check",
        row: [workspace_id.as_bytes(), workspace_id.as_bytes()],
    }
}
