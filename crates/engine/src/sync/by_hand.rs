//! What the owner of an account does in the network's own app counts against the limits too, and may exceed them.

use std::time::Duration;

use domain::ledger::Action;
use domain::limits;
use domain::network::{NetworkMessage, Thread, ThreadKind};
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use store::accounts::Account;
use store::ingest::{self, Observed};
use store::ledger::{self, ByHand};
use store::{StoreResult, Tx, sends};

use crate::breach;

/// A thread is as old as its first message, but for what a network takes to open it.
const OPENED_WITHIN: Duration = Duration::from_secs(10);

/// Counts the messages of a page that no send of ours is.
pub(super) fn count_messages(
    tx: &mut Tx<'_>,
    account: &Account,
    thread: &Thread,
    messages: &[NetworkMessage],
    observed: &Observed,
    now: Timestamp,
) -> StoreResult<()> {
    let mut is_any = false;
    for inserted in observed.inserted.iter().filter(|new| new.is_outgoing) {
        let message = messages
            .iter()
            .find(|message| message.message_key == inserted.message_key);
        let Some(message) = message else {
            continue;
        };
        let latest = account.clock_gap.latest_in_ours(message.sent_at, now);
        let member_key = only_other(account, thread);
        if latest.plus(limits::CAP_SPAN_MAX) <= now || is_ours(tx, account, message, member_key)? {
            continue;
        }
        let actions = actions(thread.kind, opens(thread, messages, message));
        let what = ByHand::Message(&message.message_key);
        if twins::is(Twin::ForgetByHand) {
            continue;
        }
        ledger::insert_by_hand(tx, account, what, member_key, &actions, latest)?;
        is_any = true;
    }
    if is_any {
        breach::hold_if_exceeded(tx, account, now)?;
    }
    Ok(())
}

/// Counts an invitation that no send of ours is, once it is known.
pub(super) fn count_invitation(
    tx: &mut Tx<'_>,
    account: &Account,
    member_key: &str,
    sent: Option<ingest::ByHand>,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(sent) = sent else {
        return Ok(());
    };
    let told = |sent_at| account.clock_gap.latest_in_ours(sent_at, now);
    let latest = sent.sent_at.map_or(now, told);
    if latest.plus(limits::CAP_SPAN_MAX) <= now {
        return Ok(());
    }
    let what = ByHand::Invitation(sent.invitation_id);
    let actions = [Action::Invitation];
    ledger::insert_by_hand(tx, account, what, Some(member_key), &actions, latest)?;
    breach::hold_if_exceeded(tx, account, now)
}

/// Whether a message is a send of ours, or may be one whose outcome nobody knows yet: that has its place.
fn is_ours(
    tx: &mut Tx<'_>,
    account: &Account,
    message: &NetworkMessage,
    member_key: Option<&str>,
) -> StoreResult<bool> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let key = &message.message_key;
    if sends::find_by_message_key(tx, workspace_id, account_id, key)?.is_some() {
        return Ok(true);
    }
    let in_doubt = sends::list_in_doubt(tx, workspace_id, account_id)?;
    Ok(in_doubt.iter().any(|send| {
        let is_there = send.thread_key.as_ref() == Some(&message.thread_key)
            || (member_key.is_some() && send.recipient_key.as_deref() == member_key);
        is_there && send.text.trim() == message.text.trim()
    }))
}

/// Whether a message is the one that opened its thread.
fn opens(thread: &Thread, page: &[NetworkMessage], message: &NetworkMessage) -> bool {
    let is_oldest = page.iter().all(|other| other.sent_at >= message.sent_at);
    is_oldest && message.sent_at <= thread.created_at.plus(OPENED_WITHIN)
}

fn actions(kind: ThreadKind, opens: bool) -> [Action; 2] {
    let second = match kind {
        ThreadKind::Inmail => Action::Inmail,
        _ if opens => Action::NewConversation,
        _ => Action::Reply,
    };
    [Action::Message, second]
}

/// The member key of the other one, in a thread of two.
fn only_other<'t>(account: &Account, thread: &'t Thread) -> Option<&'t str> {
    let mut others = thread
        .participants
        .iter()
        .map(|member| member.member_key.as_str())
        .filter(|key| *key != account.member_key);
    let other = others.next();
    other.filter(|_| thread.kind != ThreadKind::Group && others.next().is_none())
}
