//! Moving a send from one state to the next: row, lane, event and wake-ups together.

use domain::event::{EventData, EventKind};
use domain::ids::{AccountId, WorkspaceId};
use domain::ledger::Interval;
use domain::send::SendState;
use domain::time::Timestamp;
use domain::twins::{self, Twin};

use super::{Send, find_by_message_key, find_by_token, lane, row, wake};
use crate::hints::{Hint, Hints};
use crate::{
    NewEvent, StoreError, StoreResult, Tx, accounts, attempts, ingest, ledger, messages, outcomes,
    params,
};

/// Writes the new state, lets the next send of the lane forward when this one is done, and tells who waits.
pub fn transition(
    tx: &mut Tx<'_>,
    hints: &Hints,
    send: &Send,
    state: &SendState,
    now: Timestamp,
) -> StoreResult<()> {
    let columns = row::columns(state, send.accepted_at);
    let (sent_at, delivered_at, seen_at) = match state {
        SendState::Sent { at } => (Some(*at), None, None),
        SendState::Delivered { at } => (send.sent_at.or(Some(*at)), Some(*at), None),
        SendState::Seen { at } => (
            send.sent_at.or(Some(*at)),
            send.delivered_at.or(Some(*at)),
            Some(*at),
        ),
        _ => (None, None, None),
    };
    let changed = tx.execute(
        "UPDATE send SET state = ?3, is_open = ?4, is_head = is_head * ?4, due_at = ?5,
                         rule = ?6, code = ?7, detail = ?8, check_count = ?9, sent_at = COALESCE(sent_at, ?10),
                         delivered_at = COALESCE(delivered_at, ?11), seen_at = COALESCE(seen_at, ?12), updated_at = ?13
          WHERE workspace_id = ?1 AND send_id = ?2 AND state = ?14",
        params![
            send.workspace_id,
            send.send_id,
            state.word(),
            columns.is_open,
            columns.due_at,
            columns.rule,
            columns.code,
            columns.detail.as_deref(),
            columns.check_count,
            sent_at,
            delivered_at,
            seen_at,
            now,
            send.state.word()
        ],
    )?;
    if changed == 0 {
        // Somebody else was here since it was read: whoever asked must look again.
        return Err(StoreError::Contended);
    }
    outcomes::note_state(tx, send, state)?;
    if send.state.is_open() && !columns.is_open {
        lane::update_head(tx, send)?;
        wake(tx, hints, send.workspace_id, send.account_id, now)?;
    } else if columns.is_open && !twins::is(Twin::ForgetToWake) {
        let (workspace_id, account_id) = (send.workspace_id, send.account_id);
        wake(tx, hints, workspace_id, account_id, columns.due_at)?;
    }
    announce(tx, send, state, now);
    hints.after_commit(tx, Hint::SendChanged(send.send_id));
    Ok(())
}

pub(super) fn promote_next(tx: &mut Tx<'_>, send: &Send) -> StoreResult<()> {
    tx.execute(
        "UPDATE send SET is_head = 1
          WHERE workspace_id = ?1 AND send_id = (
                SELECT send_id FROM send
                 WHERE workspace_id = ?1 AND account_id = ?2 AND lane = ?3 AND is_open = 1
                 ORDER BY ready_at, number LIMIT 1)",
        params![send.workspace_id, send.account_id, &send.lane],
    )?;
    Ok(())
}

/// Appends `send.<state>` to the event log.
pub(super) fn announce(tx: &mut Tx<'_>, send: &Send, state: &SendState, now: Timestamp) {
    announce_as(tx, send, EventKind::of_send(state), state, now);
}

/// Appends an event of this kind, of a send that is in `state`.
pub(super) fn announce_as(
    tx: &mut Tx<'_>,
    send: &Send,
    kind: EventKind,
    state: &SendState,
    now: Timestamp,
) {
    let target_key = send.target_key.as_deref();
    let target_key = target_key.filter(|_| send.kind.is_about_message());
    let message_key = send.message_key.as_deref().or(target_key);
    let data = EventData::new()
        .id("send_id", send.send_id)
        .text("kind", send.kind.word())
        .text("state", state.word())
        .opt_text("message_key", message_key)
        .opt_text("thread_key", send.thread_key.as_deref());
    tx.emit(NewEvent {
        workspace_id: send.workspace_id,
        kind,
        account_id: Some(send.account_id),
        subject: Some(send.send_id.to_string()),
        at: now,
        body: data.into_json(),
    });
}

/// Records that the network has the message, whoever says so first: the answer of the call, an echo on the update
/// stream, or a read-back. Safe to repeat.
pub fn record_sent(
    tx: &mut Tx<'_>,
    hints: &Hints,
    send: &Send,
    echo: &Echo<'_>,
    now: Timestamp,
) -> StoreResult<()> {
    let is_told = send.state.is_sent();
    if is_told && send.message_key.is_some() {
        return Ok(());
    }
    tx.execute(
        "UPDATE send SET message_key = ?3, thread_key = ?4 WHERE workspace_id = ?1 AND send_id = ?2",
        params![
            send.workspace_id,
            send.send_id,
            echo.message_key,
            echo.thread_key
        ],
    )?;
    // It may have been shown while nobody knew whose it was.
    ledger::release_by_hand(tx, send.workspace_id, send.account_id, echo.message_key)?;
    // A person said so before the network did. Else, whatever was concluded: that the network has it is a fact.
    if is_told {
        return outcomes::note_thread(tx, send, echo.thread_key);
    }
    accounts::update_last_sent(tx, send.workspace_id, send.account_id, now)?;
    attempts::update_settled(tx, send, "accepted", None, now)?;
    count(tx, send, now)?;
    let mut known = send.clone();
    known.message_key = Some(echo.message_key.to_owned());
    known.thread_key = Some(echo.thread_key.to_owned());
    let sent = SendState::Sent { at: echo.sent_at };
    transition(tx, hints, &known, &sent, now)?;
    // Receipts may have come while nobody knew whose message it was.
    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
    match messages::find_receipts(tx, workspace_id, account_id, echo.message_key)? {
        Some(receipts) => record_receipt(
            tx,
            hints,
            workspace_id,
            account_id,
            echo.message_key,
            receipts,
            now,
        ),
        None => Ok(()),
    }
}

/// The send counts against its limits, from its acceptance on at the earliest.
fn count(tx: &mut Tx<'_>, send: &Send, now: Timestamp) -> StoreResult<()> {
    let actions = send.kind.actions(send.opens_conversation);
    let happened = Interval {
        earliest: send.accepted_at.min(now),
        latest: now,
    };
    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
    ledger::confirm(
        tx,
        workspace_id,
        account_id,
        send.send_id,
        &actions,
        happened,
    )
}

/// Records that the network accepted an act that leaves no message behind, such as an invitation, and does to our own copy
/// what was done there. Safe to repeat.
pub fn record_done(
    tx: &mut Tx<'_>,
    hints: &Hints,
    (send, edited_at): (&Send, Option<Timestamp>),
    now: Timestamp,
) -> StoreResult<()> {
    // Whatever was concluded before: that the network has it is a fact.
    if send.state.is_sent() {
        return Ok(());
    }
    accounts::update_last_sent(tx, send.workspace_id, send.account_id, now)?;
    attempts::update_settled(tx, send, "accepted", None, now)?;
    count(tx, send, now)?;
    transition(tx, hints, send, &SendState::Sent { at: now }, now)?;
    if send.kind.is_message() {
        return Ok(());
    }
    // The network first, our own copy after it.
    match accounts::find_any(tx, send.workspace_id, send.account_id)? {
        Some(account) => ingest::done(tx, &account, (send, edited_at), now),
        None => Ok(()),
    }
}

/// Settles the send that carried `token`, when the network shows our message with it. Says whether it had been
/// written off, so that what it used may be more than there was.
pub fn settle_by_echo(
    tx: &mut Tx<'_>,
    hints: &Hints,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    echo: &Echo<'_>,
    now: Timestamp,
) -> StoreResult<bool> {
    let Some(send) = find_by_token(tx, workspace_id, account_id, echo.token)? else {
        return Ok(false);
    };
    record_sent(tx, hints, &send, echo, now)?;
    Ok(!send.state.is_sent() && !send.state.is_under_way())
}

/// Our own message as the network shows it.
#[derive(Debug, Clone, Copy)]
pub struct Echo<'e> {
    pub token: &'e str,
    pub message_key: &'e str,
    pub thread_key: &'e str,
    pub sent_at: Timestamp,
}

/// Moves the send behind a message on to `delivered` or `seen`. Never back, safe to repeat.
pub fn record_receipt(
    tx: &mut Tx<'_>,
    hints: &Hints,
    workspace_id: WorkspaceId,
    account_id: AccountId,
    message_key: &str,
    (delivered_at, seen_at): (Option<Timestamp>, Option<Timestamp>),
    now: Timestamp,
) -> StoreResult<()> {
    let Some(mut send) = find_by_message_key(tx, workspace_id, account_id, message_key)? else {
        return Ok(());
    };
    if let (SendState::Sent { .. }, Some(at)) = (&send.state, delivered_at.or(seen_at)) {
        transition(tx, hints, &send, &SendState::Delivered { at }, now)?;
        send.state = SendState::Delivered { at };
        send.delivered_at = Some(at);
    }
    if let (SendState::Delivered { .. }, Some(at)) = (&send.state, seen_at) {
        transition(tx, hints, &send, &SendState::Seen { at }, now)?;
    }
    Ok(())
}
