//! Wake-up signals between those who write and those who wait. A hint may be lost or come twice: whoever gets one
//! looks at the tables, and looks again after a while without any.

use domain::ids::{AccountId, SendId};
use domain::time::Timestamp;
use tokio::sync::broadcast;

use crate::Tx;

/// What somebody may want to look at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Dispatch may have something to do for this account from this instant on.
    AccountDue(AccountId, Timestamp),
    /// Accounts were linked, unlinked or changed.
    AccountsChanged,
    /// A send is in another state.
    SendChanged(SendId),
}

/// Sends and receives hints within one process.
#[derive(Debug, Clone)]
pub struct Hints(broadcast::Sender<Hint>);

impl Default for Hints {
    fn default() -> Self {
        Self(broadcast::Sender::new(1_024))
    }
}

impl Hints {
    /// Gives a hint as soon as the transaction is durable.
    pub fn after_commit(&self, tx: &mut Tx<'_>, hint: Hint) {
        let sender = self.0.clone();
        tx.after_commit(Box::new(move || {
            // Nobody listening is nobody to wake.
            drop(sender.send(hint));
        }));
    }

    /// All hints from now on. A slow listener loses the oldest and is told so.
    pub fn subscribe(&self) -> broadcast::Receiver<Hint> {
        self.0.subscribe()
    }
}
