//! What people change of a send that has not left, and the lists in which they look for it.

use domain::event::EventKind;
use domain::ids::{AccountId, SendId, WorkspaceId};
use domain::likeness::Mark;
use domain::send::{Rule, SendState};
use domain::time::Timestamp;

use super::{Approval, Send, lane, row, snapshot, wake};
use crate::hints::{Hint, Hints};
use crate::{StoreError, StoreResult, Tx, params};

/// Which sends to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub account_id: Option<AccountId>,
    /// The word of a state.
    pub state: Option<String>,
    /// A tag that it carries, whole.
    pub tag: Option<String>,
    /// Only those that may still leave.
    pub is_open: bool,
}

/// Sends below `before`, the newest first.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    filter: &Filter,
    before: SendId,
    limit: u32,
) -> StoreResult<Vec<Send>> {
    let account = filter.account_id;
    let state = filter.state.as_deref().unwrap_or_default();
    // Tags are lines of lower-case letters, digits and a few marks.
    let tag = filter.tag.as_ref().map(|tag| {
        let escaped = tag.replace('_', "\\_");
        format!("%\n{escaped}\n%")
    });
    let sql = if filter.is_open {
        row::select!(
            "WHERE workspace_id = ?1 AND send_id < ?2 AND is_open = 1
               AND (CAST(?3 AS BIGINT) = 0 OR account_id = ?4)
               AND (CAST(?5 AS TEXT) = '' OR state = ?5)
               AND (CAST(?6 AS TEXT) = '' OR ?7 || tags || ?7 LIKE ?6 ESCAPE '\\')
             ORDER BY send_id DESC LIMIT ?8"
        )
    } else {
        row::select!(
            "WHERE workspace_id = ?1 AND send_id < ?2
               AND (CAST(?3 AS BIGINT) = 0 OR account_id = ?4)
               AND (CAST(?5 AS TEXT) = '' OR state = ?5)
               AND (CAST(?6 AS TEXT) = '' OR ?7 || tags || ?7 LIKE ?6 ESCAPE '\\')
             ORDER BY send_id DESC LIMIT ?8"
        )
    };
    tx.query(
        sql,
        params![
            workspace_id,
            before,
            account.is_some(),
            account.unwrap_or(AccountId::from_bytes([0; 16])),
            state,
            tag.as_deref().unwrap_or_default(),
            "\n",
            limit
        ],
        row::read,
    )
}

/// What a person changes of a send that has not begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub text: String,
    pub subject: Option<String>,
    pub likeness: Option<Mark>,
    pub ready_at: Timestamp,
    pub expires_at: Timestamp,
    /// Where it stands afterwards.
    pub state: SendState,
}

/// Changes a send. A person's yes to what it said before is void.
pub fn edit(
    tx: &mut Tx<'_>,
    hints: &Hints,
    send: &Send,
    edit: &Edit,
    now: Timestamp,
) -> StoreResult<()> {
    let columns = row::columns(&edit.state, edit.ready_at);
    let changed = tx.execute(
        "UPDATE send SET text = ?3, subject = ?4, ready_at = ?5, expires_at = ?6, state = ?7, due_at = ?8, rule = ?9,
                         approved_hash = NULL, approved_until = NULL, approved_at = NULL, approved_by = NULL,
                         edited_at = ?10, updated_at = ?10, likeness = ?12
          WHERE workspace_id = ?1 AND send_id = ?2 AND state = ?11",
        params![
            send.workspace_id,
            send.send_id,
            &edit.text,
            edit.subject.as_deref(),
            edit.ready_at,
            edit.expires_at,
            edit.state.word(),
            columns.due_at,
            columns.rule,
            now,
            send.state.word(),
            edit.likeness.map(Mark::stored)
        ],
    )?;
    if changed == 0 {
        return Err(StoreError::Contended);
    }
    snapshot::forget_snapshot(tx, send.workspace_id, send.send_id)?;
    lane::update_head(tx, send)?;
    super::transition::announce_as(tx, send, EventKind::SendEdited, &edit.state, now);
    // Whoever moves up in the lane may be due at once.
    wake(tx, hints, send.workspace_id, send.account_id, now)?;
    hints.after_commit(tx, Hint::SendChanged(send.send_id));
    Ok(())
}

/// Notes a person's yes; the state changes with it.
pub fn approve(tx: &mut Tx<'_>, send: &Send, approval: &Approval) -> StoreResult<()> {
    tx.execute(
        "UPDATE send SET approved_hash = ?3, approved_until = ?4, approved_at = ?5, approved_by = ?6
          WHERE workspace_id = ?1 AND send_id = ?2",
        params![
            send.workspace_id,
            send.send_id,
            &approval.hash,
            approval.until,
            approval.at,
            approval.by
        ],
    )?;
    Ok(())
}

/// Lets dispatch look again at everything that the policy holds back: it has changed.
pub fn release_held(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    now: Timestamp,
) -> StoreResult<()> {
    let [window, ramp, cool_down, person] = Rule::LIMITS;
    tx.execute(
        "UPDATE send SET due_at = CASE WHEN ready_at > ?3 THEN ready_at ELSE ?3 END
          WHERE workspace_id = ?1 AND account_id = ?2 AND is_open = 1 AND due_at > ?3
            AND (state = 'awaiting_approval'
                 OR (state = 'scheduled' AND rule IN (?4, ?5, ?6, ?7)))",
        params![
            workspace_id,
            account_id,
            now,
            window.word(),
            ramp.word(),
            cool_down.word(),
            person.word()
        ],
    )?;
    Ok(())
}

/// Lets dispatch look again at what waits for a yes because of its recipient: they stand on no list any more.
pub fn release_recipient(
    tx: &mut Tx<'_>,
    hints: &Hints,
    workspace_id: WorkspaceId,
    member_key: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let released = tx.query(
        "UPDATE send SET due_at = CASE WHEN ready_at > ?3 THEN ready_at ELSE ?3 END
          WHERE workspace_id = ?1 AND recipient_key = ?2 AND is_open = 1 AND state = 'awaiting_approval'
      RETURNING account_id",
        params![workspace_id, member_key, now],
        |row| row.id::<AccountId>(0),
    )?;
    for account_id in released {
        wake(tx, hints, workspace_id, account_id, now)?;
    }
    Ok(())
}

/// A person says that a send was not sent: it gets more time, a new yes where it needs one, and a new look before its call.
pub fn renew(tx: &mut Tx<'_>, send: &Send, expires_at: Timestamp) -> StoreResult<()> {
    tx.execute(
        "UPDATE send SET expires_at = CASE WHEN expires_at < ?3 THEN ?3 ELSE expires_at END,
                         approved_hash = NULL, approved_until = NULL, approved_at = NULL, approved_by = NULL
          WHERE workspace_id = ?1 AND send_id = ?2",
        params![send.workspace_id, send.send_id, expires_at],
    )?;
    snapshot::forget_snapshot(tx, send.workspace_id, send.send_id)
}
