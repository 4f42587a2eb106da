//! A receiver tried out.

use app::error::shown;
use axum::Json;
use axum::extract::State;
use domain::event::EventKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{Authorized, Body, EndpointsAdmin, Fields, FromFields, Segments};
use crate::fault::Fault;
use crate::openapi::responses::EndpointFaults;

/// What to try a receiver with.
#[derive(ToSchema)]
#[schema(as = EndpointTest, example = json!({"type": "message.received"}))]
pub(crate) struct TestRequest {
    /// A type; `message.received` when absent.
    #[schema(rename = "type", value_type = Option<String>)]
    kind: EventKind,
}

impl FromFields for TestRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let word = fields.text("type");
        let kind = match &word {
            None => Some(EventKind::MessageReceived),
            Some(word) => EventKind::from_word(word),
        };
        if kind.is_none() {
            let message = format!("`{}` is no type of event", shown(&word.unwrap_or_default()));
            fields.note("type", "unknown_word", message);
        }
        fields.refuse_others();
        Self {
            kind: kind.unwrap_or(EventKind::MessageReceived),
        }
    }
}

/// What came of trying a receiver.
#[derive(Serialize, ToSchema)]
#[schema(as = EndpointTestResult)]
pub(crate) struct TestResource {
    /// Whether it answered with a status from 200 to 299.
    delivered: bool,
    #[schema(required = true)]
    status: Option<u16>,
    /// Why there is no answer.
    #[schema(required = true)]
    error: Option<String>,
    /// The beginning of what it said.
    #[schema(required = true)]
    answer: Option<String>,
    millis: u64,
}

/// Try a receiver of webhooks
///
/// Posts an example with `"test": true`, signed as any other, and tells what the receiver answered. It stands in no record
/// and counts for nothing.
#[utoipa::path(
    post,
    path = "/endpoints/{id}/test",
    operation_id = "testEndpoint",
    tag = "Webhooks",
    params(("id" = String, Path, description = "The receiver's id.")),
    request_body(content = Option<TestRequest>, content_type = "application/json"),
    responses((status = 200, description = "What came of it.", body = TestResource), EndpointFaults)
)]
pub(crate) async fn test_endpoint(
    caller: Authorized<EndpointsAdmin>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<TestRequest>,
) -> Result<Json<TestResource>, Fault> {
    let trial = door.app.try_endpoint(&caller, &id, request.kind).await?;
    Ok(Json(TestResource {
        delivered: trial.is_delivered,
        status: trial.status,
        error: trial.error,
        answer: trial.answer,
        millis: u64::try_from(trial.took.as_millis()).unwrap_or(u64::MAX),
    }))
}
