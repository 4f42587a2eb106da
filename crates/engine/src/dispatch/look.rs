//! The look before a call, where messages are told apart by content only: what says the same and is there already cannot
//! be the send. Without it only clocks could tell, and clocks are set.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::attachment::File;
use domain::network::{CapabilityClass, Receipt};
use domain::outcome::Outcome;
use domain::send::SendState;
use domain::time::Timestamp;
use integrations::networks::network::{Network, NetworkError, ReadBack};
use store::sends::{self, Snapshot};
use store::{StoreResult, attempts};

use super::load::Work;
use super::perform::{Brought, outgoing};
use super::record;
use crate::Parts;

/// So far back is looked. The clocks of the network and ours may differ by as much.
pub(super) const REACH: Duration = Duration::from_hours(72);

/// What was decided longer ago is looked at again before a call.
const WORTH_A_LOOK: Duration = Duration::from_millis(300);

/// What the look came to.
enum Look {
    /// Nothing says that the send is there: it may be called.
    Clear,
    /// An earlier try arrived after all.
    Found(Box<Receipt>),
    /// A newer try has taken over.
    Late,
}

/// Looks before the call; what it returns is then the answer, and nothing is called.
pub(super) async fn before(
    parts: &Parts,
    work: &Work,
    line: &dyn Network,
    files: &[File],
) -> Option<Brought> {
    if work.account.capability_class != CapabilityClass::C || !work.send.kind.is_message() {
        return None;
    }
    let not_sent = |detail: String| Some(Outcome::NotSent { detail });
    let message = outgoing(&work.send, files.to_vec());
    let alike = match line.read_back(message, work.since).await {
        Ok(ReadBack::Found(receipts)) => receipts,
        Ok(ReadBack::Absent) => Vec::new(),
        Err(error) => return Some(refused(&error)),
    };
    match keep(parts, work, alike).await {
        Ok(Look::Clear) => None,
        Ok(Look::Found(receipt)) => Some(Outcome::Accepted(Some(*receipt))),
        Ok(Look::Late) => not_sent("a newer try has taken over".to_owned()),
        Err(error) => not_sent(error.to_string()),
    }
}

/// What stands against the send by now, where preparing it has taken long enough for somebody to answer.
pub(super) async fn obstacle(parts: &Parts, work: &Work, began: Timestamp) -> Option<String> {
    let now = parts.clock.now();
    if now >= began && now.since(began) < WORTH_A_LOOK {
        return None;
    }
    let (network, send) = (work.account.network.clone(), work.send.clone());
    let against = parts
        .store
        .read(move |tx| sends::against(tx, &network, &send));
    match against.await {
        Ok((None, _)) => None,
        Ok((Some(obstacle), _)) => Some(format!(
            "what stands against it came while it was prepared: {}",
            obstacle.code().word()
        )),
        Err(error) => Some(error.to_string()),
    }
}

fn refused(error: &NetworkError) -> Brought {
    error.as_hold().unwrap_or_else(|| Outcome::NotSent {
        detail: error.to_string(),
    })
}

/// Keeps the first look of a send; a later one is compared with it.
async fn keep(parts: &Parts, work: &Work, alike: Vec<Receipt>) -> StoreResult<Look> {
    let work = work.clone();
    parts
        .store
        .write(move |tx| {
            let Some(send) = record::find_locked(tx, &work)? else {
                return Ok(Look::Late);
            };
            let newest = attempts::find_latest(tx, send.workspace_id, send.send_id)?;
            if newest != Some(work.attempt_id) || !matches!(send.state, SendState::Sending { .. }) {
                return Ok(Look::Late);
            }
            if let Some(snapshot) = &work.snapshot {
                let found = record::unclaimed(tx, &send, Some(snapshot), &alike)?;
                return Ok(found.map_or(Look::Clear, |receipt| {
                    Look::Found(Box::new(receipt.clone()))
                }));
            }
            // A copy that answers the look may lack what the stream has shown already.
            let known = sends::list_alike(tx, &work.account, &send, work.since)?;
            let all = alike.iter().chain(&known);
            let keys = all.map(|receipt| receipt.message_key.clone());
            let snapshot = Snapshot {
                since: work.since,
                message_keys: keys.collect::<BTreeSet<_>>(),
            };
            sends::insert_snapshot(tx, &send, &snapshot)?;
            Ok(Look::Clear)
        })
        .await
}
