//! The files of a send: what is told of them stands in its row, their bytes beside it.

use domain::attachment::{File, FileFacts};
use domain::ids::{SendId, WorkspaceId};

use super::row::inconsistent;
use super::{Send, find, get};
use crate::{StoreResult, Tx, params};

/// Keeps the bytes of a send that was just put into the outbox, in its own transaction. Their facts are in the send.
pub fn insert_files(tx: &mut Tx<'_>, send: &Send, files: &[File]) -> StoreResult<()> {
    for (ordinal, file) in (0_i64..).zip(files) {
        tx.execute(
            "INSERT INTO send_attachment (workspace_id, send_id, ordinal, bytes) VALUES (?1, ?2, ?3, ?4)",
            params![send.workspace_id, send.send_id, ordinal, file.bytes()],
        )?;
    }
    Ok(())
}

/// The files of a send with their bytes, in their order: exactly those that were accepted, or an error.
pub fn list_files(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<Vec<File>> {
    let facts = get(tx, workspace_id, send_id)?.attachments;
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let kept = tx.query(
        "SELECT bytes FROM send_attachment WHERE workspace_id = ?1 AND send_id = ?2 ORDER BY ordinal",
        params![workspace_id, send_id],
        |row| Ok(row.blob(0)?.to_vec()),
    )?;
    let is_whole = facts.len() == kept.len();
    let files = facts.into_iter().zip(kept);
    let files = files.map(|(facts, bytes)| File::kept(facts, bytes));
    let files = files.collect::<Option<Vec<_>>>().filter(|_| is_whole);
    files.ok_or_else(|| inconsistent("its files are not those that were accepted"))
}

/// One file of a send with its bytes, by its place from 0: exactly the one that was accepted, or an error.
pub fn find_file(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
    place: usize,
) -> StoreResult<Option<File>> {
    let facts = find(tx, workspace_id, send_id)?.map(|send| send.attachments);
    let facts = facts.and_then(|facts| facts.into_iter().nth(place));
    let (Some(facts), Ok(ordinal)) = (facts, i64::try_from(place)) else {
        return Ok(None);
    };
    let bytes = tx.query_opt(
        "SELECT bytes FROM send_attachment WHERE workspace_id = ?1 AND send_id = ?2 AND ordinal = ?3",
        params![workspace_id, send_id, ordinal],
        |row| Ok(row.blob(0)?.to_vec()),
    )?;
    let file = bytes.and_then(|bytes| File::kept(facts, bytes));
    let lost = || inconsistent("its file is not the one that was accepted");
    file.map(Some).ok_or_else(lost)
}

pub(super) fn stored(facts: &[FileFacts]) -> Option<String> {
    crate::messages::json(facts)
}

pub(super) fn read(stored: Option<&str>) -> StoreResult<Vec<FileFacts>> {
    let Some(stored) = stored else {
        return Ok(Vec::new());
    };
    serde_json::from_str(stored).map_err(|error| inconsistent(&error.to_string()))
}
