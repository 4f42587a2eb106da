//! A closure on its way through a lane: it may run several times, its value is kept until the commit is durable, and
//! it is answered once. Gathered jobs of one family run as one, in one transaction.

use std::any::{Any, TypeId};
use std::iter::once;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use domain::ids::WorkspaceId;

use crate::tx::AfterCommit;
use crate::{StoreError, StoreResult, Tx};

pub(crate) type BoxedJob = Box<dyn Job>;

/// Work that is done for many callers in one go: what waits at the same time shares a transaction and its statements.
pub trait Gathered: Send + Sync + Sized + 'static {
    /// What one caller gets.
    type Answer: Send + 'static;

    /// Only work of one workspace is done together.
    fn workspace_id(&self) -> WorkspaceId;

    /// Does the work of all, in order, and answers each in that order. May run more than once; if it fails for several,
    /// each is done alone.
    fn run(items: &[&Self], tx: &mut Tx<'_>) -> StoreResult<Vec<Self::Answer>>;
}

/// What can be done together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Family(TypeId, WorkspaceId);

pub(crate) trait Job: Send {
    /// Which others it can be done together with; `None`: with none.
    fn family(&self) -> Option<Family>;
    /// Runs the closure, and `others` of its family with it; each keeps its value, replacing that of an earlier run.
    fn run(&mut self, others: &mut [BoxedJob], tx: &mut Tx<'_>) -> StoreResult<()>;
    /// Hands the kept value, or the error, to whoever waits.
    fn answer(self: Box<Self>, outcome: StoreResult<()>);
    /// Whether nobody waits any more.
    fn is_abandoned(&self) -> bool;
    /// For the others of its family, to find each other again.
    fn as_any(&mut self) -> &mut dyn Any;
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
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
{
    fn family(&self) -> Option<Family> {
        None
    }

    fn run(&mut self, _others: &mut [BoxedJob], tx: &mut Tx<'_>) -> StoreResult<()> {
        self.kept = None;
        self.kept = Some((self.closure)(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: StoreResult<()>) {
        let Self { kept, reply, .. } = *self;
        answer(reply, kept, outcome);
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

fn answer<T>(reply: oneshot::Sender<StoreResult<T>>, kept: Option<T>, outcome: StoreResult<()>) {
    let answer = outcome.map(|()| kept.expect("a successful run keeps a value"));
    // Whoever asked may have gone away; what was committed stays committed.
    reply.send(answer).ok();
}

struct GatheredTask<G: Gathered> {
    item: Arc<G>,
    kept: Option<G::Answer>,
    reply: oneshot::Sender<StoreResult<G::Answer>>,
}

pub(crate) fn gathered<G: Gathered>(
    item: Arc<G>,
) -> (BoxedJob, oneshot::Receiver<StoreResult<G::Answer>>) {
    let (reply, answer) = oneshot::channel();
    let kept = None;
    (Box::new(GatheredTask { item, kept, reply }), answer)
}

impl<G: Gathered> Job for GatheredTask<G> {
    fn family(&self) -> Option<Family> {
        Some(Family(TypeId::of::<G>(), self.item.workspace_id()))
    }

    fn run(&mut self, others: &mut [BoxedJob], tx: &mut Tx<'_>) -> StoreResult<()> {
        let others = others.iter_mut().map(|other| {
            let other = other.as_any().downcast_mut::<Self>();
            other.expect("a family is of one type")
        });
        let mut tasks: Vec<&mut Self> = once(self).chain(others).collect();
        for task in &mut tasks {
            task.kept = None;
        }
        let items: Vec<&G> = tasks.iter().map(|task| &*task.item).collect();
        let answers = G::run(&items, tx)?;
        assert_eq!(answers.len(), tasks.len(), "everybody is answered");
        for (task, answer) in tasks.into_iter().zip(answers) {
            task.kept = Some(answer);
        }
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: StoreResult<()>) {
        let Self { kept, reply, .. } = *self;
        answer(reply, kept, outcome);
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

/// Jobs that run as one: of one family, or a single one.
pub(crate) type Group = Vec<BoxedJob>;

/// Puts jobs of one family together, at the place of the first of them.
pub(crate) fn group(jobs: impl IntoIterator<Item = BoxedJob>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for job in jobs {
        let family = job.family();
        let known = groups
            .iter_mut()
            .find(|group| family.is_some() && group[0].family() == family);
        match known {
            Some(group) => group.push(job),
            None => groups.push(vec![job]),
        }
    }
    groups
}

/// Runs the jobs of a group and the last statements of their transaction. A panic becomes an error.
pub(crate) fn perform(group: &mut [BoxedJob], mut tx: Tx<'_>) -> Performed {
    let (first, others) = group.split_first_mut().expect("a group is never empty");
    let outcome = catch_unwind(AssertUnwindSafe(|| first.run(others, &mut tx)))
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
pub(crate) fn settle(group: Group, outcome: StoreResult<Vec<AfterCommit>>) {
    let outcome = outcome.map(|callbacks| {
        for callback in callbacks {
            if catch_unwind(AssertUnwindSafe(callback)).is_err() {
                tracing::error!("a callback after commit panicked");
            }
        }
    });
    for job in group {
        job.answer(outcome.clone());
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

    pub(crate) fn count_writes(&self, count: usize) {
        self.writes
            .fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(crate) fn count_read(&self) {
        self.reads.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn count_reruns(&self, count: usize) {
        self.reruns
            .fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}
