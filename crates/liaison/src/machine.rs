//! The only places where the machine itself is asked: its clock, its randomness, its environment, waiting.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::entropy::Entropy;
use domain::time::{Clock, Timer, Timestamp};

use crate::config::Variables;

/// The machine's clock, moved by what an embedded sandbox says.
#[derive(Debug, Clone, Default)]
pub(crate) struct MachineClock {
    /// Microseconds ahead of the machine.
    offset: Arc<AtomicI64>,
}

impl MachineClock {
    /// A clock that follows somebody else's offset.
    pub(crate) fn following(offset: Arc<AtomicI64>) -> Self {
        Self { offset }
    }
}

impl Clock for MachineClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for the time"
    )]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let micros = i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(micros.saturating_add(self.offset.load(Ordering::SeqCst)))
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MachineEntropy;

impl Entropy for MachineEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for randomness"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system has randomness once it runs programs");
    }
}

/// Waits in real time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MachineTimer;

impl Timer for MachineTimer {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that waits in real time"
    )]
    fn sleep(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(span))
    }
}

/// Where this program is, as a person would call it again; its bare name where the machine does not say.
pub(crate) fn program() -> PathBuf {
    std::env::current_exe().unwrap_or_else(|_| PathBuf::from("liaison"))
}

/// The environment variables that are text; read once, at the start.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub(crate) fn variables() -> Variables {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}
