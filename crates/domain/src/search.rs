//! Keyword search: how a text becomes words, and how a query becomes terms that must all match.
//!
//! Folding and splitting happen here once, for the index and for queries alike, so that both storage engines only
//! ever compare whole words, and prefixes, byte by byte: the same matches on both.
//!
//! - **Folding**: compatibility decomposition (NFKD), lower case, combining marks off: `Ångström` and `ANGSTROM` are
//!   one word, so are `ﬁ` and `fi`, `①` and `1`. Marks that are letters of their own, such as the vowel signs of
//!   Indic scripts, stay. A few Latin letters without a decomposition follow what people type: ß → ss, ø → o, ı → i …
//! - **Words** are runs of letters and digits; everything else separates. `don't` is `don` and `t`. Words are cut at
//!   [`WORD_BYTES_MAX`] bytes, on both sides, so that a long word still finds itself.
//! - **Scripts without spaces** (Han, kana, Hangul, Thai, Lao, Khmer, Burmese) are split into overlapping pairs, and
//!   the last letter of a run is a word of its own: `東京都` is `東京`, `京都` and `都`. A query of two or more letters
//!   asks for its pairs; a query of one letter asks for every word that starts with it, which finds the letter
//!   wherever it stands. Pairs may be found apart from one another: that is the price of an index without positions.
//! - **Terms**: all must match. The last one matches as a prefix if it has [`QUERY_PREFIX_CHARS_MIN`] letters, because
//!   the caller may still be typing.

mod fold;
mod query;

pub use query::{InvalidQuery, Query, Term};

#[cfg(doc)]
use crate::limits::QUERY_PREFIX_CHARS_MIN;
use crate::limits::WORD_BYTES_MAX;

/// The different words of a text as they are indexed: folded, sorted, each once, none longer than
/// [`WORD_BYTES_MAX`] bytes.
pub fn words(text: &str) -> Vec<String> {
    words_of([text])
}

/// The different words of several texts together, as of one text with a separator between them.
pub fn words_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut words = Vec::new();
    for text in texts {
        fold::for_each_run(text, |run, has_spaces| {
            if has_spaces {
                words.push(cut(run).to_owned());
            } else {
                push_pairs(run, &mut words);
            }
        });
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// The longest start of `word` that is within the bound and ends between two characters.
fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(WORD_BYTES_MAX)]
}

/// Each pair of neighbours in `run`, and its last letter.
fn push_pairs(run: &str, words: &mut Vec<String>) {
    words.extend(run.char_indices().map(|(start, letter)| {
        let behind = start + letter.len_utf8();
        let next = run[behind..].chars().next().map_or(0, char::len_utf8);
        run[start..behind + next].to_owned()
    }));
}

#[cfg(test)]
mod tests;
