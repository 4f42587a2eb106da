//! Deleting what an account left behind that is not linked any more. It is a job of the agenda, done in steps, each kept whole
//! or not at all, so that nobody waits for it and a crash loses nothing.
//!
//! Of the account its row stays, without its owner's profile, and what counted against its limits for as long as it counts:
//! whoever links the seat again finds the same account, with nothing in it but that.

use domain::event::{EventData, EventKind};
use domain::ids::{AccountId, AttachmentId, ConversationId, SendId, WorkspaceId};
use domain::limits::CAP_SPAN_MAX;
use domain::send::SendState;
use domain::time::Timestamp;

use crate::accounts::{self, Account};
use crate::conversations::thread_of;
use crate::erasures::Stepped;
use crate::hints::Hints;
use crate::{NewEvent, StoreResult, Tx, Value, agenda, params, reconciliations, sends};

/// Rows of one kind that one step deletes.
const STEP_MAX: u32 = 200;
/// Comparisons that one step deletes, each with up to a thousand findings.
const COMPARISONS_MAX: u32 = 4;
/// Sends that one step withdraws.
const WITHDRAWN_MAX: u32 = 100;

/// Begins to delete what an account left behind. It is locked, and not linked any more.
pub fn begin(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> StoreResult<()> {
    agenda::ACCOUNT_ERASURES.begin(tx, account.workspace_id, account.account_id, now)
}

/// Whether what an account left behind is being deleted: until that is over it cannot be linked again.
pub fn is_begun(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_id: AccountId,
) -> StoreResult<bool> {
    agenda::ACCOUNT_ERASURES.is_there(tx, workspace_id, account_id)
}

/// Deletes a little of what is left, and says whether there is more.
pub fn step(
    tx: &mut Tx<'_>,
    hints: &Hints,
    (workspace_id, account_id): (WorkspaceId, AccountId),
    now: Timestamp,
) -> StoreResult<Stepped> {
    accounts::lock(tx, workspace_id, account_id)?;
    let found = accounts::find_any(tx, workspace_id, account_id)?;
    let Some(account) = found.filter(|account| account.unlinked_at.is_some()) else {
        agenda::ACCOUNT_ERASURES.end(tx, workspace_id, account_id)?;
        return Ok(Stepped::Done);
    };
    if withdraw(tx, hints, &account, now)? {
        return Ok(Stepped::More);
    }
    if is_called(tx, &account)? {
        return Ok(Stepped::Wait);
    }
    let parts: [fn(&mut Tx<'_>, &Account) -> StoreResult<u64>; 8] = [
        delete_messages,
        delete_index,
        delete_conversations,
        delete_sends,
        delete_files,
        delete_comparisons,
        delete_invitations,
        delete_relations,
    ];
    for part in parts {
        if part(tx, &account)? > 0 {
            return Ok(Stepped::More);
        }
    }
    if forget_acts(tx, &account, now)? > 0 {
        return Ok(Stepped::More);
    }
    finish(tx, &account, now)?;
    Ok(Stepped::Done)
}

fn finish(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> StoreResult<()> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    tx.execute(
        "UPDATE account
            SET member_number = NULL, slug = NULL, first_name = '', last_name = '', headline = '', picture = NULL,
                label = NULL, plan = NULL, conversation_count = 0, unread_conversation_count = 0, message_count = 0,
                inbox_revision = inbox_revision + 1, sync_cursor = NULL, backfill_cursor = NULL,
                backfill_threads_total = NULL, last_error = NULL, last_error_at = NULL
          WHERE workspace_id = ?1 AND account_id = ?2",
        params![workspace_id, account_id],
    )?;
    agenda::ACCOUNT_ERASURES.end(tx, workspace_id, account_id)?;
    agenda::delete_account(tx, workspace_id, account_id)?;
    tx.emit(NewEvent {
        workspace_id,
        kind: EventKind::AccountErased,
        account_id: Some(account_id),
        subject: Some(account_id.to_string()),
        at: now,
        body: EventData::new().into_json(),
    });
    Ok(())
}

/// What still waits to leave is told to be cancelled before it is gone. True: there was some.
fn withdraw(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    now: Timestamp,
) -> StoreResult<bool> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let waiting = sends::list_waiting(tx, workspace_id, account_id, WITHDRAWN_MAX)?;
    for send in &waiting {
        sends::transition(tx, hints, send, &SendState::Cancelled, now)?;
    }
    Ok(!waiting.is_empty())
}

/// Whether a call is under way: its answer must find its send.
fn is_called(tx: &mut Tx<'_>, account: &Account) -> StoreResult<bool> {
    let called = tx.query_opt(
        "SELECT send_id FROM send WHERE workspace_id = ?1 AND account_id = ?2 AND state = 'sending' LIMIT 1",
        params![account.workspace_id, account.account_id],
        |row| row.id::<SendId>(0),
    )?;
    Ok(called.is_some())
}

fn delete_messages(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    let (first, behind) = (
        thread_of(account.number, 0)?,
        thread_of(account.number + 1, 0)?,
    );
    let messages = tx.execute(
        "DELETE FROM message
          WHERE workspace_id = ?1 AND doc IN (
                SELECT doc FROM message WHERE workspace_id = ?1 AND thread >= ?2 AND thread < ?3 LIMIT ?4)",
        params![account.workspace_id, first, behind, STEP_MAX],
    )?;
    let names = tx.execute(
        "DELETE FROM message_ref
          WHERE workspace_id = ?1 AND account_number = ?2 AND (scheme, ref) IN (
                SELECT scheme, ref FROM message_ref WHERE workspace_id = ?1 AND account_number = ?2 LIMIT ?3)",
        params![account.workspace_id, account.number, STEP_MAX],
    )?;
    Ok(messages + names)
}

/// The rows of lists, and the words by which conversations are found.
fn delete_index(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    let rows = tx.execute(
        "DELETE FROM inbox
          WHERE workspace_id = ?1 AND thread IN (
                SELECT thread FROM inbox WHERE workspace_id = ?1 AND account_number = ?2 LIMIT ?3)",
        params![account.workspace_id, account.number, STEP_MAX],
    )?;
    let words = tx.execute(
        "DELETE FROM word
          WHERE workspace_id = ?1 AND account_number = ?2 AND (word, block) IN (
                SELECT word, block FROM word WHERE workspace_id = ?1 AND account_number = ?2 LIMIT ?3)",
        params![account.workspace_id, account.number, STEP_MAX],
    )?;
    Ok(rows + words)
}

fn delete_conversations(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    let found = tx.query(
        "SELECT conversation_id FROM conversation WHERE workspace_id = ?1 AND account_id = ?2 LIMIT ?3",
        params![account.workspace_id, account.account_id, STEP_MAX],
        |row| row.id::<ConversationId>(0),
    )?;
    delete_each(
        tx,
        account,
        &found,
        &[
            "DELETE FROM conversation_label
              WHERE workspace_id = ?1 AND thread IN (
                    SELECT thread FROM conversation WHERE workspace_id = ?1 AND conversation_id = ?2)",
            "DELETE FROM conversation_note WHERE workspace_id = ?1 AND conversation_id = ?2",
            "DELETE FROM draft WHERE workspace_id = ?1 AND conversation_id = ?2",
            "DELETE FROM participant WHERE workspace_id = ?1 AND conversation_id = ?2",
            "DELETE FROM conversation WHERE workspace_id = ?1 AND conversation_id = ?2",
        ],
    )
}

fn delete_sends(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    let found = tx.query(
        "SELECT send_id FROM send WHERE workspace_id = ?1 AND account_id = ?2 LIMIT ?3",
        params![account.workspace_id, account.account_id, STEP_MAX],
        |row| row.id::<SendId>(0),
    )?;
    delete_each(
        tx,
        account,
        &found,
        &[
            "DELETE FROM outcome
              WHERE workspace_id = ?1 AND send_id = ?2
                AND sent_at = (SELECT s.sent_at FROM send s WHERE s.workspace_id = ?1 AND s.send_id = ?2)",
            "DELETE FROM attempt WHERE workspace_id = ?1 AND send_id = ?2",
            "DELETE FROM send_attachment WHERE workspace_id = ?1 AND send_id = ?2",
            "DELETE FROM send_snapshot WHERE workspace_id = ?1 AND send_id = ?2",
            "DELETE FROM send WHERE workspace_id = ?1 AND send_id = ?2",
        ],
    )
}

fn delete_each<'i, I>(
    tx: &mut Tx<'_>,
    account: &'i Account,
    found: &'i [I],
    statements: &[&'static str],
) -> StoreResult<u64>
where
    &'i I: Into<Value<'i>>,
{
    let rows: Vec<Vec<Value<'_>>> = found
        .iter()
        .map(|id| vec![account.workspace_id.into(), id.into()])
        .collect();
    for &statement in statements {
        tx.execute_each(statement, &rows)?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
}

/// Files that were handed over and that no message named yet.
fn delete_files(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    let found = tx.query(
        "SELECT attachment_id FROM attachment WHERE workspace_id = ?1 AND account_id = ?2 LIMIT ?3",
        params![account.workspace_id, account.account_id, STEP_MAX],
        |row| row.id::<AttachmentId>(0),
    )?;
    delete_each(
        tx,
        account,
        &found,
        &[
            "DELETE FROM attachment_piece WHERE workspace_id = ?1 AND attachment_id = ?2",
            "DELETE FROM attachment WHERE workspace_id = ?1 AND attachment_id = ?2",
        ],
    )
}

/// Comparisons with its network, with what they found.
fn delete_comparisons(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    reconciliations::delete_of(tx, workspace_id, account_id, COMPARISONS_MAX)
}

/// How it stood to people. The people themselves are the workspace's.
fn delete_invitations(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    tx.execute(
        "DELETE FROM invitation
          WHERE workspace_id = ?1 AND invitation_id IN (
                SELECT invitation_id FROM invitation WHERE workspace_id = ?1 AND account_id = ?2 LIMIT ?3)",
        params![account.workspace_id, account.account_id, STEP_MAX],
    )
}

fn delete_relations(tx: &mut Tx<'_>, account: &Account) -> StoreResult<u64> {
    tx.execute(
        "DELETE FROM relation
          WHERE workspace_id = ?1 AND account_id = ?2 AND person_id IN (
                SELECT person_id FROM relation WHERE workspace_id = ?1 AND account_id = ?2 LIMIT ?3)",
        params![account.workspace_id, account.account_id, STEP_MAX],
    )
}

/// What counted against its limits and counts no more under any of them.
fn forget_acts(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> StoreResult<u64> {
    tx.execute(
        "DELETE FROM ledger
          WHERE workspace_id = ?1 AND account_id = ?2 AND (action, source) IN (
                SELECT action, source FROM ledger
                 WHERE workspace_id = ?1 AND account_id = ?2 AND latest_at < ?4 LIMIT ?3)",
        params![
            account.workspace_id,
            account.account_id,
            STEP_MAX,
            now.minus(CAP_SPAN_MAX * 2)
        ],
    )
}
