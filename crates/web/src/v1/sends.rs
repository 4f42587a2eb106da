//! What became of a send, with the evidence of each try.

use app::Refusal;
use app::sends::SendView;
use axum::Json;
use axum::extract::State;
use domain::send::Resolution;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::{Authorized, Body, Fields, FromFields, Read, Segments, Write};
use crate::fault::Fault;
use crate::openapi::responses::{SendReadFaults, SendResolveFaults};

/// A send and everything that is known of it. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Send)]
pub(crate) struct SendResource {
    id: String,
    account_id: String,
    /// `message`, `inmail` or `invitation`.
    kind: &'static str,
    #[schema(value_type = crate::openapi::SendStateWord)]
    state: &'static str,
    /// Whether the network has it.
    is_sent: bool,
    /// When it will be tried or looked for next.
    #[schema(required = true, format = DateTime)]
    retry_at: Option<String>,
    /// The rule that holds it.
    #[schema(required = true)]
    held_by: Option<&'static str>,
    /// Why it will never leave, if it will not.
    #[schema(required = true)]
    failure: Option<Failure>,
    /// The recipient's member key.
    #[schema(required = true)]
    recipient: Option<String>,
    /// The network's id of the conversation, once known.
    #[schema(required = true)]
    thread: Option<String>,
    /// The network's id of the message, once it has one.
    #[schema(required = true)]
    message: Option<String>,
    #[schema(required = true)]
    group_id: Option<String>,
    text: String,
    #[schema(required = true)]
    subject: Option<String>,
    typing_sent: bool,
    acknowledgment_sent: bool,
    #[schema(format = DateTime)]
    accepted_at: String,
    #[schema(required = true, format = DateTime)]
    sent_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    delivered_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    seen_at: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
    /// If it has not left by then, it never will.
    #[schema(format = DateTime)]
    expires_at: String,
    /// `A` to `D`: what the account's network allows when an answer is lost.
    capability_class: &'static str,
    attempts: Vec<AttemptItem>,
}

/// Why a send will never leave.
#[derive(Serialize, ToSchema)]
#[schema(as = SendFailure)]
pub(crate) struct Failure {
    #[schema(value_type = crate::openapi::Code)]
    code: &'static str,
    /// For people.
    detail: String,
}

/// One try. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Attempt)]
pub(crate) struct AttemptItem {
    id: String,
    /// From 1.
    number: i64,
    #[schema(format = DateTime)]
    began_at: String,
    /// When its call must be over.
    #[schema(format = DateTime)]
    deadline_at: String,
    #[schema(required = true, format = DateTime)]
    ended_at: Option<String>,
    /// `accepted`, `deferred`, `refused`, `not_sent` or `unknown`; `null` while it is under way.
    #[schema(required = true)]
    outcome: Option<String>,
    /// The network's own word.
    #[schema(required = true)]
    code: Option<String>,
    /// What was seen, for people.
    #[schema(required = true)]
    detail: Option<String>,
}

/// Get a send
///
/// Where a send stands, with the evidence of each try.
#[utoipa::path(
    get,
    path = "/sends/{id}",
    operation_id = "getSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    responses((status = 200, description = "The send.", body = SendResource), SendReadFaults)
)]
pub(crate) async fn get_send(
    caller: Authorized<Read>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<SendResource>, Fault> {
    let view = door.app.find_send(&caller, &id).await?;
    Ok(Json(SendResource::of(view)))
}

/// What a person decided.
#[derive(ToSchema)]
#[schema(as = SendResolution)]
pub(crate) struct ResolveRequest {
    /// `sent`: it was sent. `send_again`: it was not, send it. `drop`: whatever became of it, leave it.
    #[schema(value_type = String, pattern = "^(sent|send_again|drop)$")]
    resolution: Option<Resolution>,
}

impl FromFields for ResolveRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let word = fields.word("resolution", &Resolution::WORDS);
        fields.refuse_others();
        Self {
            resolution: word.and_then(Resolution::from_word),
        }
    }
}

/// Resolve a send
///
/// Settles a send in the state `needs_decision`: nobody could tell what became of it, so a person looks and says.
#[utoipa::path(
    post,
    path = "/sends/{id}/resolve",
    operation_id = "resolveSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    request_body(content = ResolveRequest, content_type = "application/json"),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendResolveFaults)
)]
pub(crate) async fn resolve_send(
    caller: Authorized<Write>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ResolveRequest>,
) -> Result<Json<SendResource>, Fault> {
    let Some(resolution) = request.resolution else {
        let message = "resolution must be sent, send_again or drop";
        return Err(Refusal::field("resolution", "unknown_word", message).into());
    };
    let view = door.app.resolve_send(&caller, &id, resolution).await?;
    Ok(Json(SendResource::of(view)))
}

impl SendResource {
    fn of(view: SendView) -> Self {
        let report = view.report;
        let attempts = view.attempts.into_iter().map(|attempt| AttemptItem {
            id: attempt.attempt_id.to_string(),
            number: attempt.number,
            began_at: attempt.began_at.to_string(),
            deadline_at: attempt.deadline_at.to_string(),
            ended_at: printed(attempt.ended_at),
            outcome: attempt.outcome,
            code: attempt.code,
            detail: attempt.detail,
        });
        Self {
            id: report.send_id.to_string(),
            account_id: report.account_id.to_string(),
            kind: view.kind,
            state: report.state,
            is_sent: report.is_settled,
            retry_at: printed(report.retry_at),
            held_by: report.rule,
            failure: view.failure.map(|(code, detail)| Failure {
                code: code.word(),
                detail,
            }),
            recipient: report.recipient_key,
            thread: report.thread_key,
            message: report.message_key,
            group_id: report.group_id,
            text: view.text,
            subject: view.subject,
            typing_sent: report.typing_sent,
            acknowledgment_sent: report.acknowledgment_sent,
            accepted_at: report.accepted_at.to_string(),
            sent_at: printed(report.sent_at),
            delivered_at: printed(report.delivered_at),
            seen_at: printed(report.seen_at),
            updated_at: view.updated_at.to_string(),
            expires_at: view.expires_at.to_string(),
            capability_class: view.capability_class,
            attempts: attempts.collect(),
        }
    }
}

fn printed(instant: Option<Timestamp>) -> Option<String> {
    instant.map(|at| at.to_string())
}
