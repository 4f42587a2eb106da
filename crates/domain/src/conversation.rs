//! What a workspace keeps of a conversation besides what was said in it: where it lies in the mailbox, and what lies on
//! the desk of those who work with it.

use crate::ids::UserId;
use crate::time::Timestamp;

/// Where a conversation lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Desk {
    /// Out of the list until somebody writes again.
    pub is_archived: bool,
    pub is_starred: bool,
    /// Who looks after it.
    pub assignee: Option<UserId>,
    /// Out of the list for a while.
    pub snooze: Option<Snooze>,
}

/// How long a conversation is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snooze {
    /// Absent: only a reply wakes it.
    pub until: Option<Timestamp>,
    /// Whether the next message from somebody else wakes it.
    pub until_reply: bool,
}

/// Where an act on a mailbox took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// The network has it too.
    Network,
    /// The network of this account cannot do it, or the account was imported: only this gateway has it.
    Local,
}

impl Applied {
    /// Every word.
    pub const WORDS: [&'static str; 2] = ["network", "local"];

    /// The word that is shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Local => "local",
        }
    }
}

/// What ended a snooze.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// Its instant came.
    Time,
    /// Somebody wrote.
    Reply,
    /// A caller asked for it.
    Asked,
}

impl Woken {
    /// Every word.
    pub const WORDS: [&'static str; 3] = ["time", "reply", "asked"];

    /// The word that is told.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Reply => "reply",
            Self::Asked => "asked",
        }
    }
}

impl Desk {
    /// Where it lies once somebody else has written: out of the archive, and awake if that was waited for.
    #[must_use]
    pub fn after_reply(self) -> Self {
        Self {
            is_archived: false,
            snooze: self.snooze.filter(|snooze| !snooze.until_reply),
            ..self
        }
    }
}

impl Snooze {
    /// Whether its instant has come.
    pub fn is_over(self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snoozed(until_reply: bool) -> Desk {
        Desk {
            is_archived: true,
            is_starred: true,
            assignee: None,
            snooze: Some(Snooze {
                until: Some(Timestamp::from_millis(5)),
                until_reply,
            }),
        }
    }

    #[test]
    fn a_reply_takes_it_from_the_archive_and_wakes_only_what_waits_for_one() {
        let after = snoozed(true).after_reply();
        assert!(!after.is_archived && after.is_starred && after.snooze.is_none());
        let after = snoozed(false).after_reply();
        assert!(!after.is_archived && after.snooze.is_some());
    }

    #[test]
    fn a_snooze_is_over_at_its_instant_and_without_one_never() {
        let snooze = snoozed(true).snooze.unwrap();
        assert!(!snooze.is_over(Timestamp::from_millis(4)));
        assert!(snooze.is_over(Timestamp::from_millis(5)));
        let for_a_reply = Snooze {
            until: None,
            until_reply: true,
        };
        assert!(!for_a_reply.is_over(Timestamp::MAX));
    }
}
