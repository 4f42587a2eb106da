//! A person links a seat: the pages of this gateway against a real sandbox, and everything that must not work.

mod again;
mod attempt;
mod hostile;
mod sessions;

use axum::http::Method;
use domain::limits::LINK_SESSION_LIFETIME;
use serde_json::{Value, json};
use testkit::browser;
use testkit::simulated::SimulatedNetwork;

use self::attempt::{Attempt, assert_told};
use crate::world::{Answer, World};

const SESSIONS: &str = "/v1/accounts/link-sessions";
const PUBLIC: &str = "http://localhost:8787";

/// A gateway and the sandbox whose members it asks.
struct Stage {
    world: World,
    network: SimulatedNetwork,
}

impl Stage {
    async fn new() -> Self {
        let network = SimulatedNetwork::start().await;
        let world = World::new().await.asking_at(&network.address(), PUBLIC);
        Self { world, network }
    }

    /// A new session, and the path of the address that its person opens.
    async fn begin(&self, body: Value) -> (String, String) {
        self.begin_by(&self.world.admin, body).await
    }

    /// The same, asked for with this key.
    async fn begin_by(&self, key: &str, body: Value) -> (String, String) {
        let answer = self.world.post(SESSIONS, &body).key(key).send().await;
        assert_eq!(answer.status, 201, "{}", answer.json);
        let id = answer.json["id"].as_str().unwrap().to_owned();
        let url = answer.json["url"].as_str().unwrap();
        (id, url.strip_prefix(PUBLIC).unwrap().to_owned())
    }

    async fn session(&self, id: &str) -> Value {
        let answer = self.world.get(&format!("{SESSIONS}/{id}")).send().await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        answer.json
    }

    async fn cancel(&self, id: &str) -> Answer {
        let address = format!("{SESSIONS}/{id}/cancel");
        let call = self.world.call(Method::POST, &address);
        call.key(&self.world.admin).send().await
    }

    /// Waits until no session that was begun is good any more.
    fn outlive_sessions(&self) {
        let lifetime = i64::try_from(LINK_SESSION_LIFETIME.as_millis()).unwrap();
        self.world.clock.move_on(lifetime);
    }

    /// A seat is linked; the id of its account.
    async fn link(&self, seat: &str) -> String {
        let (id, path) = self.begin(json!({})).await;
        let done = Browser::of(self).link(&path, seat).await;
        assert_eq!(done.status, 200, "{}", text(&done));
        let session = self.session(&id).await;
        session["account"].as_str().unwrap().to_owned()
    }

    async fn unlink(&self, account: &str, key: &str) -> Answer {
        let address = format!("/v1/accounts/{account}");
        let call = self.world.call(Method::DELETE, &address);
        call.key(key).send().await
    }

    /// The accounts of this sandbox.
    async fn linked(&self) -> Vec<Value> {
        let answer = self.world.get("/v1/accounts?limit=100").send().await;
        let accounts = answer.json["accounts"].as_array().unwrap().iter();
        let own = self.world.account.account_id.to_string();
        accounts
            .filter(|account| account["id"] != own.as_str())
            .cloned()
            .collect()
    }
}

/// A browser with its cookies.
struct Browser<'s> {
    stage: &'s Stage,
    cookies: Vec<String>,
}

impl<'s> Browser<'s> {
    fn of(stage: &'s Stage) -> Self {
        Self {
            stage,
            cookies: Vec::new(),
        }
    }

    async fn ask(&mut self, method: Method, path: &str) -> Answer {
        let call = self.stage.world.call(method, path).without("authorization");
        let answer = call.header("cookie", self.cookies.join("; ")).send().await;
        if answer.has_header("set-cookie") {
            let cookie = answer.header("set-cookie").to_owned();
            assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
            let pair = cookie.split(';').next().unwrap().to_owned();
            let name = pair.split('=').next().unwrap().to_owned();
            self.cookies
                .retain(|known| !known.starts_with(&format!("{name}=")));
            if !pair.ends_with('=') {
                self.cookies.push(pair);
            }
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(
            !policy.contains("script") && !policy.contains("unsafe"),
            "{policy}"
        );
        answer
    }

    async fn open(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path).await
    }

    /// Presses the button; the address of the network.
    async fn go_on(&mut self, path: &str) -> String {
        let answer = self.ask(Method::POST, path).await;
        assert_eq!(answer.status, 303, "{}", text(&answer));
        answer.header("location").to_owned()
    }

    /// Opens what the network sends back to.
    async fn come_back(&mut self, url: &str) -> Answer {
        let path = url.strip_prefix(PUBLIC).expect("back to this gateway");
        self.open(path).await
    }

    /// Presses the button and decides on the network's page; what that sends back to.
    async fn decide(&mut self, path: &str, seat: &str, decision: &str) -> String {
        let asked = self.go_on(path).await;
        browser::decide(&asked, seat, decision).await
    }

    /// The whole way: the button, the network's page, and back.
    async fn link(&mut self, path: &str, seat: &str) -> Answer {
        let back = self.decide(path, seat, "allow").await;
        self.come_back(&back).await
    }
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.bytes.clone()).unwrap()
}

/// The address with one parameter changed; empty: without it.
fn with(url: &str, name: &str, value: &str) -> String {
    let (base, query) = url.split_once('?').unwrap();
    let pairs = query
        .split('&')
        .filter(|pair| !pair.starts_with(&format!("{name}=")));
    let mut pairs: Vec<_> = pairs.map(str::to_owned).collect();
    if !value.is_empty() {
        pairs.push(format!("{name}={value}"));
    }
    format!("{base}?{}", pairs.join("&"))
}

fn parameter(url: &str, name: &str) -> String {
    let (_, query) = url.split_once('?').unwrap();
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(known, _)| *known == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {url}"))
        .1
        .to_owned()
}

#[tokio::test]
async fn a_person_links_a_seat_and_the_account_appears() {
    let stage = Stage::new().await;
    let (id, path) = stage.begin(json!({"network": "sandbox"})).await;
    let mut person = Browser::of(&stage);
    let shown = person.open(&path).await;
    assert_eq!(shown.status, 200);
    let page = text(&shown);
    assert!(
        page.contains("Tests") && page.contains(&stage.network.address()),
        "{page}"
    );
    assert!(page.contains("<form method=\"post\"") && !page.contains("<script"));
    assert!(
        shown
            .header("content-security-policy")
            .ends_with(&stage.network.address())
    );
    let done = person.link(&path, "premium").await;
    assert_eq!(done.status, 200, "{}", text(&done));
    assert!(person.cookies.is_empty(), "the cookie is over");
    let session = stage.session(&id).await;
    let linked = stage.linked().await;
    assert_eq!(
        (&session["status"], &session["account"]),
        (&json!("completed"), &linked[0]["id"])
    );
    assert!(session["ended_at"].is_string() && session.get("url").is_none());
    let seat = stage.network.seat("premium").await;
    assert_eq!(linked[0]["member"], seat["member_key"]);
    assert_eq!(linked[0]["status"], "active");
    let told = stage
        .world
        .get("/v1/events?types=account.linked")
        .send()
        .await;
    let events = told.json["events"].as_array().unwrap();
    assert_eq!(events.len(), 1, "{}", told.json);
    assert_eq!(events[0]["account_id"], linked[0]["id"]);
    // What was granted opens the line: the plan is asked of the network.
    let account = linked[0]["id"].as_str().unwrap();
    let address = format!("/linkedin/inmail/credits?accountId={account}");
    assert_eq!(stage.world.get(&address).send().await.status, 200);
}

#[tokio::test]
async fn a_member_who_is_linked_again_keeps_the_account() {
    let stage = Stage::new().await;
    let mut first = None;
    for body in [json!({}), json!({"network": "sandbox"})] {
        let (id, path) = stage.begin(body).await;
        let done = Browser::of(&stage).link(&path, "free").await;
        assert_eq!(done.status, 200, "{}", text(&done));
        let account = stage.session(&id).await["account"].clone();
        assert_eq!(first.get_or_insert(account.clone()), &account);
    }
    let account = first.unwrap();
    let account = account.as_str().unwrap();
    let gone = stage.unlink(account, &stage.world.admin).await;
    assert_eq!(gone.status, 204);
    assert!(stage.linked().await.is_empty());
    let (id, path) = stage.begin(json!({})).await;
    let done = Browser::of(&stage).link(&path, "free").await;
    assert!(text(&done).contains("its history is still here"));
    assert_eq!(stage.session(&id).await["account"], account);
}

#[tokio::test]
async fn an_account_whose_session_ended_is_linked_again_by_its_owner_only() {
    let stage = Stage::new().await;
    let account = stage.link("premium").await;
    let (id, path) = stage.begin(json!({"account": account})).await;
    assert_eq!(stage.session(&id).await["relinks"], account.as_str());
    let other = Browser::of(&stage).link(&path, "free").await;
    assert_told(&other, 410, "another seat");
    let session = stage.session(&id).await;
    assert_eq!(
        (&session["status"], &session["reason"], &session["account"]),
        (&json!("failed"), &json!("other_member"), &Value::Null)
    );
    assert_eq!(stage.linked().await.len(), 1);
    stage
        .network
        .change_seat("premium", json!({"session": "expired"}))
        .await;
    let (_, path) = stage.begin(json!({"account": account})).await;
    let done = Browser::of(&stage).link(&path, "premium").await;
    assert_eq!(done.status, 200, "{}", text(&done));
    let address = format!("/linkedin/inmail/credits?accountId={account}");
    assert_eq!(stage.world.get(&address).send().await.status, 200);
}

#[tokio::test]
async fn a_member_who_says_no_links_nothing() {
    let stage = Stage::new().await;
    let mut attempt = Attempt::deciding(&stage, "free", "deny").await;
    assert_told(&attempt.come_back().await, 410, "You said no");
    let session = stage.session(&attempt.id).await;
    assert_eq!(
        (&session["status"], &session["reason"]),
        (&json!("failed"), &json!("denied"))
    );
    assert!(stage.linked().await.is_empty());
    let again = attempt.person.open(&attempt.path).await;
    assert_eq!(again.status, 410);
}

#[tokio::test]
async fn what_was_granted_is_given_back_when_the_account_is_unlinked() {
    let stage = Stage::new().await;
    let account = stage.link("free").await;
    let token = granted(&stage, &account).await;
    assert_eq!(me(&stage, &token).await, 200);
    let gone = stage.unlink(&account, &stage.world.admin).await;
    assert_eq!(gone.status, 204);
    assert_eq!(me(&stage, &token).await, 401);
}

/// The access token that is sealed in the row of an account.
async fn granted(stage: &Stage, account: &str) -> String {
    use secrecy::ExposeSecret as _;
    let workspace_id = stage.world.workspace_id;
    let account_id = account.parse().unwrap();
    let read = stage.world.store.read(move |tx| {
        let vault = store::vault::Vault::new(&[7; 32]);
        store::accounts::credentials(tx, &vault, workspace_id, account_id)
    });
    let credentials = read.await.unwrap();
    let credentials: Value = serde_json::from_str(credentials.expose_secret()).unwrap();
    credentials["access_token"].as_str().unwrap().to_owned()
}

/// The status with which the sandbox answers a token.
async fn me(stage: &Stage, token: &str) -> u16 {
    use integrations::http::{HttpClient, HttpRequest, Method, Security};
    let url = format!("{}/network/me", stage.network.address())
        .parse()
        .unwrap();
    let client = HttpClient::new(Security::Plain).unwrap();
    let request = HttpRequest::new(Method::GET, url, std::time::Duration::from_secs(10));
    let request = request.with_bearer(token.into());
    client.ask(request).await.unwrap().status
}
