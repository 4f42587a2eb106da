//! The accounts that are served at the same time, and those that are left alone for a while.

use std::collections::BTreeMap;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};

use super::{Subject, Turn, serve};
use crate::Parts;

/// Accounts that are served at the same time. Most of them wait for typing or for their network.
pub(super) const ACCOUNTS_AT_ONCE: usize = 256;
/// How long to leave an account alone that another node serves.
const FOREIGN: Duration = Duration::from_secs(5);
/// How long to leave an account alone whose round failed.
const FAILED: Duration = Duration::from_secs(1);

pub(super) struct Service {
    parts: Arc<Parts>,
    stop: watch::Receiver<bool>,
    running: JoinSet<Turn>,
    subjects: HashMap<Id, Subject>,
    busy: BTreeSet<Subject>,
    aside: BTreeMap<Subject, Timestamp>,
}

impl Service {
    pub(super) fn new(parts: Arc<Parts>, stop: watch::Receiver<bool>) -> Self {
        Self {
            parts,
            stop,
            running: JoinSet::new(),
            subjects: HashMap::new(),
            busy: BTreeSet::new(),
            aside: BTreeMap::new(),
        }
    }

    /// How many accounts are due but not to be started now.
    pub(super) fn set_aside(&self) -> usize {
        self.aside.len() + self.busy.len()
    }

    /// Starts a task for each account that has none, as far as there is room.
    pub(super) fn start(&mut self, subjects: Vec<Subject>) {
        let now = self.parts.clock.now();
        self.aside.retain(|_, until| *until > now);
        for subject in subjects {
            let is_free =
                self.running.len() < ACCOUNTS_AT_ONCE && !self.aside.contains_key(&subject);
            if is_free && self.busy.insert(subject) {
                let (parts, stop) = (Arc::clone(&self.parts), self.stop.clone());
                let task = async move { serve(&parts, subject, &stop).await };
                self.subjects.insert(self.running.spawn(task).id(), subject);
            }
        }
    }

    /// Waits for the end of one task; for ever while there is none.
    pub(super) async fn one_ended(&mut self) {
        match self.running.join_next_with_id().await {
            Some(ended) => self.end(ended),
            None => std::future::pending().await,
        }
    }

    /// Takes note of every task that has ended.
    pub(super) fn collect(&mut self) {
        while let Some(ended) = self.running.try_join_next_with_id() {
            self.end(ended);
        }
    }

    /// Waits for all tasks.
    pub(super) async fn drain(mut self) {
        while let Some(ended) = self.running.join_next_with_id().await {
            self.end(ended);
        }
    }

    fn end(&mut self, ended: Result<(Id, Turn), JoinError>) {
        let (id, turn) = match ended {
            Ok(ended) => ended,
            Err(error) => {
                tracing::error!(%error, "a round of dispatch panicked");
                (error.id(), Turn::Failed)
            }
        };
        let Some(subject) = self.subjects.remove(&id) else {
            return;
        };
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
