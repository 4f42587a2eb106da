//! Tenants.

use domain::ids::WorkspaceId;
use domain::time::Timestamp;

use crate::{Row, StoreResult, Tx, params};

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    pub workspace_id: WorkspaceId,
    pub name: String,
    /// Feeds every draw of its pacing.
    pub seed: i64,
    /// A known text sealed with the master key, so that a wrong master key is noticed at the start.
    pub key_check: Option<Vec<u8>>,
    pub created_at: Timestamp,
}

impl Workspace {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            workspace_id: row.id(0)?,
            name: row.text(1)?.to_owned(),
            seed: row.int(2)?,
            key_check: row.opt_blob(3)?.map(<[u8]>::to_vec),
            created_at: row.timestamp(4)?,
        })
    }
}

/// Adds a tenant.
pub fn insert(tx: &mut Tx<'_>, workspace: &Workspace) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO workspace (workspace_id, name, seed, key_check, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            workspace.workspace_id,
            &workspace.name,
            workspace.seed,
            workspace.key_check.as_deref(),
            workspace.created_at
        ],
    )?;
    Ok(())
}

/// Takes another seal of the known text: from now on only the master key that made it is right.
pub fn update_key_check(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    key_check: &[u8],
) -> StoreResult<()> {
    tx.execute(
        "UPDATE workspace SET key_check = ?2 WHERE workspace_id = ?1",
        params![workspace_id, key_check],
    )?;
    Ok(())
}

/// Gives a tenant another name.
pub fn update_name(tx: &mut Tx<'_>, workspace_id: WorkspaceId, name: &str) -> StoreResult<()> {
    tx.execute(
        "UPDATE workspace SET name = ?2 WHERE workspace_id = ?1",
        params![workspace_id, name],
    )?;
    Ok(())
}

/// The tenant with this id.
pub fn find(tx: &mut Tx<'_>, workspace_id: WorkspaceId) -> StoreResult<Option<Workspace>> {
    tx.query_opt(
        "SELECT workspace_id, name, seed, key_check, created_at FROM workspace WHERE workspace_id = ?1",
        params![workspace_id],
        Workspace::from_row,
    )
}

/// The tenants in the order of their making, at most `limit`; for the operator, never for a caller.
pub fn list(tx: &mut Tx<'_>, limit: u32) -> StoreResult<Vec<Workspace>> {
    tx.query(
        "SELECT workspace_id, name, seed, key_check, created_at FROM workspace
          ORDER BY created_at, workspace_id
          LIMIT ?1",
        params![limit],
        Workspace::from_row,
    )
}
