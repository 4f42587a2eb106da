//! The bounded queues in front of the lanes: interactive work first, bulk work when there is room.

use crossbeam_channel::{Receiver, Sender, TryRecvError, TrySendError, bounded, select_biased};

use crate::job::BoxedJob;
use crate::{StoreError, StoreResult};

/// The callers' end. Dropping it lets the lanes finish what is queued and end.
pub(crate) struct Queues {
    pub(crate) interactive: Sender<BoxedJob>,
    /// The same queue as `interactive` where one lane writes everything.
    pub(crate) gathered: Sender<BoxedJob>,
    pub(crate) bulk: Sender<BoxedJob>,
    pub(crate) reads: Sender<BoxedJob>,
}

/// The end of a lane that writes.
#[derive(Clone)]
pub(crate) struct WriteQueue {
    pub(crate) interactive: Receiver<BoxedJob>,
    pub(crate) bulk: Receiver<BoxedJob>,
}

/// How many closures may wait in each queue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depths {
    pub(crate) interactive: usize,
    pub(crate) bulk: usize,
    pub(crate) reads: usize,
}

/// The ends of the writers, of gathered work and of the readers.
pub(crate) fn open(depths: Depths) -> (Queues, WriteQueue, Receiver<BoxedJob>, Receiver<BoxedJob>) {
    let (gathered, gathered_end) = bounded(depths.interactive);
    let (interactive, interactive_end) = bounded(depths.interactive);
    let (bulk, bulk_end) = bounded(depths.bulk);
    let (reads, reads_end) = bounded(depths.reads);
    let queues = Queues {
        interactive,
        gathered,
        bulk,
        reads,
    };
    let writes_end = WriteQueue {
        interactive: interactive_end,
        bulk: bulk_end,
    };
    (queues, writes_end, gathered_end, reads_end)
}

/// Queues the job, or says at once that there is no room.
pub(crate) fn push(queue: &Sender<BoxedJob>, job: BoxedJob) -> StoreResult<()> {
    queue.try_send(job).map_err(|error| match error {
        TrySendError::Full(_) => StoreError::Busy,
        TrySendError::Disconnected(_) => StoreError::Closed,
    })
}

impl WriteQueue {
    /// Waits for the next job and says whether it is a bulk one; `None` once the store is closed and nothing is left.
    pub(crate) fn next(&self) -> Option<(BoxedJob, bool)> {
        let interactive = |job| (job, false);
        let bulk = |job| (job, true);
        select_biased! {
            recv(self.interactive) -> job => match job {
                Ok(job) => Some(interactive(job)),
                Err(_) => self.bulk.recv().ok().map(bulk),
            },
            recv(self.bulk) -> job => match job {
                Ok(job) => Some(bulk(job)),
                Err(_) => self.interactive.recv().ok().map(interactive),
            },
        }
    }

    /// What is waiting now: up to `limit` jobs in order, with at most one bulk job, at the end.
    pub(crate) fn next_batch(&self, limit: usize) -> Option<Vec<BoxedJob>> {
        let (first, first_is_bulk) = self.next()?;
        let mut batch = vec![first];
        while batch.len() < limit {
            match self.interactive.try_recv() {
                Ok(job) => batch.push(job),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        if first_is_bulk {
            batch.rotate_left(1);
        } else if let Ok(job) = self.bulk.try_recv() {
            batch.push(job);
        }
        Some(batch)
    }
}
