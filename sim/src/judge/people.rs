//! INV-4: what one person gets from all accounts of a workspace together.

use domain::ledger::Action;
use domain::policy::Cap;

use super::begins::Beginning;
use super::{Invariant, Judge};
use crate::clock::micros_of;
use crate::sometimes::Sometimes;

impl Judge {
    pub(super) fn check_person_limit(&mut self, beginning: &Beginning) {
        if beginning.is_repeat {
            return;
        }
        let began = beginning.attempt.began_at;
        for cap in &beginning.policy.per_person {
            let used = self.had(beginning.number, cap, began.micros(), -self.spread());
            if used == u64::from(cap.cap) {
                self.world.reached(Sometimes::PersonLimitReached);
            }
            if used > u64::from(cap.cap) {
                let what = format!(
                    "{} begins at {began} as number {used} of {} {} in {} s to one person",
                    self.sends[beginning.number].id, cap.cap, cap.action, cap.seconds
                );
                self.fail(Invariant::Limits, what);
            }
        }
    }

    /// Whether one more may go to this person; in doubt it may not.
    pub(super) fn has_room_for_person(&self, number: usize, caps: &[Cap], at: i64) -> bool {
        let slack = micros_of(std::time::Duration::from_mins(2)) + self.world.desk().clock_shifts;
        let seats = &self.world.plan.seats;
        caps.iter().all(|cap| {
            let workspace = seats[self.sends[number].seat].workspace;
            let beside = (0..seats.len()).filter(|seat| seats[*seat].workspace == workspace);
            let by_hand: u64 = beside
                .map(|seat| self.written(seat, Action::Message, cap.seconds, at - slack))
                .sum();
            self.had(number, cap, at, slack) + by_hand <= u64::from(cap.cap)
        })
    }

    /// Acts to the person of a send that count under a cap, with the send itself. `slack` makes the stretch longer.
    fn had(&self, number: usize, cap: &Cap, at: i64, slack: i64) -> u64 {
        let own = &self.sends[number];
        let counts_as = |seen: &super::seen::Seen| {
            let actions = seen.row.kind.actions(seen.row.opens_conversation);
            Action::from_name(&cap.action).is_some_and(|action| actions.contains(&action))
        };
        if !counts_as(own) || own.row.recipient_key.is_none() {
            return 0;
        }
        let seats = &self.world.plan.seats;
        let workspace = seats[own.seat].workspace;
        let span = micros_of(std::time::Duration::from_secs(cap.seconds)) + slack;
        let begun = (0..seats.len()).filter(|seat| seats[*seat].workspace == workspace);
        let begun = begun.flat_map(|seat| self.begun[seat].iter());
        let others = begun.filter(|other| **other != number);
        let counted = others.filter(|other| {
            let seen = &self.sends[**other];
            let may_have = matches!(
                seen.state.as_str(),
                "sending" | "unknown" | "needs_decision" | "sent" | "delivered" | "seen"
            ) || (slack > 0 && !seen.is_freed());
            let happened = seen.happened.unwrap_or(seen.deadline);
            may_have
                && happened + span > at
                && seen.row.recipient_key == own.row.recipient_key
                && counts_as(seen)
        });
        1 + u64::try_from(counted.count()).unwrap_or(u64::MAX - 1)
    }
}
