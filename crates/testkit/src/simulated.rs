//! The sandbox as a network to test against, with its control API at hand.

use std::net::SocketAddr;
use std::time::Duration;

use integrations::http::{HttpBody, HttpClient, HttpRequest, Method, Security};
use sandbox::{Conduct, Config, Personas, Running, Sandbox};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

const CONTROL_TOKEN: &str = "control";
const DEADLINE: Duration = Duration::from_secs(30);

/// A sandbox of its own for one test: nobody does anything by himself, nobody acts too fast.
pub struct SimulatedNetwork {
    running: Option<Running>,
    address: SocketAddr,
    client: HttpClient,
    folder: TempDir,
}

impl SimulatedNetwork {
    /// A new world on a free port.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("the temporary directory is writable");
        let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = listen(&folder, any_port).await;
        Self {
            address: running.address(),
            running: Some(running),
            client: HttpClient::new(Security::Plain).expect("plain HTTP needs nothing"),
            folder,
        }
    }

    /// The base address, also while it is stopped.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops listening; the world stays on disk.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.shutdown().await;
        }
    }

    /// Goes on at the same address after [`Self::stop`].
    pub async fn resume(&mut self) {
        self.running = Some(listen(&self.folder, self.address).await);
    }

    /// The session token of a seat, `premium` or `free`.
    pub async fn token(&self, seat: &str) -> SecretString {
        SecretString::from(text(&self.seat(seat).await["token"]).to_owned())
    }

    /// What the control API says of a seat.
    pub async fn seat(&self, seat: &str) -> Value {
        let seats = self.control(Method::GET, "seats", Value::Null).await;
        let seats = seats["seats"].as_array().expect("a list of seats").iter();
        seats
            .clone()
            .find(|found| found["seat_id"] == seat)
            .expect("the seat exists")
            .clone()
    }

    /// Changes a seat, for example `{"capability_class": "A"}`.
    pub async fn change_seat(&self, seat: &str, change: Value) {
        self.control(Method::PATCH, &format!("seats/{seat}"), change)
            .await;
    }

    /// Switches a fault on.
    pub async fn fault(&self, seat: &str, fault: Value) {
        self.control(Method::POST, &format!("seats/{seat}/faults"), fault)
            .await;
    }

    /// Switches all faults of a seat off.
    pub async fn clear_faults(&self, seat: &str) {
        let path = format!("seats/{seat}/faults");
        self.control(Method::DELETE, &path, Value::Null).await;
    }

    /// Lets a member write to another, each named by slug, member key or number; returns the message.
    pub async fn say(&self, from: &str, to: &str, text: &str) -> Value {
        let body = json!({"as": from, "to": {"member": to}, "text": text});
        self.control(Method::POST, "messages", body).await["message"].clone()
    }

    /// Everything that a seat's mailbox should hold, threads newest first.
    pub async fn history(&self, seat: &str) -> Vec<Value> {
        let path = format!("seats/{seat}/history");
        let history = self.control(Method::GET, &path, Value::Null).await;
        history["threads"].as_array().expect("a list").clone()
    }

    /// Reads from the network API as a seat; panics unless the answer is a success.
    pub async fn ask_as(&self, seat: &str, path: &str) -> Value {
        let bearer = self.token(seat).await;
        let path = format!("network/{path}");
        self.call(Method::GET, &path, bearer, Value::Null).await
    }

    /// Acts on the network as a seat; panics unless the answer is a success.
    pub async fn act_as(&self, seat: &str, path: &str, body: Value) -> Value {
        let bearer = self.token(seat).await;
        let path = format!("network/{path}");
        self.call(Method::POST, &path, bearer, body).await
    }

    /// Calls the control API; panics unless the answer is a success.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let path = format!("control/{path}");
        let bearer = SecretString::from(CONTROL_TOKEN);
        self.call(method, &path, bearer, body).await
    }

    /// The bytes at an address that the network shows, whole or as a path.
    pub async fn fetch(&self, address: &str) -> Vec<u8> {
        let base = Url::parse(&self.address()).expect("an address");
        let url = base.join(address).expect("an address");
        let request =
            HttpRequest::new(Method::GET, url, DEADLINE).with_bearer(SecretString::from("nobody"));
        let answer = self.client.ask(request).await.expect("the sandbox answers");
        assert_eq!(answer.status, 200, "{address}");
        answer.body
    }

    async fn call(&self, method: Method, path: &str, bearer: SecretString, body: Value) -> Value {
        let address = format!("{}/{path}", self.address());
        let url = Url::parse(&address).expect("a path of the sandbox");
        let mut request = HttpRequest::new(method, url, DEADLINE).with_bearer(bearer);
        if !body.is_null() {
            request = request.with_body(HttpBody::json(&body));
        }
        let answer = self.client.ask(request).await.expect("the sandbox answers");
        let said = String::from_utf8_lossy(&answer.body);
        assert!(answer.status < 300, "{path}: {said}");
        serde_json::from_str(&said).expect("JSON")
    }
}

async fn listen(folder: &TempDir, listen: SocketAddr) -> Running {
    let config = Config {
        listen,
        database: folder.path().join("sandbox.db"),
        seed: 7,
        base_ms: None,
        control_token: Some(CONTROL_TOKEN.to_owned()),
        entropy: [7; 32],
        personas: Personas {
            enabled: false,
            deliver: false,
            ..Personas::default()
        },
        conduct: Conduct {
            acts_max: 0,
            ..Conduct::default()
        },
    };
    Sandbox::start(config).await.expect("the sandbox starts")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
