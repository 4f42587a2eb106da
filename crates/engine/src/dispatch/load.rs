//! The deciding transaction: loads one account's bounded state, decides, writes the decision.

use domain::dispatch::{Decision, Timing, is_overdue, step};
use domain::ids::{AttemptId, SendId};
use domain::network::CapabilityClass;
use domain::send::SendState;
use domain::time::Timestamp;
use domain::twins::{self, Twin};
use store::accounts::{self, Account, AccountStatus};
use store::hints::Hints;
use store::sends::{self, Send, Snapshot};
use store::{StoreResult, Tx, agenda, attempts, leases};

use super::apply::{Place, apply};
use super::{Subject, look};
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
    /// What is looked for cannot be older.
    pub(super) since: Timestamp,
    /// What was there before the first try, where messages are told apart by content only.
    pub(super) snapshot: Option<Snapshot>,
}

impl Work {
    /// Whether messages are told apart by content only, and nobody looked before the first try.
    pub(super) fn is_blind(&self) -> bool {
        self.account.capability_class == CapabilityClass::C
            && self.send.kind.is_message()
            && self.snapshot.is_none()
    }
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
        let account = self.account(tx)?;
        let open = attempts::find_open(tx, workspace_id, account_id)?;
        let queue = self.queue(tx, &account, open.map(|(send_id, _)| send_id))?;
        let open_epoch = open.map(|(_, epoch)| epoch);
        let state = sends::account_state(tx, &account, &queue, (epoch, open_epoch), now)?;
        let decision = step(&state, &self.timing, now);
        let chosen = chosen(&decision, queue);
        if let (Some(send), false) = (&chosen, self.is_class_fresh)
            && matches!(send.state, SendState::Unknown { .. })
            && !is_overdue(&send.head(), now)
        {
            let work = self.work(tx, account, send.clone(), now)?;
            return Ok(Round::AskClass(Box::new(work)));
        }
        let place = Place {
            hints: &self.hints,
            account: &account,
            begun: (self.attempt_id, epoch),
            now,
        };
        apply(tx, &place, chosen.as_ref(), &decision)?;
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

    /// The account, let go if what held it is over.
    fn account(&self, tx: &mut Tx<'_>) -> StoreResult<Account> {
        let (workspace_id, account_id) = self.subject;
        let account = accounts::get(tx, workspace_id, account_id)?;
        if account.hold_rule.is_none() || account.is_held(self.now) {
            return Ok(account);
        }
        let status = AccountStatus::Available;
        accounts::update_hold(tx, workspace_id, account_id, status, None, None)?;
        accounts::announce_release(tx, &account, self.now);
        accounts::get(tx, workspace_id, account_id)
    }

    /// The account is another node's, or nobody's: then what waits for it is withdrawn, part by part.
    fn without_lease(&self, tx: &mut Tx<'_>) -> StoreResult<Round> {
        let (workspace_id, account_id) = self.subject;
        // The lock first: linked again meanwhile, what it has is its own.
        accounts::lock(tx, workspace_id, account_id)?;
        if accounts::find(tx, workspace_id, account_id)?.is_some() {
            return Ok(Round::Foreign);
        }
        let waiting = sends::list_waiting(tx, workspace_id, account_id, WITHDRAWN)?;
        for send in &waiting {
            sends::transition(tx, &self.hints, send, &SendState::Cancelled, self.now)?;
        }
        // What left without an answer can no longer be looked for; what is being called may still be answered.
        let mut unsettled = sends::list_unsettled(tx, workspace_id, account_id, WITHDRAWN)?;
        let is_called = |send: &Send| matches!(send.state, SendState::Sending { deadline } if deadline > self.now);
        let called = unsettled.extract_if(.., |send| is_called(send));
        let answered_at = called.filter_map(|send| send.state.due_at()).min();
        for send in &unsettled {
            let detail = Some("the account was unlinked before the outcome was known");
            attempts::update_ended(tx, send, "unknown", None, detail, self.now)?;
            sends::transition(tx, &self.hints, send, &SendState::NeedsDecision, self.now)?;
        }
        let is_more = !waiting.is_empty() || !unsettled.is_empty();
        // Linking it again puts it back on the agenda.
        let due = is_more.then_some(self.now).or(answered_at);
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
        let (workspace_id, send_id) = (send.workspace_id, send.send_id);
        let snapshot = match account.capability_class {
            CapabilityClass::C => sends::find_snapshot(tx, workspace_id, send_id)?,
            _ => None,
        };
        let since = match &snapshot {
            Some(snapshot) => snapshot.since,
            // The look of this very try bounds all that follow.
            None if send.state.is_waiting() => self.now.minus(look::REACH),
            None => {
                attempts::find_first_unknown(tx, workspace_id, send_id)?.unwrap_or(send.accepted_at)
            }
        };
        Ok(Work {
            since,
            snapshot,
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
            is_exclusive: self.is_exclusive || twins::is(Twin::ForgetLease),
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
        let is_full = u32::try_from(queue.len()) == Ok(HEADS);
        if is_full || account.held_until().is_some_and(|until| until > self.now) {
            // What is looked for must not stand behind what waits.
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
