//! A sandbox of one's own, with short ways to ask it things.

use std::sync::Once;
use std::time::Duration;

use reqwest::{Client, Method};
use sandbox::{Conduct, Config, Personas, Running, Sandbox, SeatInfo};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) const CONTROL_TOKEN: &str = "director";
pub(crate) const BASE_MS: i64 = 1_790_000_000_000;
pub(crate) const JOHN: &str = "john-doe-123";

/// A status and a body.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) retry_after: Option<u64>,
}

impl Answer {
    /// The body of a 200.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, 200, "{:#}", self.body);
        self.body
    }

    /// Checks a refusal's status and code; its body.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        let found = (
            self.status,
            self.body["error"]["code"].as_str().unwrap_or("none"),
        );
        assert_eq!(found, (status, code), "{:#}", self.body);
        self.body
    }
}

/// A running sandbox in a folder of its own.
pub(crate) struct Stage {
    running: Option<Running>,
    config: Config,
    client: Client,
    pub(crate) seats: Vec<SeatInfo>,
    folder: TempDir,
}

fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .expect("no provider before this one");
    });
    Client::builder()
        .timeout(Duration::from_secs(30))
        .build()
        .expect("a client")
}

impl Stage {
    /// Quiet: nobody acts by themselves.
    pub(crate) async fn quiet() -> Self {
        Self::with(7, |_| {}).await
    }

    pub(crate) async fn with(seed: u64, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config {
            listen: "127.0.0.1:0".parse().expect("an address"),
            database: folder.path().join("sandbox.db"),
            seed,
            base_ms: Some(BASE_MS),
            control_token: Some(CONTROL_TOKEN.to_owned()),
            entropy: [5; 32],
            personas: Personas::off(),
            conduct: Conduct::default(),
        };
        change(&mut config);
        let running = Sandbox::start(config.clone()).await.expect("a sandbox");
        let seats = running.seats().await.expect("seats");
        Self {
            running: Some(running),
            config,
            client: client(),
            seats,
            folder,
        }
    }

    /// Stops and starts again on the same file and another port.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    /// Starts again after a stop, on the same file and another port.
    pub(crate) async fn start(&mut self) {
        let running = Sandbox::start(self.config.clone())
            .await
            .expect("a sandbox");
        self.running = Some(running);
    }

    pub(crate) async fn stop(&mut self) {
        self.running.take().expect("it runs").shutdown().await;
    }

    pub(crate) fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs")
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub(crate) fn token(&self, seat_id: &str) -> &str {
        let seat = self.seats.iter().find(|seat| seat.seat_id == seat_id);
        &seat.expect("a seat").token
    }

    /// The raw outcome of a call; an error if no answer came.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<&Value>,
    ) -> Result<Answer, reqwest::Error> {
        let url = format!("{}{path}", self.running().base_url());
        let mut request = self.client.request(method, url).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        assert!(response.headers().contains_key("x-sandbox-now"));
        let retry_after = response
            .headers()
            .get("retry-after")
            .map(|value| value.to_str().expect("text").parse().expect("seconds"));
        let bytes = response.bytes().await?;
        Ok(Answer {
            status,
            body: serde_json::from_slice(&bytes).expect("JSON"),
            retry_after,
        })
    }

    pub(crate) async fn get(&self, seat_id: &str, path: &str) -> Answer {
        self.call(Method::GET, path, self.token(seat_id), None)
            .await
            .expect("an answer")
    }

    pub(crate) async fn post(&self, seat_id: &str, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, self.token(seat_id), Some(&body))
            .await
            .expect("an answer")
    }

    pub(crate) async fn direct(&self, method: Method, path: &str, body: Value) -> Answer {
        let body = (method != Method::GET).then_some(&body);
        self.call(method, path, CONTROL_TOKEN, body)
            .await
            .expect("an answer")
    }

    /// A control request that must succeed.
    pub(crate) async fn directed(&self, method: Method, path: &str, body: Value) -> Value {
        self.direct(method, path, body).await.ok()
    }

    pub(crate) async fn look(&self, path: &str) -> Value {
        self.direct(Method::GET, path, Value::Null).await.ok()
    }

    pub(crate) async fn send(&self, seat_id: &str, body: Value) -> Answer {
        self.post(seat_id, "/network/messages", body).await
    }

    pub(crate) async fn cursor(&self, seat_id: &str) -> String {
        let answer = self.get(seat_id, "/network/updates/cursor").await.ok();
        answer["cursor"].as_str().expect("a cursor").to_owned()
    }

    /// What came after a cursor, waiting a while for the first of it.
    pub(crate) async fn updates(&self, seat_id: &str, after: &str) -> Vec<Value> {
        let path = format!("/network/updates?after={after}&wait=10");
        let answer = self.get(seat_id, &path).await.ok();
        answer["updates"].as_array().expect("updates").clone()
    }

    /// The thread with John Doe of that seat.
    pub(crate) async fn thread_with_john(&self, seat_id: &str) -> String {
        let answer = self
            .get(seat_id, "/network/threads/with/john-doe-123")
            .await
            .ok();
        answer["thread_id"].as_str().expect("a thread").to_owned()
    }

    /// A member at that distance from the premium seat without a thread, open to everybody or not.
    pub(crate) async fn somebody(&self, distance: u64, open_profile: bool) -> String {
        let everybody = self.look("/control/members?limit=1000").await;
        for member in everybody["members"].as_array().expect("members") {
            let slug = member["slug"].as_str().expect("a slug");
            if member["seat_id"].is_string() {
                continue;
            }
            let path = format!("/network/members/{slug}/relationship");
            let relationship = self.get("premium", &path).await.ok();
            if relationship["distance"] == distance
                && relationship["open_profile"] == open_profile
                && relationship["thread_id"].is_null()
                && relationship["invitation"]["state"] == "none"
            {
                return slug.to_owned();
            }
        }
        panic!("nobody at distance {distance}, open {open_profile}");
    }
}

/// A field that must be text.
#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("text expected: {value}"))
        .to_owned()
}
