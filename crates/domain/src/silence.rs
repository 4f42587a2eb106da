//! When an account that is followed does not hear what it should.
//!
//! An account can look well and be deaf: its update stream does not answer, or answers and tells nothing, while sends leave as
//! if all were well. That nothing comes proves nothing: perhaps nobody wrote. So a long silence is only a reason to look: one
//! cheap read shows whether the network has something newer than the stream has told. None of this holds the account: what
//! leaves still leaves.

use std::time::Duration;

use crate::time::Timestamp;

/// The stream is asked without a pause; so long without an answer is no hiccup.
pub const ANSWER_MAX: Duration = Duration::from_mins(10);
/// So long after the network accepted something of ours the stream should have shown something.
pub const ECHO_MAX: Duration = Duration::from_mins(15);
/// The stream may show what was sent before the answer to the sending itself is there.
pub const ECHO_BEFORE: Duration = Duration::from_mins(2);
/// So long without anything told, it is looked whether there was something to tell.
pub const QUIET_MAX: Duration = Duration::from_hours(6);

/// What is wrong, as a word that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The network does not answer the account's sync.
    NoAnswer,
    /// The network has something that its update stream did not tell.
    NotTold,
}

impl Silence {
    /// Every word.
    pub const WORDS: [&'static str; 2] = ["no_answer", "not_told"];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::NotTold => "not_told",
        }
    }

    /// The silence behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::NoAnswer, Self::NotTold];
        all.into_iter().find(|silence| silence.word() == word)
    }
}

/// What was proved of an account, and since when somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proofs {
    /// Nobody followed the account before: what did not come until then says nothing.
    pub followed_since: Timestamp,
    /// When its stream last answered.
    pub answered_at: Option<Timestamp>,
    /// When its stream last told anything.
    pub told_at: Option<Timestamp>,
    /// When the network last accepted something of ours.
    pub sent_at: Option<Timestamp>,
    /// When it was last looked whether the network has more.
    pub looked_at: Option<Timestamp>,
}

/// What to make of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    Well,
    /// Somebody should look whether the network has something newer than this, the last that the stream told.
    Look {
        since: Timestamp,
    },
    /// It is silent, since then.
    Silent {
        since: Timestamp,
    },
}

/// What to make of an account at `now`.
pub fn judge(proofs: &Proofs, now: Timestamp) -> Judgement {
    let begun = proofs.followed_since;
    let or_begun = |at: Option<Timestamp>| at.map_or(begun, |at| at.max(begun));
    let answered_at = or_begun(proofs.answered_at);
    if now.since(answered_at) > ANSWER_MAX {
        return Judgement::Silent { since: answered_at };
    }
    let told_at = or_begun(proofs.told_at);
    let known_at = told_at.max(or_begun(proofs.looked_at));
    let is_unshown =
        |sent_at: Timestamp| sent_at > known_at.plus(ECHO_BEFORE) && now.since(sent_at) > ECHO_MAX;
    if proofs.sent_at.is_some_and(is_unshown) || now.since(known_at) > QUIET_MAX {
        // What came while nobody followed is read with the history.
        return Judgement::Look { since: told_at };
    }
    Judgement::Well
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn at(minutes: u64) -> Timestamp {
        Timestamp::from_millis(1_763_378_062_881).plus(Duration::from_secs(60 * minutes))
    }

    fn proofs() -> Proofs {
        Proofs {
            followed_since: at(0),
            answered_at: Some(at(600)),
            told_at: Some(at(590)),
            sent_at: Some(at(589)),
            looked_at: None,
        }
    }

    #[test]
    fn an_account_that_hears_is_well() {
        assert_eq!(judge(&proofs(), at(600)), Judgement::Well);
        for word in Silence::WORDS {
            assert_eq!(Silence::from_word(word).unwrap().word(), word);
        }
    }

    #[test]
    fn a_stream_that_does_not_answer_is_silent() {
        let since = at(600);
        assert_eq!(judge(&proofs(), at(610)), Judgement::Well);
        assert_eq!(judge(&proofs(), at(611)), Judgement::Silent { since });
    }

    #[test]
    fn whoever_begins_to_follow_waits_before_it_judges() {
        let begun = Proofs {
            followed_since: at(5_000),
            ..proofs()
        };
        assert_eq!(judge(&begun, at(5_010)), Judgement::Well);
        let since = at(5_000);
        assert_eq!(judge(&begun, at(5_011)), Judgement::Silent { since });
    }

    #[test]
    fn what_was_sent_and_is_not_shown_is_a_reason_to_look() {
        let unshown = Proofs {
            sent_at: Some(at(593)),
            answered_at: Some(at(609)),
            ..proofs()
        };
        assert_eq!(judge(&unshown, at(608)), Judgement::Well);
        let since = at(590);
        assert_eq!(judge(&unshown, at(609)), Judgement::Look { since });
        let shown_early = Proofs {
            sent_at: Some(at(591)),
            ..unshown
        };
        assert_eq!(judge(&shown_early, at(609)), Judgement::Well);
        let looked = Proofs {
            looked_at: Some(at(609)),
            ..unshown
        };
        assert_eq!(judge(&looked, at(610)), Judgement::Well);
    }

    #[test]
    fn a_long_silence_is_a_reason_to_look_and_not_twice() {
        let later = at(590).plus(QUIET_MAX).plus(HOUR);
        let quiet = Proofs {
            answered_at: Some(later),
            ..proofs()
        };
        let since = at(590);
        assert_eq!(judge(&quiet, later), Judgement::Look { since });
        let looked = Proofs {
            looked_at: Some(later),
            ..quiet
        };
        assert_eq!(judge(&looked, later.plus(HOUR / 12)), Judgement::Well);
        let silent = Proofs {
            told_at: None,
            ..looked
        };
        let again = later.plus(QUIET_MAX).plus(HOUR);
        let answered = Proofs {
            answered_at: Some(again),
            ..silent
        };
        assert_eq!(judge(&answered, again), Judgement::Look { since: at(0) });
    }
}
