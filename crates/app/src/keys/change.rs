//! What becomes of a key: changed, given a successor, ended. Always by somebody who may do at least as much.

use std::time::Duration;

use domain::access::KeyLimits;
use domain::audit::AuditAction;
use domain::error_code::ErrorCode;
use domain::event::EventKind;
use domain::ids::{ApiKeyId, WorkspaceId};
use domain::limits::API_KEY_OVERLAP_MAX;
use domain::scope::Scope;
use domain::time::Timestamp;
use store::Tx;
use store::api_keys::{self, ApiKeyRow};

use super::{
    CreatedKey, KeyView, NewKey, absent, check_limits, check_name, check_within, key_event, told,
    written,
};
use crate::{App, AppResult, Caller, Refusal};

/// What to change of a key; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeKey {
    pub name: Option<String>,
    pub scopes: Option<Vec<Scope>>,
    /// All of them anew; none: all accounts.
    pub accounts: Option<Vec<domain::ids::AccountId>>,
    /// All of them anew; none: from anywhere.
    pub addresses: Option<Vec<ipnet::IpNet>>,
    /// Inner absence: as many as the operator allows.
    pub requests_per_minute: Option<Option<u32>>,
    /// Inner absence: it does not end by itself.
    pub expires_at: Option<Option<Timestamp>>,
}

impl ChangeKey {
    fn of(&self, row: &ApiKeyRow) -> ApiKeyRow {
        let mut changed = row.clone();
        if let Some(name) = &self.name {
            changed.name.clone_from(name);
        }
        if let Some(scopes) = &self.scopes {
            changed.scopes = written(scopes);
        }
        changed.limits = KeyLimits {
            accounts: self.accounts.clone().unwrap_or(changed.limits.accounts),
            addresses: self.addresses.clone().unwrap_or(changed.limits.addresses),
            requests_per_minute: self
                .requests_per_minute
                .unwrap_or(changed.limits.requests_per_minute),
        };
        changed.expires_at = self.expires_at.unwrap_or(changed.expires_at);
        changed
    }
}

impl App {
    /// Changes what is named of a key that is valid; the rest stays. It holds at once, in other processes within a second.
    ///
    /// Refused: `exceeds_own_rights` where it allows more than the caller may do, before or after; `api_key_ended`.
    pub async fn change_api_key(
        &self,
        caller: &Caller,
        id: &str,
        command: ChangeKey,
    ) -> AppResult<KeyView> {
        let known = self.seen_key(caller, id).await?;
        if let Some(name) = &command.name {
            check_name(name)?;
        }
        let accounts = command.accounts.as_deref().unwrap_or_default();
        self.check_accounts(caller, accounts).await?;
        let (workspace_id, api_key_id, now) = (known.workspace_id, known.api_key_id, self.now());
        let by = caller.clone();
        let written = self.parts().store.write(move |tx| {
            let Some(row) = api_keys::find(tx, workspace_id, api_key_id)? else {
                return Ok(Err(absent()));
            };
            let changed = command.of(&row);
            let checked = check_ended(&row, now)
                .and_then(|()| check_limits(&changed.scopes(), &changed.limits))
                .and_then(|()| check_within(&by, &row.grant()))
                .and_then(|()| check_within(&by, &changed.grant()));
            if let Err(refusal) = checked {
                return Ok(Err(refusal));
            }
            if changed != row {
                api_keys::update_limits(tx, &changed)?;
                let details = told(&changed);
                tx.audit(by.act(AuditAction::ApiKeyChanged, api_key_id, now, details));
            }
            Ok(Ok(changed))
        });
        let changed = written.await??;
        self.keys().forget(workspace_id, api_key_id);
        Ok(KeyView::of(&changed, now))
    }

    /// Ends a key at once; other processes notice within a second. Revoking it again changes nothing.
    pub async fn revoke_key(
        &self,
        caller: impl Into<Caller>,
        api_key_id: ApiKeyId,
    ) -> AppResult<KeyView> {
        self.revoke_api_key(&caller.into(), &api_key_id.to_string())
            .await
    }

    /// As [`Self::revoke_key`].
    ///
    /// Refused: `exceeds_own_rights` where it allows more than the caller may do.
    pub async fn revoke_api_key(&self, caller: &Caller, id: &str) -> AppResult<KeyView> {
        let known = self.seen_key(caller, id).await?;
        check_within(caller, &known.grant())?;
        let (workspace_id, api_key_id, now) = (known.workspace_id, known.api_key_id, self.now());
        let by = caller.clone();
        let written = self.parts().store.write(move |tx| {
            end(tx, &by, api_key_id, now)?;
            api_keys::find(tx, workspace_id, api_key_id)
        });
        let row = written.await?.ok_or_else(absent)?;
        self.keys().forget(workspace_id, api_key_id);
        Ok(KeyView::of(&row, now))
    }

    /// Makes a key with the same name and rights and lets the old one live for `overlap` more, so that its holder can
    /// change over without a gap.
    pub async fn rotate_key(
        &self,
        workspace_id: WorkspaceId,
        api_key_id: ApiKeyId,
        overlap: Duration,
    ) -> AppResult<CreatedKey> {
        let operator = Caller::operator(workspace_id);
        self.rotate_api_key(&operator, &api_key_id.to_string(), overlap)
            .await
    }

    /// As [`Self::rotate_key`]. The successor ends when its predecessor would have.
    ///
    /// Refused: `exceeds_own_rights`; `api_key_ended` for one that is not valid or has a successor.
    pub async fn rotate_api_key(
        &self,
        caller: &Caller,
        id: &str,
        overlap: Duration,
    ) -> AppResult<CreatedKey> {
        if overlap > API_KEY_OVERLAP_MAX {
            let message = "An old key lives for seven days more at most.";
            return Err(Refusal::field("overlap_hours", "out_of_range", message).into());
        }
        let old = self.seen_key(caller, id).await?;
        check_within(caller, &old.grant())?;
        // Whoever is shown a secret can act with it: never as somebody else.
        if old.user_id.is_some() && caller.user_id.is_some() && old.user_id != caller.user_id {
            return Err(Refusal::of(ErrorCode::ExceedsOwnRights).into());
        }
        let (workspace_id, api_key_id, now) = (old.workspace_id, old.api_key_id, self.now());
        let command = NewKey {
            name: old.name.clone(),
            scopes: old.scopes(),
            limits: old.limits.clone(),
            user_id: old.user_id,
            expires_at: old.expires_at,
        };
        let draft = self.draft_key(workspace_id, command, now);
        let (event, ends_at) = (draft.event.clone(), now.plus(overlap));
        let (row, by) = (draft.row.clone(), caller.clone());
        let written = self.parts().store.write(move |tx| {
            let Some(stands) = api_keys::find(tx, workspace_id, api_key_id)? else {
                return Ok(Err(absent()));
            };
            // Whoever changed it meanwhile has changed what is handed on.
            if stands.grant() != old.grant() || stands.replaced_by.is_some() {
                return Ok(Err(Refusal::of(ErrorCode::ApiKeyEnded)));
            }
            if let Err(refusal) = check_ended(&stands, now) {
                return Ok(Err(refusal));
            }
            api_keys::insert(tx, &row)?;
            // What its holder does not say means the same as before.
            if let Some(account_id) = stands.last_account_id {
                api_keys::update_last_account(tx, workspace_id, row.api_key_id, account_id)?;
            }
            api_keys::update_replaced(tx, workspace_id, api_key_id, row.api_key_id, ends_at)?;
            tx.emit(event.clone());
            let details = told(&row).id("successor", row.api_key_id);
            tx.audit(by.act(AuditAction::ApiKeyRotated, api_key_id, now, details));
            Ok(Ok(stands.role))
        });
        let role = written.await??;
        self.keys().forget(workspace_id, api_key_id);
        let row = ApiKeyRow { role, ..draft.row };
        Ok(CreatedKey {
            key: draft.key,
            view: KeyView::of(&row, now),
        })
    }
}

/// Ends a key in a transaction, and announces it if it was not ended before.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    by: &Caller,
    api_key_id: ApiKeyId,
    now: Timestamp,
) -> store::StoreResult<()> {
    let workspace_id = by.workspace_id;
    if api_keys::update_revoked(tx, workspace_id, api_key_id, now)? {
        let kind = EventKind::ApiKeyRevoked;
        tx.emit(key_event(workspace_id, api_key_id, kind, now));
        let details = domain::audit::Details::new();
        tx.audit(by.act(AuditAction::ApiKeyRevoked, api_key_id, now, details));
    }
    Ok(())
}

fn check_ended(row: &ApiKeyRow, now: Timestamp) -> Result<(), Refusal> {
    if row.is_valid(now) {
        return Ok(());
    }
    Err(Refusal::of(ErrorCode::ApiKeyEnded))
}
