//! Receivers of webhooks: added, changed, tried, given another secret, taken away. What each was told is in
//! [`deliveries`].

pub mod deliveries;
mod settings;
mod trial;

use std::time::Duration;

use domain::audit::{AuditAction, Details};
use domain::endpoint::EndpointState;
use domain::error_code::ErrorCode;
use domain::ids::{EndpointId, WorkspaceId};
use domain::limits::{ENDPOINTS_MAX, SECRET_OVERLAP_MAX};
use domain::time::Timestamp;
use integrations::webhooks::signature;
use secrecy::SecretString;
use store::endpoints::{self, Endpoint, EndpointSettings, NewEndpoint, secret_place};
use store::hints::Hint;
use store::{StoreResult, Tx};

pub use settings::{ChangeEndpoint, CreateEndpoint, name_of};
pub use trial::Trial;

use crate::{App, AppResult, Caller, Refusal};

/// Deliveries that one step of taking a receiver away deletes.
const DELETED_MAX: u32 = 500;

/// What may be shown of a receiver: its secrets and the values of its headers may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointView {
    pub endpoint: Endpoint,
    pub header_names: Vec<String>,
}

/// A receiver with the secret that it was just given. It cannot be shown again.
#[derive(Debug)]
pub struct WithSecret {
    pub view: EndpointView,
    /// `whsec_` and base64.
    pub secret: SecretString,
}

/// Another secret for a receiver.
#[derive(Debug, Clone, Default)]
pub struct RotateSecret {
    /// How long the present one signs, too: up to seven days.
    pub overlap: Duration,
    /// A secret of the caller's own; a new one is made where it is absent.
    pub secret: Option<SecretString>,
    /// Although the one before the present one still signs: it ends.
    pub force: bool,
}

impl App {
    /// Adds a receiver, who is told what happens from now on.
    ///
    /// Refused: `validation_error`, also for an address that may not be called; `too_many_endpoints`.
    pub async fn create_endpoint(
        &self,
        caller: &Caller,
        command: CreateEndpoint,
    ) -> AppResult<WithSecret> {
        let workspace_id = caller.workspace_id;
        let now = self.now();
        let entropy = self.parts().entropy.as_ref();
        let endpoint_id = EndpointId::mint(now, entropy);
        let secret = match command.secret.clone() {
            Some(secret) => checked(secret)?,
            None => signature::new_secret(entropy),
        };
        let settings = self.new_settings(caller, endpoint_id, command).await?;
        let new = NewEndpoint {
            workspace_id,
            endpoint_id,
            settings,
            secret: self.seal_secret(workspace_id, endpoint_id, &secret),
            created_at: now,
        };
        let hints = self.parts().store.hints().clone();
        let by = caller.clone();
        let written = self.parts().store.write(move |tx| {
            let known = endpoints::list(tx, workspace_id, ENDPOINTS_MAX)?;
            if u32::try_from(known.len()).is_ok_and(|count| count >= ENDPOINTS_MAX) {
                return Ok(Err(Refusal::of(ErrorCode::TooManyEndpoints)));
            }
            endpoints::insert(tx, &new)?;
            tx.audit(by.act(
                AuditAction::EndpointCreated,
                endpoint_id,
                now,
                Details::new(),
            ));
            hints.after_commit(tx, Hint::EndpointChanged(endpoint_id));
            Ok(Ok(endpoints::find(tx, workspace_id, endpoint_id)?))
        });
        let endpoint = written.await??.ok_or_else(absent)?;
        let view = self.view(endpoint);
        Ok(WithSecret { view, secret })
    }

    /// Every receiver of the workspace, the oldest first.
    pub async fn list_endpoints(&self, caller: &Caller) -> AppResult<Vec<EndpointView>> {
        let workspace_id = caller.workspace_id;
        let store = &self.parts().store;
        let read = store.read(move |tx| endpoints::list(tx, workspace_id, ENDPOINTS_MAX));
        let found = read.await?.into_iter();
        let found = found.filter(|endpoint| may_see(caller, endpoint));
        Ok(found.map(|endpoint| self.view(endpoint)).collect())
    }

    /// One receiver.
    pub async fn find_endpoint(&self, caller: &Caller, id: &str) -> AppResult<EndpointView> {
        let endpoint = self.endpoint(caller, id).await?;
        Ok(self.view(endpoint))
    }

    /// Changes what is named; the rest stays. Enabling goes on where telling stopped.
    pub async fn change_endpoint(
        &self,
        caller: &Caller,
        id: &str,
        command: ChangeEndpoint,
    ) -> AppResult<EndpointView> {
        let endpoint = self.endpoint(caller, id).await?;
        let (workspace_id, endpoint_id) = (endpoint.workspace_id, endpoint.endpoint_id);
        let named = self.named(caller, endpoint_id, command).await?;
        let by = caller.clone();
        let changed = self
            .with_endpoint(workspace_id, endpoint_id, move |tx, stands, now| {
                let settings = match named.of(&stands.settings) {
                    Ok(settings) => settings,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                // Looked at again, as somebody may have changed it since.
                if !may_see(&by, stands) || !by.sees_all_of(&settings.selection.accounts) {
                    return Ok(Err(absent()));
                }
                endpoints::update_settings(tx, workspace_id, endpoint_id, &settings, now)?;
                tx.audit(by.act(
                    AuditAction::EndpointChanged,
                    endpoint_id,
                    now,
                    Details::new(),
                ));
                let state = match (named.is_paused(), stands.state) {
                    (Some(true), EndpointState::Active) => EndpointState::Paused,
                    (Some(false), EndpointState::Paused | EndpointState::Disabled(_)) => {
                        EndpointState::Active
                    }
                    _ => return Ok(Ok(())),
                };
                endpoints::update_state(tx, (workspace_id, endpoint_id), state, now)?;
                Ok(Ok(()))
            })
            .await?;
        Ok(self.view(changed))
    }

    /// Takes a receiver away, with the record of what it was told.
    pub async fn delete_endpoint(&self, caller: &Caller, id: &str) -> AppResult<()> {
        let endpoint = self.endpoint(caller, id).await?;
        let subject = (endpoint.workspace_id, endpoint.endpoint_id);
        if endpoint.state == EndpointState::Active {
            self.with_endpoint(subject.0, subject.1, move |tx, stands, now| {
                if stands.state == EndpointState::Active {
                    endpoints::update_state(tx, subject, EndpointState::Paused, now)?;
                }
                Ok(Ok(()))
            })
            .await?;
        }
        // In steps, so that nobody else waits for it. The last one takes the receiver, too: nothing of it can be left,
        // whoever enabled it meanwhile.
        loop {
            let (now, hints) = (self.now(), self.parts().store.hints().clone());
            let by = caller.clone();
            let step = self.parts().store.write_bulk(move |tx| {
                let is_there = endpoints::lock(tx, subject)?.is_some();
                let deleted = store::deliveries::delete_of(tx, subject, DELETED_MAX)?;
                let is_last = deleted < u64::from(DELETED_MAX);
                if is_last && is_there {
                    endpoints::delete(tx, subject, now)?;
                    let act = AuditAction::EndpointDeleted;
                    tx.audit(by.act(act, subject.1, now, Details::new()));
                    hints.after_commit(tx, Hint::EndpointChanged(subject.1));
                }
                Ok(is_last)
            });
            if step.await? {
                return Ok(());
            }
        }
    }

    /// Gives a receiver another secret.
    ///
    /// Refused: `secret_overlap` while an earlier one still signs, unless it is forced.
    pub async fn rotate_endpoint_secret(
        &self,
        caller: &Caller,
        id: &str,
        command: RotateSecret,
    ) -> AppResult<WithSecret> {
        if command.overlap > SECRET_OVERLAP_MAX {
            let message = "An old secret signs for seven days at most.";
            return Err(Refusal::field("overlap_hours", "out_of_range", message).into());
        }
        let endpoint = self.endpoint(caller, id).await?;
        let (workspace_id, endpoint_id) = (endpoint.workspace_id, endpoint.endpoint_id);
        let secret = match command.secret.clone() {
            Some(secret) => checked(secret)?,
            None => signature::new_secret(self.parts().entropy.as_ref()),
        };
        let sealed = self.seal_secret(workspace_id, endpoint_id, &secret);
        let RotateSecret { overlap, force, .. } = command;
        let by = caller.clone();
        let changed = self
            .with_endpoint(workspace_id, endpoint_id, move |tx, stands, now| {
                let old = stands.old_secret.as_ref();
                if !force && old.is_some_and(|(_, until)| *until > now) {
                    return Ok(Err(Refusal::of(ErrorCode::SecretOverlap)));
                }
                let old_until = (!overlap.is_zero()).then(|| now.plus(overlap));
                endpoints::update_secret(tx, (workspace_id, endpoint_id), &sealed, old_until, now)?;
                let act = AuditAction::EndpointSecretRotated;
                let details = Details::new().instant("old_until", old_until);
                tx.audit(by.act(act, endpoint_id, now, details));
                Ok(Ok(()))
            })
            .await?;
        let view = self.view(changed);
        Ok(WithSecret { view, secret })
    }

    /// The receiver with this id, in whatever spelling it came.
    async fn endpoint(&self, caller: &Caller, id: &str) -> AppResult<Endpoint> {
        let workspace_id = caller.workspace_id;
        let endpoint_id: EndpointId = id.parse().map_err(|_| absent())?;
        let store = &self.parts().store;
        let read = store.read(move |tx| endpoints::find(tx, workspace_id, endpoint_id));
        let found = read.await?.filter(|endpoint| may_see(caller, endpoint));
        Ok(found.ok_or_else(absent)?)
    }

    /// Changes a receiver in one transaction and wakes who delivers to it, unless the change is refused.
    async fn with_endpoint(
        &self,
        workspace_id: WorkspaceId,
        endpoint_id: EndpointId,
        change: impl Fn(&mut Tx<'_>, &Endpoint, Timestamp) -> StoreResult<Result<(), Refusal>>
        + Send
        + 'static,
    ) -> AppResult<Endpoint> {
        let now = self.now();
        let hints = self.parts().store.hints().clone();
        let written = self.parts().store.write(move |tx| {
            let Some(stands) = endpoints::lock(tx, (workspace_id, endpoint_id))? else {
                return Ok(Err(absent()));
            };
            if let Err(refusal) = change(tx, &stands, now)? {
                return Ok(Err(refusal));
            }
            hints.after_commit(tx, Hint::EndpointChanged(endpoint_id));
            Ok(endpoints::find(tx, workspace_id, endpoint_id)?.ok_or_else(absent))
        });
        Ok(written.await??)
    }

    fn seal_secret(
        &self,
        workspace_id: WorkspaceId,
        endpoint_id: EndpointId,
        secret: &SecretString,
    ) -> Vec<u8> {
        let place = secret_place(&workspace_id, &endpoint_id);
        let entropy = self.parts().entropy.as_ref();
        self.parts().vault.seal_text(&place, secret, entropy)
    }

    fn view(&self, endpoint: Endpoint) -> EndpointView {
        // What does not open any more is none.
        let headers = endpoint.open_headers(&self.parts().vault);
        let headers = headers.unwrap_or_default().into_iter();
        EndpointView {
            header_names: headers.map(|(name, _)| name).collect(),
            endpoint,
        }
    }
}

impl EndpointView {
    /// What its owner chose.
    pub const fn settings(&self) -> &EndpointSettings {
        &self.endpoint.settings
    }
}

/// A caller who is limited to accounts sees receivers that hear of nothing else.
fn may_see(caller: &Caller, endpoint: &Endpoint) -> bool {
    caller.sees_all_of(&endpoint.settings.selection.accounts)
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::EndpointNotFound)
}

fn checked(secret: SecretString) -> AppResult<SecretString> {
    match signature::check_secret(&secret) {
        Ok(()) => Ok(secret),
        Err(error) => {
            let message = format!("{error}: leave it out to be given one.");
            Err(Refusal::field("secret", "wrong_form", message).into())
        }
    }
}
