//! What the network itself wrote down. Nothing of it is ever changed but what a call came to.

/// An act that somebody asked for.
#[derive(Debug, Clone)]
pub struct Call {
    pub seat: usize,
    /// Which node asked.
    pub node: usize,
    pub token: String,
    /// To whom, where a member was named or the thread is with one.
    pub person: Option<usize>,
    pub thread_key: Option<String>,
    pub text: String,
    pub is_invitation: bool,
    /// True time.
    pub began_at: i64,
    /// What the node's clock showed.
    pub began_reading: i64,
    /// When whoever asked stopped to wait, or was answered, in true time.
    pub ended_at: Option<i64>,
    /// The one asking was dropped before an answer.
    pub was_dropped: bool,
}

/// Something that really happened.
#[derive(Debug, Clone)]
pub struct Acceptance {
    pub call: usize,
    pub seat: usize,
    pub token: String,
    pub person: usize,
    /// Empty for an invitation.
    pub thread_key: String,
    pub message_key: String,
    pub text: String,
    /// True time.
    pub at: i64,
    /// What the clock of the node that asked showed then.
    pub reading: i64,
}

/// A message that the owner of a seat wrote in the network's own app.
#[derive(Debug, Clone)]
pub struct ByHand {
    pub seat: usize,
    pub message_key: String,
    pub text: String,
    /// What the clocks of the nodes showed then, the earliest of them.
    pub reading: i64,
}

/// The log.
#[derive(Debug, Default)]
pub struct Log {
    pub calls: Vec<Call>,
    pub acceptances: Vec<Acceptance>,
    pub by_hand: Vec<ByHand>,
}

impl Log {
    /// Whether an act with this token happened on a seat.
    pub fn has(&self, seat: usize, token: &str) -> bool {
        self.count(seat, token) > 0
    }

    /// How often an act with this token happened on a seat.
    pub fn count(&self, seat: usize, token: &str) -> usize {
        self.acceptances
            .iter()
            .filter(|found| found.seat == seat && found.token == token)
            .count()
    }
}
