//! What one account does next. Pure: the same state and the same `now` always give the same decision, in production,
//! in the simulator and in a forecast alike.
//!
//! The contract with the shell: everything durable of one step commits together; the network is called only after
//! that commit; its answer comes back as an event and is recorded by the next commit.

use std::collections::BTreeMap;
use std::time::Duration;

mod answer;

pub use answer::{
    Answered, after_absent, after_answer, after_refused_read, after_unanswered_read, expired,
};

use crate::error_code::ErrorCode;
use crate::ids::SendId;
use crate::ledger::{Action, Interval, Ledger, Verdict, Window};
use crate::network::CapabilityClass;
use crate::policy::{Policy, Standing};
use crate::send::{Rule, SendKind, SendState};
use crate::time::Timestamp;
use crate::twins::{self, Twin};

/// How long dispatch waits for the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// The longest that a call may take, typing and files not included.
    pub call: Duration,
    /// How long after a call's deadline a complete read that does not find it is believed.
    pub settle: Duration,
    /// Between two reads of an unsettled outcome.
    pub recheck: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            call: Duration::from_secs(15),
            settle: Duration::from_secs(10),
            recheck: Duration::from_secs(2),
        }
    }
}

/// An outcome that could not be told for so long is put before a person.
const UNKNOWN_MAX: Duration = Duration::from_hours(24);

/// A send as the decision sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub send_id: SendId,
    /// Its place in the order of acceptance.
    pub number: i64,
    pub kind: SendKind,
    /// The member who gets it; absent in a conversation of several people.
    pub recipient: Option<String>,
    /// Whether it would open a conversation.
    pub opens_conversation: bool,
    pub state: SendState,
    pub attempt_count: u32,
    /// The deadline of the newest attempt's call.
    pub last_deadline: Option<Timestamp>,
    /// How long typing is shown before it.
    pub typing: Duration,
    /// How long handing over its files may take before it; zero where it has none.
    pub upload: Duration,
    pub expires_at: Timestamp,
    /// A person must say yes to it first, and has not, or not to what it says now.
    pub needs_approval: bool,
    /// What has happened since it was accepted that keeps it from leaving.
    pub obstacle: Option<Obstacle>,
}

/// Why a send may not leave any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The other side wrote, or somebody else did, and the send was to leave only if not.
    ConversationMoved,
    /// The recipient is not to be written to.
    RecipientSuppressed,
}

impl Obstacle {
    /// The code that the send ends with.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::ConversationMoved => ErrorCode::ConversationMoved,
            Self::RecipientSuppressed => ErrorCode::RecipientSuppressed,
        }
    }
}

/// All that a decision about one account needs, loaded whole under the account's lock.
#[derive(Debug, Clone)]
pub struct AccountState {
    pub class: CapabilityClass,
    pub policy: Policy,
    pub standing: Standing,
    /// When the newest act of the account began.
    pub begun_last: Option<Timestamp>,
    pub ledger: Ledger,
    /// What those who stand first in line have had from all accounts together, by member; only where the policy counts
    /// it. Loaded under the locks of these people.
    pub people: BTreeMap<String, Ledger>,
    /// The account is held, or its network asked to wait, until this instant: no act begins, while outcomes are still
    /// looked for. [`Timestamp::MAX`]: until somebody acts.
    pub held_until: Option<Timestamp>,
    /// The sends that a limit holds back until instants that are still to come.
    pub held: Vec<Turn>,
    /// The first open send of each lane, in order of acceptance.
    pub heads: Vec<Head>,
    /// The epoch of the lease that this step runs under.
    pub epoch: i64,
    /// The epoch of the attempt that is open, if one is.
    pub open_attempt_epoch: Option<i64>,
}

/// A send that a limit holds back until its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its place in the order of acceptance.
    pub number: i64,
    pub actions: Vec<Action>,
}

/// What to do next, at most one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Commit an attempt with its places in the ledger, then call.
    Begin {
        send_id: SendId,
        deadline: Timestamp,
        reserve: Vec<(Action, Interval)>,
    },
    /// An attempt has no answer and never will: its outcome is unknown.
    Abandon {
        send_id: SendId,
        check_at: Timestamp,
    },
    /// Read back what became of an unknown outcome.
    ReadBack { send_id: SendId },
    /// A person must decide: this network offers no way to find out.
    Ask { send_id: SendId },
    /// Hold it until an instant.
    Hold {
        send_id: SendId,
        until: Timestamp,
        rule: Rule,
    },
    /// Its lifetime is over.
    Expire { send_id: SendId },
    /// It must not leave any more.
    Suppress { send_id: SendId, obstacle: Obstacle },
    /// A person must say yes before it leaves.
    AwaitApproval { send_id: SendId, until: Timestamp },
    /// Nothing to do before this instant; `None`: not before something happens.
    Idle { until: Option<Timestamp> },
}

/// Decides what the account does at `now`.
pub fn step(state: &AccountState, timing: &Timing, now: Timestamp) -> Decision {
    let mut wake: Option<Timestamp> = None;
    for head in &state.heads {
        if let SendState::Sending { deadline } = head.state {
            // An attempt of an older lease has nobody left who could bring its answer.
            if state.open_attempt_epoch != Some(state.epoch) || deadline <= now {
                return Decision::Abandon {
                    send_id: head.send_id,
                    check_at: now,
                };
            }
            return Decision::Idle {
                until: Some(deadline),
            };
        }
    }
    for head in &state.heads {
        let Some(due_at) = head.state.due_at() else {
            continue;
        };
        if head.state.is_waiting() && head.expires_at <= now {
            return Decision::Expire {
                send_id: head.send_id,
            };
        }
        let turn_at = turn_at(state, head, due_at, timing, now);
        if turn_at <= now
            && let SendState::Unknown { absent, .. } = head.state
            && let Some(decision) = settle(state, head, absent, now)
        {
            return decision;
        }
        let is_early = turn_at > now;
        let until = Some(turn_at).filter(|_| is_early);
        let Some(until) = until.or_else(|| waits_until(state, head, now)) else {
            return begin(state, head, timing, now);
        };
        let until = until.min(ends_at(head, now).unwrap_or(until));
        wake = Some(wake.map_or(until, |known| known.min(until)));
    }
    Decision::Idle { until: wake }
}

/// When something is decided about a head whatever holds the account: it has waited, or nobody could tell, for too long.
fn ends_at(head: &Head, now: Timestamp) -> Option<Timestamp> {
    if head.state.is_waiting() {
        return Some(head.expires_at);
    }
    let overdue_at = head.last_deadline?.plus(UNKNOWN_MAX);
    Some(overdue_at).filter(|at| *at > now)
}

/// When a head is to be looked at: as it was told, or earlier if there is room for it by then, as those before it may have
/// gone without leaving.
fn turn_at(
    state: &AccountState,
    head: &Head,
    due_at: Timestamp,
    timing: &Timing,
    now: Timestamp,
) -> Timestamp {
    if !is_held(head) || due_at <= now {
        return due_at;
    }
    let share = state.policy.share(&state.standing, now);
    let sooner = [room_at(state, head, timing, now), share.grows_at];
    let sooner = sooner.into_iter().flatten();
    sooner.fold(due_at, Timestamp::min)
}

/// Until when the account begins nothing at all, though the head's turn has come.
fn waits_until(state: &AccountState, head: &Head, now: Timestamp) -> Option<Timestamp> {
    let held_until = state.held_until.filter(|_| !twins::is(Twin::ForgetHold));
    let held_until = held_until.filter(|until| *until > now);
    held_until.or_else(|| {
        let (until, _) = pause(state, head, now).filter(|_| head.state.is_waiting())?;
        Some(until)
    })
}

/// Whether a limit holds the send back.
fn is_held(head: &Head) -> bool {
    matches!(head.state, SendState::Scheduled { rule, .. } if rule.is_limit())
}

/// When there is room for a send that a limit holds, whoever else waits; `None` where none holds it, or for ever.
fn room_at(
    state: &AccountState,
    head: &Head,
    timing: &Timing,
    now: Timestamp,
) -> Option<Timestamp> {
    if !is_held(head) {
        return None;
    }
    let (windows, actions) = limits_on(state, head, now);
    let first = (0, timing.call);
    let of_account = state.ledger.begins_at(&windows, &actions, first, now)?;
    match state.person(head, now) {
        Verdict::Open => Some(of_account),
        Verdict::Full { opens_at, .. } => Some(of_account.max(opens_at?)),
    }
}

/// The windows that count the act now, and what it counts as.
fn limits_on(state: &AccountState, head: &Head, now: Timestamp) -> (Vec<Window>, Vec<Action>) {
    let share = state.policy.share(&state.standing, now);
    let actions = head.kind.actions(head.opens_conversation);
    let windows = actions
        .iter()
        .flat_map(|action| state.policy.windows_with(*action, share));
    (windows.collect(), actions)
}

/// Whether an outcome could not be told for so long that a person decides, whatever the network offers.
pub fn is_overdue(head: &Head, now: Timestamp) -> bool {
    let deadline = head.last_deadline;
    deadline.is_some_and(|deadline| deadline.plus(UNKNOWN_MAX) <= now)
}

/// How an unknown outcome is settled now; `None`: by trying again with the same token.
fn settle(state: &AccountState, head: &Head, absent: u32, now: Timestamp) -> Option<Decision> {
    let send_id = head.send_id;
    match head.kind.class_on(state.class) {
        _ if is_overdue(head, now) => Some(Decision::Ask { send_id }),
        // A repeat could be the first that arrives: not to somebody who is not to be written to any more.
        CapabilityClass::A if absent == 0 && head.obstacle.is_none() && !head.needs_approval => {
            None
        }
        CapabilityClass::A | CapabilityClass::B | CapabilityClass::C => {
            Some(Decision::ReadBack { send_id })
        }
        CapabilityClass::D => Some(Decision::Ask { send_id }),
    }
}

/// What keeps the account from beginning this act now, though nothing stands against the act itself.
fn pause(state: &AccountState, head: &Head, now: Timestamp) -> Option<(Timestamp, Rule)> {
    // What will not leave, or not without a person, need not wait to be told so.
    if head.obstacle.is_some() || head.needs_approval || head.kind.is_about_message() {
        return None;
    }
    state.policy.pause(state.begun_last, now)
}

impl AccountState {
    /// Whether the recipient may get one more from all accounts together.
    fn person(&self, head: &Head, now: Timestamp) -> Verdict {
        let known = head.recipient.as_ref();
        let known = known.filter(|_| !twins::is(Twin::ForgetPerson));
        let Some(had) = known.and_then(|recipient| self.people.get(recipient)) else {
            return Verdict::Open;
        };
        let actions = head.kind.actions(head.opens_conversation);
        let windows = self.policy.windows_per_person(&actions);
        had.check(&windows, &actions, now)
    }
}

/// Until when limits hold the act back, and which: the one that opens last.
fn held_by_limits(
    state: &AccountState,
    head: &Head,
    (windows, actions): (&[Window], &[Action]),
    timing: &Timing,
    now: Timestamp,
) -> Option<(Timestamp, Rule)> {
    // A limit of nothing opens when somebody changes it.
    let never = head.expires_at;
    let of_account = match state.ledger.check(windows, actions, now) {
        Verdict::Open => None,
        Verdict::Full { .. } => {
            // Each one that is held is held until its own turn: otherwise all would be looked at for every place that
            // frees.
            let is_before = |turn: &&Turn| {
                turn.number < head.number
                    && turn.actions.iter().any(|action| actions.contains(action))
            };
            let before = state.held.iter().filter(is_before).count();
            let before = u32::try_from(before).unwrap_or(u32::MAX);
            let line = (before, timing.call);
            let opens_at = state.ledger.begins_at(windows, actions, line, now);
            let rule = state.policy.share(&state.standing, now).rule;
            Some((opens_at.unwrap_or(never), rule.unwrap_or(Rule::Window)))
        }
    };
    let of_person = match state.person(head, now) {
        Verdict::Open => None,
        Verdict::Full { opens_at, .. } => Some((opens_at.unwrap_or(never), Rule::Person)),
    };
    let holds = [of_account, of_person].into_iter().flatten();
    holds.max_by_key(|(until, _)| *until)
}

fn begin(state: &AccountState, head: &Head, timing: &Timing, now: Timestamp) -> Decision {
    // What may have left already is not kept from being made sure of.
    if head.state.is_waiting() {
        let send_id = head.send_id;
        if let Some(obstacle) = head.obstacle {
            return Decision::Suppress { send_id, obstacle };
        }
        if head.needs_approval {
            let until = head.expires_at;
            return Decision::AwaitApproval { send_id, until };
        }
    }
    let (windows, actions) = limits_on(state, head, now);
    // A repeat of an unknown outcome already has its place.
    let is_repeat = matches!(head.state, SendState::Unknown { .. });
    let held = held_by_limits(state, head, (&windows, &actions), timing, now);
    if let (Some((until, rule)), false) = (held, is_repeat) {
        return Decision::Hold {
            send_id: head.send_id,
            until: until.min(head.expires_at),
            rule,
        };
    }
    let span = timing.call + head.typing + head.upload;
    Decision::Begin {
        send_id: head.send_id,
        deadline: now.plus(span),
        reserve: actions
            .into_iter()
            .map(|action| (action, Interval::reserved(now, span)))
            .collect(),
    }
}

#[cfg(test)]
mod tests;
