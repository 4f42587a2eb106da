//! Who asks: the holder of an API key, or an operator beside the server.

use std::sync::Arc;

use domain::access::Grant;
use domain::audit::{Actor, AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::ids::{AccountId, ApiKeyId, UserId, WorkspaceId};
use domain::scope::Rights;
pub use domain::scope::Scope;
use domain::time::Timestamp;
use store::audit::NewEntry;

use crate::Refusal;

/// No key has this id.
const NO_KEY: ApiKeyId = ApiKeyId::from_bytes([0; 16]);

/// A proved caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub workspace_id: WorkspaceId,
    pub api_key_id: ApiKeyId,
    /// Whose key it is, where it is a user's.
    pub user_id: Option<UserId>,
    /// What may be done, after the user's role.
    pub grant: Arc<Grant>,
}

impl Caller {
    /// Whoever holds a key with these scopes and no other limits.
    pub fn new(workspace_id: WorkspaceId, api_key_id: ApiKeyId, scopes: &[Scope]) -> Self {
        Self {
            workspace_id,
            api_key_id,
            user_id: None,
            grant: Arc::new(Grant {
                rights: Rights::of(scopes),
                ..Grant::default()
            }),
        }
    }

    /// Whoever works beside the server, with a shell instead of a key: they may do everything.
    pub fn operator(workspace_id: WorkspaceId) -> Self {
        Self::new(workspace_id, NO_KEY, &[Scope::Admin])
    }

    /// The key to note beside what was done; absent for an operator.
    pub fn key(&self) -> Option<ApiKeyId> {
        Some(self.api_key_id).filter(|key| *key != NO_KEY)
    }

    /// Who did it, for the audit log.
    pub fn actor(&self) -> Actor {
        self.key()
            .map_or(Actor::Operator, |key| Actor::Key(key, self.user_id))
    }

    /// An act of theirs for the audit log.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an id is small and copied; a reference to each would only be noise"
    )]
    pub fn act(
        &self,
        action: AuditAction,
        subject: impl ToString,
        at: Timestamp,
        details: Details,
    ) -> NewEntry {
        NewEntry {
            workspace_id: self.workspace_id,
            action,
            actor: self.actor(),
            subject: subject.to_string(),
            at,
            details,
        }
    }

    /// Whether they may do what `scope` says.
    pub fn may(&self, scope: Scope) -> bool {
        self.grant.rights.has(scope)
    }

    /// Whether there is this account for them. One that they may not see is as absent as one that never was.
    pub fn sees(&self, account_id: AccountId) -> bool {
        self.grant.limits.allows_account(account_id)
    }

    /// The only accounts that there are for them; `None`: all of the workspace.
    pub fn only_accounts(&self) -> Option<&[AccountId]> {
        let accounts = self.grant.limits.accounts.as_slice();
        (!accounts.is_empty()).then_some(accounts)
    }

    /// Whether something that is about these accounts, or about all where there are none, is about nothing else than what
    /// they may see.
    pub fn sees_all_of(&self, accounts: &[AccountId]) -> bool {
        self.only_accounts().is_none()
            || (!accounts.is_empty() && accounts.iter().all(|id| self.sees(*id)))
    }
}

impl Caller {
    /// Refuses what concerns the workspace as a whole to whoever is limited to accounts.
    pub(crate) fn check_whole(&self) -> Result<(), Refusal> {
        if self.only_accounts().is_none() {
            return Ok(());
        }
        let message =
            "Your key is limited to accounts, and this concerns the workspace as a whole.";
        Err(Refusal::new(ErrorCode::ExceedsOwnRights, message))
    }

    /// The account that something is asked about; `None`: all of the workspace. Whoever is limited to one means that one,
    /// and whoever is limited to several names one of them.
    pub(crate) fn asked_account(
        &self,
        wanted: Option<AccountId>,
    ) -> Result<Option<AccountId>, Refusal> {
        match (wanted, self.only_accounts()) {
            (Some(id), Some(_)) if !self.sees(id) => Err(Refusal::of(ErrorCode::AccountNotFound)),
            (None, Some([only])) => Ok(Some(*only)),
            (None, Some(_)) => {
                let message = "your key is limited to several accounts: name one of them";
                Err(Refusal::field("account", "required", message))
            }
            (wanted, _) => Ok(wanted),
        }
    }
}

/// An operator of the workspace.
impl From<WorkspaceId> for Caller {
    fn from(workspace_id: WorkspaceId) -> Self {
        Self::operator(workspace_id)
    }
}

impl From<&Self> for Caller {
    fn from(caller: &Self) -> Self {
        caller.clone()
    }
}
