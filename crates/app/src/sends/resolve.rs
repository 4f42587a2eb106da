//! A person settles what reading back could not: it was sent, send it again, leave it.

use domain::error_code::ErrorCode;
use domain::ids::SendId;
use domain::send::{Resolution, Rule, SendState};
use domain::time::Timestamp;
use store::hints::Hints;
use store::sends::{self, Send};
use store::{StoreResult, Tx, accounts, attempts, ledger};

use super::SendView;
use crate::{App, AppResult, Caller, Refusal};

impl App {
    /// Settles a send that waits for a person's decision, and lets the next of its conversation go on.
    pub async fn resolve_send(
        &self,
        caller: &Caller,
        send_id: &str,
        resolution: Resolution,
    ) -> AppResult<SendView> {
        let absent = || Refusal::of(ErrorCode::SendNotFound);
        let id: SendId = send_id.parse().map_err(|_| absent())?;
        let (workspace_id, now) = (caller.workspace_id, self.now());
        let hints = self.parts().store.hints().clone();
        let resolved = self.parts().store.write(move |tx| {
            let Some(known) = sends::find(tx, workspace_id, id)? else {
                return Ok(Err(absent()));
            };
            accounts::lock(tx, workspace_id, known.account_id)?;
            let send = sends::get(tx, workspace_id, id)?;
            if send.state != SendState::NeedsDecision {
                return Ok(Err(Refusal::of(ErrorCode::NoDecisionNeeded)));
            }
            resolve(tx, &hints, &send, resolution, now).map(Ok)
        });
        resolved.await??;
        self.view_send(caller, send_id).await
    }
}

fn resolve(
    tx: &mut Tx<'_>,
    hints: &Hints,
    send: &Send,
    resolution: Resolution,
    now: Timestamp,
) -> StoreResult<()> {
    match resolution {
        Resolution::Sent => sends::record_done(tx, hints, send, now),
        Resolution::SendAgain => {
            let detail = Some("a person says that it was not sent");
            attempts::update_settled(tx, send, "not_sent", detail, now)?;
            ledger::release(tx, send.workspace_id, send.account_id, send.send_id)?;
            let (until, rule) = (now, Rule::BackOff);
            sends::transition(tx, hints, send, &SendState::Scheduled { until, rule }, now)
        }
        // It may have been sent, so it keeps its place in the ledger.
        Resolution::Drop => sends::transition(tx, hints, send, &SendState::Cancelled, now),
    }
}
