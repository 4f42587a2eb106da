//! What the send routes accept, each turned into the same command.

use app::sends::{MessageFields, SendMessage, SendRoute, SendTerms};
use domain::limits::ACKNOWLEDGED_MESSAGES_MAX;
use serde_json::json;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::extract::{Fields, FromFields};

/// What the guide calls the fields of a message to one person, or into any conversation.
const TO_ONE: MessageFields = MessageFields {
    recipient: "recipientProfileId",
    conversation: "conversationUrn",
    group_id: "groupId",
    text: "message",
    subject: "subject",
    inmail: "messageType",
    acknowledge: "messageUrns",
    upload: "file.assetUrn",
};
/// The same at its routes of groups.
const TO_GROUP: MessageFields = MessageFields {
    recipient: "recipientProfileUrn",
    ..TO_ONE
};

/// Describes a request as another one with one field more.
macro_rules! extended {
    ($($name:ident: $base:ty, $field:literal, $schema:expr, $example:expr;)*) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let mut schema = <$base>::schema();
                if let RefOr::T(Schema::Object(object)) = &mut schema {
                    object.properties.insert($field.to_owned(), RefOr::T($schema));
                    object.example = Some($example);
                }
                schema
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                <$base>::schemas(schemas);
            }
        }
    )*};
}

/// The words of `messageType`.
const MESSAGE_TYPES: &[&str] = &["normal", "inmail"];

/// A message to a member or into an existing conversation.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"recipientProfileId": "john-doe-123", "message": "Hello!"}))]
pub(crate) struct SendRequest {
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
    #[schema(value_type = Option<MessageType>)]
    message_type: Option<&'static str>,
}

/// What kind of message.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase", default = "normal")]
#[expect(dead_code, reason = "described, never built")]
pub(crate) enum MessageType {
    /// To connections, existing conversations and through shared groups.
    Normal,
    /// To anybody, for one credit of a premium seat.
    Inmail,
}

impl FromFields for SendRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self::read(fields);
        let message = "recipientProfileId or recipientProfileUrn is required";
        request.note_unaddressed(fields, message);
        request
    }
}

impl SendRequest {
    /// What it says, wherever it goes.
    pub(in crate::linkedin) fn read(fields: &mut Fields) -> Self {
        Self {
            account_id: fields.text("accountId"),
            recipient_profile_id: fields.text("recipientProfileId"),
            recipient_profile_urn: fields.text("recipientProfileUrn"),
            conversation_urn: fields.text("conversationUrn"),
            message: fields.message("message"),
            subject: fields.raw_text("subject"),
            message_type: fields.word("messageType", MESSAGE_TYPES),
        }
    }

    /// Notes in the route's words that it goes nowhere.
    pub(in crate::linkedin) fn note_unaddressed(&self, fields: &mut Fields, message: &str) {
        if self.recipient().is_none() && self.conversation_urn.is_none() {
            fields.note("recipientProfileId", "required", message);
        }
    }

    fn recipient(&self) -> Option<&String> {
        let urn = self.recipient_profile_urn.as_ref();
        urn.or(self.recipient_profile_id.as_ref())
    }
}

impl From<SendRequest> for SendMessage {
    fn from(request: SendRequest) -> Self {
        Self {
            recipient: request.recipient().cloned(),
            account: request.account_id,
            conversation: request.conversation_urn,
            group_id: None,
            text: request.message,
            subject: request.subject,
            is_inmail: request.message_type == Some("inmail"),
            typing: false,
            acknowledge: None,
            route: SendRoute::Direct,
            wait: None,
            idempotency_key: None,
            terms: SendTerms::default(),
            fields: TO_ONE,
        }
    }
}

/// A message that acknowledges earlier ones.
pub(crate) struct SendAckRequest {
    send: SendRequest,
    /// Earlier messages whose delivery is acknowledged.
    message_urns: Option<Vec<String>>,
}

extended! {
    SendAckRequest: SendRequest, "messageUrns", message_urns_schema(),
    json!({"recipientProfileId": "john-doe-123", "message": "Thank you!", "messageUrns": []});
    GroupAckRequest: GroupRequest, "messageUrns", message_urns_schema(),
    json!({"conversationUrn": "urn:li:messagingThread:2-ODFkYjU4M2I=", "message": "Thank you all!", "messageUrns": []});
    MessageRequest: SendRequest, "groupId", group_id_schema(),
    json!({"recipientProfileId": "john-doe-123", "message": "Hello!"});
}

fn message_urns_schema() -> Schema {
    let item = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(1024));
    ArrayBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Array, Type::Null]))
        .items(item)
        .max_items(Some(ACKNOWLEDGED_MESSAGES_MAX))
        .description(Some(
            "Earlier messages whose delivery is acknowledged, in any spelling.",
        ))
        .into()
}

fn group_id_schema() -> Schema {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .description(Some("The group that both belong to."))
        .into()
}

fn message_urns(fields: &mut Fields) -> Option<Vec<String>> {
    fields.texts("messageUrns", ACKNOWLEDGED_MESSAGES_MAX)
}

impl FromFields for SendAckRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            send: SendRequest::from_fields(fields),
            message_urns: message_urns(fields),
        }
    }
}

impl From<SendAckRequest> for SendMessage {
    fn from(request: SendAckRequest) -> Self {
        Self {
            acknowledge: Some(request.message_urns.unwrap_or_default()),
            ..request.send.into()
        }
    }
}

/// A message by right of a shared group, or into a conversation of several people.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"groupId": "12345678", "recipientProfileUrn": "urn:li:fsd_profile:ACoAAAjohndoe", "message": "Hello from the group!"}))]
pub(crate) struct GroupRequest {
    /// The account to send from. Absent: the owner inside `conversationUrn`, else the account used last.
    account_id: Option<String>,
    /// Who gets it; required with `groupId`.
    recipient_profile_urn: Option<String>,
    /// The group that both belong to. Absent: `conversationUrn` names a conversation of several people.
    group_id: Option<String>,
    /// With `groupId` the recipient's conversation, for typing; without it the conversation to write into.
    conversation_urn: Option<String>,
    /// 1 to 8,000 characters after trimming.
    #[schema(min_length = 1)]
    message: String,
}

impl FromFields for GroupRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        let request = Self {
            account_id: fields.text("accountId"),
            recipient_profile_urn: fields.text("recipientProfileUrn"),
            group_id: fields.text("groupId"),
            conversation_urn: fields.text("conversationUrn"),
            message: fields.message("message"),
        };
        if request.group_id.is_some() && request.recipient_profile_urn.is_none() {
            fields.required("recipientProfileUrn");
        }
        if request.group_id.is_none() && request.conversation_urn.is_none() {
            let message =
                "groupId is required, or conversationUrn of a conversation of several people";
            fields.note("groupId", "required", message);
        }
        request
    }
}

impl From<GroupRequest> for SendMessage {
    fn from(request: GroupRequest) -> Self {
        Self {
            account: request.account_id,
            recipient: request.recipient_profile_urn,
            conversation: request.conversation_urn,
            group_id: request.group_id,
            text: request.message,
            subject: None,
            is_inmail: false,
            typing: false,
            acknowledge: None,
            route: SendRoute::Group,
            wait: None,
            idempotency_key: None,
            terms: SendTerms::default(),
            fields: TO_GROUP,
        }
    }
}

/// A group message that acknowledges earlier ones.
pub(crate) struct GroupAckRequest {
    send: GroupRequest,
    /// Earlier messages whose delivery is acknowledged.
    message_urns: Option<Vec<String>>,
}

impl FromFields for GroupAckRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            send: GroupRequest::from_fields(fields),
            message_urns: message_urns(fields),
        }
    }
}

impl From<GroupAckRequest> for SendMessage {
    fn from(request: GroupAckRequest) -> Self {
        Self {
            acknowledge: Some(request.message_urns.unwrap_or_default()),
            ..request.send.into()
        }
    }
}

/// The body of the older route: a message to a member, or by right of a shared group.
pub(crate) struct MessageRequest {
    send: SendRequest,
    /// The group that both belong to.
    group_id: Option<String>,
}

impl FromFields for MessageRequest {
    fn from_fields(fields: &mut Fields) -> Self {
        Self {
            send: SendRequest::from_fields(fields),
            group_id: fields.text("groupId"),
        }
    }
}

impl From<MessageRequest> for SendMessage {
    fn from(request: MessageRequest) -> Self {
        let (route, fields) = match request.group_id {
            Some(_) => (SendRoute::Group, TO_GROUP),
            None => (SendRoute::Direct, TO_ONE),
        };
        Self {
            group_id: request.group_id,
            route,
            fields,
            ..request.send.into()
        }
    }
}
