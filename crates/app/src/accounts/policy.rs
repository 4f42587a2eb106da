//! How much may leave from an account: asked for and changed by its operator.

use domain::audit::{AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::event::{EventData, EventKind};
use domain::ids::AccountId;
use domain::limits;
use domain::policy::Policy;
use store::accounts::{self, Account, AccountStatus};
use store::hints::Hint;
use store::{NewEvent, StoreResult, agenda, ledger, sends};

use super::{AccountSummary, absent};
use crate::{App, AppResult, Caller, Refusal};

/// The policy that an account stands under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPolicy {
    pub account: AccountSummary,
    pub policy: Policy,
    /// Counts the changes, from 1.
    pub version: i64,
}

impl App {
    /// The policy of one account.
    pub async fn account_policy(
        &self,
        caller: impl Into<Caller>,
        account_id: AccountId,
    ) -> AppResult<AccountPolicy> {
        let caller = caller.into();
        let workspace_id = caller.workspace_id;
        let account = self
            .parts()
            .store
            .read(move |tx| accounts::find(tx, workspace_id, account_id))
            .await?
            .filter(|account| caller.sees(account.account_id))
            .ok_or_else(absent)?;
        Ok(stands(&account)?)
    }

    /// Puts a policy in the place of the one before. It holds for everything that has not left yet; what the ledger
    /// counts stays. An account that can only be read has none to change.
    pub async fn change_policy(
        &self,
        caller: impl Into<Caller>,
        account_id: AccountId,
        policy: Policy,
    ) -> AppResult<AccountPolicy> {
        let caller = caller.into();
        let workspace_id = caller.workspace_id;
        for (field, caps) in [("caps", &policy.caps), ("per_person", &policy.per_person)] {
            if caps.len() > limits::CAPS_MAX {
                let message = format!("A policy has at most {} {field}.", limits::CAPS_MAX);
                return Err(Refusal::field(field, "too_many", message).into());
            }
        }
        let now = self.now();
        let hints = self.parts().store.hints().clone();
        let stored = serde_json::to_string(&policy).expect("a policy is plain data");
        let account = self
            .parts()
            .store
            .write(move |tx| {
                match accounts::find(tx, workspace_id, account_id)? {
                    None => return Ok(Err(absent())),
                    Some(_) if !caller.sees(account_id) => return Ok(Err(absent())),
                    Some(account) if account.is_read_only => {
                        return Ok(Err(Refusal::of(ErrorCode::AccountReadOnly)));
                    }
                    Some(_) => {}
                }
                accounts::update_policy(tx, workspace_id, account_id, &stored)?;
                let account = accounts::get(tx, workspace_id, account_id)?;
                tx.emit(NewEvent {
                    workspace_id,
                    kind: EventKind::AccountPolicyChanged,
                    account_id: Some(account_id),
                    subject: Some(account_id.to_string()),
                    at: now,
                    body: EventData::new()
                        .number("version", account.policy_version.unsigned_abs())
                        .into_json(),
                });
                let version = account.policy_version.unsigned_abs();
                let details = Details::new().number("version", version);
                tx.audit(caller.act(AuditAction::PolicyChanged, account_id, now, details));
                if account.is_over_limit(now) && ledger::find_breach(tx, &account, now)?.is_none() {
                    let status = AccountStatus::Available;
                    accounts::update_hold(tx, workspace_id, account_id, status, None, None)?;
                    accounts::announce_release(tx, &account, now);
                }
                sends::release_held(tx, workspace_id, account_id, now)?;
                agenda::advance(tx, agenda::DISPATCH, workspace_id, account_id, now)?;
                hints.after_commit(tx, Hint::AccountDue(account_id, now));
                Ok(Ok(account))
            })
            .await??;
        Ok(stands(&account)?)
    }
}

fn stands(account: &Account) -> StoreResult<AccountPolicy> {
    Ok(AccountPolicy {
        account: AccountSummary::of(account),
        policy: account.policy()?,
        version: account.policy_version,
    })
}
