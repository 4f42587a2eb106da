//! The description of every route: made from the code, served at `/openapi.json`, printed by the binary.

pub(crate) mod answers;
pub(crate) mod events;
pub(crate) mod guard;
pub(crate) mod responses;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use domain::error_code::ErrorCode;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, RefOr,
    SecurityRequirement, Server, Tag,
};
use utoipa::{PartialSchema, ToSchema};

use crate::door::Door;
use crate::linkedin::errors::{ErrorResponse, IssueItem};
use crate::v1::capabilities::AbilityWord;
use crate::v1::problem::Problem;

/// The name of the security scheme.
pub(crate) const BEARER: &str = "bearer";

const ABOUT: &str = "A self-hosted LinkedIn messaging gateway. The routes under `/linkedin` speak the guide's \
    contract: camelCase, milliseconds since the epoch, unknown fields ignored. The routes under `/v1` are ours: \
    snake_case, RFC 3339 instants, problems as RFC 9457 has them. A 4xx or 5xx answer of a route that sends means that \
    the send never existed or will never leave; whatever may still leave is answered with 202.";

/// What routes are grouped by, and what each group is about.
const TAGS: &[(&str, &str)] = &[
    ("Messaging", "Conversations and their history."),
    (
        "Conversations",
        "All of a workspace, where each lies, and what people keep of it.",
    ),
    ("Sending", "Messages out."),
    ("Members", "People, connections and credits."),
    (
        "Accounts",
        "Linked accounts and what is left of their limits.",
    ),
    ("Sends", "What became of each send."),
    ("Invitations", "Invitations to connect, of both directions."),
    ("Analytics", "What became of what was sent, in figures."),
    (
        "Templates",
        "Texts with gaps, from which messages are made.",
    ),
    ("Events", "What happened, in order and for good."),
    (
        "Webhooks",
        "Who is told of what happens, and what became of it.",
    ),
    ("People", "Members of networks as the workspace knows them."),
    ("Search", "Finding what was said."),
    ("Suppressions", "Who is not to be written to."),
    (
        "Access",
        "Who may do what, and who did: keys, users, roles, the audit log.",
    ),
    ("Health", "Whether the gateway is up."),
];

/// The part of the description that no route brings.
pub(crate) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Liaison")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT OR Apache-2.0")
                .identifier(Some("MIT OR Apache-2.0"))
                .build(),
        ))
        .contact(None::<ContactBuilder>.map(ContactBuilder::build))
        .build();
    let components = ComponentsBuilder::new()
        .security_scheme(
            BEARER,
            SecurityScheme::Http(Http::builder().scheme(HttpAuthScheme::Bearer).build()),
        )
        .schema("ErrorResponse", ErrorResponse::schema())
        .schema("Issue", IssueItem::schema())
        .schema("Problem", Problem::schema())
        .schema("ErrorCode", Code::schema())
        .schema("SendState", SendStateWord::schema())
        .schema("AbilityName", AbilityWord::schema())
        .schemas_from_iter(answers::schemas())
        .build();
    let tags = TAGS.iter().map(|(name, about)| {
        let mut tag = Tag::new(*name);
        tag.description = Some((*about).to_owned());
        tag
    });
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .servers(Some([Server::new("/")]))
        .security(Some([SecurityRequirement::new(BEARER, [""; 0])]))
        .tags(Some(tags))
        .webhooks(Some(events::webhooks()))
        .build()
}

/// The description as text, indented.
pub(crate) fn printed(description: &OpenApi) -> String {
    let mut description = description.clone();
    for item in description.paths.paths.values_mut() {
        for operation in [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ]
        .into_iter()
        .flatten()
        {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter {
                    forbid_null(parameter.schema.as_mut());
                }
            }
            if let Some(RefOr::T(body)) = &mut operation.request_body {
                for content in body.content.values_mut() {
                    if let RefOr::T(content) = content {
                        forbid_null(content.schema.as_mut());
                    }
                }
            }
        }
    }
    let mut text = description
        .to_pretty_json()
        .expect("a description is plain data");
    text.push('\n');
    text
}

/// A parameter, a header or a body that may be left out can still not be `null`.
fn forbid_null(schema: Option<&mut RefOr<Schema>>) {
    let Some(schema) = schema else {
        return;
    };
    if let RefOr::T(Schema::OneOf(choices)) = schema
        && let Some(only) = choices
            .items
            .iter()
            .find(|choice| matches!(choice, RefOr::Ref(_)))
    {
        *schema = only.clone();
    } else if let RefOr::T(Schema::Object(object)) = schema
        && let SchemaType::Array(types) = &object.schema_type
        && let Some(only) = types.iter().find(|only| !matches!(only, Type::Null))
    {
        object.schema_type = SchemaType::Type(only.clone());
    }
}

/// `GET /openapi.json`.
pub(crate) fn route(description: &OpenApi) -> Router<Door> {
    let text: &'static str = printed(description).leak();
    let answer = move || async move { ([(CONTENT_TYPE, "application/json")], text) };
    Router::new().route("/openapi.json", get(answer))
}

/// The list of error codes as a schema, each with its meaning.
pub(crate) struct Code;

impl PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        let lines = ErrorCode::ALL.iter().map(|code| {
            format!(
                "- `{}` ({}): {}",
                code.word(),
                code.status(),
                code.meaning()
            )
        });
        let lines: Vec<_> = lines.collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(ErrorCode::ALL.iter().map(|code| code.word())))
            .description(Some(format!(
                "A stable word to branch on; words are only ever added.\n\n{}",
                lines.join("\n")
            )))
            .into()
    }
}

impl ToSchema for Code {
    fn name() -> std::borrow::Cow<'static, str> {
        "ErrorCode".into()
    }
}

/// The words of a send's state, as a schema.
pub(crate) struct SendStateWord;

/// What each word means, in the order of a send's life.
const SEND_STATES: &[(&str, &str)] = &[
    ("queued", "accepted and kept"),
    ("awaiting_approval", "a person must say yes"),
    (
        "scheduled",
        "held until an instant, with the rule that holds it",
    ),
    ("sending", "the call to the network is under way"),
    ("sent", "the network has it"),
    ("delivered", "it reached the other side"),
    ("seen", "the other side saw it"),
    (
        "unknown",
        "the call left and no answer came; it is being looked for and is not sent again blindly",
    ),
    (
        "needs_decision",
        "looking for it could not tell; a person decides",
    ),
    ("refused", "the network said no"),
    (
        "failed",
        "it provably did not leave and will not be tried again",
    ),
    ("suppressed", "one of our own rules stopped it for good"),
    ("cancelled", "withdrawn before it left"),
    ("expired", "its lifetime was over before it could leave"),
];

impl PartialSchema for SendStateWord {
    fn schema() -> RefOr<Schema> {
        let lines = SEND_STATES.iter();
        let lines: Vec<_> = lines
            .map(|(word, about)| format!("- `{word}`: {about}"))
            .collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(SEND_STATES.iter().map(|(word, _)| *word)))
            .description(Some(format!(
                "Where a send stands.\n\n{}",
                lines.join("\n")
            )))
            .into()
    }
}

impl ToSchema for SendStateWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "SendState".into()
    }
}
