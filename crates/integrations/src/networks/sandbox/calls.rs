//! HTTP calls to the sandbox, and what each documented answer means for a question and for an act.

use std::time::Duration;

use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::wire::WireRefusal;
use crate::http::{HttpAnswer, HttpBody, HttpClient, HttpFailure, HttpRequest, Method};
use crate::networks::network::NetworkError;
use domain::attachment::File;
use domain::outcome::Outcome;

/// How long a question may take.
const ASK_DEADLINE: Duration = Duration::from_secs(15);

/// How long an act may take. Shorter than any lease on an account.
const ACT_DEADLINE: Duration = Duration::from_secs(12);

/// One seat's way to its server.
pub(super) struct Calls {
    client: HttpClient,
    base: Url,
    bearer: SecretString,
}

/// A path in segments, escaped one by one, and its query.
pub(super) type Path<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)]);

/// A documented refusal: nothing was accepted.
struct Refusal {
    status: u16,
    code: String,
    detail: String,
    retry_after: Option<Duration>,
}

impl Calls {
    pub(super) fn new(client: HttpClient, base: Url, bearer: SecretString) -> Self {
        Self {
            client,
            base,
            bearer,
        }
    }

    /// The server's base address.
    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    /// Reads something.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: Path<'_>) -> Result<T, NetworkError> {
        self.ask(Method::GET, path, None, ASK_DEADLINE).await
    }

    /// Reads something that may be absent: `None` where the server answers with `absent`.
    pub(super) async fn find<T: DeserializeOwned>(
        &self,
        path: Path<'_>,
        absent: &str,
    ) -> Result<Option<T>, NetworkError> {
        match self.get(path).await {
            Ok(found) => Ok(Some(found)),
            Err(NetworkError::Refused { code, .. }) if code == absent => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads something that the server may answer after up to `wait`.
    pub(super) async fn wait_for<T: DeserializeOwned>(
        &self,
        path: Path<'_>,
        wait: Duration,
    ) -> Result<T, NetworkError> {
        self.ask(Method::GET, path, None, ASK_DEADLINE + wait).await
    }

    /// Reads the bytes of a file; `None` where there is none.
    pub(super) async fn fetch(&self, segments: &[&str]) -> Result<Option<Vec<u8>>, NetworkError> {
        let unreachable = |detail| NetworkError::Unreachable { detail };
        let request = self
            .request(Method::GET, (segments, &[]), None, ASK_DEADLINE)
            .map_err(unreachable)?;
        let answer = self.client.ask(request).await;
        let answer = answer.map_err(|failure| unreachable(failure.to_string()))?;
        if is_success(answer.status) {
            return Ok(Some(answer.body));
        }
        match refusal(&answer) {
            Some(refusal) if refusal.code == "unknown_attachment" => Ok(None),
            Some(refusal) => Err(refusal.into_error()),
            None => Err(unreachable(undocumented(&answer))),
        }
    }

    /// Does what may be repeated without harm.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: Path<'_>,
        body: &Value,
    ) -> Result<T, NetworkError> {
        self.ask(Method::POST, path, Some(body), ASK_DEADLINE).await
    }

    /// Does what must happen at most once.
    pub(super) async fn act<T: DeserializeOwned>(
        &self,
        path: Path<'_>,
        body: &Value,
    ) -> Outcome<T> {
        let body = Some(HttpBody::json(body));
        self.once(Method::POST, path, body, ACT_DEADLINE).await
    }

    /// Does by another method what sets a state, and still says whether it can have happened.
    pub(super) async fn set<T: DeserializeOwned>(
        &self,
        method: Method,
        path: Path<'_>,
        body: Option<&Value>,
    ) -> Outcome<T> {
        let body = body.map(HttpBody::json);
        self.once(method, path, body, ACT_DEADLINE).await
    }

    /// Leaves a file with the server. Nobody is shown it before a message names it: as long as that has not happened,
    /// nothing has.
    pub(super) async fn upload<T: DeserializeOwned>(
        &self,
        path: Path<'_>,
        file: &File,
        deadline: Duration,
    ) -> Outcome<T> {
        let body = HttpBody {
            media_type: file.facts().media_type.clone(),
            bytes: file.bytes().to_vec(),
        };
        match self.once(Method::POST, path, Some(body), deadline).await {
            Outcome::Unknown { detail } | Outcome::NotSent { detail } => Outcome::NotSent {
                detail: format!("a file could not be handed over: {detail}"),
            },
            other => other,
        }
    }

    async fn once<T: DeserializeOwned>(
        &self,
        method: Method,
        path: Path<'_>,
        body: Option<HttpBody>,
        deadline: Duration,
    ) -> Outcome<T> {
        let request = match self.request(method, path, body, deadline) {
            Ok(request) => request,
            Err(detail) => return Outcome::NotSent { detail },
        };
        match self.client.act(request).await {
            Ok(answer) => outcome(&answer),
            Err(HttpFailure::NotSent(detail) | HttpFailure::Forbidden(detail)) => {
                Outcome::NotSent { detail }
            }
            Err(HttpFailure::Unknown(detail)) => Outcome::Unknown { detail },
        }
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: Path<'_>,
        body: Option<&Value>,
        deadline: Duration,
    ) -> Result<T, NetworkError> {
        let body = body.map(HttpBody::json);
        let request = self
            .request(method, path, body, deadline)
            .map_err(|detail| NetworkError::Unreachable { detail })?;
        let answer =
            self.client
                .ask(request)
                .await
                .map_err(|failure| NetworkError::Unreachable {
                    detail: failure.to_string(),
                })?;
        if is_success(answer.status) {
            return decode(&answer).map_err(|detail| NetworkError::Unreachable { detail });
        }
        match refusal(&answer) {
            Some(refusal) => Err(refusal.into_error()),
            None => Err(NetworkError::Unreachable {
                detail: undocumented(&answer),
            }),
        }
    }

    fn request(
        &self,
        method: Method,
        (segments, query): Path<'_>,
        body: Option<HttpBody>,
        deadline: Duration,
    ) -> Result<HttpRequest, String> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| "the address cannot have a path".to_owned())?
            .pop_if_empty()
            .push("network")
            .extend(segments);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = HttpRequest::new(method, url, deadline).with_bearer(self.bearer.clone());
        Ok(HttpRequest { body, ..request })
    }
}

/// Only a documented answer settles an act; anything else leaves it open.
fn outcome<T: DeserializeOwned>(answer: &HttpAnswer) -> Outcome<T> {
    if is_success(answer.status) {
        return match decode(answer) {
            Ok(value) => Outcome::Accepted(value),
            Err(detail) => Outcome::Unknown { detail },
        };
    }
    match refusal(answer) {
        Some(refusal) => refusal.into_outcome(),
        None => Outcome::Unknown {
            detail: undocumented(answer),
        },
    }
}

impl Refusal {
    fn into_error(self) -> NetworkError {
        match (self.status, self.code.as_str()) {
            (401, _) => NetworkError::SessionExpired,
            (_, "challenge_required" | "restricted") => {
                NetworkError::Restricted { code: self.code }
            }
            (429, _) => NetworkError::RateLimited {
                retry_after: self.retry_after,
            },
            (501, _) => NetworkError::Unsupported {
                capability: "an account of a stronger capability class",
            },
            (500.., _) => NetworkError::Unreachable {
                detail: format!("{}: {}", self.code, self.detail),
            },
            _ => NetworkError::Refused {
                code: self.code,
                detail: self.detail,
            },
        }
    }

    fn into_outcome<T>(self) -> Outcome<T> {
        match (self.status, self.code.as_str()) {
            (401, _) | (_, "challenge_required" | "restricted") => {
                let detail = self.detail.clone();
                let held = self.into_error().as_hold();
                held.unwrap_or(Outcome::Unknown { detail })
            }
            // A failure inside that does not say when to come back is no wish to wait.
            (500 | 503, _) if self.retry_after.is_none() => Outcome::NotSent {
                detail: format!("{}: {}", self.code, self.detail),
            },
            (429 | 500 | 503, _) => Outcome::Deferred {
                code: self.code,
                retry_after: self.retry_after,
            },
            // Somebody in between may have said so, and the act may have passed before.
            (502 | 504, _) => Outcome::Unknown {
                detail: format!("status {}, {}: {}", self.status, self.code, self.detail),
            },
            _ => Outcome::Refused {
                code: self.code,
                detail: self.detail,
            },
        }
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// The refusal in an answer of 400 or above, if it is one of the server's own.
fn refusal(answer: &HttpAnswer) -> Option<Refusal> {
    if answer.status < 400 {
        return None;
    }
    let WireRefusal { error } = serde_json::from_slice(&answer.body).ok()?;
    Some(Refusal {
        status: answer.status,
        code: error.code,
        detail: error.message,
        retry_after: error
            .retry_after_ms
            .map(Duration::from_millis)
            .or(answer.retry_after),
    })
}

fn decode<T: DeserializeOwned>(answer: &HttpAnswer) -> Result<T, String> {
    serde_json::from_slice(&answer.body)
        .map_err(|error| format!("the answer cannot be read: {error}"))
}

fn undocumented(answer: &HttpAnswer) -> String {
    format!(
        "an answer of status {} that is not documented",
        answer.status
    )
}

#[cfg(test)]
mod tests;
