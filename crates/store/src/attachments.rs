//! Files that were handed over before a message names them, for a time. They come in pieces, and nobody sees one that is
//! not whole.

use domain::attachment::{File, FileFacts};
use domain::ids::{AccountId, AttachmentId, WorkspaceId};
use domain::time::Timestamp;

use crate::{Row, StoreError, StoreResult, Tx, accounts, params};

/// A file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub attachment_id: AttachmentId,
    /// Who sees this account sees the file.
    pub account_id: AccountId,
    pub facts: FileFacts,
    pub created_at: Timestamp,
    /// It is there until then.
    pub expires_at: Timestamp,
}

/// A file that is coming in: what is written with its next piece.
#[derive(Debug, Clone)]
pub struct Coming {
    pub attachment_id: AttachmentId,
    pub account_id: AccountId,
    pub name: String,
    pub media_type: String,
    /// With this piece.
    pub byte_size: i64,
    /// Of all of it; absent while more comes.
    pub sha256: Option<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// What of a workspace's files takes room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    pub files: u32,
    pub bytes: i64,
}

impl Attachment {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            attachment_id: row.id(0)?,
            account_id: row.id(1)?,
            facts: FileFacts {
                name: row.text(2)?.to_owned(),
                media_type: row.text(3)?.to_owned(),
                byte_size: row.int(4)?,
                sha256: row.text(5)?.to_owned(),
            },
            created_at: row.timestamp(6)?,
            expires_at: row.timestamp(7)?,
        })
    }
}

/// Keeps the next piece of a file, the first having the place 0. With its digest the file is whole. False, with nothing kept:
/// what came before is gone, or the account is.
pub fn insert_piece(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    coming: &Coming,
    (ordinal, bytes): (i64, &[u8]),
) -> StoreResult<bool> {
    let is_there = if ordinal == 0 {
        insert(tx, workspace_id, coming)?
    } else {
        update(tx, workspace_id, coming)?
    };
    if is_there {
        tx.execute(
            "INSERT INTO attachment_piece (workspace_id, attachment_id, ordinal, bytes) VALUES (?1, ?2, ?3, ?4)",
            params![workspace_id, coming.attachment_id, ordinal, bytes],
        )?;
    }
    Ok(is_there)
}

fn insert(tx: &mut Tx<'_>, workspace_id: WorkspaceId, coming: &Coming) -> StoreResult<bool> {
    // Whoever deletes what an account left behind finds all of it.
    accounts::lock(tx, workspace_id, coming.account_id)?;
    if accounts::find(tx, workspace_id, coming.account_id)?.is_none() {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO attachment (workspace_id, attachment_id, account_id, name, media_type, byte_size, sha256, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            workspace_id,
            coming.attachment_id,
            coming.account_id,
            &coming.name,
            &coming.media_type,
            coming.byte_size,
            coming.sha256.as_deref(),
            coming.created_at,
            coming.expires_at
        ],
    )?;
    Ok(true)
}

fn update(tx: &mut Tx<'_>, workspace_id: WorkspaceId, coming: &Coming) -> StoreResult<bool> {
    let changed = tx.execute(
        "UPDATE attachment SET byte_size = ?3, sha256 = ?4, expires_at = ?5
          WHERE workspace_id = ?1 AND attachment_id = ?2",
        params![
            workspace_id,
            coming.attachment_id,
            coming.byte_size,
            coming.sha256.as_deref(),
            coming.expires_at
        ],
    )?;
    Ok(changed > 0)
}

/// A file without its bytes, if it is there at `now`.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    attachment_id: AttachmentId,
    now: Timestamp,
) -> StoreResult<Option<Attachment>> {
    tx.query_opt(
        "SELECT attachment_id, account_id, name, media_type, byte_size, sha256, created_at, expires_at FROM attachment
          WHERE workspace_id = ?1 AND attachment_id = ?2 AND expires_at > ?3 AND sha256 IS NOT NULL",
        params![workspace_id, attachment_id, now],
        Attachment::from_row,
    )
}

/// A piece of a file; `None` after its last.
pub fn find_piece(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    attachment_id: AttachmentId,
    ordinal: i64,
) -> StoreResult<Option<Vec<u8>>> {
    tx.query_opt(
        "SELECT bytes FROM attachment_piece WHERE workspace_id = ?1 AND attachment_id = ?2 AND ordinal = ?3",
        params![workspace_id, attachment_id, ordinal],
        |row| Ok(row.blob(0)?.to_vec()),
    )
}

/// A file with its bytes: exactly what was handed over, or an error.
pub fn read_file(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    attachment: Attachment,
) -> StoreResult<File> {
    let mut bytes = Vec::with_capacity(usize::try_from(attachment.facts.byte_size).unwrap_or(0));
    let mut ordinal = 0;
    while let Some(piece) = find_piece(tx, workspace_id, attachment.attachment_id, ordinal)? {
        bytes.extend_from_slice(&piece);
        ordinal += 1;
    }
    File::kept(attachment.facts, bytes).ok_or_else(|| StoreError::Inconsistent {
        what: "attachment",
        message: "its bytes are not those that were handed over".to_owned(),
    })
}

/// What takes room at `now`, with what is still coming in.
pub fn usage(tx: &mut Tx<'_>, workspace_id: WorkspaceId, now: Timestamp) -> StoreResult<Usage> {
    tx.query_one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(byte_size), 0) AS BIGINT) FROM attachment
          WHERE workspace_id = ?1 AND expires_at > ?2",
        params![workspace_id, now],
        |row| {
            Ok(Usage {
                files: row.number(0)?,
                bytes: row.int(1)?,
            })
        },
    )
}

/// Deletes files whose time is over, at most `limit`. How many.
pub fn delete_expired(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    now: Timestamp,
    limit: u32,
) -> StoreResult<u64> {
    let expired: Vec<AttachmentId> = tx.query(
        "SELECT attachment_id FROM attachment
          WHERE workspace_id = ?1 AND expires_at <= ?2 ORDER BY expires_at LIMIT ?3",
        params![workspace_id, now, limit],
        |row| row.id(0),
    )?;
    for attachment_id in &expired {
        delete(tx, workspace_id, *attachment_id)?;
    }
    Ok(expired.len() as u64)
}

/// Deletes a file, or what has come of it.
pub fn delete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    attachment_id: AttachmentId,
) -> StoreResult<()> {
    for statement in [
        "DELETE FROM attachment_piece WHERE workspace_id = ?1 AND attachment_id = ?2",
        "DELETE FROM attachment WHERE workspace_id = ?1 AND attachment_id = ?2",
    ] {
        tx.execute(statement, params![workspace_id, attachment_id])?;
    }
    Ok(())
}
