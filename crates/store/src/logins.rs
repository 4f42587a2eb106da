//! In which workspaces somebody works, by the hash of their address: how they are found when they sign in. The only rows
//! besides those of `agenda` that are of no one workspace.

use domain::ids::{UserId, WorkspaceId};

use crate::{StoreResult, Tx, params};

/// Where somebody works, and as whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Login {
    pub workspace_id: WorkspaceId,
    pub user_id: UserId,
}

/// Notes that whoever has this address is a user of the workspace.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    email_hash: &[u8],
    workspace_id: WorkspaceId,
    user_id: UserId,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO login (email_hash, workspace_id, user_id) VALUES (?1, ?2, ?3)
         ON CONFLICT (email_hash, workspace_id) DO UPDATE SET user_id = excluded.user_id",
        params![email_hash, workspace_id, user_id],
    )?;
    Ok(())
}

/// Forgets that.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    email_hash: &[u8],
    workspace_id: WorkspaceId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM login WHERE email_hash = ?1 AND workspace_id = ?2",
        params![email_hash, workspace_id],
    )?;
    Ok(())
}

/// The workspaces of whoever has this address, at most `limit`.
pub fn list(tx: &mut Tx<'_>, email_hash: &[u8], limit: u32) -> StoreResult<Vec<Login>> {
    tx.query(
        "SELECT workspace_id, user_id FROM login WHERE email_hash = ?1 ORDER BY workspace_id LIMIT ?2",
        params![email_hash, limit],
        |row| {
            Ok(Login {
                workspace_id: row.id(0)?,
                user_id: row.id(1)?,
            })
        },
    )
}
