//! A part of the engine that runs.

use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What runs until it is told to stop.
pub(crate) struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// Starts what `run` makes of the signal to stop.
    pub(crate) fn start<F>(run: impl FnOnce(watch::Receiver<bool>) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(run(stopped));
        Self { stop, task }
    }

    /// Lets it finish what it does.
    pub(crate) async fn stop(self) {
        self.stop.send(true).expect("it runs");
        self.task.await.expect("it ends well");
    }

    /// Ends it between two polls, as a crash would.
    pub(crate) async fn crash(self) {
        self.task.abort();
        assert!(self.task.await.expect_err("aborted").is_cancelled());
    }
}
