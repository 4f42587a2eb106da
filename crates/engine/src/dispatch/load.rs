//! The deciding transaction: loads one account's bounded state, decides, writes the decision.

use domain::dispatch::{AccountState, Decision, Head, Timing, step};
use domain::error_code::ErrorCode;
use domain::ids::{AttemptId, SendId};
use domain::ledger::Action;
use domain::policy::Policy;
use domain::send::{Rule, SendState};
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::hints::Hints;
use store::sends::{self, Send};
use store::{StoreError, StoreResult, Tx, agenda, attempts, leases, ledger};

use super::Subject;
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
    subject: Subject,
) -> StoreResult<Option<(Decision, Option<Work>)>> {
    let now = parts.clock.now();
    let round = Round {
        subject,
        attempt_id: AttemptId::mint(now, &*parts.entropy),
        node: parts.node.clone(),
        is_exclusive: parts.is_exclusive,
        timing: parts.timing,
        hints: parts.store.hints().clone(),
        now,
    };
    parts.store.write(move |tx| round.decide(tx)).await
}

/// What is fixed before the transaction, so that it can run again.
struct Round {
    subject: Subject,
    attempt_id: AttemptId,
    node: String,
    is_exclusive: bool,
    timing: Timing,
    hints: Hints,
    now: Timestamp,
}

impl Round {
    fn decide(&self, tx: &mut Tx<'_>) -> StoreResult<Option<(Decision, Option<Work>)>> {
        let (workspace_id, account_id) = self.subject;
        let now = self.now;
        let Some(epoch) = self.claim(tx)? else {
            if accounts::find(tx, workspace_id, account_id)?.is_none() {
                // Nobody serves an unlinked account; linking it again puts it back on the agenda.
                agenda::set(tx, agenda::DISPATCH, workspace_id, account_id, None)?;
            }
            return Ok(None);
        };
        let account = accounts::get(tx, workspace_id, account_id)?;
        let open = attempts::find_open(tx, workspace_id, account_id)?;
        let queue = self.queue(tx, open.map(|(send_id, _)| send_id))?;
        let open_epoch = open.map(|(_, epoch)| epoch);
        let state = account_state(tx, &account, &queue, epoch, open_epoch, now)?;
        let decision = step(&state, &self.timing, now);
        let chosen = chosen(&decision, queue);
        let begun = (self.attempt_id, epoch);
        apply(
            tx,
            &self.hints,
            &account,
            chosen.as_ref(),
            &decision,
            begun,
            now,
        )?;
        self.keep_or_release(tx, &decision, open.is_some())?;
        let deadline = match decision {
            Decision::Begin { deadline, .. } => deadline,
            _ => now,
        };
        let work = chosen.map(|send| Work {
            account,
            send,
            attempt_id: self.attempt_id,
            deadline,
        });
        Ok(Some((decision, work)))
    }

    fn claim(&self, tx: &mut Tx<'_>) -> StoreResult<Option<i64>> {
        let (workspace_id, account_id) = self.subject;
        let (until, exclusive) = (self.now.plus(super::LEASE), self.is_exclusive);
        leases::claim(
            tx,
            workspace_id,
            account_id,
            &self.node,
            exclusive,
            until,
            self.now,
        )
    }

    /// A call that begins is within the lease; an account with nothing under way is free for every node.
    fn keep_or_release(
        &self,
        tx: &mut Tx<'_>,
        decision: &Decision,
        is_calling: bool,
    ) -> StoreResult<()> {
        let (workspace_id, account_id) = self.subject;
        match decision {
            Decision::Begin { deadline, .. } => {
                let until = deadline.plus(super::LEASE);
                leases::extend(tx, workspace_id, account_id, &self.node, until)
            }
            Decision::Idle { .. } if !self.is_exclusive && !is_calling => {
                leases::release(tx, workspace_id, account_id, &self.node)
            }
            _ => Ok(()),
        }
    }

    /// The first send of each lane, and in any case the one whose attempt is open.
    fn queue(&self, tx: &mut Tx<'_>, open: Option<SendId>) -> StoreResult<Vec<Send>> {
        let (workspace_id, account_id) = self.subject;
        let mut queue = sends::list_heads(tx, workspace_id, account_id, HEADS)?;
        if let Some(send_id) = open
            && !queue.iter().any(|send| send.send_id == send_id)
        {
            queue.extend(sends::find(tx, workspace_id, send_id)?);
        }
        Ok(queue)
    }
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
    let held_until = account
        .hold_rule
        .as_ref()
        .map(|_| account.hold_until.unwrap_or(Timestamp::MAX))
        .filter(|until| *until > now);
    Ok(AccountState {
        class: account.capability_class,
        policy,
        ledger,
        held_until,
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
    hints: &Hints,
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
