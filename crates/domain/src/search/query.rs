//! A query and what it matches.

use super::{STARTS, cut, fold, start};
use crate::limits::{QUERY_CHARS_MAX, QUERY_PREFIX_CHARS_MIN, QUERY_TERMS_MAX};

/// One condition on the words of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// The text has this entry: a word, or the marked start of one.
    Exact(String),
    /// The text has a word that starts like this.
    Prefix(String),
}

impl Term {
    /// The folded letters.
    pub fn letters(&self) -> &str {
        match self {
            Self::Exact(letters) | Self::Prefix(letters) => letters,
        }
    }

    /// Whether `word`, as [`entries_of`](super::entries_of) gives it, fulfils the condition.
    pub fn matches(&self, word: &str) -> bool {
        match self {
            Self::Exact(letters) => word == letters,
            Self::Prefix(letters) => word.starts_with(letters.as_str()),
        }
    }

    /// The first string behind all that start with a prefix, in byte order: an index is read from
    /// [`letters`](Self::letters) inclusive to this exclusive. `None` for an exact term, and for a prefix that
    /// nothing lies behind.
    pub fn end(&self) -> Option<String> {
        let Self::Prefix(letters) = self else {
            return None;
        };
        let mut rest = letters.as_str();
        while let Some(last) = rest.chars().next_back() {
            rest = &rest[..rest.len() - last.len_utf8()];
            let next = match last {
                '\u{D7FF}' => Some('\u{E000}'),
                last => char::from_u32(u32::from(last) + 1),
            };
            if let Some(next) = next {
                return Some(format!("{rest}{next}"));
            }
        }
        None
    }
}

/// Terms that must all match; at least one, each once, none implied by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// Why a text cannot be searched for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuery {
    /// No letter and no digit in it.
    #[error("the keywords hold no letter and no digit")]
    NoWords,
    /// Longer than [`QUERY_CHARS_MAX`].
    #[error("the keywords have {count} characters, at most {QUERY_CHARS_MAX} are allowed")]
    TooLong {
        /// Code points given.
        count: usize,
    },
    /// More different terms than [`QUERY_TERMS_MAX`]; in scripts without spaces each pair of letters is one.
    #[error("the keywords are {count} terms, at most {QUERY_TERMS_MAX} are allowed")]
    TooManyTerms {
        /// Terms given.
        count: usize,
    },
}

impl Query {
    /// The terms of `raw`, as the module's documentation says.
    pub fn parse(raw: &str) -> Result<Self, InvalidQuery> {
        let count = raw.chars().count();
        if count > QUERY_CHARS_MAX {
            return Err(InvalidQuery::TooLong { count });
        }
        let mut terms = Vec::new();
        let mut last_word = None;
        fold::for_each_run(raw, |run, has_spaces| {
            last_word = None;
            if has_spaces {
                last_word = Some(terms.len());
                terms.push(Term::Exact(cut(run).to_owned()));
            } else {
                push_pairs(run, &mut terms);
            }
        });
        if let Some(term) = last_word.and_then(|index| terms.get_mut(index))
            && term.letters().chars().count() >= QUERY_PREFIX_CHARS_MIN
        {
            *term = Term::Prefix(term.letters().to_owned());
        }
        let terms = with_starts(without_repetition(terms));
        match terms.len() {
            0 => Err(InvalidQuery::NoWords),
            count if count > QUERY_TERMS_MAX => Err(InvalidQuery::TooManyTerms { count }),
            _ => Ok(Self { terms }),
        }
    }

    /// The terms, sorted, exact ones first.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// One entry of the index under which everything that matches stands, and probably least else: the longest.
    pub fn longest_entry(&self) -> String {
        let letters = |term: &&Term| term.letters().trim_end_matches('*').chars().count();
        match self.terms.iter().max_by_key(letters) {
            Some(Term::Exact(entry)) => entry.clone(),
            // A longer prefix begins with a start that is indexed.
            Some(Term::Prefix(prefix)) => {
                let longest = STARTS.into_iter().max().unwrap_or_default();
                start(prefix, longest).unwrap_or_else(|| prefix.clone())
            }
            None => String::new(),
        }
    }

    /// Whether every term matches one of `entries`. This is what an index must answer.
    pub fn matches(&self, entries: &[impl AsRef<str>]) -> bool {
        let has = |term: &Term| entries.iter().any(|entry| term.matches(entry.as_ref()));
        self.terms.iter().all(has)
    }
}

/// The pairs of `run`; a single letter is the start of a pair or the end of a run.
fn push_pairs(run: &str, terms: &mut Vec<Term>) {
    let letters: Vec<char> = run.chars().collect();
    match letters.as_slice() {
        [_] => terms.push(Term::Prefix(run.to_owned())),
        letters => terms.extend(
            letters
                .windows(2)
                .map(|pair| Term::Exact(pair.iter().collect())),
        ),
    }
}

/// The prefixes that are indexed are looked up like words.
fn with_starts(mut terms: Vec<Term>) -> Vec<Term> {
    for term in &mut terms {
        let Term::Prefix(letters) = term else {
            continue;
        };
        let count = letters.chars().count();
        if (count == 1 || STARTS.contains(&count))
            && let Some(entry) = start(letters, count)
        {
            *term = Term::Exact(entry);
        }
    }
    terms.sort_unstable();
    terms
}

/// Each term once, and no prefix that another term implies: whoever has `john` has `joh…`.
fn without_repetition(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_unstable();
    terms.dedup();
    let is_implied = |index: usize| {
        let prefix = matches!(terms[index], Term::Prefix(_)).then(|| terms[index].letters());
        prefix.is_some_and(|prefix| {
            let others = terms
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index);
            others
                .clone()
                .any(|(_, term)| term.letters().starts_with(prefix))
        })
    };
    let implied: Vec<bool> = (0..terms.len()).map(is_implied).collect();
    let mut implied = implied.into_iter();
    terms.retain(|_| implied.next() == Some(false));
    terms
}
