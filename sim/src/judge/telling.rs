//! INV-10 and INV-12: requests to receivers, as they begin, arrive and end.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::delivery::REST_MAX;
use domain::endpoint::EndpointState;
use domain::time::Timestamp;
use store::deliveries::{self, DeliveryRow, DeliveryState};
use store::endpoints::{self, Endpoint};
use store::events::Event;
use store::{StoreResult, Tx};

use super::{Invariant, Judge};
use crate::faults::Kind;
use crate::receivers::{Call, Came, Note};
use crate::sometimes::Sometimes;

/// How long after a pause somebody may still be told what was handed out before it, in microseconds.
const AFTER_PAUSE: i64 = 60_000_000;
/// The most numbers that one request names as missing.
const GAP_MAX: usize = 100;
/// So often an event is tried before it is given up.
const TRIES: u32 = 10;
/// A second in microseconds.
const SECOND: i64 = 1_000_000;

/// What the judge knows of receivers.
pub(super) struct Telling {
    /// Of each workspace, what happened, by number from 1, and when the judge heard of it.
    pub(super) heard: Vec<Vec<(Event, i64)>>,
    pub(super) ears: Vec<Ear>,
    /// What each request says, by its number.
    asks: Vec<Ask>,
    notes: usize,
    /// Requests that were answered, and that the product has not written down yet.
    answered: Vec<usize>,
}

/// What the judge knows of one receiver.
#[derive(Default)]
pub(super) struct Ear {
    /// The numbers that arrived.
    pub(super) arrived: BTreeSet<i64>,
    /// Of each lane, the highest number that arrived in its order.
    highest: BTreeMap<String, i64>,
    /// Numbers of which somebody said that they are missing.
    named: BTreeSet<i64>,
    /// Lanes of which more are missing than can be said.
    crowded: BTreeSet<String>,
    /// By number, how often it had been asked for when it was written down as delivered.
    delivered: BTreeMap<i64, u32>,
    /// By number, the newest request.
    latest: BTreeMap<i64, usize>,
    /// By number, how many requests there were.
    made: BTreeMap<i64, u32>,
    /// Requests under way.
    open: Vec<usize>,
    /// Requests of the last second.
    begun: VecDeque<usize>,
    /// When the endpoint was paused, enabled or disabled last, in true time.
    changed_at: i64,
    /// Until when it wants nothing, as far as that was on record before the present step.
    rests_until: Option<Timestamp>,
}

/// What a request says.
#[derive(Clone, Default)]
pub(super) struct Ask {
    pub(super) number: i64,
    pub(super) lane: String,
    pub(super) gap: Vec<i64>,
    /// Tries that were on record when it began.
    pub(super) tries: u32,
}

impl Telling {
    pub(super) fn new(workspaces: usize, endpoints: usize) -> Self {
        Self {
            heard: vec![Vec::new(); workspaces],
            ears: (0..endpoints).map(|_| Ear::default()).collect(),
            asks: Vec::new(),
            notes: 0,
            answered: Vec::new(),
        }
    }
}

impl Judge {
    /// Something happened in a workspace.
    pub(super) fn hear_for_receivers(&mut self, workspace: usize, event: &Event) {
        let now = self.world.handle.now();
        self.telling.heard[workspace].push((event.clone(), now));
        let word = event.kind.word();
        if !word.starts_with("endpoint.") {
            return;
        }
        let subject = event.subject.as_deref().unwrap_or_default();
        let ids = self.world.endpoints.get().expect("set up");
        if let Some(hook) = ids.iter().position(|id| id.to_string() == subject) {
            self.telling.ears[hook].changed_at = now;
            if word == "endpoint.disabled" {
                let is_gone = event.body.contains("\"gone\"");
                self.world.reached(if is_gone {
                    Sometimes::WebhookReceiverGone
                } else {
                    Sometimes::WebhookReceiverHopeless
                });
            }
        }
    }

    /// Reads what is new in the receivers' log.
    pub(super) fn read_receivers(&mut self, has_committed: bool) {
        let notes = self.world.receivers.state().notes[self.telling.notes..].to_vec();
        self.telling.notes += notes.len();
        for note in notes {
            match note {
                Note::Began(call) => self.request_begins(call),
                Note::Arrived(call) => self.request_arrives(call),
                Note::Ended(call) => self.request_ends(call),
            }
        }
        if has_committed && !self.telling.answered.is_empty() {
            let answered = std::mem::take(&mut self.telling.answered);
            for call in answered {
                self.settle(call);
            }
        }
    }

    fn call(&self, number: usize) -> Call {
        self.world.receivers.state().calls[number].clone()
    }

    /// The endpoint of a receiver and one of its deliveries, as they are stored now.
    fn stored(&mut self, hook: usize, number: i64) -> Option<(Endpoint, Option<DeliveryRow>)> {
        let subject = self.subject(hook);
        let read = move |tx: &mut Tx<'_>| -> StoreResult<_> {
            let endpoint = endpoints::find(tx, subject.0, subject.1)?;
            Ok(endpoint.zip(Some(deliveries::find(tx, subject, number)?)))
        };
        let found = self.read(read)?;
        if found.is_none() {
            let what = format!("the endpoint of receiver {hook} is not there");
            self.fail(Invariant::Webhooks, what);
        }
        found
    }

    fn request_begins(&mut self, number: usize) {
        let call = &self.call(number);
        let Some(mut ask) = self.understand(call) else {
            self.telling.asks.push(Ask::default());
            return;
        };
        let Some((endpoint, row)) = self.stored(call.receiver, ask.number) else {
            self.telling.asks.push(ask);
            return;
        };
        self.check_signature(call, &endpoint);
        ask.tries = row.as_ref().map_or(0, |row| row.attempt_count);
        if !self.world.is_unsettled(call.process.0) {
            self.check_may_begin(call, &ask, &endpoint, row.as_ref());
            self.check_pace(number, call);
        }
        self.check_beside(call, &ask);
        self.check_repeat(call, &ask);
        let ear = &mut self.telling.ears[call.receiver];
        ear.open.push(number);
        ear.begun.push_back(number);
        ear.latest.insert(ask.number, number);
        *ear.made.entry(ask.number).or_default() += 1;
        self.telling.asks.push(ask);
    }

    /// It is on record as waiting, the receiver may be told, and did not ask for a rest.
    fn check_may_begin(
        &mut self,
        call: &Call,
        ask: &Ask,
        endpoint: &Endpoint,
        row: Option<&DeliveryRow>,
    ) {
        let (hook, number) = (call.receiver, ask.number);
        let state = row.map(|row| row.state);
        if state != Some(DeliveryState::Waiting) {
            let what = format!("receiver {hook} is told {number}, which is {state:?}");
            self.fail(Invariant::Webhooks, what);
        }
        let reading = Timestamp::from_micros(call.began_reading);
        let known = endpoint.resting_until == self.telling.ears[hook].rests_until;
        let rest = endpoint.resting_until.filter(|until| *until > reading);
        if let Some(until) = rest.filter(|_| known) {
            let what = format!("receiver {hook} is told {number} and wants none until {until}");
            self.fail(Invariant::Webhooks, what);
        }
        let changed_at = self.telling.ears[hook].changed_at;
        if endpoint.state != EndpointState::Active && call.began_at > changed_at + AFTER_PAUSE {
            let what = format!(
                "receiver {hook} is told {number} and is {}",
                endpoint.state.word()
            );
            self.fail(Invariant::Webhooks, what);
        }
    }

    /// No more begin in a second than may.
    fn check_pace(&mut self, number: usize, call: &Call) {
        let hook = call.receiver;
        let began: BTreeMap<usize, (i64, (usize, u64))> = {
            let state = self.world.receivers.state();
            let begun = self.telling.ears[hook].begun.iter();
            begun
                .map(|other| {
                    let other_call = &state.calls[*other];
                    (*other, (other_call.began_at, other_call.process))
                })
                .collect()
        };
        let is_recent = |other: &usize| {
            began.get(other).is_some_and(|(at, process)| {
                *at > call.began_at - SECOND && *process == call.process
            })
        };
        let ear = &mut self.telling.ears[hook];
        ear.begun.retain(is_recent);
        // Those of other processes do not count: a courier that begins anew knows nothing of them.
        let most = self.world.plan.endpoints[hook].per_second;
        let count = u32::try_from(ear.begun.len()).unwrap_or(u32::MAX);
        if count > most {
            let what = format!("webhook {number} is one of {count} in a second to receiver {hook}");
            self.fail(Invariant::Webhooks, what);
        }
    }

    /// Of one lane one event is under way, of one receiver so many, and only one process tells it.
    fn check_beside(&mut self, call: &Call, ask: &Ask) {
        let hook = call.receiver;
        let open: Vec<usize> = self.telling.ears[hook].open.clone();
        let processes: Vec<(usize, u64)> = {
            let state = self.world.receivers.state();
            open.iter().map(|open| state.calls[*open].process).collect()
        };
        let book = self.world.desk().hooks[hook].clone();
        let mut own = 0;
        for (other, process) in open.into_iter().zip(processes) {
            let other = self.telling.asks[other].clone();
            if process != call.process {
                let is_lost =
                    self.world.is_unsettled(process.0) || self.world.is_unsettled(call.process.0);
                if !is_lost {
                    let what = format!(
                        "receiver {hook} is told {} by {:?} and {} by {process:?} at a time",
                        ask.number, call.process, other.number
                    );
                    self.fail(Invariant::Webhooks, what);
                }
                continue;
            }
            own += 1;
            let (first, second) = if other.number < ask.number {
                (&other, ask)
            } else {
                (ask, &other)
            };
            let is_free = second.gap.contains(&first.number)
                || second.gap.len() >= GAP_MAX
                || book.is_out_of_order(first.number)
                || book.is_out_of_order(second.number);
            if other.lane == ask.lane && !is_free {
                let what = format!(
                    "receiver {hook} is told {} while {} of its lane is under way",
                    ask.number, other.number
                );
                self.fail(Invariant::Webhooks, what);
            }
        }
        if own >= self.world.plan.endpoints[hook].together {
            let what = format!("receiver {hook} is told {own} others at the same time");
            self.fail(Invariant::Webhooks, what);
        }
    }

    /// What was written down as delivered is told again to those who ask only.
    fn check_repeat(&mut self, call: &Call, ask: &Ask) {
        let hook = call.receiver;
        let replays = self.replays(hook, ask.number);
        let written = self.telling.ears[hook].delivered.get(&ask.number).copied();
        if written == Some(replays) {
            let what = format!("receiver {hook} is told {} again", ask.number);
            self.fail(Invariant::Webhooks, what);
        }
        let ear = &self.telling.ears[hook];
        if replays > 0 && written.is_some() {
            self.world.reached(Sometimes::WebhookReplayed);
        }
        let before = ear.latest.get(&ask.number).map(|number| self.call(*number));
        let Some(before) = before else { return };
        match before.end.map(|end| end.came) {
            Some(Some(Came::Broken)) if ear.arrived.contains(&ask.number) => {
                self.world.reached(Sometimes::WebhookAgainAfterCut);
            }
            Some(None) if before.process.0 != call.process.0 => {
                self.world.reached(Sometimes::WebhookTakenOver);
            }
            _ => {}
        }
    }

    fn replays(&self, hook: usize, number: i64) -> u32 {
        let desk = self.world.desk();
        desk.hooks[hook].replays.get(&number).copied().unwrap_or(0)
    }

    /// INV-10: what arrives for the first time arrives in the order of its lane.
    fn request_arrives(&mut self, number: usize) {
        let call = self.call(number);
        let (hook, ask) = (call.receiver, self.telling.asks[number].clone());
        if call.end.is_some() {
            self.world.reached(Sometimes::WebhookTakenLate);
        }
        let is_out_of_order = self.world.desk().hooks[hook].is_out_of_order(ask.number);
        let ear = &mut self.telling.ears[hook];
        if ask.gap.len() >= GAP_MAX {
            ear.crowded.insert(ask.lane.clone());
        }
        if !ask.gap.is_empty() {
            self.world.reached(Sometimes::WebhookLanePassed);
        }
        ear.named.extend(ask.gap);
        if !ear.arrived.insert(ask.number) {
            return;
        }
        let highest = ear.highest.get(&ask.lane).copied().unwrap_or(0);
        if is_out_of_order {
            if ask.number < highest {
                self.world.reached(Sometimes::WebhookRecovered);
            }
            return;
        }
        ear.highest
            .insert(ask.lane.clone(), highest.max(ask.number));
        let is_known = ear.named.contains(&ask.number) || ear.crowded.contains(&ask.lane);
        if ask.number < highest && !is_known {
            let what = format!(
                "receiver {hook} hears {} after {highest} of its lane, and nobody said that it was missing",
                ask.number
            );
            self.fail(Invariant::Webhooks, what);
        }
    }

    fn request_ends(&mut self, number: usize) {
        let call = self.call(number);
        let ask = &self.telling.asks[number];
        let ear = &mut self.telling.ears[call.receiver];
        ear.open.retain(|open| *open != number);
        let is_answered = call.end.is_some_and(|end| end.came.is_some());
        if is_answered && ear.latest.get(&ask.number) == Some(&number) {
            self.telling.answered.push(number);
        }
    }

    /// Looks whether the product has written an answer down by now, and as what.
    fn settle(&mut self, number: usize) {
        let call = self.call(number);
        let (hook, ask) = (call.receiver, self.telling.asks[number].clone());
        let Some((reading, came)) = call.end.and_then(|end| Some((end.reading, end.came?))) else {
            return;
        };
        let is_newest = self.telling.ears[hook].latest.get(&ask.number) == Some(&number);
        if !is_newest {
            self.check_forgotten(&call, &ask, came);
            return;
        }
        if !self.world.is_running(call.process) {
            return;
        }
        let Some((endpoint, row)) = self.stored(hook, ask.number) else {
            return;
        };
        let Some(row) = row else {
            let what = format!("receiver {hook} was told {}, which is gone", ask.number);
            self.fail(Invariant::Webhooks, what);
            return;
        };
        if row.attempt_count <= ask.tries {
            self.telling.answered.push(number);
            return;
        }
        self.telling.ears[hook].rests_until = endpoint.resting_until;
        self.check_written(hook, &row, came);
        if !self.world.is_unsettled(call.process.0) {
            self.check_heeded(hook, &endpoint, came, reading);
        }
    }

    /// What is written down is what was answered.
    fn check_written(&mut self, hook: usize, row: &DeliveryRow, came: Came) {
        let is_delivered = row.state == DeliveryState::Delivered;
        // What arrived once stays delivered, whatever becomes of telling it again.
        let was_delivered = self.telling.ears[hook].delivered.contains_key(&row.number);
        let is_true = if came.is_success() {
            is_delivered
        } else {
            !is_delivered || was_delivered
        };
        if !is_true {
            let what = format!(
                "receiver {hook} answered {came:?} to {}, which is {}",
                row.number,
                row.state.word()
            );
            self.fail(Invariant::Webhooks, what);
        }
        let made = self.telling.ears[hook].made.get(&row.number).copied();
        if row.attempt_count > made.unwrap_or(0) {
            let what = format!(
                "{} tries to tell receiver {hook} {} are on record, and {made:?} were made",
                row.attempt_count, row.number
            );
            self.fail(Invariant::Webhooks, what);
        }
        if is_delivered {
            let replays = self.replays(hook, row.number);
            let ear = &mut self.telling.ears[hook];
            ear.delivered.insert(row.number, replays);
        }
        if row.state == DeliveryState::Failed {
            self.world.reached(Sometimes::WebhookGivenUp);
            if row.attempt_count < TRIES {
                let what = format!("{} is given up too early", row.number);
                self.fail(Invariant::Webhooks, what);
            }
        }
    }

    /// A receiver that is gone is disabled, and one that asks for a rest has it.
    fn check_heeded(&mut self, hook: usize, endpoint: &Endpoint, came: Came, reading: i64) {
        if endpoint.state != EndpointState::Active {
            return;
        }
        match came {
            Came::Status(410, _) => {
                let what = format!("receiver {hook} is gone and still told");
                self.fail(Invariant::Webhooks, what);
            }
            Came::Status(429 | 503, Some(rest)) => {
                self.world.reached(Sometimes::WebhookRested);
                let until = Timestamp::from_micros(reading).plus(rest.min(REST_MAX));
                if endpoint.resting_until.is_none_or(|known| known < until) {
                    let what = format!("receiver {hook} wants a rest until {until} and gets none");
                    self.fail(Invariant::Webhooks, what);
                }
            }
            _ => {}
        }
    }

    /// An answer was not written down before the event was told again: somebody else took over, or a commit failed.
    fn check_forgotten(&mut self, call: &Call, ask: &Ask, came: Came) {
        let newest = self.telling.ears[call.receiver].latest[&ask.number];
        let is_same = self.call(newest).process == call.process;
        let is_excused = self.world.plan.nodes > 1 || self.world.plan.mix.has(Kind::Store);
        if is_same && !is_excused && came.is_success() {
            let what = format!(
                "receiver {} took {} and is told it again",
                call.receiver, ask.number
            );
            self.fail(Invariant::Webhooks, what);
        }
    }
}
