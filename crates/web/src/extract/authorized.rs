//! Who asks. The permission that a route needs is a type in its signature.

use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use app::{Caller, Scope};
use axum::extract::{FromRequestParts, Request};
use axum::http::Extensions;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use domain::error_code::ErrorCode;
use domain::ids::{ApiKeyId, WorkspaceId};

use crate::door::Door;
use crate::fault::Fault;

/// Who turned out to have asked, for the log: the request is gone when its line is written.
#[derive(Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<(WorkspaceId, ApiKeyId)>>);

impl Asker {
    /// Lets a request tell who asks.
    pub(crate) fn of(request: &mut Request) -> Self {
        let asker = Self::default();
        request.extensions_mut().insert(asker.clone());
        asker
    }

    fn note(extensions: &Extensions, caller: &Caller) {
        if let Some(Self(asker)) = extensions.get() {
            asker.get_or_init(|| (caller.workspace_id, caller.api_key_id));
        }
    }

    /// The workspace and the key; nobody where no key was proved.
    pub(crate) fn get(&self) -> Option<(WorkspaceId, ApiKeyId)> {
        self.0.get().copied()
    }
}

/// A permission as a type.
pub(crate) trait Permission {
    /// What the key must carry.
    const SCOPE: Scope;
}

/// Read conversations, accounts and sends.
pub(crate) struct Read;

impl Permission for Read {
    const SCOPE: Scope = Scope::Read;
}

/// Send, mark, invite.
pub(crate) struct Write;

impl Permission for Write {
    const SCOPE: Scope = Scope::Write;
}

/// Decide for people: approve, change what an account may do, take somebody off the do-not-contact list.
pub(crate) struct Admin;

impl Permission for Admin {
    const SCOPE: Scope = Scope::Admin;
}

/// A proved caller whose key carries the permission.
pub(crate) struct Authorized<P>(Caller, PhantomData<P>);

impl<P> Deref for Authorized<P> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl<P: Permission> FromRequestParts<Door> for Authorized<P> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Fault> {
        let caller = authenticate(parts, door).await?;
        if caller.may(P::SCOPE) {
            return Ok(Self(caller, PhantomData));
        }
        let message = format!(
            "The key lacks the scope `{}` that this route needs.",
            P::SCOPE.word()
        );
        Err(Fault::new(ErrorCode::InsufficientScope, message))
    }
}

/// Somebody who needs no key, but whose key, if one is sent, must be good.
pub(crate) struct Visitor;

impl FromRequestParts<Door> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Fault> {
        if parts.headers.contains_key(AUTHORIZATION) {
            authenticate(parts, door).await?;
        }
        Ok(Self)
    }
}

async fn authenticate(parts: &Parts, door: &Door) -> Result<Caller, Fault> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let header = values.next().and_then(|value| value.to_str().ok());
    if values.next().is_some() {
        return Err(Fault::unauthorized()); // Two keys are none.
    }
    let caller = door
        .app
        .authenticate(header)
        .await
        .map_err(|error| match error.refusal() {
            // One answer for every cause, to the byte.
            Some(refusal) if refusal.code == ErrorCode::Unauthorized => Fault::unauthorized(),
            _ => Fault::from(error),
        })?;
    Asker::note(&parts.extensions, &caller);
    Ok(caller)
}
