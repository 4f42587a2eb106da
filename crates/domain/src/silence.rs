//! When an account that is followed does not hear what it should.
//!
//! An account can look well and be deaf: its update stream answers and tells nothing, or does not answer at all, while
//! sends leave as if all were well. Three signs tell, the surest first. None of them holds the account: what leaves still
//! leaves, and only its owner can say whether the silence is one.

use std::time::Duration;

use crate::time::Timestamp;

/// The stream is asked without a pause; so long without an answer is no hiccup.
pub const ANSWER_MAX: Duration = Duration::from_mins(10);
/// So long after the network accepted something of ours the stream must have shown anything at all.
pub const ECHO_MAX: Duration = Duration::from_mins(15);
/// Shorter silences of the other side are none, whatever came before.
pub const QUIET_MIN: Duration = Duration::from_hours(3 * 24);
/// A silence so many times as long as the usual pause is one.
pub const QUIET_FACTOR: u32 = 10;
/// Messages after which the usual pause is known.
pub const HEARD_MIN: u32 = 20;

/// What is wrong, as a word that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// The network does not answer the account's sync.
    StreamSilent,
    /// The network took what was sent, and its updates do not show it.
    SendsNotShown,
    /// Nobody has written for far longer than usual.
    FellSilent,
}

impl Alarm {
    /// Every alarm, the surest first.
    pub const ALL: [Self; 3] = [Self::StreamSilent, Self::SendsNotShown, Self::FellSilent];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::StreamSilent => "stream_silent",
            Self::SendsNotShown => "sends_not_shown",
            Self::FellSilent => "fell_silent",
        }
    }

    /// The alarm behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|alarm| alarm.word() == word)
    }
}

/// What was proved of an account, and since when somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proofs {
    /// Nobody looked before: what did not come until then says nothing.
    pub watched_since: Timestamp,
    /// When its stream last answered.
    pub answered_at: Option<Timestamp>,
    /// When its stream last told anything.
    pub told_at: Option<Timestamp>,
    /// When the network last accepted something of ours.
    pub sent_at: Option<Timestamp>,
    /// When the other side last wrote.
    pub heard_at: Option<Timestamp>,
    /// Messages that were heard.
    pub heard: u32,
    /// The usual pause between two of them.
    pub usual_pause: Duration,
}

/// What is wrong with an account at `now`, if anything is.
pub fn alarm(proofs: &Proofs, now: Timestamp) -> Option<Alarm> {
    let since = |at: Option<Timestamp>| {
        let at = at.unwrap_or(proofs.watched_since);
        now.since(at.max(proofs.watched_since))
    };
    if since(proofs.answered_at) > ANSWER_MAX {
        return Some(Alarm::StreamSilent);
    }
    let is_unshown = |sent_at: Timestamp| {
        let is_told = proofs.told_at.is_some_and(|told_at| told_at >= sent_at);
        !is_told && sent_at >= proofs.watched_since && now.since(sent_at) > ECHO_MAX
    };
    if proofs.sent_at.is_some_and(is_unshown) {
        return Some(Alarm::SendsNotShown);
    }
    let quiet = QUIET_MIN.max(proofs.usual_pause.saturating_mul(QUIET_FACTOR));
    let is_known = proofs.heard >= HEARD_MIN;
    (is_known && since(proofs.heard_at) > quiet).then_some(Alarm::FellSilent)
}

/// The usual pause after one more: it follows slowly, so that one weekend does not make another.
pub fn next_pause(usual: Duration, heard: u32, pause: Duration) -> Duration {
    let weight = heard.clamp(1, HEARD_MIN);
    (usual.saturating_mul(weight - 1) + pause) / weight
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn at(hours: u64) -> Timestamp {
        Timestamp::from_millis(1_763_378_062_881).plus(HOUR * u32::try_from(hours).unwrap())
    }

    fn well() -> Proofs {
        Proofs {
            watched_since: at(0),
            answered_at: Some(at(100)),
            told_at: Some(at(100)),
            sent_at: Some(at(99)),
            heard_at: Some(at(98)),
            heard: 50,
            usual_pause: HOUR,
        }
    }

    #[test]
    fn an_account_that_hears_is_well() {
        assert_eq!(alarm(&well(), at(100)), None);
        for alarm in Alarm::ALL {
            assert_eq!(Alarm::from_word(alarm.word()), Some(alarm));
        }
    }

    #[test]
    fn a_stream_that_does_not_answer_is_told_first() {
        let proofs = Proofs {
            answered_at: Some(at(99)),
            told_at: None,
            ..well()
        };
        assert_eq!(alarm(&proofs, at(100)), Some(Alarm::StreamSilent));
    }

    #[test]
    fn what_the_network_took_must_be_shown() {
        let proofs = Proofs {
            told_at: Some(at(98)),
            ..well()
        };
        assert_eq!(alarm(&proofs, at(100)), Some(Alarm::SendsNotShown));
        let fresh = Proofs {
            sent_at: Some(at(100)),
            ..proofs
        };
        assert_eq!(alarm(&fresh, at(100)), None);
    }

    #[test]
    fn a_silence_is_measured_by_what_is_usual() {
        let later = |proofs: Proofs| Proofs {
            answered_at: Some(at(200)),
            told_at: Some(at(200)),
            ..proofs
        };
        assert_eq!(alarm(&later(well()), at(200)), Some(Alarm::FellSilent));
        let rarely = Proofs {
            usual_pause: HOUR * 24,
            ..well()
        };
        assert_eq!(alarm(&later(rarely), at(200)), None);
        let new = Proofs { heard: 5, ..well() };
        assert_eq!(alarm(&later(new), at(200)), None);
    }

    #[test]
    fn whoever_begins_to_look_waits_before_it_judges() {
        let begun = Proofs {
            watched_since: at(1_000),
            ..well()
        };
        assert_eq!(alarm(&begun, at(1_000)), None);
        assert_eq!(alarm(&begun, at(1_001)), Some(Alarm::StreamSilent));
    }

    #[test]
    fn the_usual_pause_follows_slowly() {
        let mut usual = Duration::ZERO;
        for heard in 1..=100 {
            usual = next_pause(usual, heard, HOUR);
        }
        assert_eq!(usual, HOUR);
        assert!(next_pause(usual, 100, HOUR * 48) < HOUR * 4);
    }
}
