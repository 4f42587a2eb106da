//! Mending words that are mistyped by one letter.

use std::borrow::Cow;

use super::language::Language;
use super::pattern::{self, Stem};
use super::sentences::{Sentence, Word};

/// The lists whose words are worth mending.
const MENDED: &[&str] = &[
    "bare_request",
    "contact",
    "contacting",
    "contacted",
    "write",
    "writing",
    "written",
    "message",
    "stop",
    "remove",
    "mended",
];
/// Shorter words have too many neighbours: in them, letters may at most be missing or have changed places.
const BYTES_MIN: usize = 7;
/// Still shorter ones are left alone.
const SHORT_BYTES_MIN: usize = 6;
/// The lists whose short words are worth it.
const SHORT_MENDED: &[&str] = &["bare_request", "remove"];
/// Right words that are one letter away from a word worth mending, in any language.
const NEIGHBOURS: &[&str] = &[
    "contract*",
    "contrat*",
    "kontrakt*",
    "contrast*",
    "massage*",
    "passage*",
    "content*",
    "contenu*",
    "contin*",
    "conte*",
    "conta",
    "contag*",
    "compact*",
    "contanto",
    "stalen",
    "import*",
];

/// Words by the number of their first letter.
type ByLetter<T> = [Vec<T>; pattern::LETTERS];

fn by_letter<T>(words: impl Iterator<Item = T>, text: impl Fn(&T) -> &'static str) -> ByLetter<T> {
    let mut lists = [const { Vec::new() }; pattern::LETTERS];
    for word in words {
        lists[pattern::letter(text(&word))].push(word);
    }
    lists
}

/// What a language knows of its words.
#[derive(Debug)]
pub(super) struct Spelling {
    /// Every word of its lists and patterns, sorted, and every start of a word.
    words: Vec<&'static str>,
    starts: ByLetter<&'static str>,
    /// The words worth mending.
    mended: ByLetter<Stem>,
    /// Chat spellings, and what they stand for.
    chat: &'static [(&'static str, &'static str)],
}

impl Spelling {
    pub(super) fn of(language: &Language) -> Self {
        let lists = language.classes.iter().map(|(_, list)| *list);
        let texts = lists
            .chain(language.patterns())
            .chain(NEIGHBOURS.iter().copied());
        let (starts, words): (Vec<Stem>, _) = texts
            .flat_map(pattern::stems)
            .partition(|stem| stem.is_start);
        let mut words: Vec<_> = words.iter().map(|stem| stem.text).collect();
        words.sort_unstable();
        words.dedup();
        let mended = language.classes.iter().flat_map(|(name, list)| {
            let bytes_min = if SHORT_MENDED.contains(name) {
                SHORT_BYTES_MIN
            } else {
                BYTES_MIN
            };
            let stems = pattern::stems(list).filter(|_| MENDED.contains(name));
            stems.filter(move |stem| stem.text.len() >= bytes_min && stem.text.is_ascii())
        });
        Self {
            words,
            starts: by_letter(starts.iter().map(|stem| stem.text), |start| start),
            mended: by_letter(mended, |stem| stem.text),
            chat: language.chat,
        }
    }

    /// The sentences with their mistyped and shortened words mended.
    pub(super) fn mend<'s>(&self, sentences: &'s [Sentence]) -> Cow<'s, [Sentence]> {
        let mut mended = Cow::Borrowed(sentences);
        for (number, sentence) in sentences.iter().enumerate() {
            // From the end, so that more words in place of one do not move those still to be read.
            for (at, word) in sentence.words.iter().enumerate().rev() {
                let chat = self.chat.iter().find(|(short, _)| *short == word.text);
                let right = chat.map(|(_, long)| (*long).to_owned());
                if let Some(right) = right.or_else(|| self.right(&word.text)) {
                    let words = &mut mended.to_mut()[number].words;
                    words.splice(at..=at, replaced(word, &right));
                }
            }
        }
        mended
    }

    /// The word that is meant, if `word` is none but nearly one.
    fn right(&self, word: &str) -> Option<String> {
        if word.len() + 1 < SHORT_BYTES_MIN || !word.is_ascii() || self.is_known(word) {
            return None;
        }
        self.mended[pattern::letter(word)].iter().find_map(|stem| {
            let behind = behind_slip(word, stem)?;
            Some(format!("{}{}", stem.text, &word[behind..]))
        })
    }

    fn is_known(&self, word: &str) -> bool {
        self.words.binary_search(&word).is_ok()
            || self.starts[pattern::letter(word)]
                .iter()
                .any(|start| word.starts_with(start))
    }
}

/// The words of `right` in place of `word`.
fn replaced(word: &Word, right: &str) -> Vec<Word> {
    let words = right.split(' ').enumerate();
    let word = |(number, text): (usize, &str)| {
        Word::new(text.to_owned(), word.starts_clause && number == 0)
    };
    words.map(word).collect()
}

/// Where what was meant for `stem` ends in `word`, if it differs by one letter, or by two that have changed places. The
/// first letter is hardly ever the wrong one.
fn behind_slip(word: &str, stem: &Stem) -> Option<usize> {
    let wanted = stem.text.as_bytes();
    if word.as_bytes().first() != wanted.first() || word.len() + 1 < wanted.len() {
        return None;
    }
    let ends = [wanted.len(), wanted.len() + 1, wanted.len() - 1];
    ends.into_iter()
        .filter(|end| *end <= word.len() && (stem.is_start || *end == word.len()))
        .find(|end| is_slip(&word.as_bytes()[..*end], wanted))
        .filter(|end| {
            wanted.len() >= BYTES_MIN || has_same_letters(&word.as_bytes()[..*end], wanted)
        })
}

/// Whether all that was typed was wanted.
fn has_same_letters(typed: &[u8], wanted: &[u8]) -> bool {
    typed.len() <= wanted.len() && typed.iter().all(|letter| wanted.contains(letter))
}

/// Whether one letter is wrong, missing or too many, or two have changed places.
fn is_slip(typed: &[u8], wanted: &[u8]) -> bool {
    let same = typed
        .iter()
        .zip(wanted)
        .take_while(|(one, other)| one == other)
        .count();
    let (typed, wanted) = (&typed[same..], &wanted[same..]);
    match typed.len().cmp(&wanted.len()) {
        std::cmp::Ordering::Less => typed == &wanted[1..],
        std::cmp::Ordering::Greater => &typed[1..] == wanted,
        std::cmp::Ordering::Equal => match (typed, wanted) {
            ([_, typed @ ..], [_, wanted @ ..]) if typed == wanted => true,
            ([one, two, typed @ ..], [first, second, wanted @ ..]) => {
                (one, two) == (second, first) && typed == wanted
            }
            _ => false,
        },
    }
}
