//! Writes a decision, in the transaction in which it was made.

use domain::dispatch::{Decision, expired};
use domain::ids::AttemptId;
use domain::ledger::{Action, Interval};
use domain::send::{Rule, SendState};
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use store::accounts::Account;
use store::hints::Hints;
use store::sends::{self, Send};
use store::{StoreResult, Tx, agenda, attempts, ledger};

/// Where and when a decision is written.
pub(super) struct Place<'p> {
    pub(super) hints: &'p Hints,
    pub(super) account: &'p Account,
    /// Of the try that begins, if one does, and of the lease that it runs under.
    pub(super) begun: (AttemptId, i64),
    pub(super) now: Timestamp,
}

/// Writes what was decided about `chosen`, or when to look again if nothing is to be done.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    chosen: Option<&Send>,
    decision: &Decision,
) -> StoreResult<()> {
    let Some(send) = chosen else {
        let due = match decision {
            Decision::Idle { until } => *until,
            _ => None,
        };
        // It is let go when what holds it is over, also if nothing waits for that.
        let held_until = place.account.hold_until;
        let due = due.into_iter().chain(held_until).min();
        let (workspace_id, account_id) = (place.account.workspace_id, place.account.account_id);
        return agenda::set(tx, agenda::DISPATCH, workspace_id, account_id, due);
    };
    let state = match decision {
        Decision::Begin {
            deadline, reserve, ..
        } => begin(tx, place, send, *deadline, reserve)?,
        Decision::Abandon { check_at, .. } => {
            let detail = "the gateway stopped before the answer was recorded";
            attempts::update_ended(tx, send, "unknown", None, Some(detail), place.now)?;
            if twins::is(Twin::OpenNeverLeft) {
                let (until, rule) = (*check_at, Rule::BackOff);
                return sends::transition(
                    tx,
                    place.hints,
                    send,
                    &SendState::Scheduled { until, rule },
                    place.now,
                );
            }
            SendState::Unknown {
                check_at: *check_at,
                absent: 0,
            }
        }
        Decision::Ask { .. } => SendState::NeedsDecision,
        Decision::Hold { until, rule, .. } => SendState::Scheduled {
            until: *until,
            rule: *rule,
        },
        Decision::Expire { .. } => expired(&send.head()),
        Decision::Suppress { obstacle, .. } => SendState::Suppressed {
            code: obstacle.code(),
            detail: String::new(),
        },
        Decision::AwaitApproval { until, .. } => SendState::AwaitingApproval { until: *until },
        Decision::ReadBack { .. } | Decision::Idle { .. } => return Ok(()),
    };
    sends::transition(tx, place.hints, send, &state, place.now)
}

/// A try begins: it takes its places in the ledger before anything leaves.
fn begin(
    tx: &mut Tx<'_>,
    place: &Place<'_>,
    send: &Send,
    deadline: Timestamp,
    reserve: &[(Action, Interval)],
) -> StoreResult<SendState> {
    let (account, now) = (place.account, place.now);
    for (action, interval) in reserve.iter().filter(|_| !twins::is(Twin::ReserveLate)) {
        ledger::upsert(
            tx,
            account.workspace_id,
            account.account_id,
            send.send_id,
            *action,
            *interval,
        )?;
    }
    let (attempt_id, epoch) = place.begun;
    attempts::insert(tx, send, attempt_id, epoch, now, deadline)?;
    sends::update_begun(tx, send, deadline, account.policy_version, now)?;
    Ok(SendState::Sending { deadline })
}
