//! One future for each of many subjects, started and ended as subjects come and go; a panic ends one and nothing else.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::panic::AssertUnwindSafe;

use domain::ids::WorkspaceId;
use futures_util::FutureExt as _;
use futures_util::future::{AbortHandle, Aborted, BoxFuture, abortable};
use futures_util::stream::{FuturesUnordered, StreamExt as _};

/// What a future is about: something in a workspace.
pub(crate) type Subject<I> = (WorkspaceId, I);

/// The futures that run.
pub(crate) struct Crew<I> {
    running: FuturesUnordered<BoxFuture<'static, Member<I>>>,
    handles: BTreeMap<Subject<I>, (u64, AbortHandle)>,
    started: u64,
}

/// One run about a subject: which, and the how-manieth of all.
type Member<I> = (Subject<I>, u64);

impl<I: Ord + Copy + Display + Send + 'static> Crew<I> {
    /// Nobody yet.
    pub(crate) fn new() -> Self {
        Self {
            running: FuturesUnordered::new(),
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
            if !self.handles.contains_key(subject) {
                self.started += 1;
                let (running, handle) = abortable(run(*subject));
                self.handles.insert(*subject, (self.started, handle));
                self.running
                    .push(watched((*subject, self.started), running));
            }
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
        let Some((subject, number)) = self.running.next().await else {
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
        while self.running.next().await.is_some() {}
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
