//! Acceptance: finds the send that this request already made, or makes it, and is sure of that before it answers.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::SendId;
use domain::twins::{self, Twin};
use store::accounts::Account;
use store::{Gathered as _, StoreError, StoreResult};

use super::acceptance::{Acceptance, Frame};
use super::{Accepted, PlannedSend};
use crate::{App, AppError, AppResult, Caller, Refusal};

/// Between two tries to find out whether a commit was one.
const DOUBT_PAUSE: Duration = Duration::from_millis(250);

impl App {
    /// Puts the planned send into the outbox, durably, unless it is there already.
    ///
    /// While nobody can tell whether a commit happened, nobody is answered: either answer could be a lie. Where that
    /// cannot be found out any more, the answer is the one after which nothing is sent twice.
    pub(crate) async fn accept(
        &self,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> AppResult<Accepted> {
        let acceptance = Acceptance::new(self.frame(), caller, account, planned);
        let acceptance = Arc::new(acceptance);
        let tried = self.parts().store.write_gathered(Arc::clone(&acceptance));
        let tried = tried.await;
        self.make_sure(acceptance, tried).await
    }

    /// Tries again, after a first try, for as long as nobody can tell what came of it.
    pub(super) async fn make_sure(
        &self,
        mut acceptance: Arc<Acceptance>,
        mut tried: StoreResult<Result<Accepted, Refusal>>,
    ) -> AppResult<Accepted> {
        let mut has_collided = false;
        loop {
            match tried {
                Ok(accepted) => {
                    let accepted = accepted.map_err(AppError::from)?;
                    self.count_accepted(&accepted);
                    return Ok(accepted);
                }
                // Another account took the same key at the same time: by now it can be seen, and this is not there.
                Err(StoreError::Constraint(_)) if !has_collided => {
                    Arc::make_mut(&mut acceptance).is_doubtful = false;
                    has_collided = true;
                }
                Err(StoreError::Constraint(_)) => return Err(StoreError::Contended.into()),
                Err(error) => {
                    let is_unknown =
                        error == StoreError::CommitUnknown && !twins::is(Twin::LostCommitIsFailure);
                    Arc::make_mut(&mut acceptance).is_doubtful |= is_unknown;
                    if !acceptance.is_doubtful {
                        return Err(error.into());
                    }
                    let can_be_told = is_unknown || error.is_transient();
                    if self.is_ending() || !can_be_told {
                        // It may leave, so it is no error; whether it exists, its id will tell.
                        return Ok(Accepted::new(acceptance.fresh.clone()));
                    }
                }
            }
            self.parts().timer.sleep(DOUBT_PAUSE).await;
            let again = self.parts().store.write_gathered(Arc::clone(&acceptance));
            tried = again.await;
        }
    }

    /// Counts a send that was not there before for the key that it was accepted with.
    pub(super) fn count_accepted(&self, accepted: &Accepted) {
        if !accepted.is_twin && !accepted.is_replay {
            self.count_send(accepted.send.workspace_id, accepted.send.api_key_id);
        }
    }

    /// What an acceptance that begins now has fixed.
    pub(super) fn frame(&self) -> Frame {
        let now = self.now();
        Frame {
            send_id: SendId::mint(now, &*self.parts().entropy),
            twins_since: self.twins_since(),
            hints: self.parts().store.hints().clone(),
            likeness_max: self.parts().settings.likeness_max,
            now,
        }
    }

    /// What accepting would come to. Nothing is kept.
    pub(super) async fn try_acceptance(
        &self,
        caller: &Caller,
        account: &Account,
        planned: PlannedSend,
    ) -> AppResult<Accepted> {
        let mut acceptance = Acceptance::new(self.frame(), caller, account, planned);
        acceptance.is_trial = true;
        let read = self.parts().store.read(move |tx| {
            let answers = Acceptance::run(&[&acceptance], tx)?;
            Ok(answers.into_iter().next().expect("one is answered"))
        });
        Ok(read.await??)
    }
}
