//! The deciding transaction: loads one account's bounded state, decides, writes the decision.

use domain::dispatch::{AccountState, Decision, Head, step};
use domain::error_code::ErrorCode;
use domain::ids::AttemptId;
use domain::ledger::Action;
use domain::policy::Policy;
use domain::send::{Rule, SendState};
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::sends::{self, Send};
use store::{StoreError, StoreResult, Tx, agenda, attempts, leases, ledger};

use super::{Subject, lease_until};
use crate::Parts;

/// The first sends of so many lanes are looked at in one round.
const HEADS: u32 = 64;

/// What a decision leaves for after the commit.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) account: Account,
    pub(super) send: Send,
    pub(super) attempt_id: AttemptId,
    /// Until when a call may begin; for a look at an outcome it means nothing.
    pub(super) deadline: Timestamp,
}

/// One round's transaction. `None` while another node holds the account.
pub(super) async fn decide(
    parts: &Parts,
    (workspace_id, account_id): Subject,
) -> StoreResult<Option<(Decision, Option<Work>)>> {
    let now = parts.clock.now();
    let attempt_id = AttemptId::mint(now, &*parts.entropy);
    let (hints, timing) = (parts.store.hints().clone(), parts.timing);
    let (node, is_exclusive) = (parts.node.clone(), parts.is_exclusive);
    parts
        .store
        .write(move |tx| {
            let until = lease_until(now, &timing, domain::limits::TYPING_MAX);
            let Some(epoch) = leases::claim(
                tx,
                workspace_id,
                account_id,
                &node,
                is_exclusive,
                until,
                now,
            )?
            else {
                agenda::set(
                    tx,
                    agenda::DISPATCH,
                    workspace_id,
                    account_id,
                    Some(now.plus(super::LEASE)),
                )?;
                return Ok(None);
            };
            let account = accounts::get(tx, workspace_id, account_id)?;
            let open = attempts::find_open(tx, workspace_id, account_id)?;
            let mut queue = sends::list_heads(tx, workspace_id, account_id, HEADS)?;
            if let Some((send_id, _)) = open
                && !queue.iter().any(|send| send.send_id == send_id)
            {
                queue.extend(sends::find(tx, workspace_id, send_id)?);
            }
            let state = account_state(
                tx,
                &account,
                &queue,
                epoch,
                open.map(|(_, epoch)| epoch),
                now,
            )?;
            let decision = step(&state, &timing, now);
            let chosen = chosen(&decision, queue);
            apply(
                tx,
                &hints,
                &account,
                chosen.as_ref(),
                &decision,
                (attempt_id, epoch),
                now,
            )?;
            let deadline = if let Decision::Begin { deadline, .. } = decision {
                deadline
            } else {
                now
            };
            let work = chosen.map(|send| Work {
                account,
                send,
                attempt_id,
                deadline,
            });
            Ok(Some((decision, work)))
        })
        .await
}

fn account_state(
    tx: &mut Tx<'_>,
    account: &Account,
    queue: &[Send],
    epoch: i64,
    open_attempt_epoch: Option<i64>,
    now: Timestamp,
) -> StoreResult<AccountState> {
    let policy: Policy =
        serde_json::from_str(&account.policy).map_err(|error| StoreError::Inconsistent {
            what: "account policy",
            message: error.to_string(),
        })?;
    let ledger = ledger::get(
        tx,
        account.workspace_id,
        account.account_id,
        &policy,
        &Action::ALL,
        now,
    )?;
    let is_held = account.hold_rule.is_some() && account.hold_until.is_none_or(|until| until > now);
    Ok(AccountState {
        class: account.capability_class,
        policy,
        ledger,
        is_held,
        heads: queue.iter().map(head).collect(),
        epoch,
        open_attempt_epoch,
    })
}

/// A stored send as the decision sees it.
pub(super) fn head(send: &Send) -> Head {
    Head {
        send_id: send.send_id,
        kind: send.kind,
        opens_conversation: send.opens_conversation,
        state: send.state.clone(),
        attempt_count: send.attempt_count,
        last_deadline: send.call_deadline_at,
        typing: send.typing,
        expires_at: send.expires_at,
    }
}

fn chosen(decision: &Decision, queue: Vec<Send>) -> Option<Send> {
    let send_id = match decision {
        Decision::Begin { send_id, .. }
        | Decision::Abandon { send_id, .. }
        | Decision::ReadBack { send_id }
        | Decision::Ask { send_id }
        | Decision::Hold { send_id, .. }
        | Decision::Expire { send_id } => *send_id,
        Decision::Idle { .. } => return None,
    };
    queue.into_iter().find(|send| send.send_id == send_id)
}

fn apply(
    tx: &mut Tx<'_>,
    hints: &store::hints::Hints,
    account: &Account,
    chosen: Option<&Send>,
    decision: &Decision,
    (attempt_id, epoch): (AttemptId, i64),
    now: Timestamp,
) -> StoreResult<()> {
    let Some(send) = chosen else {
        let due = if let Decision::Idle { until } = decision {
            *until
        } else {
            None
        };
        return agenda::set(
            tx,
            agenda::DISPATCH,
            account.workspace_id,
            account.account_id,
            due,
        );
    };
    match decision {
        Decision::Begin {
            deadline, reserve, ..
        } => {
            for (action, interval) in reserve {
                ledger::upsert(
                    tx,
                    account.workspace_id,
                    account.account_id,
                    send.send_id,
                    *action,
                    *interval,
                )?;
            }
            attempts::insert(tx, send, attempt_id, epoch, now, *deadline)?;
            sends::update_begun(tx, send, *deadline, account.policy_version)?;
            sends::transition(
                tx,
                hints,
                send,
                &SendState::Sending {
                    deadline: *deadline,
                },
                now,
            )
        }
        Decision::Abandon { check_at, .. } => {
            let detail = "the gateway stopped before the answer was recorded";
            attempts::update_ended(tx, send, "unknown", None, Some(detail), now)?;
            let unknown = SendState::Unknown {
                check_at: *check_at,
                absent: 0,
            };
            sends::transition(tx, hints, send, &unknown, now)
        }
        Decision::Ask { .. } => sends::transition(tx, hints, send, &SendState::NeedsDecision, now),
        Decision::Hold { until, rule, .. } => {
            let until = *until;
            let held = SendState::Scheduled { until, rule: *rule };
            sends::transition(tx, hints, send, &held, now)
        }
        Decision::Expire { .. } => sends::transition(tx, hints, send, &expired(send), now),
        Decision::ReadBack { .. } | Decision::Idle { .. } => Ok(()),
    }
}

fn expired(send: &Send) -> SendState {
    match &send.state {
        SendState::Scheduled {
            rule: Rule::BackOff,
            ..
        } => SendState::Failed {
            code: ErrorCode::SendFailed,
            detail: format!("not sent in {} tries", send.attempt_count),
        },
        _ => SendState::Expired,
    }
}
