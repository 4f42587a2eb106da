//! What the patterns of a language find in an answer, and what that comes to.

use super::language::{Reader, Rule};
use super::pattern::View;
use super::second_opinion::SECOND_OPINION;
use super::sentences::{Sentence, Word};
use super::{Evidence, NOTHING, OptOut, Recognised, bare};

/// A refusal is flat only in a message of so many words.
const REFUSAL_WORDS_MAX: usize = 40;
/// A question is something that is asked back from so many words on; shorter ones are exclamations, or "ok?".
const QUESTION_WORDS_MIN: usize = 4;
/// A negation denies what is so many words away from it, on either side.
const NEGATION_REACH: usize = 2;
/// A stop word closes a message of so many words.
const CLOSING_WORDS_MAX: usize = 14;

/// An answer in the course of being read in one language: which words are spoken for, sentence by sentence.
pub(super) struct Reading<'s> {
    reader: &'static Reader,
    sentences: &'s [Sentence],
    taken: Vec<Vec<bool>>,
    /// The marks of all words of each sentence.
    marks: Vec<u128>,
    /// What takes back every request.
    reversal: Option<Evidence>,
    /// What no mask hides.
    wish: Option<Evidence>,
    wished: Vec<Vec<bool>>,
}

impl<'s> Reading<'s> {
    pub(super) fn new(reader: &'static Reader, sentences: &'s [Sentence]) -> Self {
        let taken = sentences
            .iter()
            .map(|sentence| vec![false; sentence.words.len()]);
        let marks = |sentence: &Sentence| {
            let words = sentence.words.iter();
            words.fold(0, |all, word| all | word.mark)
        };
        let mut reading = Self {
            reader,
            marks: sentences.iter().map(marks).collect(),
            sentences,
            taken: taken.collect(),
            reversal: None,
            wish: None,
            wished: Vec::new(),
        };
        reading.reversal = reading.reversal();
        reading.wish = reading.take(&reader.wishes);
        reading.wished = reading.taken.clone();
        reading.take(&reader.masks);
        reading
    }

    /// The first words that one of the rules finds.
    fn find(&self, rules: &'static [Rule]) -> Option<Evidence> {
        rules.iter().find_map(|rule| {
            let mut views = self.views_for(rule);
            views.find_map(|view| Some(self.evidence(rule, view, rule.pattern.find(view)?)))
        })
    }

    /// Takes all words that the rules find; gives the first.
    fn take(&mut self, rules: &'static [Rule]) -> Option<Evidence> {
        let mut first = None;
        for rule in rules {
            for (number, sentence) in self.sentences.iter().enumerate() {
                if !rule.pattern.may_be_in(self.marks[number]) {
                    continue;
                }
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

    /// The sentences in which a rule could find something.
    fn views_for<'a>(&'a self, rule: &'static Rule) -> impl Iterator<Item = View<'a>> {
        let views = self.views().zip(&self.marks);
        let views = views.filter(|(_, marks)| rule.pattern.may_be_in(**marks));
        views.map(|(view, _)| view)
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
    pub(super) fn judge(mut self, is_native: bool) -> Recognised {
        let reader = self.reader;
        if let Some(reversal) = self.reversal.take() {
            return held_back(reversal);
        }
        if let Some(evidence) = self.find(&reader.final_requests) {
            // "O" is "or" in Spanish, and an article in Portuguese.
            return if self.is_foreign(is_native) {
                probable(evidence)
            } else {
                certain(evidence)
            };
        }
        let removal = self.take(&reader.removals);
        let before = self.without_wishes();
        let reminder = self.take(&reader.reminders);
        let settled = self.without_wishes();
        let request = self.wish.take().or(reminder);
        let request = self.take(&reader.requests).or(request);
        let removal = removal.or_else(|| {
            if request.is_none() {
                self.stop_word_in_passing()
            } else {
                None
            }
        });
        let is_removal = removal.is_some();
        if let Some(evidence) = removal.or(request) {
            let door = self.find(&reader.doors);
            // Who is to be forgotten is not written to later either.
            let door = door.or_else(|| {
                if is_removal {
                    None
                } else {
                    self.deferral(&before, &settled)
                }
            });
            return match door {
                Some(door) => held_back(door),
                None if self.is_doubtful() || self.is_foreign(is_native) => probable(evidence),
                None => certain(evidence),
            };
        }
        if !is_native {
            return NOTHING;
        }
        match self.request_as_a_whole() {
            Some(evidence) => certain(evidence),
            None => self.refusal(),
        }
    }

    /// What no pattern understands, and reads like a request all the same: the first sentence stands for it.
    fn request_as_a_whole(&self) -> Option<Evidence> {
        // A complaint says what it is.
        let is_complaint = || self.find(&self.reader.complaints).is_some();
        let is_cued = || {
            self.views()
                .any(|view| self.reader.cue.find(view).is_some())
        };
        let sentences = self.substance();
        let is_trusted = SECOND_OPINION.trusts(&sentences) && is_cued();
        if !is_trusted || !self.is_unopposed() || is_complaint() {
            return None;
        }
        let words = sentences.first()?.words.iter();
        let words: Vec<_> = words.map(|word| word.text.as_str()).collect();
        Some(Evidence {
            language: self.reader.code,
            words: words.join(" "),
            pattern: "the message as a whole",
        })
    }

    /// Whether nothing in the message tells against a request: no mask, no door, no welcome, no question.
    pub(super) fn is_unopposed(&self) -> bool {
        let is_masked = self.taken.iter().flatten().any(|taken| *taken);
        let is_open = || {
            let reader = self.reader;
            let found = [&reader.doors, &reader.deferrals].map(|rules| self.find(rules));
            found.iter().any(Option::is_some)
        };
        let is_taken_back = self.reversal.is_some();
        !is_masked && !is_taken_back && !is_open() && !self.is_welcoming() && !self.asks_back()
    }

    /// What a second opinion is asked about: thanks stand beside requests, and beside everything else.
    fn substance(&self) -> Vec<Sentence> {
        bare::substance(self.reader, self.sentences)
    }

    /// Whether the rest of a message in which a request was found tells against it.
    fn is_doubtful(&self) -> bool {
        self.is_welcoming() || self.asks_back() || self.is_doubted()
    }

    /// Whether the message is in another language, and does not read like a request there.
    fn is_foreign(&self, is_native: bool) -> bool {
        !is_native && SECOND_OPINION.doubts_foreign(&self.substance())
    }

    /// Who refuses what is offered as well is not doubted: "The proposal is not for us, so don't bother sending it."
    fn is_doubted(&self) -> bool {
        SECOND_OPINION.doubts(&self.substance()) && self.find(&self.reader.refusals).is_none()
    }

    /// What takes back a request, unless it is denied itself: "I never asked to be put back on it."
    fn reversal(&self) -> Option<Evidence> {
        self.reader.reversals.iter().find_map(|rule| {
            self.views_for(rule).find_map(|view| {
                let (start, end) = rule.pattern.find(view)?;
                let reach = start.saturating_sub(NEGATION_REACH)..=start;
                let is_start = |at: &usize| view.words[*at].starts_clause;
                let from = reach.clone().rev().find(is_start).unwrap_or(*reach.start());
                let is_denied = self.is_negated(&view.words[from..end]);
                (!is_denied).then(|| self.evidence(rule, view, (start, end)))
            })
        })
    }

    /// Whether the writer wants the talk to go on; "not interested" is no interest.
    fn is_welcoming(&self) -> bool {
        let is_affirmed = |words: &[Word], (start, end): (usize, usize)| {
            let start = start.saturating_sub(NEGATION_REACH);
            let end = words.len().min(end + NEGATION_REACH);
            !self.is_negated(&words[start..end])
        };
        self.reader.welcomes.iter().any(|rule| {
            self.views_for(rule).any(|view| {
                let found = rule.pattern.find(view);
                found.is_some_and(|found| is_affirmed(view.words, found))
            })
        })
    }

    /// Whether the writer asks something that is neither a complaint nor a reproach ("Don't you understand a no?").
    fn asks_back(&self) -> bool {
        let reader = self.reader;
        let mut views = self.sentences.iter().zip(self.views());
        views.any(|(sentence, view)| {
            let is_in = |rules: &[Rule]| rules.iter().any(|rule| rule.pattern.find(view).is_some());
            sentence.is_question
                && sentence.words.len() >= QUESTION_WORDS_MIN
                && !view.taken.contains(&true)
                && !self.is_negated(view.words)
                && !is_in(&reader.complaints)
                && !is_in(&reader.refusals)
        })
    }

    fn is_negated(&self, words: &[Word]) -> bool {
        let taken = vec![false; words.len()];
        let view = View {
            words,
            taken: &taken,
        };
        self.reader.negation.find(view).is_some()
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

    /// A time beside the first request that was taken since `before`: in its clause, or behind it in its sentence. What is
    /// `settled` is none.
    fn deferral(&self, before: &[Vec<bool>], settled: &[Vec<bool>]) -> Option<Evidence> {
        let sentences = self.sentences.iter().zip(&self.taken);
        sentences.zip(before.iter().zip(settled)).find_map(
            |((sentence, taken), (before, settled))| {
                let request = (0..taken.len()).find(|at| taken[*at] && !before[*at])?;
                let words = &sentence.words;
                let start = (0..=request)
                    .rev()
                    .find(|at| words[*at].starts_clause)
                    .unwrap_or(0);
                let clause = &words[start..];
                let taken = vec![false; clause.len()];
                let is_over = self.reader.past.find(View {
                    words: clause,
                    taken: &taken,
                });
                // "I asked you in March."
                if is_over.is_some() {
                    return None;
                }
                // The request may have taken the time: "not before nine".
                let view = View {
                    words: &words[start..],
                    taken: &settled[start..],
                };
                self.reader
                    .deferrals
                    .iter()
                    .find_map(|rule| Some(self.evidence(rule, view, rule.pattern.find(view)?)))
            },
        )
    }

    /// A stop word that is a sentence of its own beside a refusal ("Not interested. Stop."), or ends one ("For the fourth
    /// time: stop."), or is the last sentence of a short message ("Right, that will do. Stop.").
    fn stop_word_in_passing(&self) -> Option<Evidence> {
        let reader = self.reader;
        let is_alone = |sentence: &&Sentence| {
            bare::of(reader, std::slice::from_ref(sentence))
                .is_some_and(|found| found.opt_out == OptOut::Certain)
        };
        let sentences = self.substance();
        let words: usize = sentences.iter().map(|one| one.words.len()).sum();
        let has_question = sentences.iter().any(|sentence| sentence.is_question);
        let is_short = words <= CLOSING_WORDS_MAX && !has_question;
        let last = sentences.last().filter(is_alone).filter(|_| is_short);
        let closings: Vec<Sentence> = sentences.iter().filter_map(last_clause).collect();
        let closed = closings.last().filter(is_alone);
        let closed = closed.filter(|_| is_short && SECOND_OPINION.leans_to(&sentences));
        let alone = last.or(closed).or_else(|| {
            let is_removal = |sentence: &&Sentence| bare::is_removal(reader, sentence);
            let removal = self.sentences.iter().find(is_removal);
            let alone = self.sentences.iter().find(is_alone);
            let alone = alone.or(closings.iter().find(is_alone)).or(removal)?;
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
            None => probable(evidence),
        }
    }
}

/// What follows the last colon, comma or dash.
fn last_clause(sentence: &Sentence) -> Option<Sentence> {
    let mut clauses = sentence.words.chunk_by(|_, next| !next.starts_clause);
    Some(Sentence {
        words: clauses.next_back()?.to_vec(),
        is_question: sentence.is_question,
    })
}

fn certain(evidence: Evidence) -> Recognised {
    Recognised {
        opt_out: OptOut::Certain,
        evidence: Some(evidence),
        door: None,
    }
}

fn probable(evidence: Evidence) -> Recognised {
    Recognised {
        opt_out: OptOut::Probable,
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
