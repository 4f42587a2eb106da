//! What callers were told, held against what became of it; and the order of each conversation as the network has it.

use std::collections::BTreeMap;

use domain::network::CapabilityClass;
use domain::send::SendKind;

use super::{Invariant, Judge};
use crate::desk::Told;

impl Judge {
    /// The last word, when all is quiet.
    pub fn conclude(&mut self) {
        self.audit();
        self.check_told();
        self.check_order();
        self.check_settled();
        self.check_all_told();
    }

    /// INV-1 and INV-3: who was told that it is accepted finds it, and what was refused never happened.
    fn check_told(&mut self) {
        let wishes = self.world.desk().wishes.clone();
        for (number, wish) in wishes.iter().enumerate() {
            for told in &wish.answers {
                if let Told::Accepted(id) = told
                    && !self.by_id.contains_key(id)
                {
                    self.fail(
                        Invariant::NoLoss,
                        format!("wish {number} was told of {id}, which is nowhere"),
                    );
                }
            }
            let is_refused = |told: &Told| matches!(told, Told::Refused(_));
            if wish.answers.is_empty() || !wish.answers.iter().all(is_refused) || wish.under_way > 0
            {
                continue;
            }
            // What was taken for absent where the policy allows it may still turn up.
            let happened = self.sends.iter().find(|seen| {
                seen.wish == Some(number) && seen.happened.is_some() && seen.allowances == 0
            });
            if let Some(seen) = happened {
                let what = format!(
                    "wish {number} was told {:?}, and {} happened",
                    wish.answers, seen.id
                );
                self.fail(Invariant::HonestState, what);
            }
        }
    }

    /// INV-5: what left into a conversation left in the order of acceptance, unless somebody planned it otherwise.
    fn check_order(&mut self) {
        self.note_moved();
        let accepted = self.world.network.state().log.acceptances.clone();
        let mut last: BTreeMap<(usize, String), usize> = BTreeMap::new();
        for accepted in accepted
            .iter()
            .filter(|accepted| !accepted.thread_key.is_empty())
        {
            let Some(number) = self.by_id.get(&accepted.token).copied() else {
                continue;
            };
            self.refresh(number);
            let own = &self.sends[number];
            let is_decided = own.allowances > 0 || self.world.desk().resolved.contains_key(&own.id);
            // What content alone tells may be the same words by hand.
            let is_other = own.row.message_key.as_ref() != Some(&accepted.message_key);
            if own.is_planned || is_decided || is_other || own.row.kind != SendKind::Message {
                continue;
            }
            let lane = (accepted.seat, accepted.thread_key.clone());
            if let Some(before) = last.get(&lane) {
                let before = &self.sends[*before];
                if before.row.number > own.row.number {
                    let what = format!(
                        "{} left before {}, which was accepted first",
                        before.id, own.id
                    );
                    self.fail(Invariant::Order, what);
                    return;
                }
            }
            last.insert(lane, number);
        }
    }

    /// INV-1: when all is quiet, everything has come to its end or waits for a person. INV-2: where a network can be
    /// asked for our token, what is sent happened exactly once.
    fn check_settled(&mut self) {
        for number in 0..self.sends.len() {
            let seen = &self.sends[number];
            let is_open = matches!(
                seen.state.as_str(),
                "queued" | "scheduled" | "sending" | "unknown"
            );
            let age = self.world.handle.now() - seen.since;
            if is_open && !seen.is_planned && age > 6 * crate::plan::DAY && !self.waits_long(number)
            {
                let what = format!(
                    "{} is still {} when all is quiet",
                    self.sends[number].id, self.sends[number].state
                );
                self.fail(Invariant::NoLoss, what);
            }
            let seen = &self.sends[number];
            let class = self.world.plan.seats[seen.seat].class;
            let is_told = matches!(class, CapabilityClass::A | CapabilityClass::B);
            let is_sent = matches!(seen.state.as_str(), "sent" | "delivered" | "seen");
            let count = self.world.network.state().log.count(seen.seat, &seen.id);
            if is_told
                && is_sent
                && count != 1
                && seen.allowances == 0
                && self.again(number) == 0
                && seen.row.kind == SendKind::Message
                && !self.resolved(number, domain::send::Resolution::Sent)
            {
                let what = format!(
                    "{} is sent and happened {count} times",
                    self.sends[number].id
                );
                self.fail(Invariant::AtMostOnce, what);
            }
        }
    }

    /// A send that was given weeks to leave.
    fn waits_long(&mut self, number: usize) -> bool {
        self.refresh(number);
        self.sends[number].row.expires_at > domain::time::Clock::now(&*self.world.clocks[0])
    }
}
