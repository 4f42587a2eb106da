//! Who asks. The permission that a route needs is a type in its signature, and from there in its description.

use std::marker::PhantomData;
use std::net::IpAddr;
use std::ops::Deref;

use app::{Caller, Scope};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use domain::access::client_address;
use domain::error_code::ErrorCode;

use super::Asker;
use crate::door::Door;
use crate::fault::Fault;
use crate::serve::Peer;

/// A permission as a type.
pub(crate) trait Permission {
    /// What the key must carry.
    const SCOPE: Scope;
}

macro_rules! permissions {
    ($($name:ident,)*) => {$(
        #[doc = concat!("[`Scope::", stringify!($name), "`] as a type.")]
        pub(crate) struct $name;

        impl Permission for $name {
            const SCOPE: Scope = Scope::$name;
        }
    )*

        /// Every permission, so that none is missing here: the handlers that are to come choose among them.
        const _: [Scope; Scope::ALL.len()] = [$(<$name as Permission>::SCOPE),*];
    };
}

permissions! {
    Read,
    Write,
    Admin,
    AccountsAdmin,
    AccountsRead,
    AccountsWrite,
    AnalyticsRead,
    ApiKeysAdmin,
    ApiKeysRead,
    AuditRead,
    ConnectionsWrite,
    ConversationsRead,
    ConversationsWrite,
    EndpointsAdmin,
    EndpointsRead,
    EndpointsWrite,
    EventsRead,
    InvitationsRead,
    InvitationsWrite,
    MessagesWrite,
    PeopleAdmin,
    PeopleRead,
    PeopleWrite,
    PoliciesAdmin,
    PoliciesRead,
    SendsAdmin,
    SendsRead,
    SendsWrite,
    SuppressionsAdmin,
    SuppressionsRead,
    SuppressionsWrite,
    TemplatesRead,
    TemplatesWrite,
    UsageRead,
    UsersAdmin,
    UsersRead,
    WorkspaceAdmin,
    WorkspaceRead,
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

/// Proves who asks, and counts that they did.
async fn authenticate(parts: &Parts, door: &Door) -> Result<Caller, Fault> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let header = values.next().and_then(|value| value.to_str().ok());
    if values.next().is_some() {
        return Err(Fault::unauthorized()); // Two keys are none.
    }
    let address = address(parts, door);
    let proved = door.app.authenticate_from(header, address).await;
    let caller = proved.map_err(|error| match error.refusal() {
        // One answer for every cause, to the byte.
        Some(refusal) if refusal.code == ErrorCode::Unauthorized => Fault::unauthorized(),
        _ => error.into(),
    })?;
    let allowance = door.app.count_request(&caller, address);
    if let Some(asker) = parts.extensions.get::<Asker>() {
        asker.tell(&caller, allowance);
    }
    match allowance.and_then(|allowance| allowance.retry_after) {
        Some(retry_after) => Err(Fault::too_many_requests(retry_after)),
        None => Ok(caller),
    }
}

/// Where the request comes from, as far as that can be known.
fn address(parts: &Parts, door: &Door) -> Option<IpAddr> {
    let ConnectInfo(Peer(peer)) = parts.extensions.get::<ConnectInfo<Peer>>()?;
    let proxies = &door.settings.trusted_proxies;
    if proxies.is_empty() {
        return Some(peer.ip().to_canonical());
    }
    // What several proxies wrote in several headers is one list.
    let seen = parts.headers.get_all("x-forwarded-for").iter();
    let seen: Vec<&str> = seen.map(|value| value.to_str().unwrap_or("?")).collect();
    client_address(peer.ip(), &seen.join(","), proxies)
}
