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
//! | `~3` | up to three words of the same clause, at the end of a pattern as many as there are |
//! | `~~3` | up to three words of the sentence, likewise |
//! | `^` `$` | the start and the end of the sentence |
//! | `:` `;` | the start and the end of a clause |

use super::sentences::{Word, mark};

/// The plain letters, and one for everything else.
pub(super) const LETTERS: usize = 27;

/// A pattern, ready to be matched.
#[derive(Debug)]
pub(super) struct Pattern {
    elements: Vec<Element>,
    /// The marks of the words with which a match can begin: most places are passed over by this alone.
    first: u128,
    /// The marks of the words of each element that must find one: most sentences are passed over by this alone.
    needed: Vec<u128>,
}

#[derive(Debug)]
enum Element {
    One {
        of: Alternatives,
        is_optional: bool,
    },
    Next(Alternatives),
    Not(Alternatives),
    Gap {
        words_max: usize,
        is_within_clause: bool,
        /// Its words are only taken if words follow that match.
        is_tight: bool,
        /// A clause may begin where it begins.
        is_at_start: bool,
    },
}

/// What one element takes: words, sorted by their first letters so that only few are looked at, and places.
#[derive(Debug)]
struct Alternatives {
    words: Vec<Vec<Stem>>,
    /// The mark of the word with which each of them begins, and of all of these.
    marks: Vec<u128>,
    all_marks: u128,
    /// Where the words begin that have one of the [`LETTERS`]; behind the last one, where all end.
    starts: [u16; LETTERS + 1],
    places: Vec<Place>,
}

#[derive(Debug, Clone)]
enum Alternative {
    Words(Vec<Stem>),
    Place(Place),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    SentenceStart,
    SentenceEnd,
    ClauseStart,
    ClauseEnd,
}

/// A word, or how it begins.
#[derive(Debug, Clone)]
pub(super) struct Stem {
    pub(super) text: &'static str,
    pub(super) is_start: bool,
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
                    is_tight: false,
                    is_at_start: false,
                };
            }
            if let Some(count) = element.strip_prefix('~') {
                return Element::Gap {
                    words_max: number(count),
                    is_within_clause: true,
                    is_tight: false,
                    is_at_start: false,
                };
            }
            if let Some(wanted) = element.strip_prefix('&') {
                return Element::Next(Alternatives::read(wanted, classes));
            }
            if let Some(refused) = element.strip_prefix('!') {
                return Element::Not(Alternatives::read(refused, classes));
            }
            let wanted = element.strip_suffix('?');
            Element::One {
                of: Alternatives::read(wanted.unwrap_or(element), classes),
                is_optional: wanted.is_some(),
            }
        });
        let mut elements: Vec<Element> = elements.collect();
        for at in 1..elements.len() {
            let (before, behind) = elements.split_at_mut(at);
            let has_start = before.last().is_some_and(Element::has_start);
            if let Element::Gap { is_at_start, .. } = &mut behind[0] {
                *is_at_start = has_start;
            }
        }
        let first = elements.first().and_then(marks).unwrap_or(u128::MAX);
        let needed = elements.iter().filter_map(marks).collect();
        Self {
            elements,
            first,
            needed,
        }
    }

    /// The pattern as one that takes no more words than it needs: none of a gap before the end, or before a place.
    pub(super) fn tight(mut self) -> Self {
        while matches!(self.elements.last(), Some(Element::Gap { .. })) {
            self.elements.pop();
        }
        for element in &mut self.elements {
            if let Element::Gap { is_tight, .. } = element {
                *is_tight = true;
            }
        }
        self
    }

    /// The first place where the pattern matches: the words from and up to, without the latter.
    pub(super) fn find(&self, view: View<'_>) -> Option<(usize, usize)> {
        self.find_from(view, 0)
    }

    /// Whether the pattern matches from the word `start` on.
    pub(super) fn is_at(&self, view: View<'_>, start: usize) -> bool {
        matched(&self.elements, view, start).is_some()
    }

    /// Whether the pattern could match in a sentence whose words have these marks.
    pub(super) fn may_be_in(&self, marks: u128) -> bool {
        self.needed.iter().all(|needed| marks & needed != 0)
    }

    /// As [`Self::find`], not before the word `start`.
    pub(super) fn find_from(&self, view: View<'_>, start: usize) -> Option<(usize, usize)> {
        (start..view.words.len())
            .filter(|start| view.words[*start].mark & self.first != 0)
            .find_map(|start| Some((start, matched(&self.elements, view, start)?)))
    }
}

/// The number of the first letter of a word; all that are no plain letters share the last one.
pub(super) fn letter(word: &str) -> usize {
    match word.bytes().next() {
        Some(byte @ b'a'..=b'z') => usize::from(byte - b'a'),
        _ => LETTERS - 1,
    }
}

/// The marks of the words that an element takes, if it must take one.
fn marks(element: &Element) -> Option<u128> {
    let Element::One {
        of,
        is_optional: false,
    } = element
    else {
        return None;
    };
    if !of.places.is_empty() {
        return None;
    }
    Some(of.all_marks)
}

/// The marks of the words that match the first of these.
fn marks_of_first(stems: &[Stem]) -> u128 {
    match stems.first() {
        // The start of a word has a mark only if it has two letters.
        Some(stem) if stem.is_start && stem.text.len() < 2 => u128::MAX,
        Some(stem) => mark(stem.text),
        None => u128::MAX,
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a gap has a number of words")
}

impl Alternatives {
    fn read(text: &'static str, classes: Classes) -> Self {
        let mut words = Vec::new();
        let mut places = Vec::new();
        for alternative in alternatives(text, classes) {
            match alternative {
                Alternative::Words(stems) => words.push(stems),
                Alternative::Place(place) => places.push(place),
            }
        }
        let first = |stems: &Vec<Stem>| stems.first().map_or(0, |stem| letter(stem.text));
        words.sort_by_key(first);
        let start = |number| words.partition_point(|stems| first(stems) < number);
        let starts = std::array::from_fn(|number| u16::try_from(start(number)).unwrap_or(u16::MAX));
        let marks: Vec<u128> = words.iter().map(|stems| marks_of_first(stems)).collect();
        Self {
            words,
            all_marks: marks.iter().fold(0, |all, mark| all | mark),
            marks,
            starts,
            places,
        }
    }

    /// Where each alternative ends that matches from `at` on.
    fn ends<'a>(&'a self, view: View<'a>, at: usize) -> impl Iterator<Item = usize> + 'a {
        let word = view.words.get(at).filter(|_| !view.taken[at]);
        let mark = word.map_or(0, |word| word.mark);
        let word = word.filter(|_| mark & self.all_marks != 0);
        let range = word.map_or(0..0, |word| {
            let number = letter(&word.text);
            usize::from(self.starts[number])..usize::from(self.starts[number + 1])
        });
        let marked = self.marks[range.clone()].iter().zip(&self.words[range]);
        marked
            .filter(move |(marks, _)| **marks & mark != 0)
            .filter_map(move |(_, stems)| end_of(stems, view, at))
            .chain(self.place(view, at).then_some(at))
    }

    fn place(&self, view: View<'_>, at: usize) -> bool {
        self.places.iter().any(|place| place.is_at(view.words, at))
    }

    fn has_end(&self) -> bool {
        let is_end = |place: &Place| matches!(place, Place::ClauseEnd | Place::SentenceEnd);
        self.places.iter().any(is_end)
    }
}

impl Element {
    /// Whether it matches the start of a clause.
    fn has_start(&self) -> bool {
        match self {
            Self::One { of, .. } => of.places.contains(&Place::ClauseStart),
            Self::Next(_) | Self::Not(_) | Self::Gap { .. } => false,
        }
    }
}

impl Place {
    fn is_at(self, words: &[Word], at: usize) -> bool {
        let next = words.get(at);
        match self {
            Self::SentenceStart => at == 0,
            Self::SentenceEnd => next.is_none(),
            Self::ClauseStart => at == 0 || next.is_some_and(|word| word.starts_clause),
            Self::ClauseEnd => next.is_none_or(|word| word.starts_clause),
        }
    }
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
            (None, "^") => of.push(Alternative::Place(Place::SentenceStart)),
            (None, "$") => of.push(Alternative::Place(Place::SentenceEnd)),
            (None, ":") => of.push(Alternative::Place(Place::ClauseStart)),
            (None, ";") => of.push(Alternative::Place(Place::ClauseEnd)),
            (None, words) => of.push(Alternative::Words(words.split('_').map(stem).collect())),
        }
    }
    of
}

/// The words in a pattern or list.
pub(super) fn stems(text: &'static str) -> impl Iterator<Item = Stem> {
    let is_sign = |sign: char| !sign.is_alphanumeric() && sign != '*';
    let words = text.split(is_sign);
    words
        .filter(|word| !word.is_empty() && *word != "*")
        .map(stem)
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
            .ends(view, at)
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
            is_tight,
            is_at_start,
        } => {
            let last = view.words.len().min(at + words_max);
            let starts_clause =
                |at: usize| at > 0 && view.words.get(at).is_some_and(|word| word.starts_clause);
            let mut longest = None;
            for end in at..=last {
                let is_over_end = *is_within_clause && end > at && starts_clause(end - 1);
                if is_over_end || end > at && view.taken[end - 1] {
                    break;
                }
                let is_next_clause = starts_clause(end) && !(*is_at_start && end == at);
                if *is_within_clause && is_next_clause && !is_anchor(rest) {
                    break;
                }
                let found = matched(rest, view, end);
                if found.is_some() && !rest.is_empty() {
                    let is_before_place = *is_tight && found == Some(end);
                    return if is_before_place { Some(at) } else { found };
                }
                longest = found;
            }
            longest
        }
    }
}

/// Whether one of the alternatives matches from `at` on.
fn is_next(of: &Alternatives, view: View<'_>, at: usize) -> bool {
    of.ends(view, at).next().is_some()
}

/// Whether what comes first in these elements may match the end of a clause.
fn is_anchor(elements: &[Element]) -> bool {
    match elements.first() {
        Some(Element::One { of, is_optional }) => *is_optional || of.has_end(),
        Some(Element::Next(_) | Element::Not(_) | Element::Gap { .. }) | None => true,
    }
}

/// Where the words end that match from `at` on.
fn end_of(stems: &[Stem], view: View<'_>, at: usize) -> Option<usize> {
    let end = at + stems.len();
    let found = view.words.get(at..end)?;
    let is_free = !view.taken[at..end].contains(&true);
    let mut pairs = stems.iter().zip(found);
    (is_free && pairs.all(|(stem, word)| stem.matches(&word.text))).then_some(end)
}
