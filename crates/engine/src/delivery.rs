//! Tells receivers of webhooks what happens. Each has a courier of its own, so that a slow or dead one keeps nobody else
//! waiting: it takes events from the log, posts what is due, several at once but in the order of each lane, and keeps what
//! came of it, one transaction a turn. What was posted and not kept is posted again, with the same id.

mod courier;
mod target;

use std::sync::Arc;

use domain::ids::EndpointId;
use store::agenda;
use store::hints::Hint;
use tokio::sync::{broadcast, watch};

use crate::Parts;
use crate::crew::Crew;
use courier::Courier;

/// The most receivers that one node tells.
const ENDPOINTS_MAX: u32 = 10_000;

/// One receiver in one workspace.
type Subject = crate::crew::Subject<EndpointId>;

/// Delivers until `stop` turns true. What is under way is finished and kept; nothing new begins.
pub async fn run(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    let mut hints = parts.store.hints().subscribe();
    let changed = watch::Sender::new(0u64);
    let mut couriers = Crew::new();
    while !*stop.borrow() {
        let listed = parts
            .store
            .read(|tx| agenda::list_endpoints(tx, ENDPOINTS_MAX));
        match listed.await {
            Ok(subjects) => couriers.start(&subjects, |subject| {
                let (parts, stop) = (Arc::clone(&parts), stop.clone());
                Courier::new(parts, subject, changed.subscribe()).run(stop)
            }),
            Err(error) => tracing::error!(%error, "nobody knows whom to tell"),
        }
        tokio::select! {
            biased;
            ended = stop.changed() => {
                if ended.is_err() {
                    break;
                }
            }
            () = couriers.one_ended() => {}
            () = woken(&mut hints) => changed.send_modify(|count| *count += 1),
            () = parts.timer.sleep(parts.polling.delivery) => {}
        }
    }
    couriers.all_ended().await;
}

async fn woken(hints: &mut broadcast::Receiver<Hint>) {
    while let Ok(hint) = hints.recv().await {
        if hint == Hint::EndpointsChanged {
            return;
        }
    }
    // Lagged: something may have changed. Closed: the scan goes on.
    tokio::task::yield_now().await;
}
