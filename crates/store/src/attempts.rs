//! Each try of a send, with its evidence. An account has at most one open try.

use domain::ids::{AccountId, AttemptId, SendId, WorkspaceId};
use domain::time::Timestamp;

use crate::sends::Send;
use crate::{StoreResult, Tx, params};

/// One try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub attempt_id: AttemptId,
    pub number: i64,
    pub epoch: i64,
    pub began_at: Timestamp,
    /// When its call must be over.
    pub deadline_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// `accepted`, `deferred`, `refused`, `not_sent` or `unknown`.
    pub outcome: Option<String>,
    pub code: Option<String>,
    /// What was seen, for people.
    pub detail: Option<String>,
}

/// Opens a try. Fails if the account has one open: a unique index stands behind the decision.
pub fn insert(
    tx: &mut Tx<'_>,
    send: &Send,
    attempt_id: AttemptId,
    epoch: i64,
    began_at: Timestamp,
    deadline_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO attempt (workspace_id, send_id, number, attempt_id, account_id, epoch, began_at, deadline_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            send.workspace_id,
            send.send_id,
            i64::from(send.attempt_count) + 1,
            attempt_id,
            send.account_id,
            epoch,
            began_at,
            deadline_at
        ],
    )?;
    Ok(())
}

/// Ends the open try of a send with what its call brought.
pub fn update_ended(
    tx: &mut Tx<'_>,
    send: &Send,
    outcome: &str,
    code: Option<&str>,
    detail: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE attempt SET ended_at = ?3, outcome = ?4, code = ?5, detail = COALESCE(?6, detail)
          WHERE workspace_id = ?1 AND send_id = ?2 AND ended_at IS NULL",
        params![send.workspace_id, send.send_id, now, outcome, code, detail],
    )?;
    Ok(())
}

/// Settles every try of a send that is open or ended without an answer: by now it is known. A last try that was written off
/// and is accepted after all is no longer written off.
pub fn update_settled(
    tx: &mut Tx<'_>,
    send: &Send,
    outcome: &str,
    detail: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE attempt SET ended_at = ?3, outcome = ?4, detail = COALESCE(?5, detail)
          WHERE workspace_id = ?1 AND send_id = ?2
            AND (ended_at IS NULL OR outcome = 'unknown'
                 OR (?4 = 'accepted' AND outcome = 'not_sent'
                     AND number = (SELECT MAX(number) FROM attempt WHERE workspace_id = ?1 AND send_id = ?2)))",
        params![send.workspace_id, send.send_id, now, outcome, detail],
    )?;
    Ok(())
}

/// Whether a try of the send ended without an answer that nothing has settled since.
pub fn has_unknown(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<bool> {
    let found = tx.query_opt(
        "SELECT number FROM attempt WHERE workspace_id = ?1 AND send_id = ?2 AND outcome = 'unknown' LIMIT 1",
        params![workspace_id, send_id],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// When the oldest try of a send began whose outcome nothing has settled.
pub fn find_first_unknown(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<Option<Timestamp>> {
    tx.query_opt(
        "SELECT began_at FROM attempt WHERE workspace_id = ?1 AND send_id = ?2 AND outcome = 'unknown'
          ORDER BY number LIMIT 1",
        params![workspace_id, send_id],
        |row| row.timestamp(0),
    )
}

/// The open try of an account: which send, and under which epoch it began.
pub fn find_open(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<(SendId, i64)>> {
    tx.query_opt(
        "SELECT send_id, epoch FROM attempt WHERE workspace_id = ?1 AND account_id = ?2 AND ended_at IS NULL",
        params![workspace_id, account_id],
        |row| Ok((row.id(0)?, row.int(1)?)),
    )
}

/// All tries of a send, the first one first.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<Vec<Attempt>> {
    tx.query(
        "SELECT attempt_id, number, epoch, began_at, deadline_at, ended_at, outcome, code, detail
           FROM attempt WHERE workspace_id = ?1 AND send_id = ?2 ORDER BY number LIMIT 1000",
        params![workspace_id, send_id],
        |row| {
            Ok(Attempt {
                attempt_id: row.id(0)?,
                number: row.int(1)?,
                epoch: row.int(2)?,
                began_at: row.timestamp(3)?,
                deadline_at: row.timestamp(4)?,
                ended_at: row.opt_timestamp(5)?,
                outcome: row.opt_text(6)?.map(str::to_owned),
                code: row.opt_text(7)?.map(str::to_owned),
                detail: row.opt_text(8)?.map(str::to_owned),
            })
        },
    )
}

/// The newest try of a send.
pub fn find_latest(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    send_id: SendId,
) -> StoreResult<Option<AttemptId>> {
    tx.query_opt(
        "SELECT attempt_id FROM attempt WHERE workspace_id = ?1 AND send_id = ?2 ORDER BY number DESC LIMIT 1",
        params![workspace_id, send_id],
        |row| row.id(0),
    )
}
