//! INV-4: limits, counted on what the network really accepted and on what nobody knows yet.
//!
//! The promise is by the clock of the gateway: an act that happened at a reading of that clock counts until a whole
//! window later. What a network accepts after the deadline of the call counts from the deadline. Where several workers
//! serve one account, their clocks agree to within a few seconds, and the promise is exact to within those.

use domain::ledger::Action;
use domain::policy::Policy;
use domain::time::Timestamp;

use store::{StoreResult, Tx, accounts, messages};

use super::begins::Beginning;
use super::{Invariant, Judge};
use crate::clock::micros_of;
use crate::sometimes::Sometimes;

/// How far the network's clock and ours may differ while nobody has measured it.
const CERTAINLY: i64 = 120_000_000;

impl Judge {
    pub(super) fn check_limits(&mut self, beginning: &Beginning) {
        let began = beginning.attempt.began_at;
        let percent = share(&beginning.policy, beginning, began);
        let own = &self.sends[beginning.number];
        let (id, seat) = (own.id.clone(), own.seat);
        let actions = own.row.kind.actions(own.row.opens_conversation);
        for cap in &beginning.policy.caps {
            let Some(action) =
                Action::from_name(&cap.action).filter(|action| actions.contains(action))
            else {
                continue;
            };
            let most = if cap.cap == 0 {
                0
            } else {
                (u64::from(cap.cap) * percent / 100).max(1)
            };
            let used = self.used(seat, beginning.number, action, cap.seconds, began.micros());
            if used + 1 == most {
                self.world.reached(Sometimes::CapReachedExactly);
            }
            let used = if used >= most && !beginning.is_repeat {
                used - self.unseen(seat, beginning.number, action, cap.seconds, began.micros())
            } else {
                used
            };
            let by_hand = self.by_hand(seat, action, cap.seconds, began.micros());
            if by_hand > 0 {
                self.world.reached(Sometimes::CountedByHand);
            }
            let used = used + by_hand;
            if used >= most && !beginning.is_repeat {
                let what = format!(
                    "{id} begins at {began} though {used} of {most} {} in {} s are used",
                    cap.action, cap.seconds
                );
                self.fail(Invariant::Limits, what);
            }
        }
        let has_future = self.begun[seat]
            .iter()
            .any(|number| self.sends[*number].happened > Some(began.micros()));
        if has_future {
            self.world.reached(Sometimes::ClockSetBackOverWindow);
        }
        self.check_person_limit(beginning);
        self.check_gap(beginning);
        self.check_wish_to_wait(beginning);
    }

    /// Acts of a seat that count at a reading of the clock.
    pub(super) fn used(
        &self,
        seat: usize,
        besides: usize,
        action: Action,
        seconds: u64,
        at: i64,
    ) -> u64 {
        let span = micros_of(std::time::Duration::from_secs(seconds)) - self.spread();
        let others = self.begun[seat].iter().filter(|number| **number != besides);
        let counted = others.filter(|number| {
            let seen = &self.sends[**number];
            let happened = match (seen.happened, seen.state.as_str()) {
                (Some(happened), _) => happened,
                (None, "sending" | "unknown" | "needs_decision") => seen.deadline,
                _ => return false,
            };
            happened + span > at
                && seen
                    .row
                    .kind
                    .actions(seen.row.opens_conversation)
                    .contains(&action)
        });
        u64::try_from(counted.count()).unwrap_or(u64::MAX)
    }

    /// Of those, the sends that nobody has seen, and that were taken for absent where the policy allows it: what nobody
    /// knows cannot be counted.
    fn unseen(
        &mut self,
        seat: usize,
        besides: usize,
        action: Action,
        seconds: u64,
        at: i64,
    ) -> u64 {
        let doubted: Vec<String> = {
            let state = self.world.network.state();
            let others = self.begun[seat].iter().filter(|number| **number != besides);
            let others = others.map(|number| &self.sends[*number]);
            let doubted = others.filter(|seen| {
                let is_over = !matches!(
                    seen.state.as_str(),
                    "sending" | "unknown" | "needs_decision" | "sent" | "delivered" | "seen"
                );
                let actions = seen.row.kind.actions(seen.row.opens_conversation);
                let span = micros_of(std::time::Duration::from_secs(seconds));
                let counts = seen.happened.is_some_and(|happened| happened + span > at);
                is_over && counts && seen.allowances > 0 && actions.contains(&action)
            });
            let keys = doubted.filter_map(|seen| {
                let mut accepted = state.log.acceptances.iter();
                let accepted = accepted.find(|accepted| accepted.token == seen.id)?;
                Some(accepted.message_key.clone())
            });
            keys.collect()
        };
        let shown = self.shown(seat, &doubted);
        u64::try_from(doubted.len() - shown).unwrap_or(0)
    }

    /// Messages by hand that the history shows and that certainly count. Where clocks were set, nobody can say when.
    fn by_hand(&mut self, seat: usize, action: Action, seconds: u64, at: i64) -> u64 {
        if action != Action::Message || self.world.desk().clock_shifts > 0 {
            return 0;
        }
        let from = at - micros_of(std::time::Duration::from_secs(seconds)) + CERTAINLY;
        let keys: Vec<String> = {
            let state = self.world.network.state();
            let written = state.log.by_hand.iter();
            let written = written.filter(|written| written.seat == seat && written.reading > from);
            // The same words as a send's may be taken for it.
            let other = written.filter(|written| {
                let mut sends = self.sends.iter();
                !sends.any(|seen| seen.row.text.trim() == written.text.trim())
            });
            other.map(|written| written.message_key.clone()).collect()
        };
        u64::try_from(self.shown(seat, &keys)).unwrap_or(0)
    }

    /// How many of these messages the kept history has.
    fn shown(&mut self, seat: usize, keys: &[String]) -> usize {
        if keys.is_empty() {
            return 0;
        }
        let linked = self.world.linked(seat);
        let keys = keys.to_vec();
        let read = move |tx: &mut Tx<'_>| -> StoreResult<usize> {
            let Some(account) = accounts::find(tx, linked.workspace_id, linked.account_id)? else {
                return Ok(0);
            };
            let mut count = 0;
            for key in &keys {
                let known = messages::find_by_ref(
                    tx,
                    linked.workspace_id,
                    account.number,
                    messages::NETWORK,
                    key,
                )?;
                count += usize::from(known.is_some());
            }
            Ok(count)
        };
        self.read(read).unwrap_or(0)
    }

    /// How far the clocks of the workers differ.
    pub(super) fn spread(&self) -> i64 {
        let offsets = self.world.clocks.iter().map(|clock| clock.offset());
        let (least, most) = (offsets.clone().min(), offsets.max());
        most.unwrap_or(0) - least.unwrap_or(0)
    }

    /// The pause between two acts, without its part by chance.
    fn check_gap(&mut self, beginning: &Beginning) {
        let gap = micros_of(std::time::Duration::from_secs(
            beginning.policy.gap_seconds.into(),
        ));
        let began = beginning.attempt.began_at.micros();
        let own = &self.sends[beginning.number];
        let seat = own.seat;
        let last = self.last_begun(seat, beginning.number);
        let Some(last) = last.filter(|_| gap > 0 && !beginning.is_repeat) else {
            return;
        };
        if began < last + gap - self.spread() {
            let what = format!("{} begins {} us after the act before", own.id, began - last);
            self.fail(Invariant::Limits, what);
        } else if self.sends[beginning.number].row.accepted_at.micros() < last + gap {
            self.world.reached(Sometimes::HeldByGap);
        }
    }

    /// When the newest other act of a seat began, by the clock of its node.
    fn last_begun(&self, seat: usize, besides: usize) -> Option<i64> {
        let state = self.world.network.state();
        let id = &self.sends[besides].id;
        let calls = state.log.calls.iter().rev();
        let call = calls
            .into_iter()
            .find(|call| call.seat == seat && call.token != *id)?;
        let number = self.by_id.get(&call.token)?;
        Some(self.sends[*number].deadline - self.span(*number))
    }

    /// From the beginning of a send's newest try to its deadline.
    fn span(&self, number: usize) -> i64 {
        super::begins::call_time() + micros_of(self.sends[number].row.typing)
    }

    /// A network that asked to wait, and whose answer was noted, is not asked before.
    fn check_wish_to_wait(&mut self, beginning: &Beginning) {
        if self.world.desk().clock_shifts > 0 {
            return;
        }
        let own = &self.sends[beginning.number];
        let left = self.asked_to_wait[own.seat] - self.world.handle.now();
        if left > self.spread() {
            let what = format!("{} begins {left} us before the network wants it", own.id);
            self.fail(Invariant::Limits, what);
        }
    }

    /// A send is held because its network asked to wait: nobody of its seat may begin before.
    pub(super) fn note_wish_to_wait(&mut self, number: usize) {
        let seen = &self.sends[number];
        let state = self.world.network.state();
        if let Some((token, until)) = &state.seats[seen.seat].asked_to_wait
            && *token == seen.id
        {
            self.asked_to_wait[seen.seat] = *until;
        }
    }

    pub(super) fn note_lowered_caps(&mut self, seat: usize, policy: &Policy) {
        let at = self.world.handle.now();
        for cap in &policy.caps {
            let Some(action) = Action::from_name(&cap.action) else {
                continue;
            };
            if self.used(seat, usize::MAX, action, cap.seconds, at) > u64::from(cap.cap) {
                self.world.reached(Sometimes::CapLoweredBelowUse);
            }
        }
    }
}

/// How much of its caps an account may use, in percent.
fn share(policy: &Policy, beginning: &Beginning, now: Timestamp) -> u64 {
    let mut percent = 100;
    if let Some(ramp) = policy.ramp {
        let day = now.since(beginning.account.linked_at).as_secs() / 86_400;
        let days = u64::from(ramp.days);
        if day < days {
            let start = u64::from(ramp.start_percent.min(100));
            percent = percent.min(start + (100 - start) * day / days);
        }
    }
    if let (Some(cool_down), Some(warned_at)) = (policy.cool_down, beginning.account.warned_at) {
        let hours = std::time::Duration::from_hours(cool_down.hours.into());
        if warned_at.plus(hours) > now {
            percent = percent.min(u64::from(cool_down.percent.min(100)));
        }
    }
    percent
}
