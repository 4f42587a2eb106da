//! Watching a send for a caller. Whoever hangs up changes nothing: dispatch goes on by itself.

use std::time::Duration;

use domain::limits;
use domain::send::SendState;
use store::StoreError;
use store::accounts::Account;
use store::hints::Hint;
use store::sends::{self, Send};
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

use super::view::{self, SendReport};
use super::{Accepted, accept};
use crate::{App, AppResult, Caller};

/// The longest time without looking at the row: hints may be lost, and another node gives none.
const POLL: Duration = Duration::from_millis(500);

impl App {
    /// Waits until the send is settled, and with `wants_delivery` for its delivery a little longer; then reports.
    pub(crate) async fn watch(
        &self,
        caller: &Caller,
        account: Account,
        accepted: Accepted,
        wait: Duration,
        wants_delivery: bool,
    ) -> AppResult<SendReport> {
        let Accepted {
            send,
            is_twin,
            is_replay,
        } = accepted;
        let send = self.wait_for(send, wait, is_settled).await?;
        let send = if wants_delivery && matches!(send.state, SendState::Sent { .. }) {
            self.wait_for(send, limits::DELIVERY_WAIT.min(wait), |state| {
                !matches!(state, SendState::Sent { .. })
            })
            .await?
        } else {
            send
        };
        self.remember_live_use(caller, account.account_id).await?;
        let now = self.now();
        let (kind, counted) = (send.kind, account.clone());
        let quota = self
            .parts()
            .store
            .read(move |tx| accept::quota(tx, &counted, kind, now))
            .await?;
        let mut report = view::report(&account, &send, quota)?;
        report.duplicate_of = is_twin.then_some(send.send_id);
        report.is_replayed = is_replay;
        Ok(report)
    }

    async fn wait_for(
        &self,
        send: Send,
        wait: Duration,
        is_enough: fn(&SendState) -> bool,
    ) -> AppResult<Send> {
        let mut hints = self.parts().store.hints().subscribe();
        let (workspace_id, send_id) = (send.workspace_id, send.send_id);
        let deadline = self.now().plus(wait);
        loop {
            // Looked at after subscribing, so that no change falls between.
            let found = self
                .parts()
                .store
                .read(move |tx| sends::find(tx, workspace_id, send_id))
                .await?;
            let send = found.ok_or(StoreError::NotFound)?;
            let left = deadline.since(self.now());
            if is_enough(&send.state) || left.is_zero() {
                return Ok(send);
            }
            // Running out is the poll.
            let _ran_out = timeout(left.min(POLL), changed(&mut hints, send_id))
                .await
                .is_err();
        }
    }
}

async fn changed(hints: &mut Receiver<Hint>, send_id: domain::ids::SendId) {
    while let Ok(hint) = hints.recv().await {
        if hint == Hint::SendChanged(send_id) {
            return;
        }
    }
}

/// Nothing that the caller waits for can still change: it left, or it never will.
fn is_settled(state: &SendState) -> bool {
    !state.is_open() || matches!(state, SendState::NeedsDecision)
}
