//! What a language contributes: its lists of words and its patterns.

use std::sync::LazyLock;

use super::pattern::{Classes, Pattern};
use super::spelling::Spelling;
use super::{dutch, english, french, german, italian, polish, portuguese, spanish};

/// The words and patterns of a language, as they are written down.
pub(super) struct Language {
    /// Two letters.
    pub(super) code: &'static str,
    /// The lists. Every language has a `bare_request` and a `bare_refusal`, for answers that are nothing else,
    /// `bare_removal`, for a sentence that is nothing else beside a refusal, `courtesy`, the words around them that change
    /// nothing, `negation`, words that deny what is near them, `past`, words by which a time beside them is one that is
    /// over, and `common`, words by which it is told from others.
    pub(super) classes: Classes,
    /// Chat spellings, and what they stand for.
    pub(super) chat: &'static [(&'static str, &'static str)],
    /// Requests that no mask hides, though the writer is their subject: "make sure that I get no more of these".
    pub(super) wishes: &'static [&'static str],
    /// Words in another sense, the opposite of a request, other people's requests: taken out before anything is sought.
    pub(super) masks: &'static [&'static str],
    /// An earlier request is taken back, or one thing is changed for another: no request counts beside them.
    pub(super) reversals: &'static [&'static str],
    /// Requests that nothing in the message takes back: warnings, "not then and not ever".
    pub(super) final_requests: &'static [&'static str],
    /// Requests to remove somebody or their data. A date beside them is a time limit.
    pub(super) removals: &'static [&'static str],
    /// Requests to leave off a reminder, with the time at which it would come: that is no time to come back.
    pub(super) reminders: &'static [&'static str],
    /// Requests to write no more. With a date beside them they only ask for patience.
    pub(super) requests: &'static [&'static str],
    /// Refusals and annoyance.
    pub(super) refusals: &'static [&'static str],
    /// Refusals that count in a question too, and in a message of any length.
    pub(super) complaints: &'static [&'static str],
    /// Contact is wanted, in another way, with another person, or after all.
    pub(super) doors: &'static [&'static str],
    /// The writer wants the talk to go on, or talks on; a request beside that is doubtful.
    pub(super) welcomes: &'static [&'static str],
    /// Contact is wanted later.
    pub(super) deferrals: &'static [&'static str],
    /// What makes a refusal less than flat.
    pub(super) softeners: &'static [&'static str],
}

/// A pattern, beside the text that it was read from.
pub(super) struct Rule {
    pub(super) text: &'static str,
    pub(super) pattern: Pattern,
}

/// A language, ready to be used.
pub(super) struct Reader {
    pub(super) code: &'static str,
    pub(super) spelling: Spelling,
    pub(super) wishes: Vec<Rule>,
    pub(super) masks: Vec<Rule>,
    pub(super) reversals: Vec<Rule>,
    pub(super) final_requests: Vec<Rule>,
    pub(super) removals: Vec<Rule>,
    pub(super) reminders: Vec<Rule>,
    pub(super) requests: Vec<Rule>,
    pub(super) refusals: Vec<Rule>,
    pub(super) complaints: Vec<Rule>,
    pub(super) doors: Vec<Rule>,
    pub(super) welcomes: Vec<Rule>,
    pub(super) deferrals: Vec<Rule>,
    pub(super) softeners: Vec<Rule>,
    pub(super) bare_request: Pattern,
    pub(super) bare_refusal: Pattern,
    pub(super) bare_removal: Pattern,
    pub(super) courtesy: Pattern,
    /// Words without which nobody asks for an end.
    pub(super) cue: Pattern,
    pub(super) negation: Pattern,
    pub(super) past: Pattern,
    pub(super) common: Pattern,
}

/// Every language.
pub(super) static READERS: LazyLock<Vec<Reader>> = LazyLock::new(|| {
    [
        &english::LANGUAGE,
        &german::LANGUAGE,
        &french::LANGUAGE,
        &spanish::LANGUAGE,
        &portuguese::LANGUAGE,
        &italian::LANGUAGE,
        &dutch::LANGUAGE,
        &polish::LANGUAGE,
    ]
    .map(Reader::of)
    .into()
});

impl Language {
    /// All patterns.
    pub(super) fn patterns(&self) -> impl Iterator<Item = &'static str> {
        let all = [
            self.wishes,
            self.masks,
            self.reversals,
            self.final_requests,
            self.removals,
            self.reminders,
            self.requests,
            self.refusals,
            self.complaints,
            self.doors,
            self.welcomes,
            self.deferrals,
            self.softeners,
        ];
        all.into_iter().flatten().copied()
    }
}

impl Reader {
    fn of(language: &Language) -> Self {
        let read = |text| Pattern::read(text, language.classes);
        let masks = language.masks.iter().map(|text| Rule {
            text,
            pattern: read(text),
        });
        let rules = |texts: &[&'static str]| -> Vec<Rule> {
            let rules = texts.iter().map(|text| Rule {
                text,
                pattern: read(text).tight(),
            });
            rules.collect()
        };
        Self {
            code: language.code,
            spelling: Spelling::of(language),
            wishes: rules(language.wishes),
            masks: masks.collect(),
            reversals: rules(language.reversals),
            final_requests: rules(language.final_requests),
            removals: rules(language.removals),
            reminders: rules(language.reminders),
            requests: rules(language.requests),
            refusals: rules(language.refusals),
            complaints: rules(language.complaints),
            doors: rules(language.doors),
            welcomes: rules(language.welcomes),
            deferrals: rules(language.deferrals),
            softeners: rules(language.softeners),
            bare_request: Pattern::read("{bare_request} $", language.classes),
            bare_refusal: Pattern::read("{bare_refusal} $", language.classes),
            bare_removal: Pattern::read("{bare_removal} $", language.classes),
            courtesy: Pattern::read("{courtesy}", language.classes),
            cue: Pattern::read("{negation|stop|remove|consequence}", language.classes),
            past: Pattern::read("{past}", language.classes),
            negation: Pattern::read("{negation}", language.classes),
            common: Pattern::read("{common}", language.classes),
        }
    }
}
