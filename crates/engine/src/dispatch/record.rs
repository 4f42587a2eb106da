//! The recording transaction: what a call brought becomes the state of its send. Each takes the account's lock first:
//! a lane has one head because acceptance and the end of a send never interleave.

use std::time::Duration;

use domain::dispatch::{
    Answered, after_absent, after_answer, after_refused_read, after_unanswered_read,
};
use domain::entropy::draw;
use domain::network::{CapabilityClass, Receipt, ThreadKind};
use domain::outcome::{HoldRule, Outcome};
use domain::send::{SendKind, SendState};
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use integrations::networks::network::NetworkError;
use store::accounts::{self, Account, AccountStatus};
use store::hints::Hints;
use store::ingest::{self, OwnMessage};
use store::people::{self, Person};
use store::sends::{self, Echo, Send, Snapshot};
use store::{StoreError, StoreResult, Tx, attempts, ledger};

use super::load::Work;
use super::perform::{Answer, Sought};
use crate::{Parts, breach};

/// The longest chance addition to a pause before the next try, in milliseconds.
const JITTER: u64 = 1_000;

/// Records the answer of a call, unless a newer try has taken over. An acceptance counts in any case: it is a fact.
/// Safe to repeat.
pub(super) async fn answer(parts: &Parts, work: &Work, answer: &Answer) -> StoreResult<()> {
    let now = parts.clock.now();
    let hints = parts.store.hints().clone();
    let timing = parts.timing;
    let (work, answer) = (work.clone(), answer.clone());
    parts
        .store
        .write(move |tx| {
            let Some(send) = find_locked(tx, &work)? else {
                return Ok(());
            };
            if let Outcome::Accepted(receipt) = &answer.brought {
                measure(tx, &work, &answer, receipt.as_ref())?;
                accepted(tx, &hints, &work.account, &send, receipt.as_ref(), now)?;
                // Another node may have written it off meanwhile, and given its places to others.
                if !send.state.is_sent() && !send.state.is_under_way() {
                    breach::hold_if_exceeded(tx, &work.account, now)?;
                }
                return Ok(());
            }
            let newest = attempts::find_latest(tx, send.workspace_id, send.send_id)?;
            if newest != Some(work.attempt_id) || !matches!(send.state, SendState::Sending { .. }) {
                return Ok(());
            }
            let is_in_doubt = attempts::has_unknown(tx, send.workspace_id, send.send_id)?;
            let rule = format!("back_off {}", send.attempt_count);
            let jitter = draw(0, send.send_id.as_bytes(), &rule, JITTER);
            let jitter = Duration::from_millis(jitter);
            let brought = told(tx, &work, &answer.brought, now)?;
            match after_answer(&send.head(), &brought, is_in_doubt, &timing, jitter, now) {
                Some(answered) => write_answered(tx, &hints, &work.account, &send, &answered, now),
                None => Ok(()),
            }
        })
        .await
}

/// What the answer says of the send. That credentials are not taken says nothing where the account has others by now, or is
/// about to: then it is called with those.
fn told(
    tx: &mut Tx<'_>,
    work: &Work,
    brought: &Outcome<Option<Receipt>>,
    now: Timestamp,
) -> StoreResult<Outcome<Option<Receipt>>> {
    let Outcome::Held {
        rule: HoldRule::SessionExpired,
        detail,
    } = brought
    else {
        return Ok(brought.clone());
    };
    let account = accounts::find(tx, work.account.workspace_id, work.account.account_id)?;
    let used = work.account.credentials_version;
    if account.is_some_and(|account| account.has_or_awaits_others(used, now)) {
        return Ok(Outcome::NotSent {
            detail: detail.clone(),
        });
    }
    Ok(brought.clone())
}

/// What the answer says of the network's clock. A repeat may be told when an earlier try arrived.
fn measure(
    tx: &mut Tx<'_>,
    work: &Work,
    answer: &Answer,
    receipt: Option<&Receipt>,
) -> StoreResult<()> {
    let is_first = work.send.attempt_count == 0;
    // What was changed to this already answers with when that was.
    let is_first = is_first && !work.send.kind.is_about_message();
    let (Some((began, answered)), Some(receipt), true) = (answer.called, receipt, is_first) else {
        return Ok(());
    };
    let account = &work.account;
    let gap = account
        .clock_gap
        .measured(began, answered, receipt.accepted_at);
    if gap == account.clock_gap {
        return Ok(());
    }
    accounts::update_clock_gap(tx, account.workspace_id, account.account_id, gap)
}

/// The send as it stands now, with the account's lock taken.
pub(super) fn find_locked(tx: &mut Tx<'_>, work: &Work) -> StoreResult<Option<Send>> {
    let (workspace_id, send_id) = (work.send.workspace_id, work.send.send_id);
    accounts::lock(tx, workspace_id, work.send.account_id)?;
    sends::find(tx, workspace_id, send_id)
}

fn write_answered(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    send: &Send,
    answered: &Answered,
    now: Timestamp,
) -> StoreResult<()> {
    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
    let (code, detail) = (answered.code.as_deref(), Some(answered.detail.as_str()));
    attempts::update_ended(tx, send, answered.word, code, detail, now)?;
    let keeps = twins::is(Twin::KeepRefused) && answered.word == "refused";
    if answered.frees_places && !keeps {
        ledger::release(tx, workspace_id, account_id, send.send_id)?;
    }
    if answered.frees_places && account.capability_class == CapabilityClass::C {
        sends::delete_snapshot(tx, workspace_id, send.send_id)?;
    }
    if let Some(rule) = answered.hold {
        hold(tx, account, rule, &answered.detail, now)?;
    }
    if answered.is_warning() {
        accounts::update_warned(tx, workspace_id, account_id, now)?;
    }
    if let Some(until) = answered.deferred_until {
        accounts::update_deferred(tx, workspace_id, account_id, until)?;
    }
    sends::transition(tx, hints, send, &answered.state, now)
}

fn accepted(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    send: &Send,
    receipt: Option<&Receipt>,
    now: Timestamp,
) -> StoreResult<()> {
    let receipt = match receipt {
        Some(receipt) if !send.kind.is_about_message() => receipt,
        changed => {
            let changed_at = changed.map(|changed| changed.accepted_at);
            return sends::record_done(tx, hints, (send, changed_at), now);
        }
    };
    keep_message(tx, account, send, receipt, now)?;
    let echo = Echo {
        token: &send.token,
        message_key: &receipt.message_key,
        thread_key: &receipt.thread_key,
        sent_at: receipt.accepted_at,
    };
    sends::record_sent(tx, hints, send, &echo, now)
}

/// The message belongs to the history from now on, whether or not the network has shown it yet.
fn keep_message(
    tx: &mut Tx<'_>,
    account: &Account,
    send: &Send,
    receipt: &Receipt,
    now: Timestamp,
) -> StoreResult<()> {
    let recipient = match &send.recipient_key {
        Some(key) => people::find_by_member_key(tx, send.workspace_id, &account.network, key)?,
        None => None,
    };
    let recipient = recipient.as_ref().map(Person::as_member);
    let own = OwnMessage {
        thread_key: &receipt.thread_key,
        message_key: &receipt.message_key,
        kind: if send.kind == SendKind::Inmail {
            ThreadKind::Inmail
        } else {
            ThreadKind::Direct
        },
        recipient: recipient.as_ref(),
        text: &send.text,
        subject: send.subject.as_deref(),
        token: Some(&send.token),
        reply_to: send.reply_to.as_deref(),
        attachments: &receipt.attachments,
        sent_at: receipt.accepted_at,
    };
    match ingest::observe_own(tx, account, &own, now) {
        // A thread that nobody knows yet comes with the network's own showing of the message.
        Ok(_) | Err(StoreError::NotFound | StoreError::Unstorable(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn hold(
    tx: &mut Tx<'_>,
    account: &Account,
    rule: HoldRule,
    detail: &str,
    now: Timestamp,
) -> StoreResult<()> {
    let (workspace_id, account_id) = (account.workspace_id, account.account_id);
    accounts::update_error(tx, workspace_id, account_id, detail, now)?;
    let (status, word) = (AccountStatus::Error, rule.word());
    accounts::update_hold(tx, workspace_id, account_id, status, Some(word), None)?;
    accounts::announce_hold(tx, account, (word, None), now);
    Ok(())
}

/// Takes over what the network offers after a lost answer.
pub(super) async fn class(parts: &Parts, work: &Work, class: CapabilityClass) -> StoreResult<()> {
    let (workspace_id, account_id) = (work.account.workspace_id, work.account.account_id);
    if work.account.capability_class == class {
        return Ok(());
    }
    parts
        .store
        .write(move |tx| accounts::update_capability_class(tx, workspace_id, account_id, class))
        .await
}

/// Leaves a send alone for a while that cannot be dealt with now, so that it does not keep others from theirs.
pub(super) async fn postpone(parts: &Parts, work: &Work, pause: Duration) -> StoreResult<()> {
    let until = parts.clock.now().plus(pause);
    let (workspace_id, send_id) = (work.send.workspace_id, work.send.send_id);
    parts
        .store
        .write(move |tx| sends::update_due(tx, workspace_id, send_id, until))
        .await
}

/// Records what reading back found. Nothing, if a newer try has begun or the outcome is known by now.
pub(super) async fn read_back(
    parts: &Parts,
    work: &Work,
    found: Result<Sought, NetworkError>,
) -> StoreResult<()> {
    let now = parts.clock.now();
    let hints = parts.store.hints().clone();
    let timing = parts.timing;
    let work = work.clone();
    parts
        .store
        .write(move |tx| {
            let Some(send) = find_locked(tx, &work)? else {
                return Ok(());
            };
            let is_same = send.attempt_count == work.send.attempt_count;
            if !is_same || !matches!(send.state, SendState::Unknown { .. }) {
                return Ok(());
            }
            if work.is_blind() && matches!(found, Ok(Sought::Alike(_))) {
                // What says the same may have been there before: nothing but clocks could tell.
                return recheck(tx, &hints, &send, &SendState::NeedsDecision, now);
            }
            let receipt = match &found {
                Ok(Sought::Done(changed)) => {
                    return accepted(tx, &hints, &work.account, &send, changed.as_ref(), now);
                }
                Ok(Sought::Overtaken) => {
                    return recheck(tx, &hints, &send, &SendState::NeedsDecision, now);
                }
                Ok(Sought::Alike(receipts)) => {
                    unclaimed(tx, &send, work.snapshot.as_ref(), receipts)?.cloned()
                }
                Ok(Sought::Absent) | Err(_) => None,
            };
            let receipt = match receipt {
                Some(receipt) => Some(receipt),
                None => remembered(tx, &work, &send)?,
            };
            if let Some(receipt) = receipt {
                return accepted(tx, &hints, &work.account, &send, Some(&receipt), now);
            }
            let state = match &found {
                Err(error) => {
                    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
                    accounts::update_error(tx, workspace_id, account_id, &error.to_string(), now)?;
                    match error {
                        NetworkError::Refused { .. } | NetworkError::Unsupported { .. } => {
                            after_refused_read()
                        }
                        _ => after_unanswered_read(&send.head(), &timing, now),
                    }
                }
                Ok(_) => absent(tx, &work.account, &send, &timing, now)?,
            };
            recheck(tx, &hints, &send, &state, now)
        })
        .await
}

/// The oldest of the messages that was not there before the first try and that no other send is: sends of a lane leave
/// one after the other.
pub(super) fn unclaimed<'r>(
    tx: &mut Tx<'_>,
    send: &Send,
    before: Option<&Snapshot>,
    receipts: &'r [Receipt],
) -> StoreResult<Option<&'r Receipt>> {
    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
    for receipt in receipts.iter().rev() {
        let key = &receipt.message_key;
        if before.is_some_and(|before| before.message_keys.contains(key)) {
            continue;
        }
        if sends::find_by_message_key(tx, workspace_id, account_id, key)?.is_none() {
            return Ok(Some(receipt));
        }
    }
    Ok(None)
}

/// What the network has shown already, though what is read back does not show it. Only where the look before the first
/// try tells it from older messages.
fn remembered(tx: &mut Tx<'_>, work: &Work, send: &Send) -> StoreResult<Option<Receipt>> {
    let Some(snapshot) = &work.snapshot else {
        return Ok(None);
    };
    let known = sends::list_alike(tx, &work.account, send, snapshot.since)?;
    Ok(unclaimed(tx, send, Some(snapshot), &known)?.cloned())
}

fn absent(
    tx: &mut Tx<'_>,
    account: &Account,
    send: &Send,
    timing: &domain::dispatch::Timing,
    now: Timestamp,
) -> StoreResult<SendState> {
    let retries_unseen = account.policy()?.retries_unseen;
    let head = send.head();
    let class = send.kind.class_on(account.capability_class);
    let state = after_absent(class, retries_unseen, &head, timing, now);
    if matches!(state, SendState::Scheduled { .. }) {
        let detail = "two complete reads after the settle time do not show it";
        attempts::update_settled(tx, send, "not_sent", Some(detail), now)?;
        ledger::release(tx, send.workspace_id, send.account_id, send.send_id)?;
        sends::update_snapshot_lasting(tx, send.workspace_id, send.send_id)?;
    }
    Ok(state)
}

/// A further look at the same unknown outcome is no news: it changes the row but is not announced.
fn recheck(
    tx: &mut Tx<'_>,
    hints: &Hints,
    send: &Send,
    state: &SendState,
    now: Timestamp,
) -> StoreResult<()> {
    match state {
        SendState::Unknown { check_at, absent } => {
            sends::update_check(tx, send, *check_at, *absent, now)
        }
        other => sends::transition(tx, hints, send, other, now),
    }
}
