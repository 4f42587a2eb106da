//! What everything that happens by itself stands on.

use std::sync::Arc;
use std::time::Duration;

use domain::dispatch::Timing;
use domain::entropy::Entropy;
use domain::metric::Recorder;
use domain::time::{Clock, Timer};
use integrations::networks::Lines;
use integrations::webhooks::Webhooks;
use store::Store;
use store::vault::Vault;

/// Store, networks, time and chance, handed in by the binary.
pub struct Parts {
    pub store: Store,
    pub vault: Arc<Vault>,
    pub lines: Arc<Lines>,
    pub webhooks: Webhooks,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub timer: Arc<dyn Timer>,
    pub recorder: Arc<dyn Recorder>,
    /// Names this process in the leases that it holds; begins with `machine` and is new at each start.
    pub node: String,
    /// What stays of the name from start to start: leases of this machine's earlier processes are nobody's any more.
    pub machine: String,
    /// There is no other process on this store, so what an earlier one left behind can be taken over at once.
    pub is_exclusive: bool,
    pub timing: Timing,
    pub polling: Polling,
}

/// The longest time without looking, whatever hints say: they may be lost, and another node gives none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polling {
    /// For sends that are due.
    pub dispatch: Duration,
    /// For accounts to follow.
    pub sync: Duration,
    /// For receivers of webhooks, and for what each is to be told.
    pub delivery: Duration,
}

impl Default for Polling {
    fn default() -> Self {
        Self {
            dispatch: Duration::from_millis(500),
            sync: Duration::from_secs(2),
            delivery: Duration::from_secs(2),
        }
    }
}
