//! INV-1 and INV-13: nothing hangs, and the books agree with each other.

use std::collections::BTreeSet;

use domain::ids::SendId;
use store::evidence::{self, Place};
use store::{StoreResult, Tx};

use super::{Invariant, Judge};
use crate::plan::DAY;

/// How long after a day an unknown outcome may take to be put before a person: pauses between looks, and nodes that
/// were down.
const GRACE: i64 = DAY;

impl Judge {
    /// The checks that take a while.
    pub fn audit(&mut self) {
        self.check_hanging();
        for seat in 0..self.world.plan.seats.len() {
            self.check_ledger(seat);
        }
        self.check_deliveries();
        let leak = self.world.desk().leaks.first().cloned();
        if let Some(leak) = leak {
            self.fail(Invariant::Tenant, leak);
        }
    }

    /// INV-1: nothing is under way or in doubt for more than a day.
    fn check_hanging(&mut self) {
        let now = self.world.handle.now();
        let most = DAY + GRACE + self.world.desk().clock_shifts;
        let hanging = self.sends.iter().find(|seen| {
            matches!(seen.state.as_str(), "sending" | "unknown") && now - seen.since > most
        });
        if let Some(seen) = hanging {
            let what = format!("{} is {} for more than a day", seen.id, seen.state);
            self.fail(Invariant::NoLoss, what);
        }
    }

    /// INV-13: a send has its places in the ledger as long as one of its tries happened, or may have.
    fn check_ledger(&mut self, seat: usize) {
        let linked = self.world.linked(seat);
        let read = move |tx: &mut Tx<'_>| -> StoreResult<(Vec<Place>, Vec<SendId>)> {
            let (workspace_id, account_id) = (linked.workspace_id, linked.account_id);
            let places = evidence::list_places(tx, workspace_id, account_id, 10_000)?;
            Ok((places, evidence::list_tried(tx, workspace_id, account_id)?))
        };
        let Some((places, tried)) = self.read(read) else {
            return;
        };
        let held: BTreeSet<(&str, &str)> = places
            .iter()
            .map(|place| (place.source.as_str(), place.action.as_str()))
            .filter(|(source, _)| self.by_id.contains_key(*source))
            .collect();
        let tried: BTreeSet<SendId> = tried.into_iter().collect();
        let mut expected = BTreeSet::new();
        for number in &self.begun[seat] {
            let seen = &self.sends[*number];
            if tried.contains(&seen.row.send_id) {
                let actions = seen.row.kind.actions(seen.row.opens_conversation);
                expected.extend(
                    actions
                        .into_iter()
                        .map(|action| (seen.id.as_str(), action.as_str())),
                );
            }
        }
        let by_hand = places
            .iter()
            .filter_map(|place| place.source.strip_prefix("message:"));
        let claimed: BTreeSet<&str> = self
            .sends
            .iter()
            .filter(|seen| seen.state != "sending")
            .filter_map(|seen| seen.row.message_key.as_deref())
            .collect();
        let twice = by_hand
            .filter(|key| claimed.contains(key))
            .map(str::to_owned)
            .next();
        let wrong = held.symmetric_difference(&expected).next().copied();
        if let Some(key) = twice {
            let what = format!("{key} is a send and counts as written by hand too");
            self.fail(Invariant::Books, what);
            return;
        }
        if let Some((id, action)) = wrong {
            let is_held = held.contains(&(id, action));
            let state = self
                .by_id
                .get(id)
                .map_or("", |number| self.sends[*number].state.as_str());
            let what = format!(
                "the ledger {} a place for {action} of {id}, which is {state}",
                if is_held { "has" } else { "has not" }
            );
            self.fail(Invariant::Books, what);
        }
    }
}
