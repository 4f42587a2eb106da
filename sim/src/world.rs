//! One world while it runs: what everybody in it shares.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use app::{Caller, Scope};
use domain::ids::{AccountId, ApiKeyId, EndpointId, WorkspaceId};
use store::Store;
use store::vault::Vault;

use crate::chance::Chance;
use crate::clock::{WallClock, micros_of};
use crate::desk::Desk;
use crate::executor::Handle;
use crate::network::SimNetwork;
use crate::node::Nodes;
use crate::plan::Plan;
use crate::receivers::SimReceivers;
use crate::sometimes::{Reached, Sometimes};
use crate::trace::Trace;

/// A linked seat as the product knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    pub workspace_id: WorkspaceId,
    pub account_id: AccountId,
}

/// How long a node needs to find out what happened while it stood still, in microseconds.
const UNSETTLED: i64 = 120_000_000;

/// Everything that a world's tasks share.
pub struct World {
    pub plan: Plan,
    pub handle: Handle,
    pub trace: Arc<Trace>,
    pub network: Arc<SimNetwork>,
    pub receivers: Arc<SimReceivers>,
    pub clocks: Vec<Arc<WallClock>>,
    /// The judge's handle to the database.
    pub store: Store,
    pub vault: Arc<Vault>,
    pub(crate) nodes: Mutex<Nodes>,
    desk: Mutex<Desk>,
    reached: Mutex<Reached>,
    /// For whoever acts in the world.
    chance: Mutex<Chance>,
    /// Filled once everything is linked.
    pub workspaces: OnceLock<Vec<Caller>>,
    pub linked: OnceLock<Vec<Linked>>,
    /// The id of each receiver's endpoint.
    pub endpoints: OnceLock<Vec<EndpointId>>,
    /// Of each node, until when in true time it may act on what was so before it stood still or its clock was set.
    unsettled: Mutex<Vec<i64>>,
    /// No more faults and nothing new: what is left must come to its end.
    is_calm: AtomicBool,
    is_over: AtomicBool,
}

impl World {
    /// A world in which nothing has happened yet.
    pub fn new(plan: Plan, store: Store, keeps_trace: bool) -> Arc<Self> {
        let handle = Handle::new(plan.begins_at);
        let trace = Arc::new(Trace::new(keeps_trace));
        let clocks: Vec<_> = plan
            .offsets
            .iter()
            .map(|offset| Arc::new(WallClock::new(handle.clone(), *offset)))
            .collect();
        let classes: Vec<_> = plan.seats.iter().map(|seat| seat.class).collect();
        let network = SimNetwork::new(
            handle.clone(),
            Arc::clone(&trace),
            (plan.seed, plan.skew, plan.mix.clone()),
            clocks.clone(),
            (&classes, plan.people),
        );
        let network = Arc::new(network);
        let receivers = SimReceivers::new(
            Arc::clone(&network),
            (plan.seed, plan.mix.clone()),
            clocks.clone(),
            plan.endpoints.len(),
        );
        Arc::new(Self {
            chance: Mutex::new(Chance::new(plan.seed, "acts")),
            nodes: Mutex::new(Nodes::new(plan.nodes)),
            plan,
            handle,
            trace,
            network,
            receivers: Arc::new(receivers),
            clocks,
            store,
            vault: Arc::new(Vault::new(&[7; 32])),
            desk: Mutex::default(),
            reached: Mutex::default(),
            workspaces: OnceLock::new(),
            linked: OnceLock::new(),
            endpoints: OnceLock::new(),
            unsettled: Mutex::default(),
            is_calm: AtomicBool::new(true),
            is_over: AtomicBool::new(false),
        })
    }

    /// What callers asked for and were told.
    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Draws from the chance of those who act.
    pub fn chance(&self) -> MutexGuard<'_, Chance> {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that an interesting state was reached.
    pub fn reached(&self, what: Sometimes) {
        self.reached
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .note(what);
    }

    /// What was reached.
    pub fn all_reached(&self) -> Reached {
        let mut reached = self.network.state().reached.clone();
        reached.add(&self.reached.lock().unwrap_or_else(PoisonError::into_inner));
        reached
    }

    /// Who asks for a workspace.
    pub fn caller(&self, workspace: usize) -> Caller {
        self.workspaces.get().expect("set up")[workspace].clone()
    }

    /// What a seat is in the product.
    pub fn linked(&self, seat: usize) -> Linked {
        self.linked.get().expect("set up")[seat]
    }

    /// The seat of an account.
    pub fn seat_of(&self, account_id: AccountId) -> Option<usize> {
        self.linked
            .get()?
            .iter()
            .position(|linked| linked.account_id == account_id)
    }

    /// Whether all faults have ended.
    pub fn is_calm(&self) -> bool {
        self.is_calm.load(Ordering::Relaxed)
    }

    /// Begins or ends the time of faults.
    pub fn set_calm(&self, is_calm: bool) {
        self.is_calm.store(is_calm, Ordering::Relaxed);
        self.network.state().is_calm = is_calm;
        self.receivers.state().is_calm = is_calm;
    }

    /// Notes that a node may act on what is not so any more, for `span` and a while.
    pub fn unsettle(&self, node: usize, span: Duration) {
        let until = self.handle.now() + micros_of(span) + UNSETTLED;
        let mut unsettled = self
            .unsettled
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        unsettled.resize(self.plan.nodes, 0);
        unsettled[node] = unsettled[node].max(until);
    }

    /// Whether a node may act on what is not so any more.
    pub fn is_unsettled(&self, node: usize) -> bool {
        let unsettled = self
            .unsettled
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        unsettled
            .get(node)
            .is_some_and(|until| *until > self.handle.now())
    }

    /// Whether the run has ended, so that nobody starts anything any more.
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Ends the run.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// Notes something in the trace.
    pub fn note(&self, what: std::fmt::Arguments<'_>) {
        self.trace.note(self.handle.now(), what);
    }
}

/// The holder of a key that may do everything in its workspace.
pub fn caller(workspace_id: WorkspaceId) -> Caller {
    let api_key_id = ApiKeyId::from_bytes(*workspace_id.as_bytes());
    Caller::new(workspace_id, api_key_id, &[Scope::Admin])
}
