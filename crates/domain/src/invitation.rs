//! Invitations to connect: from which side one came, how it stands, and what may be done to it.

use crate::send::SendKind;

/// From which side an invitation came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The account invited somebody.
    Outgoing,
    /// Somebody invited the account.
    Incoming,
}

impl Direction {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Outgoing, Self::Incoming];

    /// Every word that [`Self::word`] gives.
    pub const WORDS: [&'static str; 2] = ["outgoing", "incoming"];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Outgoing => "outgoing",
            Self::Incoming => "incoming",
        }
    }

    /// The direction behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|direction| direction.word() == word)
    }
}

/// How an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvitationState {
    /// It is open.
    Pending,
    /// The two are connected.
    Accepted,
    /// It is gone without a connection, and the network does not say more than that.
    Declined,
    /// Whoever sent it took it back.
    Withdrawn,
    /// Whoever got it put it away.
    Ignored,
    /// It was open for longer than the network keeps one.
    Expired,
}

impl InvitationState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Pending,
        Self::Accepted,
        Self::Declined,
        Self::Withdrawn,
        Self::Ignored,
        Self::Expired,
    ];

    /// Every word that [`Self::word`] gives.
    pub const WORDS: [&'static str; 6] = [
        "pending",
        "accepted",
        "declined",
        "withdrawn",
        "ignored",
        "expired",
    ];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Ignored => "ignored",
            Self::Expired => "expired",
        }
    }

    /// The state behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether it can still be answered or taken back.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending)
    }

    /// Whether an invitation that stands so can be found to stand as `shown`. An end is final; only that it was gone, of
    /// which nothing more was known, can turn out to be something else.
    pub fn can_become(self, shown: Self) -> bool {
        matches!(self, Self::Pending | Self::Declined) && self != shown
    }
}

/// What an account can do to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Take back one that it sent.
    Withdraw,
    /// Accept one that it got.
    Accept,
    /// Put one away that it got.
    Ignore,
}

impl Ending {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Withdraw, Self::Accept, Self::Ignore];

    /// How the invitation stands afterwards.
    pub const fn state(self) -> InvitationState {
        match self {
            Self::Withdraw => InvitationState::Withdrawn,
            Self::Accept => InvitationState::Accepted,
            Self::Ignore => InvitationState::Ignored,
        }
    }

    /// To which invitations it can be done.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Withdraw => Direction::Outgoing,
            Self::Accept | Self::Ignore => Direction::Incoming,
        }
    }

    /// The kind of the send that does it.
    pub const fn kind(self) -> SendKind {
        match self {
            Self::Withdraw => SendKind::InvitationWithdrawal,
            Self::Accept => SendKind::InvitationAcceptance,
            Self::Ignore => SendKind::InvitationDismissal,
        }
    }

    /// What a send of this kind does to an invitation.
    pub fn of_kind(kind: SendKind) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.kind() == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        assert_eq!(Direction::ALL.map(Direction::word), Direction::WORDS);
        for direction in Direction::ALL {
            assert_eq!(Direction::from_word(direction.word()), Some(direction));
        }
        let words = InvitationState::ALL.map(InvitationState::word);
        assert_eq!(words, InvitationState::WORDS);
        for state in InvitationState::ALL {
            assert_eq!(InvitationState::from_word(state.word()), Some(state));
        }
        for kind in SendKind::ALL {
            let ending = Ending::of_kind(kind);
            assert_eq!(ending.is_some(), kind.is_about_invitation(), "{kind:?}");
        }
    }

    #[test]
    fn an_end_is_final_unless_nothing_was_known_of_it() {
        use InvitationState::{Accepted, Declined, Pending, Withdrawn};
        assert!(Pending.can_become(Accepted));
        assert!(!Pending.can_become(Pending));
        assert!(Declined.can_become(Withdrawn) && Declined.can_become(Pending));
        assert!(!Withdrawn.can_become(Pending) && !Withdrawn.can_become(Declined));
        assert!(!Accepted.can_become(Declined));
    }
}
