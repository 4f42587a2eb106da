//! Delivers to one endpoint.

use std::collections::{BTreeSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use domain::delivery::{Answer, Pace};
use domain::endpoint::EndpointState;
use domain::metric::Metric;
use domain::time::Timestamp;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use store::deliveries::{self, Due, Finished, Outcome, Turn, TurnInput};
use store::leases::Claimant;
use store::{StoreResult, endpoints};
use tokio::sync::watch;

use super::Subject;
use super::target::{Target, deliver};
use crate::Parts;
use crate::tick::{Ended, Tick};

/// How long a node may deliver to an endpoint after its last turn: longer than a delivery takes.
const LEASE: Duration = Duration::from_mins(1);
/// How long to leave an endpoint alone to which another node delivers.
const FOREIGN: Duration = Duration::from_secs(5);
/// How long to wait after a turn that failed.
const FAILED: Duration = Duration::from_secs(1);

pub(super) struct Courier {
    parts: Arc<Parts>,
    subject: Subject,
    /// Whether somebody changed the endpoint.
    changed: watch::Receiver<u64>,
    grown: watch::Receiver<u64>,
    /// Up to which number the log was looked at.
    seen: i64,
    pace: Pace,
    /// Handed out, and not begun yet.
    ready: VecDeque<Due>,
    running: FuturesUnordered<BoxFuture<'static, Tried>>,
    /// The numbers of those that are ready or running.
    under_way: BTreeSet<i64>,
    finished: Vec<Finished>,
    /// Until when this node may deliver; `None` while it may not.
    lease_until: Option<Timestamp>,
}

/// A number, and what came of trying it; `None`: our own side failed, so that nothing is known of the receiver.
type Tried = (i64, Option<Finished>);

/// What is known of the endpoint since its last turn.
struct Known {
    target: Arc<Result<Target, String>>,
    per_second: u32,
    /// Deliveries that may be under way at the same time.
    together: u32,
}

impl Courier {
    pub(super) fn new(parts: Arc<Parts>, subject: Subject, changed: watch::Receiver<u64>) -> Self {
        let grown = parts.store.hints().watch_log(subject.0);
        Self {
            parts,
            subject,
            changed,
            grown,
            seen: 0,
            pace: Pace::default(),
            ready: VecDeque::new(),
            running: FuturesUnordered::new(),
            under_way: BTreeSet::new(),
            finished: Vec::new(),
            lease_until: None,
        }
    }

    /// Delivers until the endpoint is told no more, or all ends. What is under way then is finished and kept.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            self.changed.borrow_and_update();
            self.grown.borrow_and_update();
            match self.turn(true).await {
                Ok(Outcome::Done(turn)) if turn.endpoint.state == EndpointState::Active => {
                    let known = self.known(&turn);
                    self.take(&turn);
                    self.heed(&turn, &known);
                    let wake_at = if turn.has_more && known.has_room(self.under_way.len()) {
                        Some(self.parts.clock.now())
                    } else {
                        turn.next_at
                    };
                    self.ready.extend(turn.due);
                    self.wait(&known, wake_at, &mut stop).await;
                }
                Ok(Outcome::Done(_) | Outcome::Gone) => break,
                Ok(Outcome::Foreign) => {
                    self.yield_to_another();
                    self.pause(FOREIGN, &mut stop).await;
                }
                Err(error) => {
                    tracing::warn!(endpoint = %self.subject.1, %error, "a turn of delivery failed");
                    self.pause(FAILED, &mut stop).await;
                }
            }
        }
        self.finish().await;
    }

    /// Keeps what is finished and asks what is due.
    async fn turn(&mut self, hands_out: bool) -> StoreResult<Outcome> {
        let tick = Tick::begin(&self.parts, "delivery");
        let kept = self.finished.len();
        let outcome = self.write_turn(hands_out).await;
        let ended = match outcome {
            Ok(_) => Ended::Done(kept),
            Err(_) => Ended::Failed,
        };
        tick.end(&self.parts, &self.subject.1, ended);
        outcome
    }

    async fn write_turn(&mut self, hands_out: bool) -> StoreResult<Outcome> {
        let now = self.parts.clock.now();
        if self.lease_until.is_none_or(|until| until <= now) {
            // Another node may have told meanwhile what was handed out here.
            self.give_back();
        }
        let input = TurnInput {
            workspace_id: self.subject.0,
            endpoint_id: self.subject.1,
            finished: self.finished.clone(),
            seen: self.seen,
            under_way: self.under_way.clone(),
            hands_out,
            now,
        };
        let parts = Arc::clone(&self.parts);
        let lease_until = input.now.plus(LEASE);
        let store = self.parts.store.clone();
        let turn = store.write(move |tx| {
            let claimant = Claimant {
                node: &parts.node,
                machine: &parts.machine,
                is_exclusive: parts.is_exclusive,
            };
            deliveries::turn(tx, &input, &claimant, lease_until)
        });
        let kept = self.finished.len();
        let mut turn = pin!(turn);
        // What ends meanwhile is kept by the next turn.
        let outcome = loop {
            tokio::select! {
                biased;
                outcome = &mut turn => break outcome?,
                Some(tried) = self.running.next() => self.end(tried),
            }
        };
        self.finished.drain(..kept);
        self.lease_until = match outcome {
            // At least half of it is left after a turn.
            Outcome::Done(_) => Some(lease_until.minus(LEASE / 2)),
            _ => None,
        };
        Ok(outcome)
    }

    fn known(&self, turn: &Turn) -> Known {
        let (endpoint, now) = (&turn.endpoint, self.parts.clock.now());
        Known {
            target: Arc::new(Target::open(endpoint, &self.parts.vault, now)),
            per_second: endpoint.settings.per_second,
            together: endpoint.record.together(endpoint.settings.together),
        }
    }

    fn take(&mut self, turn: &Turn) {
        self.seen = turn.seen;
        self.under_way
            .extend(turn.due.iter().map(|due| due.event.number));
    }

    /// Gives back what was handed out and not begun when the receiver asks for a rest, or is to be asked carefully.
    fn heed(&mut self, turn: &Turn, known: &Known) {
        let now = self.parts.clock.now();
        let is_resting = turn.endpoint.resting_until.is_some_and(|until| until > now);
        if is_resting || known.together < turn.endpoint.settings.together {
            self.give_back();
        }
    }

    fn give_back(&mut self) {
        for due in self.ready.drain(..) {
            self.under_way.remove(&due.event.number);
        }
    }

    /// Another node has the endpoint, and takes the log from where it is written to be.
    fn yield_to_another(&mut self) {
        self.give_back();
        self.seen = 0;
    }

    /// Begins what is ready, as fast as it may, until there is a reason for another turn.
    async fn wait(
        &mut self,
        known: &Known,
        wake_at: Option<Timestamp>,
        stop: &mut watch::Receiver<bool>,
    ) {
        let until = self.parts.clock.now().plus(self.parts.polling.delivery);
        let until = wake_at.map_or(until, |wake_at| wake_at.min(until));
        loop {
            let opens_at = self.begin(known);
            let now = self.parts.clock.now();
            // While nothing more can be handed out, only an end brings anything new.
            let until = if known.has_room(self.under_way.len()) {
                until
            } else {
                now.plus(self.parts.polling.delivery)
            };
            let next = opens_at.map_or(until, |opens_at| opens_at.min(until));
            tokio::select! {
                biased;
                _ = stop.changed() => return,
                Some(tried) = self.running.next() => {
                    self.end(tried);
                    while let Some(Some(tried)) = self.running.next().now_or_never() {
                        self.end(tried);
                    }
                    return;
                }
                _ = self.changed.changed() => return,
                _ = self.grown.changed(), if known.has_room(self.under_way.len()) => return,
                () = self.parts.timer.sleep(next.since(now)) => {
                    if self.parts.clock.now() >= until {
                        return;
                    }
                }
            }
        }
    }

    /// Begins what is ready and may begin now. Says when the next may.
    fn begin(&mut self, known: &Known) -> Option<Timestamp> {
        while !self.ready.is_empty() {
            let now = self.parts.clock.now();
            // A machine that stood still finds another one at its place.
            if self.lease_until.is_none_or(|until| until <= now) {
                self.give_back();
                return Some(now);
            }
            let opens_at = self.pace.opens_at(known.per_second, now);
            if opens_at > now {
                return Some(opens_at);
            }
            self.pace.begin(now);
            if let Some(due) = self.ready.pop_front() {
                let (parts, target) = (Arc::clone(&self.parts), Arc::clone(&known.target));
                self.running.push(watched(parts, target, due));
            }
        }
        None
    }

    fn end(&mut self, (number, finished): Tried) {
        self.under_way.remove(&number);
        if let Some(finished) = &finished {
            let recorder = &self.parts.recorder;
            recorder.add(Metric::Deliveries, &[word(finished)], 1);
            recorder.observe(Metric::DeliveryDuration, &[], finished.took);
        }
        self.finished.extend(finished);
    }

    async fn pause(&mut self, span: Duration, stop: &mut watch::Receiver<bool>) {
        tokio::select! {
            biased;
            _ = stop.changed() => {}
            () = self.parts.timer.sleep(span) => {}
        }
    }

    /// Keeps what is still under way, and lets another node have the endpoint.
    async fn finish(mut self) {
        self.ready.clear();
        while let Some(tried) = self.running.next().await {
            self.end(tried);
        }
        if !self.finished.is_empty()
            && let Err(error) = self.turn(false).await
        {
            tracing::warn!(endpoint = %self.subject.1, %error, "what was delivered is delivered again");
        }
        if self.parts.is_exclusive || self.lease_until.is_none() {
            return;
        }
        let (subject, node) = (self.subject, self.parts.node.clone());
        let released = self
            .parts
            .store
            .write(move |tx| endpoints::release(tx, subject, &node));
        if let Err(error) = released.await {
            tracing::warn!(endpoint = %self.subject.1, %error, "a lease ends by itself");
        }
    }
}

/// How a try ended, for those who count.
fn word(finished: &Finished) -> &'static str {
    if finished.is_void {
        "void"
    } else if finished.answer.is_success() {
        "delivered"
    } else {
        "failed"
    }
}

impl Known {
    fn has_room(&self, under_way: usize) -> bool {
        u32::try_from(under_way).is_ok_and(|under_way| under_way < self.together)
    }
}

/// Tries one delivery. A panic is a failed try like any other, so that it does not begin again at once.
fn watched(
    parts: Arc<Parts>,
    target: Arc<Result<Target, String>>,
    due: Due,
) -> BoxFuture<'static, Tried> {
    let (number, began_at) = (due.event.number, parts.clock.now());
    let delivering = async move { deliver(&parts, (*target).as_ref(), due).await };
    let watched = AssertUnwindSafe(delivering).catch_unwind();
    let tried = watched.map(move |finished| {
        let finished = finished.unwrap_or_else(|_| {
            tracing::error!(number, "a delivery panicked");
            let error = Some("the gateway failed".to_owned());
            Some(Finished {
                number,
                began_at,
                took: Duration::ZERO,
                answer: Answer::None,
                is_void: false,
                error,
                body: None,
            })
        });
        (number, finished)
    });
    tried.boxed()
}
