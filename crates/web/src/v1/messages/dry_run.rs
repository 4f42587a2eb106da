//! A message that is only tried.

use app::sends::Trial;
use serde::Serialize;
use utoipa::ToSchema;

use crate::v1::sends::printed;

/// What would become of a message.
#[derive(Serialize, ToSchema)]
#[schema(as = DryRun)]
pub(crate) struct DryRun {
    /// Always `true`: nothing was kept.
    #[serde(rename = "dry_run")]
    keeps_nothing: bool,
    account_id: String,
    /// The state in which it would begin.
    #[schema(value_type = crate::openapi::SendStateWord)]
    state: &'static str,
    /// When it could leave, where that is not at once.
    #[schema(required = true, format = DateTime)]
    retry_at: Option<String>,
    /// The rule that would hold it back.
    #[schema(required = true)]
    held_by: Option<&'static str>,
    /// The recipient's member key.
    #[schema(required = true)]
    recipient: Option<String>,
    /// The network's id of the conversation, if there is one.
    #[schema(required = true)]
    thread: Option<String>,
    /// Whether it would open a conversation, which counts for more.
    opens_conversation: bool,
    #[schema(format = DateTime)]
    expires_at: String,
}

impl DryRun {
    pub(super) fn of(trial: &Trial) -> Self {
        Self {
            keeps_nothing: true,
            account_id: trial.account_id.to_string(),
            state: trial.state,
            retry_at: printed(trial.retry_at),
            held_by: trial.rule,
            recipient: trial.recipient_key.clone(),
            thread: trial.thread_key.clone(),
            opens_conversation: trial.opens_conversation,
            expires_at: trial.expires_at.to_string(),
        }
    }
}
