//! What is left to do when a person changed whom very many conversations show.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{PersonId, WorkspaceId};
use store::{StoreResult, Tx, agenda};
use tokio::sync::watch;

use crate::Parts;
use crate::jobs::{self, Round};

/// People who are taken from the agenda at a time.
const PEOPLE_AT_ONCE: u32 = 16;
/// How long a person is left alone whose conversations could not be written.
const POSTPONED: Duration = Duration::from_mins(1);

/// Works the agenda off until `stop` turns true. A step is kept whole or not at all, and two nodes that take the same
/// one do no harm.
pub(super) async fn run(parts: Arc<Parts>, stop: watch::Receiver<bool>) {
    let round = || work_off(&parts);
    jobs::run(&parts, ("refresh", parts.polling.sync), stop, round).await;
}

/// Works off what is due now.
async fn work_off(parts: &Parts) -> Round {
    let now = parts.clock.now();
    let due = parts
        .store
        .read(move |tx| agenda::REFRESHES.list_due(tx, now, PEOPLE_AT_ONCE))
        .await;
    let due = match due {
        Ok(due) => due,
        Err(error) => {
            tracing::error!(%error, "the agenda of changed people cannot be read");
            return Round::STUCK;
        }
    };
    let mut round = Round::default();
    for (workspace_id, person_id) in due {
        let Err(error) = refresh(parts, workspace_id, person_id).await else {
            round.done += 1;
            continue;
        };
        tracing::error!(%person_id, %error, "the conversations of a changed person cannot be written");
        let until = parts.clock.now().plus(POSTPONED);
        let later =
            move |tx: &mut Tx<'_>| agenda::REFRESHES.postpone(tx, workspace_id, person_id, until);
        // If this fails too, the store is what is in trouble, and all wait alike.
        round.is_stuck |= parts.store.write(later).await.is_err();
        round.failed += 1;
    }
    round
}

async fn refresh(parts: &Parts, workspace_id: WorkspaceId, person_id: PersonId) -> StoreResult<()> {
    let step = move |tx: &mut Tx<'_>| store::ingest::refresh_person(tx, workspace_id, person_id);
    while parts.store.write_bulk(step).await? {}
    Ok(())
}
