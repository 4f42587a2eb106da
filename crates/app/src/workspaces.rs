//! Tenants, as the operator sees them.

mod master_key;

pub use master_key::ResetMasterKey;

use domain::audit::{AuditAction, Details};
use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use store::StoreError;
use store::workspaces::{self, Workspace};

use crate::{App, AppResult, Caller, Refusal};

/// Workspaces that one listing shows and one start checks.
const WORKSPACES_MAX: u32 = 10_000;

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceView {
    pub workspace_id: WorkspaceId,
    pub name: String,
    pub created_at: Timestamp,
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
        })
    }

    /// The caller's own tenant.
    pub async fn find_workspace(&self, caller: &Caller) -> AppResult<WorkspaceView> {
        let workspace_id = caller.workspace_id;
        let store = &self.parts().store;
        let read = store.read(move |tx| workspaces::find(tx, workspace_id));
        let found = read.await?.ok_or(StoreError::NotFound)?;
        Ok(view(found))
    }

    /// Gives the caller's own tenant another name, if one is named.
    pub async fn rename_workspace(
        &self,
        caller: &Caller,
        name: Option<&str>,
    ) -> AppResult<WorkspaceView> {
        caller.check_whole()?;
        let name = name.map(checked).transpose()?;
        let (by, now) = (caller.clone(), self.now());
        let written = self.parts().store.write(move |tx| {
            if let Some(name) = &name {
                workspaces::update_name(tx, by.workspace_id, name)?;
                let details = Details::new();
                tx.audit(by.act(AuditAction::WorkspaceChanged, by.workspace_id, now, details));
            }
            workspaces::find(tx, by.workspace_id)
        });
        let found = written.await?.ok_or(StoreError::NotFound)?;
        Ok(view(found))
    }

    /// Every tenant, the oldest first.
    pub async fn list_workspaces(&self) -> AppResult<Vec<WorkspaceView>> {
        let rows = self
            .parts()
            .store
            .read(|tx| workspaces::list(tx, WORKSPACES_MAX))
            .await?;
        Ok(rows.into_iter().map(view).collect())
    }
}

fn view(row: Workspace) -> WorkspaceView {
    WorkspaceView {
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
