//! Personas: members who receive, read, type and answer by themselves, as people do.

mod steps;

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

    /// Refuses speeds at which nothing sensible would happen.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.speed.is_finite() && (0.01..=1_000.0).contains(&self.speed) {
            Ok(())
        } else {
            Err(Refusal::invalid(
                "speed",
                "a speed lies between 0.01 and 1000",
            ))
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
    /// Who is about to answer in which thread: several messages get one answer.
    answering: BTreeSet<(i64, i64)>,
    last_number: u64,
    random: Random,
}

impl Agenda {
    /// Plans a step after about `delay_ms`, a third more or less.
    fn plan(&mut self, settings: &Personas, delay_ms: u64, step: Step) {
        let varied =
            Duration::from_millis(delay_ms).mul_f64(2.0 / 3.0 + self.random.fraction() * 2.0 / 3.0);
        self.last_number += 1;
        self.due.push(Reverse(Due {
            at: Instant::now() + varied.div_f64(settings.speed),
            number: self.last_number,
            step,
        }));
    }

    fn take_due(&mut self) -> Vec<Step> {
        let now = Instant::now();
        let mut steps = Vec::new();
        while self.due.peek().is_some_and(|Reverse(due)| due.at <= now) {
            steps.extend(self.due.pop().map(|Reverse(due)| due.step));
        }
        steps
    }
}

/// Lives until the sandbox stops.
pub(crate) async fn run(network: Arc<Network>, mut happenings: UnboundedReceiver<Happening>) {
    let mut agenda = Agenda {
        due: BinaryHeap::new(),
        answering: BTreeSet::new(),
        last_number: 0,
        random: Random::stream(network.seed, "personas", 0),
    };
    for happening in steps::left_over(&network).await {
        notice(&network, &mut agenda, happening).await;
    }
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
            notice(&network, &mut agenda, happening).await;
        }
        let due = agenda.take_due();
        if let Err(refusal) = steps::perform(&network, &mut agenda, due).await {
            tracing::debug!(
                code = refusal.code,
                message = refusal.message,
                "a persona could not act"
            );
        }
    }
}

async fn notice(network: &Network, agenda: &mut Agenda, happening: Happening) {
    if let Err(refusal) = steps::notice(network, agenda, happening).await {
        tracing::debug!(
            code = refusal.code,
            message = refusal.message,
            "a persona missed something"
        );
    }
}
