//! The deciding transaction: loads one account's bounded state, decides, writes the decision.

use domain::dispatch::{AccountState, Decision, Head, Obstacle, Timing, expired, is_overdue, step};
use domain::ids::{AttemptId, SendId};
use domain::ledger::Action;
use domain::policy::Policy;
use domain::send::SendState;
use domain::time::Timestamp;
use store::accounts::{self, Account};
use store::hints::Hints;
use store::sends::{self, Send};
use store::{StoreError, StoreResult, Tx, agenda, attempts, leases, ledger};

use super::Subject;
use crate::Parts;

/// The first sends of so many lanes are looked at in one round.
const HEADS: u32 = 64;
/// So many sends of an unlinked account are withdrawn in one transaction.
const WITHDRAWN: u32 = 100;

/// What a decision leaves for after the commit.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) account: Account,
    pub(super) send: Send,
    pub(super) attempt_id: AttemptId,
    /// Until when a call may begin; for a look at an outcome it means nothing.
    pub(super) deadline: Timestamp,
    /// When the oldest try began whose outcome is unknown: what is looked for cannot be older.
    pub(super) since: Timestamp,
}

/// What one round's transaction came to.
pub(super) enum Round {
    /// Another node holds the account.
    Foreign,
    /// The account is linked no more; what waited was withdrawn, or the first part of it.
    Unlinked { is_more: bool },
    /// Nothing was written: first the network must say what it offers after a lost answer.
    AskClass(Box<Work>),
    /// The decision is written.
    Decided(Decision, Option<Box<Work>>),
}

/// One round's transaction.
pub(super) async fn decide(
    parts: &Parts,
    subject: Subject,
    is_class_fresh: bool,
) -> StoreResult<Round> {
    let now = parts.clock.now();
    let plan = Plan {
        subject,
        attempt_id: AttemptId::mint(now, &*parts.entropy),
        node: parts.node.clone(),
        machine: parts.machine.clone(),
        is_exclusive: parts.is_exclusive,
        is_class_fresh,
        timing: parts.timing,
        hints: parts.store.hints().clone(),
        now,
    };
    parts.store.write(move |tx| plan.decide(tx)).await
}

/// What is fixed before the transaction, so that it can run again.
struct Plan {
    subject: Subject,
    attempt_id: AttemptId,
    node: String,
    machine: String,
    is_exclusive: bool,
    is_class_fresh: bool,
    timing: Timing,
    hints: Hints,
    now: Timestamp,
}

impl Plan {
    fn decide(&self, tx: &mut Tx<'_>) -> StoreResult<Round> {
        let (workspace_id, account_id) = self.subject;
        let now = self.now;
        let Some(epoch) = self.claim(tx)? else {
            return self.without_lease(tx);
        };
        let account = accounts::get(tx, workspace_id, account_id)?;
        let open = attempts::find_open(tx, workspace_id, account_id)?;
        let queue = self.queue(tx, &account, open.map(|(send_id, _)| send_id))?;
        let open_epoch = open.map(|(_, epoch)| epoch);
        let state = account_state(tx, &account, &queue, epoch, open_epoch, now)?;
        let decision = step(&state, &self.timing, now);
        let chosen = chosen(&decision, queue);
        if let (Some(send), false) = (&chosen, self.is_class_fresh)
            && matches!(send.state, SendState::Unknown { .. })
            && !is_overdue(&head(send), now)
        {
            let work = self.work(tx, account, send.clone(), now)?;
            return Ok(Round::AskClass(Box::new(work)));
        }
        let begun = (self.attempt_id, epoch);
        let send = chosen.as_ref();
        apply(tx, &self.hints, &account, send, &decision, begun, now)?;
        self.keep_or_release(tx, &decision, open.is_some())?;
        let deadline = match decision {
            Decision::Begin { deadline, .. } => deadline,
            _ => now,
        };
        let work = match chosen {
            Some(send) => Some(Box::new(self.work(tx, account, send, deadline)?)),
            None => None,
        };
        Ok(Round::Decided(decision, work))
    }

    /// The account is another node's, or nobody's: then what waits for it is withdrawn, part by part.
    fn without_lease(&self, tx: &mut Tx<'_>) -> StoreResult<Round> {
        let (workspace_id, account_id) = self.subject;
        if accounts::find(tx, workspace_id, account_id)?.is_some() {
            return Ok(Round::Foreign);
        }
        accounts::lock(tx, workspace_id, account_id)?;
        let waiting = sends::list_waiting(tx, workspace_id, account_id, WITHDRAWN)?;
        for send in &waiting {
            sends::transition(tx, &self.hints, send, &SendState::Cancelled, self.now)?;
        }
        // What left without an answer can no longer be looked for.
        let unsettled = sends::list_unsettled(tx, workspace_id, account_id, WITHDRAWN)?;
        for send in &unsettled {
            let detail = Some("the account was unlinked before the outcome was known");
            attempts::update_ended(tx, send, "unknown", None, detail, self.now)?;
            sends::transition(tx, &self.hints, send, &SendState::NeedsDecision, self.now)?;
        }
        let is_more = !waiting.is_empty() || !unsettled.is_empty();
        // Linking it again puts it back on the agenda.
        let due = is_more.then_some(self.now);
        agenda::set(tx, agenda::DISPATCH, workspace_id, account_id, due)?;
        Ok(Round::Unlinked { is_more })
    }

    fn work(
        &self,
        tx: &mut Tx<'_>,
        account: Account,
        send: Send,
        deadline: Timestamp,
    ) -> StoreResult<Work> {
        let began = attempts::find_first_unknown(tx, send.workspace_id, send.send_id)?;
        Ok(Work {
            since: began.unwrap_or(send.accepted_at),
            account,
            send,
            attempt_id: self.attempt_id,
            deadline,
        })
    }

    fn claim(&self, tx: &mut Tx<'_>) -> StoreResult<Option<i64>> {
        let (workspace_id, account_id) = self.subject;
        let until = self.now.plus(super::LEASE);
        let claimant = leases::Claimant {
            node: &self.node,
            machine: &self.machine,
            is_exclusive: self.is_exclusive,
        };
        leases::claim(tx, workspace_id, account_id, &claimant, until, self.now)
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
    fn queue(
        &self,
        tx: &mut Tx<'_>,
        account: &Account,
        open: Option<SendId>,
    ) -> StoreResult<Vec<Send>> {
        let (workspace_id, account_id) = self.subject;
        let mut queue = sends::list_heads(tx, workspace_id, account_id, HEADS)?;
        let mut also = Vec::new();
        if let Some(send_id) = open {
            also.extend(sends::find(tx, workspace_id, send_id)?);
        }
        if held_until(account).is_some_and(|until| until > self.now) {
            // Nothing begins now, and what is looked for must not stand behind what waits.
            let unsettled = sends::list_unsettled(tx, workspace_id, account_id, HEADS)?;
            also.extend(unsettled);
        }
        for send in also {
            if !queue.iter().any(|known| known.send_id == send.send_id) {
                queue.push(send);
            }
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
    let mut heads = Vec::with_capacity(queue.len());
    for send in queue {
        heads.push(head_now(tx, account, &policy, send, now)?);
    }
    Ok(AccountState {
        class: account.capability_class,
        policy,
        ledger,
        held_until: held_until(account),
        heads,
        epoch,
        open_attempt_epoch,
    })
}

/// Until when nothing may begin: until somebody acts, or as long as the network asked to wait.
fn held_until(account: &Account) -> Option<Timestamp> {
    let hold = account.hold_rule.as_ref();
    let held = hold.map(|_| account.hold_until.unwrap_or(Timestamp::MAX));
    held.max(account.deferred_until)
}

/// The head of a lane with what stands against it now.
fn head_now(
    tx: &mut Tx<'_>,
    account: &Account,
    policy: &Policy,
    send: &Send,
    now: Timestamp,
) -> StoreResult<Head> {
    let mut head = head(send);
    let is_due = send.state.due_at().is_some_and(|due_at| due_at <= now);
    if !send.state.is_waiting() || !is_due {
        return Ok(head);
    }
    head.needs_approval = policy.approval && !send.is_approved(now);
    if sends::has_moved(tx, &account.network, send)? {
        head.obstacle = Some(Obstacle::ConversationMoved);
    }
    Ok(head)
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
        needs_approval: false,
        obstacle: None,
    }
}

fn chosen(decision: &Decision, queue: Vec<Send>) -> Option<Send> {
    let send_id = match decision {
        Decision::Begin { send_id, .. }
        | Decision::Abandon { send_id, .. }
        | Decision::ReadBack { send_id }
        | Decision::Ask { send_id }
        | Decision::Hold { send_id, .. }
        | Decision::Expire { send_id }
        | Decision::Suppress { send_id, .. }
        | Decision::AwaitApproval { send_id, .. } => *send_id,
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
        Decision::Expire { .. } => sends::transition(tx, hints, send, &expired(&head(send)), now),
        Decision::Suppress { obstacle, .. } => {
            let (code, detail) = (obstacle.code(), String::new());
            sends::transition(
                tx,
                hints,
                send,
                &SendState::Suppressed { code, detail },
                now,
            )
        }
        Decision::AwaitApproval { until, .. } => {
            let state = SendState::AwaitingApproval { until: *until };
            sends::transition(tx, hints, send, &state, now)
        }
        Decision::ReadBack { .. } | Decision::Idle { .. } => Ok(()),
    }
}
