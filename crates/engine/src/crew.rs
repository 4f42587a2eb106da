//! One future for each of many subjects, started and ended as subjects come and go; a panic ends one and nothing else.
//! Those that were woken go on in the order in which they were started, so that a simulation can repeat itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use domain::ids::WorkspaceId;
use futures_util::FutureExt as _;
use futures_util::future::{AbortHandle, Aborted, BoxFuture, abortable};
use futures_util::task::AtomicWaker;

/// What a future is about: something in a workspace.
pub(crate) type Subject<I> = (WorkspaceId, I);

/// The futures that run.
pub(crate) struct Crew<I> {
    running: BTreeMap<u64, Running<I>>,
    woken: Arc<Woken>,
    /// Of those that were woken, whose turn is still to come.
    turn: BTreeSet<u64>,
    handles: BTreeMap<Subject<I>, (u64, AbortHandle)>,
    started: u64,
}

struct Running<I> {
    work: BoxFuture<'static, Member<I>>,
    waker: Waker,
}

/// One run about a subject: which, and the how-manieth of all.
type Member<I> = (Subject<I>, u64);

/// Who was woken, and whom to tell.
#[derive(Default)]
struct Woken {
    numbers: Mutex<BTreeSet<u64>>,
    crew: AtomicWaker,
}

struct MemberWaker {
    number: u64,
    woken: Arc<Woken>,
}

impl Wake for MemberWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.note(self.number);
    }
}

impl Woken {
    fn note(&self, number: u64) {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.insert(number);
        drop(numbers);
        self.crew.wake();
    }

    fn take(&self) -> BTreeSet<u64> {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *numbers)
    }
}

impl<I: Ord + Copy + Display + Send + 'static> Crew<I> {
    /// Nobody yet.
    pub(crate) fn new() -> Self {
        Self {
            running: BTreeMap::new(),
            woken: Arc::default(),
            turn: BTreeSet::new(),
            handles: BTreeMap::new(),
            started: 0,
        }
    }

    /// Starts what is missing; `subjects` are in order.
    pub(crate) fn start<F>(&mut self, subjects: &[Subject<I>], mut run: impl FnMut(Subject<I>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        for subject in subjects {
            if self.handles.contains_key(subject) {
                continue;
            }
            self.started += 1;
            let number = self.started;
            let (running, handle) = abortable(run(*subject));
            self.handles.insert(*subject, (number, handle));
            let woken = Arc::clone(&self.woken);
            let member = Running {
                work: watched((*subject, number), running),
                waker: Waker::from(Arc::new(MemberWaker { number, woken })),
            };
            self.running.insert(number, member);
            self.woken.note(number);
        }
    }

    /// Ends what is not wanted any more, wherever it is; `subjects` are in order.
    pub(crate) fn abort_others(&mut self, subjects: &[Subject<I>]) {
        self.handles.retain(|subject, (_, handle)| {
            let is_wanted = subjects.binary_search(subject).is_ok();
            if !is_wanted {
                handle.abort();
            }
            is_wanted
        });
    }

    /// Waits until one ends by itself and forgets it, so that it is started again if it is still wanted; for ever while
    /// nobody runs.
    pub(crate) async fn one_ended(&mut self) {
        let Some((subject, number)) = poll_fn(|ctx| self.poll(ctx)).await else {
            return std::future::pending().await;
        };
        // One that was aborted is forgotten already, and its subject may be served anew by now.
        let known = self.handles.get(&subject);
        if known.is_some_and(|(known, _)| *known == number) {
            self.handles.remove(&subject);
        }
    }

    /// Waits until all have ended by themselves.
    pub(crate) async fn all_ended(&mut self) {
        while poll_fn(|ctx| self.poll(ctx)).await.is_some() {}
    }

    /// Lets everybody go on who was woken, until one of them ends. `None`: nobody runs.
    fn poll(&mut self, ctx: &Context<'_>) -> Poll<Option<Member<I>>> {
        if self.running.is_empty() {
            return Poll::Ready(None);
        }
        self.woken.crew.register(ctx.waker());
        self.turn.append(&mut self.woken.take());
        while let Some(number) = self.turn.pop_first() {
            let Some(member) = self.running.get_mut(&number) else {
                continue;
            };
            let mut ctx = Context::from_waker(&member.waker);
            if let Poll::Ready(ended) = member.work.as_mut().poll(&mut ctx) {
                self.running.remove(&number);
                return Poll::Ready(Some(ended));
            }
        }
        Poll::Pending
    }
}

/// Runs to its end, whatever that is.
fn watched<I: Display + Send + 'static>(
    member: Member<I>,
    running: impl Future<Output = Result<(), Aborted>> + Send + 'static,
) -> BoxFuture<'static, Member<I>> {
    let watched = AssertUnwindSafe(running).catch_unwind().map(move |ended| {
        if ended.is_err() {
            tracing::error!(subject = %member.0.1, "what was done for it panicked; it is begun again");
        }
        member
    });
    watched.boxed()
}
