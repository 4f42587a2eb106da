//! What a route answers that hands a send over, and which parameters say how, named in its description as one type each.

use std::collections::BTreeMap;

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses, PartialSchema, ToSchema};

use crate::linkedin::connect::ConnectResponse;
use crate::linkedin::conversations::message_acts::MessageActResponse;
use crate::linkedin::sends::response::SendResponse;
use crate::v1::mode::SendMode;
use crate::v1::sends::SendResource;

/// A header of an answer: its name, what stands in it, and what it means.
type Header = (&'static str, fn() -> RefOr<Schema>, &'static str);

/// Of a send that is kept, of our own routes.
const KEPT: &[Header] = &[
    ("Location", String::schema, "The send."),
    (
        "Idempotency-Replayed",
        String::schema,
        "`true` where the key had come before with the same request.",
    ),
];
/// Of one that may still leave, of the guide's routes.
const PLACE: &[Header] = &[(
    "Location",
    String::schema,
    "Where to ask what becomes of it.",
)];
/// Of one that was counted, of the guide's routes.
const FIGURES: &[Header] = &[
    (
        "X-RateLimit-Action",
        String::schema,
        "The limit that the figures are about.",
    ),
    (
        "X-RateLimit-Limit",
        i64::schema,
        "Acts allowed in the window.",
    ),
    ("X-RateLimit-Used", i64::schema, "Acts that count now."),
    (
        "X-RateLimit-Remaining",
        i64::schema,
        "Acts that may still begin now.",
    ),
    (
        "X-RateLimit-Reset",
        String::schema,
        "When the next place frees, RFC 3339 in UTC.",
    ),
];

macro_rules! answer_sets {
    ($($name:ident($body:ty) => [$(($status:literal, $headers:expr, $about:literal)),* $(,)?];)*) => {
        $(
            /// What a kind of route answers.
            pub(crate) struct $name;

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    BTreeMap::from([$((
                        $status.to_owned(),
                        RefOr::T(response(&<$body>::name(), $headers, $about)),
                    )),*])
                }
            }
        )*

        /// The bodies of these answers and what is in them, each under its name.
        pub(super) fn schemas() -> Vec<(String, RefOr<Schema>)> {
            let mut schemas = Vec::new();
            $(
                schemas.push((<$body>::name().into_owned(), <$body>::schema()));
                <$body>::schemas(&mut schemas);
            )*
            schemas
        }
    };
}

answer_sets! {
    KeptAnswers(SendResource) => [
        ("201", KEPT, "The network has it; or, in a repeat, whatever has become of it."),
        ("202", KEPT, "Kept; it may still leave."),
    ];
    GuideSendAnswers(SendResponse) => [
        ("200", FIGURES, "The network has the message."),
        ("202", PLACE, "Accepted and kept; the message may still leave. `GET /v1/sends/{sendId}` tells what becomes of it."),
    ];
    GuideConnectAnswers(ConnectResponse) => [
        ("200", FIGURES, "The network has the invitation."),
        ("202", PLACE, "Accepted and kept; the invitation may still leave. `GET /v1/sends/{sendId}` tells what becomes of it."),
    ];
    GuideReactAnswers(MessageActResponse) => [
        ("200", &[], "The network has it."),
        ("202", PLACE, "Kept; it may still happen."),
    ];
    GuideDeleteAnswers(MessageActResponse) => [
        ("200", &[], "It is gone."),
        ("202", PLACE, "Kept; it may still happen."),
    ];
}

fn response(body: &str, headers: &[Header], about: &str) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(body)))
        .build();
    let mut response = ResponseBuilder::new()
        .description(about)
        .content("application/json", content);
    for (name, schema, about) in headers {
        let header = HeaderBuilder::new()
            .schema(Some(schema()))
            .description(Some(*about));
        response = response.header(*name, header.build());
    }
    response.build()
}

macro_rules! parameter_sets {
    ($($name:ident => [$($parameter:expr),* $(,)?];)*) => {$(
        /// Parameters of a kind of route.
        pub(crate) struct $name;

        impl IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![$($parameter.build()),*]
            }
        }
    )*};
}

/// How `Prefer: wait=N` goes on where the body has a `mode`, the address has one, or there is none.
const OF_BODY: &str = "with `mode: wait`, seconds to wait for the network";
const OF_QUERY: &str = "with `mode=wait`, seconds to wait for the network";
const OF_GUIDE: &str = "seconds to wait for the network before answering 202";
/// What a key is for that comes with an act which sets a state.
const OF_ACT: &str =
    "act. Without one each request is an act of its own, which does no harm: it sets a state.";
/// What one is for that comes with what is handed over at our own routes.
const OF_SEND: &str = "send for as long as the send is kept.";

parameter_sets! {
    MessageHeaders => [key("Required, but for a dry run. ", OF_SEND), prefer(OF_BODY)];
    ForwardHeaders => [key("", OF_SEND).required(Required::True), prefer(OF_BODY)];
    InvitationHeaders => [key("Required. ", OF_SEND), prefer(OF_BODY)];
    EditHeaders => [key("", OF_ACT), prefer(OF_BODY)];
    ActManner => [mode(), key("", OF_ACT), prefer(OF_QUERY)];
    GuideSendHeaders => [prefer(OF_GUIDE), key("", "send, however often it is asked for.")];
    GuideConnectHeaders => [prefer(OF_GUIDE), key("", "invitation, however often it is asked for.")];
    GuideMessageActParameters => [
        named("conversationUrn", "The conversation in which the message is"),
        named("messageUrn", "The message"),
        optional("accountId", ParameterIn::Query, "Absent: the owner inside a URN, else the account used last."),
        prefer(OF_GUIDE),
        key("", "act."),
    ];
}

fn optional(name: &str, place: ParameterIn, about: impl Into<String>) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::False)
        .description(Some(about))
        .schema(Some(String::schema()))
}

fn prefer(about: &str) -> ParameterBuilder {
    let about = format!("`wait=N`: {about}; 30 when absent, at most 120.");
    optional("Prefer", ParameterIn::Header, about)
}

fn key(before: &str, what: &str) -> ParameterBuilder {
    let about = format!("{before}1 to 255 characters: the same key is the same {what}");
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]([ -~]*[!-~])?$"));
    optional("Idempotency-Key", ParameterIn::Header, about).schema(Some(schema))
}

fn mode() -> ParameterBuilder {
    let about = "`wait` for the network's answer, or answer at once (`async`, the default).";
    let schema = Ref::from_schema_name(SendMode::name());
    optional("mode", ParameterIn::Query, about).schema(Some(schema))
}

/// What stands in the address and is named in any spelling.
fn named(name: &str, what: &str) -> ParameterBuilder {
    let about =
        format!("{what}: any URN form, percent-encoded, the bare id, or an id of this gateway.");
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(1024));
    optional(name, ParameterIn::Path, about)
        .required(Required::True)
        .schema(Some(schema))
}
