//! Which refusals a route can answer, named in its description as one type. The documented statuses follow from the
//! codes, so that the two cannot disagree.

use std::collections::BTreeMap;

use domain::error_code::ErrorCode as Code;
use utoipa::IntoResponses;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use crate::linkedin::quota::HEADERS;
use crate::{linkedin, v1};

/// Every route that wants a key.
const KEY: &[Code] = &[
    Code::AddressNotAllowed,
    Code::TooManyRequests,
    Code::Unauthorized,
    Code::InsufficientScope,
    Code::ExceedsOwnRights,
    Code::InternalError,
    Code::ServiceBusy,
];
/// Every route that reads the event log.
const EVENTS: &[Code] = &[
    Code::AccountNotFound,
    Code::EventsGone,
    Code::InvalidCursor,
    Code::ValidationError,
];
/// Every route that is about a receiver of webhooks.
const ENDPOINT: &[Code] = &[Code::EndpointNotFound, Code::ValidationError];
/// Every route that is about a person.
const PERSON: &[Code] = &[Code::PersonNotFound, Code::ValidationError];
/// Every route that is about a template.
const TEMPLATE: &[Code] = &[Code::TemplateNotFound, Code::ValidationError];
/// Every route that is about an account.
const ACCOUNT: &[Code] = &[Code::ValidationError, Code::AccountNotFound];
/// Every route that is about a link session.
const LINK_SESSION: &[Code] = &[Code::LinkSessionNotFound, Code::ValidationError];
/// Every route that takes a conversation.
const CONVERSATION: &[Code] = &[Code::AccountOwnerMismatch, Code::ConversationNotFound];
/// Every route of our own that is about a conversation.
const OURS_OF_CONVERSATION: &[Code] = &[Code::ConversationNotFound, Code::ValidationError];
/// Every route that is about a label.
const LABEL: &[Code] = &[Code::LabelNotFound, Code::ValidationError];
/// Every route that takes a body.
const BODY: &[Code] = &[
    Code::InvalidJson,
    Code::BodyTooLarge,
    Code::UnsupportedMediaType,
];
/// Every route that asks the network before it answers.
const NETWORK: &[Code] = &[
    Code::AccountHeld,
    Code::AccountReadOnly,
    Code::CapabilityUnsupported,
    Code::NetworkError,
    Code::NetworkRefused,
    Code::NetworkUnavailable,
];
/// Every route that keeps an act before it performs it.
const ACT: &[Code] = &[
    Code::AlikeMessages,
    Code::IdempotencyKeyReused,
    Code::MemberNotFound,
    Code::PersonLimitReached,
    Code::RateLimitExceeded,
    Code::RecipientSuppressed,
    Code::SendExpired,
    Code::SendFailed,
    Code::StorageFull,
];
const MESSAGE: &[Code] = &[
    Code::ConnectionRequired,
    Code::InmailCreditRequired,
    Code::PremiumRequired,
];

/// Every route that does something to a message that is there.
const MESSAGE_ACT: &[Code] = &[
    Code::AccountOwnerMismatch,
    Code::ChangeWindowOver,
    Code::MessageNotFound,
    Code::NotOwnMessage,
];

/// Every route that changes who works in a workspace.
const USER_CHANGE: &[Code] = &[
    Code::ExceedsOwnRights,
    Code::LastOwner,
    Code::StorageFull,
    Code::UserNotFound,
    Code::ValidationError,
];

macro_rules! fault_sets {
    ($($name:ident($door:expr) => [$($codes:expr),* $(,)?];)*) => {$(
        /// The refusals of a kind of route.
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                responses($door, &[$($codes),*])
            }
        }
    )*};
}

fault_sets! {
    HealthFaults(GUIDE) => [&[Code::AddressNotAllowed, Code::TooManyRequests, Code::Unauthorized, Code::InternalError, Code::ServiceBusy]];
    ReadyFaults(GUIDE) => [&[Code::InternalError, Code::ServiceBusy]];
    ListFaults(GUIDE) => [KEY, &[Code::ValidationError]];
    AccountFaults(GUIDE) => [KEY, ACCOUNT];
    AccountReadFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, &[Code::MemberNotFound]];
    InboxFaults(GUIDE) => [KEY, ACCOUNT, &[Code::InvalidCursor]];
    ConversationActFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK];
    AccountActFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK];
    MemberActFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK, &[Code::MemberNotFound]];
    MemberReadFaults(GUIDE) => [KEY, ACCOUNT, NETWORK, &[Code::MemberNotFound]];
    NetworkReadFaults(GUIDE) => [KEY, ACCOUNT, NETWORK];
    ConversationsFaults(GUIDE) => [KEY, ACCOUNT, &[Code::InvalidCursor, Code::LabelNotFound]];
    ConversationPatchFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, NETWORK, &[Code::StorageFull]];
    ConversationMessageFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, NETWORK, ACT, MESSAGE_ACT];
    ConversationReactFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, ACT, MESSAGE_ACT];
    ConversationRefreshFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, &[Code::StorageFull]];
    AccountSyncFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK, &[Code::StorageFull]];
    UploadFaults(GUIDE) => [KEY, ACCOUNT, NETWORK, &[
        Code::AttachmentTypeMismatch,
        Code::AttachmentsFull,
        Code::BodyTooLarge,
        Code::InvalidJson,
        Code::StorageFull,
        Code::UploadTooSlow,
    ]];
    MediaFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK, &[Code::AttachmentNotFound]];
    ConnectFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK, ACT, &[Code::AlreadyConnected, Code::AlreadyInvited]];
    SendFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, ACT, MESSAGE];
    GroupSendFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, ACT, MESSAGE, &[Code::GroupMembershipRequired]];
    SendFileFaults(OURS) => [KEY, &[
        Code::AttachmentNotFound,
        Code::SendNotFound,
        Code::ValidationError,
    ]];
    SendReadFaults(OURS) => [KEY, &[Code::SendNotFound, Code::ValidationError]];
    MessageFaults(OURS) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, ACT, MESSAGE, &[
        Code::ConversationMoved,
        Code::GroupMembershipRequired,
        Code::IdempotencyKeyRequired,
        Code::TemplateIncomplete,
        Code::TemplateNotFound,
        Code::TemplateUnfilled,
    ]];
    ForwardFaults(OURS) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, ACT, MESSAGE, &[
        Code::AttachmentNotFound,
        Code::IdempotencyKeyRequired,
        Code::MessageNotFound,
    ]];
    ConversationListFaults(OURS) => [KEY, &[
        Code::AccountNotFound,
        Code::InvalidCursor,
        Code::LabelNotFound,
        Code::MemberNotFound,
        Code::UserNotFound,
        Code::ValidationError,
    ]];
    ConversationLookFaults(OURS) => [KEY, OURS_OF_CONVERSATION];
    ConversationMessagesFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[Code::InvalidCursor]];
    ConversationMailboxFaults(OURS) => [KEY, OURS_OF_CONVERSATION, NETWORK, &[Code::StorageFull]];
    ConversationChangeFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[Code::StorageFull]];
    ConversationWriteFaults(OURS) => [KEY, BODY, OURS_OF_CONVERSATION, &[Code::StorageFull]];
    ConversationAssignFaults(OURS) => [KEY, BODY, OURS_OF_CONVERSATION, &[Code::StorageFull, Code::UserNotFound]];
    ConversationLabelFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[
        Code::LabelNotFound,
        Code::StorageFull,
        Code::TooManyConversationLabels,
    ]];
    MessageLookFaults(OURS) => [KEY, &[Code::MessageNotFound, Code::ValidationError]];
    DraftLookFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[Code::DraftNotFound]];
    DraftPutFaults(OURS) => [KEY, BODY, OURS_OF_CONVERSATION, &[
        Code::DraftChanged,
        Code::PreconditionRequired,
        Code::StorageFull,
    ]];
    DraftDeleteFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[
        Code::DraftChanged,
        Code::DraftNotFound,
        Code::PreconditionRequired,
        Code::StorageFull,
    ]];
    NoteListFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[Code::InvalidCursor]];
    NoteNewFaults(OURS) => [KEY, BODY, OURS_OF_CONVERSATION, &[Code::StorageFull, Code::TooManyNotes]];
    NoteLookFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[Code::NoteNotFound]];
    NoteChangeFaults(OURS) => [KEY, BODY, OURS_OF_CONVERSATION, &[Code::NoteNotFound, Code::StorageFull]];
    NoteDeleteFaults(OURS) => [KEY, OURS_OF_CONVERSATION, &[Code::NoteNotFound, Code::StorageFull]];
    LabelLookFaults(OURS) => [KEY, LABEL];
    LabelNewFaults(OURS) => [KEY, BODY, &[
        Code::LabelTaken,
        Code::StorageFull,
        Code::TooManyLabels,
        Code::ValidationError,
    ]];
    LabelChangeFaults(OURS) => [KEY, BODY, LABEL, &[Code::LabelTaken, Code::StorageFull]];
    LabelDeleteFaults(OURS) => [KEY, LABEL, &[Code::StorageFull]];
    AccountLookFaults(OURS) => [KEY, ACCOUNT];
    AttachmentNewFaults(OURS) => [KEY, ACCOUNT, NETWORK, &[
        Code::AttachmentTypeMismatch,
        Code::AttachmentsFull,
        Code::BodyTooLarge,
        Code::InvalidJson,
        Code::StorageFull,
        Code::UploadTooSlow,
    ]];
    AttachmentFaults(OURS) => [KEY, &[Code::AttachmentNotFound, Code::ValidationError]];
    MessageAttachmentFaults(OURS) => [KEY, ACCOUNT, NETWORK, &[
        Code::AccountOwnerMismatch,
        Code::AttachmentNotFound,
        Code::MessageNotFound,
    ]];
    ReconcileFaults(OURS) => [KEY, ACCOUNT, BODY, &[
        Code::AccountHeld,
        Code::AccountReadOnly,
        Code::StorageFull,
    ]];
    ReconciliationFaults(OURS) => [KEY, &[Code::ReconciliationNotFound, Code::ValidationError]];
    ReconciliationListFaults(OURS) => [KEY, ACCOUNT, &[Code::InvalidCursor]];
    ReconciliationPageFaults(OURS) => [KEY, &[
        Code::InvalidCursor,
        Code::ReconciliationNotFound,
        Code::ValidationError,
    ]];
    MessageActFaults(OURS) => [KEY, ACCOUNT, BODY, NETWORK, ACT, MESSAGE_ACT];
    ConnectionInvitationListFaults(OURS) => [KEY, &[
        Code::AccountNotFound,
        Code::InvalidCursor,
        Code::MemberNotFound,
        Code::ValidationError,
    ]];
    ConnectionInvitationLookFaults(OURS) => [KEY, &[Code::InvitationNotFound, Code::ValidationError]];
    ConnectionInvitationNewFaults(OURS) => [KEY, ACCOUNT, BODY, NETWORK, ACT, &[
        Code::AlreadyConnected,
        Code::AlreadyInvited,
        Code::IdempotencyKeyRequired,
    ]];
    ConnectionInvitationActFaults(OURS) => [KEY, NETWORK, ACT, &[
        Code::InvitationNotFound,
        Code::InvitationNotOpen,
        Code::InvitationWrongSide,
        Code::ValidationError,
    ]];
    CapabilityFaults(OURS) => [KEY, ACCOUNT, &[Code::AccountHeld, Code::CapabilityUnsupported, Code::NetworkUnavailable, Code::NetworkRefused]];
    AccountListFaults(OURS) => [KEY, &[Code::InvalidCursor, Code::ValidationError]];
    AccountChangeFaults(OURS) => [KEY, ACCOUNT, BODY, &[Code::AccountReadOnly, Code::StorageFull]];
    LinkSessionNewFaults(OURS) => [KEY, ACCOUNT, BODY, &[
        Code::AccountReadOnly,
        Code::CapabilityUnsupported,
        Code::NetworkRefused,
        Code::StorageFull,
        Code::TooManyLinkSessions,
    ]];
    LinkSessionLookFaults(OURS) => [KEY, LINK_SESSION];
    LinkSessionChangeFaults(OURS) => [KEY, LINK_SESSION, &[Code::LinkSessionOver, Code::StorageFull]];
    AccountUnlinkFaults(OURS) => [KEY, ACCOUNT, &[Code::StorageFull]];
    AccountPolicyFaults(OURS) => [KEY, ACCOUNT, BODY, &[Code::AccountReadOnly, Code::StorageFull]];
    MessageBatchFaults(OURS) => [KEY, BODY, &[Code::ValidationError]];
    SendListFaults(OURS) => [KEY, &[Code::AccountNotFound, Code::InvalidCursor, Code::ValidationError]];
    EventFaults(OURS) => [KEY, EVENTS];
    StreamFaults(OURS) => [KEY, EVENTS, &[Code::TooManyStreams]];
    ListOwnFaults(OURS) => [KEY];
    EndpointLookFaults(OURS) => [KEY, ENDPOINT];
    EndpointDeleteFaults(OURS) => [KEY, ENDPOINT, &[Code::StorageFull]];
    EndpointNewFaults(OURS) => [KEY, BODY, &[
        Code::StorageFull,
        Code::TooManyEndpoints,
        Code::ValidationError,
    ]];
    EndpointFaults(OURS) => [KEY, BODY, ENDPOINT, &[Code::StorageFull]];
    EndpointSecretFaults(OURS) => [KEY, BODY, ENDPOINT, &[Code::SecretOverlap, Code::StorageFull]];
    PersonListFaults(OURS) => [KEY, &[Code::AccountNotFound, Code::InvalidCursor, Code::ValidationError]];
    PersonFaults(OURS) => [KEY, PERSON];
    PersonEraseFaults(OURS) => [KEY, PERSON, &[Code::PersonHasAccount, Code::StorageFull]];
    PersonExportFaults(OURS) => [KEY, PERSON, &[Code::StorageFull]];
    ErasureFaults(OURS) => [KEY, &[Code::ErasureNotFound, Code::ValidationError]];
    PersonPageFaults(OURS) => [KEY, PERSON, &[Code::InvalidCursor]];
    PersonResolveFaults(OURS) => [KEY, ACCOUNT, BODY, NETWORK, PERSON, &[
        Code::MemberNotFound,
        Code::PersonAmbiguous,
        Code::StorageFull,
    ]];
    PersonRelationshipFaults(OURS) => [KEY, ACCOUNT, NETWORK, PERSON, &[Code::MemberNotFound]];
    SearchFaults(OURS) => [KEY, PERSON, &[
        Code::AccountNotFound,
        Code::ConversationNotFound,
        Code::InvalidCursor,
    ]];
    DeliveryListFaults(OURS) => [KEY, ENDPOINT];
    DeliveryFaults(OURS) => [KEY, ENDPOINT, &[Code::DeliveryNotFound]];
    DeliveryReplayFaults(OURS) => [KEY, ENDPOINT, &[Code::DeliveryNotFound, Code::StorageFull]];
    AnalyticsFaults(OURS) => [KEY, &[Code::AccountNotFound, Code::ValidationError]];
    TemplateListFaults(OURS) => [KEY, &[Code::InvalidCursor, Code::ValidationError]];
    TemplateReadFaults(OURS) => [KEY, TEMPLATE];
    TemplateNewFaults(OURS) => [KEY, BODY, &[
        Code::StorageFull,
        Code::TemplateNameTaken,
        Code::TooManyTemplates,
        Code::ValidationError,
    ]];
    TemplateFaults(OURS) => [KEY, BODY, TEMPLATE, &[
        Code::StorageFull,
        Code::TemplateChanged,
        Code::TemplateNameTaken,
    ]];
    TemplateDeleteFaults(OURS) => [KEY, TEMPLATE, &[Code::StorageFull, Code::TemplateChanged]];
    TemplatePreviewFaults(OURS) => [KEY, ACCOUNT, CONVERSATION, BODY, TEMPLATE, &[
        Code::MemberNotFound,
        Code::TemplateUnfilled,
    ]];
    UsageFaults(OURS) => [KEY, &[Code::ApiKeyNotFound, Code::InvalidCursor, Code::ValidationError]];
    WorkspaceFaults(OURS) => [KEY, BODY, &[Code::StorageFull, Code::ValidationError]];
    UserLookFaults(OURS) => [KEY, &[Code::UserNotFound, Code::ValidationError]];
    UserChangeFaults(OURS) => [KEY, BODY, USER_CHANGE];
    UserRemoveFaults(OURS) => [KEY, USER_CHANGE];
    InvitationNewFaults(OURS) => [KEY, BODY, &[
        Code::ExceedsOwnRights,
        Code::StorageFull,
        Code::TooManyUsers,
        Code::UserExists,
        Code::ValidationError,
    ]];
    InvitationLookFaults(OURS) => [KEY, &[Code::UserInvitationNotFound, Code::ValidationError]];
    InvitationWithdrawFaults(OURS) => [KEY, &[
        Code::ExceedsOwnRights,
        Code::InvitationClosed,
        Code::StorageFull,
        Code::UserInvitationNotFound,
        Code::ValidationError,
    ]];
    InvitationAcceptFaults(OURS) => [BODY, &[
        Code::AddressNotAllowed,
        Code::InternalError,
        Code::InvitationClosed,
        Code::ServiceBusy,
        Code::StorageFull,
        Code::TooManyRequests,
        Code::TooManyUsers,
        Code::Unauthorized,
        Code::UserExists,
        Code::ValidationError,
    ]];
    PageFaults(OURS) => [KEY, &[Code::InvalidCursor, Code::ValidationError]];
    ApiKeyLookFaults(OURS) => [KEY, &[Code::ApiKeyNotFound, Code::ValidationError]];
    ApiKeyNewFaults(OURS) => [KEY, BODY, &[
        Code::ExceedsOwnRights,
        Code::StorageFull,
        Code::TooManyApiKeys,
        Code::ValidationError,
    ]];
    ApiKeyRevokeFaults(OURS) => [KEY, &[
        Code::ApiKeyNotFound,
        Code::ExceedsOwnRights,
        Code::StorageFull,
        Code::ValidationError,
    ]];
    ApiKeyChangeFaults(OURS) => [KEY, BODY, &[
        Code::ApiKeyEnded,
        Code::ApiKeyNotFound,
        Code::ExceedsOwnRights,
        Code::StorageFull,
        Code::ValidationError,
    ]];
    SendChangeFaults(OURS) => [KEY, BODY, &[
        Code::AlikeMessages,
        Code::SendNotChangeable,
        Code::SendNotFound,
        Code::StorageFull,
        Code::ValidationError,
    ]];
    SendApproveFaults(OURS) => [KEY, BODY, &[
        Code::ApprovalMismatch,
        Code::ConversationMoved,
        Code::NoApprovalNeeded,
        Code::RecipientSuppressed,
        Code::SendNotFound,
        Code::StorageFull,
        Code::ValidationError,
    ]];
    SuppressionLiftFaults(OURS) => [KEY, &[Code::NotSuppressed, Code::StorageFull, Code::ValidationError]];
    SuppressionListFaults(OURS) => [KEY, &[Code::InvalidCursor, Code::ValidationError]];
    SuppressionFaults(OURS) => [KEY, ACCOUNT, BODY, NETWORK, &[
        Code::MemberNotFound,
        Code::StorageFull,
    ]];
    SuppressionImportFaults(OURS) => [KEY, ACCOUNT, &[
        Code::BodyTooLarge,
        Code::StorageFull,
        Code::UnsupportedMediaType,
    ]];
    SendResolveFaults(OURS) => [KEY, BODY, &[
        Code::NoDecisionNeeded,
        Code::SendNotFound,
        Code::StorageFull,
        Code::ValidationError,
    ]];
}

/// How a door writes refusals.
struct Words {
    content_type: &'static str,
    schema: &'static str,
}

const GUIDE: Words = Words {
    content_type: linkedin::errors::CONTENT_TYPE,
    schema: "ErrorResponse",
};
const OURS: Words = Words {
    content_type: v1::problem::CONTENT_TYPE,
    schema: "Problem",
};

#[expect(clippy::needless_pass_by_value, reason = "a constant of two words")]
fn responses(words: Words, codes: &[&[Code]]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes.iter().copied().flatten() {
        by_status.entry(code.status()).or_default().push(*code);
    }
    let responses = by_status.into_iter().map(|(status, mut codes)| {
        codes.sort_unstable();
        codes.dedup();
        let response = response(&words, status, &codes);
        (status.to_string(), RefOr::T(response))
    });
    responses.collect()
}

fn response(words: &Words, status: u16, codes: &[Code]) -> Response {
    let lines = codes
        .iter()
        .map(|code| format!("- `{}`: {}", code.word(), code.meaning()));
    let lines: Vec<_> = lines.collect();
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(words.schema)))
        .build();
    let mut response = ResponseBuilder::new()
        .description(lines.join("\n"))
        .content(words.content_type, content);
    let text = |about: &str| {
        let schema = ObjectBuilder::new().schema_type(Type::String).build();
        HeaderBuilder::new()
            .schema(Some(schema))
            .description(Some(about))
            .build()
    };
    if status == 401 {
        response = response.header("WWW-Authenticate", text("Always `Bearer`."));
    }
    if matches!(status, 429 | 502 | 503) {
        let about = match status {
            502 => "Seconds until the same request can succeed, where the network said so.",
            _ => "Seconds until the same request can succeed.",
        };
        response = response.header("Retry-After", text(about));
    }
    if status == 429 && codes.contains(&Code::RateLimitExceeded) {
        for (name, about) in HEADERS {
            response = response.header(name, text(about));
        }
    }
    response.build()
}
