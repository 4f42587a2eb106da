//! What a send asks for around its message: typing before it, the acknowledgment of earlier ones. Neither keeps the
//! message from leaving, and both are written down before it does, so that whoever learns of the message knows of them.

use std::time::Duration;

use domain::time::within;
use integrations::networks::network::Network;
use store::{StoreResult, accounts, sends};
use tokio::sync::watch;

use super::load::Work;
use crate::Parts;

/// How long typing and acknowledging may each take before the message goes without them.
const COURTESY: Duration = Duration::from_secs(3);

/// Types and acknowledges, in the order that the recipient sees. A gateway that stops does not type on.
pub(super) async fn show(
    parts: &Parts,
    work: &Work,
    line: &dyn Network,
    stop: &mut watch::Receiver<bool>,
) -> StoreResult<()> {
    let send = &work.send;
    if send.typing.is_zero() && send.acknowledge.is_empty() {
        return Ok(());
    }
    let has_typed = type_first(parts, work, line, stop).await;
    let mut has_acknowledged = false;
    if !send.acknowledge.is_empty() && !*stop.borrow() {
        let acknowledge = line.acknowledge(send.thread_key.clone(), send.acknowledge.clone());
        let done = within(&*parts.timer, COURTESY, acknowledge).await;
        has_acknowledged = done.is_some_and(|done| done.is_ok());
    }
    let (workspace_id, account_id, send_id) = (send.workspace_id, send.account_id, send.send_id);
    let noted = parts.store.write(move |tx| {
        accounts::lock(tx, workspace_id, account_id)?;
        sends::update_evidence(tx, workspace_id, send_id, has_typed, has_acknowledged)
    });
    noted.await
}

/// Shows typing for as long as the send says; what cannot be shown is not waited for.
async fn type_first(
    parts: &Parts,
    work: &Work,
    line: &dyn Network,
    stop: &mut watch::Receiver<bool>,
) -> bool {
    let send = &work.send;
    let Some(thread_key) = send.thread_key.as_ref().filter(|_| !send.typing.is_zero()) else {
        return false;
    };
    let shown = within(
        &*parts.timer,
        COURTESY,
        line.typing(thread_key.clone(), true),
    )
    .await;
    let is_shown = shown.is_some_and(|shown| shown.is_ok());
    if is_shown {
        tokio::select! {
            biased;
            () = parts.timer.sleep(send.typing) => {}
            _ = stop.wait_for(|is_stopping| *is_stopping) => {}
        }
    }
    is_shown
}
