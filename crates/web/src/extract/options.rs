//! Headers that say how to send: how long to wait, and under which key the send is known.

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use domain::limits::IDEMPOTENCY_KEY_BYTES_MAX;

use app::Issue;

use crate::door::Door;
use crate::fault::Fault;

const IDEMPOTENCY_KEY: &str = "idempotency-key";
const PREFER: &str = "prefer";

/// How the caller wants its send handled.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SendOptions {
    /// From `Prefer: wait=N`; absent where the caller leaves it to us.
    pub(crate) wait: Option<Duration>,
    pub(crate) idempotency_key: Option<String>,
}

impl FromRequestParts<Door> for SendOptions {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Fault> {
        Ok(Self {
            wait: wait(&parts.headers).map(|wait| wait.min(door.settings.wait_max)),
            idempotency_key: idempotency_key(&parts.headers)?,
        })
    }
}

/// The preference `wait`, in seconds. What is not understood is ignored, as is right for a preference.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(PREFER).iter();
    let preferences = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';']));
    let mut waits = preferences.filter_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        let is_wait = name.trim().eq_ignore_ascii_case("wait");
        is_wait.then(|| value.trim().trim_matches('"').parse().ok())?
    });
    waits.next().map(Duration::from_secs)
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default().trim();
    let is_single = values.next().is_none();
    if is_single && (1..=IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len()) {
        return Ok(Some(key.to_owned()));
    }
    let message = format!(
        "Idempotency-Key must be given once, with 1 to {IDEMPOTENCY_KEY_BYTES_MAX} printable ASCII characters"
    );
    Err(Fault::invalid(vec![Issue {
        path: "Idempotency-Key".to_owned(),
        code: "wrong_type",
        message,
    }]))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(name: &'static str, values: &[&str]) -> HeaderMap {
        let values = values.iter();
        values
            .map(|value| {
                let value = HeaderValue::from_str(value).unwrap();
                (axum::http::HeaderName::from_static(name), value)
            })
            .collect()
    }

    #[test]
    fn the_wait_is_found_among_other_preferences() {
        for (values, expected) in [
            (&["wait=5"][..], Some(5)),
            (&["respond-async, wait=0"], Some(0)),
            (&["handling=lenient", "Wait = \"7\""], Some(7)),
            (&["wait=soon"], None),
            (&["wait=-1"], None),
            (&["waiting=5"], None),
            (&[], None),
        ] {
            let expected = expected.map(Duration::from_secs);
            assert_eq!(wait(&headers(PREFER, values)), expected, "{values:?}");
        }
    }

    #[test]
    fn an_idempotency_key_is_short_printable_and_single() {
        let key = |values: &[&str]| idempotency_key(&headers(IDEMPOTENCY_KEY, values));
        assert_eq!(key(&[]).unwrap(), None);
        assert_eq!(key(&[" a-1 "]).unwrap().as_deref(), Some("a-1"));
        assert!(key(&[""]).is_err());
        assert!(key(&["a", "a"]).is_err());
        assert!(key(&["ключ"]).is_err());
        assert!(key(&["k".repeat(256).as_str()]).is_err());
    }
}
