//! The page with keywords.
//!
//! The index tells for 512 neighbouring conversations at a time (a block) where a term matches. An exact term is one
//! look per block, so it is looked up in all of them; a prefix can be many words, so it is read block by block, those
//! of the newest conversations first, until the page is full and the total has reached its bound. What is rare is
//! therefore found by looking everywhere, and what is common by looking where the newest are; neither reads a message.

use domain::limits::KEYWORD_TOTAL_MAX;
use domain::search::{Query, Term};
use store::accounts::Account;
use store::inbox::{self, InboxRow};
use store::words::{self, Numbers};
use store::{StoreResult, Tx, conversations};

use super::page::{Question, below};

/// Blocks that are looked at in one statement.
const BLOCKS_AT_ONCE: usize = 8;
/// Matches that are looked up and sorted; where there are more, the list is walked until the page is full.
const SORTED_MATCHES_MAX: u64 = 1_000;
/// Places of the list that a walk reads at most at a time.
const STRIDE_MAX: u32 = 8_192;

/// Matching conversations from the cursor on, one more than the page holds if there are more, and how many match at
/// all; beyond [`KEYWORD_TOTAL_MAX`] that count may stop.
pub(super) fn page(
    tx: &mut Tx<'_>,
    question: &Question,
    account: &Account,
    query: &Query,
) -> StoreResult<(i64, Vec<InboxRow>)> {
    let mut search = Search::begin(tx, question, account, query)?;
    let threads = search.newest(tx)?;
    let total = search.count(tx)?;
    let rows = inbox::list_of(tx, account.workspace_id, &threads)?;
    Ok((i64::try_from(total).unwrap_or(i64::MAX), rows))
}

struct Search<'q> {
    question: &'q Question,
    account: &'q Account,
    prefixes: Vec<&'q Term>,
    /// Where all exact terms match; absent if there are none.
    exact: Option<Numbers>,
    /// For the filter by read state.
    unread: Option<Numbers>,
    /// Blocks that may hold matches and were not looked at for the prefixes.
    unseen: Vec<i64>,
    /// What was found to match in the others.
    matches: Numbers,
}

impl<'q> Search<'q> {
    fn begin(
        tx: &mut Tx<'_>,
        question: &'q Question,
        account: &'q Account,
        query: &'q Query,
    ) -> StoreResult<Self> {
        let terms = query.terms().iter();
        let (exact, prefixes): (Vec<_>, Vec<_>) =
            terms.partition(|term| matches!(term, Term::Exact(_)));
        let mut search = Self {
            question,
            account,
            prefixes,
            exact: None,
            unread: None,
            unseen: (0..=words::block_of(account.conversation_number)).collect(),
            matches: Numbers::default(),
        };
        for term in exact {
            let mut found = search.look_up(tx, term, &search.unseen, None)?;
            if let Some(before) = &search.exact {
                found.intersect(before);
            }
            search.unseen = found.blocks();
            search.exact = Some(found);
        }
        if question.is_read.is_some() && !search.unseen.is_empty() {
            let unread = inbox::list_unread(tx, account.workspace_id, account.number)?;
            search.unread = Some(unread);
        }
        if search.prefixes.is_empty() || search.unseen.len() <= BLOCKS_AT_ONCE / 2 {
            let all = std::mem::take(&mut search.unseen);
            search.look_at(tx, &all)?;
        }
        Ok(search)
    }

    /// The first matches below the cursor, one more than the page holds if there are more.
    fn newest(&mut self, tx: &mut Tx<'_>) -> StoreResult<Vec<i64>> {
        let (workspace_id, number) = (self.account.workspace_id, self.account.number);
        let wanted = usize::try_from(self.question.count).unwrap_or(usize::MAX) + 1;
        let mut threads = Vec::with_capacity(wanted);
        let mut below = below(self.question);
        let mut stride = self.question.count + 4;
        loop {
            if self.unseen.is_empty() && self.matches.count() <= SORTED_MATCHES_MAX {
                return self.sorted(tx, wanted);
            }
            let positions = inbox::list_positions(tx, workspace_id, number, below, stride)?;
            let numbers: Vec<i64> = positions
                .iter()
                .map(|position| conversations::conversation_number(position.thread))
                .collect();
            self.look_at_blocks_of(tx, &numbers)?;
            for (position, number) in positions.iter().zip(numbers) {
                if self.matches.contains(number) {
                    threads.push(position.thread);
                    if threads.len() == wanted {
                        return Ok(threads);
                    }
                }
            }
            match positions.last() {
                Some(last) if u32::try_from(positions.len()) == Ok(stride) => below = *last,
                _ => return Ok(threads),
            }
            stride = (stride * 4).min(STRIDE_MAX);
        }
    }

    /// The same where all matches are known and few: look up where each stands, sort.
    fn sorted(&self, tx: &mut Tx<'_>, wanted: usize) -> StoreResult<Vec<i64>> {
        let threads = self
            .matches
            .iter()
            .map(|number| conversations::thread_of(self.account.number, number))
            .collect::<StoreResult<Vec<_>>>()?;
        let mut positions = inbox::list_positions_of(tx, self.account.workspace_id, &threads)?;
        let below = below(self.question);
        positions.retain(|position| *position < below);
        positions.sort_unstable_by(|left, right| right.cmp(left));
        let first = positions.into_iter().take(wanted);
        Ok(first.map(|position| position.thread).collect())
    }

    /// How many match, exact up to the bound.
    fn count(&mut self, tx: &mut Tx<'_>) -> StoreResult<u64> {
        while !self.unseen.is_empty() && self.matches.count() <= u64::from(KEYWORD_TOTAL_MAX) {
            let rest = self.unseen.split_off(self.unseen.len().min(BLOCKS_AT_ONCE));
            let blocks = std::mem::replace(&mut self.unseen, rest);
            self.look_at(tx, &blocks)?;
        }
        Ok(self.matches.count())
    }

    fn look_at_blocks_of(&mut self, tx: &mut Tx<'_>, numbers: &[i64]) -> StoreResult<()> {
        let mut wanted: Vec<i64> = numbers.iter().copied().map(words::block_of).collect();
        wanted.sort_unstable();
        let is_wanted = |block: &i64| wanted.binary_search(block).is_ok();
        let (blocks, rest): (Vec<i64>, Vec<i64>) = std::mem::take(&mut self.unseen)
            .into_iter()
            .partition(is_wanted);
        self.unseen = rest;
        self.look_at(tx, &blocks)
    }

    /// Adds the matches in these blocks.
    fn look_at(&mut self, tx: &mut Tx<'_>, blocks: &[i64]) -> StoreResult<()> {
        let mut found = self.exact.as_ref().map(|exact| exact.within(blocks));
        if let (Some(unread), Some(false)) = (&self.unread, self.question.is_read) {
            let mut unread = unread.within(blocks);
            if let Some(exact) = &found {
                unread.intersect(exact);
            }
            found = Some(unread);
        }
        for term in &self.prefixes {
            let mut matching = self.look_up(tx, term, blocks, found.as_ref())?;
            if let Some(before) = &found {
                matching.intersect(before);
            }
            found = Some(matching);
        }
        let mut found = found.unwrap_or_default();
        if let (Some(unread), Some(true)) = (&self.unread, self.question.is_read) {
            found.subtract(unread);
        }
        self.matches.unite(&found);
        Ok(())
    }

    fn look_up(
        &self,
        tx: &mut Tx<'_>,
        term: &Term,
        blocks: &[i64],
        among: Option<&Numbers>,
    ) -> StoreResult<Numbers> {
        words::list(
            tx,
            self.account.workspace_id,
            self.account.number,
            term,
            blocks,
            among,
        )
    }
}
