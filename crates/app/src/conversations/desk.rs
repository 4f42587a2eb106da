//! What people of a workspace do with a conversation among themselves: leave it alone for a while, give it to somebody.

use domain::conversation::{Desk, Snooze};
use domain::error_code::ErrorCode;
use domain::ids::UserId;
use domain::limits::SNOOZE_MAX;
use domain::time::Timestamp;
use store::{Tx, users};

use super::view::ConversationView;
use crate::{App, AppResult, Caller, Refusal};

/// How long to leave a conversation alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SnoozeConversation {
    pub until: Option<Timestamp>,
    /// Whether the next message from somebody else wakes it; without an instant nothing else does.
    pub until_reply: bool,
}

impl App {
    /// Leaves a conversation alone until an instant, or until somebody writes, or whichever comes first.
    pub async fn snooze_conversation(
        &self,
        caller: &Caller,
        id: &str,
        command: SnoozeConversation,
    ) -> AppResult<ConversationView> {
        let now = self.now();
        if let Some(until) = command.until
            && (until <= now || until > now.plus(SNOOZE_MAX))
        {
            let message = "until must lie ahead, at most 366 days";
            return Err(Refusal::field("until", "out_of_range", message).into());
        }
        if command.until.is_none() && !command.until_reply {
            let message = "say until when, or until_reply";
            return Err(Refusal::field("until", "required", message).into());
        }
        let snooze = Snooze {
            until: command.until,
            until_reply: command.until_reply,
        };
        let laid = move |desk| Desk {
            snooze: Some(snooze),
            ..desk
        };
        self.lay(caller, id, move |_, desk| Ok(Ok(laid(desk))))
            .await
    }

    /// Wakes a conversation. Safe to repeat.
    pub async fn unsnooze_conversation(
        &self,
        caller: &Caller,
        id: &str,
    ) -> AppResult<ConversationView> {
        let laid = |desk| Desk {
            snooze: None,
            ..desk
        };
        self.lay(caller, id, move |_, desk| Ok(Ok(laid(desk))))
            .await
    }

    /// Gives a conversation to somebody, or to nobody any more. Safe to repeat.
    ///
    /// Refused: `user_not_found`.
    pub async fn assign_conversation(
        &self,
        caller: &Caller,
        id: &str,
        assignee: Option<&str>,
    ) -> AppResult<ConversationView> {
        let assignee = assignee.map(str::parse::<UserId>).transpose();
        let assignee = assignee.map_err(|_| Refusal::of(ErrorCode::UserNotFound))?;
        let workspace_id = caller.workspace_id;
        let laid = move |tx: &mut Tx<'_>, desk| {
            if let Some(user_id) = assignee
                && users::find(tx, workspace_id, user_id)?.is_none()
            {
                return Ok(Err(Refusal::of(ErrorCode::UserNotFound)));
            }
            Ok(Ok(Desk { assignee, ..desk }))
        };
        self.lay(caller, id, laid).await
    }
}
