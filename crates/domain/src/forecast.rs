//! What would leave when: the same decisions as in earnest, made on a copy and on a clock of its own.
//!
//! The model is simple and stated: every call takes the same time besides its typing and is accepted, nobody writes,
//! approves or changes anything meanwhile, no other account writes to the same people, and what is in doubt turns out to
//! have been sent when it is looked for next.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::dispatch::{AccountState, Decision, Head, Obstacle, Timing, Turn, step};
use crate::ids::SendId;
use crate::ledger::Interval;
use crate::send::{Rule, SendState};
use crate::time::Timestamp;

/// Heads that are looked at in one step, as in earnest.
const HEADS: usize = 64;

/// What a forecast assumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// How long a call takes, typing not included.
    pub call: Duration,
    /// How long the calls of these sends took: what has happened is replayed by it.
    pub calls: BTreeMap<SendId, Duration>,
    /// How far it looks ahead.
    pub horizon: Duration,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            call: Duration::from_secs(1),
            calls: BTreeMap::new(),
            horizon: Duration::from_hours(31 * 24),
        }
    }
}

/// What becomes of one send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Its call begins.
    Leaves { at: Timestamp },
    /// Its lifetime is over before it may leave.
    Expires { at: Timestamp },
    /// It never leaves, for this reason.
    Suppressed { obstacle: Obstacle },
    /// Nothing happens before a person says yes.
    AwaitsApproval,
    /// It, or the one before it in its conversation, waits for a person's decision.
    AwaitsDecision,
    /// It was on its way already.
    UnderWay,
    /// It does not leave within the horizon.
    Waits,
}

/// What is foreseen for one send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreseen {
    pub send_id: SendId,
    pub fate: Fate,
    /// The rule that holds it back longest, if one does.
    pub held_by: Option<Rule>,
}

/// Runs the decisions ahead of `now`. `lanes` are the open sends of the account, each lane in its order; `state.heads` is
/// not looked at.
pub fn forecast(
    state: AccountState,
    lanes: Vec<VecDeque<Head>>,
    timing: &Timing,
    model: &Model,
    now: Timestamp,
) -> Vec<Foreseen> {
    let mut run = Run::begin(state, lanes, timing, model, now);
    while run.advance(usize::MAX) {}
    run.finish()
}

/// A forecast under way, for whoever must not compute for long at a time.
#[derive(Debug)]
pub struct Run {
    state: AccountState,
    lanes: Vec<VecDeque<Head>>,
    timing: Timing,
    model: Model,
    now: Timestamp,
    end: Timestamp,
    /// Decisions that may still be made: no number of sends needs more.
    left: usize,
    held: BTreeMap<SendId, Rule>,
    foreseen: Vec<Foreseen>,
}

impl Run {
    /// As [`forecast`], before the first decision.
    pub fn begin(
        state: AccountState,
        lanes: Vec<VecDeque<Head>>,
        timing: &Timing,
        model: &Model,
        now: Timestamp,
    ) -> Self {
        Self {
            state,
            timing: *timing,
            model: model.clone(),
            now,
            end: now.plus(model.horizon),
            left: lanes.iter().map(VecDeque::len).sum::<usize>() * 8 + 64,
            lanes,
            held: BTreeMap::new(),
            foreseen: Vec::new(),
        }
    }

    /// Makes at most so many decisions; false once there is none left to make.
    pub fn advance(&mut self, decisions: usize) -> bool {
        for _ in 0..decisions.min(self.left) {
            self.left -= 1;
            if !self.step() {
                self.left = 0;
            }
            if self.left == 0 {
                return false;
            }
        }
        self.left > 0
    }

    /// One decision; false where nothing more will happen.
    fn step(&mut self) -> bool {
        self.block_what_waits_for_people();
        let mut heads: Vec<&Head> = self.lanes.iter().filter_map(VecDeque::front).collect();
        heads.sort_by_key(|head| (head.state.due_at().unwrap_or(Timestamp::MAX), head.number));
        heads.truncate(HEADS);
        self.state.heads = heads.into_iter().cloned().collect();
        self.state.held = self.held();
        match step(&self.state, &self.timing, self.now) {
            Decision::Begin {
                send_id, reserve, ..
            } => {
                let Some(head) = self.pop(send_id) else {
                    return false;
                };
                let call = self.model.calls.get(&send_id);
                let span = *call.unwrap_or(&self.model.call) + head.typing;
                let person = head.recipient.as_ref();
                let mut had = person.and_then(|person| self.state.people.get_mut(person));
                for (action, _) in reserve {
                    let interval = Interval::reserved(self.now, span);
                    self.state.ledger.record(action, interval);
                    if let Some(had) = &mut had {
                        had.record(action, interval);
                    }
                }
                self.state.begun_last = Some(self.now);
                let fate = if head.state.is_waiting() {
                    Fate::Leaves { at: self.now }
                } else {
                    Fate::UnderWay
                };
                self.tell(send_id, fate);
                self.now = self.now.plus(span);
            }
            Decision::Hold {
                send_id,
                until,
                rule,
            } => {
                self.held.insert(send_id, rule);
                self.put(send_id, SendState::Scheduled { until, rule });
            }
            Decision::Expire { send_id } => {
                let at = self.now;
                self.end_with(send_id, Fate::Expires { at });
            }
            Decision::Suppress { send_id, obstacle } => {
                self.end_with(send_id, Fate::Suppressed { obstacle });
            }
            Decision::Abandon { send_id, .. } | Decision::ReadBack { send_id } => {
                self.state.open_attempt_epoch = None;
                self.end_with(send_id, Fate::UnderWay);
            }
            Decision::AwaitApproval { send_id, .. } => self.block(send_id, Fate::AwaitsApproval),
            Decision::Ask { send_id } => self.block(send_id, Fate::AwaitsDecision),
            Decision::Idle { until: None } => return false,
            Decision::Idle { until: Some(until) } => {
                self.note_pause();
                self.now = until.max(self.now.plus(Duration::from_micros(1)));
            }
        }
        self.now < self.end
    }

    fn held(&self) -> Vec<Turn> {
        let heads = self.lanes.iter().filter_map(VecDeque::front);
        let held = heads.filter(|head| {
            matches!(head.state, SendState::Scheduled { until, rule } if rule.is_of_account() && until > self.now)
        });
        held.map(|head| Turn {
            number: head.number,
            actions: head.kind.actions(head.opens_conversation),
        })
        .collect()
    }

    /// Notes the rule that keeps everything that is due from beginning.
    fn note_pause(&mut self) {
        for head in &self.state.heads {
            let is_due = head.state.due_at().is_some_and(|due_at| due_at <= self.now);
            let pause = self.state.policy.pause(self.state.begun_last, self.now);
            if let (true, Some((_, rule))) = (is_due, pause) {
                self.held.insert(head.send_id, rule);
            }
        }
    }

    fn lane_of(&mut self, send_id: SendId) -> Option<&mut VecDeque<Head>> {
        let is_head =
            |lane: &&mut VecDeque<Head>| lane.front().is_some_and(|head| head.send_id == send_id);
        self.lanes.iter_mut().find(is_head)
    }

    fn pop(&mut self, send_id: SendId) -> Option<Head> {
        self.lane_of(send_id)?.pop_front()
    }

    fn put(&mut self, send_id: SendId, state: SendState) {
        if let Some(head) = self.lane_of(send_id).and_then(VecDeque::front_mut) {
            head.state = state;
        }
    }

    fn tell(&mut self, send_id: SendId, fate: Fate) {
        let held_by = self.held.get(&send_id).copied();
        self.foreseen.push(Foreseen {
            send_id,
            fate,
            held_by,
        });
    }

    fn end_with(&mut self, send_id: SendId, fate: Fate) {
        if self.pop(send_id).is_some() {
            self.tell(send_id, fate);
        }
    }

    fn block_what_waits_for_people(&mut self) {
        let heads: Vec<(SendId, Fate)> = self
            .lanes
            .iter()
            .filter_map(|lane| {
                let head = lane.front()?;
                let fate = match head.state {
                    SendState::NeedsDecision => Fate::AwaitsDecision,
                    SendState::AwaitingApproval { .. } if head.needs_approval => {
                        Fate::AwaitsApproval
                    }
                    _ => return None,
                };
                Some((head.send_id, fate))
            })
            .collect();
        for (send_id, fate) in heads {
            self.block(send_id, fate);
        }
    }

    /// A person must act, and nobody knows when: nothing of the lane is foreseen.
    fn block(&mut self, send_id: SendId, fate: Fate) {
        let lane = self
            .lane_of(send_id)
            .map(std::mem::take)
            .unwrap_or_default();
        for head in lane {
            self.tell(head.send_id, fate);
        }
    }

    /// What was foreseen. What no decision was made of does not leave within the horizon.
    pub fn finish(mut self) -> Vec<Foreseen> {
        for lane in std::mem::take(&mut self.lanes) {
            for head in lane {
                self.tell(head.send_id, Fate::Waits);
            }
        }
        self.foreseen
    }
}

#[cfg(test)]
mod tests;
