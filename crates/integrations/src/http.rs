//! The one way out: a small HTTP client that always tells whether a request can have left.
//!
//! [`HttpClient::ask`] is for what may be repeated and keeps connections open. [`HttpClient::act`] is for what must
//! happen at most once: each act has a connection of its own, so that "could not connect" proves that nothing left,
//! and nothing below repeats it.

use std::error::Error as _;
use std::time::Duration;

pub use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// What every request says it comes from.
const USER_AGENT: &str = concat!("liaison/", env!("CARGO_PKG_VERSION"));

/// How long finding the address, connecting and the TLS handshake may take together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The largest answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How long a connection for questions may stand idle. Short, as a server may close it at any moment.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Which connections a client can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Security {
    /// `http` only, for loopback: needs no certificates on the machine.
    Plain,
    /// `https` too, by the certificates that the machine trusts.
    Tls,
}

/// A client with caps on time and size, without redirects, cookies or proxies from the environment.
#[derive(Debug, Clone)]
pub struct HttpClient {
    asking: reqwest::Client,
    acting: reqwest::Client,
}

/// A request. `deadline` covers everything from connecting to the last byte of the answer.
#[derive(Debug)]
pub struct HttpRequest {
    pub method: Method,
    pub url: Url,
    pub bearer: SecretString,
    pub body: Option<HttpBody>,
    /// Longer than five seconds, the bound on connecting: a deadline that ends while connecting proves nothing.
    pub deadline: Duration,
}

/// What a request carries.
#[derive(Debug)]
pub struct HttpBody {
    /// Its media type.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

impl HttpBody {
    /// A JSON body.
    pub fn json(value: &serde_json::Value) -> Self {
        Self {
            media_type: "application/json".to_owned(),
            bytes: value.to_string().into_bytes(),
        }
    }
}

/// A complete answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    pub status: u16,
    /// The `Retry-After` header where it counts seconds.
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

/// Why there is no complete answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpFailure {
    /// No byte of the request left: the address could not be found, or no connection could be made.
    #[error("{0}")]
    NotSent(String),
    /// The request may have arrived.
    #[error("{0}")]
    Unknown(String),
}

impl HttpClient {
    /// A client; fails with a sentence where the machine's certificates cannot be loaded.
    pub fn new(security: Security) -> Result<Self, String> {
        // Another part of the program may have chosen the provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let build =
            |builder: reqwest::ClientBuilder| builder.build().map_err(|error| chain(&error));
        Ok(Self {
            asking: build(builder(security).pool_idle_timeout(IDLE_TIMEOUT))?,
            acting: build(builder(security).pool_max_idle_per_host(0))?,
        })
    }

    /// Sends what may be repeated, over a kept connection where there is one.
    pub async fn ask(&self, request: HttpRequest) -> Result<HttpAnswer, HttpFailure> {
        perform(&self.asking, request).await
    }

    /// Sends what must happen at most once, over a connection of its own.
    pub async fn act(&self, request: HttpRequest) -> Result<HttpAnswer, HttpFailure> {
        perform(&self.acting, request).await
    }
}

/// What both clients share. A filter of private addresses, for what users may point somewhere, belongs here: as the
/// resolver of the connector, so that the address that was checked is the address that is dialled.
fn builder(security: Security) -> reqwest::ClientBuilder {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the guarded client that everything else uses"
    )]
    let builder = reqwest::Client::builder();
    let builder = builder
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT)
        .http1_only();
    match security {
        Security::Plain => builder.tls_certs_only([]),
        Security::Tls => builder,
    }
}

async fn perform(
    client: &reqwest::Client,
    request: HttpRequest,
) -> Result<HttpAnswer, HttpFailure> {
    let HttpRequest {
        method,
        url,
        bearer,
        body,
        deadline,
    } = request;
    let mut call = client
        .request(method, url)
        .header(ACCEPT, "application/json")
        .bearer_auth(bearer.expose_secret())
        .timeout(deadline);
    if let Some(body) = body {
        call = call.header(CONTENT_TYPE, body.media_type).body(body.bytes);
    }
    let call = call
        .build()
        .map_err(|error| HttpFailure::NotSent(chain(&error.without_url())))?;
    let mut response = client.execute(call).await.map_err(failure)?;
    let status = response.status().as_u16();
    let retry_after = retry_after(response.headers());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(HttpFailure::Unknown("the answer is too large".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpAnswer {
        status,
        retry_after,
        body,
    })
}

/// Only a failed connection proves that nothing left; everything else is doubt.
fn failure(error: reqwest::Error) -> HttpFailure {
    let is_connect = error.is_connect();
    let text = chain(&error.without_url());
    if is_connect {
        HttpFailure::NotSent(text)
    } else {
        HttpFailure::Unknown(text)
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds))
}

/// The error and its causes in one line; the outer ones alone say little.
fn chain(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
