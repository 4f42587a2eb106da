//! The fields that events carry, each in one form wherever it stands.

use serde_json::{Map, Value};

use crate::send::{SendKind, SendState};

/// One field of an event's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub form: Form,
    /// Whether it can be `null`.
    pub is_nullable: bool,
    pub meaning: &'static str,
}

/// What a field's value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text, such as this one.
    Text(&'static str),
    /// One of our own ids, with this prefix.
    Id(&'static str),
    /// RFC 3339 in UTC.
    Instant,
    /// Zero or more.
    Number,
    Flag,
    /// One of these words; more may come.
    Word(&'static [&'static str]),
    /// Our own ids, with this prefix.
    Ids(&'static str),
    /// Some of these words; more may come.
    Words(&'static [&'static str]),
}

const fn field(name: &'static str, form: Form, meaning: &'static str) -> Field {
    Field {
        name,
        form,
        is_nullable: false,
        meaning,
    }
}

const fn nullable(name: &'static str, form: Form, meaning: &'static str) -> Field {
    Field {
        is_nullable: true,
        ..field(name, form, meaning)
    }
}

/// What stands behind the prefix of every id in an example.
pub const EXAMPLE_ID: &str = "01k9zr4c2e6q8n3v5t7w9y1b4d";

const ACTIONS: &[&str] = &[
    "message",
    "new_conversation",
    "reply",
    "inmail",
    "invitation",
];
const RELATIONSHIPS: &[&str] = &[
    "CONNECTED",
    "INVITATION_SENT",
    "INVITATION_RECEIVED",
    "NOT_CONNECTED",
];
const RULES: &[&str] = &[
    "session_expired",
    "challenge_required",
    "other_member",
    "renewal_refused",
    "restricted",
    "limit_exceeded",
];

pub(super) const ACTION: Field = field("action", Form::Word(ACTIONS), "What is counted.");
pub(super) const API_KEY_ID: Field = field("api_key_id", Form::Id("key"), "The key.");
pub(super) const ASSIGNEE: Field = nullable(
    "assignee",
    Form::Id("usr"),
    "Who looks after it now; `null`: nobody.",
);
pub(super) const AT: Field = field(
    "at",
    Form::Instant,
    "When the network says that it happened.",
);
pub(super) const BY: Field = nullable(
    "by",
    Form::Id("key"),
    "The key that did it; `null`: the gateway itself, or an operator.",
);
pub(super) const CERTAINTY: Field = field(
    "certainty",
    Form::Word(&["certain", "probable"]),
    "`certain`: they are put on the do-not-contact list, unless it was said in a group; `probable`, or in a group: a person is asked.",
);
pub(super) const CHANGED: Field = field(
    "changed",
    Form::Words(&["starred", "unread", "labels", "draft"]),
    "What changed.",
);
pub(super) const CLIENT_ADDRESS: Field = nullable(
    "address",
    Form::Text("192.0.2.0/24"),
    "The network that the latest requests came from, where that is known.",
);
pub(super) const CONNECTIONS_IMPORTED: Field = field(
    "connections_imported",
    Form::Number,
    "Connections that were new.",
);
pub(super) const CONNECTIONS_REJECTED: Field = field(
    "connections_rejected",
    Form::Number,
    "Lines of connections that were not understood.",
);
pub(super) const CONVERSATION_ID: Field =
    field("conversation_id", Form::Id("cnv"), "The conversation.");
pub(super) const CONVERSATION_KIND: Field = field(
    "kind",
    Form::Word(&["direct", "group", "inmail"]),
    "Of how many, and whether it began as an InMail.",
);
pub(super) const COUNT: Field = field("count", Form::Number, "So many messages.");
pub(super) const DIFFERENT: Field = field(
    "different",
    Form::Number,
    "Messages whose text was another one; it is the network's now.",
);
pub(super) const DISABLED_REASON: Field = field(
    "reason",
    Form::Word(&crate::endpoint::DisabledReason::WORDS),
    "`failing`: five days of nothing but failures. `gone`: it answered 410.",
);
pub(super) const EMOJI: Field = field("emoji", Form::Text("👍"), "The reaction.");
pub(super) const ENDPOINT_ID: Field = field("endpoint_id", Form::Id("ept"), "The receiver.");
pub(super) const FILLED: Field = field(
    "filled",
    Form::Number,
    "So many of those that were missing are here now; the others may not be kept.",
);
pub(super) const FIRST_MESSAGE_KEY: Field = field(
    "first_message_key",
    Form::Text("urn:li:messagingMessage:2-MTcx"),
    "The network's id of the first of them.",
);
pub(super) const HEADLINE: Field = field(
    "headline",
    Form::Text("Head of Sales"),
    "As they now call what they do.",
);
pub(super) const HELD_UNTIL: Field = nullable(
    "until",
    Form::Instant,
    "When it is over by itself; `null`: only when somebody has acted.",
);
pub(super) const IN_FLIGHT: Field = field(
    "in_flight",
    Form::Ids("snd"),
    "Sends to the member whose call was under way: they may still arrive.",
);
pub(super) const INVITATION_DIRECTION: Field = field(
    "direction",
    Form::Word(&crate::invitation::Direction::WORDS),
    "`outgoing`: the account invited the member; `incoming`: the member the account.",
);
pub(super) const INVITATION_ID: Field = field("invitation_id", Form::Id("ivt"), "The invitation.");
pub(super) const IS_READ_ONLY: Field = field(
    "is_read_only",
    Form::Flag,
    "Whether it came from an import and can only be read.",
);
pub(super) const LABEL_ID: Field = field("label_id", Form::Id("lbl"), "The label.");
pub(super) const LABEL_NAME: Field = field("name", Form::Text("Hot lead"), "Its name.");
pub(super) const LABEL: Field = nullable(
    "label",
    Form::Text("Sales, north"),
    "What it is called; `null`: by its owner's name.",
);
pub(super) const LIMIT: Field = field("limit", Form::Number, "So many are allowed.");
pub(super) const MEMBER_KEY: Field = field(
    "member_key",
    Form::Text("ACoAAB3x9Qk"),
    "The member's id on the network.",
);
pub(super) const MESSAGE_KEY: Field = field(
    "message_key",
    Form::Text("urn:li:messagingMessage:2-MTcx"),
    "The network's id of the message.",
);
pub(super) const MESSAGES_IMPORTED: Field =
    field("messages_imported", Form::Number, "Messages that were new.");
pub(super) const MESSAGES_REJECTED: Field = field(
    "messages_rejected",
    Form::Number,
    "Lines of messages that were not understood.",
);
pub(super) const MISSING: Field = field(
    "missing",
    Form::Number,
    "Messages that the network had and we had not.",
);
pub(super) const NAME: Field = field("name", Form::Text("Ada Example"), "The member's name.");
pub(super) const NETWORK: Field = field("network", Form::Text("sandbox"), "The network.");
pub(super) const NOTE_ID: Field = field("note_id", Form::Id("nte"), "The note.");
pub(super) const ONLY_HERE: Field = field(
    "only_here",
    Form::Number,
    "Messages that we have and the network does not show, or no longer; they stay.",
);
pub(super) const OPENS_AT: Field =
    field("opens_at", Form::Instant, "When the limit is kept again.");
pub(super) const PERSON_ID: Field = field("person_id", Form::Id("per"), "The member.");
pub(super) const REACTING_MEMBER_KEY: Field = field(
    "member_key",
    Form::Text("ACoAAB3x9Qk"),
    "The id on the network of who reacts.",
);
pub(super) const READ_AT: Field = field("read_at", Form::Instant, "Up to when it is read.");
pub(super) const RECONCILIATION_ID: Field =
    field("reconciliation_id", Form::Id("rcn"), "The comparison.");
pub(super) const RECONCILIATION_STATE: Field = field(
    "state",
    Form::Word(&["done", "failed"]),
    "Whether it went to its end.",
);
pub(super) const REFUSALS: Field = field("refusals", Form::Number, "So many of them were refused.");
pub(super) const RELATIONSHIP: Field = field(
    "status",
    Form::Word(RELATIONSHIPS),
    "How the account stands to the member now.",
);
pub(super) const REQUESTS: Field = field(
    "requests",
    Form::Number,
    "So many requests came in the last while.",
);
pub(super) const RULE: Field = field(
    "rule",
    Form::Word(RULES),
    "What holds, or held, the account.",
);
pub(super) const SECONDS: Field =
    field("seconds", Form::Number, "The length of the sliding window.");
pub(super) const SEND_ID: Field = field("send_id", Form::Id("snd"), "The send.");
pub(super) const SEND_KIND: Field = field("kind", Form::Word(SendKind::WORDS), "What is sent.");
pub(super) const SENDER_KEY: Field = field(
    "sender_key",
    Form::Text("ACoAAB3x9Qk"),
    "The id on the network of who wrote it.",
);
pub(super) const SENT_AT: Field = field("sent_at", Form::Instant, "When it was written.");
pub(super) const SENT_MESSAGE_KEY: Field = nullable(
    "message_key",
    Form::Text("urn:li:messagingMessage:2-MTcx"),
    "The network's id of the message, once it has one; of an act that is done to a message, that message.",
);
pub(super) const SENT_THREAD_KEY: Field = nullable(
    "thread_key",
    Form::Text("urn:li:messagingThread:2-OTQ4"),
    "The network's id of the conversation, once known.",
);
pub(super) const SNOOZED_UNTIL: Field = nullable(
    "until",
    Form::Instant,
    "When it wakes by itself; `null`: with the next reply only.",
);
pub(super) const STATE: Field = field(
    "state",
    Form::Word(SendState::WORDS),
    "Where the send stood when this was told.",
);
pub(super) const TEMPLATE_ID: Field = field("template_id", Form::Id("tpl"), "The template.");
pub(super) const TEMPLATE_VERSION: Field =
    field("version", Form::Number, "The version of what it says.");
pub(super) const THREAD_KEY: Field = field(
    "thread_key",
    Form::Text("urn:li:messagingThread:2-OTQ4"),
    "The network's id of the conversation.",
);
pub(super) const UNTIL_REPLY: Field = field(
    "until_reply",
    Form::Flag,
    "Whether the next message from somebody else wakes it.",
);
pub(super) const UNUSUAL_REASON: Field = field(
    "reason",
    Form::Word(&crate::key_watch::Unusual::WORDS),
    "`new_address`: from a network that it never came from. `burst`: far more than usually. `many_refusals`: most was refused.",
);
pub(super) const USED: Field = field("used", Form::Number, "So many were done.");
pub(super) const VERSION: Field = field("version", Form::Number, "The policy's new version.");
pub(super) const WOKEN_BY: Field = field(
    "by",
    Form::Word(&crate::conversation::Woken::WORDS),
    "`time`: its instant came. `reply`: somebody wrote. `asked`: a caller asked for it.",
);

impl Field {
    /// A value that the field could have.
    pub fn example(&self) -> Value {
        match self.form {
            Form::Text(text) => text.into(),
            Form::Id(prefix) => id(prefix).into(),
            Form::Instant => "2026-11-22T10:42:18Z".into(),
            Form::Number => 3.into(),
            Form::Flag => false.into(),
            Form::Word(words) => words.first().copied().into(),
            Form::Ids(prefix) => vec![id(prefix)].into(),
            Form::Words(words) => words.iter().copied().take(1).collect(),
        }
    }
}

/// Data that consists of these fields.
pub(super) fn example(fields: &[Field]) -> Map<String, Value> {
    let named = |field: &Field| (field.name.to_owned(), field.example());
    fields.iter().map(named).collect()
}

fn id(prefix: &str) -> String {
    format!("{prefix}_{EXAMPLE_ID}")
}
