//! Watching a send for a caller. Whoever hangs up changes nothing: dispatch goes on by itself.

use std::sync::Arc;
use std::time::Duration;

use domain::ledger::{Action, Quota};
use domain::limits;
use domain::send::SendState;
use domain::time::{Timestamp, within};
use store::accounts::{self, Account};
use store::attempts::{self, Attempt};
use store::hints::Hint;
use store::sends::{self, Send};
use tokio::sync::broadcast::Receiver;

use super::view::{self, SendReport, SendView};
use super::{Accepted, HandedOver, SendMessage, Standing, quota};
use crate::{App, AppResult, Caller};

/// The longest time without looking at the row: hints may be lost, and another node gives none.
const POLL: Duration = Duration::from_millis(500);

/// A message that is kept, as our own contract shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMessage {
    pub send: SendView,
    /// The same key had come before with the same request.
    pub is_replayed: bool,
    pub quota: Option<(Action, Quota)>,
}

/// A send as it is shown.
struct Seen {
    send: Send,
    standing: Standing,
    /// As it was accepted: nothing has happened to it yet.
    is_fresh: bool,
}

impl App {
    /// Accepts a message and waits for its outcome, as [`App::send_message`]; a repeat is shown its send, whatever has
    /// become of it.
    pub async fn keep_message(
        &self,
        caller: &Caller,
        command: SendMessage,
    ) -> AppResult<KeptMessage> {
        let deadline = self.wait_until(command.wait);
        let handed = self.hand_over(caller, command).await?;
        self.keep(caller, handed, deadline).await
    }

    /// Waits for what was handed over, and shows it.
    pub(crate) async fn keep(
        &self,
        caller: &Caller,
        (account, accepted): HandedOver,
        deadline: Timestamp,
    ) -> AppResult<KeptMessage> {
        self.note_live_use(caller, account.account_id).await;
        let is_replayed = accepted.is_replay;
        let seen = self.see(account, accepted, deadline, false).await;
        let Seen {
            send,
            standing: Standing { account, quota },
            is_fresh,
        } = seen;
        let now = self.now();
        if !is_replayed {
            view::report(&account, &send, quota, now)?;
        }
        let attempts = if is_fresh {
            Vec::new()
        } else {
            self.attempts(&send).await
        };
        Ok(KeptMessage {
            send: view::view(&account, send, attempts, now),
            is_replayed,
            quota,
        })
    }

    async fn attempts(&self, send: &Send) -> Vec<Attempt> {
        let (workspace_id, send_id) = (send.workspace_id, send.send_id);
        let listed = self
            .parts()
            .store
            .read(move |tx| attempts::list(tx, workspace_id, send_id));
        // What fails while looking is no reason to say that nothing was accepted.
        listed.await.unwrap_or_default()
    }

    /// Waits until the send is settled, and with `wants_delivery` for its delivery a little longer, but not beyond
    /// `deadline`; then reports.
    ///
    /// The only error is a send that never leaves: what fails while watching is no reason to say that of one that may.
    pub(crate) async fn watch(
        &self,
        caller: &Caller,
        account: Arc<Account>,
        accepted: Accepted,
        deadline: Timestamp,
        wants_delivery: bool,
    ) -> AppResult<SendReport> {
        self.note_live_use(caller, account.account_id).await;
        let (is_twin, is_replay) = (accepted.is_twin, accepted.is_replay);
        let seen = self.see(account, accepted, deadline, wants_delivery).await;
        let Seen { send, standing, .. } = seen;
        let mut report = view::report(&standing.account, &send, standing.quota, self.now())?;
        report.duplicate_of = is_twin.then_some(send.send_id);
        report.is_replayed = is_replay;
        Ok(report)
    }

    /// What the caller sees: at once, if nothing is to be waited for, else once there is enough to see, by `deadline`.
    async fn see(
        &self,
        account: Arc<Account>,
        accepted: Accepted,
        deadline: Timestamp,
        wants_delivery: bool,
    ) -> Seen {
        let mut send = accepted.send;
        if let (Some(standing), true) = (accepted.standing, deadline <= self.now()) {
            let is_fresh = true;
            return Seen {
                send,
                standing,
                is_fresh,
            };
        }
        send = self.wait_for(send, deadline, is_settled).await;
        if wants_delivery {
            let deadline = deadline.min(self.now().plus(limits::DELIVERY_WAIT));
            send = self.wait_for(send, deadline, is_delivered).await;
        }
        Seen {
            standing: self.standing(account, &send).await,
            send,
            is_fresh: false,
        }
    }

    /// The instant until which a caller waits who asked now.
    pub(crate) fn wait_until(&self, wait: Option<Duration>) -> Timestamp {
        let wait = wait.unwrap_or(self.parts().settings.send_wait);
        self.now().plus(wait)
    }

    /// The send as last seen by `deadline` at the latest.
    async fn wait_for(
        &self,
        mut send: Send,
        deadline: Timestamp,
        is_enough: fn(&SendState) -> bool,
    ) -> Send {
        let mut hints = self.parts().store.hints().subscribe();
        let (workspace_id, send_id) = (send.workspace_id, send.send_id);
        loop {
            // Looked at after subscribing, so that no change falls between.
            match self
                .parts()
                .store
                .read(move |tx| sends::get(tx, workspace_id, send_id))
                .await
            {
                Ok(found) => send = found,
                Err(error) => tracing::warn!(%send_id, %error, "a send cannot be watched"),
            }
            let left = deadline.since(self.now());
            if is_enough(&send.state) || left.is_zero() || self.is_ending() {
                return send;
            }
            // Running out is the poll.
            let timer = &*self.parts().timer;
            within(timer, left.min(POLL), changed(&mut hints, send_id)).await;
        }
    }

    /// The send's account as it stands now, and what is left of its limits, where they can be read.
    async fn standing(&self, account: Arc<Account>, send: &Send) -> Standing {
        let (known, kind, now) = (Arc::clone(&account), send.kind, self.now());
        // Not always that of the request: which one stands behind none may have changed since the send was accepted.
        let account_id = send.account_id;
        let read = self.parts().store.read(move |tx| {
            let found = accounts::find_any(tx, known.workspace_id, account_id)?;
            let account = found.map_or_else(|| Arc::clone(&known), Arc::new);
            let quota = quota::quota(tx, &account, kind, now)?;
            Ok(Standing { account, quota })
        });
        read.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the figures of a limit cannot be read");
            Standing {
                account,
                quota: None,
            }
        })
    }
}

async fn changed(hints: &mut Receiver<Hint>, send_id: domain::ids::SendId) {
    while let Ok(hint) = hints.recv().await {
        if hint == Hint::SendChanged(send_id) {
            return;
        }
    }
}

/// It arrived, or it is not on its way.
fn is_delivered(state: &SendState) -> bool {
    !matches!(state, SendState::Sent { .. })
}

/// Nothing that the caller waits for can still change: it left, or it never will.
fn is_settled(state: &SendState) -> bool {
    !state.is_open() || matches!(state, SendState::NeedsDecision)
}
