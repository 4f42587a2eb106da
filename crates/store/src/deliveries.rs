//! Events on their way to receivers of webhooks: taken from the log, tried in the order of their lanes, and kept as a
//! record of each try.

mod due;
mod log;
mod take;
mod turn;

pub use log::{
    AttemptRow, DeliveryRow, delete_of, delete_old, find, list, list_attempts, update_again,
};
pub use turn::{Due, Finished, Outcome, Turn, TurnInput, turn};

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is due, or behind another one of its lane, or between two tries.
    Waiting,
    /// The receiver has it.
    Delivered,
    /// It was tried as often as it is.
    Failed,
}

impl DeliveryState {
    /// Every word.
    pub const WORDS: [&str; 3] = ["waiting", "delivered", "failed"];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The state behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|state| state.word() == word)
    }
}
