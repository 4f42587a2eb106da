//! Tenants, as the operator sees them.

mod master_key;

pub use master_key::ResetMasterKey;

use domain::ids::WorkspaceId;
use domain::time::Timestamp;
use store::workspaces::{self, Workspace};

use crate::{App, AppResult, Refusal};

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
        let name = name.trim().to_owned();
        if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            let message = "A name has 1 to 100 printable characters.";
            return Err(Refusal::field("name", "invalid", message).into());
        }
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

    /// Every tenant, the oldest first.
    pub async fn list_workspaces(&self) -> AppResult<Vec<WorkspaceView>> {
        let rows = self
            .parts()
            .store
            .read(|tx| workspaces::list(tx, WORKSPACES_MAX))
            .await?;
        let view = |row: Workspace| WorkspaceView {
            workspace_id: row.workspace_id,
            name: row.name,
            created_at: row.created_at,
        };
        Ok(rows.into_iter().map(view).collect())
    }
}
