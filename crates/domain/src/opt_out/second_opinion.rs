//! A second opinion on what the patterns take for a request.
//!
//! The patterns see the words of a request, and not the hundred ways in which the rest of a message says that it is
//! none: a joke, a wish to see more, another number. A linear model over single words and pairs sees the rest, and
//! nothing exactly. So where the patterns are certain it can make them less so, and only where they find nothing at all,
//! and nothing that tells against it, can it take a message for a request.
//!
//! Its weights are learnt from the labelled answers of all languages together, by a test (`tests::training`), and are
//! written down as a table (`weights`).

use std::sync::LazyLock;

use super::sentences::Sentence;
use super::weights::WEIGHTS;

/// Weights are written down in units of so much.
pub(super) const PARTS: f64 = 10.0;
/// A request is doubted whose score is lower. Of the requests in the corpus not one in a hundred is, when it is scored
/// by weights that were learnt from the others.
pub(super) const DOUBT: f64 = -1.6;
/// The same in a language that the message is probably not written in.
const DOUBT_FOREIGN: f64 = 0.5;
/// A message is taken for a request whose score is higher, where the patterns are silent.
pub(super) const TRUST: f64 = 1.8;
/// So many letters of a word are looked at: its endings are many, and say little.
const LETTERS: usize = 5;

/// The terms of a weight, with `|` between them; a pair is written with a blank. The weight of the empty term is that of
/// every answer.
pub(super) type Table = &'static [(i32, &'static str)];

/// What was learnt.
pub(super) static SECOND_OPINION: LazyLock<SecondOpinion> =
    LazyLock::new(|| SecondOpinion::of(WEIGHTS));

/// The weights of terms.
#[derive(Debug)]
pub(super) struct SecondOpinion {
    /// Sorted by their terms.
    weights: Vec<(&'static str, i32)>,
    of_all: i32,
}

impl SecondOpinion {
    fn of(table: Table) -> Self {
        let rows = table.iter();
        let weights = rows.flat_map(|(weight, terms)| terms.split('|').map(|term| (term, *weight)));
        let mut weights: Vec<_> = weights.collect();
        weights.sort_unstable();
        let of_all = weights.first().filter(|(term, _)| term.is_empty());
        Self {
            of_all: of_all.map_or(0, |(_, weight)| *weight),
            weights,
        }
    }

    /// Whether sentences in which a request was found do not read like one.
    pub(super) fn doubts(&self, sentences: &[Sentence]) -> bool {
        self.score(sentences) < DOUBT * PARTS
    }

    /// The same in a language that they are probably not written in.
    pub(super) fn doubts_foreign(&self, sentences: &[Sentence]) -> bool {
        self.score(sentences) < DOUBT_FOREIGN * PARTS
    }

    /// Whether sentences read more like a request than not.
    pub(super) fn leans_to(&self, sentences: &[Sentence]) -> bool {
        self.score(sentences) > 0.0
    }

    /// Whether sentences in which nothing was found read like a request all the same.
    pub(super) fn trusts(&self, sentences: &[Sentence]) -> bool {
        self.score(sentences) > TRUST * PARTS
    }

    fn score(&self, sentences: &[Sentence]) -> f64 {
        let mut known = Vec::new();
        for_each_term(sentences, |term| {
            known.extend(self.weights.binary_search_by_key(&term, |(term, _)| *term));
        });
        known.sort_unstable();
        known.dedup();
        let weights: Vec<i32> = known.iter().map(|at| self.weights[*at].1).collect();
        score(f64::from(self.of_all), weights.into_iter().map(f64::from))
    }
}

/// The score of an answer with terms of these weights: above nothing, it reads like a request.
pub(super) fn score(of_all: f64, weights: impl ExactSizeIterator<Item = f64>) -> f64 {
    let terms = u32::try_from(weights.len()).unwrap_or(u32::MAX).max(1);
    of_all + weights.sum::<f64>() / f64::from(terms).sqrt()
}

/// Every word of the sentences, and every two that follow each other, with the ends of the sentences as `^` and `$`.
pub(super) fn for_each_term(sentences: &[Sentence], mut each: impl FnMut(&str)) {
    let mut pair = String::new();
    for sentence in sentences {
        let words = sentence.words.iter().map(|word| plain(&word.text));
        let end = if sentence.is_question { "?" } else { "$" };
        let mut before = "^";
        for word in words.chain([end]) {
            each(word);
            pair.clear();
            pair.push_str(before);
            pair.push(' ');
            pair.push_str(word);
            each(&pair);
            before = word;
        }
    }
}

/// How a word begins; all numbers are one.
fn plain(word: &str) -> &str {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return "#";
    }
    let end = word.char_indices().nth(LETTERS);
    end.map_or(word, |(end, _)| &word[..end])
}
