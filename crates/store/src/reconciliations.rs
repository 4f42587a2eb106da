//! Comparisons of what is kept of an account with what its network shows. How far each has come stands in its row and is
//! written with what a step found: whoever goes on after a crash goes on from there.

pub mod findings;
pub mod threads;

use domain::event::{EventData, EventKind};
use domain::ids::{AccountId, ReconciliationId, WorkspaceId};
use domain::reconciliation::Step;
use domain::time::Timestamp;

use crate::{NewEvent, Row, StoreError, StoreResult, Tx, accounts, agenda, keeping, params};

/// One comparison, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    pub workspace_id: WorkspaceId,
    pub reconciliation_id: ReconciliationId,
    pub account_id: AccountId,
    /// What was sent before is not looked at.
    pub since: Timestamp,
    pub step: Step,
    /// Grows with every step.
    pub revision: i64,
    /// Where the network's listing of conversations goes on; `None` is its beginning.
    pub cursor: Option<String>,
    /// Our conversations up to this thread were gathered.
    pub place: i64,
    pub found: Found,
    /// Troubles since the last step.
    pub failures: i64,
    /// Why it was given up, as the word of an `ErrorCode`.
    pub error: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

/// What a comparison has looked at and found so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Conversations to compare.
    pub conversations: i64,
    pub conversations_compared: i64,
    /// Messages that the network showed.
    pub messages_compared: i64,
    /// Of those, messages that were not here.
    pub missing: i64,
    /// Of those, messages that are here now; the others may not be kept.
    pub filled: i64,
    pub different: i64,
    pub only_here: i64,
}

impl Reconciliation {
    fn from_row(row: &Row<'_>) -> StoreResult<Self> {
        Ok(Self {
            workspace_id: row.id(0)?,
            reconciliation_id: row.id(1)?,
            account_id: row.id(2)?,
            since: row.timestamp(3)?,
            step: Step::from_word(row.text(4)?),
            revision: row.int(5)?,
            cursor: row.opt_text(6)?.map(str::to_owned),
            place: row.int(7)?,
            found: Found {
                conversations: row.int(8)?,
                conversations_compared: row.int(9)?,
                messages_compared: row.int(10)?,
                missing: row.int(11)?,
                filled: row.int(12)?,
                different: row.int(13)?,
                only_here: row.int(14)?,
            },
            failures: row.int(15)?,
            error: row.opt_text(16)?.map(str::to_owned),
            created_at: row.timestamp(17)?,
            updated_at: row.timestamp(18)?,
            finished_at: row.opt_timestamp(19)?,
        })
    }

    /// The word for how it stands.
    pub fn state(&self) -> &'static str {
        match (self.finished_at, &self.error) {
            (None, _) => "running",
            (Some(_), None) => "done",
            (Some(_), Some(_)) => "failed",
        }
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT workspace_id, reconciliation_id, account_id, since, step, revision, cursor, place, conversations,
                    conversations_compared, messages_compared, missing, filled, different, only_here, failures, error,
                    created_at, updated_at, finished_at
               FROM reconciliation WHERE workspace_id = ?1 ",
            $rest
        )
    };
}

/// The comparison with this id.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    reconciliation_id: ReconciliationId,
) -> StoreResult<Option<Reconciliation>> {
    tx.query_opt(
        select!("AND reconciliation_id = ?2"),
        params![workspace_id, reconciliation_id],
        Reconciliation::from_row,
    )
}

/// The comparison of this account that is not over.
pub fn find_running(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<Reconciliation>> {
    tx.query_opt(
        select!("AND account_id = ?2 AND finished_at IS NULL"),
        params![workspace_id, account_id],
        Reconciliation::from_row,
    )
}

/// The comparisons of an account that began before the one with this id, the newest first, at most `limit`.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    before: ReconciliationId,
    limit: u32,
) -> StoreResult<Vec<Reconciliation>> {
    tx.query(
        select!("AND account_id = ?2 AND reconciliation_id < ?3 ORDER BY reconciliation_id DESC LIMIT ?4"),
        params![workspace_id, account_id, before, limit],
        Reconciliation::from_row,
    )
}

/// When the newest comparison of the account that went to its end was over.
pub fn find_last_end(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<Option<Timestamp>> {
    tx.query_opt(
        "SELECT finished_at FROM reconciliation
          WHERE workspace_id = ?1 AND account_id = ?2 AND finished_at IS NOT NULL AND error IS NULL
          ORDER BY reconciliation_id DESC LIMIT 1",
        params![workspace_id, account_id],
        |row| row.timestamp(0),
    )
}

/// Begins to compare an account from an instant on, unless that is being done already: then it is what runs.
pub fn begin(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    reconciliation_id: ReconciliationId,
    since: Timestamp,
    now: Timestamp,
) -> StoreResult<Reconciliation> {
    accounts::lock(tx, workspace_id, account_id)?;
    // What is older is not kept.
    let since = since.max(keeping::oldest_kept(tx, workspace_id, now)?);
    if let Some(running) = find_running(tx, workspace_id, account_id)? {
        return Ok(running);
    }
    tx.execute(
        "INSERT INTO reconciliation (workspace_id, reconciliation_id, account_id, since, step, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![
            workspace_id,
            reconciliation_id,
            account_id,
            since,
            Step::Waiting.word(),
            now
        ],
    )?;
    agenda::RECONCILIATIONS.begin(tx, workspace_id, reconciliation_id, now)?;
    find(tx, workspace_id, reconciliation_id)?.ok_or(StoreError::NotFound)
}

/// Writes how far it has come after a step, and when the next one is due. [`StoreError::Contended`] if somebody else has
/// taken the step meanwhile: nothing of this one may be kept.
pub fn advance(
    tx: &mut Tx<'_>,
    reconciliation: &Reconciliation,
    due_at: Timestamp,
    now: Timestamp,
) -> StoreResult<()> {
    let found = &reconciliation.found;
    let written = tx.execute(
        "UPDATE reconciliation
            SET step = ?4, revision = ?3 + 1, cursor = ?5, place = ?6, conversations = ?7, conversations_compared = ?8,
                messages_compared = ?9, missing = ?10, filled = ?11, different = ?12, only_here = ?13, failures = ?14,
                updated_at = ?15
          WHERE workspace_id = ?1 AND reconciliation_id = ?2 AND revision = ?3 AND finished_at IS NULL",
        params![
            reconciliation.workspace_id,
            reconciliation.reconciliation_id,
            reconciliation.revision,
            reconciliation.step.word(),
            reconciliation.cursor.as_deref(),
            reconciliation.place,
            found.conversations,
            found.conversations_compared,
            found.messages_compared,
            found.missing,
            found.filled,
            found.different,
            found.only_here,
            reconciliation.failures,
            now,
        ],
    )?;
    if written == 0 {
        return Err(StoreError::Contended);
    }
    let (workspace_id, id) = (
        reconciliation.workspace_id,
        reconciliation.reconciliation_id,
    );
    agenda::RECONCILIATIONS.postpone(tx, workspace_id, id, due_at)
}

/// Ends it, well or with the word of what went wrong, and tells of it.
pub fn finish(
    tx: &mut Tx<'_>,
    reconciliation: &Reconciliation,
    error: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    let (workspace_id, id) = (
        reconciliation.workspace_id,
        reconciliation.reconciliation_id,
    );
    let last = Reconciliation {
        step: Step::Done,
        ..reconciliation.clone()
    };
    advance(tx, &last, now, now)?;
    tx.execute(
        "UPDATE reconciliation SET error = ?3, finished_at = ?4, cursor = NULL
          WHERE workspace_id = ?1 AND reconciliation_id = ?2",
        params![workspace_id, id, error, now],
    )?;
    threads::delete_all(tx, workspace_id, id)?;
    agenda::RECONCILIATIONS.end(tx, workspace_id, id)?;
    let number = |count: i64| count.unsigned_abs();
    let found = &last.found;
    let body = EventData::new()
        .id("reconciliation_id", id)
        .text("state", if error.is_some() { "failed" } else { "done" })
        .number("missing", number(found.missing))
        .number("filled", number(found.filled))
        .number("different", number(found.different))
        .number("only_here", number(found.only_here));
    tx.emit(NewEvent {
        workspace_id,
        kind: EventKind::ReconciliationFinished,
        account_id: Some(last.account_id),
        subject: Some(id.to_string()),
        at: now,
        body: body.into_json(),
    });
    Ok(())
}

/// Takes what is over, or never was, from the agenda.
pub fn retire(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    reconciliation_id: ReconciliationId,
) -> StoreResult<()> {
    agenda::RECONCILIATIONS.end(tx, workspace_id, reconciliation_id)
}

/// Deletes comparisons that were over before an instant, with what they found, at most `limit`. Says how many.
pub fn delete_old(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    before: Timestamp,
    limit: u32,
) -> StoreResult<u64> {
    let old: Vec<ReconciliationId> = tx.query(
        "SELECT reconciliation_id FROM reconciliation
          WHERE workspace_id = ?1 AND finished_at < ?2 ORDER BY finished_at LIMIT ?3",
        params![workspace_id, before, limit],
        |row| row.id(0),
    )?;
    delete_each(tx, workspace_id, &old)
}

/// Deletes comparisons of an account, whatever they came to, at most `limit`. Says how many.
pub(crate) fn delete_of(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    limit: u32,
) -> StoreResult<u64> {
    let found: Vec<ReconciliationId> = tx.query(
        "SELECT reconciliation_id FROM reconciliation WHERE workspace_id = ?1 AND account_id = ?2 LIMIT ?3",
        params![workspace_id, account_id, limit],
        |row| row.id(0),
    )?;
    delete_each(tx, workspace_id, &found)
}

fn delete_each(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    found: &[ReconciliationId],
) -> StoreResult<u64> {
    for id in found {
        threads::delete_all(tx, workspace_id, *id)?;
        findings::delete_all(tx, workspace_id, *id)?;
        agenda::RECONCILIATIONS.end(tx, workspace_id, *id)?;
        tx.execute(
            "DELETE FROM reconciliation WHERE workspace_id = ?1 AND reconciliation_id = ?2",
            params![workspace_id, *id],
        )?;
    }
    Ok(found.len() as u64)
}
