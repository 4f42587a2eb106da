//! Webhooks as they leave: written, signed and posted to a receiver, who is somewhere that a user chose.
//!
//! Start reading at [`Webhooks::post`].

pub mod payload;
pub mod signature;

use std::fmt;
use std::future::ready;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::delivery::Answer;
use domain::endpoint::PayloadFormat;
use domain::time::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::http::{
    Forbidden, HeaderName, HeaderValue, HttpAnswer, HttpBody, HttpClient, HttpFailure, HttpRequest,
    Method, Reach,
};

/// How long a receiver may take, from connecting to the end of its answer.
pub const DEADLINE: Duration = Duration::from_secs(15);
/// Bytes of an answer that are read.
const ANSWER_BYTES_MAX: usize = 16 << 10;
/// Characters of an answer that are kept.
const ANSWER_CHARS_MAX: usize = 1_000;

/// What a request to a receiver becomes.
pub type Asked<'t> = Pin<Box<dyn Future<Output = Result<HttpAnswer, HttpFailure>> + Send + 't>>;

/// The way to receivers: the guarded client, or in a simulation a simulated one.
pub trait Transport: Send + Sync {
    /// Sends a request once.
    fn send(&self, request: HttpRequest) -> Asked<'_>;
}

/// The guarded client, made when it is first needed: that reads the certificates which the machine trusts.
struct Guarded {
    reach: Reach,
    client: OnceLock<HttpClient>,
}

impl Guarded {
    /// Fails with a sentence where the machine's certificates cannot be read now.
    fn client(&self) -> Result<&HttpClient, String> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = HttpClient::guarded(self.reach.clone())?;
        Ok(self.client.get_or_init(|| client))
    }
}

impl Transport for Guarded {
    fn send(&self, request: HttpRequest) -> Asked<'_> {
        match self.client() {
            Ok(client) => Box::pin(client.ask(request)),
            Err(sentence) => Box::pin(ready(Err(HttpFailure::NotSent(sentence)))),
        }
    }
}

/// The way to receivers of webhooks. A cheap handle.
#[derive(Clone)]
pub struct Webhooks {
    transport: Arc<dyn Transport>,
    reach: Arc<Reach>,
}

impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhooks")
    }
}

/// To receivers at public addresses.
impl Default for Webhooks {
    fn default() -> Self {
        Self::new(Reach::Public {
            allowed_networks: Vec::new(),
        })
    }
}

/// One try of a delivery.
#[derive(Debug)]
pub struct Post {
    pub url: Url,
    /// The same in every try.
    pub id: String,
    pub format: PayloadFormat,
    pub body: Vec<u8>,
    /// The present one first; each signs.
    pub secrets: Vec<SecretString>,
    /// What the owner of the receiver wants to be said, too.
    pub headers: Vec<(String, SecretString)>,
    pub now: Timestamp,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub answer: Answer,
    /// Why there is no answer.
    pub error: Option<String>,
    /// The beginning of what the receiver said.
    pub body: Option<String>,
}

impl Webhooks {
    /// To receivers that `reach` lets be called.
    pub fn new(reach: Reach) -> Self {
        let guarded = Guarded {
            reach: reach.clone(),
            client: OnceLock::new(),
        };
        Self::through(Arc::new(guarded), reach)
    }

    /// By another way than the guarded client.
    pub fn through(transport: Arc<dyn Transport>, reach: Reach) -> Self {
        let reach = Arc::new(reach);
        Self { transport, reach }
    }

    /// Whether an address can be a receiver's, as far as that can be told without looking it up.
    pub fn check_url(&self, url: &Url) -> Result<(), Forbidden> {
        self.reach.check_url(url)
    }

    /// Posts once. Never fails: what went wrong is what came of it.
    pub async fn post(&self, post: Post) -> Posted {
        let request = match request(post) {
            Ok(request) => request,
            Err(sentence) => return Posted::unanswered(sentence),
        };
        match self.transport.send(request).await {
            Ok(answer) => Posted {
                answer: Answer::Status(answer.status, answer.retry_after),
                error: None,
                body: beginning(&answer.body),
            },
            Err(failure) => Posted::unanswered(failure.to_string()),
        }
    }
}

impl Posted {
    /// There was no way to ask.
    pub fn unanswered(error: String) -> Self {
        Self {
            answer: Answer::None,
            error: Some(error),
            body: None,
        }
    }
}

/// The beginning of what a receiver said, as text; `None` where it said nothing.
fn beginning(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    // A text with NUL cannot be kept.
    let kept = text.chars().filter(|letter| *letter != '\0');
    let kept: String = kept.take(ANSWER_CHARS_MAX).collect();
    (!kept.is_empty()).then_some(kept)
}

fn request(post: Post) -> Result<HttpRequest, String> {
    let signing = signing_headers(&post)?;
    let body = HttpBody {
        media_type: "application/json".to_owned(),
        bytes: post.body,
    };
    let request = HttpRequest::new(Method::POST, post.url, DEADLINE).with_body(body);
    let mut request = request.cut_after(ANSWER_BYTES_MAX);
    for (name, value) in post.headers {
        request = with_header(request, &name, value.expose_secret())?;
    }
    for (name, value) in signing {
        request = with_header(request, name, &value)?;
    }
    Ok(request)
}

fn with_header(request: HttpRequest, name: &str, value: &str) -> Result<HttpRequest, String> {
    let wrong = || format!("the header {name} cannot be written");
    let header = HeaderName::try_from(name).map_err(|_| wrong())?;
    let value = HeaderValue::try_from(value).map_err(|_| wrong())?;
    Ok(request.with_header(header, value))
}

/// The headers by which a receiver knows that a delivery is ours.
fn signing_headers(post: &Post) -> Result<Vec<(&'static str, String)>, String> {
    let timestamp = post.now.seconds();
    match post.format {
        PayloadFormat::Standard => {
            let entries = post
                .secrets
                .iter()
                .map(|secret| signature::standard(secret, &post.id, timestamp, &post.body));
            let entries: Result<Vec<String>, _> = entries.collect();
            let entries = entries.map_err(|error| error.to_string())?;
            Ok(vec![
                ("webhook-id", post.id.clone()),
                ("webhook-timestamp", timestamp.to_string()),
                ("webhook-signature", entries.join(" ")),
            ])
        }
        PayloadFormat::Guide => {
            let secret = post.secrets.first().ok_or("there is no secret")?;
            Ok(vec![
                ("x-webhook-signature", signature::guide(secret, &post.body)),
                ("x-webhook-timestamp", timestamp.to_string()),
            ])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(format: PayloadFormat) -> Post {
        Post {
            url: Url::parse("https://example.com/hook").unwrap(),
            id: "evt_1".to_owned(),
            format,
            body: b"{}".to_vec(),
            secrets: [1, 2]
                .map(|seed| signature::new_secret(&domain::entropy::SeededEntropy::new(seed)))
                .to_vec(),
            headers: vec![("x-team".to_owned(), SecretString::from("sales"))],
            now: Timestamp::from_millis(1_700_000_000_999),
        }
    }

    #[test]
    fn a_standard_delivery_is_signed_by_each_secret() {
        let request = request(post(PayloadFormat::Standard)).unwrap();
        let said = |name: &str| request.headers[name].to_str().unwrap().to_owned();
        assert_eq!(said("webhook-id"), "evt_1");
        assert_eq!(said("webhook-timestamp"), "1700000000");
        let entries = said("webhook-signature");
        assert_eq!(entries.split(' ').count(), 2);
        assert!(entries.split(' ').all(|entry| entry.starts_with("v1,")));
        assert_eq!(said("x-team"), "sales");
    }

    #[test]
    fn a_delivery_in_the_guide_s_format_has_its_headers() {
        let request = request(post(PayloadFormat::Guide)).unwrap();
        let signature = request.headers["x-webhook-signature"].to_str().unwrap();
        assert_eq!(signature.len(), "sha256=".len() + 64);
        assert!(request.headers.contains_key("x-webhook-timestamp"));
        assert!(!request.headers.contains_key("webhook-id"));
    }

    #[test]
    fn of_an_answer_only_the_beginning_is_kept() {
        assert_eq!(beginning(b""), None);
        assert_eq!(beginning(b"a\0b\xff").as_deref(), Some("ab\u{fffd}"));
        let long = vec![b'x'; 5_000];
        assert_eq!(beginning(&long).unwrap().len(), ANSWER_CHARS_MAX);
    }
}
