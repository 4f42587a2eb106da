//! Finding messages by their words, of the whole workspace, the newest first.
//!
//! The index tells for each term in which conversations it stands; what all terms share are the candidates. Few are
//! searched one by one, many along the order in which all messages were sent. Either way texts are read, folded and held
//! against the query as `domain::search` does it, so that both engines find the same, and a message is found only if it
//! has every term itself.

mod hits;
mod threads;

use std::collections::BTreeSet;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, ConversationId, PersonId, WorkspaceId};
use domain::limits::{
    SEARCH_PAGE_MAX, SEARCH_PLACES_MAX, SEARCH_TEXTS_MAX, SEARCH_THREADS_MAX, SNIPPET_CHARS_MAX,
};
use domain::search::{self, Piece, Query, Span};
use domain::time::Timestamp;
use store::conversations::{self, Conversation, account_number, conversation_number};
use store::messages::{self, Message, Sent};
use store::people::{self, Person};
use store::words::{self, Numbers};
use store::{StoreResult, Tx, accounts};

use crate::{App, AppResult, Caller, Refusal, people as known};

/// What to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchMessages {
    /// Words; a message must have all of them, the last as a prefix.
    pub query: String,
    /// Our own id.
    pub account: Option<String>,
    /// Our own id.
    pub conversation: Option<String>,
    /// Our own id of somebody who takes part in the conversation.
    pub person: Option<String>,
    /// Sent at this instant or later.
    pub since: Option<Timestamp>,
    /// Sent before this instant.
    pub until: Option<Timestamp>,
    /// `Some(true)`: only what left from an account, `Some(false)`: only what came in.
    pub is_outgoing: Option<bool>,
    /// 1 to 50.
    pub limit: u32,
    /// From the page before.
    pub cursor: Option<String>,
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub message: Message,
    pub sender: Option<Person>,
    pub conversation: Conversation,
    /// The words that match in the text, and in the subject.
    pub text_spans: Vec<Span>,
    pub subject_spans: Vec<Span>,
    pub snippet: Vec<Piece>,
}

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPage {
    /// The newest first.
    pub hits: Vec<Hit>,
    /// A page can be short and still have one behind it: then as much was looked through as one request may.
    pub next_cursor: Option<String>,
}

/// The question, as the walks need it.
struct Question {
    caller: Caller,
    workspace_id: WorkspaceId,
    query: Query,
    account_id: Option<AccountId>,
    conversation_id: Option<ConversationId>,
    person_id: Option<PersonId>,
    is_outgoing: Option<bool>,
    since: Timestamp,
    /// Where this page begins.
    below: Sent,
    limit: usize,
}

/// What a walk found: the newest first, at most one more than the page holds, and how far it came if it had to stop.
struct Found {
    messages: Vec<Message>,
    stopped_at: Option<Sent>,
}

/// Where to look.
type Candidates = words::ByAccount;

impl App {
    /// The messages that have all words of a query, the newest first.
    pub async fn search_messages(
        &self,
        caller: &Caller,
        search: SearchMessages,
    ) -> AppResult<SearchPage> {
        let question = question(caller, search)?;
        let read = self.parts().store.read(move |tx| answer(tx, &question));
        Ok(read.await??)
    }
}

fn question(caller: &Caller, search: SearchMessages) -> Result<Question, Refusal> {
    Refusal::check_limit(search.limit, SEARCH_PAGE_MAX)?;
    let query = Query::parse(&search.query);
    let query = query.map_err(|error| Refusal::field("q", "invalid", error.to_string()))?;
    let absent = |code| move |_| Refusal::of(code);
    let account_id = search.account.map(|id| id.parse()).transpose();
    let account_id = account_id.map_err(absent(ErrorCode::AccountNotFound))?;
    let account_id = caller.asked_account(account_id)?;
    let conversation_id = search.conversation.map(|id| id.parse()).transpose();
    let person_id = search.person.map(|id| id.parse()).transpose();
    let until = search
        .until
        .map_or(Sent::NEWEST, |at| Sent { at, doc: i64::MIN });
    let cursor = search.cursor.as_deref().map(place);
    let cursor = match cursor {
        Some(None) => return Err(Refusal::of(ErrorCode::InvalidCursor)),
        Some(Some(place)) => place,
        None => Sent::NEWEST,
    };
    Ok(Question {
        caller: caller.clone(),
        workspace_id: caller.workspace_id,
        query,
        account_id,
        conversation_id: conversation_id.map_err(absent(ErrorCode::ConversationNotFound))?,
        person_id: person_id.map_err(absent(ErrorCode::PersonNotFound))?,
        is_outgoing: search.is_outgoing,
        since: search.since.unwrap_or(Timestamp::MIN),
        below: cursor.min(until),
        limit: usize::try_from(search.limit).unwrap_or(usize::MAX),
    })
}

/// The place behind a cursor: instant and number.
fn place(cursor: &str) -> Option<Sent> {
    let (at, doc) = cursor.split_once('.')?;
    Some(Sent {
        at: Timestamp::from_micros(at.parse().ok()?),
        doc: doc.parse().ok()?,
    })
}

fn answer(tx: &mut Tx<'_>, question: &Question) -> StoreResult<Result<SearchPage, Refusal>> {
    let candidates = match candidates(tx, question)? {
        Ok(candidates) => candidates,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let count: u64 = candidates.values().map(Numbers::count).sum();
    let found = match count {
        0 => Found {
            messages: Vec::new(),
            stopped_at: None,
        },
        count if count <= SEARCH_THREADS_MAX => threads::search(tx, question, &candidates)?,
        _ => along_all(tx, question, &candidates)?,
    };
    hits::page(tx, question, found).map(Ok)
}

/// In which conversations all terms stand and the filters allow to look.
fn candidates(tx: &mut Tx<'_>, question: &Question) -> StoreResult<Result<Candidates, Refusal>> {
    let workspace_id = question.workspace_id;
    let allowed = match allowed(tx, question)? {
        Ok(allowed) => allowed,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let candidates = match &allowed {
        Allowed::Account(number) => {
            let found = words::find_all_terms(tx, workspace_id, *number, &question.query)?;
            Candidates::from([(*number, found)])
        }
        _ => words::find_all_terms_everywhere(tx, workspace_id, &question.query)?,
    };
    Ok(Ok(match &allowed {
        Allowed::Threads(threads) => words::both(candidates, threads),
        _ => candidates,
    }))
}

/// Where the filters allow to look.
enum Allowed {
    All,
    /// In an account, by its number.
    Account(i64),
    Threads(Candidates),
}

fn allowed(tx: &mut Tx<'_>, question: &Question) -> StoreResult<Result<Allowed, Refusal>> {
    let workspace_id = question.workspace_id;
    let account = match question.account_id {
        None => None,
        Some(account_id) => match accounts::find_any(tx, workspace_id, account_id)? {
            Some(account) => Some(account.number),
            None => return Ok(Err(Refusal::of(ErrorCode::AccountNotFound))),
        },
    };
    let mut threads: Option<BTreeSet<i64>> = None;
    if let Some(conversation_id) = question.conversation_id {
        match conversations::find(tx, workspace_id, conversation_id)? {
            Some(conversation)
                if account.is_none_or(|account| account == account_number(conversation.thread)) =>
            {
                threads = Some(BTreeSet::from([conversation.thread]));
            }
            _ => return Ok(Err(Refusal::of(ErrorCode::ConversationNotFound))),
        }
    }
    if let Some(person_id) = question.person_id {
        let is_there = people::find(tx, workspace_id, person_id)?.is_some();
        if !is_there || !known::is_seen(tx, &question.caller, person_id)? {
            return Ok(Err(Refusal::of(ErrorCode::PersonNotFound)));
        }
        let theirs = conversations::list_threads_with(
            tx,
            workspace_id,
            person_id,
            i64::MIN,
            PERSON_THREADS_MAX,
        )?;
        let theirs: BTreeSet<i64> = theirs.into_iter().collect();
        threads = Some(match threads {
            Some(threads) => &threads & &theirs,
            None => theirs,
        });
    }
    let Some(threads) = threads else {
        return Ok(Ok(account.map_or(Allowed::All, Allowed::Account)));
    };
    let mut allowed = Candidates::new();
    for thread in threads {
        let number = account_number(thread);
        if account.is_none_or(|account| account == number) {
            let numbers = allowed.entry(number).or_default();
            numbers.insert(conversation_number(thread));
        }
    }
    Ok(Ok(Allowed::Threads(allowed)))
}

/// Conversations of one person that are searched at most.
const PERSON_THREADS_MAX: u32 = 10_000;
/// Places that are read at a time.
const STRIDE: u32 = 2_000;

/// Searches along the order in which all messages of the workspace were sent.
fn along_all(tx: &mut Tx<'_>, question: &Question, candidates: &Candidates) -> StoreResult<Found> {
    let (workspace_id, since) = (question.workspace_id, question.since);
    let mut messages = Vec::new();
    let mut below = question.below;
    let (mut places_left, mut texts_left) = (SEARCH_PLACES_MAX, SEARCH_TEXTS_MAX as usize);
    while places_left > 0 {
        let stride = STRIDE.min(places_left);
        let places = messages::list_places(tx, workspace_id, below, since, stride)?;
        let is_end = u32::try_from(places.len()) != Ok(stride);
        let wanted: Vec<i64> = places
            .iter()
            .map(|place| place.doc)
            .filter(|doc| is_candidate(candidates, *doc))
            .collect();
        for docs in wanted.chunks(TEXTS_AT_ONCE) {
            if texts_left < docs.len() {
                return Ok(Found {
                    messages,
                    stopped_at: Some(below),
                });
            }
            texts_left -= docs.len();
            for message in messages::list_known(tx, workspace_id, docs)? {
                below = message.sent();
                if question.fits(&message) {
                    messages.push(message);
                    if messages.len() > question.limit {
                        return Ok(Found {
                            messages,
                            stopped_at: None,
                        });
                    }
                }
            }
        }
        match places.last() {
            Some(last) if !is_end => below = *last,
            _ => {
                return Ok(Found {
                    messages,
                    stopped_at: None,
                });
            }
        }
        places_left -= stride;
    }
    Ok(Found {
        messages,
        stopped_at: Some(below),
    })
}

/// Texts that are read at a time.
const TEXTS_AT_ONCE: usize = 100;

fn is_candidate(candidates: &Candidates, doc: i64) -> bool {
    let thread = conversations::thread_of_doc(doc);
    candidates
        .get(&account_number(thread))
        .is_some_and(|numbers| numbers.contains(conversation_number(thread)))
}

impl Question {
    /// Whether a message is one of those that are looked for.
    fn fits(&self, message: &Message) -> bool {
        let is_direction = self
            .is_outgoing
            .is_none_or(|is_outgoing| message.is_outgoing == is_outgoing);
        let subject = message.subject.as_deref().unwrap_or_default();
        is_direction
            && message.deleted_at.is_none()
            && self
                .query
                .matches(&search::entries_of([message.text.as_str(), subject]))
    }

    fn hit(&self, message: Message, sender: Option<Person>, conversation: Conversation) -> Hit {
        let subject = message.subject.as_deref().unwrap_or_default();
        let text_spans = self.query.spans(&message.text);
        Hit {
            snippet: search::excerpt(&message.text, &text_spans, SNIPPET_CHARS_MAX),
            subject_spans: self.query.spans(subject),
            text_spans,
            message,
            sender,
            conversation,
        }
    }
}
