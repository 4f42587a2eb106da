//! Wake-up signals between those who write and those who wait. A hint may be lost or come twice: whoever gets one
//! looks at the tables, and looks again after a while without any.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::{AccountId, ConversationId, EndpointId, PersonId, SendId, WorkspaceId};
use domain::time::Timestamp;
use tokio::sync::{broadcast, mpsc, watch};

use crate::Tx;

/// What somebody may want to look at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Dispatch may have something to do for this account from this instant on.
    AccountDue(AccountId, Timestamp),
    /// Accounts were linked, unlinked or changed.
    AccountsChanged,
    /// A receiver of webhooks was added, changed or taken away, or asked to be told something again.
    EndpointChanged(EndpointId),
    /// A send is in another state.
    SendChanged(SendId),
    /// The event log of a workspace has grown. Goes to those who [watch it](Hints::watch_log), not to the others.
    LogGrown(WorkspaceId),
    /// Somebody types. Goes to those who [listen for it](Hints::listen_for_typing), not to the others.
    Typing(Typing),
}

/// Somebody types in a conversation at this moment. Never kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typing {
    pub workspace_id: WorkspaceId,
    pub account_id: AccountId,
    pub conversation_id: ConversationId,
    pub person_id: PersonId,
}

/// So many hints may wait for their listeners, and for the way to other processes.
const WAITING_MAX: usize = 1_024;
/// So many signs of typing may wait for one listener.
const TYPING_WAITING_MAX: usize = 64;

/// Sends and receives hints. Where other processes share the database, theirs come in too.
#[derive(Debug, Clone)]
pub struct Hints {
    here: broadcast::Sender<Hint>,
    /// Who watches an event log.
    logs: Arc<Mutex<BTreeMap<WorkspaceId, watch::Sender<u64>>>>,
    /// Who wants to know who types.
    typing: Arc<Mutex<BTreeMap<WorkspaceId, broadcast::Sender<Typing>>>>,
    elsewhere: Option<mpsc::Sender<Hint>>,
}

impl Default for Hints {
    fn default() -> Self {
        Self {
            here: broadcast::Sender::new(WAITING_MAX),
            logs: Arc::default(),
            typing: Arc::default(),
            elsewhere: None,
        }
    }
}

impl Hints {
    /// Hints that other processes should get too, and where they come out.
    pub(crate) fn shared() -> (Self, mpsc::Receiver<Hint>) {
        let (elsewhere, outgoing) = mpsc::channel(WAITING_MAX);
        let hints = Self {
            elsewhere: Some(elsewhere),
            ..Self::default()
        };
        (hints, outgoing)
    }

    /// Gives a hint of another process to those who listen here.
    pub(crate) fn repeat(&self, hint: Hint) {
        match hint {
            Hint::LogGrown(workspace_id) => self.log_grown(workspace_id),
            Hint::Typing(typing) => self.show_typing(typing),
            // Nobody listening is nobody to wake.
            other => drop(self.here.send(other)),
        }
    }

    fn log_grown(&self, workspace_id: WorkspaceId) {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = logs.get(&workspace_id) {
            log.send_modify(|version| *version += 1);
            if log.is_closed() {
                logs.remove(&workspace_id);
            }
        }
    }

    fn show_typing(&self, typing: Typing) {
        let mut all = self.typing.lock().unwrap_or_else(PoisonError::into_inner);
        let listeners = all.get(&typing.workspace_id);
        if listeners.is_some_and(|listeners| listeners.send(typing).is_err()) {
            all.remove(&typing.workspace_id);
        }
    }

    /// Gives a hint as soon as the transaction is durable.
    pub fn after_commit(&self, tx: &mut Tx<'_>, hint: Hint) {
        let hints = self.clone();
        tx.after_commit(Box::new(move || {
            hints.repeat(hint);
            if let Some(elsewhere) = &hints.elsewhere {
                // Others poll: a hint too many is lost.
                let _ = elsewhere.try_send(hint);
            }
        }));
    }

    /// How often the event log of this workspace has grown since somebody watches it.
    pub fn watch_log(&self, workspace_id: WorkspaceId) -> watch::Receiver<u64> {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let log = logs.entry(workspace_id);
        log.or_insert_with(|| watch::Sender::new(0)).subscribe()
    }

    /// Who types in this workspace, from now on. A slow listener loses the oldest.
    pub fn listen_for_typing(&self, workspace_id: WorkspaceId) -> broadcast::Receiver<Typing> {
        let mut all = self.typing.lock().unwrap_or_else(PoisonError::into_inner);
        let listeners = all.entry(workspace_id);
        listeners
            .or_insert_with(|| broadcast::Sender::new(TYPING_WAITING_MAX))
            .subscribe()
    }

    /// All hints from now on. A slow listener loses the oldest and is told so.
    pub fn subscribe(&self) -> broadcast::Receiver<Hint> {
        self.here.subscribe()
    }
}

/// Hints in the words that travel between processes: `l` for accounts, `w` and a receiver of webhooks, `s` and a send,
/// `e` and a workspace, `a`, an account and when, or `t` and where and who types.
pub(crate) mod words {
    use super::{Hint, Timestamp, Typing};

    pub(crate) fn write(hint: Hint) -> String {
        match hint {
            Hint::AccountsChanged => "l".to_owned(),
            Hint::EndpointChanged(endpoint_id) => format!("w:{endpoint_id}"),
            Hint::SendChanged(send_id) => format!("s:{send_id}"),
            Hint::LogGrown(workspace_id) => format!("e:{workspace_id}"),
            Hint::AccountDue(account_id, due_at) => format!("a:{account_id}:{}", due_at.micros()),
            Hint::Typing(typing) => format!(
                "t:{}:{}:{}:{}",
                typing.workspace_id, typing.account_id, typing.conversation_id, typing.person_id
            ),
        }
    }

    /// `None`: another version of this program knows more kinds.
    pub(crate) fn read(word: &str) -> Option<Hint> {
        if let Some(rest) = word.strip_prefix("t:") {
            return read_typing(rest).map(Hint::Typing);
        }
        let mut parts = word.split(':');
        let hint = match (parts.next()?, parts.next(), parts.next()) {
            ("l", None, None) => Hint::AccountsChanged,
            ("w", Some(endpoint_id), None) => Hint::EndpointChanged(endpoint_id.parse().ok()?),
            ("s", Some(send_id), None) => Hint::SendChanged(send_id.parse().ok()?),
            ("e", Some(workspace_id), None) => Hint::LogGrown(workspace_id.parse().ok()?),
            ("a", Some(account_id), Some(due_at)) => {
                let due_at = Timestamp::from_micros(due_at.parse().ok()?);
                Hint::AccountDue(account_id.parse().ok()?, due_at)
            }
            _ => return None,
        };
        Some(hint)
    }

    fn read_typing(rest: &str) -> Option<Typing> {
        let mut ids = rest.split(':');
        let typing = Typing {
            workspace_id: ids.next()?.parse().ok()?,
            account_id: ids.next()?.parse().ok()?,
            conversation_id: ids.next()?.parse().ok()?,
            person_id: ids.next()?.parse().ok()?,
        };
        ids.next().is_none().then_some(typing)
    }

    #[cfg(test)]
    mod tests {
        use domain::entropy::SeededEntropy;
        use domain::ids::{AccountId, ConversationId, EndpointId, PersonId, SendId, WorkspaceId};

        use super::*;

        #[test]
        fn a_hint_survives_the_way_and_nonsense_does_not() {
            let entropy = SeededEntropy::new(1);
            let now = Timestamp::from_micros(1_700_000_000_000_001);
            let hints = [
                Hint::AccountsChanged,
                Hint::EndpointChanged(EndpointId::mint(now, &entropy)),
                Hint::SendChanged(SendId::mint(now, &entropy)),
                Hint::LogGrown(WorkspaceId::mint(now, &entropy)),
                Hint::AccountDue(AccountId::mint(now, &entropy), now),
                Hint::AccountDue(AccountId::mint(now, &entropy), Timestamp::MIN),
                Hint::Typing(Typing {
                    workspace_id: WorkspaceId::mint(now, &entropy),
                    account_id: AccountId::mint(now, &entropy),
                    conversation_id: ConversationId::mint(now, &entropy),
                    person_id: PersonId::mint(now, &entropy),
                }),
            ];
            for hint in hints {
                assert_eq!(read(&write(hint)), Some(hint));
            }
            for word in [
                "",
                "l:",
                "x",
                "s",
                "s:acc_1",
                "a:1:2",
                "a:1",
                "s:snd_1:2:3",
                "t:",
                "t:1:2:3:4",
            ] {
                assert_eq!(read(word), None, "{word}");
            }
        }
    }
}
