//! The recording transaction: what a call brought becomes the state of its send.

use std::time::Duration;

use domain::dispatch::{
    Timing, after_absent, after_doubt, after_not_sent, after_unknown, recheck_at,
};
use domain::entropy::draw;
use domain::error_code::ErrorCode;
use domain::network::{Receipt, ThreadKind};
use domain::send::{Rule, SendKind, SendState, refusal_code};
use domain::time::Timestamp;
use integrations::networks::network::{NetworkError, Outcome, ReadBack};
use store::accounts::{self, Account, AccountStatus};
use store::hints::Hints;
use store::ingest::{self, OwnMessage};
use store::people::{self, Person};
use store::sends::{self, Echo, Send};
use store::{StoreError, StoreResult, Tx, attempts, ledger};

use super::load::{Work, head};
use super::perform::Performed;
use crate::Parts;

/// How long to wait when the network asks to wait but does not say how long.
const DEFERRED: Duration = Duration::from_mins(1);

/// Records the answer of a call, unless a newer try has taken over. An acceptance counts in any case: it is a fact.
pub(super) async fn answer(parts: &Parts, work: Work, performed: Performed) -> StoreResult<()> {
    let now = parts.clock.now();
    let hints = parts.store.hints().clone();
    let timing = parts.timing;
    let Performed {
        outcome,
        typing_sent,
        acknowledgment_sent,
    } = performed;
    parts
        .store
        .write(move |tx| {
            let Some(send) = sends::find(tx, work.send.workspace_id, work.send.send_id)? else {
                return Ok(());
            };
            sends::update_evidence(tx, &send, typing_sent, acknowledgment_sent)?;
            if let Outcome::Accepted(receipt) = &outcome {
                return accepted(tx, &hints, &work.account, &send, receipt.as_ref(), now);
            }
            let newest = attempts::find_latest(tx, send.workspace_id, send.send_id)?;
            if newest != Some(work.attempt_id) || !matches!(send.state, SendState::Sending { .. }) {
                return Ok(());
            }
            let (word, code, detail, mut state) = verdict(&send, &outcome, &timing, now);
            attempts::update_ended(tx, &send, word, code.as_deref(), Some(&detail), now)?;
            if attempts::has_unknown(tx, send.workspace_id, send.send_id)? {
                // This try says nothing about an earlier one whose answer was lost.
                if !matches!(outcome, Outcome::Unknown { .. }) {
                    state = after_doubt(&timing, now);
                }
            } else {
                ledger::release(tx, send.workspace_id, send.account_id, send.send_id)?;
            }
            if let Outcome::Held(error) = &outcome {
                hold(tx, &send, error, now)?;
            }
            sends::transition(tx, &hints, &send, &state, now)
        })
        .await
}

fn accepted(
    tx: &mut Tx<'_>,
    hints: &Hints,
    account: &Account,
    send: &Send,
    receipt: Option<&Receipt>,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(receipt) = receipt else {
        return sends::record_done(tx, hints, send, now);
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
        sent_at: receipt.accepted_at,
    };
    match ingest::observe_own(tx, account, &own, now) {
        // A thread that nobody knows yet comes with the network's own showing of the message.
        Ok(_) | Err(StoreError::NotFound | StoreError::Unstorable(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The evidence word, the network's code, a sentence, and the state that an answer other than acceptance leads to.
fn verdict(
    send: &Send,
    outcome: &Outcome<Option<Receipt>>,
    timing: &Timing,
    now: Timestamp,
) -> (&'static str, Option<String>, String, SendState) {
    match outcome {
        Outcome::Accepted(_) => unreachable!("recorded before"),
        Outcome::Deferred { code, retry_after } => {
            let until = now.plus(retry_after.unwrap_or(DEFERRED));
            let state = SendState::Scheduled {
                until,
                rule: Rule::Deferred,
            };
            (
                "deferred",
                Some(code.clone()),
                "the network asks to wait".to_owned(),
                state,
            )
        }
        Outcome::Refused { code, detail } => {
            let state = SendState::Refused {
                code: refusal_code(code),
                detail: detail.clone(),
            };
            ("refused", Some(code.clone()), detail.clone(), state)
        }
        Outcome::Held(error) => {
            let state = SendState::Refused {
                code: ErrorCode::AccountHeld,
                detail: error.to_string(),
            };
            (
                "refused",
                Some(ErrorCode::AccountHeld.word().to_owned()),
                error.to_string(),
                state,
            )
        }
        Outcome::NotSent { detail } => {
            let jitter = draw(0, send.send_id.as_bytes(), "back_off", 1_000);
            let state = after_not_sent(&head(send), Duration::from_millis(jitter), now);
            ("not_sent", None, detail.clone(), state)
        }
        Outcome::Unknown { detail } => {
            let state = after_unknown(&head(send), timing, now);
            ("unknown", None, detail.clone(), state)
        }
    }
}

fn hold(tx: &mut Tx<'_>, send: &Send, error: &NetworkError, now: Timestamp) -> StoreResult<()> {
    let rule = match error {
        NetworkError::SessionExpired => "session_expired",
        _ => "restricted",
    };
    let (workspace_id, account_id) = (send.workspace_id, send.account_id);
    accounts::update_hold(
        tx,
        workspace_id,
        account_id,
        AccountStatus::Error,
        Some(rule),
        None,
    )?;
    accounts::update_error(tx, workspace_id, account_id, &error.to_string(), now)
}

/// Records what reading back found.
pub(super) async fn read_back(
    parts: &Parts,
    work: Work,
    found: Result<Option<ReadBack>, NetworkError>,
) -> StoreResult<()> {
    let now = parts.clock.now();
    let hints = parts.store.hints().clone();
    let timing = parts.timing;
    parts
        .store
        .write(move |tx| {
            let Some(send) = sends::find(tx, work.send.workspace_id, work.send.send_id)? else {
                return Ok(());
            };
            let SendState::Unknown { absent, .. } = send.state else {
                return Ok(());
            };
            match &found {
                Ok(None) => accepted(tx, &hints, &work.account, &send, None, now),
                Ok(Some(ReadBack::Found(receipt))) => {
                    accepted(tx, &hints, &work.account, &send, Some(receipt), now)
                }
                Ok(Some(ReadBack::Absent)) => {
                    let state =
                        after_absent(work.account.capability_class, &head(&send), &timing, now);
                    if matches!(state, SendState::Scheduled { .. }) {
                        let detail = "two complete reads after the settle time do not show it";
                        attempts::update_settled(tx, &send, "not_sent", Some(detail), now)?;
                        ledger::release(tx, send.workspace_id, send.account_id, send.send_id)?;
                    }
                    recheck(tx, &hints, &send, &state, now)
                }
                Err(error) => {
                    accounts::update_error(
                        tx,
                        send.workspace_id,
                        send.account_id,
                        &error.to_string(),
                        now,
                    )?;
                    let check_at = recheck_at(&head(&send), &timing, now);
                    recheck(
                        tx,
                        &hints,
                        &send,
                        &SendState::Unknown { check_at, absent },
                        now,
                    )
                }
            }
        })
        .await
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
