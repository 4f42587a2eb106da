//! The list of conversations of one account, newest activity first.

mod page;
mod search;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, ConversationId};
use domain::limits::INBOX_PAGE_MAX;
use domain::search::Query;
use domain::time::Timestamp;

use crate::cursor::{Cursor, digest};
use crate::{App, AppResult, Caller, Refusal};
use page::Question;

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
    /// Complete: nothing is left out here.
    pub facts: Vec<u8>,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxPage {
    pub account_id: AccountId,
    /// The owner's `ACoAA…`.
    pub owner_key: String,
    /// The owner's first and last name.
    pub owner_name: String,
    /// What stands after `/in/` in the owner's address.
    pub owner_slug: Option<String>,
    /// Conversations that match the question; with keywords at most 1,000.
    pub total: i64,
    /// False when there are more than `total` says.
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

impl App {
    /// The conversations of an account, a page at a time, those with the newest activity first.
    ///
    /// A walk from page to page shows every conversation that is untouched meanwhile exactly once and none twice; those
    /// that were active since it began are found by reading again from the top.
    pub async fn list_inbox(&self, caller: &Caller, list: ListInbox) -> AppResult<InboxAnswer> {
        let question = self.question(caller, list)?;
        let answer = self
            .parts()
            .store
            .read(move |tx| page::answer(tx, &question))
            .await?;
        Ok(answer?)
    }

    fn question(&self, caller: &Caller, list: ListInbox) -> Result<Question, Refusal> {
        if !(1..=INBOX_PAGE_MAX).contains(&list.count) {
            let message = format!("count must be 1 to {INBOX_PAGE_MAX}");
            return Err(Refusal::field("count", "out_of_range", message));
        }
        let keywords = list
            .keywords
            .as_deref()
            .filter(|text| !text.trim().is_empty());
        let query = keywords
            .map(Query::parse)
            .transpose()
            .map_err(|error| Refusal::field("keywords", "invalid", error.to_string()))?;
        let cursor_key = self.parts().vault.derived_key("cursor");
        let filters = filters_digest(query.as_ref(), list.is_read);
        let cursor = match list.cursor.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => Some(open_cursor(&cursor_key, caller, filters, text)?),
            None => None,
        };
        Ok(Question {
            caller: caller.clone(),
            account: list.account,
            cursor,
            count: list.count,
            query,
            is_read: list.is_read,
            known_revision: list.known_revision,
            filters,
            cursor_key,
        })
    }
}

fn open_cursor(
    key: &[u8; 32],
    caller: &Caller,
    filters: [u8; 8],
    text: &str,
) -> Result<Cursor, Refusal> {
    Cursor::open(key, text)
        .ok()
        .filter(|cursor| cursor.workspace_id == caller.workspace_id && cursor.filters == filters)
        .ok_or_else(|| Refusal::of(ErrorCode::InvalidCursor))
}

fn filters_digest(query: Option<&Query>, is_read: Option<bool>) -> [u8; 8] {
    let terms = format!("{:?}", query.map(Query::terms));
    let is_read = [is_read.map_or(2, u8::from)];
    digest(&[terms.as_bytes(), &is_read])
}
