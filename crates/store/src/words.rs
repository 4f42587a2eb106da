//! Keyword search: in which conversations of an account each folded word stands, as sets of conversation numbers.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use domain::ids::WorkspaceId;
use domain::search::{Query, Term};

use crate::conversations::{account_number, conversation_number};
use crate::{ColumnType, InsertMany, Row, StoreResult, Tx, Value, params};

/// A block is so many neighbouring conversations: eight columns of 64 bits each.
const BLOCK_BITS: u32 = 9;
const COLUMNS: usize = 8;
const COLUMN_BITS: u32 = 6;

/// The conversations of one block.
type Bits = [u64; COLUMNS];

const WORDS: InsertMany = InsertMany {
    table: "word",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("account_number", ColumnType::Int),
        ("word", ColumnType::Text),
        ("block", ColumnType::Int),
        ("c0", ColumnType::Int),
        ("c1", ColumnType::Int),
        ("c2", ColumnType::Int),
        ("c3", ColumnType::Int),
        ("c4", ColumnType::Int),
        ("c5", ColumnType::Int),
        ("c6", ColumnType::Int),
        ("c7", ColumnType::Int),
    ],
    conflict: "ON CONFLICT (workspace_id, account_number, word, block) DO UPDATE
                  SET c0 = word.c0 | excluded.c0, c1 = word.c1 | excluded.c1, c2 = word.c2 | excluded.c2,
                      c3 = word.c3 | excluded.c3, c4 = word.c4 | excluded.c4, c5 = word.c5 | excluded.c5,
                      c6 = word.c6 | excluded.c6, c7 = word.c7 | excluded.c7
                WHERE word.c0 | excluded.c0 <> word.c0 OR word.c1 | excluded.c1 <> word.c1
                   OR word.c2 | excluded.c2 <> word.c2 OR word.c3 | excluded.c3 <> word.c3
                   OR word.c4 | excluded.c4 <> word.c4 OR word.c5 | excluded.c5 <> word.c5
                   OR word.c6 | excluded.c6 <> word.c6 OR word.c7 | excluded.c7 <> word.c7",
};

/// A set of conversation numbers of one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    blocks: Vec<Bits>,
}

impl Numbers {
    /// How many are in it.
    pub fn count(&self) -> u64 {
        let parts = self.blocks.iter().flatten();
        parts.map(|part| u64::from(part.count_ones())).sum()
    }

    /// Whether `number` is in it.
    pub fn contains(&self, number: i64) -> bool {
        let (column, bit) = place_of(number);
        let index = usize::try_from(block_of(number)).ok();
        let bits = index.and_then(|index| self.blocks.get(index));
        bits.is_some_and(|bits| bits[column] & bit != 0)
    }

    /// Adds `number`.
    pub fn insert(&mut self, number: i64) {
        let (column, bit) = place_of(number);
        let mut bits = Bits::default();
        bits[column] = bit;
        self.insert_block(block_of(number), &bits);
    }

    /// Keeps what is in `other` too.
    pub fn intersect(&mut self, other: &Self) {
        self.blocks.truncate(other.blocks.len());
        let pairs = self.blocks.iter_mut().zip(&other.blocks);
        for (part, kept) in pairs.flat_map(|(block, kept)| block.iter_mut().zip(kept)) {
            *part &= kept;
        }
    }

    /// Removes what is in `other`.
    pub fn subtract(&mut self, other: &Self) {
        let pairs = self.blocks.iter_mut().zip(&other.blocks);
        for (part, removed) in pairs.flat_map(|(block, removed)| block.iter_mut().zip(removed)) {
            *part &= !removed;
        }
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        let parts = self.blocks.iter().flatten().zip(0i64..);
        parts.flat_map(|(part, index)| {
            let bits = *part;
            (0..1i64 << COLUMN_BITS)
                .filter(move |bit| bits >> bit & 1 != 0)
                .map(move |bit| index << COLUMN_BITS | bit)
        })
    }

    fn insert_block(&mut self, block: i64, bits: &Bits) {
        // A conversation number has 22 bits, so that a block number is small.
        let Ok(index) = usize::try_from(block) else {
            return;
        };
        if index >= self.blocks.len() {
            self.blocks.resize(index + 1, Bits::default());
        }
        for (part, added) in self.blocks[index].iter_mut().zip(bits) {
            *part |= added;
        }
    }
}

/// The block of a conversation number.
const fn block_of(number: i64) -> i64 {
    number >> BLOCK_BITS
}

/// The column of a conversation number in its block, and its bit there.
fn place_of(number: i64) -> (usize, u64) {
    let column = (number >> COLUMN_BITS).rem_euclid(8);
    let bit = number & ((1 << COLUMN_BITS) - 1);
    (usize::try_from(column).unwrap_or(0), 1 << bit)
}

/// The eight columns of a row, from the one at `first` on.
fn read_bits(row: &Row<'_>, first: usize) -> StoreResult<Bits> {
    let mut bits = Bits::default();
    for (column, part) in bits.iter_mut().enumerate() {
        *part = row.int(first + column)?.cast_unsigned();
    }
    Ok(bits)
}

/// Notes that these words, each once, stand in a conversation.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    words: &[String],
) -> StoreResult<()> {
    let number = conversation_number(thread);
    let (column, bit) = place_of(number);
    let rows: Vec<Vec<Value<'_>>> = words
        .iter()
        .map(|word| {
            let mut row = Vec::with_capacity(WORDS.columns.len());
            row.extend([
                workspace_id.into(),
                account_number(thread).into(),
                word.into(),
                block_of(number).into(),
            ]);
            row.extend((0..COLUMNS).map(|place| {
                let part = if place == column { bit } else { 0 };
                Value::from(part.cast_signed())
            }));
            row
        })
        .collect();
    tx.insert_many(&WORDS, &rows)?;
    Ok(())
}

macro_rules! delete_from {
    ($column:literal) => {
        concat!(
            "UPDATE word SET ",
            $column,
            " = ",
            $column,
            " & ?5 WHERE workspace_id = ?1 AND account_number = ?2 AND word = ?3 AND block = ?4"
        )
    };
}

/// Notes that these words no longer stand in a conversation.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    words: &[String],
) -> StoreResult<()> {
    const DELETE: [&str; COLUMNS] = [
        delete_from!("c0"),
        delete_from!("c1"),
        delete_from!("c2"),
        delete_from!("c3"),
        delete_from!("c4"),
        delete_from!("c5"),
        delete_from!("c6"),
        delete_from!("c7"),
    ];
    let number = conversation_number(thread);
    let (column, bit) = place_of(number);
    for word in words {
        tx.execute(
            DELETE[column],
            params![
                workspace_id,
                account_number(thread),
                word,
                block_of(number),
                (!bit).cast_signed()
            ],
        )?;
        tx.execute(
            "DELETE FROM word
              WHERE workspace_id = ?1 AND account_number = ?2 AND word = ?3 AND block = ?4
                AND c0 = 0 AND c1 = 0 AND c2 = 0 AND c3 = 0 AND c4 = 0 AND c5 = 0 AND c6 = 0 AND c7 = 0",
            params![
                workspace_id,
                account_number(thread),
                word,
                block_of(number)
            ],
        )?;
    }
    Ok(())
}

/// In which conversations of an account a term matches.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    term: &Term,
) -> StoreResult<Numbers> {
    let mut numbers = Numbers::default();
    let add = |row: &Row<'_>| {
        numbers.insert_block(row.int(0)?, &read_bits(row, 1)?);
        Ok(ControlFlow::Continue(()))
    };
    match term {
        Term::Exact(word) => tx.query_each(
            "SELECT block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word
              WHERE workspace_id = ?1 AND account_number = ?2 AND word = ?3",
            params![workspace_id, account_number, word],
            add,
        )?,
        Term::Prefix(start) => tx.query_each(
            "SELECT block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word
              WHERE workspace_id = ?1 AND account_number = ?2 AND word >= ?3 AND word < ?4",
            params![workspace_id, account_number, start, behind(term)],
            add,
        )?,
    }
    Ok(numbers)
}

/// As [`list`] for all accounts of a workspace, by the number of the account.
fn list_of_all(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    term: &Term,
) -> StoreResult<BTreeMap<i64, Numbers>> {
    let mut found: BTreeMap<i64, Numbers> = BTreeMap::new();
    let add = |row: &Row<'_>| {
        let numbers = found.entry(row.int(9)?).or_default();
        numbers.insert_block(row.int(0)?, &read_bits(row, 1)?);
        Ok(ControlFlow::Continue(()))
    };
    match term {
        Term::Exact(word) => tx.query_each(
            "SELECT w.block, w.c0, w.c1, w.c2, w.c3, w.c4, w.c5, w.c6, w.c7, a.number
               FROM account a CROSS JOIN word w
              WHERE a.workspace_id = ?1 AND w.workspace_id = a.workspace_id AND w.account_number = a.number
                AND w.word = ?2",
            params![workspace_id, word],
            add,
        )?,
        Term::Prefix(start) => tx.query_each(
            "SELECT w.block, w.c0, w.c1, w.c2, w.c3, w.c4, w.c5, w.c6, w.c7, a.number
               FROM account a CROSS JOIN word w
              WHERE a.workspace_id = ?1 AND w.workspace_id = a.workspace_id AND w.account_number = a.number
                AND w.word >= ?2 AND w.word < ?3",
            params![workspace_id, start, behind(term)],
            add,
        )?,
    }
    Ok(found)
}

/// What lies behind every word with the prefix. Words are at most 32 bytes long, so that nothing lies behind nine of
/// the last character.
fn behind(prefix: &Term) -> String {
    prefix.end().unwrap_or_else(|| "\u{10FFFF}".repeat(9))
}

/// Conversations of several accounts, by the number of each.
pub type ByAccount = BTreeMap<i64, Numbers>;

/// The conversations of an account in which every term of a query stands.
pub fn find_all_terms(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    query: &Query,
) -> StoreResult<Numbers> {
    let mut shared: Option<Numbers> = None;
    for term in query.terms() {
        let mut found = list(tx, workspace_id, account_number, term)?;
        if let Some(before) = &shared {
            found.intersect(before);
        }
        shared = Some(found);
    }
    Ok(shared.unwrap_or_default())
}

/// As [`find_all_terms`], in every account that the workspace ever had.
pub fn find_all_terms_everywhere(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    query: &Query,
) -> StoreResult<ByAccount> {
    let mut shared: Option<ByAccount> = None;
    for term in query.terms() {
        let found = list_of_all(tx, workspace_id, term)?;
        shared = Some(match shared {
            None => found,
            Some(before) => both(before, &found),
        });
    }
    Ok(shared.unwrap_or_default())
}

/// The conversations that stand in both.
pub fn both(mut one: ByAccount, other: &ByAccount) -> ByAccount {
    one.retain(|account_number, numbers| {
        other.get(account_number).is_some_and(|kept| {
            numbers.intersect(kept);
            numbers.count() > 0
        })
    });
    one
}
