//! Receivers of webhooks. They write down what they took, which is the judge's evidence, and answer as badly as receivers
//! do. They share nothing with the product but the types of the transport.

mod fate;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::time::Clock as _;
use integrations::http::{HttpAnswer, HttpFailure, HttpRequest, Reach};
use integrations::webhooks::{Asked, Transport, Webhooks};

use self::fate::{Course, Spell};
use crate::chance::Chance;
use crate::clock::WallClock;
use crate::executor::WORLD;
use crate::faults::{Kind, Mix};
use crate::network::SimNetwork;
use crate::sometimes::Sometimes;

/// All receivers of a world.
pub struct SimReceivers {
    network: Arc<SimNetwork>,
    mix: Mix,
    clocks: Vec<Arc<WallClock>>,
    state: Mutex<State>,
}

/// What receivers wrote down. Nothing of it is ever changed but what a request came to.
pub struct State {
    pub calls: Vec<Call>,
    /// What became of them, in order.
    pub notes: Vec<Note>,
    pub is_calm: bool,
    /// Of each receiver, what is wrong with it for a while.
    spells: Vec<Spell>,
    chance: Chance,
}

/// A request to a receiver.
#[derive(Debug, Clone)]
pub struct Call {
    pub receiver: usize,
    /// Which process asked: of which node, and the how-manieth there.
    pub process: (usize, u64),
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: Vec<u8>,
    /// True time, and what the node's clock showed.
    pub began_at: i64,
    pub began_reading: i64,
    pub end: Option<End>,
}

/// How a request ended.
#[derive(Debug, Clone, Copy)]
pub struct End {
    /// What the node's clock showed.
    pub reading: i64,
    /// What whoever asked was told; `None`: nobody waited any more.
    pub came: Option<Came>,
}

/// What whoever asked was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    Status(u16, Option<Duration>),
    /// There was no connection.
    NotSent,
    /// No complete answer.
    Broken,
}

impl Came {
    /// Whether the receiver said that it has it.
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Status(200..=299, _))
    }
}

/// Something that became of a request, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    Began(usize),
    /// Its receiver took it.
    Arrived(usize),
    Ended(usize),
}

/// Where a receiver is.
pub fn url(receiver: usize) -> String {
    format!("https://receiver-{receiver}.example/hooks")
}

fn receiver_at(host: &str) -> Option<usize> {
    let number = host.strip_prefix("receiver-")?.strip_suffix(".example")?;
    number.parse().ok()
}

impl SimReceivers {
    /// So many receivers.
    pub fn new(
        network: Arc<SimNetwork>,
        (seed, mix): (u64, Mix),
        clocks: Vec<Arc<WallClock>>,
        count: usize,
    ) -> Self {
        Self {
            network,
            mix,
            clocks,
            state: Mutex::new(State {
                calls: Vec::new(),
                notes: Vec::new(),
                is_calm: true,
                spells: vec![Spell::default(); count],
                chance: Chance::new(seed, "receivers"),
            }),
        }
    }

    /// What they know.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many requests were taken.
    pub fn taken(&self) -> usize {
        let state = self.state();
        let notes = state.notes.iter();
        notes
            .filter(|note| matches!(note, Note::Arrived(_)))
            .count()
    }

    /// The way of one process to all of them.
    pub fn way(self: &Arc<Self>, process: (usize, u64)) -> Webhooks {
        let receivers = Arc::clone(self);
        Webhooks::through(Arc::new(Way { receivers, process }), Reach::Anywhere)
    }

    fn now(&self) -> i64 {
        self.network.handle.now()
    }

    fn note(&self, what: std::fmt::Arguments<'_>) {
        self.network.trace.note(self.now(), what);
    }

    fn reading(&self, node: usize) -> i64 {
        self.clocks[node].now().micros()
    }
}

/// The way of one process.
struct Way {
    receivers: Arc<SimReceivers>,
    process: (usize, u64),
}

impl Transport for Way {
    fn send(&self, request: HttpRequest) -> Asked<'_> {
        Box::pin(self.ask(request))
    }
}

impl Way {
    async fn ask(&self, request: HttpRequest) -> Result<HttpAnswer, HttpFailure> {
        let receiver = request.url.host_str().and_then(receiver_at);
        let receiver = receiver.ok_or_else(|| HttpFailure::NotSent("no such host".to_owned()))?;
        let (call, course) = self.begin(receiver, &request);
        let mut ending = Ending {
            way: self,
            call,
            came: None,
        };
        self.trouble();
        let is_too_slow = course.answers_after >= request.deadline;
        let span = course.answers_after.min(request.deadline);
        self.receivers.network.handle.sleep(span).await;
        let came = if is_too_slow {
            Came::Broken
        } else {
            course.answer
        };
        ending.came = Some(came);
        match came {
            Came::Status(status, retry_after) => Ok(HttpAnswer {
                status,
                retry_after,
                body: b"ok".to_vec(),
                is_cut: false,
            }),
            Came::NotSent => Err(HttpFailure::NotSent("refused".to_owned())),
            Came::Broken => Err(HttpFailure::Unknown("the connection broke".to_owned())),
        }
    }

    /// Notes a request, and lets its receiver take it, now or after everybody has stopped to wait.
    fn begin(&self, receiver: usize, request: &HttpRequest) -> (usize, Course) {
        let (receivers, now) = (&self.receivers, self.receivers.now());
        let said = |name: &str| {
            let value = request.headers.get(name);
            let text = value.and_then(|value| value.to_str().ok());
            text.unwrap_or_default().to_owned()
        };
        let body = request.body.as_ref();
        let call = Call {
            receiver,
            process: self.process,
            id: said("webhook-id"),
            timestamp: said("webhook-timestamp"),
            signature: said("webhook-signature"),
            body: body.map_or_else(Vec::new, |body| body.bytes.clone()),
            began_at: now,
            began_reading: receivers.reading(self.process.0),
            end: None,
        };
        let mut state = receivers.state();
        let course = state.course(&receivers.mix, receiver, now);
        let number = state.calls.len();
        receivers.note(format_args!(
            "webhook {number} to {receiver} by {:?}: {} {course:?}",
            self.process, call.id
        ));
        state.calls.push(call);
        state.notes.push(Note::Began(number));
        match course.takes_after {
            Some(Duration::ZERO) => state.notes.push(Note::Arrived(number)),
            Some(span) => receivers.take_later(number, span),
            None => {}
        }
        (number, course)
    }

    /// Sometimes the process ends, or stands still, with its request under way.
    fn trouble(&self) {
        let receivers = &self.receivers;
        let (dies, stalls) = {
            let mut state = receivers.state();
            let share = if state.is_calm {
                0
            } else {
                receivers.mix.share(Kind::Crash, 2)
            };
            let dies = state.chance.per_mille(share);
            (dies, state.chance.per_mille(100))
        };
        if dies {
            let network = &receivers.network;
            network.doom(self.process.0, Sometimes::CrashDuringDelivery);
        }
        if stalls {
            receivers.network.may_stall(self.process.0);
        }
    }
}

impl SimReceivers {
    fn take_later(self: &Arc<Self>, call: usize, span: Duration) {
        let receivers = Arc::clone(self);
        self.network.handle.spawn(WORLD, async move {
            receivers.network.handle.sleep(span).await;
            receivers.note(format_args!("webhook {call} is taken late"));
            receivers.state().notes.push(Note::Arrived(call));
        });
    }
}

/// Notes how a request ended, also when it was dropped.
struct Ending<'w> {
    way: &'w Way,
    call: usize,
    came: Option<Came>,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let receivers = &self.way.receivers;
        let reading = receivers.reading(self.way.process.0);
        receivers.note(format_args!("webhook {} ends: {:?}", self.call, self.came));
        let mut state = receivers.state();
        state.notes.push(Note::Ended(self.call));
        state.calls[self.call].end = Some(End {
            reading,
            came: self.came,
        });
    }
}
