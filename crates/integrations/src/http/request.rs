//! What is asked, what comes back, and what went wrong instead.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use http_body_util::Full;
use secrecy::{ExposeSecret, SecretString};
use url::{Position, Url};

use super::headers::is_own;

/// What every request says it comes from.
const PRODUCT: &str = concat!("liaison/", env!("CARGO_PKG_VERSION"));

/// A request.
#[derive(Debug)]
pub struct HttpRequest {
    pub method: Method,
    pub url: Url,
    /// Besides those that the client sets by itself, which make a request with them fail: see
    /// [`super::is_settable_header`] for what a user may set.
    pub headers: HeaderMap,
    pub bearer: Option<SecretString>,
    pub body: Option<HttpBody>,
    /// Covers everything from connecting to the last byte of the answer. Longer than five seconds, the bound on
    /// connecting: a deadline that ends while connecting proves nothing.
    pub deadline: Duration,
    pub reading: Reading,
}

/// How much of an answer is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// All of it; more than 16 MiB is a failure.
    Whole,
    /// This many bytes; then the connection is closed.
    UpTo(usize),
}

/// What a request carries.
#[derive(Debug)]
pub struct HttpBody {
    /// Its media type.
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    pub status: u16,
    /// The `Retry-After` header. As a date it counts from the answer's own `Date`, and is `None` without one.
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
    /// Whether the body goes on, or may go on, beyond [`Reading::UpTo`].
    pub is_cut: bool,
}

/// Why there is no complete answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpFailure {
    /// No byte of the request left: the address could not be found, or no connection could be made.
    #[error("{0}")]
    NotSent(String),
    /// No byte of the request left: the client may not call this address. Says what an operator can do about it.
    #[error("{0}")]
    Forbidden(String),
    /// The request may have arrived.
    #[error("{0}")]
    Unknown(String),
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

impl HttpRequest {
    /// A request without headers of its own, bearer and body, whose answer is read as a whole.
    pub fn new(method: Method, url: Url, deadline: Duration) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            bearer: None,
            body: None,
            deadline,
            reading: Reading::Whole,
        }
    }

    /// The same with a bearer, which replaces any `Authorization` among the headers.
    #[must_use]
    pub fn with_bearer(self, bearer: SecretString) -> Self {
        Self {
            bearer: Some(bearer),
            ..self
        }
    }

    /// The same with a body.
    #[must_use]
    pub fn with_body(self, body: HttpBody) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    /// The same with one more header, whose value stands in no log.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.headers.append(name, value);
        self
    }

    /// The same, of whose answer only so much is read.
    #[must_use]
    pub fn cut_after(self, bytes: usize) -> Self {
        Self {
            reading: Reading::UpTo(bytes),
            ..self
        }
    }

    /// As it goes out. Fails with a sentence for what cannot be said in HTTP.
    pub(super) fn into_call(self) -> Result<Request<Full<Bytes>>, String> {
        let mut headers = self.headers;
        if let Some(name) = headers.keys().find(|name| is_own(name)) {
            return Err(format!("the header `{name}` is the client's own"));
        }
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static(PRODUCT));
        if let Some(bearer) = self.bearer {
            let text = format!("Bearer {}", bearer.expose_secret());
            let mut value = HeaderValue::try_from(text)
                .map_err(|_| "the bearer has characters that no header can hold")?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let body = match self.body {
            Some(body) => {
                let media_type = HeaderValue::try_from(body.media_type)
                    .map_err(|_| "the media type has characters that no header can hold")?;
                headers.insert(CONTENT_TYPE, media_type);
                Full::from(body.bytes)
            }
            None => Full::default(),
        };
        let mut call = Request::new(body);
        *call.method_mut() = self.method;
        *call.uri_mut() = uri(&self.url)?;
        *call.headers_mut() = headers;
        Ok(call)
    }
}

/// The URL without user name, password and fragment. Whoever reads it must find the host that was judged.
fn uri(url: &Url) -> Result<Uri, String> {
    let place = &url[Position::BeforeHost..Position::AfterQuery];
    let uri = Uri::try_from(format!("{}://{place}", url.scheme()))
        .map_err(|error| format!("the address cannot be called: {error}"))?;
    if uri.host() != url.host_str() {
        return Err("the address can be read in two ways".to_owned());
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderName, HeaderValue, Method};
    use secrecy::SecretString;
    use url::Url;

    use super::{HttpBody, HttpRequest, uri};

    fn request() -> HttpRequest {
        let url = Url::parse("https://example.com/a").unwrap();
        HttpRequest::new(Method::POST, url, Duration::from_secs(10))
    }

    fn header(name: &'static str, value: &'static str) -> (HeaderName, HeaderValue) {
        (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    }

    #[test]
    fn what_goes_out_has_no_secrets_in_its_address() {
        for (url, expected) in [
            (
                "https://u:p@example.com:8443/a?b=c#d",
                "https://example.com:8443/a?b=c",
            ),
            ("https://EXAMPLE.com:443", "https://example.com/"),
            ("http://[::1]:80/%2e%2e/x", "http://[::1]/x"),
            (
                "https://bücher.example/ü",
                "https://xn--bcher-kva.example/%C3%BC",
            ),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(uri(&url).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn headers_stand_beside_those_of_the_client() {
        let (name, value) = header("x-key", "secret");
        let (accept, anything) = header("accept", "*/*");
        let (authorization, basic) = header("authorization", "Basic eDp5");
        let request = request()
            .with_header(name, value)
            .with_header(accept, anything)
            .with_header(authorization, basic)
            .with_bearer(SecretString::from("token"))
            .with_body(HttpBody::json(&serde_json::json!({})));
        assert!(!format!("{request:?}").contains("secret"), "{request:?}");
        let call = request.into_call().unwrap();
        let said = |name: &str| call.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said("x-key"), "secret");
        assert_eq!(said("accept"), "*/*");
        assert_eq!(said("authorization"), "Bearer token");
        assert_eq!(said("content-type"), "application/json");
        assert!(said("user-agent").starts_with("liaison/"));
    }

    #[test]
    fn what_frames_a_request_cannot_be_added() {
        for name in ["host", "content-length", "transfer-encoding", "connection"] {
            let (name, value) = header(name, "1");
            let refused = request().with_header(name, value).into_call();
            assert!(refused.unwrap_err().contains("the client's own"));
        }
        let (name, value) = header("webhook-id", "msg_1");
        assert!(request().with_header(name, value).into_call().is_ok());
    }

    #[test]
    fn what_no_header_can_hold_is_said_without_the_secret() {
        let refused = request()
            .with_bearer(SecretString::from("a\nb"))
            .into_call();
        assert_eq!(
            refused.unwrap_err(),
            "the bearer has characters that no header can hold"
        );
        let body = HttpBody {
            media_type: "text/plain\r\nx: y".to_owned(),
            bytes: Vec::new(),
        };
        assert!(request().with_body(body).into_call().is_err());
    }
}
