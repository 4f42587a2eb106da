//! Every operation × every kind of key × whose thing it is about. The cells follow from the description, so that a new
//! operation is in as soon as it is described.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

use app::keys::NewKey;
use app::{Caller, Scope};
use domain::access::{KeyLimits, parse_network};
use domain::ids::{
    AccountId, ApiKeyId, EndpointId, ErasureId, SendId, UserId, UserInvitationId, WorkspaceId,
};
use domain::role::Role;
use serde_json::json;
use store::ingest;
use store::users::{self, User};

use super::operations::{EVERYBODY, Ids, Operation, Whose, all};
use crate::world::{Answer, JOHN, THREAD, World, at, direct_thread, john, member, message};

/// What a key may come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Unauthorized,
    AddressNotAllowed,
    InsufficientScope,
    /// Whatever else: the answer is that of the operation.
    LetThrough,
}

/// A key, or none, and what it is to come to for an operation that needs a scope.
struct Asker {
    name: &'static str,
    header: Option<String>,
    from: Option<&'static str>,
    expects: Box<dyn Fn(Scope) -> Expected>,
}

struct Stage {
    world: World,
    own: Ids,
    foreign: Ids,
    hidden: Ids,
    absent: Ids,
    expired: String,
    revoked: String,
    stranger: String,
    others: WorkspaceId,
}

async fn key(world: &World, workspace_id: WorkspaceId, new: NewKey) -> String {
    let operator = Caller::operator(workspace_id);
    world
        .app
        .create_api_key(&operator, new)
        .await
        .unwrap()
        .key
        .reveal()
}

fn wanted(scopes: &[Scope]) -> NewKey {
    NewKey {
        name: "matrix".to_owned(),
        scopes: scopes.to_vec(),
        limits: KeyLimits::default(),
        user_id: None,
        expires_at: None,
    }
}

/// Ids of things that are there, made with a key of their workspace.
async fn things(
    world: &World,
    (workspace_id, key): (WorkspaceId, &str),
    account_id: AccountId,
    send: Option<String>,
) -> Ids {
    let hook = json!({"url": "https://localhost:8443/hook", "accounts": [account_id]});
    let hook = world.post("/v1/endpoints", &hook).key(key).send().await;
    let made = json!({"name": "thing", "scopes": ["read"], "accounts": [account_id]});
    let made = world.post("/v1/api-keys", &made).key(key).send().await;
    let invited = json!({"email": "somebody@example.com", "role": "viewer"});
    let invited = world
        .post("/v1/user-invitations", &invited)
        .key(key)
        .send()
        .await;
    let id = |answer: &Answer| answer.json["id"].as_str().map(str::to_owned);
    let mut ids = ids(
        account_id.to_string(),
        id(&hook).unwrap_or_else(|| EndpointId::from_bytes([3; 16]).to_string()),
        id(&made).unwrap(),
        send.unwrap_or_else(|| SendId::from_bytes([3; 16]).to_string()),
    );
    let user_id = UserId::from_bytes(*workspace_id.as_bytes());
    let user = user(workspace_id, user_id, Role::Viewer);
    let added = world.store.write(move |tx| users::insert(tx, &user));
    assert!(added.await.unwrap());
    let address = format!("/v1/conversations?account={account_id}");
    let thread = world.get(&address).key(key).send().await;
    let thread = thread.json["conversations"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let address = format!("/v1/conversations/{thread}/messages");
    let message = world.get(&address).key(key).send().await;
    let message = message.json["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let label = world
        .post("/v1/labels", &json!({"name": "matrix"}))
        .key(key)
        .send()
        .await;
    let people = world.get("/v1/people").key(key).send().await;
    let person = people.json["people"][0]["id"].as_str().unwrap().to_owned();
    let template = json!({"name": "matrix", "text": "Hello"});
    let template = world.post("/v1/templates", &template).key(key).send().await;
    ids.push(("/v1/people/", person));
    ids.push(("/v1/templates/", id(&template).unwrap()));
    ids.push(("/v1/erasures/", ErasureId::from_bytes([3; 16]).to_string()));
    ids.push(("/v1/conversations/", thread));
    ids.push(("/v1/messages/", message));
    ids.push(("/v1/labels/", id(&label).unwrap()));
    ids.push(("/v1/users/", user_id.to_string()));
    ids.push(("/v1/user-invitations/", id(&invited).unwrap()));
    ids
}

/// Ids of things of a second account of the workspace, and of somebody whom only that account knows.
async fn hidden(world: &World) -> Ids {
    let account = world.link("ACoAAAsecond", false).await;
    let account_id = account.account_id.to_string();
    let with = member("ACoAAAhidden", "Hidden", "Person", Some(1));
    let thread = direct_thread("2-aGlkZGVu", with, -500, 1);
    let observed = world.store.write(move |tx| {
        let said = message("2-aGlkZGVu", "2-aA==", "ACoAAAhidden", -500, "Hello");
        ingest::observe(tx, &account, &thread, &[said], at(0)).map(drop)
    });
    observed.await.unwrap();
    let first = async |address: String, list: &str| {
        let page = world.get(&address).key(&world.admin).send().await;
        let id = page.json[list][0]["id"].as_str();
        id.unwrap_or_else(|| panic!("{address}: {}", page.json))
            .to_owned()
    };
    let made = async |address: &str, body: serde_json::Value| {
        let answer = world.post(address, &body).key(&world.admin).send().await;
        let id = answer.json["id"].as_str();
        id.unwrap_or_else(|| panic!("{address}: {}", answer.json))
            .to_owned()
    };
    let of_account = format!("account={account_id}");
    let thread = first(format!("/v1/conversations?{of_account}"), "conversations").await;
    let body = json!({"account": account_id, "conversation": thread, "text": "Hello"});
    let call = world.post("/v1/messages", &body).key(&world.admin);
    let sent = call
        .header("idempotency-key", "hidden")
        .header("prefer", "wait=0");
    let send = sent.send().await.json["id"].as_str().unwrap().to_owned();
    let limited = json!({"name": "hidden", "scopes": ["read"], "accounts": [account_id]});
    let message = first(format!("/v1/conversations/{thread}/messages"), "messages").await;
    let person = first("/v1/people?q=hidden".to_owned(), "people").await;
    let hook = json!({"url": "https://localhost:8443/hidden", "accounts": [account_id]});
    let hook = world
        .post("/v1/endpoints", &hook)
        .key(&world.admin)
        .send()
        .await;
    let hook = hook.json["id"].as_str().map(str::to_owned);
    let mut ids = ids(
        account_id.clone(),
        hook.unwrap_or_else(|| EndpointId::from_bytes([4; 16]).to_string()),
        made("/v1/api-keys", limited).await,
        send,
    );
    ids.push(("/v1/conversations/", thread));
    ids.push(("/v1/messages/", message));
    ids.push(("/v1/people/", person));
    ids
}

fn user(workspace_id: WorkspaceId, user_id: UserId, role: Role) -> User {
    User {
        workspace_id,
        user_id,
        name: "User".to_owned(),
        email: format!("{user_id}@example.com"),
        email_hash: user_id.as_bytes().to_vec(),
        role,
        created_at: at(0),
        updated_at: at(0),
    }
}

fn ids(account: String, endpoint: String, key: String, send: String) -> Ids {
    vec![
        ("/v1/accounts/", account),
        ("/v1/endpoints/", endpoint),
        ("/v1/api-keys/", key),
        ("/v1/sends/", send),
    ]
}

impl Stage {
    async fn new() -> Self {
        let world = World::new().await.with_john().await.behind(&["10.0.0.1"]);
        let workspace_id = world.workspace_id;
        let (others, account) = world.other_workspace().await;
        let theirs = (account.clone(), direct_thread(THREAD, john(), -1_000, 1));
        let observed = world.store.write(move |tx| {
            let said = message(THREAD, "2-MQ==", JOHN, -1_000, "Hello");
            ingest::observe(tx, &theirs.0, &theirs.1, &[said], at(0)).map(drop)
        });
        observed.await.unwrap();
        let stranger = world.key_for(others, &[Scope::Admin], None).await;
        let expired = world
            .key_for(workspace_id, &[Scope::Admin], Some(at(1)))
            .await;
        world.clock.move_on(2);
        let revoked = world.key_for(workspace_id, &[Scope::Admin], None).await;
        let parsed = domain::api_key::ApiKey::parse(&revoked).unwrap();
        world
            .app
            .revoke_key(workspace_id, parsed.api_key_id)
            .await
            .unwrap();
        let body =
            json!({"account": world.account.account_id, "conversation": THREAD, "text": "Hello"});
        let sent = world
            .post("/v1/messages", &body)
            .header("idempotency-key", "own")
            .header("prefer", "wait=0");
        let sent = sent.send().await.json["id"].as_str().map(str::to_owned);
        let own = things(
            &world,
            (workspace_id, &world.admin),
            world.account.account_id,
            sent,
        )
        .await;
        let foreign = things(&world, (others, &stranger), account.account_id, None).await;
        let hidden = hidden(&world).await;
        let mut absent = ids(
            AccountId::from_bytes([1; 16]).to_string(),
            EndpointId::from_bytes([1; 16]).to_string(),
            ApiKeyId::from_bytes([1; 16]).to_string(),
            SendId::from_bytes([1; 16]).to_string(),
        );
        for (beginning, prefix) in [
            ("/v1/conversations/", "cnv"),
            ("/v1/messages/", "msg"),
            ("/v1/erasures/", "ers"),
            ("/v1/labels/", "lbl"),
            ("/v1/people/", "per"),
            ("/v1/templates/", "tpl"),
        ] {
            absent.push((beginning, format!("{prefix}_01k9zr4c2e6q8n3v5t7w9y1b4d")));
        }
        absent.push(("/v1/users/", UserId::from_bytes([99; 16]).to_string()));
        let invitation = UserInvitationId::from_bytes([1; 16]);
        absent.push(("/v1/user-invitations/", invitation.to_string()));
        // What is of no account is not hidden from anybody.
        let of_no_account = absent
            .iter()
            .filter(|(beginning, _)| !hidden.iter().any(|(known, _)| known == beginning));
        let hidden = hidden.iter().chain(of_no_account).cloned().collect();
        Self {
            world,
            own,
            foreign,
            hidden,
            absent,
            expired,
            revoked,
            stranger,
            others,
        }
    }

    fn ids(&self, whose: Whose) -> &Ids {
        match whose {
            Whose::Own => &self.own,
            Whose::Foreign => &self.foreign,
            Whose::Hidden => &self.hidden,
            Whose::Absent => &self.absent,
        }
    }

    /// Those who ask for every operation alike.
    async fn askers(&self) -> Vec<Asker> {
        let (world, workspace_id) = (&self.world, self.world.workspace_id);
        let asker = |name, key: Option<String>, expects: fn(Scope) -> Expected| Asker {
            name,
            header: key.map(|key| format!("Bearer {key}")),
            from: None,
            expects: Box::new(expects),
        };
        let nobody = |_| Expected::Unauthorized;
        let everything = |_| Expected::LetThrough;
        let accounts = KeyLimits {
            accounts: vec![world.account.account_id],
            ..KeyLimits::default()
        };
        let addresses = KeyLimits {
            addresses: vec![parse_network("192.0.2.0/24").unwrap()],
            ..KeyLimits::default()
        };
        let limited = async |limits: KeyLimits| {
            let new = NewKey {
                limits,
                ..wanted(&[Scope::Admin])
            };
            key(world, workspace_id, new).await
        };
        let near = limited(addresses).await;
        let mut askers = vec![
            asker("no key", None, nobody),
            asker("bad", Some("liaison_x".to_owned()), nobody),
            asker("expired", Some(self.expired.clone()), nobody),
            asker("revoked", Some(self.revoked.clone()), nobody),
            asker("admin", Some(world.admin.clone()), everything),
            asker("other workspace", Some(self.stranger.clone()), everything),
            asker("account-limited", Some(limited(accounts).await), everything),
            Asker {
                from: Some("192.0.2.9"),
                ..asker("from its address", Some(near.clone()), everything)
            },
            Asker {
                from: Some("198.51.100.9"),
                ..asker("from elsewhere", Some(near), |_| {
                    Expected::AddressNotAllowed
                })
            },
        ];
        for (role, number) in Role::ALL.into_iter().zip(1..) {
            let user_id = self.user(role, number).await;
            let new = NewKey {
                user_id: Some(user_id),
                ..wanted(&[Scope::Admin])
            };
            let key = key(world, workspace_id, new).await;
            let expects = move |scope| {
                if role.rights().has(scope) {
                    Expected::LetThrough
                } else {
                    Expected::InsufficientScope
                }
            };
            askers.push(Asker {
                expects: Box::new(expects),
                ..asker(role.word(), Some(key), nobody)
            });
        }
        askers
    }

    async fn user(&self, role: Role, number: u8) -> UserId {
        let user_id = UserId::from_bytes([number; 16]);
        let user = user(self.world.workspace_id, user_id, role);
        let added = self.world.store.write(move |tx| users::insert(tx, &user));
        assert!(added.await.unwrap());
        user_id
    }

    /// Those whose keys are made for the scope that an operation needs: all but it, it alone, the bundle that it is in.
    async fn fitting(&self, scope: Scope) -> Vec<Asker> {
        let mut askers = Vec::new();
        let without: Vec<Scope> = Scope::ALL
            .iter()
            .copied()
            .filter(|other| other.bundle() != *other && *other != scope)
            .collect();
        for (name, scopes, expected) in [
            ("wrong scope", without, Expected::InsufficientScope),
            ("right scope", vec![scope], Expected::LetThrough),
            ("bundle", vec![scope.bundle()], Expected::LetThrough),
        ] {
            let key = key(&self.world, self.world.workspace_id, wanted(&scopes)).await;
            askers.push(Asker {
                name,
                header: Some(format!("Bearer {key}")),
                from: None,
                expects: Box::new(move |_| expected),
            });
        }
        askers
    }

    async fn ask(&self, operation: &Operation, asker: &Asker, whose: Whose) -> Answer {
        let mut call = operation.call(&self.world, self.ids(whose));
        if let Some(header) = &asker.header {
            call = call.header("authorization", header.clone());
        }
        if let Some(from) = asker.from {
            call = call.from(from);
        }
        call.send().await
    }
}

/// What an answer says of the right to ask.
fn found(answer: &Answer) -> Expected {
    match (answer.status, answer.code()) {
        (401, _) => Expected::Unauthorized,
        (403, "address_not_allowed") => Expected::AddressNotAllowed,
        (403, "insufficient_scope") => Expected::InsufficientScope,
        _ => Expected::LetThrough,
    }
}

#[tokio::test]
async fn every_operation_is_open_to_those_whom_its_rule_lets_in_and_to_nobody_else() {
    let stage = Stage::new().await;
    assert_ne!(stage.others, stage.world.workspace_id);
    let operations = all(&stage.world.description);
    let askers = stage.askers().await;
    let (mut list, mut cells) = (String::new(), 0);
    let mut fitting: BTreeMap<Scope, Vec<Asker>> = BTreeMap::new();
    for operation in &operations {
        let name = operation.name();
        let Some(scope) = operation.scope else {
            writeln!(list, "{name}: nothing").unwrap();
            continue;
        };
        writeln!(list, "{name}: {}", scope.word()).unwrap();
        if let Entry::Vacant(place) = fitting.entry(scope) {
            place.insert(stage.fitting(scope).await);
        }
        // Who takes things away comes last, so that they are there for the others.
        let mut refusal = None;
        for asker in fitting[&scope].iter().chain(&askers) {
            let mut answers = BTreeMap::new();
            let is_limited = asker.name == "account-limited";
            let mut targets = EVERYBODY.to_vec();
            if !operation.has_target() {
                targets.truncate(1);
            } else if is_limited {
                targets.push(Whose::Hidden);
            }
            for whose in targets.iter().rev() {
                let answer = stage.ask(operation, asker, *whose).await;
                assert!(
                    answer.status != 500,
                    "{name}, {}: {}",
                    asker.name,
                    answer.json
                );
                let expected = (asker.expects)(scope);
                assert_eq!(
                    found(&answer),
                    expected,
                    "{name}, {}, {whose:?}: {}",
                    asker.name,
                    answer.json
                );
                if expected == Expected::Unauthorized {
                    let bytes = refusal.get_or_insert_with(|| answer.bytes.clone());
                    assert_eq!(*bytes, answer.bytes, "{name}, {}", asker.name);
                }
                answers.insert(*whose, (answer.status, answer.bytes));
                cells += 1;
            }
            if !operation.has_target() {
                continue;
            }
            let elsewhere = match asker.name {
                "other workspace" => &[Whose::Own][..],
                "account-limited" => &[Whose::Foreign, Whose::Hidden],
                _ => &[Whose::Foreign],
            };
            for whose in elsewhere {
                assert_eq!(
                    answers.get(whose),
                    answers.get(&Whose::Absent),
                    "{name}, {}: what is {whose:?} is absent",
                    asker.name
                );
            }
        }
    }
    insta::assert_snapshot!(list);
    assert!(cells >= 3_000, "{cells} cells");
}

/// What is too large is refused before it is read, on every route that takes a body.
#[tokio::test]
async fn no_route_reads_a_body_without_end() {
    let world = World::new().await;
    let [account, endpoint, key, send] = ["acc_x", "ept_x", "key_x", "snd_x"].map(str::to_owned);
    let mut absent = ids(account, endpoint, key, send);
    for beginning in [
        "/v1/conversations/",
        "/v1/erasures/",
        "/v1/labels/",
        "/v1/messages/",
        "/v1/people/",
        "/v1/templates/",
    ] {
        absent.push((beginning, "x".to_owned()));
    }
    absent.push(("/v1/users/", "usr_x".to_owned()));
    absent.push(("/v1/user-invitations/", "inv_x".to_owned()));
    for operation in all(&world.description) {
        let path = &world.description["paths"][&operation.path];
        let method = operation.method.as_str().to_ascii_lowercase();
        if !path[&method]["requestBody"].is_object() {
            continue;
        }
        let call = operation.call(&world, &absent).key(&world.admin);
        let answer = call.body(vec![b' '; 20 << 20]).send().await;
        let found = (answer.status, answer.code());
        assert_eq!(found, (413, "body_too_large"), "{}", operation.name());
    }
}
