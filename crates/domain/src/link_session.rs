//! How a person's try to link a seat stands, in words that are stored and shown.

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Somebody may still link a seat with it.
    Pending,
    /// A seat was linked.
    Completed,
    /// It came to nothing, for good.
    Failed,
    /// Whoever asked for it does not want it any more.
    Cancelled,
    /// Its time is over.
    Expired,
}

impl LinkState {
    /// Every word.
    pub const WORDS: [&'static str; 5] = ["pending", "completed", "failed", "cancelled", "expired"];

    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The state behind a stored word.
    pub fn from_word(word: &str) -> Self {
        match word {
            "completed" => Self::Completed,
            "failed" => Self::Failed,
            "cancelled" => Self::Cancelled,
            "expired" => Self::Expired,
            _ => Self::Pending,
        }
    }
}

/// Why it came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFailure {
    /// The member said no.
    Denied,
    /// The network will not let this gateway ask.
    Refused,
    /// The seat is another member's than that of the account that was to be linked again.
    OtherMember,
    /// It went to the network too often.
    TooManyTries,
}

impl LinkFailure {
    /// The word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Refused => "refused",
            Self::OtherMember => "other_member",
            Self::TooManyTries => "too_many_tries",
        }
    }

    /// The failure behind a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Denied,
            Self::Refused,
            Self::OtherMember,
            Self::TooManyTries,
        ];
        all.into_iter().find(|failure| failure.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for word in LinkState::WORDS {
            assert_eq!(LinkState::from_word(word).word(), word);
        }
        for word in ["denied", "refused", "other_member", "too_many_tries"] {
            assert_eq!(
                LinkFailure::from_word(word).map(LinkFailure::word),
                Some(word)
            );
        }
        assert_eq!(LinkFailure::from_word("pending"), None);
    }
}
