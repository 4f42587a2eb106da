//! Patterns over the words of one sentence.
//!
//! A pattern is written as elements with blanks between them:
//!
//! | element | matches |
//! | --- | --- |
//! | `word` | that word |
//! | `stem*` | a word that begins so |
//! | `reach_out` | words that follow each other |
//! | `a|b` | one of these |
//! | `a|{b|c}` | one of these; in braces the name of a list of the language stands for its words |
//! | `a|b?` | the same, or nothing |
//! | `!a|b` | nothing, where none of these comes next |
//! | `&a|b` | nothing, where one of these comes next |
//! | `~3` | up to three words of the same clause |
//! | `~~3` | up to three words of the sentence |
//! | `^` `$` | the start and the end of the sentence |
//! | `:` `;` | the start and the end of a clause |

use super::sentences::Word;

/// A pattern, ready to be matched.
#[derive(Debug)]
pub(super) struct Pattern {
    elements: Vec<Element>,
    /// The letters with which a match can begin, one bit each: most places are passed over by this alone.
    first_letters: u32,
}

#[derive(Debug)]
enum Element {
    One {
        of: Vec<Alternative>,
        is_optional: bool,
    },
    Next(Vec<Alternative>),
    Not(Vec<Alternative>),
    Gap {
        words_max: usize,
        is_within_clause: bool,
    },
}

#[derive(Debug, Clone)]
enum Alternative {
    Words(Vec<Stem>),
    SentenceStart,
    SentenceEnd,
    ClauseStart,
    ClauseEnd,
}

#[derive(Debug, Clone)]
struct Stem {
    text: &'static str,
    is_start: bool,
}

impl Stem {
    fn matches(&self, word: &str) -> bool {
        if self.is_start {
            word.starts_with(self.text)
        } else {
            word == self.text
        }
    }
}

/// Words of one sentence, and which of them are spoken for: those match nothing, and no gap leads over them.
#[derive(Clone, Copy)]
pub(super) struct View<'w> {
    pub(super) words: &'w [Word],
    pub(super) taken: &'w [bool],
}

/// The named lists of a language; in a list, `|` separates and `_` joins as in a pattern.
pub(super) type Classes = &'static [(&'static str, &'static str)];

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Panics
    ///
    /// If a gap has no number; every pattern is read in a test.
    pub(super) fn read(text: &'static str, classes: Classes) -> Self {
        let elements = text.split(' ').map(|element| {
            if let Some(count) = element.strip_prefix("~~") {
                return Element::Gap {
                    words_max: number(count),
                    is_within_clause: false,
                };
            }
            if let Some(count) = element.strip_prefix('~') {
                return Element::Gap {
                    words_max: number(count),
                    is_within_clause: true,
                };
            }
            if let Some(wanted) = element.strip_prefix('&') {
                return Element::Next(alternatives(wanted, classes));
            }
            if let Some(refused) = element.strip_prefix('!') {
                return Element::Not(alternatives(refused, classes));
            }
            let wanted = element.strip_suffix('?');
            Element::One {
                of: alternatives(wanted.unwrap_or(element), classes),
                is_optional: wanted.is_some(),
            }
        });
        let elements: Vec<Element> = elements.collect();
        let first_letters = first_letters(&elements);
        Self {
            elements,
            first_letters,
        }
    }

    /// The first place where the pattern matches: the words from and up to, without the latter.
    pub(super) fn find(&self, view: View<'_>) -> Option<(usize, usize)> {
        self.find_from(view, 0)
    }

    /// Whether the pattern matches from the word `start` on.
    pub(super) fn is_at(&self, view: View<'_>, start: usize) -> bool {
        matched(&self.elements, view, start).is_some()
    }

    /// As [`Self::find`], not before the word `start`.
    pub(super) fn find_from(&self, view: View<'_>, start: usize) -> Option<(usize, usize)> {
        (start..view.words.len())
            .filter(|start| letter(&view.words[*start].text) & self.first_letters != 0)
            .find_map(|start| Some((start, matched(&self.elements, view, start)?)))
    }
}

/// The bit of the first letter of a word; all that are no plain letters share one.
fn letter(word: &str) -> u32 {
    match word.bytes().next() {
        Some(byte @ b'a'..=b'z') => 1 << (byte - b'a'),
        _ => 1 << 31,
    }
}

/// The letters with which the first of the elements can begin.
fn first_letters(elements: &[Element]) -> u32 {
    let Some(Element::One {
        of,
        is_optional: false,
    }) = elements.first()
    else {
        return u32::MAX;
    };
    let letters = of.iter().map(|alternative| match alternative {
        Alternative::Words(stems) => stems.first().map_or(u32::MAX, |stem| letter(stem.text)),
        _ => u32::MAX,
    });
    letters.fold(0, |all, letters| all | letters)
}

fn number(text: &str) -> usize {
    text.parse().expect("a gap has a number of words")
}

fn alternatives(text: &'static str, classes: Classes) -> Vec<Alternative> {
    let mut of = Vec::new();
    let mut is_braced = false;
    for alternative in text.split('|') {
        let opened = alternative.strip_prefix('{');
        is_braced |= opened.is_some();
        let name = opened.unwrap_or(alternative);
        let closed = name.strip_suffix('}');
        let name = closed.unwrap_or(name);
        let class = classes
            .iter()
            .find(|(known, _)| is_braced && *known == name);
        is_braced &= closed.is_none();
        match (class, name) {
            (Some((_, list)), _) => of.extend(alternatives(list, classes)),
            (None, "^") => of.push(Alternative::SentenceStart),
            (None, "$") => of.push(Alternative::SentenceEnd),
            (None, ":") => of.push(Alternative::ClauseStart),
            (None, ";") => of.push(Alternative::ClauseEnd),
            (None, words) => of.push(Alternative::Words(words.split('_').map(stem).collect())),
        }
    }
    of
}

fn stem(text: &'static str) -> Stem {
    let start = text.strip_suffix('*');
    Stem {
        text: start.unwrap_or(text),
        is_start: start.is_some(),
    }
}

/// Where the elements end that match from `at` on.
fn matched(elements: &[Element], view: View<'_>, at: usize) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        return Some(at);
    };
    match element {
        Element::One { of, is_optional } => of
            .iter()
            .filter_map(|alternative| end_of(alternative, view, at))
            .find_map(|end| matched(rest, view, end))
            .or_else(|| {
                if *is_optional {
                    matched(rest, view, at)
                } else {
                    None
                }
            }),
        Element::Next(of) => is_next(of, view, at).then(|| matched(rest, view, at))?,
        Element::Not(of) => (!is_next(of, view, at)).then(|| matched(rest, view, at))?,
        Element::Gap {
            words_max,
            is_within_clause,
        } => {
            let last = view.words.len().min(at + words_max);
            let starts_clause =
                |at: usize| at > 0 && view.words.get(at).is_some_and(|word| word.starts_clause);
            for end in at..=last {
                let is_over_end = *is_within_clause && end > at && starts_clause(end - 1);
                if is_over_end || end > at && view.taken[end - 1] {
                    return None;
                }
                if *is_within_clause && starts_clause(end) && !is_anchor(rest) {
                    return None;
                }
                if let Some(end) = matched(rest, view, end) {
                    return Some(end);
                }
            }
            None
        }
    }
}

/// Whether one of the alternatives matches from `at` on.
fn is_next(of: &[Alternative], view: View<'_>, at: usize) -> bool {
    of.iter()
        .any(|alternative| end_of(alternative, view, at).is_some())
}

/// Whether what comes first in these elements may match the end of a clause.
fn is_anchor(elements: &[Element]) -> bool {
    let is_end = |alternative: &Alternative| {
        matches!(
            alternative,
            Alternative::ClauseEnd | Alternative::SentenceEnd
        )
    };
    match elements.first() {
        Some(Element::One { of, is_optional }) => *is_optional || of.iter().any(is_end),
        Some(Element::Next(_) | Element::Not(_) | Element::Gap { .. }) | None => true,
    }
}

/// Where an alternative ends that matches from `at` on.
fn end_of(alternative: &Alternative, view: View<'_>, at: usize) -> Option<usize> {
    let View { words, taken } = view;
    let is_here = match alternative {
        Alternative::Words(stems) => {
            let end = at + stems.len();
            let found = words.get(at..end)?;
            let is_free = !taken[at..end].contains(&true);
            let is_same = stems
                .iter()
                .zip(found)
                .all(|(stem, word)| stem.matches(&word.text));
            return (is_free && is_same).then_some(end);
        }
        Alternative::SentenceStart => at == 0,
        Alternative::SentenceEnd => at == words.len(),
        Alternative::ClauseStart => at == 0 || words.get(at).is_some_and(|word| word.starts_clause),
        Alternative::ClauseEnd => words.get(at).is_none_or(|word| word.starts_clause),
    };
    is_here.then_some(at)
}
