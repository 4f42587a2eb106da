//! A closure on its way through a lane: it may run several times, its value is kept until the commit is durable, and
//! it is answered once.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use crate::tx::AfterCommit;
use crate::{StoreError, StoreResult, Tx};

pub(crate) type BoxedJob = Box<dyn Job>;

pub(crate) trait Job: Send {
    /// Runs the closure and keeps its value, replacing that of an earlier run.
    fn run(&mut self, tx: &mut Tx<'_>) -> StoreResult<()>;
    /// Hands the kept value, or the error, to whoever waits.
    fn answer(self: Box<Self>, outcome: StoreResult<()>);
    /// Whether nobody waits any more.
    fn is_abandoned(&self) -> bool;
}

pub(crate) struct Task<T, F> {
    closure: F,
    kept: Option<T>,
    reply: oneshot::Sender<StoreResult<T>>,
    // Held only to be released with the job.
    _place: Option<OwnedSemaphorePermit>,
}

pub(crate) fn new<T, F>(
    closure: F,
    place: Option<OwnedSemaphorePermit>,
) -> (BoxedJob, oneshot::Receiver<StoreResult<T>>)
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let task = Task {
        closure,
        kept: None,
        reply,
        _place: place,
    };
    (Box::new(task), answer)
}

impl<T, F> Job for Task<T, F>
where
    T: Send,
    F: Fn(&mut Tx<'_>) -> StoreResult<T> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> StoreResult<()> {
        self.kept = None;
        self.kept = Some((self.closure)(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: StoreResult<()>) {
        let Self { kept, reply, .. } = *self;
        let answer = outcome.map(|()| kept.expect("a successful run keeps a value"));
        // Whoever asked may have gone away; what was committed stays committed.
        reply.send(answer).ok();
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}

/// Runs the job and the last statements of its transaction. A panic becomes an error.
pub(crate) fn perform(job: &mut dyn Job, mut tx: Tx<'_>) -> Performed {
    let outcome = catch_unwind(AssertUnwindSafe(|| job.run(&mut tx)))
        .unwrap_or_else(|panic| Err(StoreError::Panicked(panic_text(panic.as_ref()))));
    let outcome = outcome.and_then(|()| tx.finish());
    Performed {
        poison: tx.poison().cloned(),
        outcome: outcome.map(|()| tx.into_after_commit()),
    }
}

/// What a run of a closure left behind, before its commit.
pub(crate) struct Performed {
    /// What is to run once the commit is durable, or why there is nothing to commit.
    pub(crate) outcome: StoreResult<Vec<AfterCommit>>,
    /// The error of the statement that ended the transaction, whatever the closure made of it.
    pub(crate) poison: Option<StoreError>,
}

/// Runs the callbacks of a durable commit, then answers.
pub(crate) fn settle(job: BoxedJob, outcome: StoreResult<Vec<AfterCommit>>) {
    match outcome {
        Ok(callbacks) => {
            for callback in callbacks {
                if catch_unwind(AssertUnwindSafe(callback)).is_err() {
                    tracing::error!("a callback after commit panicked");
                }
            }
            job.answer(Ok(()));
        }
        Err(error) => job.answer(Err(error)),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no text".into())
}

/// How much the lanes did since the store was opened.
#[derive(Debug, Default)]
pub struct Counters {
    commits: AtomicU64,
    writes: AtomicU64,
    reads: AtomicU64,
    reruns: AtomicU64,
}

impl Counters {
    /// Commits of write transactions. On SQLite one commit carries many writes.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    /// Write closures that were answered, well or not.
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Relaxed)
    }

    /// Read closures that were answered.
    pub fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// Closures that had to run again.
    pub fn reruns(&self) -> u64 {
        self.reruns.load(Ordering::Relaxed)
    }

    pub(crate) fn count_commit(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_write(&self) {
        self.writes.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_read(&self) {
        self.reads.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_reruns(&self, count: usize) {
        self.reruns
            .fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}
