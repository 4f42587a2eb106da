//! Waiting as an argument: real in the binary, virtual in a simulation.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Waits.
pub trait Timer: Send + Sync {
    /// Completes after `span`.
    fn sleep(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}
