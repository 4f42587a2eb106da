//! Why the network says no: a stable code, its status, and what a client needs to know besides.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Every code of the protocol with its status. Codes are never renamed.
const CODES: &[(&str, u16)] = &[
    ("invalid", 400),
    ("invalid_cursor", 400),
    ("unauthorized", 401),
    ("session_expired", 401),
    ("challenge_required", 403),
    ("restricted", 403),
    ("not_connected", 403),
    ("not_group_member", 403),
    ("premium_required", 403),
    ("no_credit", 403),
    ("not_sender", 403),
    ("unknown_member", 404),
    ("unknown_thread", 404),
    ("unknown_message", 404),
    ("unknown_group", 404),
    ("unknown_invitation", 404),
    ("unknown_attachment", 404),
    ("unknown_seat", 404),
    ("unknown_route", 404),
    ("already_connected", 409),
    ("invitation_pending", 409),
    ("conflict", 409),
    ("window_over", 409),
    ("too_large", 413),
    ("refused", 422),
    ("rate_limited", 429),
    ("internal", 500),
    ("unsupported", 501),
    ("unavailable", 503),
];

/// An answer that says: nothing was accepted, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) field: Option<&'static str>,
    pub(crate) retry_after_ms: Option<i64>,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: None,
            retry_after_ms: None,
        }
    }

    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: Some(field),
            ..Self::new("invalid", message)
        }
    }

    pub(crate) fn retry_after_ms(mut self, delay: i64) -> Self {
        self.retry_after_ms = Some(delay.max(0));
        self
    }

    /// The protocol's own spelling of a code that a fault asked for by name.
    pub(crate) fn known_code(name: &str) -> Option<&'static str> {
        CODES
            .iter()
            .map(|(code, _)| *code)
            .find(|code| *code == name)
    }

    pub(crate) fn status(&self) -> StatusCode {
        let number = CODES
            .iter()
            .find(|(code, _)| *code == self.code)
            .map_or(500, |(_, status)| *status);
        StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        tracing::error!(%error, "the sandbox's database failed");
        Self::new(
            "internal",
            format!("the sandbox's database failed: {error}"),
        )
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::new("internal", format!("stored JSON cannot be read: {error}"))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut error = json!({"code": self.code, "message": self.message});
        if let Some(field) = self.field {
            error["field"] = json!(field);
        }
        if let Some(delay) = self.retry_after_ms {
            error["retry_after_ms"] = json!(delay);
        }
        let mut response = (self.status(), Json(json!({"error": error}))).into_response();
        if let Some(delay) = self.retry_after_ms {
            let seconds = delay.saturating_add(999).div_euclid(1_000);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn the_protocol_names_every_code_with_its_status() {
        let page = include_str!("../../../docs/reference/sandbox.md");
        for (code, status) in CODES {
            let is_named = page.lines().any(|line| {
                line.starts_with(&format!("| {status} |")) && line.contains(&format!("`{code}`"))
            });
            assert!(is_named, "{status} {code}");
        }
    }
}
