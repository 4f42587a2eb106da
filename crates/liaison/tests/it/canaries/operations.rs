//! Every operation of the description, and requests for it at random: about what is one's own, somebody else's or nobody's.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::chance::Chance;
use super::known::Known;

/// A file that is uploaded as it is, or a list that is read in.
const CSV: &str = "text/csv";
const JSON: &str = "application/json";
/// Of what changes the rest of the run, one in so many requests is made.
const RARELY: usize = 40;
const RARE: &[&str] = &[
    "DELETE /v1/people/{id}",
    "PATCH /v1/workspace",
    "POST /v1/endpoints",
    "PUT /v1/accounts/{id}/policy",
];
/// They answer for as long as somebody listens; a listener of its own reads them.
const ENDLESS: &[&str] = &["GET /v1/events/stream"];
/// What stands in an id that nothing has.
pub(super) const NOBODY: &str = "00000000000000000000000000";
const SPARED: &[&str] = &[
    "DELETE /v1/accounts/{id}",
    "POST /v1/api-keys/{id}/revoke",
    "POST /v1/api-keys/{id}/rotate",
    "PATCH /v1/api-keys/{id}",
];

/// What may be asked for.
pub(super) struct Operation {
    pub(super) name: String,
    method: String,
    path: String,
    parameters: Vec<Parameter>,
    /// Media type and schema.
    body: Option<(String, Value)>,
}

struct Parameter {
    name: String,
    is_in_path: bool,
    is_required: bool,
    schema: Value,
}

/// A request before it is sent.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) address: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Option<(String, String)>,
    /// Whether it names a thing of the other side.
    pub(super) is_foreign: bool,
}

impl Request {
    /// Everything that it carries, in which an id may stand that comes back.
    pub(super) fn text(&self) -> String {
        let body = self.body.as_ref().map_or("", |(_, body)| body);
        format!("{} {:?} {body}", self.address, self.headers)
    }
}

/// What a request is made of besides the description.
pub(super) struct Ground<'a> {
    pub(super) chance: &'a Chance,
    pub(super) own: &'a Known,
    pub(super) other: &'a Known,
    pub(super) canary: &'a str,
    /// Where webhooks go.
    pub(super) receiver: &'a str,
    /// People of the network whom both sides may know.
    pub(super) slugs: &'a [String],
}

/// Every operation, in the order of the description, and its schemas.
pub(super) fn all(description: &Value) -> Vec<Operation> {
    let paths = description["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| read(description, path, method, operation))
    });
    each.filter(|operation| !ENDLESS.contains(&operation.name.as_str()))
        .collect()
}

fn read(description: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let method = method.to_ascii_uppercase();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.filter(|parameter| parameter["in"] != "header");
    let content = operation["requestBody"]["content"].as_object();
    let body = content.and_then(|content| {
        let json = content.get_key_value(JSON);
        let found = json.or_else(|| content.get_key_value(CSV));
        found.or_else(|| content.iter().next())
    });
    Operation {
        name: format!("{method} {path}"),
        method,
        path: path.to_owned(),
        parameters: parameters
            .map(|parameter| Parameter {
                name: parameter["name"].as_str().unwrap().to_owned(),
                is_in_path: parameter["in"] == "path",
                is_required: parameter["required"] == true,
                schema: resolved(description, &parameter["schema"]).clone(),
            })
            .collect(),
        body: body.map(|(media_type, body)| {
            let schema = resolved(description, &body["schema"]);
            (media_type.clone(), schema.clone())
        }),
    }
}

fn resolved<'a>(description: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => description
            .pointer(reference.trim_start_matches('#'))
            .unwrap(),
        None => schema,
    }
}

impl Operation {
    /// A request for it; `None` where it is better left alone this time.
    pub(super) fn request(&self, ground: &Ground<'_>) -> Option<Request> {
        let chance = ground.chance;
        if RARE.contains(&self.name.as_str()) && chance.below(RARELY) > 0 {
            return None;
        }
        let mut picked = Picked {
            ground,
            // Nobody saws off the branch that they sit on.
            is_spared: SPARED.contains(&self.name.as_str()),
            is_foreign: false,
        };
        let mut address = self.path.clone();
        let mut query = Vec::new();
        for parameter in &self.parameters {
            if parameter.is_in_path {
                let place = format!("{{{}}}", parameter.name);
                let value = picked.in_path(&address, &parameter.name);
                address = address.replacen(&place, &encoded(&value), 1);
            } else if (parameter.is_required || chance.below(3) == 0)
                && let Some(value) = picked.in_query(parameter)
            {
                query.push(format!("{}={}", parameter.name, encoded(&value)));
            }
        }
        if !query.is_empty() {
            address = format!("{address}?{}", query.join("&"));
        }
        let body = self.body.as_ref().map(|(media_type, schema)| {
            let body = match media_type.as_str() {
                JSON => picked.body(schema).to_string(),
                CSV => format!(
                    "person,state,note\n{},suppressed,{}\n",
                    chance.pick(ground.slugs),
                    ground.canary
                ),
                _ => format!("{} in a file", ground.canary),
            };
            (media_type.clone(), body)
        });
        Some(Request {
            method: self.method.clone(),
            address,
            headers: vec![
                (
                    "idempotency-key",
                    format!("{}-{}", ground.canary, chance.below(usize::MAX)),
                ),
                ("prefer", "wait=0".to_owned()),
            ],
            body,
            is_foreign: picked.is_foreign,
        })
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// What was chosen for one request.
struct Picked<'a> {
    ground: &'a Ground<'a>,
    is_spared: bool,
    is_foreign: bool,
}

impl Picked<'_> {
    /// An id of one's own, more often than not; else one of the other side or of nobody.
    fn id(&mut self, prefix: &str) -> String {
        let chance = self.ground.chance;
        let nobody = || format!("{prefix}_{NOBODY}");
        let found = match chance.below(10) {
            0..7 if !self.is_spared => self.ground.own.id(prefix, chance),
            0..9 => {
                let found = self.ground.other.id(prefix, chance);
                self.is_foreign |= found.is_some();
                found
            }
            _ => None,
        };
        found.unwrap_or_else(nobody)
    }

    fn urn(&mut self) -> String {
        let chance = self.ground.chance;
        let is_foreign = chance.below(4) == 0;
        let from = if is_foreign {
            self.ground.other
        } else {
            self.ground.own
        };
        let found = from.urn(chance);
        self.is_foreign |= is_foreign && found.is_some();
        found.unwrap_or_else(|| "urn:li:messagingThread:2-bm9ib2R5".to_owned())
    }

    fn cursor(&mut self) -> Option<String> {
        let chance = self.ground.chance;
        let is_foreign = chance.below(3) == 0;
        let from = if is_foreign {
            self.ground.other
        } else {
            self.ground.own
        };
        let found = from.cursor(chance);
        self.is_foreign |= is_foreign && found.is_some();
        found
    }

    /// A slug of the network, or a person by our own id.
    fn person(&mut self) -> String {
        match self.ground.chance.below(3) {
            0 => self.id("per"),
            _ => self.ground.chance.pick(self.ground.slugs).clone(),
        }
    }

    fn words(&self) -> String {
        let chance = self.ground.chance;
        let greeting = chance.pick(&["Hello", "Good morning", "As agreed", "Thank you"]);
        format!(
            "{greeting} {} {}",
            self.ground.canary,
            chance.below(1_000_000)
        )
    }

    /// The id that belongs behind the part of the address that is before the variable.
    fn in_path(&mut self, address: &str, name: &str) -> String {
        let before = address.split(&format!("/{{{name}}}")).next().unwrap();
        let room = before.rsplit('/').next().unwrap();
        match (room, name) {
            (_, "number" | "place" | "version") => self.ground.chance.below(4).to_string(),
            (_, "emoji") => "\u{1F44D}".to_owned(),
            (_, "profileId" | "person") => self.person(),
            (_, "accountId") => self.id("acc"),
            (_, "conversationUrn") => self.urn(),
            (room, _) => {
                let prefix = prefix(room);
                let prefix =
                    prefix.unwrap_or_else(|| panic!("teach `prefix` what stands behind {before}"));
                self.id(prefix)
            }
        }
    }

    fn in_query(&mut self, parameter: &Parameter) -> Option<String> {
        let chance = self.ground.chance;
        let value = match parameter.name.as_str() {
            "cursor" | "nextCursor" => self.cursor()?,
            "q" | "keyword" | "keywords" => match chance.below(4) {
                0 => "hello".to_owned(),
                _ => self.ground.canary.to_owned(),
            },
            "limit" | "count" | "countBefore" | "countAfter" => (1 + chance.below(40)).to_string(),
            "after" | "before" => chance.below(2_000).to_string(),
            "wait" => "0".to_owned(),
            "conversationUrn" => self.urn(),
            "since" | "from" | "until" | "to" => return None,
            "profileId" | "person" => self.person(),
            name => match prefix_of_field(name) {
                Some(prefix) => self.id(prefix),
                None => self.choice(&parameter.schema)?,
            },
        };
        Some(value)
    }

    /// One of what the schema lists, if it does.
    fn choice(&self, schema: &Value) -> Option<String> {
        let chance = self.ground.chance;
        if schema["type"] == "boolean" {
            return Some((chance.below(2) == 0).to_string());
        }
        let choices = schema["enum"].as_array()?;
        chance.pick(choices).as_str().map(str::to_owned)
    }

    /// The example, with words of this side in it and things of either side.
    fn body(&mut self, schema: &Value) -> Value {
        let mut body = match &schema["example"] {
            Value::Null => json!({}),
            example => example.clone(),
        };
        let Some(fields) = body.as_object_mut() else {
            return body;
        };
        let chance = self.ground.chance;
        let properties = schema["properties"].as_object();
        let named: BTreeSet<&String> = properties.into_iter().flat_map(|all| all.keys()).collect();
        for name in named {
            if (fields.contains_key(name) || chance.below(4) == 0)
                && let Some(value) = self.field(name)
            {
                fields.insert(name.clone(), value);
            }
        }
        // With a text of its own a message may name any word as its template, and is listed with it.
        if fields.contains_key("template_id") {
            fields.remove("text");
        }
        // Who is meant is said once.
        if fields.contains_key("conversation") && chance.below(4) > 0 {
            fields.remove("recipient");
        }
        body
    }

    /// What a field gets instead of what the example has; `None` leaves it as it is.
    fn field(&mut self, name: &str) -> Option<Value> {
        let chance = self.ground.chance;
        let value = match name {
            "text" | "message" | "customMessage" | "note" | "title" => json!(self.words()),
            // That of an account is a text; those of conversations stand in addresses.
            "name" | "label" => json!(format!(
                "{} {}",
                self.ground.canary,
                chance.below(1_000_000)
            )),
            "tags" => json!([self.ground.canary]),
            "url" => json!(self.ground.receiver),
            "email" => json!(format!(
                "{}-{}@example.com",
                self.ground.canary,
                chance.below(1_000)
            )),
            "recipient" | "recipientProfileId" | "profileId" | "person" => json!(self.person()),
            "conversationUrn" => json!(self.urn()),
            "accounts" => json!([self.id("acc")]),
            "variables" | "fallbacks" => {
                json!({"first_name": self.ground.canary, "company": self.ground.canary})
            }
            name => json!(self.id(prefix_of_field(name)?)),
        };
        Some(value)
    }
}

/// What the ids begin with of the things of a collection.
fn prefix(collection: &str) -> Option<&'static str> {
    Some(match collection {
        "accounts" | "account" => "acc",
        "api-keys" => "key",
        "attachments" => "fil",
        "conversations" => "cnv",
        "endpoints" => "ept",
        "erasures" => "ers",
        "invitations" => "ivt",
        "labels" => "lbl",
        "link-sessions" => "lks",
        "messages" => "msg",
        "notes" => "nte",
        "people" => "per",
        "reconciliations" => "rcn",
        "sends" => "snd",
        "templates" => "tpl",
        "users" => "usr",
        "user-invitations" => "inv",
        _ => return None,
    })
}

fn prefix_of_field(name: &str) -> Option<&'static str> {
    Some(match name {
        "account" | "accountId" => "acc",
        "api_key" => "key",
        "conversation" => "cnv",
        "label" => "lbl",
        "template" | "template_id" => "tpl",
        "user" | "assignee" => "usr",
        "reply_to" | "if_last_message_id" => "msg",
        _ => return None,
    })
}
