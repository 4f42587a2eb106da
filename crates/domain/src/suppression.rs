//! Who is not to be written to, and how sure that is.

/// Where a person stands on the do-not-contact list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuppressionState {
    /// Each message to them needs a person's yes.
    Paused,
    /// Nothing leaves to them.
    Suppressed,
}

impl SuppressionState {
    /// Every word that [`Self::word`] gives.
    pub const WORDS: [&'static str; 2] = ["paused", "suppressed"];

    /// The word that is stored and shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Suppressed => "suppressed",
        }
    }

    /// The state behind a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Paused, Self::Suppressed]
            .into_iter()
            .find(|state| state.word() == word)
    }
}
