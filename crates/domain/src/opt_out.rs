//! Whether an answer asks not to be contacted any more.
//!
//! The writer's own words are taken out of the answer (`own_words`), become sentences of folded words (`sentences`), are
//! mended where they are mistyped or shortened (`spelling`), and are held against the patterns of each language
//! (`language`, `pattern`). What a pattern finds counts only if nothing
//! in the message leaves a door open in the same language: another time, another way, another person.
//!
//! A certain answer suppresses somebody at once and for good, a probable one pauses and asks a person. In doubt it is
//! the weaker one.

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
mod sentences;
mod spanish;
mod spelling;

use std::borrow::Cow;

use language::{READERS, Reader, Rule};
use pattern::{Pattern, View};
use sentences::Sentence;

/// Only so many bytes of the own words are read: nobody hides a request behind more.
const BYTES_MAX: usize = 16_384;
/// A refusal is flat only in a message of so many words.
const REFUSAL_WORDS_MAX: usize = 40;
/// A language is not read whose common words are fewer by so many than those of the most familiar one.
const FAMILIARITY_LEAD: usize = 2;
/// A stop word closes a message of so many words.
const CLOSING_WORDS_MAX: usize = 14;
/// Courtesies around a bare answer, in words.
const COURTESIES_MAX: usize = 8;

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
    for (reader, familiar) in READERS.iter().zip(familiarity) {
        let is_native = familiar == most;
        let is_foreign = familiar + FAMILIARITY_LEAD <= most;
        let [sentences, short] = [&sentences, &short].map(|sentences| {
            if is_native {
                reader.spelling.mend(sentences)
            } else {
                Cow::Borrowed(&sentences[..])
            }
        });
        let bare = bare(reader, &sentences).or_else(|| bare(reader, &short));
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

/// An answer that is nothing but a stop word, or a no.
fn bare(reader: &Reader, sentences: &[Sentence]) -> Option<Recognised> {
    let mut words: Vec<_> = sentences
        .iter()
        .flat_map(|sentence| &sentence.words)
        .cloned()
        .collect();
    let mut is_greeted = false;
    for _ in 0..COURTESIES_MAX {
        let taken = vec![false; words.len()];
        let view = View {
            words: &words,
            taken: &taken,
        };
        let is_at_end = |start: usize| {
            reader
                .courtesy
                .find_from(view, start)
                .filter(|(_, end)| *end == words.len())
        };
        if let Some((0, end)) = reader.courtesy.find(view) {
            // A name may follow a greeting: "Hi Anna, …".
            let is_named = words.get(end + 1).is_some_and(|word| word.starts_clause);
            is_greeted |= is_named;
            let end = if is_named && is_greeted { end + 1 } else { end };
            words.drain(..end.min(words.len()));
        } else if let Some((start, _)) = (0..words.len()).rev().take(4).find_map(is_at_end) {
            words.truncate(start);
        } else {
            break;
        }
    }
    words.dedup_by(|one, other| one.text == other.text);
    let taken = vec![false; words.len()];
    let view = View {
        words: &words,
        taken: &taken,
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

/// An answer in the course of being read in one language: which words are spoken for, sentence by sentence.
struct Reading<'s> {
    reader: &'static Reader,
    sentences: &'s [Sentence],
    taken: Vec<Vec<bool>>,
    /// What no mask hides.
    wish: Option<Evidence>,
    wished: Vec<Vec<bool>>,
}

impl<'s> Reading<'s> {
    fn new(reader: &'static Reader, sentences: &'s [Sentence]) -> Self {
        let taken = sentences
            .iter()
            .map(|sentence| vec![false; sentence.words.len()]);
        let mut reading = Self {
            reader,
            sentences,
            taken: taken.collect(),
            wish: None,
            wished: Vec::new(),
        };
        reading.wish = reading.take(&reader.wishes);
        reading.wished = reading.taken.clone();
        reading.take(&reader.masks);
        reading
    }

    /// The first words that one of the rules finds.
    fn find(&self, rules: &'static [Rule]) -> Option<Evidence> {
        rules.iter().find_map(|rule| {
            self.views()
                .find_map(|view| Some(self.evidence(rule, view, rule.pattern.find(view)?)))
        })
    }

    /// Takes all words that the rules find; gives the first.
    fn take(&mut self, rules: &'static [Rule]) -> Option<Evidence> {
        let mut first = None;
        for rule in rules {
            for (number, sentence) in self.sentences.iter().enumerate() {
                let mut from = 0;
                let words = &sentence.words;
                while let Some((start, end)) = rule.pattern.find_from(
                    View {
                        words,
                        taken: &self.taken[number],
                    },
                    from,
                ) {
                    let view = View {
                        words,
                        taken: &self.taken[number],
                    };
                    if first.is_none() {
                        first = Some(self.evidence(rule, view, (start, end)));
                    }
                    self.taken[number][start..end].fill(true);
                    from = end.max(start + 1);
                }
            }
        }
        first
    }

    fn views(&self) -> impl Iterator<Item = View<'_>> {
        let views = self.sentences.iter().zip(&self.taken);
        views.map(|(sentence, taken)| View {
            words: &sentence.words,
            taken,
        })
    }

    fn evidence(&self, rule: &Rule, view: View<'_>, (start, end): (usize, usize)) -> Evidence {
        let words: Vec<_> = view.words[start..end]
            .iter()
            .map(|word| word.text.as_str())
            .collect();
        Evidence {
            language: self.reader.code,
            words: words.join(" "),
            pattern: rule.text,
        }
    }

    /// A refusal is understood only in the language that the answer is most likely written in.
    fn judge(mut self, is_native: bool) -> Recognised {
        let reader = self.reader;
        if let Some(evidence) = self.find(&reader.final_requests) {
            return certain(evidence);
        }
        let removal = self.take(&reader.removals);
        let before = self.without_wishes();
        let request = self.wish.take();
        let request = self.take(&reader.requests).or(request);
        let removal = removal.or_else(|| {
            if request.is_none() {
                self.stop_word_in_passing()
            } else {
                None
            }
        });
        if let Some(evidence) = removal.or(request) {
            let door = self.find(&reader.doors);
            let door = door.or_else(|| self.deferral(&before));
            return match door {
                Some(door) => held_back(door),
                None => certain(evidence),
            };
        }
        if is_native { self.refusal() } else { NOTHING }
    }

    /// The words that are spoken for, but for those of wishes: what a time beside them means is not settled yet.
    fn without_wishes(&self) -> Vec<Vec<bool>> {
        let sentences = self.taken.iter().zip(&self.wished);
        let words = sentences.map(|(taken, wished)| {
            let words = taken.iter().zip(wished);
            words.map(|(taken, wished)| *taken && !wished).collect()
        });
        words.collect()
    }

    /// A time beside the first request that was taken since `before`: in its clause, or behind it in its sentence.
    fn deferral(&self, before: &[Vec<bool>]) -> Option<Evidence> {
        self.sentences.iter().zip(&self.taken).zip(before).find_map(
            |((sentence, taken), before)| {
                let request = (0..taken.len()).find(|at| taken[*at] && !before[*at])?;
                let words = &sentence.words;
                let start = (0..=request)
                    .rev()
                    .find(|at| words[*at].starts_clause)
                    .unwrap_or(0);
                // The request may have taken the time: "not before nine".
                let view = View {
                    words: &words[start..],
                    taken: &before[start..],
                };
                self.reader
                    .deferrals
                    .iter()
                    .find_map(|rule| Some(self.evidence(rule, view, rule.pattern.find(view)?)))
            },
        )
    }

    /// A stop word that is a sentence of its own beside a refusal ("Not interested. Stop."), or the last one of a short
    /// message ("Right, that will do. Stop.").
    fn stop_word_in_passing(&self) -> Option<Evidence> {
        let reader = self.reader;
        let is_alone = |sentence: &&Sentence| {
            bare(reader, std::slice::from_ref(sentence))
                .is_some_and(|found| found.opt_out == OptOut::Certain)
        };
        let words: usize = self
            .sentences
            .iter()
            .map(|sentence| sentence.words.len())
            .sum();
        let has_question = self.sentences.iter().any(|sentence| sentence.is_question);
        let last = self.sentences.last().filter(is_alone);
        let last = last.filter(|_| words <= CLOSING_WORDS_MAX && !has_question);
        let alone = last.or_else(|| {
            let alone = self.sentences.iter().find(is_alone)?;
            self.find(&reader.refusals)
                .or_else(|| self.find(&reader.complaints))?;
            Some(alone)
        })?;
        let words: Vec<_> = alone.words.iter().map(|word| word.text.as_str()).collect();
        Some(Evidence {
            language: reader.code,
            words: words.join(" "),
            pattern: "a stop word beside a refusal",
        })
    }

    fn refusal(&self) -> Recognised {
        let reader = self.reader;
        let words: usize = self
            .sentences
            .iter()
            .map(|sentence| sentence.words.len())
            .sum();
        let is_flat = words <= REFUSAL_WORDS_MAX
            && !self.sentences.iter().any(|sentence| sentence.is_question);
        let refusal = if is_flat {
            self.find(&reader.refusals)
        } else {
            None
        };
        let complaint = self.find(&reader.complaints);
        let is_complaint = complaint.is_some();
        let Some(evidence) = complaint.or(refusal) else {
            return NOTHING;
        };
        // "The third message this week" names a time, and means no other one.
        let door = self.find(&reader.doors);
        let door = door
            .or_else(|| {
                if is_complaint {
                    None
                } else {
                    self.find(&reader.deferrals)
                }
            })
            .or_else(|| self.find(&reader.softeners));
        match door {
            Some(door) => held_back(door),
            None => Recognised {
                opt_out: OptOut::Probable,
                evidence: Some(evidence),
                door: None,
            },
        }
    }
}

fn certain(evidence: Evidence) -> Recognised {
    Recognised {
        opt_out: OptOut::Certain,
        evidence: Some(evidence),
        door: None,
    }
}

fn held_back(door: Evidence) -> Recognised {
    Recognised {
        opt_out: OptOut::None,
        evidence: None,
        door: Some(door),
    }
}

#[cfg(test)]
mod tests;
