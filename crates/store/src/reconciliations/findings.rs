//! What comparisons found of single messages.

use domain::ids::{ConversationId, ReconciliationId, WorkspaceId};
use domain::reconciliation::{FINDINGS_MAX, FindingKind};
use domain::time::Timestamp;

use super::Reconciliation;
use crate::{StoreResult, Tx, conversations, params};

/// Something that was found, of a message that is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// From 1, in the order in which they were found.
    pub number: i64,
    pub kind: FindingKind,
    pub doc: i64,
    pub conversation_id: ConversationId,
    pub sent_at: Timestamp,
}

/// Notes what was found of some messages, as far as there is room for it.
pub fn insert(
    tx: &mut Tx<'_>,
    reconciliation: &Reconciliation,
    found: &[(FindingKind, i64)],
) -> StoreResult<()> {
    if found.is_empty() {
        return Ok(());
    }
    let (workspace_id, id) = (
        reconciliation.workspace_id,
        reconciliation.reconciliation_id,
    );
    let last: Option<i64> = tx.query_opt(
        "SELECT number FROM reconciliation_finding
          WHERE workspace_id = ?1 AND reconciliation_id = ?2 ORDER BY number DESC LIMIT 1",
        params![workspace_id, id],
        |row| row.int(0),
    )?;
    for (number, (kind, doc)) in (last.unwrap_or(0) + 1..=FINDINGS_MAX).zip(found) {
        tx.execute(
            "INSERT INTO reconciliation_finding (workspace_id, reconciliation_id, number, kind, doc)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![workspace_id, id, number, kind.word(), *doc],
        )?;
    }
    Ok(())
}

/// A page of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub findings: Vec<Finding>,
    /// Behind which number there may be more.
    pub next: Option<i64>,
}

/// What was found behind a number, in order, at most `limit`; what is about a message that is gone is left out.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    reconciliation_id: ReconciliationId,
    after: i64,
    limit: u32,
) -> StoreResult<Page> {
    let rows: Vec<(i64, FindingKind, i64, Option<Timestamp>)> = tx.query(
        "SELECT f.number, f.kind, f.doc, m.sent_at
           FROM reconciliation_finding f
           LEFT JOIN message m ON m.workspace_id = f.workspace_id AND m.doc = f.doc
          WHERE f.workspace_id = ?1 AND f.reconciliation_id = ?2 AND f.number > ?3
          ORDER BY f.number LIMIT ?4",
        params![workspace_id, reconciliation_id, after, limit],
        |row| {
            let kind = FindingKind::from_word(row.text(1)?);
            Ok((row.int(0)?, kind, row.int(2)?, row.opt_timestamp(3)?))
        },
    )?;
    let is_full = u32::try_from(rows.len()) == Ok(limit);
    let next = rows.last().map(|row| row.0).filter(|_| is_full);
    let mut findings = Vec::with_capacity(rows.len());
    for (number, kind, doc, sent_at) in rows {
        let Some(sent_at) = sent_at else { continue };
        let thread = conversations::thread_of_doc(doc);
        let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
        findings.push(Finding {
            number,
            kind,
            doc,
            conversation_id: conversation.conversation_id,
            sent_at,
        });
    }
    Ok(Page { findings, next })
}

pub(super) fn delete_all(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    reconciliation_id: ReconciliationId,
) -> StoreResult<()> {
    tx.execute(
        "DELETE FROM reconciliation_finding WHERE workspace_id = ?1 AND reconciliation_id = ?2",
        params![workspace_id, reconciliation_id],
    )?;
    Ok(())
}
