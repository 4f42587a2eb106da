//! INV-10, INV-12 and INV-13: what is on record of deliveries agrees with the log, and in the end everything was told.

use std::collections::BTreeSet;

use domain::endpoint::EndpointState;
use domain::ids::{EndpointId, WorkspaceId};
use domain::time::Timestamp;
use serde_json::Value;
use store::deliveries::{self, DeliveryRow, DeliveryState};
use store::endpoints::{self, Endpoint};
use store::{StoreResult, Tx};

use super::told::lane;
use super::{Invariant, Judge};
use crate::clock::micros_of;

/// More deliveries than one receiver can have here.
const ALL: u32 = 1_000_000;
/// Within so long after somebody looks, what may be told is told, in microseconds.
const SOON: i64 = 15 * 60_000_000;

impl Judge {
    pub(super) fn subject(&self, hook: usize) -> (WorkspaceId, EndpointId) {
        let workspace = self.world.plan.endpoints[hook].workspace;
        let ids = self.world.endpoints.get().expect("set up");
        (self.world.caller(workspace).workspace_id, ids[hook])
    }

    fn rows(
        &mut self,
        hook: usize,
        state: Option<DeliveryState>,
    ) -> Option<(Endpoint, Vec<DeliveryRow>)> {
        let subject = self.subject(hook);
        let read = move |tx: &mut Tx<'_>| -> StoreResult<_> {
            let endpoint = endpoints::find(tx, subject.0, subject.1)?;
            let rows = deliveries::list(tx, subject, state, i64::MAX, ALL)?;
            Ok(endpoint.zip(Some(rows)))
        };
        self.read(read)?
    }

    /// What waits is counted, of its own workspace, and in each lane somebody goes first.
    pub(super) fn check_deliveries(&mut self) {
        for hook in 0..self.world.plan.endpoints.len() {
            let Some((endpoint, rows)) = self.rows(hook, Some(DeliveryState::Waiting)) else {
                continue;
            };
            if usize::try_from(endpoint.waiting) != Ok(rows.len()) {
                let what = format!(
                    "{} wait for receiver {hook}, and {} are counted",
                    rows.len(),
                    endpoint.waiting
                );
                self.fail(Invariant::Books, what);
            }
            self.check_own(hook, &rows);
            self.check_lanes(hook, &rows);
        }
    }

    /// INV-12: what is told is of the receiver's own workspace.
    fn check_own(&mut self, hook: usize, rows: &[DeliveryRow]) {
        let heard = &self.telling.heard[self.world.plan.endpoints[hook].workspace];
        let is_own = |row: &&DeliveryRow| {
            let place = usize::try_from(row.number - 1).unwrap_or(usize::MAX);
            let found = heard.get(place);
            found.is_some_and(|(event, _)| event.event_id == row.event_id)
        };
        if let Some(row) = rows.iter().find(|row| !is_own(row)) {
            let what = format!("receiver {hook} is to be told {}", row.event_id);
            self.fail(Invariant::Tenant, what);
        }
    }

    fn lane_of(&self, hook: usize, number: i64) -> String {
        let heard = &self.telling.heard[self.world.plan.endpoints[hook].workspace];
        let place = usize::try_from(number - 1).unwrap_or(usize::MAX);
        let found = heard.get(place);
        found.map_or_else(String::new, |(event, _)| {
            let data: Value = serde_json::from_str(&event.body).unwrap_or_default();
            lane(event, &data)
        })
    }

    /// Whoever is behind another one of its lane has somebody before it who is due.
    fn check_lanes(&mut self, hook: usize, rows: &[DeliveryRow]) {
        let book = self.world.desk().hooks[hook].clone();
        let (mut led, mut untried) = (BTreeSet::new(), BTreeSet::new());
        // The newest stands first.
        for row in rows.iter().rev() {
            let lane = self.lane_of(hook, row.number);
            let is_led = led.contains(&lane);
            if row.due_at.is_none() && !is_led && !book.is_out_of_order(row.number) {
                let what = format!("receiver {hook}: nobody goes before {}", row.number);
                self.fail(Invariant::Webhooks, what);
            }
            if row.due_at.is_some() && untried.contains(&lane) && !book.is_out_of_order(row.number)
            {
                let what = format!("receiver {hook}: {} is due beside its lane", row.number);
                self.fail(Invariant::Webhooks, what);
            }
            let is_untried = row.attempt_count == 0 && row.due_at.is_some();
            if is_untried && !book.is_out_of_order(row.number) {
                untried.insert(lane.clone());
            }
            if row.due_at.is_some() {
                led.insert(lane);
            }
        }
    }

    /// INV-10: in the end everything that a receiver wants has reached it, or was given up, or the receiver is told nothing.
    pub(super) fn check_all_told(&mut self) {
        for hook in 0..self.world.plan.endpoints.len() {
            let Some((endpoint, rows)) = self.rows(hook, None) else {
                continue;
            };
            self.check_own(hook, &rows);
            self.check_arrived(hook, &rows);
            self.check_complete(hook, &endpoint, &rows);
        }
    }

    fn check_arrived(&mut self, hook: usize, rows: &[DeliveryRow]) {
        let arrived = &self.telling.ears[hook].arrived;
        let is_false = |row: &&DeliveryRow| {
            row.state == DeliveryState::Delivered && !arrived.contains(&row.number)
        };
        if let Some(row) = rows.iter().find(is_false) {
            let what = format!(
                "receiver {hook} never got {}, which is delivered",
                row.number
            );
            self.fail(Invariant::Webhooks, what);
        }
    }

    fn check_complete(&mut self, hook: usize, endpoint: &Endpoint, rows: &[DeliveryRow]) {
        let workspace = self.world.plan.endpoints[hook].workspace;
        let (id, now) = (endpoint.endpoint_id.to_string(), self.world.handle.now());
        let heard = &self.telling.heard[workspace];
        let added = heard.iter().position(|(event, _)| {
            event.kind.word() == "endpoint.created" && event.subject.as_deref() == Some(&id)
        });
        let looked_at = now - micros_of(self.world.plan.delivery_polling) - SOON;
        let is_active = endpoint.state == EndpointState::Active;
        let on_record: BTreeSet<i64> = rows.iter().map(|row| row.number).collect();
        let forgotten = heard[added.unwrap_or(0)..]
            .iter()
            .find(|(event, heard_at)| {
                let is_taken =
                    event.number <= endpoint.taken || (is_active && *heard_at < looked_at);
                is_taken
                    && !on_record.contains(&event.number)
                    && self.is_wanted(hook, event, *heard_at)
            });
        if let Some((event, _)) = forgotten {
            let what = format!("receiver {hook} is never to be told {}", event.number);
            self.fail(Invariant::Webhooks, what);
            return;
        }
        let later = Timestamp::from_micros(self.world.network.reading(0));
        let shifted = self.world.desk().clock_shifts;
        // What is planned by a clock that was set comes as much later.
        let is_put_off =
            |until: Timestamp| until > later && micros_of(until.since(later)) <= shifted;
        let is_resting = endpoint.resting_until.is_some_and(is_put_off)
            || rows.iter().filter_map(|row| row.due_at).any(is_put_off);
        let heard = &self.telling.heard[workspace];
        let late = rows.iter().find(|row| {
            let place = usize::try_from(row.number - 1).unwrap_or(usize::MAX);
            row.state == DeliveryState::Waiting
                && heard.get(place).is_some_and(|(_, at)| *at < looked_at)
        });
        if let Some(row) = late.filter(|_| is_active && !is_resting) {
            let what = format!("receiver {hook} has not got {} in the end", row.number);
            self.fail(Invariant::Webhooks, what);
        }
    }
}
