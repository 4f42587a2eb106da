//! An answer that is nothing but a stop word, or a no.

use super::language::Reader;
use super::pattern::{Pattern, View};
use super::sentences::{Sentence, Word};
use super::{Evidence, OptOut, Recognised};

/// Courtesies around a bare answer.
const COURTESIES_MAX: usize = 8;
/// With them and the bare answer, it has no more words.
const WORDS_MAX: usize = 24;
/// Without courtesies, a bare answer has no more different words.
const BARE_WORDS_MAX: usize = 8;
/// A courtesy at the end has no more words.
const CLOSING_WORDS_MAX: usize = 6;

/// Whether a sentence only asks for something to be removed, which is not said in it: "Delete it, please."
pub(super) fn is_removal(reader: &Reader, sentence: &Sentence) -> bool {
    if sentence.words.len() > WORDS_MAX {
        return false;
    }
    let words = without_courtesies(reader, &sentence.words);
    let view = View {
        words,
        taken: &UNTAKEN[..words.len()],
    };
    !words.is_empty() && reader.bare_removal.find(view) == Some((0, words.len()))
}

/// The sentences that say something: not "Hi Anna, thanks for your message." All of them, if none does.
pub(super) fn substance(reader: &Reader, sentences: &[Sentence]) -> Vec<Sentence> {
    let is_courtesy = |sentence: &Sentence| {
        sentence.words.len() <= WORDS_MAX && without_courtesies(reader, &sentence.words).is_empty()
    };
    let kept = sentences.iter().filter(|sentence| !is_courtesy(sentence));
    let kept: Vec<Sentence> = kept.cloned().collect();
    if kept.is_empty() {
        sentences.to_vec()
    } else {
        kept
    }
}

/// What an answer says that is nothing but a stop word or a no, with courtesies around it.
pub(super) fn of(reader: &Reader, sentences: &[Sentence]) -> Option<Recognised> {
    let count: usize = sentences.iter().map(|sentence| sentence.words.len()).sum();
    if count == 0 || count > WORDS_MAX {
        return None;
    }
    let together: Vec<Word>;
    let words = match sentences {
        [sentence] => &sentence.words,
        sentences => {
            let words = sentences.iter().flat_map(|sentence| &sentence.words);
            together = words.cloned().collect();
            &together
        }
    };
    let words = without_courtesies(reader, words);
    let is_same = |one: &Word, other: &Word| one.text == other.text;
    if words.chunk_by(is_same).count() > BARE_WORDS_MAX {
        return None;
    }
    let mut words = words.to_vec();
    words.dedup_by(|one, other| one.text == other.text);
    let view = View {
        words: &words,
        taken: &UNTAKEN[..words.len()],
    };
    let is_whole =
        |pattern: &Pattern| pattern.find(view) == Some((0, words.len())) && !words.is_empty();
    let (opt_out, pattern) = if is_whole(&reader.bare_request) {
        (OptOut::Certain, "a stop word alone")
    } else if is_whole(&reader.bare_refusal) {
        (OptOut::Probable, "a refusal alone")
    } else {
        return None;
    };
    let words: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
    let evidence = Evidence {
        language: reader.code,
        words: words.join(" "),
        pattern,
    };
    Some(Recognised {
        opt_out,
        evidence: Some(evidence),
        door: None,
    })
}

/// No word is spoken for.
const UNTAKEN: [bool; WORDS_MAX] = [false; WORDS_MAX];

fn without_courtesies<'w>(reader: &Reader, mut words: &'w [Word]) -> &'w [Word] {
    let mut is_greeted = false;
    for _ in 0..COURTESIES_MAX {
        let view = View {
            words,
            taken: &UNTAKEN[..words.len()],
        };
        let is_at_end = |start: usize| {
            let found = reader.courtesy.find_from(view, start);
            found.filter(|(_, end)| *end == words.len())
        };
        let mut last = words.len().saturating_sub(CLOSING_WORDS_MAX)..words.len();
        if let Some((0, end)) = reader.courtesy.find(view) {
            // A name may follow a greeting: "Hi Anna, …".
            let is_named = words.get(end + 1).is_some_and(|word| word.starts_clause);
            is_greeted |= is_named;
            let end = if is_named && is_greeted { end + 1 } else { end };
            words = &words[end.min(words.len())..];
        } else if let Some((start, _)) = last.find_map(is_at_end) {
            words = &words[..start];
        } else {
            break;
        }
    }
    words
}
