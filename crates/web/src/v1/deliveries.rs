//! What a receiver of webhooks was told, and asking that it be told again.

use app::endpoints::deliveries::{AttemptRow, DeliveryDetails, DeliveryRow, DeliveryState};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::limits::{DELIVERIES_PAGE_DEFAULT, DELIVERIES_PAGE_MAX};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::endpoints::EndpointResource;
use super::events::EventItem;
use super::sends::printed;
use crate::door::Door;
use crate::extract::{
    Authorized, Body, EndpointsAdmin, EndpointsRead, EndpointsWrite, Fields, FromFields, Params,
    Segments,
};
use crate::fault::Fault;
use crate::openapi::responses::{
    DeliveryFaults, DeliveryListFaults, DeliveryReplayFaults, EndpointFaults,
};

/// One event on its way to one receiver.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub(crate) struct DeliveryResource {
    /// The event's number in the log.
    number: i64,
    event_id: String,
    #[serde(rename = "type")]
    kind: String,
    #[schema(pattern = "^(waiting|delivered|failed)$")]
    state: &'static str,
    attempt_count: u32,
    /// When the next try is due; `null` when it is over, or behind another one of its conversation.
    #[schema(required = true, format = DateTime)]
    next_attempt_at: Option<String>,
    /// When it was over.
    #[schema(required = true, format = DateTime)]
    ended_at: Option<String>,
    /// When it was taken from the log.
    #[schema(format = DateTime)]
    created_at: String,
}

impl DeliveryResource {
    fn of(row: DeliveryRow) -> Self {
        Self {
            number: row.number,
            event_id: row.event_id.to_string(),
            kind: row.kind,
            state: row.state.word(),
            attempt_count: row.attempt_count,
            next_attempt_at: printed(row.due_at),
            ended_at: printed(row.ended_at),
            created_at: row.taken_at.to_string(),
        }
    }
}

/// One try of a delivery.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookAttempt)]
pub(crate) struct AttemptItem {
    /// From 1.
    attempt: u32,
    #[schema(format = DateTime)]
    began_at: String,
    millis: i64,
    /// What the receiver answered.
    #[schema(required = true)]
    status: Option<i64>,
    /// Why there is no answer.
    #[schema(required = true)]
    error: Option<String>,
    /// The beginning of what the receiver said.
    #[schema(required = true)]
    answer: Option<String>,
}

impl AttemptItem {
    fn of(row: AttemptRow) -> Self {
        Self {
            attempt: row.attempt,
            began_at: row.began_at.to_string(),
            millis: row.millis,
            status: row.status,
            error: row.error,
            answer: row.answer,
        }
    }
}

/// A delivery with its tries, at most the last hundred, and what it tells.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDeliveryDetails)]
pub(crate) struct DetailsResource<'e> {
    #[serde(flatten)]
    delivery: DeliveryResource,
    attempts: Vec<AttemptItem>,
    /// `null` where the log does not have it any more.
    #[schema(required = true)]
    event: Option<EventItem<'e>>,
}

fn details(found: DeliveryDetails) -> Response {
    let answer = Json(DetailsResource {
        delivery: DeliveryResource::of(found.delivery),
        attempts: found.attempts.into_iter().map(AttemptItem::of).collect(),
        event: found.event.as_ref().map(EventItem::of),
    });
    answer.into_response()
}

/// A page of the record.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookDeliveryPage)]
pub(crate) struct DeliveryPageResource {
    /// The newest event first.
    deliveries: Vec<DeliveryResource>,
    /// To be given as `before` for the next page; `null` on the last.
    #[schema(required = true)]
    next_before: Option<i64>,
}

/// Which page of the record.
pub(crate) struct ListRequest {
    state: Option<DeliveryState>,
    before: Option<i64>,
    limit: u32,
}

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let state = fields.exact_word("state", &DeliveryState::WORDS);
        let limit = fields.integer("limit", 1..=i64::from(DELIVERIES_PAGE_MAX));
        let request = Self {
            state: state.and_then(DeliveryState::from_word),
            before: fields.integer("before", 1..=i64::MAX),
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(DELIVERIES_PAGE_DEFAULT),
        };
        fields.refuse_others();
        request
    }
}

/// List what a receiver was told
///
/// And what it is to be told, the newest event first.
#[utoipa::path(
    get,
    path = "/endpoints/{id}/deliveries",
    operation_id = "listDeliveries",
    tag = "Webhooks",
    params(
        ("id" = String, Path, description = "The receiver's id."),
        ("state" = Option<String>, Query, description = "`waiting`, `delivered` or `failed`; all when absent."),
        ("before" = Option<i64>, Query, description = "`next_before` of the page before.", minimum = 1),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "A page.", body = DeliveryPageResource), DeliveryListFaults)
)]
pub(crate) async fn list_deliveries(
    caller: Authorized<EndpointsRead>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Params(request): Params<ListRequest>,
) -> Result<Json<DeliveryPageResource>, Fault> {
    let ListRequest {
        state,
        before,
        limit,
    } = request;
    let page = door
        .app
        .list_deliveries(&caller, &id, state, before, limit)
        .await?;
    Ok(Json(DeliveryPageResource {
        deliveries: page
            .deliveries
            .into_iter()
            .map(DeliveryResource::of)
            .collect(),
        next_before: page.next_before,
    }))
}

/// Get what a receiver was told of one event
///
/// With every try: when, how long, what was answered.
#[utoipa::path(
    get,
    path = "/endpoints/{id}/deliveries/{number}",
    operation_id = "getDelivery",
    tag = "Webhooks",
    params(
        ("id" = String, Path, description = "The receiver's id."),
        ("number" = i64, Path, description = "The event's number."),
    ),
    responses((status = 200, description = "The delivery.", body = DetailsResource<'static>), DeliveryFaults)
)]
pub(crate) async fn get_delivery(
    caller: Authorized<EndpointsRead>,
    State(door): State<Door>,
    Segments((id, number)): Segments<(String, String)>,
) -> Result<Response, Fault> {
    let number = event_number(&number)?;
    let found = door.app.find_delivery(&caller, &id, number).await?;
    Ok(details(found))
}

/// Tell a receiver of one event again
///
/// At once, whatever became of it before, out of the order of its conversation and with ten tries of its own.
#[utoipa::path(
    post,
    path = "/endpoints/{id}/deliveries/{number}/replay",
    operation_id = "replayDelivery",
    tag = "Webhooks",
    params(
        ("id" = String, Path, description = "The receiver's id."),
        ("number" = i64, Path, description = "The event's number."),
    ),
    responses((status = 200, description = "The delivery, due now.", body = DetailsResource<'static>), DeliveryReplayFaults)
)]
pub(crate) async fn replay_delivery(
    caller: Authorized<EndpointsWrite>,
    State(door): State<Door>,
    Segments((id, number)): Segments<(String, String)>,
) -> Result<Response, Fault> {
    let number = event_number(&number)?;
    let found = door.app.replay_delivery(&caller, &id, number).await?;
    Ok(details(found))
}

fn event_number(text: &str) -> Result<i64, Fault> {
    let absent = || app::Refusal::of(domain::error_code::ErrorCode::DeliveryNotFound);
    let number = text.parse().ok().filter(|number| *number > 0);
    Ok(number.ok_or_else(absent).map_err(app::AppError::from)?)
}

/// From when on.
#[derive(ToSchema)]
#[schema(as = Recovery, example = json!({"since": "2026-11-22T10:42:18Z"}))]
pub(crate) struct RecoverRequest {
    /// What happened from this instant on.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

impl FromFields for RecoverRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let since = fields.instant("since");
        if since.is_none() && !fields.has_issue("since") {
            fields.required("since");
        }
        fields.refuse_others();
        Self {
            since: since.unwrap_or(Timestamp::MAX),
        }
    }
}

/// Tell a receiver what it missed
///
/// Everything since an instant that it wants and has not got: what failed, and what happened before it was added. What it
/// has got already is not repeated.
#[utoipa::path(
    post,
    path = "/endpoints/{id}/recover",
    operation_id = "recoverDeliveries",
    tag = "Webhooks",
    params(("id" = String, Path, description = "The receiver's id.")),
    request_body(content = RecoverRequest, content_type = "application/json"),
    responses((status = 202, description = "It is begun.", body = EndpointResource), EndpointFaults)
)]
pub(crate) async fn recover_deliveries(
    caller: Authorized<EndpointsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<RecoverRequest>,
) -> Result<(axum::http::StatusCode, Json<EndpointResource>), Fault> {
    let view = door
        .app
        .recover_deliveries(&caller, &id, request.since)
        .await?;
    let accepted = axum::http::StatusCode::ACCEPTED;
    Ok((accepted, Json(EndpointResource::of(view))))
}
