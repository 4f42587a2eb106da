//! A gateway to ask: one workspace, one account with a history, keys. Every answer is held against the description: a
//! status that is not documented, or a body that is not as documented, fails the test.

mod answer;
mod asking;

pub(crate) use answer::Answer;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::keys::CreateKey;
use app::{App, Parts, Scope, Settings};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use domain::entropy::SeededEntropy;
use domain::ids::{AccountId, WorkspaceId};
use domain::network::{CapabilityClass, Member, NetworkMessage, Thread, ThreadKind};
use domain::policy::Policy;
use domain::time::{Clock, Timestamp};
use integrations::http::Reach;
use integrations::networks::Lines;
use integrations::webhooks::Webhooks;
use serde_json::Value;
use store::accounts::{self, Account, AccountStatus, BackfillState, Link, NewAccount};
use store::vault::Vault;
use store::{Store, ingest};
use tower::ServiceExt;
use web::WebSettings;

/// When every world begins.
pub(crate) const BEGINNING: Timestamp = Timestamp::from_millis(1_763_378_062_881);
/// Nobody listens there: the network is down.
const NOWHERE: &str = "http://127.0.0.1:9";

pub(crate) const OWNER: &str = "ACoAAAowner1";
pub(crate) const JOHN: &str = "ACoAAAjohndoe";
pub(crate) const THREAD: &str = "2-ODFkYjU4M2I=";

/// A clock that moves when it is told.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn move_on(&self, millis: i64) {
        self.0.fetch_add(millis * 1_000, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) store: Store,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) workspace_id: WorkspaceId,
    pub(crate) account: Account,
    /// Carries read and write.
    pub(crate) key: String,
    /// Carries admin.
    pub(crate) admin: String,
    pub(crate) description: Value,
    router: Router,
    entropy: Arc<SeededEntropy>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::on(Store::open_memory().unwrap()).await
    }

    pub(crate) async fn on(store: Store) -> Self {
        let clock = Arc::new(HandClock(AtomicI64::new(BEGINNING.micros())));
        let entropy = Arc::new(SeededEntropy::new(7));
        let app = app(
            &store,
            &clock,
            &entropy,
            Webhooks::default(),
            Settings::default(),
        );
        let workspace_id = app.create_workspace("Tests").await.unwrap().workspace_id;
        let account = link(&store, &entropy, workspace_id, (OWNER, false), BEGINNING).await;
        let mut world = Self {
            router: web::router(app.clone(), WebSettings::default()),
            description: serde_json::from_str(&web::openapi()).unwrap(),
            app,
            store,
            clock,
            workspace_id,
            account,
            key: String::new(),
            admin: String::new(),
            entropy,
        };
        world.key = world
            .key_for(workspace_id, &[Scope::Read, Scope::Write], None)
            .await;
        world.admin = world.key_for(workspace_id, &[Scope::Admin], None).await;
        world
    }

    /// The same after its operator allowed these networks to receivers of webhooks, and no others.
    pub(crate) fn allowing(mut self, networks: &str) -> Self {
        let webhooks = Webhooks::new(Reach::public(networks).unwrap());
        let settings = Settings::default();
        self.app = app(&self.store, &self.clock, &self.entropy, webhooks, settings);
        self.router = web::router(self.app.clone(), WebSettings::default());
        self
    }

    /// The same behind proxies that are trusted.
    pub(crate) fn behind(mut self, proxies: &[&str]) -> Self {
        let networks = proxies
            .iter()
            .map(|text| domain::access::parse_network(text).unwrap());
        let settings = WebSettings {
            trusted_proxies: networks.collect(),
            ..WebSettings::default()
        };
        self.router = web::router(self.app.clone(), settings);
        self
    }

    /// The same where the older reads of the guide lead to the newer ones.
    pub(crate) fn redirecting(mut self) -> Self {
        let settings = WebSettings {
            redirect_older_reads: true,
            ..WebSettings::default()
        };
        self.router = web::router(self.app.clone(), settings);
        self
    }

    /// A key of a workspace.
    pub(crate) async fn key_for(
        &self,
        workspace_id: WorkspaceId,
        scopes: &[Scope],
        expires_at: Option<Timestamp>,
    ) -> String {
        let command = CreateKey {
            name: "test".to_owned(),
            scopes: scopes.to_vec(),
            expires_at,
        };
        let created = self.app.create_key(workspace_id, command).await.unwrap();
        created.key.reveal()
    }

    /// Another account of the same workspace.
    /// A key of the world's own workspace that is for these accounts alone.
    pub(crate) async fn limited_key(&self, scopes: &[Scope], accounts: &[AccountId]) -> String {
        let body = serde_json::json!({
            "name": "limited",
            "scopes": scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>(),
            "accounts": accounts,
        });
        let made = self
            .post("/v1/api-keys", &body)
            .key(&self.admin)
            .send()
            .await;
        let key = made.json["api_key"].as_str();
        key.unwrap_or_else(|| panic!("{}", made.json)).to_owned()
    }

    pub(crate) async fn link(&self, member_key: &str, is_read_only: bool) -> Account {
        let seat = (member_key, is_read_only);
        self.clock.move_on(1);
        link(
            &self.store,
            &self.entropy,
            self.workspace_id,
            seat,
            self.clock.now(),
        )
        .await
    }

    /// Another tenant with an account of its own.
    pub(crate) async fn other_workspace(&self) -> (WorkspaceId, Account) {
        let workspace_id = self
            .app
            .create_workspace("Others")
            .await
            .unwrap()
            .workspace_id;
        let account = link(
            &self.store,
            &self.entropy,
            workspace_id,
            ("ACoAAAother1", false),
            BEGINNING,
        )
        .await;
        (workspace_id, account)
    }

    /// Puts a thread with its messages into the account.
    pub(crate) async fn observe(&self, thread: Thread, messages: Vec<NetworkMessage>) {
        let (account, now) = (self.account.clone(), self.clock.now());
        self.store
            .write(move |tx| {
                for page in messages.chunks(32) {
                    ingest::observe(tx, &account, &thread, page, now)?;
                }
                Ok(())
            })
            .await
            .unwrap();
    }

    /// The thread with John Doe: two messages from him, one from the owner.
    pub(crate) async fn with_john(self) -> Self {
        let messages = vec![
            message(THREAD, "2-MQ==", JOHN, -3_000, "Hi \"there\"\n\u{1F44B}"),
            message(THREAD, "2-Mg==", OWNER, -2_000, "Good morning"),
            message(THREAD, "2-Mw==", JOHN, -1_000, "Hello, how are you?"),
        ];
        self.observe(direct_thread(THREAD, john(), -1_000, 2), messages)
            .await;
        self
    }

    pub(crate) fn get(&self, address: &str) -> Call<'_> {
        self.call(Method::GET, address)
    }

    /// A POST with a JSON body.
    pub(crate) fn post(&self, address: &str, body: &Value) -> Call<'_> {
        self.post_raw(address, body.to_string())
    }

    /// A PATCH with a JSON body.
    pub(crate) fn patch(&self, address: &str, body: &Value) -> Call<'_> {
        self.call(Method::PATCH, address).body(body.to_string())
    }

    pub(crate) fn post_raw(&self, address: &str, body: impl Into<Body>) -> Call<'_> {
        self.call(Method::POST, address).body(body)
    }

    pub(crate) fn call(&self, method: Method, address: &str) -> Call<'_> {
        Call {
            world: self,
            method,
            address: address.to_owned(),
            headers: vec![("authorization", format!("Bearer {}", self.key))],
            body: Body::empty(),
            from: None,
        }
    }
}

fn app(
    store: &Store,
    clock: &Arc<HandClock>,
    entropy: &Arc<SeededEntropy>,
    webhooks: Webhooks,
    settings: Settings,
) -> App {
    App::new(Parts {
        store: store.clone(),
        vault: Arc::new(Vault::new(&[7; 32])),
        lines: Arc::new(Lines::new()),
        webhooks,
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        entropy: Arc::clone(entropy) as Arc<dyn domain::entropy::Entropy>,
        timer: Arc::new(testkit::machine::TokioTimer),
        recorder: Arc::new(domain::metric::Unrecorded),
        settings,
    })
}

async fn link(
    store: &Store,
    entropy: &SeededEntropy,
    workspace_id: WorkspaceId,
    (member_key, is_read_only): (&str, bool),
    linked_at: Timestamp,
) -> Account {
    let account_id = AccountId::mint(linked_at, entropy);
    let vault = Vault::new(&[7; 32]);
    let place = accounts::credentials_place(&workspace_id, &account_id);
    let credentials = vault.seal(&place, b"token", entropy);
    let new = NewAccount {
        workspace_id,
        account_id,
        network: "sandbox".to_owned(),
        is_read_only,
        link: Link {
            address: NOWHERE.to_owned(),
            member: member(member_key, "Olive", "Owner", None),
            status: AccountStatus::Available,
            is_premium: true,
            plan: Some("PREMIUM_BUSINESS".to_owned()),
            credentials: Some(credentials),
            capability_class: CapabilityClass::B,
        },
        policy: serde_json::to_string(&Policy::guide()).unwrap(),
        backfill_state: BackfillState::Done,
        linked_at,
    };
    store
        .write(move |tx| accounts::insert(tx, &new))
        .await
        .unwrap()
}

pub(crate) fn member(key: &str, first: &str, last: &str, degree: Option<u8>) -> Member {
    Member {
        member_key: key.to_owned(),
        member_number: None,
        slug: None,
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        headline: "Somebody".to_owned(),
        picture: None,
        badge: None,
        degree,
    }
}

pub(crate) fn john() -> Member {
    Member {
        member_number: Some(883_467_181),
        slug: Some("john-doe-123".to_owned()),
        headline: "Software Engineer".to_owned(),
        picture: Some("https://media.example/john.svg".to_owned()),
        ..member(JOHN, "John", "Doe", Some(1))
    }
}

/// A thread with one other person; instants are milliseconds from the beginning.
pub(crate) fn direct_thread(key: &str, with: Member, active_at: i64, unread: i64) -> Thread {
    Thread {
        thread_key: key.to_owned(),
        kind: ThreadKind::Direct,
        title: None,
        participants: vec![with],
        created_at: at(-100_000),
        last_activity_at: at(active_at),
        last_read_at: None,
        unread_count: unread,
        mailbox: None,
    }
}

pub(crate) fn message(
    thread: &str,
    key: &str,
    sender: &str,
    sent_at: i64,
    text: &str,
) -> NetworkMessage {
    NetworkMessage {
        message_key: key.to_owned(),
        thread_key: thread.to_owned(),
        sender_key: sender.to_owned(),
        sent_at: at(sent_at),
        text: text.to_owned(),
        subject: None,
        token: None,
        reply_to: None,
        attachments: Vec::new(),
        reactions: Vec::new(),
        delivered_at: None,
        seen_at: None,
        edited_at: None,
    }
}

/// The instant `millis` milliseconds after the beginning.
pub(crate) fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(BEGINNING.millis() + millis)
}

/// A request before it is sent.
pub(crate) struct Call<'w> {
    world: &'w World,
    method: Method,
    address: String,
    headers: Vec<(&'static str, String)>,
    body: Body,
    from: Option<web::Peer>,
}

impl Call<'_> {
    /// Comes from this address; from nowhere that is known when it is not said.
    pub(crate) fn from(mut self, address: &str) -> Self {
        self.from = Some(web::Peer(std::net::SocketAddr::new(
            address.parse().unwrap(),
            40_000,
        )));
        self
    }

    /// Adds a header; `authorization` and `content-type` replace what is there.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if matches!(name, "authorization" | "content-type") {
            self.headers.retain(|(known, _)| *known != name);
        }
        self.headers.push((name, value.into()));
        self
    }

    /// A body that is called JSON.
    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self.header("content-type", "application/json")
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.header("authorization", format!("Bearer {key}"))
    }

    pub(crate) async fn send(self) -> Answer {
        let mut request = Request::builder().method(&self.method).uri(&self.address);
        for (name, value) in &self.headers {
            request = request.header(*name, value.as_bytes());
        }
        if let Some(peer) = self.from {
            request = request.extension(axum::extract::ConnectInfo(peer));
        }
        let request = request.body(self.body).unwrap();
        let response = self.world.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let is_endless = headers
            .get("content-type")
            .is_some_and(|kind| kind == "text/event-stream");
        let body = if is_endless {
            Body::empty()
        } else {
            response.into_body()
        };
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer {
            status,
            headers,
            json: if is_endless {
                "".into()
            } else {
                serde_json::from_slice(&bytes).unwrap_or(Value::Null)
            },
            bytes: bytes.to_vec(),
        };
        let path = self.address.split('?').next().unwrap();
        answer.check(&self.world.description, self.method.as_str(), path);
        answer
    }
}
