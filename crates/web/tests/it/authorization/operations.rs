//! Every operation of the description with its rule, and how to ask for it. A new operation is found by itself; one whose
//! address has a part that is not known here says so.

use std::sync::atomic::{AtomicUsize, Ordering};

use app::Scope;
use axum::http::Method;
use serde_json::{Value, json};

use crate::world::{Call, World};

/// Whose thing a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    /// Of the workspace of the key.
    Own,
    /// Of another workspace.
    Foreign,
    /// Of an account of the workspace that is not for a key which is limited to another one.
    Hidden,
    /// Of nobody: it never was.
    Absent,
}

pub(super) const EVERYBODY: [Whose; 3] = [Whose::Own, Whose::Foreign, Whose::Absent];

/// Operations that need no key, by name: one more is a decision.
pub(super) const PUBLIC: &[&str] = &[
    "GET /health",
    "GET /healthz",
    "GET /readyz",
    "POST /v1/user-invitations/accept",
];

/// What an operation asks for.
pub(super) struct Operation {
    pub(super) method: Method,
    pub(super) path: String,
    /// The scope that it needs; `None`: no key.
    pub(super) scope: Option<Scope>,
    /// A body that is as described, with the account left out.
    body: Option<Value>,
    /// Where the account stands besides the path.
    account: Option<Account>,
    /// Whether it needs a name in its address.
    is_named: bool,
}

#[derive(Clone, Copy)]
enum Account {
    Query(&'static str),
    Body(&'static str),
}

/// The ids of one workspace, by the beginning of the path that they stand in.
pub(super) type Ids = Vec<(&'static str, String)>;

impl Operation {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether a request can be about somebody else's thing.
    pub(super) fn has_target(&self) -> bool {
        self.path.contains('{') || self.account.is_some()
    }

    /// A request about the things with these ids.
    pub(super) fn call<'w>(&self, world: &'w World, ids: &Ids) -> Call<'w> {
        let of = |beginning: &str| ids.iter().find(|(known, _)| *known == beginning);
        let account = &of("/v1/accounts/").unwrap().1;
        let mut address = self.path.replace("{accountId}", account);
        let known = ids.iter().find(|(known, _)| address.starts_with(known));
        if let Some((beginning, id)) = known {
            address = address.replacen(
                &format!("{beginning}{{id}}"),
                &format!("{beginning}{id}"),
                1,
            );
        }
        for (variable, beginning) in [
            ("{conversationUrn}", "/v1/conversations/"),
            ("{messageUrn}", "/v1/messages/"),
        ] {
            if address.contains(variable) {
                address = address.replace(variable, &of(beginning).unwrap().1);
            }
        }
        for (variable, value) in [
            ("{profileId}", "john-doe-123"),
            ("{number}", "1"),
            ("{place}", "0"),
            ("{person}", "ACoAAAnobody"),
            ("{label}", "x"),
            ("{note}", "x"),
            ("{version}", "1"),
            ("{emoji}", "%F0%9F%91%8D"),
            ("{attachment}", "x"),
        ] {
            address = address.replace(variable, value);
        }
        assert!(
            !address.contains('{'),
            "teach `operations::Ids` what the variable parts of {} are",
            self.name()
        );
        let mut body = self.body.clone();
        match self.account {
            Some(Account::Query(name)) => address = format!("{address}?{name}={account}"),
            Some(Account::Body(name)) => {
                let body = body.get_or_insert_with(|| json!({}));
                body[name] = json!(account);
            }
            None => {}
        }
        if self.is_named {
            let joint = if address.contains('?') { '&' } else { '?' };
            address = format!("{address}{joint}name=a.txt");
        }
        let call = world.call(self.method.clone(), &address);
        let call = match body {
            Some(body) => call.body(body.to_string()),
            None => call,
        };
        let call = call.without("authorization");
        call.header("prefer", "wait=0")
            .header("idempotency-key", fresh_key())
    }
}

/// No two requests of the matrix are one.
fn fresh_key() -> String {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    format!("matrix-{}", ASKED.fetch_add(1, Ordering::Relaxed))
}

/// Every operation, in the order of the description.
pub(super) fn all(description: &Value) -> Vec<Operation> {
    let paths = description["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| read(description, path, method, operation))
    });
    each.collect()
}

fn read(description: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).unwrap();
    let name = format!("{method} {path}");
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let in_query = parameters.filter(|parameter| parameter["in"] == "query");
    let in_query: Vec<&str> = in_query
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let schema = match schema["$ref"].as_str() {
        Some(reference) => description
            .pointer(reference.trim_start_matches('#'))
            .unwrap(),
        None => schema,
    };
    let names = ["account", "accountId"];
    let query = names.into_iter().find(|name| in_query.contains(name));
    let body = names
        .into_iter()
        .find(|name| schema["properties"][name].is_object());
    let account = query.map(Account::Query).or(body.map(Account::Body));
    Operation {
        scope: rule(&name, operation),
        is_named: name == "POST /v1/attachments",
        account: account.filter(|_| !path.contains('{')),
        body: (!schema.is_null())
            .then(|| schema["example"].clone())
            .filter(Value::is_object),
        path: path.to_owned(),
        method,
    }
}

/// The scope that an operation says it needs; one that says nothing fails here.
fn rule(name: &str, operation: &Value) -> Option<Scope> {
    let security = operation["security"].as_array();
    let security = security.unwrap_or_else(|| panic!("{name} has no rule"));
    let is_public = security.is_empty() || security.iter().any(|way| way == &json!({}));
    assert_eq!(
        is_public,
        PUBLIC.contains(&name),
        "{name}: who may ask for it?"
    );
    if is_public {
        return None;
    }
    let [way] = security.as_slice() else {
        panic!("{name} has several rules");
    };
    let scopes: Vec<&str> = way["bearer"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let [scope] = scopes.as_slice() else {
        panic!("{name} needs {scopes:?}");
    };
    Some(Scope::from_word(scope).unwrap_or_else(|| panic!("{name}: `{scope}` is no scope")))
}
