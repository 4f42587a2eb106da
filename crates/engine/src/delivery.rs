//! Tells receivers of webhooks what happens. Each has a courier of its own, so that a slow or dead one keeps nobody else
//! waiting: it takes events from the log, posts what is due, several at once but in the order of each lane, and keeps what
//! came of it, one transaction a turn. What was posted and not kept is posted again, with the same id.

mod courier;
mod target;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::EndpointId;
use store::hints::Hint;
use store::{StoreResult, agenda};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use crate::Parts;
use crate::crew::Crew;
use courier::Courier;

/// Receivers that are read at once.
const PAGE: u32 = 1_000;

/// One receiver in one workspace.
type Subject = crate::crew::Subject<EndpointId>;

/// Delivers until `stop` turns true. What is under way is finished and kept; nothing new begins.
pub async fn run(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    let mut hints = parts.store.hints().subscribe();
    let mut couriers = Couriers::new();
    while !*stop.borrow() {
        match listed(&parts, &mut couriers).await {
            Ok(subjects) => couriers.start(&parts, &subjects, &stop),
            Err(error) => tracing::error!(%error, "nobody knows whom to tell"),
        }
        let look_again = parts.timer.sleep(parts.polling.delivery);
        tokio::pin!(look_again);
        loop {
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                () = couriers.crew.one_ended() => break,
                // One that is known looks by itself.
                changed = changed(&mut hints) => if !couriers.wake(changed) {
                    break;
                },
                () = &mut look_again => break,
            }
        }
    }
    couriers.crew.all_ended().await;
}

/// All receivers that are told, in order. Those that are being told already go on meanwhile.
async fn listed(parts: &Parts, couriers: &mut Couriers) -> StoreResult<Vec<Subject>> {
    let mut subjects: Vec<Subject> = Vec::new();
    loop {
        let after = subjects.last().copied();
        let page = parts
            .store
            .read(move |tx| agenda::list_endpoints(tx, after, PAGE));
        tokio::pin!(page);
        let page = loop {
            tokio::select! {
                biased;
                page = &mut page => break page?,
                () = couriers.crew.one_ended() => {}
            }
        };
        let is_last = page.len() < PAGE as usize;
        subjects.extend(page);
        if is_last {
            return Ok(subjects);
        }
    }
}

/// The couriers, and how to wake each.
struct Couriers {
    crew: Crew<EndpointId>,
    wakers: BTreeMap<EndpointId, watch::Sender<u64>>,
}

impl Couriers {
    fn new() -> Self {
        Self {
            crew: Crew::new(),
            wakers: BTreeMap::new(),
        }
    }

    fn start(&mut self, parts: &Arc<Parts>, subjects: &[Subject], stop: &watch::Receiver<bool>) {
        self.wakers.retain(|_, waker| !waker.is_closed());
        let wakers = &mut self.wakers;
        self.crew.start(subjects, |subject| {
            let waker = watch::Sender::new(0);
            let courier = Courier::new(Arc::clone(parts), subject, waker.subscribe());
            wakers.insert(subject.1, waker);
            courier.run(stop.clone())
        });
    }

    /// Wakes the courier of one endpoint, or all. False: there is none yet.
    fn wake(&mut self, changed: Option<EndpointId>) -> bool {
        let wake = |waker: &watch::Sender<u64>| waker.send_modify(|count| *count += 1);
        match changed {
            None => {
                self.wakers.values().for_each(wake);
                false
            }
            Some(endpoint_id) => {
                let waker = self.wakers.get(&endpoint_id);
                let waker = waker.filter(|waker| !waker.is_closed());
                waker.map(wake).is_some()
            }
        }
    }
}

/// The next receiver that somebody changed; `None`: nobody knows which.
async fn changed(hints: &mut broadcast::Receiver<Hint>) -> Option<EndpointId> {
    loop {
        match hints.recv().await {
            Ok(Hint::EndpointChanged(endpoint_id)) => return Some(endpoint_id),
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return None,
            // The scan goes on.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
