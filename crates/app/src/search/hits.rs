//! From found messages to a page: who wrote each, where it stands, and which of its words were looked for.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::PersonId;
use store::conversations::{self, Conversation};
use store::people::{self, Person};
use store::{StoreError, StoreResult, Tx};

use super::{Found, Question, SearchPage};

/// The page, and where the next one begins.
pub(super) fn page(tx: &mut Tx<'_>, question: &Question, found: Found) -> StoreResult<SearchPage> {
    let workspace_id = question.workspace_id;
    let mut messages = found.messages;
    let has_more = messages.len() > question.limit;
    messages.truncate(question.limit);
    let next = match messages.last() {
        Some(last) if has_more => Some(last.sent()),
        _ => found.stopped_at,
    };
    let threads: BTreeSet<i64> = messages
        .iter()
        .map(|message| conversations::thread_of_doc(message.doc))
        .collect();
    let threads: Vec<i64> = threads.into_iter().collect();
    let shown = conversations::list_by_thread(tx, workspace_id, &threads)?;
    let shown: BTreeMap<i64, Conversation> = shown
        .into_iter()
        .map(|conversation| (conversation.thread, conversation))
        .collect();
    let mut senders: BTreeMap<PersonId, Option<Person>> = BTreeMap::new();
    let mut hits = Vec::with_capacity(messages.len());
    for message in messages {
        let thread = conversations::thread_of_doc(message.doc);
        let conversation = shown.get(&thread).ok_or(StoreError::NotFound)?.clone();
        let sender_id = message.sender_id;
        let sender = if let Some(known) = senders.get(&sender_id) {
            known.clone()
        } else {
            let found = people::find(tx, workspace_id, sender_id)?;
            senders.entry(sender_id).or_insert(found).clone()
        };
        hits.push(question.hit(message, sender, conversation));
    }
    Ok(SearchPage {
        hits,
        next_cursor: next.map(|place| format!("{}.{}", place.at.micros(), place.doc)),
    })
}
