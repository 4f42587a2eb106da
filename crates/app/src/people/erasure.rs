//! Forgetting a person: begun here, done step by step by the engine.

use domain::audit::{AuditAction, Details};
use domain::error_code::ErrorCode;
use domain::ids::ErasureId;
pub use store::erasures::{Begun, Erasure};
use store::{accounts, erasures, people};

use super::{absent, parse};
use crate::{App, AppResult, Caller, Refusal};

impl App {
    /// Begins to delete all that is kept of a person. From now on they are absent and nothing is sent to them; what is
    /// left is done in steps, and [`Self::find_erasure`] says how far that has come.
    pub async fn erase_person(&self, caller: &Caller, id: &str) -> AppResult<Begun> {
        caller.check_whole()?;
        let (workspace_id, person_id) = (caller.workspace_id, parse(id)?);
        let entropy = self.parts().entropy.as_ref();
        let now = self.now();
        let erasure_id = ErasureId::mint(now, entropy);
        let mut secret = [0; 32];
        entropy.fill(&mut secret);
        let by = caller.clone();
        let written = self.parts().store.write(move |tx| {
            let Some(person) = people::find(tx, workspace_id, person_id)? else {
                return Ok(Err(absent()));
            };
            let (network, key) = (&person.network, &person.member_key);
            if accounts::find_any_by_member(tx, workspace_id, network, key)?.is_some() {
                return Ok(Err(Refusal::of(ErrorCode::PersonHasAccount)));
            }
            let subject = (erasure_id, &person);
            let begun = erasures::begin(tx, workspace_id, subject, &secret, now)?;
            let Some(begun) = begun else {
                return Ok(Err(absent()));
            };
            let details = Details::new().id("erasure_id", erasure_id);
            tx.audit(by.act(AuditAction::PersonErased, person_id, now, details));
            Ok(Ok(begun))
        });
        Ok(written.await??)
    }

    /// How far an erasure has come.
    pub async fn find_erasure(&self, caller: &Caller, id: &str) -> AppResult<Erasure> {
        let workspace_id = caller.workspace_id;
        let gone = || Refusal::of(ErrorCode::ErasureNotFound);
        caller.check_whole().map_err(|_| gone())?;
        let erasure_id: ErasureId = id.parse().map_err(|_| gone())?;
        let read = self
            .parts()
            .store
            .read(move |tx| erasures::find(tx, workspace_id, erasure_id));
        Ok(read.await?.ok_or_else(gone)?)
    }
}
