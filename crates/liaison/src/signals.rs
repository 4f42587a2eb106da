//! Ctrl-C and what a service manager sends.

use std::future::Future;

use crate::failure::{Failure, Outcome};

/// Ends in good order, unless somebody asks a second time: then at once, which loses nothing that was acknowledged.
pub(crate) async fn end(signals: &mut StopSignals, ending: impl Future<Output = ()>) -> Outcome {
    tokio::select! {
        () = ending => Ok(()),
        () = signals.next() => Err(Failure::failed("stopped at once")),
    }
}

/// Signals that ask the program to stop; listening starts when this is made.
pub(crate) struct StopSignals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl StopSignals {
    /// Listens. Must be called inside the runtime.
    pub(crate) fn listen() -> Outcome<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let failed = |error| Failure::failed(format!("cannot listen to signals: {error}"));
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(failed)?,
            interrupt: signal(SignalKind::interrupt()).map_err(failed)?,
        })
    }

    /// Completes at the next signal.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl StopSignals {
    /// Listens. Must be called inside the runtime.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "it can fail where there are signals"
    )]
    pub(crate) fn listen() -> Outcome<Self> {
        Ok(Self {})
    }

    /// Completes at the next signal.
    pub(crate) async fn next(&mut self) {
        drop(tokio::signal::ctrl_c().await);
    }
}
