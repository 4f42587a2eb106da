//! The five headers that tell a caller how much of a limit is used.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use domain::ledger::{Action, Quota};

/// The headers of a counted action, with what each means.
pub(crate) const HEADERS: [(&str, &str); 5] = [
    (
        "x-ratelimit-action",
        "The limit that the figures are about, for example MESSAGE.",
    ),
    ("x-ratelimit-limit", "Acts allowed in the window."),
    ("x-ratelimit-used", "Acts that count now."),
    ("x-ratelimit-remaining", "Acts that may still begin now."),
    (
        "x-ratelimit-reset",
        "When the next place frees, RFC 3339 in UTC.",
    ),
];

/// Adds the figures of one limit.
pub(crate) fn add_headers(headers: &mut HeaderMap, action: Action, quota: &Quota) {
    let values = [
        action.header_name().to_owned(),
        quota.limit.to_string(),
        quota.used.to_string(),
        quota.remaining.to_string(),
        quota.reset_at.to_string(),
    ];
    for ((name, _), value) in HEADERS.into_iter().zip(values) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}
