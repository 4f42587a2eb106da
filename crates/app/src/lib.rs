//! What a caller may ask: one function per use case. Every door calls these and nothing below them.
//!
//! Never here: HTTP, JSON of a foreign contract, anything that happens by itself (that is `engine`, which this crate
//! never sees: the two meet in tables and in `store`'s wake-up signals).
//!
//! Start reading at [`App`], then [`sends`].

pub mod accounts;
pub mod analytics;
pub mod attachments;
pub mod audit;
pub mod caller;
pub mod conversations;
pub mod cursor;
pub mod drafts;
pub mod endpoints;
pub mod error;
pub mod events;
pub mod imports;
pub mod inbox;
pub mod invitations;
pub mod keys;
pub mod labels;
pub mod linking;
pub mod messaging;
pub mod notes;
pub mod people;
mod place;
pub mod reconciliations;
pub mod relationships;
pub mod search;
pub mod sends;
pub mod suppressions;
mod targets;
pub mod templates;
pub mod usage;
pub mod users;
pub mod workspaces;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::entropy::Entropy;
use domain::metric::Recorder;
use domain::time::{Clock, Timer, Timestamp};
use integrations::networks::{Lines, LinkTarget};
use integrations::webhooks::Webhooks;
use store::Store;
use store::vault::Vault;

pub use caller::{Caller, Scope};
pub use error::{AppError, AppResult, Issue, Refusal, RefusedSend, UsedUp};

/// What an operator may set about the use cases.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a caller that says nothing waits for its send.
    pub send_wait: Duration,
    /// How long after it left a send still answers for an identical request without a key, as it does while it may
    /// leave; zero switches both off.
    pub twin_window: Duration,
    /// People who may get a first message that reads alike within 7 days; zero: any number.
    pub likeness_max: usize,
    /// The shortest time that typing is shown before a message.
    pub typing_min: Duration,
    /// The longest time that typing is shown before a message.
    pub typing_max: Duration,
    /// Characters a second that the shown typing stands for.
    pub typing_speed: u32,
    /// Requests in a minute with a key that says nothing of it; zero: any number.
    pub requests_per_minute: u32,
    /// The networks whose members can be asked in a browser, each once.
    pub link_targets: Vec<LinkTarget>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            send_wait: domain::limits::SEND_WAIT,
            twin_window: Duration::from_mins(5),
            likeness_max: domain::limits::LIKENESS_MAX,
            typing_min: Duration::from_secs(1),
            typing_max: Duration::from_secs(8),
            typing_speed: 40,
            requests_per_minute: domain::limits::REQUESTS_PER_MINUTE,
            link_targets: Vec::new(),
        }
    }
}

/// What the use cases stand on.
pub struct Parts {
    pub store: Store,
    pub vault: Arc<Vault>,
    pub lines: Arc<Lines>,
    pub webhooks: Webhooks,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub timer: Arc<dyn Timer>,
    pub recorder: Arc<dyn Recorder>,
    pub settings: Settings,
}

/// The use cases. A cheap handle.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    parts: Parts,
    keys: keys::KeyCache,
    tails: events::Tails,
    is_ending: AtomicBool,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            parts,
            keys: keys::KeyCache::default(),
            tails: events::Tails::default(),
            is_ending: AtomicBool::new(false),
        }))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0.parts
    }

    pub(crate) fn keys(&self) -> &keys::KeyCache {
        &self.0.keys
    }

    pub(crate) fn tails(&self) -> &events::Tails {
        &self.0.tails
    }

    /// Tells whoever waits for a send how it stands now instead of later: the process is about to stop.
    pub fn end_waits(&self) {
        self.0.is_ending.store(true, Ordering::SeqCst);
    }

    /// Whether the process is about to stop.
    pub fn is_ending(&self) -> bool {
        self.0.is_ending.load(Ordering::SeqCst)
    }

    /// How many commits this process made, where it is the only one that serves its store; commands beside it may still
    /// write now and then. What was read at the same count is what would be read now.
    pub fn commit_count(&self) -> Option<u64> {
        let store = &self.parts().store;
        (store.engine() == store::Engine::Sqlite).then(|| store.counters().commits())
    }

    /// How to wait.
    pub fn timer(&self) -> &dyn Timer {
        &*self.parts().timer
    }

    /// Who keeps what is counted.
    pub fn recorder(&self) -> &dyn Recorder {
        &*self.parts().recorder
    }

    /// The present instant, as every use case of this handle sees it.
    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// Whether requests can be served: the store answers.
    pub async fn check_ready(&self) -> AppResult<()> {
        self.parts().store.read(|_| Ok(())).await?;
        Ok(())
    }
}
