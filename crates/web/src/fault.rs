//! Why a request is not answered as asked, in no door's words yet: extractors and handlers return it, and
//! [`crate::finish`] writes it in the words of the door through which the request came.

use std::any::Any;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::{AppError, Issue, Refusal};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::error_code::ErrorCode;
use domain::time::Timestamp;

/// The sentence of every 401, whatever the cause.
const UNAUTHORIZED: &str = "Unauthorized - Invalid credentials";

/// A refusal on its way to the caller.
#[derive(Debug, Clone)]
pub(crate) struct Fault(Arc<Refusal>);

impl Fault {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Refusal::new(code, message).into()
    }

    /// The same answer for a missing, malformed, unknown, expired or revoked key.
    pub(crate) fn unauthorized() -> Self {
        Self::new(ErrorCode::Unauthorized, UNAUTHORIZED)
    }

    /// More was asked than a limit of requests allows.
    pub(crate) fn too_many_requests(retry_after: std::time::Duration) -> Self {
        let mut refusal = Refusal::of(ErrorCode::TooManyRequests);
        refusal.retry_after = Some(retry_after);
        refusal.into()
    }

    /// One or more fields are wrong.
    pub(crate) fn invalid(issues: Vec<Issue>) -> Self {
        let sentences: Vec<_> = issues.iter().map(|issue| issue.message.as_str()).collect();
        let mut refusal = Refusal::new(ErrorCode::ValidationError, sentences.join("; "));
        refusal.issues = issues;
        refusal.into()
    }

    /// Something that only the log is told; the caller gets a reference to it.
    pub(crate) fn internal(cause: &dyn Error) -> Self {
        let mut causes = cause.to_string();
        let mut next = cause.source();
        while let Some(cause) = next {
            causes = format!("{causes}: {cause}");
            next = cause.source();
        }
        Self::logged(&causes)
    }

    fn logged(cause: &str) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let reference = COUNT.fetch_add(1, Ordering::Relaxed);
        tracing::error!(reference, cause, "a request failed on our side");
        let message = format!("Something failed on our side. The log says more under {reference}.");
        Self::new(ErrorCode::InternalError, message)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(ErrorCode::NotFound, "There is nothing at this address.")
    }

    pub(crate) fn method_not_allowed() -> Self {
        let message = "This address answers to other methods; the Allow header lists them.";
        Self::new(ErrorCode::MethodNotAllowed, message)
    }

    /// The answer for a handler that panicked.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the layer's signature hands it over"
    )]
    pub(crate) fn from_panic(panic: Box<dyn Any + Send>) -> Response {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no text");
        Self::logged(&format!("panic: {text}")).into_response()
    }

    /// The same with the instant to come back, where only the span until then was known.
    pub(crate) fn at(self, now: Timestamp) -> Self {
        match (self.0.retry_at, self.0.retry_after) {
            (None, Some(span)) => Self(Arc::new(Refusal {
                retry_at: Some(now.plus(span)),
                ..(*self.0).clone()
            })),
            _ => self,
        }
    }

    pub(crate) fn refusal(&self) -> &Refusal {
        &self.0
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self(Arc::new(refusal))
    }
}

/// A response without a body that carries the fault to [`crate::finish`].
impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        error
            .refusal()
            .map_or_else(|| Self::internal(&error), Self::from)
    }
}
