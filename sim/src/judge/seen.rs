//! What the judge knows of one send, and what each of its states must mean.

use domain::ids::SendId;
use domain::network::CapabilityClass;
use domain::send::Resolution;
use store::sends::{self, Send};
use store::{StoreResult, Tx};

use super::{Invariant, Judge};
use crate::desk::wish_of;
use crate::sometimes::Sometimes;

/// One send.
#[derive(Debug, Clone)]
pub struct Seen {
    pub id: String,
    pub seat: usize,
    pub wish: Option<usize>,
    /// As it was last read.
    pub row: Send,
    /// The word of its state.
    pub state: String,
    /// Since when it is in that state, in true time.
    pub since: i64,
    /// It was planned for later, or a person moved it.
    pub is_planned: bool,
    /// How often it may happen again because somebody decided so, knowing that it may have happened.
    pub allowances: usize,
    /// The deadline of its newest try, by its node's clock.
    pub deadline: i64,
    /// When it happened, by the clock of the node that asked, not after the deadline.
    pub happened: Option<i64>,
    /// In which order it began for the first time.
    pub has_begun: bool,
}

/// What is written by hand is shown within so long.
const UNSEEN: i64 = 60_000_000;

impl Seen {
    /// Whether it has given its places in the ledger back. What a person dropped without knowing has not.
    pub(super) fn is_freed(&self) -> bool {
        matches!(
            self.state.as_str(),
            "refused" | "failed" | "queued" | "scheduled" | "expired" | "suppressed"
        )
    }
}

/// States after which nothing leaves any more, and nothing has.
const NEVER: [&str; 5] = ["refused", "failed", "suppressed", "cancelled", "expired"];

impl Judge {
    /// A send is in another state.
    pub(super) fn send_changed(
        &mut self,
        (workspace, seat): (usize, usize),
        node: Option<usize>,
        id: &str,
        state: &str,
    ) {
        let Some(number) = self.meet(workspace, seat, id) else {
            return;
        };
        let now = self.world.handle.now();
        let was = std::mem::replace(&mut self.sends[number].state, state.to_owned());
        self.sends[number].since = now;
        self.ready.remove(&number);
        self.count_states(number, &was, state);
        match state {
            "sending" => self.begins(number, node, was == "unknown"),
            "sent" => self.check_sent(number),
            state if NEVER.contains(&state) => self.check_never(number),
            "scheduled" if was == "unknown" || was == "needs_decision" => {
                // Read back by content, what is not seen may have happened: the policy says that this is all right. Whether
                // somebody is invited is no token either.
                let is_content = self.world.plan.seats[seat].class == CapabilityClass::C
                    || self.sends[number].row.kind == domain::send::SendKind::Invitation;
                self.sends[number].allowances += usize::from(is_content || was == "needs_decision");
            }
            _ => {}
        }
    }

    /// The number of a send, which is read when it is met for the first time.
    fn meet(&mut self, workspace: usize, seat: usize, id: &str) -> Option<usize> {
        if let Some(number) = self.by_id.get(id) {
            return Some(*number);
        }
        let row = self.row(workspace, id)?;
        let wish = wish_of(&row.text);
        let owner = wish.map(|wish| self.world.desk().wishes[wish].seat);
        if owner.is_some_and(|owner| self.world.plan.seats[owner].workspace != workspace) {
            self.fail(
                Invariant::Tenant,
                format!("{id} has the words of another workspace"),
            );
        }
        let seen = Seen {
            id: id.to_owned(),
            seat,
            wish,
            is_planned: wish
                .is_some_and(|wish| self.world.desk().wishes[wish].terms.send_at.is_some()),
            state: String::new(),
            since: self.world.handle.now(),
            allowances: 0,
            deadline: 0,
            happened: None,
            has_begun: false,
            row,
        };
        if seen.is_planned {
            self.world.reached(Sometimes::PlannedForLater);
        }
        self.sends.push(seen);
        self.by_id.insert(id.to_owned(), self.sends.len() - 1);
        Some(self.sends.len() - 1)
    }

    /// A send as it is stored now.
    pub(super) fn row(&mut self, workspace: usize, id: &str) -> Option<Send> {
        let workspace_id = self.world.caller(workspace).workspace_id;
        let Ok(send_id) = id.parse::<SendId>() else {
            self.fail(Invariant::Books, format!("{id} is no id of a send"));
            return None;
        };
        let read = move |tx: &mut Tx<'_>| -> StoreResult<Option<Send>> {
            sends::find(tx, workspace_id, send_id)
        };
        let row = self.read(read)?;
        if row.is_none() {
            self.fail(Invariant::NoLoss, format!("{id} is told of and not there"));
        }
        row
    }

    /// Reads a send anew.
    pub(super) fn refresh(&mut self, number: usize) {
        let workspace = self.world.plan.seats[self.sends[number].seat].workspace;
        let id = self.sends[number].id.clone();
        if let Some(row) = self.row(workspace, &id) {
            self.sends[number].row = row;
        }
    }

    /// Takes note of sends that a person has moved to another time.
    pub(super) fn note_moved(&mut self) {
        let desk = self.world.desk();
        for id in desk.rescheduled.keys() {
            if let Some(number) = self.by_id.get(id) {
                self.sends[*number].is_planned = true;
            }
        }
    }

    /// What a person made of the send.
    pub(super) fn resolved(&self, number: usize, as_what: Resolution) -> bool {
        let desk = self.world.desk();
        let resolved = desk.resolved.get(&self.sends[number].id);
        resolved.is_some_and(|resolved| resolved.contains(&as_what))
    }

    /// INV-3: what is called sent is at the network.
    fn check_sent(&mut self, number: usize) {
        let seen = &self.sends[number];
        let (id, seat) = (seen.id.clone(), seen.seat);
        let is_there = {
            let state = self.world.network.state();
            state.log.has(seat, &id) || self.is_there_by_hand(number, &state)
        };
        if !is_there && !self.resolved(number, Resolution::Sent) {
            self.fail(
                Invariant::HonestState,
                format!("{id} is sent and not at the network"),
            );
        }
    }

    /// Whether what was found is somebody else's doing that nobody can tell from ours: the same words by hand where only
    /// content can be looked for, or another invitation to the same person.
    fn is_there_by_hand(&self, number: usize, state: &crate::network::State) -> bool {
        let seen = &self.sends[number];
        let person = seen.row.recipient_key.as_deref();
        if seen.row.kind == domain::send::SendKind::Invitation {
            return state.seats[seen.seat]
                .invited
                .iter()
                .any(|invited| Some(state.people[*invited].member_key.as_str()) == person);
        }
        if self.world.plan.seats[seen.seat].class != CapabilityClass::C {
            return false;
        }
        let mut calls = state.log.calls.iter();
        let Some(first) = calls.find(|call| call.token == seen.id) else {
            return false;
        };
        // What was there before the first try, and could be seen, is no excuse.
        let since = first.began_at - UNSEEN;
        let mut rooms = state.seats[seen.seat].threads.values();
        rooms.any(|room| {
            room.messages.iter().any(|posted| {
                posted.is_own
                    && posted.token.is_none()
                    && posted.text == seen.row.text
                    && posted.shown_from >= since
            })
        })
    }

    /// INV-3: what is called over has not happened.
    fn check_never(&mut self, number: usize) {
        let seen = &self.sends[number];
        let is_there = self.world.network.state().log.has(seen.seat, &seen.id);
        if is_there && seen.allowances == 0 && !self.resolved(number, Resolution::Drop) {
            let what = format!("{} is {} and at the network", seen.id, seen.state);
            self.fail(Invariant::HonestState, what);
        }
    }

    fn count_states(&mut self, number: usize, was: &str, state: &str) {
        use Sometimes as S;
        let reached = match (was, state) {
            ("unknown", "sent") => S::UnknownThenSent,
            ("unknown", "scheduled") => S::UnknownThenSentAgain,
            ("unknown", "needs_decision") => S::UnknownThenPerson,
            ("sending", "refused") => S::RefusedByNetwork,
            (_, "expired") => S::Expired,
            (_, "failed") => S::FailedAfterTries,
            (_, "suppressed") => {
                self.refresh(number);
                let code = match &self.sends[number].row.state {
                    domain::send::SendState::Suppressed { code, .. } => Some(*code),
                    _ => None,
                };
                match code {
                    Some(domain::error_code::ErrorCode::RecipientSuppressed) => {
                        S::StoppedBySuppression
                    }
                    _ if self.sends[number].row.no_reply_since.is_some() => S::StoppedByReply,
                    _ => S::StoppedByMovedConversation,
                }
            }
            (_, "awaiting_approval") if was == "queued" || was == "scheduled" => {
                if self.sends[number].row.approval.is_some() {
                    S::ApprovalExpired
                } else {
                    S::PausedPersonAsked
                }
            }
            (_, "scheduled") => {
                self.refresh(number);
                match self.sends[number].row.state {
                    domain::send::SendState::Scheduled { rule, .. } => match rule {
                        domain::send::Rule::Window => S::HeldByLimit,
                        domain::send::Rule::Ramp => S::Ramped,
                        domain::send::Rule::CoolDown => S::CooledDown,
                        domain::send::Rule::Deferred => {
                            self.note_wish_to_wait(number);
                            S::DeferredByNetwork
                        }
                        _ => return,
                    },
                    _ => return,
                }
            }
            _ => return,
        };
        self.world.reached(reached);
    }
}
