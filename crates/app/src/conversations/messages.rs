//! The messages of a conversation, the newest first, in pages that lead on and back; and one of them.

use domain::error_code::ErrorCode;
use domain::ids::{ConversationId, MessageId, WorkspaceId};
use domain::limits::CONVERSATION_MESSAGES_PAGE_MAX;
use domain::time::Timestamp;
use store::conversations::{self, Conversation, Direction, thread_of_doc};
use store::{StoreResult, Tx, messages};

use super::acts::shown;
use super::view::{ConversationView, MessageView, message_views};
use crate::cursor::digest;
use crate::place::{Edges, Place};
use crate::{App, AppResult, Caller, Refusal};

/// Which messages to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListMessages {
    /// 1 to 200.
    pub limit: u32,
    /// From a page before.
    pub cursor: Option<String>,
}

/// Some messages of a conversation, those that were sent last first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePage {
    pub messages: Vec<MessageView>,
    /// To older ones; absent where none is kept.
    pub next_cursor: Option<String>,
    /// To newer ones; absent on the first page.
    pub previous_cursor: Option<String>,
}

/// A page of messages as it is asked for.
struct Question {
    workspace_id: WorkspaceId,
    conversation_id: ConversationId,
    limit: u32,
    place: Option<Place>,
    cursor_key: [u8; 32],
    digest: [u8; 8],
}

impl App {
    /// One conversation of the workspace, with everybody in it.
    pub async fn find_conversation(
        &self,
        caller: &Caller,
        id: &str,
    ) -> AppResult<ConversationView> {
        let workspace_id = caller.workspace_id;
        let conversation_id = self.seen_conversation(caller, id).await?;
        let read = self
            .parts()
            .store
            .read(move |tx| shown(tx, workspace_id, conversation_id));
        Ok(read.await?.ok_or_else(absent)?)
    }

    /// A page of a conversation's messages, in the order in which they were sent.
    pub async fn list_messages(
        &self,
        caller: &Caller,
        id: &str,
        list: ListMessages,
    ) -> AppResult<MessagePage> {
        Refusal::check_limit(list.limit, CONVERSATION_MESSAGES_PAGE_MAX)?;
        let conversation_id = self.seen_conversation(caller, id).await?;
        let cursor_key = self.parts().vault.derived_key("cursor");
        let digest = digest(&[
            b"messages",
            caller.workspace_id.as_bytes(),
            conversation_id.as_bytes(),
        ]);
        let place = Place::asked(&cursor_key, digest, list.cursor.as_deref())?;
        let question = Question {
            workspace_id: caller.workspace_id,
            conversation_id,
            limit: list.limit,
            place,
            cursor_key,
            digest,
        };
        let read = self.parts().store.read(move |tx| page(tx, &question));
        Ok(read.await?.ok_or_else(absent)?)
    }

    /// One message of the workspace.
    pub async fn find_message(&self, caller: &Caller, id: &str) -> AppResult<MessageView> {
        let absent = || Refusal::of(ErrorCode::MessageNotFound);
        let message_id = id.parse::<MessageId>().map_err(|_| absent())?;
        let doc = message_id.doc().ok_or_else(absent)?;
        let (workspace_id, seen) = (caller.workspace_id, caller.clone());
        let read = self.parts().store.read(move |tx| {
            let found = messages::list_of(tx, workspace_id, &[doc])?;
            let Some(message) = found.into_iter().flatten().next() else {
                return Ok(None);
            };
            let thread = thread_of_doc(doc);
            let conversation = conversations::get_by_thread(tx, workspace_id, thread)?;
            if !seen.sees(conversation.account_id) {
                return Ok(None);
            }
            let views = message_views(tx, workspace_id, &conversation, vec![message])?;
            Ok(views.into_iter().next())
        });
        Ok(read.await?.ok_or_else(absent)?)
    }
}

impl App {
    /// The conversation's own id. One of an account that there is not for the caller is as absent as one that never was; a
    /// conversation never changes its account.
    pub(crate) async fn seen_conversation(
        &self,
        caller: &Caller,
        id: &str,
    ) -> AppResult<ConversationId> {
        let conversation_id = conversation_id(id)?;
        if caller.only_accounts().is_none() {
            return Ok(conversation_id);
        }
        let workspace_id = caller.workspace_id;
        let store = &self.parts().store;
        let read = store.read(move |tx| conversations::find(tx, workspace_id, conversation_id));
        let found = read.await?;
        let found = found.filter(|conversation| caller.sees(conversation.account_id));
        Ok(found.ok_or_else(absent)?.conversation_id)
    }
}

/// The conversation's own id; what is none is as absent as one that never was.
fn conversation_id(id: &str) -> Result<ConversationId, Refusal> {
    id.parse().map_err(|_| absent())
}

pub(crate) fn absent() -> Refusal {
    Refusal::of(ErrorCode::ConversationNotFound)
}

/// A text that people keep for themselves, without blanks at its end.
pub(crate) fn kept_text(field: &str, text: &str, chars_max: usize) -> Result<String, Refusal> {
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Err(Refusal::field(field, "empty", format!("{field} is empty")));
    }
    if text.contains('\0') {
        let message = format!("{field} must not hold the character U+0000");
        return Err(Refusal::field(field, "control_character", message));
    }
    if text.chars().count() > chars_max {
        let message = format!("{field} has at most {chars_max} characters");
        return Err(Refusal::field(field, "too_long", message));
    }
    Ok(text.to_owned())
}

fn page(tx: &mut Tx<'_>, question: &Question) -> StoreResult<Option<MessagePage>> {
    let workspace_id = question.workspace_id;
    let Some(conversation) = conversations::find(tx, workspace_id, question.conversation_id)?
    else {
        return Ok(None);
    };
    stretch(tx, question, &conversation).map(Some)
}

fn stretch(
    tx: &mut Tx<'_>,
    question: &Question,
    conversation: &Conversation,
) -> StoreResult<MessagePage> {
    let mut above = (Timestamp::MIN, i64::MIN);
    let mut below = (Timestamp::MAX, i64::MAX);
    let mut direction = Direction::Older;
    if let Some(place) = question.place {
        direction = place.direction;
        match direction {
            Direction::Older => below = (place.at, place.tie),
            Direction::Newer => above = (place.at, place.tie),
        }
    }
    let thread = (question.workspace_id, conversation.thread);
    let limit = question.limit + 1;
    let mut found = messages::list_between(tx, thread, (above, below), direction, limit)?;
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    let has_more = found.len() > limit;
    found.truncate(limit);
    if direction == Direction::Newer {
        found.reverse();
    }
    let place = |message: &messages::Message| (message.sent_at, message.doc);
    let edges = Edges {
        looked_at: found.first().map(place).zip(found.last().map(place)),
        came_from: question.place,
        has_more,
    };
    let (next_cursor, previous_cursor) = edges.cursors(&question.cursor_key, question.digest);
    Ok(MessagePage {
        messages: message_views(tx, question.workspace_id, conversation, found)?,
        next_cursor,
        previous_cursor,
    })
}
