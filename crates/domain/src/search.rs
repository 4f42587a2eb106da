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
//! - **Entries** are what is indexed: the words, and their starts of three and four letters, each with a mark behind it. A
//!   short start stands for very many words, and is so found as one.

mod fold;
mod mark;
mod query;

pub use mark::{Piece, Span, excerpt};
pub use query::{InvalidQuery, Query, Term};

use crate::limits::{QUERY_PREFIX_CHARS_MIN, WORD_BYTES_MAX};

/// The different words of a text as they are indexed: folded, sorted, each once, none longer than
/// [`WORD_BYTES_MAX`] bytes.
pub fn words(text: &str) -> Vec<String> {
    words_of([text])
}

/// The different words of several texts together, as of one text with a separator between them.
pub fn words_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(texts, |word, _| words.push(word.to_owned()));
    words.sort_unstable();
    words.dedup();
    words
}

/// The words of a text as they follow each other, folded.
pub fn words_in_order(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word([text], |word, _| words.push(word.to_owned()));
    words
}

/// What is indexed of several texts: their words, and the marked starts of those. Sorted, each once.
pub fn entries_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut entries = Vec::new();
    for_each_word(texts, |word, has_spaces| {
        entries.push(word.to_owned());
        if has_spaces {
            entries.extend(STARTS.iter().filter_map(|letters| start(word, *letters)));
        } else {
            entries.extend(start(word, 1));
        }
    });
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// So many letters has a start that is indexed, in scripts with spaces; in the others it is one.
const STARTS: [usize; 2] = [QUERY_PREFIX_CHARS_MIN, QUERY_PREFIX_CHARS_MIN + 1];

/// The entry of the first letters of a word, if it has so many.
fn start(word: &str, letters: usize) -> Option<String> {
    let (last, letter) = word.char_indices().nth(letters.checked_sub(1)?)?;
    Some(format!("{}*", &word[..last + letter.len_utf8()]))
}

/// Calls with each word, and whether its script has spaces.
fn for_each_word<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    mut on_word: impl FnMut(&str, bool),
) {
    for text in texts {
        fold::for_each_run(text, |run, has_spaces| {
            if has_spaces {
                on_word(cut(run), true);
            } else {
                pairs(run).for_each(|pair| on_word(pair, false));
            }
        });
    }
}

/// The longest start of `word` that is within the bound and ends between two characters.
fn cut(word: &str) -> &str {
    &word[..word.floor_char_boundary(WORD_BYTES_MAX)]
}

/// Each pair of neighbours in `run`, and its last letter.
fn pairs(run: &str) -> impl Iterator<Item = &str> {
    run.char_indices().map(|(start, letter)| {
        let behind = start + letter.len_utf8();
        let next = run[behind..].chars().next().map_or(0, char::len_utf8);
        &run[start..behind + next]
    })
}

#[cfg(test)]
mod tests;
