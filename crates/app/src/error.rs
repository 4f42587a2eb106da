//! Why a use case did not happen: a refusal that the caller is told, or a fault that only the log is told.

use std::time::Duration;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, SendId};
use domain::ledger::{Action, Quota, Window};
use domain::send::{Rule, refusal_code};
use domain::time::Timestamp;
use integrations::networks::network::NetworkError;
use store::StoreError;

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The field, as the caller wrote it.
    pub path: String,
    /// A stable word, for example `too_long`.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// A word as it may stand in an answer or in the log: what a caller sends as one is not bounded.
pub fn shown(word: &str) -> String {
    const CHARS_MAX: usize = 64;
    let mut shown: String = word.chars().take(CHARS_MAX).collect();
    if shown.len() < word.len() {
        shown.push('…');
    }
    shown
}

/// The send that a refusal is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedSend {
    pub send_id: SendId,
    pub account_id: AccountId,
    /// The word of its state, which is final.
    pub state: &'static str,
}

/// A refusal, complete enough to be told in any door's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: ErrorCode,
    /// What happened and what would help, for people.
    pub message: String,
    pub issues: Vec<Issue>,
    /// When the same request can succeed.
    pub retry_at: Option<Timestamp>,
    /// The same as a span from now, where only that is known.
    pub retry_after: Option<Duration>,
    /// The limit that is used up.
    pub quota: Option<Box<(Action, Quota)>>,
    /// The limit that stands against it, with its rule and figures.
    pub limit: Option<Box<UsedUp>>,
    /// The send that was accepted and will never leave.
    pub send: Option<Box<RefusedSend>>,
}

/// A limit that is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedUp {
    /// Why it is what it is.
    pub rule: Rule,
    /// What is counted, and over which stretch.
    pub window: Window,
    /// Acts that count now, with what was accepted and waits.
    pub used: u32,
}

impl Refusal {
    /// A refusal with a sentence of its own.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            issues: Vec::new(),
            retry_at: None,
            quota: None,
            limit: None,
            send: None,
            retry_after: None,
        }
    }

    /// A refusal in the words of its code.
    pub fn of(code: ErrorCode) -> Self {
        Self::new(code, code.meaning())
    }

    /// A refusal because of one field.
    pub fn field(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        let mut refusal = Self::new(ErrorCode::ValidationError, message.clone());
        refusal.issues.push(Issue {
            path: path.to_owned(),
            code,
            message,
        });
        refusal
    }

    /// Refuses a page of none, or of more than `most`.
    pub(crate) fn check_limit(limit: u32, most: u32) -> Result<(), Self> {
        if (1..=most).contains(&limit) {
            return Ok(());
        }
        let message = format!("limit must be 1 to {most}");
        Err(Self::field("limit", "out_of_range", message))
    }
}

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error("{}: {}", .0.code.word(), .0.message)]
    Refused(Box<Refusal>),
    #[error("the store failed")]
    Store(#[from] StoreError),
    #[error("the network failed")]
    Network(#[from] NetworkError),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// The answer of a use case.
pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    /// What the caller is told; `None` for a fault on our side, of which only the log is told the cause.
    pub fn refusal(&self) -> Option<Refusal> {
        let (code, message) = match self {
            Self::Refused(refusal) => return Some((**refusal).clone()),
            Self::Store(error) => match error {
                StoreError::Busy
                | StoreError::Closed
                | StoreError::Contended
                | StoreError::Unavailable(_) => (
                    ErrorCode::ServiceBusy,
                    "The store is busy; nothing was accepted. Try again shortly.".to_owned(),
                ),
                StoreError::Full => (
                    ErrorCode::StorageFull,
                    "The disk is full; nothing was accepted.".to_owned(),
                ),
                _ => return None,
            },
            Self::Network(error) => {
                let code = match error {
                    NetworkError::Unreachable { .. } => ErrorCode::NetworkUnavailable,
                    NetworkError::RateLimited { .. } => ErrorCode::NetworkError,
                    NetworkError::SessionExpired | NetworkError::Restricted { .. } => {
                        ErrorCode::AccountHeld
                    }
                    NetworkError::Refused { code, .. } => refusal_code(code),
                    NetworkError::Unsupported { .. } => ErrorCode::CapabilityUnsupported,
                };
                (code, error.to_string())
            }
        };
        let mut refusal = Refusal::new(code, message);
        if let Self::Network(NetworkError::RateLimited { retry_after }) = self {
            refusal.retry_after = *retry_after;
        }
        Some(refusal)
    }
}
