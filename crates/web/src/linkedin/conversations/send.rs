//! `POST conversations/send`: a message to a member or into a conversation, in the newer words.

use app::sends::{SendMessage, SendTerms};
use axum::extract::State;
use axum::response::Response;
use domain::error_code::ErrorCode;
use domain::ids::AttachmentId;
use domain::limits::ATTACHMENTS_MAX;
use utoipa::ToSchema;

use super::media::GivenFile;
use crate::door::Door;
use crate::extract::{Authorized, Body, Fields, FromFields, MessagesWrite, SendOptions};
use crate::fault::Fault;
use crate::linkedin::sends::perform;
use crate::linkedin::sends::request::{MessageType, SendRequest};
use crate::linkedin::sends::response::Shape;
use crate::openapi::answers::{GuideSendAnswers, GuideSendHeaders};
use crate::openapi::responses::SendFaults;

/// The words of `messagingChannel`.
const CHANNELS: &[&str] = &["auto", "sales_navigator", "linkedin_inbox"];
/// The only one that is not the mailbox.
const SALES_NAVIGATOR: &str = "sales_navigator";

/// A message to a member or into an existing conversation.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"recipientProfileId": "john-doe-123", "message": "Hello!"}))]
#[expect(dead_code, reason = "described here, read field by field")]
pub(crate) struct ConversationSendRequest {
    /// The account to send from. Absent: the owner inside `conversationUrn`, else the account used last.
    account_id: Option<String>,
    /// The recipient in any spelling: slug, member key, URN, profile address. One of this, `recipientProfileUrn` and
    /// `conversationUrn` is needed.
    recipient_profile_id: Option<String>,
    /// The recipient's URN; preferred where both are given.
    recipient_profile_urn: Option<String>,
    /// An existing conversation, in any spelling. With a recipient it must be the conversation with them.
    conversation_urn: Option<String>,
    /// 1 to 8,000 characters after trimming; an InMail has at most 1,900.
    #[schema(min_length = 1)]
    message: String,
    /// For InMails, at most 200 characters.
    subject: Option<String>,
    /// At most 10 files that were handed over at `conversations/upload-attachment` in the last day.
    #[schema(max_items = 10)]
    attachments: Option<Vec<GivenAttachment>>,
    /// `auto` and `linkedin_inbox` are the same here; `sales_navigator` is refused with `capability_unsupported`.
    messaging_channel: Option<MessagingChannel>,
    /// As on the older routes.
    message_type: Option<MessageType>,
}

/// A file that goes with a message.
#[derive(ToSchema)]
#[expect(dead_code, reason = "described, never built")]
pub(crate) struct GivenAttachment {
    /// As it was answered when it was handed over; what counts is its `assetUrn`.
    file: GivenAsset,
}

/// A file that was handed over.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described, never built")]
pub(crate) struct GivenAsset {
    asset_urn: String,
    byte_size: Option<i64>,
    media_type: Option<String>,
    name: Option<String>,
}

/// Through which of the mailboxes of a seat a message goes.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case", default = "auto")]
#[expect(dead_code, reason = "described, never built")]
pub(crate) enum MessagingChannel {
    /// As it fits.
    Auto,
    /// The one of Sales Navigator.
    SalesNavigator,
    /// The ordinary one.
    LinkedinInbox,
}

/// The same, read.
pub(crate) struct ConversationSend {
    send: SendRequest,
    attachments: Vec<AttachmentId>,
    messaging_channel: Option<&'static str>,
}

impl FromFields for ConversationSend {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            send: SendRequest::read(fields),
            attachments: attachments(fields),
            messaging_channel: fields.word("messagingChannel", CHANNELS),
        };
        let message = "recipientProfileId, recipientProfileUrn or conversationUrn is required";
        request.send.note_unaddressed(fields, message);
        request
    }
}

/// Those that are named rightly; what is wrong with the others is noted.
fn attachments(fields: &mut Fields) -> Vec<AttachmentId> {
    let given: Vec<GivenFile> = fields.list("attachments", ATTACHMENTS_MAX);
    given.into_iter().filter_map(|file| file.0).collect()
}

impl From<ConversationSend> for SendMessage {
    fn from(request: ConversationSend) -> Self {
        Self {
            terms: SendTerms {
                uploads: request.attachments.into_iter().enumerate().collect(),
                ..SendTerms::default()
            },
            ..request.send.into()
        }
    }
}

/// Send a message into a conversation
///
/// Sends a message to a member or into an existing conversation, and answers with the message as it was sent.
#[utoipa::path(
    post,
    path = "/conversations/send",
    operation_id = "sendInConversation",
    tag = "Sending",
    request_body(content = ConversationSendRequest, content_type = "application/json"),
    params(GuideSendHeaders),
    responses(GuideSendAnswers, SendFaults)
)]
pub(crate) async fn send_in_conversation(
    caller: Authorized<MessagesWrite>,
    State(door): State<Door>,
    options: SendOptions,
    Body(request): Body<ConversationSend>,
) -> Result<Response, Fault> {
    if request.messaging_channel == Some(SALES_NAVIGATOR) {
        let message = "No account sends through Sales Navigator here: leave messagingChannel out.";
        return Err(Fault::new(ErrorCode::CapabilityUnsupported, message));
    }
    let send = perform(&door, &caller, options, request.into(), Shape::Conversation);
    Box::pin(send).await
}
