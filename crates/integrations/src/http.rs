//! The one way out: a small HTTP client that always tells whether a request can have left, and that calls only where
//! its [`Reach`] lets it.
//!
//! [`HttpClient::ask`] is for what may be repeated and keeps connections open. [`HttpClient::act`] is for what must
//! happen at most once: each act has a connection of its own, so that "could not connect" proves that nothing left,
//! and nothing below repeats it.
//!
//! Whatever a user can point somewhere goes through [`HttpClient::guarded`]. Addresses are judged in the
//! [`connector`], between looking a name up and dialling it.

mod addresses;
pub mod connector;
mod headers;
mod reach;
mod request;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::timeout;

use self::connector::{Connector, Ways};
pub use self::headers::is_settable_header;
pub use self::reach::{Forbidden, Reach};
pub use self::request::{HttpAnswer, HttpBody, HttpFailure, HttpRequest, Reading};

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
    reach: Arc<Reach>,
    asking: Line,
    acting: Line,
}

type Line = legacy::Client<Connector, Full<Bytes>>;

impl HttpClient {
    /// A client for addresses that the operator gave, wherever they lead; fails with a sentence where the machine's
    /// certificates cannot be loaded.
    pub fn new(security: Security) -> Result<Self, String> {
        Self::through(Ways::default(), security, Reach::Anywhere)
    }

    /// A client for addresses that a user can give; fails with a sentence where the machine's certificates cannot be
    /// loaded. A connection that is kept for questions was judged when it was made, and serves its own host only.
    pub fn guarded(reach: Reach) -> Result<Self, String> {
        Self::through(Ways::default(), Security::Tls, reach)
    }

    /// A client with other ways than this machine's, for tests.
    pub fn through(ways: Ways, security: Security, reach: Reach) -> Result<Self, String> {
        let reach = Arc::new(reach);
        let connector = Connector::new(security, Arc::clone(&reach), ways)?;
        Ok(Self {
            reach,
            asking: line(usize::MAX, true, connector.clone()),
            acting: line(0, false, connector),
        })
    }

    /// Sends what may be repeated, over a kept connection where there is one.
    pub async fn ask(&self, request: HttpRequest) -> Result<HttpAnswer, HttpFailure> {
        self.perform(&self.asking, request).await
    }

    /// Sends what must happen at most once, over a connection of its own.
    pub async fn act(&self, request: HttpRequest) -> Result<HttpAnswer, HttpFailure> {
        self.perform(&self.acting, request).await
    }

    async fn perform(&self, line: &Line, request: HttpRequest) -> Result<HttpAnswer, HttpFailure> {
        self.reach
            .check_url(&request.url)
            .map_err(|forbidden| HttpFailure::Forbidden(forbidden.to_string()))?;
        let (deadline, reading) = (request.deadline, request.reading);
        let call = request.into_call().map_err(HttpFailure::NotSent)?;
        let exchange = async {
            let response = line.request(call).await.map_err(|error| failure(&error))?;
            let (head, body) = response.into_parts();
            let (body, is_cut) = read(body, reading).await?;
            Ok(HttpAnswer {
                status: head.status.as_u16(),
                retry_after: headers::retry_after(&head.headers),
                body,
                is_cut,
            })
        };
        match timeout(deadline, exchange).await {
            Ok(outcome) => outcome,
            Err(_) => Err(HttpFailure::Unknown(format!(
                "no complete answer within {deadline:?}"
            ))),
        }
    }
}

/// The connections of one kind. `is_repeatable` lets a request go out again that a kept connection did not take.
fn line(idle_max: usize, is_repeatable: bool, connector: Connector) -> Line {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the guarded client that everything else uses"
    )]
    let mut builder = legacy::Client::builder(TokioExecutor::new());
    builder
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(idle_max)
        .retry_canceled_requests(is_repeatable);
    builder.build(connector)
}

/// The body as far as it is wanted, and whether it goes on. Leaving the rest closes the connection.
async fn read<B>(mut body: B, reading: Reading) -> Result<(Vec<u8>, bool), HttpFailure>
where
    B: BodyExt<Data = Bytes, Error: Error + 'static> + Unpin,
{
    let limit = match reading {
        Reading::Whole => ANSWER_BYTES_MAX,
        Reading::UpTo(bytes) => bytes,
    };
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| HttpFailure::Unknown(chain(&error)))?;
        let Ok(chunk) = frame.into_data() else {
            continue; // Trailers say nothing to us.
        };
        let room = limit - bytes.len();
        let is_over = chunk.len() > room;
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        match reading {
            Reading::Whole if is_over => {
                return Err(HttpFailure::Unknown("the answer is too large".to_owned()));
            }
            // A full measure is not waited out: the rest may never come.
            Reading::UpTo(_) if is_over || (bytes.len() == limit && !body.is_end_stream()) => {
                return Ok((bytes, true));
            }
            _ => {}
        }
    }
    Ok((bytes, false))
}

/// Only a failed connection proves that nothing left; everything else is doubt.
fn failure(error: &legacy::Error) -> HttpFailure {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(forbidden) = error.downcast_ref::<Forbidden>() {
            return HttpFailure::Forbidden(forbidden.to_string());
        }
        cause = error.source();
    }
    // The outermost error only says that there is one.
    let text = error.source().map_or_else(|| chain(error), chain);
    if error.is_connect() {
        HttpFailure::NotSent(text)
    } else {
        HttpFailure::Unknown(text)
    }
}

/// The error and its causes in one line; the outer ones alone say little.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
