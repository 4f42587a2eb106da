//! A receiver of webhooks on loopback: it notes what comes and answers as it is told. What it takes for signed is what
//! the snippet of the documentation takes for signed.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[path = "../../../docs/webhooks/verify.rs"]
#[expect(unreachable_pub, reason = "a file that others copy")]
mod verify;

/// What came.
#[derive(Debug, Clone)]
pub struct Got {
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub bytes: Vec<u8>,
    /// The body as JSON; `null` where it is none.
    pub body: Value,
}

impl Got {
    /// The event's number.
    pub fn number(&self) -> i64 {
        self.body["number"].as_i64().unwrap_or_default()
    }

    /// Whether the documented snippet takes it for signed by one of these secrets. `now` is in seconds since 1970.
    pub fn is_signed(&self, secrets: &[&str], now: i64) -> bool {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let now = u64::try_from(now).unwrap_or_default();
        let verified = if self.headers.contains_key("webhook-id") {
            verify::verify(secrets, &headers, &self.bytes, now).map(drop)
        } else {
            verify::verify_guide(secrets, &headers, &self.bytes, now).map(drop)
        };
        verified.is_ok()
    }
}

/// How to answer.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    /// How long to take.
    pub delay: Duration,
}

impl Reply {
    /// A status and nothing else.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }
}

type Script = Box<dyn Fn(&Got) -> Reply + Send + Sync>;

struct Desk {
    got: Mutex<Vec<Got>>,
    script: Mutex<Script>,
    open: Mutex<(usize, usize)>,
}

/// A running receiver; it ends when it is dropped.
pub struct Receiver {
    address: SocketAddr,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

impl Receiver {
    /// One that answers 204.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Desk {
            got: Mutex::default(),
            script: Mutex::new(Box::new(|_| Reply::status(204))),
            open: Mutex::default(),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&desk));
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            address,
            desk,
            server,
        }
    }

    /// Where to post.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Answers otherwise from now on.
    pub fn answer_with(&self, script: impl Fn(&Got) -> Reply + Send + Sync + 'static) {
        *lock(&self.desk.script) = Box::new(script);
    }

    /// Everything that came so far, in order.
    pub fn got(&self) -> Vec<Got> {
        lock(&self.desk.got).clone()
    }

    /// The most requests that were open at the same time.
    pub fn most_at_once(&self) -> usize {
        lock(&self.desk.open).1
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(desk): State<Arc<Desk>>, headers: HeaderMap, bytes: Bytes) -> Response {
    {
        let mut open = lock(&desk.open);
        open.0 += 1;
        open.1 = open.1.max(open.0);
    }
    let headers = headers.iter().map(|(name, value)| {
        let value = value.to_str().unwrap_or_default();
        (name.as_str().to_owned(), value.to_owned())
    });
    let got = Got {
        headers: headers.collect(),
        bytes: bytes.to_vec(),
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    };
    let reply = lock(&desk.script)(&got);
    lock(&desk.got).push(got);
    tokio::time::sleep(reply.delay).await;
    lock(&desk.open).0 -= 1;
    let status = StatusCode::from_u16(reply.status).expect("a status");
    let mut response = (status, reply.body).into_response();
    for (name, value) in reply.headers {
        let value = value.parse().expect("a header");
        response.headers_mut().insert(name, value);
    }
    response
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
