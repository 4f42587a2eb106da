//! One page, in one read transaction.
//!
//! The narrowest way down the list is chosen: what carries a label, a person or keywords is gathered and put into order
//! while it is little; else an index is followed, and what it does not tell apart is sifted. Sifting looks at a bounded
//! number of conversations for each page, which goes on from there with its cursor.

use std::collections::BTreeSet;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, LabelId, WorkspaceId};
use domain::limits::{CONVERSATIONS_GATHERED_MAX, CONVERSATIONS_WALK_MAX};
use domain::network::ThreadKind;
use domain::search::Query;
use domain::time::Timestamp;
use domain::urn::PersonReference;
use store::conversations::{self, Conversation, Direction, Stretch, Walk};
use store::inbox::Position;
use store::{StoreResult, Tx};

use super::filter::{Few, Sieve};
use super::{Assignee, Choice, ConversationPage};
use crate::conversations::view;
use crate::place::{Edges, Place};
use crate::{Caller, Refusal};

/// What is asked, checked as far as it goes without the store.
pub(super) struct Question {
    pub(super) caller: Caller,
    pub(super) workspace_id: WorkspaceId,
    /// None: all of the workspace.
    pub(super) accounts: Vec<AccountId>,
    pub(super) is_unread: Option<bool>,
    pub(super) archived: Choice,
    pub(super) snoozed: Choice,
    pub(super) is_starred: Option<bool>,
    pub(super) label_id: Option<LabelId>,
    pub(super) is_only_labelled: bool,
    pub(super) kind: Option<ThreadKind>,
    pub(super) since: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    pub(super) query: Option<Query>,
    pub(super) person: Option<PersonReference>,
    pub(super) assignee: Option<Assignee>,
    pub(super) limit: u32,
    pub(super) place: Option<Place>,
    pub(super) cursor_key: [u8; 32],
    pub(super) digest: [u8; 8],
}

/// What a page found, in the direction in which it was read.
struct Found {
    rows: Vec<Conversation>,
    /// The last place that was looked at, and whether there may be more behind it.
    reached: Option<Position>,
    has_more: bool,
}

impl Question {
    /// Whether conversations of this account are asked for.
    pub(super) fn is_of(&self, account_id: AccountId) -> bool {
        self.accounts.is_empty() || self.accounts.contains(&account_id)
    }
}

pub(super) fn answer(
    tx: &mut Tx<'_>,
    question: &Question,
) -> StoreResult<Result<ConversationPage, Refusal>> {
    for account_id in &question.accounts {
        if store::accounts::find_any(tx, question.workspace_id, *account_id)?.is_none() {
            return Ok(Err(Refusal::of(ErrorCode::AccountNotFound)));
        }
    }
    let sieve = match Sieve::of(tx, question)? {
        Ok(sieve) => sieve,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let stretch = stretch(question);
    let found = match sieve.gathered() {
        Some(threads) => gather(tx, question, &sieve, threads, stretch)?,
        None => walk(tx, question, &sieve, stretch)?,
    };
    page(tx, question, found).map(Ok)
}

/// What of the list is asked for.
fn stretch(question: &Question) -> Stretch {
    let mut stretch = Stretch::ALL;
    if let Some(since) = question.since {
        stretch.above = Position {
            last_activity_at: Timestamp::from_micros(since.micros().saturating_sub(1)),
            thread: i64::MAX,
        };
    }
    if let Some(until) = question.until {
        stretch.below = Position {
            last_activity_at: until,
            thread: i64::MIN,
        };
    }
    if let Some(place) = question.place {
        let position = Position {
            last_activity_at: place.at,
            thread: place.tie,
        };
        stretch.direction = place.direction;
        match place.direction {
            Direction::Older => stretch.below = stretch.below.min(position),
            Direction::Newer => stretch.above = stretch.above.max(position),
        }
    }
    stretch
}

/// All of a few, in their order.
fn gather(
    tx: &mut Tx<'_>,
    question: &Question,
    sieve: &Sieve<'_>,
    threads: &BTreeSet<i64>,
    stretch: Stretch,
) -> StoreResult<Found> {
    let threads: Vec<i64> = threads.iter().copied().collect();
    let mut rows = conversations::list_of(tx, question.workspace_id, &threads)?;
    rows.retain(|row| stretch.contains(row.position()));
    let mut rows = sieve.sift(tx, rows)?;
    rows.sort_by_key(Conversation::position);
    if stretch.direction == Direction::Older {
        rows.reverse();
    }
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    Ok(Found {
        reached: rows.last().map(Conversation::position),
        rows,
        has_more,
    })
}

/// Down, or up, an index.
fn walk(
    tx: &mut Tx<'_>,
    question: &Question,
    sieve: &Sieve<'_>,
    stretch: Stretch,
) -> StoreResult<Found> {
    let ways = ways(question);
    let limit = usize::try_from(question.limit).unwrap_or(usize::MAX);
    let mut found = Found {
        rows: Vec::new(),
        reached: None,
        has_more: true,
    };
    let mut rest = stretch;
    let mut looked_at = 0;
    // One more than the page shows tells whether there is another.
    let mut stride = question.limit + 1;
    while found.rows.len() <= limit && looked_at < CONVERSATIONS_WALK_MAX {
        let rows = merged(tx, question.workspace_id, &ways, rest, stride)?;
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        looked_at += count;
        if let Some(last) = rows.last() {
            found.reached = Some(last.position());
            rest = rest.behind(last.position());
        }
        found.rows.extend(sieve.sift(tx, rows)?);
        if count < stride {
            found.has_more = false;
            break;
        }
        stride = (stride * 2).min(500);
    }
    if found.rows.len() > limit {
        found.rows.truncate(limit);
        found.reached = found.rows.last().map(Conversation::position);
        found.has_more = true;
    }
    Ok(found)
}

/// The indexes that together hold what is asked for; the first that tells most apart.
fn ways(question: &Question) -> Vec<Walk> {
    if question.snoozed == Choice::Yes {
        return vec![Walk::Snoozed];
    }
    if let Some(Assignee::User(user_id)) = question.assignee {
        return vec![Walk::Assigned(user_id)];
    }
    if question.is_starred == Some(true) {
        return vec![Walk::Starred];
    }
    if question.is_unread == Some(true) {
        let each = question.accounts.iter().copied().map(Walk::UnreadOf);
        let ways: Vec<Walk> = each.collect();
        return if ways.is_empty() {
            vec![Walk::Unread]
        } else {
            ways
        };
    }
    let sides: &[bool] = match question.archived {
        Choice::Yes => &[true],
        Choice::No => &[false],
        Choice::Any => &[false, true],
    };
    let mut ways = Vec::new();
    for is_archived in sides.iter().copied() {
        if question.accounts.is_empty() {
            ways.push(Walk::All { is_archived });
        }
        let each = question.accounts.iter().copied();
        ways.extend(each.map(|account_id| Walk::Account {
            account_id,
            is_archived,
        }));
    }
    ways
}

/// What several indexes hold, as if they were one.
fn merged(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    ways: &[Walk],
    stretch: Stretch,
    limit: u32,
) -> StoreResult<Vec<Conversation>> {
    let mut rows = Vec::new();
    for way in ways {
        rows.extend(conversations::list(tx, workspace_id, *way, stretch, limit)?);
    }
    if ways.len() > 1 {
        rows.sort_by_key(Conversation::position);
        if stretch.direction == Direction::Older {
            rows.reverse();
        }
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(rows)
}

fn page(tx: &mut Tx<'_>, question: &Question, found: Found) -> StoreResult<ConversationPage> {
    let Found {
        mut rows,
        reached,
        has_more,
    } = found;
    let is_upwards = question
        .place
        .is_some_and(|place| place.direction == Direction::Newer);
    let first = rows.first().map(Conversation::position);
    // What was looked at begins where it was asked for, and ends where it was reached.
    let ends = reached.map(|reached| (first.unwrap_or(reached), reached));
    let ends = ends.map(|(first, last)| {
        if is_upwards {
            (last, first)
        } else {
            (first, last)
        }
    });
    if is_upwards {
        rows.reverse();
    }
    let plain = |position: Position| (position.last_activity_at, position.thread);
    let edges = Edges {
        looked_at: ends.map(|(newest, oldest)| (plain(newest), plain(oldest))),
        came_from: question.place,
        has_more,
    };
    let (next_cursor, previous_cursor) = edges.cursors(&question.cursor_key, question.digest);
    Ok(ConversationPage {
        conversations: view::views(tx, question.workspace_id, rows)?,
        next_cursor,
        previous_cursor,
    })
}

/// Threads that are few enough to be put into order at once.
pub(super) fn few(threads: Vec<i64>) -> Option<Few> {
    let is_few =
        u32::try_from(threads.len()).is_ok_and(|count| count <= CONVERSATIONS_GATHERED_MAX);
    is_few.then(|| threads.into_iter().collect())
}
