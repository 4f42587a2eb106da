//! Which refusals a route can answer, named in its description as one type. The documented statuses follow from the
//! codes, so that the two cannot disagree.

use std::collections::BTreeMap;

use domain::error_code::ErrorCode::{self, *};
use utoipa::IntoResponses;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use crate::linkedin::quota::HEADERS;
use crate::{linkedin, v1};

/// Every route that wants a key.
const KEY: &[ErrorCode] = &[Unauthorized, InsufficientScope, InternalError, ServiceBusy];
/// Every route that is about an account.
const ACCOUNT: &[ErrorCode] = &[ValidationError, AccountNotFound];
/// Every route that takes a conversation.
const CONVERSATION: &[ErrorCode] = &[AccountOwnerMismatch, ConversationNotFound];
/// Every route that takes a body.
const BODY: &[ErrorCode] = &[InvalidJson, BodyTooLarge, UnsupportedMediaType];
/// Every route that asks the network before it answers.
const NETWORK: &[ErrorCode] = &[
    AccountHeld,
    AccountReadOnly,
    CapabilityUnsupported,
    NetworkError,
    NetworkRefused,
    NetworkTimeout,
    NetworkUnavailable,
];
/// Every route that keeps an act before it performs it.
const ACT: &[ErrorCode] = &[
    IdempotencyKeyReused,
    MemberNotFound,
    RateLimitExceeded,
    SendExpired,
    SendFailed,
    StorageFull,
];
const MESSAGE: &[ErrorCode] = &[ConnectionRequired, InmailCreditRequired, PremiumRequired];

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
    HealthFaults(GUIDE) => [&[Unauthorized, InternalError, ServiceBusy]];
    ReadyFaults(GUIDE) => [&[InternalError, ServiceBusy]];
    ListFaults(GUIDE) => [KEY, &[ValidationError]];
    AccountFaults(GUIDE) => [KEY, ACCOUNT];
    AccountReadFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, &[MemberNotFound]];
    InboxFaults(GUIDE) => [KEY, ACCOUNT, &[InvalidCursor]];
    ConversationActFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK];
    AccountActFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK];
    MemberActFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK, &[MemberNotFound]];
    MemberReadFaults(GUIDE) => [KEY, ACCOUNT, NETWORK, &[MemberNotFound]];
    NetworkReadFaults(GUIDE) => [KEY, ACCOUNT, NETWORK];
    ConnectFaults(GUIDE) => [KEY, ACCOUNT, BODY, NETWORK, ACT, &[AlreadyConnected, AlreadyInvited]];
    SendFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, ACT, MESSAGE];
    GroupSendFaults(GUIDE) => [KEY, ACCOUNT, CONVERSATION, BODY, NETWORK, ACT, MESSAGE, &[GroupMembershipRequired]];
    SendReadFaults(OURS) => [KEY, &[SendNotFound, ValidationError]];
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
fn responses(words: Words, codes: &[&[ErrorCode]]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
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

fn response(words: &Words, status: u16, codes: &[ErrorCode]) -> Response {
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
    if status == 429 || status == 503 {
        let about = "Seconds until the same request can succeed.";
        response = response.header("Retry-After", text(about));
    }
    if status == 429 {
        for (name, about) in HEADERS {
            response = response.header(name, text(about));
        }
    }
    response.build()
}
