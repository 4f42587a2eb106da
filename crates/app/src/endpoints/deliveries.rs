//! What a receiver was told, and asking that it be told again.

use domain::error_code::ErrorCode;
use domain::limits::{DELIVERIES_PAGE_MAX, DELIVERY_ATTEMPTS_SHOWN};
use domain::time::Timestamp;
use store::deliveries;
pub use store::deliveries::{AttemptRow, DeliveryRow, DeliveryState};
use store::endpoints;
use store::events::{self, Event};

use super::EndpointView;
use crate::{App, AppResult, Caller, Refusal};

/// A page of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryPage {
    /// The newest event first.
    pub deliveries: Vec<DeliveryRow>,
    /// The number before which the next page stands; `None` on the last.
    pub next_before: Option<i64>,
}

/// One delivery with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryDetails {
    pub delivery: DeliveryRow,
    pub attempts: Vec<AttemptRow>,
    /// What it tells; `None` where the log does not have it any more.
    pub event: Option<Event>,
}

impl App {
    /// What a receiver was and will be told, the newest first.
    pub async fn list_deliveries(
        &self,
        caller: &Caller,
        id: &str,
        state: Option<DeliveryState>,
        before: Option<i64>,
        limit: u32,
    ) -> AppResult<DeliveryPage> {
        Refusal::check_limit(limit, DELIVERIES_PAGE_MAX)?;
        let endpoint = self.endpoint(caller, id).await?;
        let subject = (endpoint.workspace_id, endpoint.endpoint_id);
        let before = before.unwrap_or(i64::MAX);
        let store = &self.parts().store;
        let read = store.read(move |tx| deliveries::list(tx, subject, state, before, limit + 1));
        let mut deliveries = read.await?;
        let has_more = u32::try_from(deliveries.len()).is_ok_and(|count| count > limit);
        deliveries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let last = deliveries.last().filter(|_| has_more);
        Ok(DeliveryPage {
            next_before: last.map(|delivery| delivery.number),
            deliveries,
        })
    }

    /// One delivery with its tries.
    pub async fn find_delivery(
        &self,
        caller: &Caller,
        id: &str,
        number: i64,
    ) -> AppResult<DeliveryDetails> {
        let endpoint = self.endpoint(caller, id).await?;
        let subject = (endpoint.workspace_id, endpoint.endpoint_id);
        let read = self.parts().store.read(move |tx| {
            let Some(delivery) = deliveries::find(tx, subject, number)? else {
                return Ok(None);
            };
            let part = events::list(tx, subject.0, number - 1, 1)?;
            let event = part.events.into_iter().next();
            Ok(Some(DeliveryDetails {
                delivery,
                attempts: deliveries::list_attempts(tx, subject, number, DELIVERY_ATTEMPTS_SHOWN)?,
                event: event.filter(|event| event.number == number),
            }))
        });
        Ok(read.await?.ok_or_else(absent)?)
    }

    /// Delivers one event again at once, whatever became of it, out of the order of its lane.
    pub async fn replay_delivery(
        &self,
        caller: &Caller,
        id: &str,
        number: i64,
    ) -> AppResult<DeliveryDetails> {
        let endpoint = self.endpoint(caller, id).await?;
        let subject = (endpoint.workspace_id, endpoint.endpoint_id);
        self.with_endpoint(subject.0, subject.1, move |tx, _, now| {
            let is_there = deliveries::update_again(tx, subject, number, now)?;
            Ok(is_there.then_some(()).ok_or_else(absent))
        })
        .await?;
        self.find_delivery(caller, id, number).await
    }

    /// Delivers everything again that happened since an instant, that the receiver wants and has not got: what failed, and
    /// what it was never told.
    pub async fn recover_deliveries(
        &self,
        caller: &Caller,
        id: &str,
        since: Timestamp,
    ) -> AppResult<EndpointView> {
        let endpoint = self.endpoint(caller, id).await?;
        let subject = (endpoint.workspace_id, endpoint.endpoint_id);
        let changed = self.with_endpoint(subject.0, subject.1, move |tx, _, now| {
            let after = events::find_place(tx, subject.0, since)?;
            endpoints::update_recover(tx, subject, after, now)?;
            Ok(Ok(()))
        });
        let changed = changed.await?;
        Ok(self.view(changed))
    }
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::DeliveryNotFound)
}
