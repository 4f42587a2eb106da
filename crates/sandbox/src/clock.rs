//! The sandbox's clock: the machine's time plus an offset that the control API moves. The only ambient time here.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const MICROS_PER_MILLI: i64 = 1_000;
/// A hundred years: as far as anybody needs to look, and far from where instants overflow.
pub(crate) const CENTURY_MS: i64 = 36_525 * 24 * 3_600_000;

/// A movable clock. Clones share the offset.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    offset_micros: Arc<AtomicI64>,
}

impl Clock {
    /// The present on this clock, in milliseconds since the epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        (machine_micros() + self.offset_micros.load(Ordering::SeqCst)).div_euclid(MICROS_PER_MILLI)
    }

    /// How far this clock is ahead of the machine's, in milliseconds.
    pub(crate) fn offset_ms(&self) -> i64 {
        self.offset_micros
            .load(Ordering::SeqCst)
            .div_euclid(MICROS_PER_MILLI)
    }

    /// Sets how far this clock is ahead of the machine's, in milliseconds, at most [`CENTURY_MS`] either way.
    pub(crate) fn set_offset_ms(&self, offset_ms: i64) {
        let offset_ms = offset_ms.clamp(-CENTURY_MS, CENTURY_MS);
        self.offset_micros
            .store(offset_ms * MICROS_PER_MILLI, Ordering::SeqCst);
    }

    /// The offset itself, in microseconds, shared with whoever wants to follow this clock.
    pub(crate) fn offset_handle(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.offset_micros)
    }
}

/// The machine's time in microseconds since the epoch; grows over restarts, whatever the offset says.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the sandbox that reads the machine's clock"
)]
pub(crate) fn machine_micros() -> i64 {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX)
}
