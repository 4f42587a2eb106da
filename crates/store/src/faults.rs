//! Commits that fail or lose their answer on demand, for tests and the simulation.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What happens to a chosen commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitFault {
    /// The commit does not happen, as with a full disk.
    Fail,
    /// The commit does not happen, as when another process holds the database.
    Refuse,
    /// The commit happens, but its answer is lost.
    Lose,
}

/// The planned faults of one store. Without a plan it costs one relaxed load per commit.
#[derive(Debug, Default)]
pub struct CommitFaults {
    armed: AtomicBool,
    plan: Mutex<Plan>,
}

#[derive(Debug, Default)]
struct Plan {
    seen: u64,
    faults: BTreeMap<u64, CommitFault>,
}

impl CommitFaults {
    /// Lets the `nth` commit from now (1 is the next) meet `fault`.
    pub fn plan(&self, nth: u64, fault: CommitFault) {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        let at = plan.seen + nth;
        plan.faults.insert(at, fault);
        self.armed.store(true, Ordering::Release);
    }

    /// Whether a commit that is still to come will meet a fault.
    pub fn is_planned(&self) -> bool {
        self.armed.load(Ordering::Acquire)
    }

    /// Forgets what was planned.
    pub fn clear(&self) {
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        plan.faults.clear();
        self.armed.store(false, Ordering::Release);
    }

    /// The fault of the commit that is about to happen.
    pub(crate) fn next(&self) -> Option<CommitFault> {
        if !self.armed.load(Ordering::Acquire) {
            return None;
        }
        let mut plan = self.plan.lock().unwrap_or_else(PoisonError::into_inner);
        plan.seen += 1;
        let seen = plan.seen;
        let fault = plan.faults.remove(&seen);
        if plan.faults.is_empty() {
            self.armed.store(false, Ordering::Release);
        }
        fault
    }
}
