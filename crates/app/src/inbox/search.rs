//! The page with keywords.
//!
//! The index tells for each term in which conversations it matches, as bits by conversation number. What all terms share
//! is put into the order of the list by whichever costs less: few matches are looked up and sorted, for many the list is
//! walked until the page is full. Neither reads a message.

use domain::search::Query;
use store::accounts::Account;
use store::inbox::{self, InboxRow};
use store::words::{self, Numbers};
use store::{StoreResult, Tx, conversations};

use super::page::{Question, below};

/// Matches that are looked up and sorted at most.
const SORTED_MATCHES_MAX: u64 = 1_000;
/// To look up a place costs as much as to walk over so many.
const LOOK_UP_COST: u64 = 3;
/// Places of the list that a walk reads at most at a time.
const STRIDE_MAX: u64 = 8_192;

/// Matching conversations from the cursor on, one more than the page holds if there are more, and how many match at
/// all.
pub(super) fn page(
    tx: &mut Tx<'_>,
    question: &Question,
    account: &Account,
    query: &Query,
) -> StoreResult<(i64, Vec<InboxRow>)> {
    let found = Found {
        question,
        account,
        matches: matches(tx, question, account, query)?,
        wanted: u64::from(question.count) + 1,
    };
    let threads = found.newest(tx)?;
    let rows = inbox::list_of(tx, account.workspace_id, &threads)?;
    let total = i64::try_from(found.matches.count()).unwrap_or(i64::MAX);
    Ok((total, rows))
}

/// Where every term matches, and the filter by read state.
fn matches(
    tx: &mut Tx<'_>,
    question: &Question,
    account: &Account,
    query: &Query,
) -> StoreResult<Numbers> {
    let (workspace_id, number) = (account.workspace_id, account.number);
    let mut matches = words::find_all_terms(tx, workspace_id, number, query)?;
    if let Some(is_read) = question.is_read {
        let unread = inbox::list_unread(tx, workspace_id, number)?;
        if is_read {
            matches.subtract(&unread);
        } else {
            matches.intersect(&unread);
        }
    }
    Ok(matches)
}

struct Found<'q> {
    question: &'q Question,
    account: &'q Account,
    matches: Numbers,
    /// One more than the page holds.
    wanted: u64,
}

impl Found<'_> {
    /// The first matches below the cursor.
    fn newest(&self, tx: &mut Tx<'_>) -> StoreResult<Vec<i64>> {
        let matches = self.matches.count();
        let cost = matches.saturating_mul(LOOK_UP_COST);
        if matches <= SORTED_MATCHES_MAX && cost <= self.walk_length(self.wanted) {
            self.sorted(tx)
        } else {
            self.walked(tx)
        }
    }

    /// How many places a walk passes until it has found so many matches, if they lie evenly.
    fn walk_length(&self, missing: u64) -> u64 {
        let all = u64::try_from(self.account.conversation_count).unwrap_or(0);
        missing.saturating_mul(all) / self.matches.count().max(1)
    }

    /// Walks down the list.
    fn walked(&self, tx: &mut Tx<'_>) -> StoreResult<Vec<i64>> {
        let (workspace_id, number) = (self.account.workspace_id, self.account.number);
        let mut threads = Vec::new();
        let mut missing = self.wanted;
        let mut below = below(self.question);
        while missing > 0 {
            // A little more than what is expected to be enough.
            let places = self.walk_length(missing) / 4 * 5 + 8;
            let stride = u32::try_from(places.min(STRIDE_MAX)).unwrap_or(u32::MAX);
            let positions = inbox::list_positions(tx, workspace_id, number, below, stride)?;
            for position in &positions {
                let number = conversations::conversation_number(position.thread);
                if missing > 0 && self.matches.contains(number) {
                    threads.push(position.thread);
                    missing -= 1;
                }
            }
            match positions.last() {
                Some(last) if u32::try_from(positions.len()) == Ok(stride) => below = *last,
                _ => break,
            }
        }
        Ok(threads)
    }

    /// Looks up where each match stands.
    fn sorted(&self, tx: &mut Tx<'_>) -> StoreResult<Vec<i64>> {
        let threads = self
            .matches
            .iter()
            .map(|number| conversations::thread_of(self.account.number, number))
            .collect::<StoreResult<Vec<_>>>()?;
        let mut positions = inbox::list_positions_of(tx, self.account.workspace_id, &threads)?;
        let below = below(self.question);
        positions.retain(|position| *position < below);
        positions.sort_unstable_by(|left, right| right.cmp(left));
        positions.truncate(usize::try_from(self.wanted).unwrap_or(usize::MAX));
        Ok(positions
            .into_iter()
            .map(|position| position.thread)
            .collect())
    }
}
