//! The outbox: what became of each send, with the evidence of each try.

use app::sends::{ApprovalView, KeptMessage, ListSends, SendView};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use domain::hexadecimal::hexadecimal;
use domain::ledger::{Action, Quota};
use domain::limits::{SENDS_PAGE_DEFAULT, SENDS_PAGE_MAX};
use domain::send::SendState;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::attachments::AttachmentItem;
use crate::door::Door;
use crate::extract::fields::is_tag;
use crate::extract::{Authorized, Fields, FromFields, Params, Segments, SendsRead};
use crate::fault::Fault;
use crate::linkedin::quota;
use crate::openapi::responses::{SendListFaults, SendReadFaults};

/// A send and everything that is known of it. Instants are RFC 3339 in UTC.
#[derive(Serialize, ToSchema)]
#[schema(as = Send)]
pub(crate) struct SendResource {
    id: String,
    account_id: String,
    /// What kind of act it is; more may come.
    #[schema(
        pattern = "^(message|inmail|invitation|edit|delete|reaction|reaction_removal|invitation_withdrawal|invitation_acceptance|invitation_dismissal)$"
    )]
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
    /// Of a reaction, the emoji.
    text: String,
    #[schema(required = true)]
    subject: Option<String>,
    /// The network's id of the message that it answers.
    #[schema(required = true)]
    reply_to: Option<String>,
    /// The network's id of the message that is changed, taken back or reacted to; our own id of the invitation that is taken
    /// back, accepted or ignored.
    #[schema(required = true)]
    target: Option<String>,
    /// Our own id of the message that it forwards.
    #[schema(required = true)]
    forwarded_from: Option<String>,
    attachments: Vec<AttachmentItem>,
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
    /// Which version of the template its text was made from here; `null` where it came with its text.
    #[schema(required = true)]
    template_version: Option<i64>,
    tags: Vec<String>,
    /// Stands for exactly what leaves and to whom: hexadecimal, another one for another text, answer or file. To approve
    /// is to approve this.
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
    caller: Authorized<SendsRead>,
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
            state: fields
                .exact_word("state", SendState::WORDS)
                .map(str::to_owned),
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
    caller: Authorized<SendsRead>,
    State(door): State<Door>,
    Params(request): Params<ListRequest>,
) -> Result<Json<SendPageResource>, Fault> {
    let page = door.app.list_sends(&caller, request.0).await?;
    Ok(Json(SendPageResource {
        sends: page.sends.into_iter().map(SendResource::of).collect(),
        next_cursor: page.next_cursor,
    }))
}

impl SendResource {
    /// The send as an answer to the request that handed it over.
    pub(super) fn kept(kept: KeptMessage) -> Self {
        Self {
            headers: Headers {
                quota: kept.quota,
                is_replayed: kept.is_replayed,
            },
            ..Self::of(kept.send)
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

    pub(super) fn of(view: SendView) -> Self {
        let report = view.report;
        let id = report.send_id.to_string();
        let attachments = view.attachments.into_iter().enumerate();
        let attachments = attachments.map(|(place, facts)| AttachmentItem::of(&id, place, facts));
        let attachments: Vec<AttachmentItem> = attachments.collect();
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
            id,
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
            reply_to: view.reply_to,
            target: view.target_key,
            forwarded_from: view.forwarded_from.map(|id| id.to_string()),
            attachments,
            typing_sent: report.typing_sent,
            acknowledgment_sent: report.acknowledgment_sent,
            send_at: printed(view.send_at),
            if_no_reply_since: printed(view.if_no_reply_since),
            if_last_message: view.if_last_message,
            template_id: view.template_id,
            template_version: view.template_version,
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

pub(super) fn printed(instant: Option<Timestamp>) -> Option<String> {
    instant.map(|at| at.to_string())
}
