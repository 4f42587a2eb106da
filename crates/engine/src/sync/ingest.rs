//! From what a network shows to rows, the same way for history and for what happens now.

use domain::network::{NetworkInvitation, NetworkMessage, Thread, Update};
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::hints::{Hint, Hints, Typing};
use store::sends::{self, Echo};
use store::{StoreError, StoreResult, Tx, conversations, ingest, people};

use super::by_hand;
use crate::breach;

/// One page of updates, sorted for keeping.
#[derive(Default)]
pub(super) struct Changes {
    /// Each thread with its messages.
    pub(super) threads: Vec<(Thread, Vec<NetworkMessage>)>,
    /// Everything but messages.
    pub(super) others: Vec<Update>,
}

/// Keeps messages of a thread. Our own that come with their token settle the sends that they are.
pub(super) fn observe(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    thread: &Thread,
    messages: &[NetworkMessage],
    now: Timestamp,
) -> StoreResult<()> {
    let observed = match ingest::observe(tx, account, thread, messages, now) {
        Err(StoreError::Unstorable(why)) => {
            report(account, why);
            return Ok(());
        }
        observed => observed?,
    };
    if observed.skipped > 0 {
        let count = observed.skipped;
        tracing::warn!(account = %account.account_id, count, "messages that cannot be kept are left out");
    }
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let mut is_any_late = false;
    for seen in &observed.echoes {
        let echo = Echo {
            token: &seen.token,
            message_key: &seen.message_key,
            thread_key: &seen.thread_key,
            sent_at: seen.sent_at,
        };
        is_any_late |= sends::settle_by_echo(tx, hints, workspace_id, account_id, &echo, now)?;
    }
    if is_any_late {
        breach::hold_if_exceeded(tx, account, now)?;
    }
    by_hand::count_messages(tx, account, thread, messages, &observed, now)?;
    for message in messages {
        let is_told = message.delivered_at.or(message.seen_at).is_some();
        if is_told && message.sender_key == account.member_key {
            let receipt = (message.delivered_at, message.seen_at);
            let message_key = &message.message_key;
            sends::record_receipt(
                tx,
                hints,
                workspace_id,
                account_id,
                message_key,
                receipt,
                now,
            )?;
        }
    }
    Ok(())
}

/// Keeps a page of updates.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    changes: &Changes,
    now: Timestamp,
) -> StoreResult<()> {
    for (thread, messages) in &changes.threads {
        observe(tx, hints, account, thread, messages, now)?;
    }
    for update in &changes.others {
        keep_other(tx, hints, account, update, now)?;
    }
    Ok(())
}

/// Tells those who look at this moment; nothing is kept.
fn show_typing(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    thread_key: &str,
    member_key: &str,
) -> StoreResult<()> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    let conversation = conversations::find_by_thread_key(tx, workspace_id, account_id, thread_key)?;
    let person = people::find_by_member_key(tx, workspace_id, &account.network, member_key)?;
    if let (Some(conversation), Some(person)) = (conversation, person) {
        let typing = Typing {
            workspace_id,
            account_id,
            conversation_id: conversation.conversation_id,
            person_id: person.person_id,
        };
        hints.after_commit(tx, Hint::Typing(typing));
    }
    Ok(())
}

fn keep_other(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    update: &Update,
    now: Timestamp,
) -> StoreResult<()> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    match update {
        // They were kept before.
        Update::Message { .. } => {}
        Update::Typing {
            thread_key,
            member_key,
        } => show_typing(tx, hints, account, thread_key, member_key)?,
        Update::Receipt {
            message_key,
            delivered_at,
            seen_at,
            ..
        } => {
            ingest::receipt(tx, account, message_key, *delivered_at, *seen_at, now)?;
            let receipt = (*delivered_at, *seen_at);
            sends::record_receipt(
                tx,
                hints,
                workspace_id,
                account_id,
                message_key,
                receipt,
                now,
            )?;
        }
        Update::Reactions {
            message_key,
            reactions,
            ..
        } => {
            ingest::reactions(tx, account, message_key, reactions, now)?;
        }
        Update::Deleted { message_key, .. } => {
            ingest::deleted(tx, account, message_key, now)?;
        }
        Update::Thread(thread) => observe(tx, hints, account, thread, &[], now)?,
        Update::Member(member) => {
            if member.member_key == account.member_key {
                accounts::update_profile(tx, workspace_id, account_id, member)?;
            }
            ingest::member_changed(tx, account, member, now)?;
        }
        Update::Invitation(shown) => invitation(tx, account, shown, now)?,
        Update::Relationship {
            member,
            relationship,
        } => match ingest::relationship(tx, account, member, relationship, now) {
            Err(StoreError::Unstorable(why)) => report(account, why),
            kept => {
                let sent = kept?.by_hand;
                by_hand::count_invitation(tx, account, &member.member_key, sent, now)?;
            }
        },
    }
    Ok(())
}

/// Keeps an invitation.
pub(super) fn invitation(
    tx: &mut Tx<'_>,
    account: &Account,
    shown: &NetworkInvitation,
    now: Timestamp,
) -> StoreResult<()> {
    match ingest::invitation(tx, account, shown, now) {
        Err(StoreError::Unstorable(why)) => {
            report(account, why);
            Ok(())
        }
        kept => by_hand::count_invitation(tx, account, &shown.member.member_key, kept?, now),
    }
}

/// What can never be kept must not keep the rest from being kept.
fn report(account: &Account, why: &str) {
    tracing::warn!(account = %account.account_id, why, "something that cannot be kept is left out");
}
