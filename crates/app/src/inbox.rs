//! The list of conversations of one account, newest activity first.

use domain::ids::{AccountId, ConversationId};
use domain::time::Timestamp;

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListInbox {
    /// As the caller wrote it: our own id.
    pub account: Option<String>,
    /// From the page before.
    pub cursor: Option<String>,
    /// 1 to 100.
    pub count: u32,
    /// Raw keywords; all terms must match.
    pub keywords: Option<String>,
    /// `Some(true)`: only read ones, `Some(false)`: only unread ones.
    pub is_read: Option<bool>,
    /// The revision that the caller already has, from an earlier page of the same question.
    pub known_revision: Option<String>,
}

/// One conversation as the list shows it; `facts` is decoded by `domain::inbox::Facts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxEntry {
    pub conversation_id: ConversationId,
    pub last_activity_at: Timestamp,
    pub unread_count: i64,
    pub facts: Vec<u8>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxPage {
    pub account_id: AccountId,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
    /// Conversations that match the question.
    pub total: i64,
    /// False when `total` stopped counting.
    pub total_is_exact: bool,
    pub entries: Vec<InboxEntry>,
    pub next_cursor: Option<String>,
    /// Changes whenever the answer to this question could.
    pub revision: String,
}

/// A page, or the news that the caller's copy is still right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboxAnswer {
    Page(InboxPage),
    Unchanged { revision: String },
}
