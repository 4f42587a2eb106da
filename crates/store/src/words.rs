//! Keyword search: in which conversations of an account each folded word stands, as sets of conversation numbers.

use std::ops::ControlFlow;

use domain::ids::WorkspaceId;
use domain::search::Term;

use crate::conversations::{account_number, conversation_number};
use crate::{ColumnType, Engine, InsertMany, Row, StoreResult, Tx, Value, params};

const BLOCK_BITS: u32 = 6;

const WORDS: InsertMany = InsertMany {
    table: "word",
    columns: &[
        ("workspace_id", ColumnType::Blob),
        ("account_number", ColumnType::Int),
        ("word", ColumnType::Text),
        ("block", ColumnType::Int),
        ("conversations", ColumnType::Int),
    ],
    conflict: "ON CONFLICT (workspace_id, account_number, block, word) DO UPDATE
                  SET conversations = word.conversations | excluded.conversations
                WHERE word.conversations | excluded.conversations <> word.conversations",
};

/// A set of conversation numbers of one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    blocks: Vec<u64>,
}

impl Numbers {
    /// How many are in it.
    pub fn count(&self) -> u64 {
        self.blocks
            .iter()
            .map(|block| u64::from(block.count_ones()))
            .sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| *block == 0)
    }

    /// Whether `number` is in it.
    pub fn contains(&self, number: i64) -> bool {
        let (block, bit) = place_of(number);
        self.bits(block) & bit != 0
    }

    /// Adds `number`.
    pub fn insert(&mut self, number: i64) {
        let (block, bit) = place_of(number);
        self.insert_block(block, bit);
    }

    /// Adds what is in `other`.
    pub fn unite(&mut self, other: &Self) {
        if self.blocks.len() < other.blocks.len() {
            self.blocks.resize(other.blocks.len(), 0);
        }
        for (block, added) in self.blocks.iter_mut().zip(&other.blocks) {
            *block |= added;
        }
    }

    /// Keeps what is in `other` too.
    pub fn intersect(&mut self, other: &Self) {
        self.blocks.truncate(other.blocks.len());
        for (block, kept) in self.blocks.iter_mut().zip(&other.blocks) {
            *block &= kept;
        }
    }

    /// Removes what is in `other`.
    pub fn subtract(&mut self, other: &Self) {
        for (block, removed) in self.blocks.iter_mut().zip(&other.blocks) {
            *block &= !removed;
        }
    }

    /// The blocks in which there is a number, ascending.
    pub fn blocks(&self) -> Vec<i64> {
        let blocks = self.blocks.iter().zip(0i64..);
        blocks
            .filter(|(bits, _)| **bits != 0)
            .map(|(_, block)| block)
            .collect()
    }

    fn bits(&self, block: i64) -> u64 {
        let index = usize::try_from(block).ok();
        index
            .and_then(|index| self.blocks.get(index))
            .copied()
            .unwrap_or(0)
    }

    /// Only what lies in these blocks.
    #[must_use]
    pub fn within(&self, blocks: &[i64]) -> Self {
        let mut numbers = Self::default();
        for block in blocks {
            numbers.insert_block(*block, self.bits(*block));
        }
        numbers
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        self.blocks.iter().zip(0i64..).flat_map(|(block, index)| {
            let bits = *block;
            (0..1i64 << BLOCK_BITS)
                .filter(move |bit| bits >> bit & 1 != 0)
                .map(move |bit| index << BLOCK_BITS | bit)
        })
    }

    fn insert_block(&mut self, block: i64, bits: u64) {
        // A conversation number has 22 bits, so that a block number is small.
        let Ok(index) = usize::try_from(block) else {
            return;
        };
        if index >= self.blocks.len() {
            self.blocks.resize(index + 1, 0);
        }
        self.blocks[index] |= bits;
    }
}

/// The block of a conversation number.
pub const fn block_of(number: i64) -> i64 {
    number >> BLOCK_BITS
}

fn place_of(number: i64) -> (i64, u64) {
    (block_of(number), 1 << (number & ((1 << BLOCK_BITS) - 1)))
}

/// Notes that these words, each once, stand in a conversation.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    words: &[String],
) -> StoreResult<()> {
    let (block, bit) = place_of(conversation_number(thread));
    let rows: Vec<Vec<Value<'_>>> = words
        .iter()
        .map(|word| {
            vec![
                workspace_id.into(),
                account_number(thread).into(),
                word.into(),
                block.into(),
                bit.cast_signed().into(),
            ]
        })
        .collect();
    tx.insert_many(&WORDS, &rows)?;
    Ok(())
}

/// Notes that these words no longer stand in a conversation.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    thread: i64,
    words: &[String],
) -> StoreResult<()> {
    let (block, bit) = place_of(conversation_number(thread));
    for word in words {
        tx.execute(
            "UPDATE word SET conversations = conversations & ?5
              WHERE workspace_id = ?1 AND account_number = ?2 AND word = ?3 AND block = ?4",
            params![
                workspace_id,
                account_number(thread),
                word,
                block,
                (!bit).cast_signed()
            ],
        )?;
    }
    Ok(())
}

/// Where a term matches, among the conversations of these blocks of an account. With `among`, nothing need be found
/// outside of it.
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: WorkspaceId,
    account_number: i64,
    term: &Term,
    blocks: &[i64],
    among: Option<&Numbers>,
) -> StoreResult<Numbers> {
    let mut numbers = Numbers::default();
    if blocks.is_empty() {
        return Ok(numbers);
    }
    let mut add = |row: &Row<'_>| {
        numbers.insert_block(row.int(0)?, row.int(1)?.cast_unsigned());
        Ok(ControlFlow::Continue(()))
    };
    match (term, tx.engine()) {
        (Term::Exact(word), engine) => tx.query_each(
            exact_sql(engine),
            params![workspace_id, account_number, json_list(blocks), word],
            &mut add,
        )?,
        (Term::Prefix(start), Engine::Postgres) => tx.query_each(
            "SELECT f.block, f.conversations
               FROM unnest(string_to_array(trim(?3, '[]'), ',')::bigint[]) AS given (block)
              CROSS JOIN LATERAL (SELECT w.block, bit_or(w.conversations) AS conversations FROM word w
                                   WHERE w.workspace_id = ?1 AND w.account_number = ?2 AND w.block = given.block
                                     AND w.word >= ?4 AND w.word < ?5 GROUP BY w.block) AS f",
            params![
                workspace_id,
                account_number,
                json_list(blocks),
                start,
                behind(term)
            ],
            &mut add,
        )?,
        (Term::Prefix(start), Engine::Sqlite) => {
            let end = behind(term);
            for block in blocks {
                let wanted = among.map_or(u64::MAX, |among| among.bits(*block));
                let place = (workspace_id, account_number, *block);
                let bits = prefix_bits(tx, place, (start, &end), wanted)?;
                numbers.insert_block(*block, bits);
            }
        }
    }
    Ok(numbers)
}

/// What lies behind every word with the prefix. Words are at most 32 bytes long, so that nothing lies behind nine of
/// the last character.
fn behind(prefix: &Term) -> String {
    prefix.end().unwrap_or_else(|| "\u{10FFFF}".repeat(9))
}

/// Reads the words of one block that start alike, until all that are wanted are found: a statement costs little here,
/// and a prefix can be very many words.
fn prefix_bits(
    tx: &mut Tx<'_>,
    (workspace_id, account_number, block): (WorkspaceId, i64, i64),
    (start, end): (&str, &str),
    wanted: u64,
) -> StoreResult<u64> {
    let mut found = 0;
    tx.query_each(
        "SELECT conversations FROM word
          WHERE workspace_id = ?1 AND account_number = ?2 AND block = ?3 AND word >= ?4 AND word < ?5",
        params![workspace_id, account_number, block, start, end],
        |row| {
            found |= row.int(0)?.cast_unsigned();
            Ok(if found & wanted == wanted {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        },
    )?;
    Ok(found)
}

/// The engines share no way to hand over a list. Both statements begin with it and look into the key once per block:
/// CROSS JOIN keeps SQLite to that order, OFFSET keeps PostgreSQL to it.
const fn exact_sql(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT w.block, w.conversations FROM json_each(?3) AS given
              CROSS JOIN word w ON w.workspace_id = ?1 AND w.account_number = ?2 AND w.block = given.value
                               AND w.word = ?4"
        }
        Engine::Postgres => {
            "SELECT f.block, f.conversations
               FROM unnest(string_to_array(trim(?3, '[]'), ',')::bigint[]) AS given (block)
              CROSS JOIN LATERAL (SELECT w.block, w.conversations FROM word w
                                   WHERE w.workspace_id = ?1 AND w.account_number = ?2 AND w.block = given.block
                                     AND w.word = ?4 OFFSET 0) AS f"
        }
    }
}

fn json_list(blocks: &[i64]) -> String {
    let blocks: Vec<String> = blocks.iter().map(i64::to_string).collect();
    format!("[{}]", blocks.join(","))
}
