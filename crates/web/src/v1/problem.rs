//! Refusals as RFC 9457 problems.

use app::UsedUp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::fault::Fault;
use crate::linkedin::errors::IssueItem;

pub(crate) const CONTENT_TYPE: &str = "application/problem+json";

/// Why the request was refused.
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A link to what the code means.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: String,
    /// The same for every occurrence of the code.
    title: &'static str,
    status: u16,
    /// A stable word to branch on.
    #[schema(value_type = crate::openapi::Code)]
    code: &'static str,
    /// What happened this time and what would help, for people.
    detail: String,
    /// When the same request can succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    retry_at: Option<String>,
    /// The limit that stands against it, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    limit: Option<LimitItem>,
    /// The send that was kept and will never leave.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    send_id: Option<String>,
    /// Each field that is wrong, for `validation_error`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    issues: Vec<IssueItem>,
}

/// A limit that is used up.
#[derive(Serialize, ToSchema)]
#[schema(as = ProblemLimit)]
pub(crate) struct LimitItem {
    /// `limit_window`; `ramp_up` or `cool_down` where these make it smaller for a while; `person_limit`.
    rule: &'static str,
    /// What is counted.
    action: &'static str,
    /// In any stretch of so many seconds.
    seconds: u64,
    /// So many are allowed.
    limit: u32,
    /// So many count now, with what was accepted and waits.
    used: u32,
}

impl LimitItem {
    fn of(limit: &UsedUp) -> Self {
        Self {
            rule: limit.rule.word(),
            action: limit.window.action.as_str(),
            seconds: limit.window.span.as_secs(),
            limit: limit.window.cap,
            used: limit.used,
        }
    }
}

impl Problem {
    /// The fault in our words.
    pub(crate) fn of(fault: &Fault) -> Self {
        let refusal = fault.refusal();
        Self {
            kind: format!("/docs/errors/{}", refusal.code.word()),
            title: refusal.code.meaning(),
            status: refusal.code.status(),
            code: refusal.code.word(),
            detail: refusal.message.clone(),
            retry_at: refusal.retry_at.map(|at| at.to_string()),
            limit: refusal.limit.as_deref().map(LimitItem::of),
            send_id: refusal.send.as_ref().map(|send| send.send_id.to_string()),
            issues: IssueItem::list(refusal),
        }
    }
}

/// The fault as the body of an answer.
pub(crate) fn body(fault: &Fault) -> Vec<u8> {
    serde_json::to_vec(&Problem::of(fault)).expect("texts and lists are JSON")
}
