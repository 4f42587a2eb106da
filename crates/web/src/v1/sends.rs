//! The outbox: what became of each send, with the evidence of each try, and what people do with one that has not left.

use app::Refusal;
use app::sends::{ApprovalView, EditSend, ListSends, SendReport, SendView};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use domain::ledger::{Action, Quota};
use domain::limits::{SENDS_PAGE_DEFAULT, SENDS_PAGE_MAX};
use domain::send::{Resolution, SendState};
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Door;
use crate::extract::fields::is_tag;
use crate::extract::{Authorized, Body, Fields, FromFields, Params, Read, Segments, Write};
use crate::fault::Fault;
use crate::linkedin::quota;
use crate::openapi::responses::{
    SendApproveFaults, SendChangeFaults, SendListFaults, SendReadFaults, SendResolveFaults,
};

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
    /// When it was asked to leave, if later than at once.
    #[schema(required = true, format = DateTime)]
    send_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    if_no_reply_since: Option<String>,
    /// The network's id of the message that must be the newest.
    #[schema(required = true)]
    if_last_message: Option<String>,
    #[schema(required = true)]
    template_id: Option<String>,
    tags: Vec<String>,
    /// Stands for exactly what leaves and to whom: hexadecimal, another one for another text. To approve is to approve
    /// this.
    content_hash: String,
    /// A person's yes, if there was one.
    #[schema(required = true)]
    approval: Option<ApprovalItem>,
    #[schema(format = DateTime)]
    accepted_at: String,
    #[schema(required = true, format = DateTime)]
    sent_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    delivered_at: Option<String>,
    #[schema(required = true, format = DateTime)]
    seen_at: Option<String>,
    /// When its text or time was changed last.
    #[schema(required = true, format = DateTime)]
    edited_at: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
    /// If it has not left by then, it never will.
    #[schema(format = DateTime)]
    expires_at: String,
    /// `A` to `D`: what the account's network allows when an answer is lost.
    capability_class: &'static str,
    attempts: Vec<AttemptItem>,
    #[serde(skip)]
    headers: Headers,
}

/// What goes into the headers of the answer that hands over.
#[derive(Default)]
struct Headers {
    quota: Option<(Action, Quota)>,
    is_replayed: bool,
}

/// A person's yes. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = SendApproval)]
pub(crate) struct ApprovalItem {
    #[schema(format = DateTime)]
    approved_at: String,
    /// It must have left by then.
    #[schema(format = DateTime)]
    holds_until: String,
    /// The id of the key that said it.
    #[schema(required = true)]
    approved_by: Option<String>,
    /// Whether it is for what the send says now, and not over.
    is_valid: bool,
}

impl ApprovalItem {
    fn of(approval: &ApprovalView) -> Self {
        Self {
            approved_at: approval.approved_at.to_string(),
            holds_until: approval.holds_until.to_string(),
            approved_by: approval.approved_by.map(|key| key.to_string()),
            is_valid: approval.is_valid,
        }
    }
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

/// Which sends to list.
pub(crate) struct ListRequest(ListSends);

impl FromFields for ListRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let limit = fields.integer("limit", 1..=i64::from(SENDS_PAGE_MAX));
        let tag = fields.text("tag");
        if tag.as_ref().is_some_and(|tag| !is_tag(tag)) {
            fields.note("tag", "wrong_form", "tag is no tag");
        }
        let request = Self(ListSends {
            account: fields.text("account"),
            state: fields.word("state", SendState::WORDS).map(str::to_owned),
            tag,
            is_open: fields.flag("open").unwrap_or(false),
            limit: limit
                .and_then(|limit| u32::try_from(limit).ok())
                .unwrap_or(SENDS_PAGE_DEFAULT),
            cursor: fields.text("cursor"),
        });
        fields.refuse_others();
        request
    }
}

/// A page of sends, the newest first.
#[derive(Serialize, ToSchema)]
#[schema(as = SendPage)]
pub(crate) struct SendPageResource {
    sends: Vec<SendResource>,
    /// For the next page; `null` on the last.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// List sends
///
/// The outbox, the newest first.
#[utoipa::path(
    get,
    path = "/sends",
    operation_id = "listSends",
    tag = "Sends",
    params(
        ("account" = Option<String>, Query, description = "Only those of this account, by our own id."),
        ("state" = Option<crate::openapi::SendStateWord>, Query, description = "Only those in this state."),
        ("tag" = Option<String>, Query, description = "Only those that carry this tag."),
        ("open" = Option<bool>, Query, description = "`true`: only those that may still leave, or of which nobody knows yet."),
        ("limit" = Option<i64>, Query, description = "How many; 50 when absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = SendPageResource), SendListFaults)
)]
pub(crate) async fn list_sends(
    caller: Authorized<Read>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<SendPageResource>, Fault> {
    let page = door.app.list_sends(&caller, request.0).await?;
    Ok(Json(SendPageResource {
        sends: page.sends.into_iter().map(SendResource::of).collect(),
        next_cursor: page.next_cursor,
    }))
}

/// What to change of a send. What is absent stays.
#[derive(ToSchema)]
#[schema(as = SendEdit, example = json!({"text": "Hello John, good to meet you!"}))]
pub(crate) struct EditRequest {
    /// 1 to 8,000 characters after trimming; an InMail has at most 1,900.
    #[schema(min_length = 1)]
    text: Option<String>,
    /// Not before this instant; a past one is at once.
    #[schema(value_type = Option<String>, format = DateTime)]
    send_at: Option<Timestamp>,
    /// If it has not left by then, it never will.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl FromFields for EditRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            text: fields.raw_text("text"),
            send_at: fields.instant("send_at"),
            expires_at: fields.instant("expires_at"),
        };
        if request.text.is_none() && request.send_at.is_none() && request.expires_at.is_none() {
            fields.note(
                "text",
                "required",
                "text, send_at or expires_at is required",
            );
        }
        fields.refuse_others();
        request
    }
}

/// Change a send
///
/// Changes the text or the time of a send of which no try has begun. A yes to what it said before is void.
#[utoipa::path(
    patch,
    path = "/sends/{id}",
    operation_id = "editSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    request_body(content = EditRequest, content_type = "application/json"),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendChangeFaults)
)]
pub(crate) async fn edit_send(
    caller: Authorized<Write>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<EditRequest>,
) -> Result<Json<SendResource>, Fault> {
    let edit = EditSend {
        text: request.text,
        send_at: request.send_at,
        expires_at: request.expires_at,
    };
    let view = door.app.edit_send(&caller, &id, edit).await?;
    Ok(Json(SendResource::of(view)))
}

/// Cancel a send
///
/// Withdraws a send of which no try has begun: it never leaves. Cancelling again changes nothing.
#[utoipa::path(
    post,
    path = "/sends/{id}/cancel",
    operation_id = "cancelSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendChangeFaults)
)]
pub(crate) async fn cancel_send(
    caller: Authorized<Write>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<SendResource>, Fault> {
    let view = door.app.cancel_send(&caller, &id).await?;
    Ok(Json(SendResource::of(view)))
}

/// A person's yes.
#[derive(ToSchema)]
#[schema(as = SendApprovalRequest)]
pub(crate) struct ApproveRequest {
    /// `content_hash` of the send as the person saw it.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    content_hash: String,
}

impl FromFields for ApproveRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            content_hash: fields.required_text("content_hash"),
        };
        fields.refuse_others();
        request
    }
}

/// Approve a send
///
/// A person says yes to exactly what the send says: it leaves within a day, once, if nobody changes it before. Of an
/// account whose policy asks for approval nothing leaves without.
#[utoipa::path(
    post,
    path = "/sends/{id}/approve",
    operation_id = "approveSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    request_body(content = ApproveRequest, content_type = "application/json"),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendApproveFaults)
)]
pub(crate) async fn approve_send(
    caller: Authorized<Write>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
    Body(request): Body<ApproveRequest>,
) -> Result<Json<SendResource>, Fault> {
    let Some(hash) = bytes(&request.content_hash) else {
        let message = "content_hash must be 64 hexadecimal digits";
        return Err(Refusal::field("content_hash", "wrong_form", message).into());
    };
    let view = door.app.approve_send(&caller, &id, hash).await?;
    Ok(Json(SendResource::of(view)))
}

/// Reject a send
///
/// A person says no to a send that waits for approval: it never leaves.
#[utoipa::path(
    post,
    path = "/sends/{id}/reject",
    operation_id = "rejectSend",
    tag = "Sends",
    params(("id" = String, Path, description = "The `sendId` that a route answered with.")),
    responses((status = 200, description = "The send as it stands now.", body = SendResource), SendApproveFaults)
)]
pub(crate) async fn reject_send(
    caller: Authorized<Write>,
    State(door): State<Door>,
    Segments(id): Segments<String>,
) -> Result<Json<SendResource>, Fault> {
    let view = door.app.reject_send(&caller, &id).await?;
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
    /// The send as an answer to the request that handed it over.
    pub(super) fn accepted(view: SendView, report: &SendReport) -> Self {
        Self {
            headers: Headers {
                quota: report.quota,
                is_replayed: report.is_replayed,
            },
            ..Self::of(view)
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn add_headers(&self, headers: &mut HeaderMap) {
        if let Some((action, figures)) = &self.headers.quota {
            quota::add_headers(headers, *action, figures);
        }
        if self.headers.is_replayed {
            headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
    }

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
            send_at: printed(view.send_at),
            if_no_reply_since: printed(view.if_no_reply_since),
            if_last_message: view.if_last_message,
            template_id: view.template_id,
            tags: view.tags,
            content_hash: hexadecimal(&view.content_hash),
            approval: view.approval.as_ref().map(ApprovalItem::of),
            accepted_at: report.accepted_at.to_string(),
            sent_at: printed(report.sent_at),
            delivered_at: printed(report.delivered_at),
            seen_at: printed(report.seen_at),
            edited_at: printed(view.edited_at),
            updated_at: view.updated_at.to_string(),
            expires_at: view.expires_at.to_string(),
            capability_class: view.capability_class,
            attempts: attempts.collect(),
            headers: Headers::default(),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    let is_hash =
        hexadecimal.len() == 64 && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit());
    let places = (0..64).step_by(2);
    is_hash.then(|| {
        places
            .map(|place| u8::from_str_radix(&hexadecimal[place..place + 2], 16).ok())
            .collect()
    })?
}

pub(super) fn printed(instant: Option<Timestamp>) -> Option<String> {
    instant.map(|at| at.to_string())
}
