//! Clocks of the simulation: true time runs in the executor, and every machine has a wall clock that differs from it.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::time::{Clock, Timer, Timestamp};

use crate::executor::Handle;

/// A span in microseconds, at most as many as there are.
pub fn micros_of(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}

/// The wall clock of one machine: true time and how far it is off. It outlives the processes on the machine.
pub struct WallClock {
    handle: Handle,
    offset: AtomicI64,
}

impl WallClock {
    /// A clock that is off by so many microseconds.
    pub fn new(handle: Handle, offset: i64) -> Self {
        Self {
            handle,
            offset: AtomicI64::new(offset),
        }
    }

    /// Sets the clock on, or back.
    pub fn shift(&self, by: i64) {
        self.offset.fetch_add(by, Ordering::Relaxed);
    }

    /// How far it is off, in microseconds.
    pub fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }
}

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.handle.now() + self.offset())
    }
}

/// Waits in true time, whatever the wall clock is set to.
pub struct VirtualTimer(pub Handle);

impl Timer for VirtualTimer {
    fn sleep(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(self.0.sleep(span))
    }
}
