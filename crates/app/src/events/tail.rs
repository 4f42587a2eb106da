//! The newest part of each log that somebody reads, read once for all who follow it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex as PlainMutex, PoisonError, Weak};

use domain::event::EventKind;
use domain::ids::WorkspaceId;
use domain::limits::EVENTS_READ_MAX;
use domain::time::Timestamp;
use store::events::{self, Bounds, Event};
use store::{Store, StoreResult};
use tokio::sync::Mutex;

use super::POLL;

/// So many events of a log are kept for those who follow it; who is further behind reads for itself.
const KEPT_MAX: usize = 2_048;

/// The tails of the logs that are being read.
#[derive(Default)]
pub(crate) struct Tails(PlainMutex<BTreeMap<WorkspaceId, Weak<Tail>>>);

impl Tails {
    /// The tail of this workspace's log, the same for all who read it at the same time.
    pub(super) fn of(&self, workspace_id: WorkspaceId) -> Arc<Tail> {
        let mut tails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tail) = tails.get(&workspace_id).and_then(Weak::upgrade) {
            return tail;
        }
        tails.retain(|_, tail| tail.strong_count() > 0);
        let tail = Arc::new(Tail::default());
        tails.insert(workspace_id, Arc::downgrade(&tail));
        tail
    }
}

/// The newest part of one log.
#[derive(Default)]
pub(super) struct Tail(Mutex<Option<Kept>>);

struct Kept {
    events: VecDeque<Arc<Event>>,
    /// The number behind which `events` begins, without a hole.
    from: i64,
    /// The number up to which it goes.
    reached: i64,
    bounds: Bounds,
    /// How often the log had been seen to grow when it was read last.
    version: u64,
    read_at: Timestamp,
}

/// A part of the log as it stands.
pub(super) struct Stretch {
    pub(super) events: Vec<Arc<Event>>,
    pub(super) reached: i64,
    pub(super) bounds: Bounds,
}

impl Tail {
    /// What stands behind `after`. Looks at the table only if the log has grown since somebody did, or nobody did for a
    /// while.
    pub(super) async fn read(
        &self,
        store: &Store,
        workspace_id: WorkspaceId,
        after: i64,
        (version, now): (u64, Timestamp),
    ) -> StoreResult<Stretch> {
        let mut kept = self.0.lock().await;
        if let Some(kept) = &*kept
            && (kept.from..=kept.reached).contains(&after)
            && (after < kept.reached || kept.is_fresh(version, now))
        {
            return Ok(kept.behind(after));
        }
        let begin = match &*kept {
            // Those who follow do not wait for somebody far behind.
            Some(known) if after < known.from => {
                drop(kept);
                return read(store, workspace_id, after).await;
            }
            // Who begins a little ahead of the others reads what they need, too.
            Some(known) if after - known.reached < i64::from(EVENTS_READ_MAX) => known.reached,
            _ => after,
        };
        let read = read(store, workspace_id, begin).await?;
        let kept = match &mut *kept {
            Some(known) if known.reached == begin => known,
            other => other.insert(Kept {
                events: VecDeque::new(),
                from: begin,
                reached: begin,
                bounds: read.bounds,
                version,
                read_at: now,
            }),
        };
        kept.add(read);
        kept.version = version;
        kept.read_at = now;
        Ok(kept.behind(after))
    }
}

/// What stands behind `after` in the table.
async fn read(store: &Store, workspace_id: WorkspaceId, after: i64) -> StoreResult<Stretch> {
    let (part, bounds) = store
        .read(move |tx| {
            let part = events::list(tx, workspace_id, after, EVENTS_READ_MAX)?;
            Ok((part, events::bounds(tx, workspace_id)?))
        })
        .await?;
    Ok(Stretch {
        events: part.events.into_iter().map(Arc::new).collect(),
        reached: part.reached,
        bounds,
    })
}

impl Kept {
    /// Whether there is nothing behind its end, as far as anybody can tell. A clock that was set back makes it stale, too.
    fn is_fresh(&self, version: u64, now: Timestamp) -> bool {
        let age = now.since(self.read_at);
        self.reached >= self.bounds.newest
            && self.version >= version
            && self.read_at <= now
            && age < POLL / 2
    }

    fn behind(&self, after: i64) -> Stretch {
        let first = self.events.partition_point(|event| event.number <= after);
        let events = self.events.range(first..).take(EVENTS_READ_MAX as usize);
        let events: Vec<Arc<Event>> = events.cloned().collect();
        let is_whole = first + events.len() == self.events.len();
        let last = events.last().map_or(after, |event| event.number);
        Stretch {
            reached: if is_whole { self.reached } else { last },
            events,
            bounds: self.bounds,
        }
    }

    fn add(&mut self, read: Stretch) {
        // Somebody was erased: what was read before may still name them.
        let erased = read
            .events
            .iter()
            .rfind(|event| event.kind == EventKind::PersonErased);
        if erased.is_some() {
            self.events.clear();
            self.from = self.reached;
        }
        self.events.extend(read.events);
        self.reached = read.reached;
        self.bounds = read.bounds;
        while self.events.len() > KEPT_MAX {
            if let Some(gone) = self.events.pop_front() {
                self.from = gone.number;
            }
        }
    }
}
