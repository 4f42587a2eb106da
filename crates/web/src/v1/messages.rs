//! Handing over messages: one, or many at once, each with a key of its own, so that a repeat is the same message.

mod dry_run;
pub(super) mod forward;

use std::time::Duration;

mod kept;

pub(super) use kept::answer;
use kept::{handed_over, keep, shown};

use app::sends::{MessageFields, SendMessage, SendRoute, SendTerms, Trial};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::limits;
use domain::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use self::dry_run::DryRun;
use super::attachments::{AttachmentRequest, GivenFile};
use super::mode::{Mode, SendMode};
use super::problem::Problem;
use super::sends::SendResource;
use super::templates::{Variables, variables};
use crate::door::{Door, WebSettings};
use crate::extract::{Authorized, Body, Fields, FromFields, MessagesWrite, SendOptions};
use crate::fault::Fault;
use crate::linkedin::quota;
use crate::openapi::answers::{KeptAnswers, MessageHeaders};
use crate::openapi::responses::{MessageBatchFaults, MessageFaults};

/// A message to hand over.
#[derive(ToSchema)]
#[schema(as = NewMessage, example = json!({"recipient": "john-doe-123", "text": "Hello John, thank you for connecting!"}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct MessageRequest {
    /// The account to send from. Absent: the owner inside `conversation`, else the account used last.
    account: Option<String>,
    /// Who gets it, in any spelling: slug, member key, URN, profile address. This or `conversation` is needed.
    recipient: Option<String>,
    /// The conversation that it goes into, in any spelling.
    conversation: Option<String>,
    /// A group that both belong to, by right of which it is sent to `recipient`.
    group_id: Option<String>,
    /// Up to 8,000 characters after trimming, of an InMail 1,900. Required, and not blank, without attachments or a
    /// template.
    text: Option<String>,
    /// For InMails, at most 200 characters.
    subject: Option<String>,
    /// Send it as an InMail, for one credit of a premium seat.
    inmail: Option<bool>,
    /// Show typing in the conversation before it, for a time that follows the text's length.
    typing: Option<bool>,
    /// Not before this instant; at once when absent.
    #[schema(format = DateTime)]
    send_at: Option<String>,
    /// If it has not left by then, it never will. Absent: a day after it may leave first.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// Send it only if the other side has not written since: 412 now, `suppressed` later.
    #[schema(format = DateTime)]
    if_no_reply_since: Option<String>,
    /// Send it only if this message, in any spelling, is still the newest of the conversation.
    if_last_message_id: Option<String>,
    /// The message that it answers, in any spelling: one of the conversation that it goes into.
    reply_to: Option<String>,
    /// Files that travel with it, at most 10,000,000 bytes together.
    #[schema(max_items = 10, value_type = Option<Vec<AttachmentRequest>>)]
    attachments: Option<Vec<AttachmentRequest>>,
    /// Without `text`: the template, by our own id, that its text is made from now. With `text`: any word that says which
    /// template it was made from, to count by.
    #[schema(max_length = 128)]
    template_id: Option<String>,
    /// What the template is given, without `text`.
    #[schema(value_type = Option<Variables>)]
    variables: Option<serde_json::Value>,
    /// Words to find it by.
    #[schema(max_items = 20, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
    /// `wait` for the network's answer, as long as `Prefer: wait=N` says, or answer at once (`async`, the default).
    #[schema(value_type = Option<SendMode>)]
    mode: Option<String>,
    /// Only say what would become of it. Nothing is kept and no key is needed.
    dry_run: Option<bool>,
}

/// A word to find a send by.
#[derive(ToSchema)]
#[schema(as = Tag, value_type = String, pattern = "^[a-z0-9][a-z0-9_.:-]{0,63}$")]
#[expect(dead_code, reason = "described, never built")]
pub(crate) struct Tag(String);

/// What a request asks for.
pub(crate) struct Message {
    command: SendMessage,
    mode: Mode,
    is_dry_run: bool,
    /// In a batch each message has its own.
    idempotency_key: Option<String>,
}

impl FromFields for Message {
    fn from_fields(fields: &mut Fields) -> Self {
        let message = Self {
            command: command(fields),
            mode: Mode::read(fields),
            is_dry_run: fields.flag("dry_run").unwrap_or(false),
            idempotency_key: None,
        };
        fields.refuse_others();
        message
    }

    fn body_bytes_max(settings: &WebSettings) -> usize {
        settings.messages_body_bytes_max
    }
}

fn command(fields: &mut Fields) -> SendMessage {
    let files: Vec<GivenFile> = fields.list("attachments", limits::ATTACHMENTS_MAX);
    let is_made = fields.has("template_id") && !fields.has("text");
    let command = SendMessage {
        account: fields.text("account"),
        recipient: fields.text("recipient"),
        conversation: fields.text("conversation"),
        group_id: fields.text("group_id"),
        text: if files.is_empty() && !is_made {
            fields.message("text")
        } else {
            fields.raw_text("text").unwrap_or_default()
        },
        subject: fields.raw_text("subject"),
        is_inmail: fields.flag("inmail").unwrap_or(false),
        typing: fields.flag("typing").unwrap_or(false),
        acknowledge: None,
        route: SendRoute::Direct,
        wait: Some(Duration::ZERO),
        idempotency_key: None,
        terms: terms(fields, files, is_made),
        fields: MessageFields::OWN,
    };
    if command.recipient.is_none() && command.conversation.is_none() {
        let message = "recipient or conversation is required";
        fields.note("recipient", "required", message);
    }
    command
}

fn terms(fields: &mut Fields, files: Vec<GivenFile>, is_made: bool) -> SendTerms {
    if fields.has("variables") && !is_made {
        let message = "variables go with template_id, and without text";
        fields.note("variables", "mismatch", message);
    }
    let given = variables(fields, "variables");
    let template_id = fields.text("template_id");
    let is_long = |text: &String| text.chars().count() > limits::TEMPLATE_ID_CHARS_MAX;
    if template_id.as_ref().is_some_and(is_long) {
        let message = format!(
            "template_id has at most {} characters",
            limits::TEMPLATE_ID_CHARS_MAX
        );
        fields.note("template_id", "too_long", message);
    }
    let (mut attachments, mut uploads) = (Vec::new(), Vec::new());
    for (place, file) in files.into_iter().enumerate() {
        match file {
            GivenFile::Whole(file) => attachments.push(file),
            GivenFile::Uploaded(attachment_id) => uploads.push((place, attachment_id)),
            GivenFile::Wrong => {}
        }
    }
    SendTerms {
        send_at: fields.instant("send_at"),
        expires_at: fields.instant("expires_at"),
        if_no_reply_since: fields.instant("if_no_reply_since"),
        if_last_message_id: fields.text("if_last_message_id"),
        reply_to: fields.text("reply_to"),
        attachments,
        uploads,
        forwards: None,
        variables: is_made.then(|| given.unwrap_or_default()),
        template_id,
        tags: fields.tags("tags"),
        waits_for_limits: true,
    }
}

/// Hand over a message
///
/// Keeps a message, so that it leaves once and at an allowed moment. What its account's limits do not allow now waits for
/// them; what can not leave within its lifetime is refused. The same key is the same message, however often it is asked
/// for.
#[utoipa::path(
    post,
    path = "/messages",
    operation_id = "createMessage",
    tag = "Sends",
    request_body(content = MessageRequest, content_type = "application/json"),
    params(MessageHeaders),
    responses(
        (status = 200, description = "A dry run: what would become of it.", body = DryRun),
        KeptAnswers,
        MessageFaults
    )
)]
pub(crate) async fn create_message(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    options: SendOptions,
    Body(message): Body<Message>,
) -> Result<Response, Fault> {
    if message.is_dry_run {
        let command = SendMessage {
            idempotency_key: options.idempotency_key,
            ..message.command
        };
        let trial = door.app.try_message(&caller, command).await?;
        let mut response = Json(DryRun::of(&trial)).into_response();
        if let Some((action, figures)) = &trial.quota {
            quota::add_headers(response.headers_mut(), *action, figures);
        }
        return Ok(response);
    }
    let wait = message.mode.wait(&options);
    let key = options.idempotency_key;
    let (status, send) = keep(&door, &caller, message.command, key, wait).await?;
    Ok(handed_over(status, &send))
}

/// Messages to hand over together.
#[derive(ToSchema)]
#[schema(as = MessageBatch)]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct BatchRequest {
    /// Each as a `NewMessage`, without `mode` and `dry_run`, and with an `idempotency_key` of 1 to 255 characters. What is
    /// wrong with one is told in its verdict.
    #[schema(max_items = 1000, min_items = 1)]
    messages: Vec<serde_json::Value>,
    /// Only say what would become of each, in this order, behind what waits already. Nothing is kept.
    dry_run: Option<bool>,
}

/// The messages of a batch, each read for itself.
pub(crate) struct Batch {
    messages: Vec<Result<Message, Fault>>,
    is_dry_run: bool,
}

impl FromFields for Batch {
    fn from_fields(fields: &mut Fields) -> Self {
        let items = fields.objects("messages", limits::BATCH_MAX);
        if items.as_ref().is_some_and(Vec::is_empty) {
            fields.note("messages", "empty", "messages is empty");
        }
        let messages = items.unwrap_or_default().into_iter();
        let batch = Self {
            messages: messages
                .map(Fields::read::<BatchItem>)
                .map(|item| item.map(|item| item.0))
                .collect(),
            is_dry_run: fields.flag("dry_run").unwrap_or(false),
        };
        fields.refuse_others();
        batch
    }

    fn body_bytes_max(settings: &WebSettings) -> usize {
        settings.messages_body_bytes_max
    }
}

struct BatchItem(Message);

impl FromFields for BatchItem {
    fn from_fields(fields: &mut Fields) -> Self {
        let key = fields.required_text("idempotency_key");
        let is_key = (1..=limits::IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len())
            && key.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            && key.trim() == key;
        if !key.is_empty() && !is_key {
            let message = format!(
                "idempotency_key must be 1 to {} printable ASCII characters",
                limits::IDEMPOTENCY_KEY_BYTES_MAX
            );
            fields.note("idempotency_key", "wrong_type", message);
        }
        let message = Message {
            command: command(fields),
            mode: Mode::Async,
            is_dry_run: false,
            idempotency_key: Some(key),
        };
        fields.refuse_others();
        Self(message)
    }
}

/// What became of each message, in the order of the request.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageBatchResult)]
pub(crate) struct BatchResponse {
    results: Vec<BatchResult>,
}

/// What became of one message of a batch.
#[derive(Serialize, ToSchema)]
#[schema(as = BatchMessageResult)]
pub(crate) struct BatchResult {
    /// What the same message alone would have been answered with.
    status: u16,
    /// The send, if there is one.
    #[schema(required = true)]
    send: Option<SendResource>,
    /// Why there is none.
    #[schema(required = true)]
    problem: Option<Problem>,
    /// What would become of it, in a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    dry_run: Option<DryRun>,
}

/// Hand over many messages
///
/// Keeps up to 1,000 messages, each for itself: one that is refused keeps no other from being kept. Messages
/// of the same conversation leave in the order of the list, however each names it. With `dry_run` nothing is kept, and each
/// verdict says when its message would leave behind those before it. The whole body may have as many bytes as that of one message (`server.messages_body_bytes_max`).
#[utoipa::path(
    post,
    path = "/messages/batch",
    operation_id = "createMessages",
    tag = "Sends",
    request_body(content = BatchRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "A verdict for each message, in the order of the request.", body = BatchResponse),
        MessageBatchFaults
    )
)]
pub(crate) async fn create_messages(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    Body(batch): Body<Batch>,
) -> Json<BatchResponse> {
    let now = door.app.now();
    let mut verdicts: Vec<Option<Fault>> = Vec::with_capacity(batch.messages.len());
    let mut commands = Vec::with_capacity(batch.messages.len());
    for message in batch.messages {
        match message {
            Ok(message) => {
                commands.push(SendMessage {
                    idempotency_key: message.idempotency_key,
                    ..message.command
                });
                verdicts.push(None);
            }
            Err(fault) => verdicts.push(Some(fault)),
        }
    }
    let done: Vec<BatchResult> = if batch.is_dry_run {
        let tried = door.app.try_messages(&caller, commands).await;
        let told = tried.into_iter().map(|trial| match trial {
            Ok(trial) => BatchResult::tried(&trial),
            Err(error) => BatchResult::refused(error.into(), now),
        });
        told.collect()
    } else {
        let kept = door.app.keep_messages(&caller, commands).await;
        let told = kept.into_iter().map(|kept| match kept {
            Ok(kept) => BatchResult::kept(shown(kept)),
            Err(error) => BatchResult::refused(error.into(), now),
        });
        told.collect()
    };
    let mut done = done.into_iter();
    let results = verdicts.into_iter().filter_map(|verdict| match verdict {
        Some(fault) => Some(BatchResult::refused(fault, now)),
        None => done.next(),
    });
    Json(BatchResponse {
        results: results.collect(),
    })
}

impl BatchResult {
    fn kept((status, send): (StatusCode, SendResource)) -> Self {
        Self {
            status: status.as_u16(),
            send: Some(send),
            problem: None,
            dry_run: None,
        }
    }

    fn tried(trial: &Trial) -> Self {
        Self {
            status: StatusCode::OK.as_u16(),
            send: None,
            problem: None,
            dry_run: Some(DryRun::of(trial)),
        }
    }

    fn refused(fault: Fault, now: Timestamp) -> Self {
        Self {
            status: fault.status().as_u16(),
            send: None,
            problem: Some(Problem::of(&fault.at(now))),
            dry_run: None,
        }
    }
}
