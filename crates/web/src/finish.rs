//! The last hand on every response: faults get the words of the door through which the request came, and every answer
//! its line in the log.

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use domain::error_code::ErrorCode;
use domain::time::Timestamp;

use crate::door::Door;
use crate::extract::Taken;
use crate::fault::Fault;
use crate::line::Line;
use crate::{linkedin, v1};

/// When to come back where nobody knows better.
const RETRY_SECONDS: u64 = 5;

/// Runs the request and finishes its response.
pub(crate) async fn finish(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    // What the body takes is given back when this request is over, however it ends.
    let _taken = Taken::note_with(&mut request);
    let is_ours = request.uri().path().starts_with("/v1/");
    let line = Line::begin(&door, &mut request);
    let mut response = next.run(request).await;
    let now = door.app.now();
    let fault = response.extensions_mut().remove::<Fault>();
    let fault = fault.map(|fault| fault.at(now));
    if let Some(fault) = &fault {
        let (content_type, body) = if is_ours {
            (v1::problem::CONTENT_TYPE, v1::problem::body(fault))
        } else {
            (
                linkedin::errors::CONTENT_TYPE,
                linkedin::errors::body(fault),
            )
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        add_headers(headers, fault, now);
        *response.body_mut() = body.into();
    }
    line.asker.finish(&door, &mut response, is_ours);
    line.end(&response, fault.as_ref(), now);
    response
}

/// What every door says in headers.
fn add_headers(headers: &mut HeaderMap, fault: &Fault, now: Timestamp) {
    let refusal = fault.refusal();
    if refusal.code == ErrorCode::Unauthorized {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some((action, quota)) = refusal.quota.as_deref() {
        linkedin::quota::add_headers(headers, *action, quota);
    }
    let known = refusal.retry_at.map(|at| wait_seconds(now, at));
    let seconds = match fault.status().as_u16() {
        // A limit of nothing never opens, and some errors never heal: only where somebody knows when.
        429 | 502 => known,
        503 => Some(known.unwrap_or(RETRY_SECONDS)),
        _ => None,
    };
    if let Some(seconds) = seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// Whole seconds from `now` until `at` has passed, at least one.
fn wait_seconds(now: Timestamp, at: Timestamp) -> u64 {
    u64::try_from(at.since(now).as_micros().div_ceil(1_000_000))
        .unwrap_or(u64::MAX)
        .max(1)
}

#[cfg(test)]
mod tests {
    use integrations::networks::network::NetworkError;

    use super::*;

    #[test]
    fn a_used_up_limit_says_when_to_come_back() {
        let now = Timestamp::from_millis(10_000);
        let mut refusal = app::Refusal::new(ErrorCode::RateLimitExceeded, "full");
        refusal.retry_at = Some(Timestamp::from_millis(70_500));
        let quota = domain::ledger::Quota {
            limit: 150,
            used: 150,
            remaining: 0,
            reset_at: Timestamp::from_millis(70_500),
        };
        refusal.quota = Some(Box::new((domain::ledger::Action::Message, quota)));
        let mut headers = HeaderMap::new();
        add_headers(&mut headers, &refusal.into(), now);
        assert_eq!(headers[RETRY_AFTER], "61");
        assert_eq!(headers["x-ratelimit-action"], "MESSAGE");
        assert_eq!(headers["x-ratelimit-used"], "150");
        assert_eq!(headers["x-ratelimit-reset"], "1970-01-01T00:01:10.5Z");
    }

    #[test]
    fn a_network_that_asks_to_wait_says_when_to_come_back_where_it_knows() {
        let now = Timestamp::from_millis(10_000);
        for (retry_after, expected) in [
            (Some(std::time::Duration::from_secs(7)), Some("7")),
            (None, None),
        ] {
            let error = NetworkError::RateLimited { retry_after };
            let fault = Fault::from(app::AppError::from(error)).at(now);
            assert_eq!(fault.status().as_u16(), 502);
            let mut headers = HeaderMap::new();
            add_headers(&mut headers, &fault, now);
            let told = headers
                .get(RETRY_AFTER)
                .map(|value| value.to_str().unwrap());
            assert_eq!(told, expected);
            let body: serde_json::Value =
                serde_json::from_slice(&linkedin::errors::body(&fault)).unwrap();
            let retry_at = expected.map(|_| "1970-01-01T00:00:17Z");
            assert_eq!(body["retryAt"].as_str(), retry_at);
        }
    }

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        let now = Timestamp::from_millis(10_000);
        for (at, expected) in [
            (9_000, 1),
            (10_000, 1),
            (10_001, 1),
            (11_000, 1),
            (11_001, 2),
        ] {
            assert_eq!(
                wait_seconds(now, Timestamp::from_millis(at)),
                expected,
                "{at}"
            );
        }
    }
}
