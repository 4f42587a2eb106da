//! What the network wrote down, compared with what the product has on record.

use super::{Invariant, Judge};
use crate::network::{Acceptance, Call};
use crate::sometimes::Sometimes;

impl Judge {
    /// Reads what is new in the network's log.
    pub(super) fn read_log(&mut self) {
        let (calls, acceptances) = {
            let state = self.world.network.state();
            let log = &state.log;
            if log.calls.len() == self.calls && log.acceptances.len() == self.acceptances {
                return;
            }
            (
                log.calls[self.calls..].to_vec(),
                log.acceptances[self.acceptances..].to_vec(),
            )
        };
        for call in &calls {
            self.check_call(call);
            self.calls += 1;
        }
        for accepted in &acceptances {
            self.check_acceptance(accepted);
            self.acceptances += 1;
        }
    }

    /// A call has begun: its row is on record, with these words, and it is the only one of its account.
    fn check_call(&mut self, call: &Call) {
        let Some(number) = self.by_id.get(&call.token).copied() else {
            self.fail(
                Invariant::Books,
                format!("{} is called and not on record", call.token),
            );
            return;
        };
        let seen = &self.sends[number];
        if seen.seat != call.seat {
            self.fail(
                Invariant::Tenant,
                format!("{} is called from another's seat", call.token),
            );
            return;
        }
        // A repeat may leave that the network's own showing of the first try has settled a moment ago.
        let is_late_repeat = seen.row.attempt_count > 1
            && matches!(seen.state.as_str(), "sent" | "delivered" | "seen");
        if seen.state != "sending" && !is_late_repeat {
            let what = format!("{} is called while it is {}", call.token, seen.state);
            self.fail(Invariant::Books, what);
            return;
        }
        if seen.row.text != call.text {
            let what = format!("{} is called with other words: {}", call.token, call.text);
            self.fail(Invariant::Approval, what);
        }
        let seen = &self.sends[number];
        if call.began_reading > seen.deadline {
            let what = format!("{} is called after its deadline", call.token);
            self.fail(Invariant::Hours, what);
        }
        self.check_alone(call);
    }

    /// Nobody else calls for the account, unless the time of that call is over.
    fn check_alone(&mut self, call: &Call) {
        let longest = super::begins::call_time();
        let (mut is_taken, mut overlaps) = (false, None);
        {
            let state = self.world.network.state();
            let before = state.log.calls[..self.calls].iter();
            for other in before.filter(|other| other.seat == call.seat && other.ended_at.is_none())
            {
                if other.began_at + longest > call.began_at {
                    overlaps = Some(other.token.clone());
                } else {
                    is_taken = true;
                }
            }
        }
        if is_taken {
            self.world.reached(Sometimes::LeaseTakenDuringCall);
        }
        if let Some(other) = overlaps {
            let what = format!("{} is called while {other} is under way", call.token);
            self.fail(Invariant::OneCall, what);
        }
    }

    /// INV-2 and INV-3: something happened.
    fn check_acceptance(&mut self, accepted: &Acceptance) {
        let Some(number) = self.by_id.get(&accepted.token).copied() else {
            return;
        };
        let began = self.world.network.state().log.calls[accepted.call].began_at;
        let longest = super::begins::call_time();
        if accepted.at > began + longest {
            self.world.reached(Sometimes::AcceptedLongAfterDeadline);
        }
        let count = self
            .world
            .network
            .state()
            .log
            .count(accepted.seat, &accepted.token);
        let seen = &mut self.sends[number];
        // An earlier try that arrives after a later one is what somebody took upon themselves: nobody else can know.
        seen.happened
            .get_or_insert(accepted.reading.min(seen.deadline));
        let allowed = 1 + seen.allowances + self.again(number);
        if count > allowed {
            let what = format!("{} happened {count} times", accepted.token);
            self.fail(Invariant::AtMostOnce, what);
        }
        self.check_wish(number);
        let seen = &self.sends[number];
        let is_over = ["refused", "failed", "suppressed", "cancelled", "expired"]
            .contains(&seen.state.as_str());
        let is_dropped = self.resolved(number, domain::send::Resolution::Drop);
        if is_over && !is_dropped && seen.allowances == 0 {
            let what = format!("{} happens though it is {}", accepted.token, seen.state);
            self.fail(Invariant::HonestState, what);
        }
    }

    /// How often a person said: send it again.
    pub(super) fn again(&self, number: usize) -> usize {
        let desk = self.world.desk();
        let resolved = desk.resolved.get(&self.sends[number].id);
        resolved.map_or(0, |resolved| {
            let again = resolved
                .iter()
                .filter(|what| **what == domain::send::Resolution::SendAgain);
            again.count()
        })
    }

    /// INV-2: one wish is one act, however often it was asked for.
    fn check_wish(&mut self, number: usize) {
        let Some(wish) = self.sends[number].wish else {
            return;
        };
        if self.world.desk().wishes[wish].is_loose {
            return;
        }
        let same = (0..self.sends.len()).filter(|other| self.sends[*other].wish == Some(wish));
        let same: Vec<usize> = same.collect();
        let happened: usize = {
            let state = self.world.network.state();
            let counts = same.iter().map(|other| {
                let seen = &self.sends[*other];
                state.log.count(seen.seat, &seen.id)
            });
            counts.sum()
        };
        let allowed: usize = 1 + same
            .iter()
            .map(|other| self.sends[*other].allowances + self.again(*other))
            .sum::<usize>();
        if happened > allowed {
            let ids: Vec<&str> = same
                .iter()
                .map(|other| self.sends[*other].id.as_str())
                .collect();
            let what = format!("wish {wish} happened {happened} times: {}", ids.join(", "));
            self.fail(Invariant::AtMostOnce, what);
        }
    }
}
