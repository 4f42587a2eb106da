//! One conversation and its history; and all of a workspace, with where each lies and what people keep of it.

mod acts;
mod desk;
mod history;
mod list;
mod mailboxes;
mod messages;
mod view;
mod with;

pub(crate) use acts::shown;
pub use acts::{Acted, MailboxAct};
pub use desk::SnoozeConversation;
pub use list::{Choice, ConversationPage, ListConversations};
pub(crate) use list::{find_person, parsed};
pub use mailboxes::MailboxPage;
pub use messages::{ListMessages, MessagePage};
pub(crate) use messages::{absent, kept_text};
pub use store::participants::Participant as ParticipantView;
pub use store::people::Person as PersonView;
pub use view::{ConversationView, MessageView, QuotedView};
pub use with::ConversationWith;

use domain::ids::{AccountId, ConversationId};
use domain::limits::{DETAILS_PAGE_DEFAULT, DETAILS_PAGE_MAX};
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;
use domain::urn::{PersonReference, ThreadReference};

use crate::{App, AppResult, Caller, Refusal};
use history::Question;

/// What to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadConversation {
    /// As the caller wrote it: our own id.
    pub account: Option<String>,
    /// Any form of a thread reference.
    pub conversation: String,
    /// Any form of a person reference: must be a participant or the owner.
    pub participant: Option<String>,
    /// The anchor; without it the newest messages.
    pub anchor: Option<Timestamp>,
    /// Messages sent before the anchor; when absent 50, or none if there is an anchor and the other count is given.
    pub count_before: Option<u32>,
    /// Messages sent at the anchor or after it; without an anchor there are none.
    pub count_after: Option<u32>,
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub member_key: String,
    pub slug: Option<String>,
    pub name: String,
    pub picture: Option<String>,
}

/// A message of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryMessage {
    /// The network's own id, or ours for imported messages.
    pub message_key: String,
    pub text: String,
    pub subject: Option<String>,
    pub sent_at: Timestamp,
    /// Index into [`ConversationHistory::senders`].
    pub sender: usize,
    /// Whether the account's owner wrote it.
    pub is_outgoing: bool,
    /// The key of the message that it answers.
    pub reply_to: Option<String>,
    pub attachments: Vec<Attachment>,
    pub reactions: Vec<Reaction>,
    pub delivered_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
}

/// A stretch of a conversation, oldest message first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationHistory {
    pub account_id: AccountId,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
    pub conversation_id: ConversationId,
    pub thread_key: String,
    /// Messages in the whole conversation.
    pub total: i64,
    pub senders: Vec<Sender>,
    pub messages: Vec<HistoryMessage>,
    /// Whether older messages are kept here than the first of this stretch.
    pub has_more_before: bool,
    pub has_more_after: bool,
    /// Whether everything that the network has of the conversation is kept here, down to its first message.
    pub is_history_complete: bool,
}

impl App {
    /// A stretch of a conversation around an anchor, or its newest messages.
    ///
    /// Callers page by the instant of the first or last message that they have, in milliseconds; so messages of the
    /// same millisecond are never torn apart, and a page may be a little longer than asked.
    pub async fn read_conversation(
        &self,
        caller: &Caller,
        read: ReadConversation,
    ) -> AppResult<ConversationHistory> {
        let question = question(caller, &read)?;
        let answer = self
            .parts()
            .store
            .read(move |tx| history::answer(tx, &question))
            .await?;
        Ok(answer?)
    }
}

fn question(caller: &Caller, read: &ReadConversation) -> Result<Question, Refusal> {
    let (before, after) = match (read.anchor, read.count_before, read.count_after) {
        (_, None, None) => (DETAILS_PAGE_DEFAULT, 0),
        (Some(_), before, after) => (before.unwrap_or(0), after.unwrap_or(0)),
        // Behind the newest message there is nothing, however much of it is asked for.
        (None, before, _) => (before.unwrap_or(DETAILS_PAGE_DEFAULT), 0),
    };
    if before.saturating_add(after) > DETAILS_PAGE_MAX {
        let message =
            format!("countBefore and countAfter together must be at most {DETAILS_PAGE_MAX}");
        return Err(Refusal::field("countBefore", "out_of_range", message));
    }
    let invalid = |field| {
        move |error: domain::urn::InvalidReference| {
            Refusal::field(field, "invalid", error.to_string())
        }
    };
    let thread = ThreadReference::parse(&read.conversation).map_err(invalid("conversationUrn"))?;
    let participant = read
        .participant
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(PersonReference::parse)
        .transpose()
        .map_err(invalid("profileId"))?;
    Ok(Question {
        caller: caller.clone(),
        account: read.account.clone(),
        thread,
        participant,
        anchor: read.anchor,
        before,
        after,
    })
}
