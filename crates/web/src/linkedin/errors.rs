//! Refusals in the guide's words. Its sources show four shapes; this one carries all of them at once: `code` and
//! `message` for those who read the overview, `error` as a text for those who read the pages, `issues` for validation.

use app::Refusal;
use domain::error_code::ErrorCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::fault::Fault;

pub(crate) const CONTENT_TYPE: &str = "application/json";

/// Why the request was refused.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ErrorResponse)]
pub(crate) struct ErrorResponse {
    /// Always `false`.
    success: bool,
    /// A stable word to branch on.
    #[schema(value_type = crate::openapi::Code)]
    code: &'static str,
    /// What happened and what would help, for people.
    message: String,
    /// The same text as `message`, where older clients look for it.
    error: String,
    /// Each field that is wrong, for `validation_error`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    issues: Vec<IssueItem>,
    /// How the account already stands to the member: `CONNECTED` or `PENDING`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<&'static str>,
    /// Until when the account is held, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    hold_until: Option<String>,
    /// The send that was accepted and will never leave, for `GET /v1/sends/{sendId}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    send_id: Option<String>,
    /// The account of that send.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    account_id: Option<String>,
    /// The final state of that send.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = crate::openapi::SendStateWord)]
    state: Option<&'static str>,
    /// When the same request can succeed, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = DateTime)]
    retry_at: Option<String>,
}

/// One field that is wrong.
#[derive(Serialize, ToSchema)]
#[schema(as = Issue)]
pub(crate) struct IssueItem {
    /// The field as it was sent; empty for the body as a whole.
    path: String,
    /// A stable word, for example `required`.
    code: &'static str,
    /// A sentence for people.
    message: String,
}

impl IssueItem {
    /// What is wrong with each field.
    pub(crate) fn list(refusal: &Refusal) -> Vec<Self> {
        let issues = refusal.issues.iter().map(|issue| Self {
            path: issue.path.clone(),
            code: issue.code,
            message: issue.message.clone(),
        });
        issues.collect()
    }
}

/// The fault as the body of an answer.
pub(crate) fn body(fault: &Fault) -> Vec<u8> {
    let refusal = fault.refusal();
    let message = message(fault);
    let retry_at = refusal.retry_at.map(|at| at.to_string());
    let send = refusal.send.as_ref();
    let response = ErrorResponse {
        success: false,
        code: refusal.code.word(),
        error: message.clone(),
        message,
        issues: IssueItem::list(refusal),
        status: match refusal.code {
            ErrorCode::AlreadyConnected => Some("CONNECTED"),
            ErrorCode::AlreadyInvited => Some("PENDING"),
            _ => None,
        },
        hold_until: retry_at
            .clone()
            .filter(|_| refusal.code == ErrorCode::AccountHeld),
        send_id: send.map(|send| send.send_id.to_string()),
        account_id: send.map(|send| send.account_id.to_string()),
        state: send.map(|send| send.state),
        retry_at,
    };
    serde_json::to_vec(&response).expect("texts and lists are JSON")
}

/// The sentence; for a limit that is used up, the one that clients of the guide look for.
fn message(fault: &Fault) -> String {
    let refusal = fault.refusal();
    match refusal.quota.as_deref() {
        Some((action, quota)) if refusal.code == ErrorCode::RateLimitExceeded => format!(
            "Rate limit exceeded for {}: {}/{} used. Resets at {}",
            action.header_name(),
            quota.used,
            quota.limit,
            refusal
                .retry_at
                .map_or_else(|| "never".to_owned(), |at| at.to_string()),
        ),
        _ => refusal.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use domain::ledger::{Action, Quota};
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn a_used_up_limit_speaks_as_the_guide_does() {
        let reset_at = Timestamp::from_millis(1_763_378_062_000);
        let mut refusal = Refusal::new(ErrorCode::RateLimitExceeded, "full");
        refusal.retry_at = Some(reset_at);
        let quota = Quota {
            limit: 90,
            used: 90,
            remaining: 0,
            reset_at,
        };
        refusal.quota = Some(Box::new((Action::Invitation, quota)));
        let body: serde_json::Value = serde_json::from_slice(&body(&refusal.into())).unwrap();
        let message = "Rate limit exceeded for CONNECT: 90/90 used. Resets at 2025-11-17T11:14:22Z";
        assert_eq!(
            body,
            serde_json::json!({
                "success": false,
                "code": "rate_limit_exceeded",
                "message": message,
                "error": message,
                "retryAt": "2025-11-17T11:14:22Z",
            })
        );
    }
}
