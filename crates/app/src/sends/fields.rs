//! What a door calls the fields of a message, so that a refusal names what its caller wrote.

use super::{SendMessage, SendRoute};
use crate::{AppResult, Refusal};

/// The names of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageFields {
    pub recipient: &'static str,
    pub conversation: &'static str,
    pub group_id: &'static str,
    pub text: &'static str,
    pub subject: &'static str,
    /// Which says whether it is an InMail.
    pub inmail: &'static str,
    /// The messages that are acknowledged with it.
    pub acknowledge: &'static str,
    /// What names a file that was handed over before, within its place among all.
    pub upload: &'static str,
}

impl MessageFields {
    /// As our own contract has them.
    pub const OWN: Self = Self {
        recipient: "recipient",
        conversation: "conversation",
        group_id: "group_id",
        text: "text",
        subject: "subject",
        inmail: "inmail",
        acknowledge: "acknowledge",
        upload: "id",
    };
}

/// Refuses a message that leaves out what it needs, or wants what does not go together.
pub(super) fn check_fields(command: &SendMessage, has_group: bool) -> AppResult<()> {
    let MessageFields {
        recipient,
        conversation,
        group_id,
        inmail,
        ..
    } = command.fields;
    let missing = |field, message: String| Err(Refusal::field(field, "required", message).into());
    match (
        command.route,
        has_group,
        &command.recipient,
        &command.conversation,
    ) {
        (_, true, None, _) => missing(
            recipient,
            format!("In the context of a group {recipient} is required."),
        ),
        (SendRoute::Group, false, _, None) => missing(
            group_id,
            format!(
                "Give {group_id} with {recipient}, or the {conversation} of a thread with several people."
            ),
        ),
        (SendRoute::Direct, _, None, None) => {
            missing(recipient, format!("Give {recipient} or {conversation}."))
        }
        _ if has_group && command.is_inmail => {
            let message =
                "A message in the context of a group is never an InMail: leave out one of the two.";
            Err(Refusal::field(inmail, "mismatch", message).into())
        }
        _ => Ok(()),
    }
}
