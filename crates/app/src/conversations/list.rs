//! The conversations of a workspace, the newest activity first, in pages that lead on and back.

mod filter;
mod page;

pub(crate) use filter::find_person;

use std::collections::BTreeSet;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, LabelId, UserId};
use domain::limits::{CONVERSATIONS_ACCOUNTS_MAX, CONVERSATIONS_PAGE_MAX};
use domain::network::ThreadKind;
use domain::search::Query;
use domain::time::Timestamp;
use domain::urn::PersonReference;

use super::view::ConversationView;
use crate::cursor::digest;
use crate::place::Place;
use crate::{App, AppResult, Caller, Refusal};
use page::Question;

/// Which of two groups of conversations are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Choice {
    /// Only those that are so.
    Yes,
    /// Only those that are not so.
    #[default]
    No,
    Any,
}

impl Choice {
    /// Every word.
    pub const WORDS: [&'static str; 3] = ["true", "false", "any"];

    /// The choice behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "true" => Some(Self::Yes),
            "false" => Some(Self::No),
            "any" => Some(Self::Any),
            _ => None,
        }
    }

    fn admits(self, is_so: bool) -> bool {
        match self {
            Self::Yes => is_so,
            Self::No => !is_so,
            Self::Any => true,
        }
    }
}

/// Which conversations to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListConversations {
    /// Our own ids, at most 20; none: of all accounts.
    pub accounts: Vec<String>,
    pub is_unread: Option<bool>,
    pub archived: Choice,
    pub snoozed: Choice,
    pub is_starred: Option<bool>,
    /// Our own id.
    pub label: Option<String>,
    /// Only those that carry any label.
    pub is_only_labelled: bool,
    pub kind: Option<ThreadKind>,
    /// With an activity at this instant or later.
    pub since: Option<Timestamp>,
    /// With an activity before this instant.
    pub until: Option<Timestamp>,
    /// Raw keywords; all terms must match.
    pub keyword: Option<String>,
    /// Our own id; with one account any form of a person reference.
    pub person: Option<String>,
    /// The id of a user, or `none`.
    pub assignee: Option<String>,
    /// 1 to 100.
    pub limit: u32,
    /// From a page before.
    pub cursor: Option<String>,
}

/// Some conversations of the list, the newest activity first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationPage {
    /// Can be fewer than asked for although there are more, where few match.
    pub conversations: Vec<ConversationView>,
    /// To those with an older activity; absent where there are none.
    pub next_cursor: Option<String>,
    /// To those with a newer one; absent at the top.
    pub previous_cursor: Option<String>,
}

/// Who looks after a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Assignee {
    Nobody,
    User(UserId),
}

impl App {
    /// A page of the workspace's conversations.
    ///
    /// A conversation that stays untouched during a walk appears exactly once in it; those that become active meanwhile
    /// move to the top, where reading again finds them.
    pub async fn list_conversations(
        &self,
        caller: &Caller,
        list: ListConversations,
    ) -> AppResult<ConversationPage> {
        let question = self.conversation_question(caller, &list)?;
        let read = self
            .parts()
            .store
            .read(move |tx| page::answer(tx, &question));
        Ok(read.await??)
    }

    fn conversation_question(
        &self,
        caller: &Caller,
        list: &ListConversations,
    ) -> Result<Question, Refusal> {
        Refusal::check_limit(list.limit, CONVERSATIONS_PAGE_MAX)?;
        let accounts = asked_accounts(caller, &list.accounts)?;
        let label_id = parsed::<LabelId>(list.label.as_deref(), ErrorCode::LabelNotFound)?;
        let assignee = match list.assignee.as_deref() {
            None => None,
            Some("none") => Some(Assignee::Nobody),
            Some(user) => {
                parsed::<UserId>(Some(user), ErrorCode::UserNotFound)?.map(Assignee::User)
            }
        };
        let invalid = |field| move |sentence: String| Refusal::field(field, "invalid", sentence);
        let query = list.keyword.as_deref().map(Query::parse).transpose();
        let query = query.map_err(|error| invalid("keyword")(error.to_string()))?;
        let person = list.person.as_deref().map(PersonReference::parse);
        let person = person
            .transpose()
            .map_err(|error| invalid("person")(error.to_string()))?;
        if let (Some(since), Some(until)) = (list.since, list.until)
            && since >= until
        {
            let message = "until must be later than since";
            return Err(Refusal::field("until", "out_of_range", message));
        }
        let cursor_key = self.parts().vault.derived_key("cursor");
        let digest = question_digest(caller, list);
        let place = Place::asked(&cursor_key, digest, list.cursor.as_deref())?;
        Ok(Question {
            caller: caller.clone(),
            workspace_id: caller.workspace_id,
            accounts,
            is_unread: list.is_unread,
            archived: list.archived,
            snoozed: list.snoozed,
            is_starred: list.is_starred,
            label_id,
            is_only_labelled: list.is_only_labelled,
            kind: list.kind,
            since: list.since,
            until: list.until,
            query,
            person,
            assignee,
            limit: list.limit,
            place,
            cursor_key,
            digest,
        })
    }
}

/// The accounts that are asked about, each once; none: all of the workspace.
fn asked_accounts(caller: &Caller, texts: &[String]) -> Result<Vec<AccountId>, Refusal> {
    if texts.len() > CONVERSATIONS_ACCOUNTS_MAX {
        let message = format!("at most {CONVERSATIONS_ACCOUNTS_MAX} accounts can be read at once");
        return Err(Refusal::field("account", "too_many", message));
    }
    let mut accounts = BTreeSet::new();
    for text in texts {
        let account_id = parsed::<AccountId>(Some(text), ErrorCode::AccountNotFound)?;
        accounts.extend(caller.asked_account(account_id)?);
    }
    if texts.is_empty() {
        accounts.extend(caller.asked_account(None)?);
    }
    Ok(accounts.into_iter().collect())
}

/// An id of our own; what is none is as absent as one that never was.
pub(crate) fn parsed<T: std::str::FromStr>(
    text: Option<&str>,
    absent: ErrorCode,
) -> Result<Option<T>, Refusal> {
    let parsed = text.map(|text| text.trim().parse::<T>());
    parsed.transpose().map_err(|_| Refusal::of(absent))
}

/// Of everything that says which conversations are in the list; how many a page shows may change on the way.
fn question_digest(caller: &Caller, list: &ListConversations) -> [u8; 8] {
    let filters = ListConversations {
        limit: 0,
        cursor: None,
        ..list.clone()
    };
    let filters = format!("{filters:?}");
    digest(&[
        b"conversations",
        caller.workspace_id.as_bytes(),
        filters.as_bytes(),
    ])
}
