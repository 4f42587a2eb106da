//! Whether an answer asks not to be contacted any more.
//!
//! The writer's own words are taken out of the answer (`own_words`), become sentences of folded words (`sentences`), are
//! mended where they are mistyped or shortened (`spelling`), and are held against the patterns of each language
//! (`language`, `pattern`). What a pattern finds counts only if nothing
//! in the message leaves a door open in the same language: another time, another way, another person. Nor does it
//! where an earlier request is taken back, or one thing only changed for another.
//!
//! A request that no door holds back is still doubted where the writer welcomes the talk or asks something back, and
//! where the message as a whole does not read like one (`second_opinion`): then it is only probable.
//! A message in which no pattern finds anything is a request where as a whole it reads like one, and nothing tells against
//! that.
//!
//! A certain answer suppresses somebody at once and for good, a probable one pauses and asks a person. In doubt it is
//! the weaker one.

mod bare;
mod dutch;
mod english;
mod french;
mod german;
mod italian;
mod language;
mod own_words;
mod pattern;
mod polish;
mod portuguese;
mod reading;
mod second_opinion;
mod sentences;
mod spanish;
mod spelling;
mod weights;

use std::borrow::Cow;

use language::{READERS, Reader};
use pattern::View;
use reading::Reading;
use sentences::Sentence;

/// Only so many bytes of the own words are read: nobody hides a request behind more.
const BYTES_MAX: usize = 16_384;
/// So many words show in which language they are,
const UNKNOWN_WORDS: usize = 9;
/// as one in so many is a common one of its language.
const UNKNOWN_SHARE: usize = 10;
/// A language is not read whose common words are fewer by so many than those of the most familiar one.
const FAMILIARITY_LEAD: usize = 2;

/// Nothing was found.
const NOTHING: Recognised = Recognised {
    opt_out: OptOut::None,
    evidence: None,
    door: None,
};

/// How sure it is that a writer asks not to be contacted any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptOut {
    /// Nothing of the kind.
    None,
    /// A refusal or annoyance that likely means it, without saying it.
    Probable,
    /// An explicit request.
    Certain,
}

/// What was found in an answer, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// How sure it is.
    pub opt_out: OptOut,
    /// The words that say so; none if nothing does.
    pub evidence: Option<Evidence>,
    /// The words that leave a door open, where a request or refusal was therefore not counted.
    pub door: Option<Evidence>,
}

/// Words of an answer, as they were understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The language of the pattern, two letters.
    pub language: &'static str,
    /// The words, folded.
    pub words: String,
    /// The pattern that found them.
    pub pattern: &'static str,
}

/// Reads an answer.
pub fn recognise(text: &str) -> Recognised {
    let own = own_words::of(text);
    let own = &own[..own.floor_char_boundary(BYTES_MAX)];
    let sentences = sentences::of(own);
    let mut best = NOTHING;
    if sentences.is_empty() {
        return best;
    }
    let short = own_words::without_name(own)
        .map(sentences::of)
        .unwrap_or_default();
    let familiarity: Vec<usize> = READERS
        .iter()
        .map(|reader| common(reader, &sentences))
        .collect();
    let most = familiarity.iter().copied().max().unwrap_or_default();
    let words: usize = sentences.iter().map(|sentence| sentence.words.len()).sum();
    // In a language that none of these is, single words that look like some say nothing for sure.
    let is_unknown = words >= UNKNOWN_WORDS && most * UNKNOWN_SHARE < words;
    for (reader, familiar) in READERS.iter().zip(familiarity) {
        let is_native = familiar == most && !is_unknown;
        let is_foreign = familiar + FAMILIARITY_LEAD <= most;
        let [sentences, short] = [&sentences, &short].map(|sentences| {
            if is_native {
                reader.spelling.mend(sentences)
            } else {
                Cow::Borrowed(&sentences[..])
            }
        });
        let bare = bare::of(reader, &sentences).or_else(|| bare::of(reader, &short));
        let found = match bare {
            Some(found) => found,
            None if is_foreign => continue,
            None => Reading::new(reader, &sentences).judge(is_native),
        };
        let is_stronger = found.opt_out > best.opt_out;
        if is_stronger || best.evidence.is_none() && best.door.is_none() {
            best = found;
        }
    }
    if is_unknown {
        best.opt_out = best.opt_out.min(OptOut::Probable);
    }
    best
}

/// How many words of the sentences are common ones of the language.
fn common(reader: &Reader, sentences: &[Sentence]) -> usize {
    let count = |sentence: &Sentence| {
        let taken = vec![false; sentence.words.len()];
        let view = View {
            words: &sentence.words,
            taken: &taken,
        };
        (0..taken.len())
            .filter(|at| reader.common.is_at(view, *at))
            .count()
    };
    sentences.iter().map(count).sum()
}

#[cfg(test)]
mod tests;
