//! One conversation and its history.

use domain::ids::{AccountId, ConversationId};
use domain::network::{Attachment, Reaction};
use domain::time::Timestamp;

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
    pub count_before: Option<u32>,
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
    pub has_more_before: bool,
    pub has_more_after: bool,
}
