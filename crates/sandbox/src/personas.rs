//! Personas: members who receive, read, type and answer by themselves, as people do.

mod steps;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};

use crate::network::Network;
use crate::random::Random;
use crate::refusal::Refusal;
use crate::store::Happening;
use steps::{Due, Step};

/// Where the settings are kept in the file.
pub(crate) const META_KEY: &str = "personas";
/// Happenings looked at before what is due gets its turn.
const HAPPENINGS_PER_ROUND: usize = 64;
/// A week: longer than anybody waits, and far from where instants overflow.
const AFTER_MS_MAX: u64 = 7 * 24 * 3_600_000;
/// How often a step is tried that fails: with the delays below, for about three minutes.
const TRIES_MAX: u32 = 12;
/// From the first failure to the second try; twice as long after each further one.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(250);
const TRY_AGAIN_WITHIN: Duration = Duration::from_secs(30);

/// What members who are no seats do by themselves, and how long each step takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Personas {
    /// Personas read, type, answer and accept invitations.
    pub enabled: bool,
    /// Messages reach every member who is no seat.
    pub deliver: bool,
    /// From acceptance to delivery, in milliseconds.
    pub deliver_after_ms: u64,
    /// From delivery to reading, in milliseconds.
    pub read_after_ms: u64,
    /// From reading to typing, in milliseconds.
    pub type_after_ms: u64,
    /// From typing to the answer, in milliseconds.
    pub answer_after_ms: u64,
    /// All times are divided by this.
    pub speed: f64,
}

impl Default for Personas {
    fn default() -> Self {
        Self {
            enabled: true,
            deliver: true,
            deliver_after_ms: 350,
            read_after_ms: 1_500,
            type_after_ms: 1_200,
            answer_after_ms: 3_500,
            speed: 1.0,
        }
    }
}

impl Personas {
    /// Nothing happens by itself: every receipt and answer is somebody's act over the control API.
    pub fn off() -> Self {
        Self {
            enabled: false,
            deliver: false,
            ..Self::default()
        }
    }

    /// Refuses speeds and times at which nothing sensible would happen.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if !(self.speed.is_finite() && (0.01..=1_000.0).contains(&self.speed)) {
            let message = "a speed lies between 0.01 and 1000";
            return Err(Refusal::invalid("speed", message));
        }
        let times = [
            ("deliver_after_ms", self.deliver_after_ms),
            ("read_after_ms", self.read_after_ms),
            ("type_after_ms", self.type_after_ms),
            ("answer_after_ms", self.answer_after_ms),
        ];
        match times.into_iter().find(|(_, time)| *time > AFTER_MS_MAX) {
            Some((field, _)) => Err(Refusal::invalid(
                field,
                format!("a step takes {AFTER_MS_MAX} ms at most"),
            )),
            None => Ok(()),
        }
    }
}

/// The settings as they stand, shared with the control API.
pub(crate) type SharedSettings = Arc<RwLock<Personas>>;

/// A copy of the settings.
pub(crate) fn current(settings: &SharedSettings) -> Personas {
    settings
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

/// What is going to happen, in order of time.
pub(super) struct Agenda {
    due: BinaryHeap<Reverse<Due>>,
    /// Who is about to answer in which thread: several messages get one answer. Whoever is in here has a step in `due`
    /// that ends in an answer, or would never answer again.
    answering: BTreeSet<(i64, i64)>,
    last_number: u64,
    random: Random,
}

impl Agenda {
    fn new(seed: u64) -> Self {
        Self {
            due: BinaryHeap::new(),
            answering: BTreeSet::new(),
            last_number: 0,
            random: Random::stream(seed, "personas", 0),
        }
    }

    /// Plans a step after about `delay_ms`, a third more or less.
    fn plan(&mut self, settings: &Personas, delay_ms: u64, step: Step) {
        let varied =
            Duration::from_millis(delay_ms).mul_f64(2.0 / 3.0 + self.random.fraction() * 2.0 / 3.0);
        self.put(Instant::now() + varied.div_f64(settings.speed), 0, step);
    }

    /// Plans a step that is due at once.
    fn plan_now(&mut self, step: Step) {
        self.put(Instant::now(), 0, step);
    }

    fn put(&mut self, at: Instant, failures: u32, step: Step) {
        self.last_number += 1;
        self.due.push(Reverse(Due {
            at,
            number: self.last_number,
            failures,
            step,
        }));
    }

    /// Plans a step again that has failed, or gives it up after too many tries.
    fn plan_again(&mut self, due: &Due, refusal: &Refusal) {
        let failures = due.failures + 1;
        let (step, code, message) = (due.step, refusal.code, &refusal.message);
        if failures == TRIES_MAX {
            tracing::warn!(?step, code, message, "a persona gives up");
            self.give_up(step);
            return;
        }
        tracing::debug!(?step, code, message, "a persona tries again later");
        let delay = TRY_AGAIN_AFTER * 2_u32.pow(failures);
        let at = Instant::now() + delay.min(TRY_AGAIN_WITHIN);
        self.put(at, failures, step);
    }

    /// Leaves a step undone; whoever was about to answer is free to answer the next message.
    fn give_up(&mut self, step: Step) {
        if let Step::Type { thread, member } | Step::Answer { thread, member } = step {
            self.answering.remove(&(thread, member));
        }
    }

    fn take_due(&mut self) -> Vec<Due> {
        let now = Instant::now();
        let mut taken = Vec::new();
        while self.due.peek().is_some_and(|Reverse(due)| due.at <= now) {
            taken.extend(self.due.pop().map(|Reverse(due)| due));
        }
        taken
    }
}

/// Lives until the sandbox stops.
pub(crate) async fn run(network: Arc<Network>, mut happenings: UnboundedReceiver<Happening>) {
    let mut agenda = Agenda::new(network.seed);
    agenda.plan_now(Step::MakeUp);
    let mut stopping = network.stopping.clone();
    while !*stopping.borrow() {
        let next = agenda.due.peek().map(|Reverse(due)| due.at);
        let mut news = Vec::new();
        tokio::select! {
            _ = stopping.changed() => {}
            _ = happenings.recv_many(&mut news, HAPPENINGS_PER_ROUND) => {}
            () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => {}
        }
        for happening in news {
            agenda.plan_now(Step::Notice(happening));
        }
        let due = agenda.take_due();
        steps::perform(&network, &mut agenda, due).await;
    }
}
