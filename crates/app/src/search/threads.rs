//! Searching a few conversations one by one: always on in the one whose next message is the newest, so that what is found
//! comes in order and nothing older than the page needs is read.

use std::collections::{BTreeSet, BinaryHeap};

use domain::limits::SEARCH_TEXTS_MAX;
use store::conversations;
use store::messages::{self, Message, Sent};
use store::{StoreResult, Tx};

use super::{Candidates, Found, Question};

/// Messages that are read of one conversation at a time.
const CHUNK: u32 = 50;

/// Searches the candidates, of which there are few.
pub(super) fn search(
    tx: &mut Tx<'_>,
    question: &Question,
    candidates: &Candidates,
) -> StoreResult<Found> {
    let workspace_id = question.workspace_id;
    let mut threads = Vec::new();
    for (account, numbers) in candidates {
        for number in numbers.iter() {
            threads.push(conversations::thread_of(*account, number)?);
        }
    }
    // The place below which each is still to be read.
    let mut open: BinaryHeap<(Sent, i64)> = BinaryHeap::new();
    for conversation in conversations::list_by_thread(tx, workspace_id, &threads)? {
        let newest = Sent {
            at: conversation.last_activity_at,
            doc: i64::MAX,
        };
        open.push((newest.min(question.below), conversation.thread));
    }
    let mut found: BTreeSet<Hit> = BTreeSet::new();
    let mut texts_left = SEARCH_TEXTS_MAX;
    while let Some((below, thread)) = open.pop() {
        let sure = found.iter().rev().take_while(|hit| hit.0 >= below).count();
        if sure > question.limit || below.at < question.since {
            return Ok(ordered(found, question, None));
        }
        if texts_left < CHUNK {
            return Ok(ordered(found, question, Some(below)));
        }
        texts_left -= CHUNK;
        let since = question.since;
        let chunk = messages::list_below(tx, workspace_id, thread, below, since, CHUNK)?;
        if let Some(last) = chunk.last()
            && u32::try_from(chunk.len()) == Ok(CHUNK)
        {
            open.push((last.sent(), thread));
        }
        let fitting = chunk.into_iter().filter(|message| question.fits(message));
        found.extend(fitting.map(|message| Hit(message.sent(), message)));
    }
    Ok(ordered(found, question, None))
}

/// A message by its place.
struct Hit(Sent, Message);

impl PartialEq for Hit {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Hit {}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

/// The newest first; what lies below the place at which the search stopped belongs to another page.
fn ordered(found: BTreeSet<Hit>, question: &Question, stopped_at: Option<Sent>) -> Found {
    let newest_first = found.into_iter().rev();
    let sure = newest_first.take_while(|hit| stopped_at.is_none_or(|place| hit.0 >= place));
    let messages = sure.take(question.limit + 1).map(|hit| hit.1);
    Found {
        messages: messages.collect(),
        stopped_at,
    }
}
