//! Tenants, as the operator sees them.

mod master_key;

pub use master_key::ResetMasterKey;

use std::collections::BTreeMap;

use domain::audit::{AuditAction, Details};
use domain::ids::WorkspaceId;
use domain::keeping::{DAYS_MAX, DAYS_MIN};
use domain::time::Timestamp;
use store::workspaces::{self, Workspace};
use store::{StoreError, StoreResult, Tx, keeping};

use crate::{App, AppResult, Caller, Refusal};

/// Workspaces that one listing shows and one start checks.
const WORKSPACES_MAX: u32 = 10_000;

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceView {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub created_at: Timestamp,
    /// For how many days its messages are kept; absent: for ever.
    pub keep_messages_days: Option<u32>,
}

/// What to change of a tenant; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeWorkspace {
    pub name: Option<String>,
    pub keep_messages: Option<KeepMessages>,
}

/// How long messages are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepMessages {
    ForEver,
    Days(u32),
}

impl KeepMessages {
    const fn days(self) -> Option<u32> {
        match self {
            Self::ForEver => None,
            Self::Days(days) => Some(days),
        }
    }
}

impl App {
    /// Makes a tenant.
    pub async fn create_workspace(&self, name: &str) -> AppResult<WorkspaceView> {
        let name = checked(name)?;
        let now = self.now();
        let entropy = self.parts().entropy.as_ref();
        let workspace_id = WorkspaceId::mint(now, entropy);
        let check = self.key_check(&workspace_id);
        let workspace = Workspace {
            workspace_id,
            name: name.clone(),
            seed: i64::from_le_bytes(entropy.number().to_le_bytes()),
            key_check: Some(check),
            created_at: now,
        };
        self.parts()
            .store
            .write(move |tx| workspaces::insert(tx, &workspace))
            .await?;
        Ok(WorkspaceView {
            workspace_id,
            name,
            created_at: now,
            keep_messages_days: None,
        })
    }

    /// The caller's own tenant.
    pub async fn find_workspace(&self, caller: &Caller) -> AppResult<WorkspaceView> {
        let workspace_id = caller.workspace_id;
        let store = &self.parts().store;
        let read = store.read(move |tx| stands(tx, workspace_id));
        Ok(read.await?)
    }

    /// Changes what is named of the caller's own tenant. Where messages are kept for a shorter time from now on, what is older
    /// is deleted within minutes, for good.
    pub async fn change_workspace(
        &self,
        caller: &Caller,
        command: ChangeWorkspace,
    ) -> AppResult<WorkspaceView> {
        caller.check_whole()?;
        let name = command.name.as_deref().map(checked).transpose()?;
        let keep = command.keep_messages;
        if let Some(KeepMessages::Days(days)) = keep
            && !(DAYS_MIN..=DAYS_MAX).contains(&days)
        {
            let message = format!("Messages are kept for {DAYS_MIN} to {DAYS_MAX} days.");
            return Err(Refusal::field("keep_messages_days", "out_of_range", message).into());
        }
        let (by, now) = (caller.clone(), self.now());
        let written = self.parts().store.write(move |tx| {
            let workspace_id = by.workspace_id;
            if let Some(name) = &name {
                workspaces::update_name(tx, workspace_id, name)?;
                let details = Details::new();
                tx.audit(by.act(AuditAction::WorkspaceChanged, workspace_id, now, details));
            }
            if let Some(keep) = keep {
                keeping::update_days(tx, workspace_id, keep.days())?;
                let details = match keep.days() {
                    Some(days) => Details::new().number("keep_messages_days", days.into()),
                    None => Details::new(),
                };
                tx.audit(by.act(AuditAction::RetentionChanged, workspace_id, now, details));
            }
            stands(tx, workspace_id)
        });
        Ok(written.await?)
    }

    /// Every tenant, the oldest first.
    pub async fn list_workspaces(&self) -> AppResult<Vec<WorkspaceView>> {
        let read = self.parts().store.read(|tx| {
            let rows = workspaces::list(tx, WORKSPACES_MAX)?;
            let kept_for: BTreeMap<WorkspaceId, u32> = keeping::list(tx)?.into_iter().collect();
            let rows = rows.into_iter().map(|row| {
                let days = kept_for.get(&row.workspace_id).copied();
                view(row, days)
            });
            Ok(rows.collect())
        });
        Ok(read.await?)
    }
}

fn stands(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<WorkspaceView> {
    let found = workspaces::find(tx, workspace_id)?.ok_or(StoreError::NotFound)?;
    let days = keeping::find_days(tx, workspace_id)?;
    Ok(view(found, days))
}

fn view(row: Workspace, keep_messages_days: Option<u32>) -> WorkspaceView {
    WorkspaceView {
        keep_messages_days,
        workspace_id: row.workspace_id,
        name: row.name,
        created_at: row.created_at,
    }
}

fn checked(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        return Ok(name.to_owned());
    }
    let message = "A name has 1 to 100 printable characters.";
    Err(Refusal::field("name", "invalid", message))
}
