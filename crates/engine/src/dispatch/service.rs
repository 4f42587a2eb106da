//! The accounts that are served at the same time, and those that are left alone for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::watch;

use super::{Due, Subject, Turn, serve};
use crate::Parts;
use crate::tick::{Ended, Tick};

/// Accounts that are served at the same time. Most of them wait for typing or for their network.
pub(super) const ACCOUNTS_AT_ONCE: usize = 256;
/// How long to leave an account alone that another node serves.
const FOREIGN: Duration = Duration::from_secs(5);
/// How long to leave an account alone whose round failed.
const FAILED: Duration = Duration::from_secs(1);

pub(super) struct Service {
    parts: Arc<Parts>,
    stop: watch::Receiver<bool>,
    running: FuturesUnordered<BoxFuture<'static, (Subject, Turn)>>,
    busy: BTreeSet<Subject>,
    aside: BTreeMap<Subject, Timestamp>,
}

impl Service {
    pub(super) fn new(parts: Arc<Parts>, stop: watch::Receiver<bool>) -> Self {
        Self {
            parts,
            stop,
            running: FuturesUnordered::new(),
            busy: BTreeSet::new(),
            aside: BTreeMap::new(),
        }
    }

    /// How many accounts are due but not to be started now.
    pub(super) fn set_aside(&self) -> usize {
        self.aside.len() + self.busy.len()
    }

    /// Starts to serve each account that is not served yet, as far as there is room, and says how long nothing else
    /// can become due.
    pub(super) fn start(&mut self, due: Due) -> Duration {
        let now = self.parts.clock.now();
        self.aside.retain(|_, until| *until > now);
        for subject in due.subjects {
            let is_free =
                self.running.len() < ACCOUNTS_AT_ONCE && !self.aside.contains_key(&subject);
            if is_free && self.busy.insert(subject) {
                self.running
                    .push(watched(Arc::clone(&self.parts), subject, self.stop.clone()));
            }
        }
        let next_at = self.aside.values().copied().chain(due.next_at).min();
        let pause = next_at.map_or(Duration::MAX, |next_at| next_at.since(now));
        pause.min(self.parts.polling.dispatch)
    }

    /// Waits until one account is done with; for ever while there is none.
    pub(super) async fn one_ended(&mut self) {
        match self.running.next().await {
            Some(ended) => self.end(ended),
            None => std::future::pending().await,
        }
    }

    /// Takes note of every account that is done with.
    pub(super) fn collect(&mut self) {
        while let Some(Some(ended)) = self.running.next().now_or_never() {
            self.end(ended);
        }
    }

    /// Waits for all.
    pub(super) async fn drain(mut self) {
        while let Some(ended) = self.running.next().await {
            self.end(ended);
        }
    }

    fn end(&mut self, (subject, turn): (Subject, Turn)) {
        self.busy.remove(&subject);
        let pause = match turn {
            Turn::Foreign => FOREIGN,
            Turn::Failed => FAILED,
            Turn::Again | Turn::Idle => return,
        };
        let until = self.parts.clock.now().plus(pause);
        self.aside.insert(subject, until);
    }
}

/// Serves an account; a panic is a failure of this account and of no other.
fn watched(
    parts: Arc<Parts>,
    subject: Subject,
    stop: watch::Receiver<bool>,
) -> BoxFuture<'static, (Subject, Turn)> {
    let tick = Tick::begin(&parts, "dispatch");
    let served = Arc::clone(&parts);
    let served = async move { serve(&served, subject, &stop).await };
    let watched = AssertUnwindSafe(served).catch_unwind().map(move |ended| {
        let (turn, calls) = ended.unwrap_or_else(|_| {
            tracing::error!(account = %subject.1, "a round of dispatch panicked");
            (Turn::Failed, 0)
        });
        let ended = match turn {
            Turn::Failed => Ended::Failed,
            _ => Ended::Done(calls),
        };
        tick.end(&parts, &subject.1, ended);
        (subject, turn)
    });
    watched.boxed()
}
