//! Runs futures on one thread, in virtual time. Tasks are polled in the order in which they were woken; when none is
//! ready, the clock goes to the next timer. Nothing here depends on anything but the order of calls.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use crate::clock::micros_of;

/// Tasks that live and die together: a process, or the world around all of them.
pub type Group = u32;

/// The world: the network, its people, those who call.
pub const WORLD: Group = 0;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A handle for whoever starts tasks or waits.
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

struct Shared {
    /// True time in microseconds since the epoch.
    now: AtomicI64,
    queues: Mutex<Queues>,
}

#[derive(Default)]
struct Queues {
    ready: VecDeque<u64>,
    timers: BinaryHeap<Reverse<Timed>>,
    spawned: Vec<(Group, Work)>,
    timed: u64,
}

struct Timed {
    at: i64,
    number: u64,
    cell: Arc<Cell>,
}

impl PartialEq for Timed {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.number) == (other.at, other.number)
    }
}

impl Eq for Timed {}

impl PartialOrd for Timed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timed {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

/// Whom a timer wakes; nobody once whoever waited has gone.
#[derive(Default)]
struct Cell(Mutex<Option<Waker>>);

impl Cell {
    fn slot(&self) -> MutexGuard<'_, Option<Waker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Handle {
    /// A clock that stands at `now`, in microseconds since the epoch.
    pub fn new(now: i64) -> Self {
        Self(Arc::new(Shared {
            now: AtomicI64::new(now),
            queues: Mutex::default(),
        }))
    }

    /// True time in microseconds since the epoch.
    pub fn now(&self) -> i64 {
        self.0.now.load(Ordering::Relaxed)
    }

    /// Starts a task.
    pub fn spawn(&self, group: Group, work: impl Future<Output = ()> + Send + 'static) {
        self.queues().spawned.push((group, Box::pin(work)));
    }

    /// Completes after `span` of true time.
    pub fn sleep(&self, span: Duration) -> Sleep {
        Sleep {
            at: self.now().saturating_add(micros_of(span)),
            cell: None,
            handle: self.clone(),
        }
    }

    /// Does something that wakes tasks in no certain order, and puts them into one.
    pub fn in_order(&self, act: impl FnOnce()) {
        let before = self.queues().ready.len();
        act();
        let mut queues = self.queues();
        queues.ready.make_contiguous()[before..].sort_unstable();
    }

    /// Forgets everything that waits, so that nothing keeps anything alive when a run is over.
    pub fn clear(&self) {
        let queues = std::mem::take(&mut *self.queues());
        drop(queues);
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.0.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A wait in virtual time.
pub struct Sleep {
    at: i64,
    cell: Option<Arc<Cell>>,
    handle: Handle,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.handle.now() >= self.at {
            return Poll::Ready(());
        }
        if let Some(cell) = &self.cell {
            *cell.slot() = Some(cx.waker().clone());
            return Poll::Pending;
        }
        let cell = Arc::new(Cell(Mutex::new(Some(cx.waker().clone()))));
        self.cell = Some(Arc::clone(&cell));
        // What would end after the end of time never ends.
        if self.at < i64::MAX {
            let mut queues = self.handle.queues();
            queues.timed += 1;
            let (at, number) = (self.at, queues.timed);
            queues.timers.push(Reverse(Timed { at, number, cell }));
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(cell) = &self.cell {
            cell.slot().take();
        }
    }
}

struct TaskWaker {
    task: u64,
    is_queued: AtomicBool,
    handle: Handle,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_queued.swap(true, Ordering::Relaxed) {
            self.handle.queues().ready.push_back(self.task);
        }
    }
}

struct Task {
    group: Group,
    work: Work,
    waker: Arc<TaskWaker>,
}

/// What one turn of the executor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// A task of this group was polled.
    Polled(Group),
    /// The clock went on.
    Later,
    /// Nothing is left to do before the end.
    Over,
}

/// Holds the tasks and polls them.
pub struct Executor {
    handle: Handle,
    tasks: BTreeMap<u64, Task>,
    started: u64,
    frozen: BTreeSet<Group>,
    /// Tasks of frozen groups that were woken.
    parked: Vec<u64>,
}

impl Executor {
    /// An executor without tasks.
    pub fn new(handle: Handle) -> Self {
        Self {
            handle,
            tasks: BTreeMap::new(),
            started: 0,
            frozen: BTreeSet::new(),
            parked: Vec::new(),
        }
    }

    /// Polls the next task that is ready, or moves the clock on, not beyond `end`. `before` is told whose task it is.
    pub fn turn(&mut self, end: i64, before: &mut dyn FnMut(Group)) -> Turn {
        self.adopt();
        while let Some(number) = self.next_ready() {
            let Some(task) = self.tasks.get_mut(&number) else {
                continue;
            };
            if self.frozen.contains(&task.group) {
                self.parked.push(number);
                continue;
            }
            task.waker.is_queued.store(false, Ordering::Relaxed);
            let waker = Waker::from(Arc::clone(&task.waker));
            let group = task.group;
            before(group);
            let polled = task.work.as_mut().poll(&mut Context::from_waker(&waker));
            if polled.is_ready() {
                self.tasks.remove(&number);
            }
            return Turn::Polled(group);
        }
        self.advance(end)
    }

    /// Ends a group between two polls, as a crash does.
    pub fn kill(&mut self, group: Group) {
        self.adopt();
        self.tasks.retain(|_, task| task.group != group);
        self.frozen.remove(&group);
    }

    /// Polls nothing of a group any more, as when a machine stands still.
    pub fn freeze(&mut self, group: Group) {
        self.frozen.insert(group);
    }

    /// Lets a frozen group go on.
    pub fn thaw(&mut self, group: Group) {
        self.frozen.remove(&group);
        let parked = std::mem::take(&mut self.parked);
        self.handle.queues().ready.extend(parked);
    }

    /// Whether a group stands still.
    pub fn is_frozen(&self, group: Group) -> bool {
        self.frozen.contains(&group)
    }

    fn next_ready(&self) -> Option<u64> {
        self.handle.queues().ready.pop_front()
    }

    fn adopt(&mut self) {
        loop {
            let spawned = std::mem::take(&mut self.handle.queues().spawned);
            if spawned.is_empty() {
                return;
            }
            for (group, work) in spawned {
                self.started += 1;
                let task = self.started;
                let waker = Arc::new(TaskWaker {
                    task,
                    is_queued: AtomicBool::new(true),
                    handle: self.handle.clone(),
                });
                self.tasks.insert(task, Task { group, work, waker });
                self.handle.queues().ready.push_back(task);
            }
        }
    }

    fn advance(&mut self, end: i64) -> Turn {
        loop {
            let mut queues = self.handle.queues();
            let Some(Reverse(next)) = queues.timers.peek() else {
                drop(queues);
                self.handle.0.now.store(end, Ordering::Relaxed);
                return Turn::Over;
            };
            if next.at > end {
                drop(queues);
                self.handle.0.now.store(end, Ordering::Relaxed);
                return Turn::Over;
            }
            let Some(Reverse(timed)) = queues.timers.pop() else {
                return Turn::Over;
            };
            drop(queues);
            let waker = timed.cell.slot().take();
            if let Some(waker) = waker {
                self.handle.0.now.fetch_max(timed.at, Ordering::Relaxed);
                waker.wake();
                return Turn::Later;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who came when.
    fn told(act: impl FnOnce(&Handle, &Arc<Mutex<Vec<(i64, u32)>>>), end: i64) -> Vec<(i64, u32)> {
        let handle = Handle::new(0);
        let log = Arc::new(Mutex::new(Vec::new()));
        act(&handle, &log);
        let mut executor = Executor::new(handle);
        while executor.turn(end, &mut |_| ()) != Turn::Over {}
        let log = log.lock().expect("nobody panicked");
        log.clone()
    }

    fn sleeper(handle: &Handle, log: &Arc<Mutex<Vec<(i64, u32)>>>, number: u32, seconds: u64) {
        let (own, log) = (handle.clone(), Arc::clone(log));
        handle.spawn(WORLD, async move {
            own.sleep(Duration::from_secs(seconds)).await;
            log.lock()
                .expect("nobody panicked")
                .push((own.now(), number));
        });
    }

    #[test]
    fn timers_end_in_the_order_of_their_instants_and_then_of_their_beginning() {
        let seen = told(
            |handle, log| {
                for (number, seconds) in [(1, 3), (2, 1), (3, 1), (4, 9)] {
                    sleeper(handle, log, number, seconds);
                }
            },
            5_000_000,
        );
        assert_eq!(seen, [(1_000_000, 2), (1_000_000, 3), (3_000_000, 1)]);
    }

    #[test]
    fn a_killed_group_does_nothing_more_and_a_frozen_one_goes_on_later() {
        let handle = Handle::new(0);
        let log = Arc::new(Mutex::new(Vec::new()));
        for group in [1, 2] {
            let (own, log) = (handle.clone(), Arc::clone(&log));
            handle.spawn(group, async move {
                own.sleep(Duration::from_secs(1)).await;
                log.lock()
                    .expect("nobody panicked")
                    .push((own.now(), group));
            });
        }
        let mut executor = Executor::new(handle);
        while executor.turn(500_000, &mut |_| ()) != Turn::Over {}
        executor.kill(1);
        executor.freeze(2);
        while executor.turn(4_000_000, &mut |_| ()) != Turn::Over {}
        assert!(log.lock().expect("nobody panicked").is_empty());
        executor.thaw(2);
        while executor.turn(5_000_000, &mut |_| ()) != Turn::Over {}
        assert_eq!(*log.lock().expect("nobody panicked"), [(4_000_000, 2)]);
    }
}
