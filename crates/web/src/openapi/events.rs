//! What is told of each type of event, as the `webhooks` of the description.

use domain::event::{EXAMPLE_ID, EventKind, Field, Form};
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Paths, PathsBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{
    ContentBuilder, KnownFormat, PathItem, RefOr, Required, ResponseBuilder, SchemaFormat,
};

/// One entry for each type.
pub(super) fn webhooks() -> Paths {
    let items = EventKind::ALL.iter().map(|kind| (kind.word(), item(*kind)));
    items
        .fold(PathsBuilder::new(), |paths, (word, item)| {
            paths.path(word, item)
        })
        .build()
}

/// An example and the schema of one type, as Markdown.
pub(crate) fn example_and_schema(kind: EventKind) -> String {
    let pretty = |value: &serde_json::Value| {
        serde_json::to_string_pretty(value).expect("a description is plain data")
    };
    let schema = serde_json::to_value(event(kind)).expect("a description is plain data");
    format!(
        "## Example\n\n```json\n{}\n```\n\n## JSON schema\n\n```json\n{}\n```",
        pretty(&example(kind)),
        pretty(&schema)
    )
}

fn item(kind: EventKind) -> PathItem {
    let content = ContentBuilder::new()
        .schema(Some(event(kind)))
        .example(Some(example(kind)))
        .build();
    let body = RequestBodyBuilder::new()
        .content("application/json", content)
        .required(Some(Required::True))
        .build();
    let operation = OperationBuilder::new()
        .tag("Events")
        .summary(Some(kind.word()))
        .description(Some(kind.meaning()))
        .request_body(Some(body))
        .response(
            "2XX",
            ResponseBuilder::new().description("It was taken over."),
        )
        .build();
    PathItem::new(HttpMethod::Post, operation)
}

fn example(kind: EventKind) -> serde_json::Value {
    let account = format!("acc_{EXAMPLE_ID}");
    let mut data = kind.example();
    if let Some(state) = kind.word().strip_prefix("send.")
        && state != "edited"
    {
        data.insert("state".to_owned(), state.into());
    }
    // The do-not-contact list names members by their keys on the network.
    let of_list = matches!(
        kind,
        EventKind::PersonPaused | EventKind::PersonSuppressed | EventKind::PersonUnsuppressed
    );
    let of_key = matches!(kind, EventKind::ApiKeyCreated | EventKind::ApiKeyRevoked);
    let mut texts = data.values().filter_map(serde_json::Value::as_str);
    let subject = match data.get("member_key") {
        Some(member_key) if of_list => member_key.as_str(),
        // What it happened to is the first that is named, unless it happened to the account.
        _ => texts.find(|text| text.ends_with(EXAMPLE_ID)),
    };
    serde_json::json!({
        "id": format!("evt_{EXAMPLE_ID}"),
        "number": 17,
        "type": kind.word(),
        "timestamp": "2026-11-22T10:42:18Z",
        "account_id": (!of_list && !of_key).then_some(&account),
        "subject": subject.unwrap_or(&account),
        "data": data,
    })
}

/// An event of one type. The same whether it is read, followed or delivered.
fn event(kind: EventKind) -> Object {
    let text = |about: &str| described(ObjectBuilder::new().schema_type(Type::String), about);
    let opt_text = |about: &str| {
        described(
            ObjectBuilder::new().schema_type(or_null(Type::String)),
            about,
        )
    };
    ObjectBuilder::new()
        .property("id", text("The event; the same in every delivery."))
        .property(
            "number",
            described(
                ObjectBuilder::new()
                    .schema_type(Type::Integer)
                    .minimum(Some(1)),
                "Its place in the log of the workspace, without gaps.",
            ),
        )
        .property(
            "type",
            ObjectBuilder::new()
                .schema_type(Type::String)
                .enum_values(Some([kind.word()])),
        )
        .property("timestamp", described(instant(), "When it happened."))
        .property("account_id", opt_text("The account that it concerns."))
        .property(
            "subject",
            opt_text(
                "The id of what it happened to; a member on the do-not-contact list has its key.",
            ),
        )
        .property("data", data(kind))
        .required("id")
        .required("number")
        .required("type")
        .required("timestamp")
        .required("account_id")
        .required("subject")
        .required("data")
        .build()
}

fn data(kind: EventKind) -> Object {
    let mut data = ObjectBuilder::new();
    for field in kind.fields() {
        data = data
            .property(field.name, schema(field))
            .required(field.name);
    }
    // An object also where there is no field yet.
    data.schema_type(Type::Object).build()
}

fn schema(field: &Field) -> RefOr<Schema> {
    let form = match field.form {
        Form::Text(_) => ObjectBuilder::new().schema_type(Type::String),
        Form::Id(prefix) => id(prefix),
        Form::Instant => instant(),
        Form::Number => ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0)),
        Form::Flag => ObjectBuilder::new().schema_type(Type::Boolean),
        // More words may come, so that they are told and not enforced.
        Form::Word(words) => ObjectBuilder::new()
            .schema_type(Type::String)
            .examples(words.iter().copied()),
        Form::Ids(prefix) => {
            let ids = ArrayBuilder::new().items(id(prefix));
            return ids.description(Some(field.meaning)).into();
        }
        Form::Words(words) => {
            let word = ObjectBuilder::new()
                .schema_type(Type::String)
                .examples(words.iter().copied());
            let words = ArrayBuilder::new().items(word);
            return words.description(Some(field.meaning)).into();
        }
    };
    let mut form = form.description(Some(field.meaning)).build();
    if field.is_nullable
        && let SchemaType::Type(only) = form.schema_type.clone()
    {
        form.schema_type = or_null(only);
    }
    form.into()
}

fn described(schema: ObjectBuilder, about: &str) -> ObjectBuilder {
    schema.description(Some(about))
}

fn instant() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
}

fn id(prefix: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(format!("^{prefix}_[0-9a-z]{{26}}$")))
}

fn or_null(only: Type) -> SchemaType {
    SchemaType::from_iter([only, Type::Null])
}
