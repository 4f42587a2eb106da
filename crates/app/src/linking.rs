//! Linking a seat as a person does it: somebody asks for an address, a person opens it in a browser, says yes to their
//! network, and comes back.
//!
//! Here is what a caller asks for: begun, looked at, cancelled. What the person's browser does is in `browser`.

mod browser;
mod settle;
mod tokens;

use domain::error_code::ErrorCode;
use domain::ids::{AccountId, LinkSessionId};
use domain::limits::{LINK_SESSION_LIFETIME, LINK_SESSIONS_MAX};
use domain::link_session::{LinkFailure, LinkState};
use domain::time::Timestamp;
use integrations::networks::LinkTarget;
use store::accounts;
use store::link_sessions::{self, Ending, LinkSession};

pub use browser::{Begun, Invitation, LinkTrouble};
pub(crate) use settle::give_back;
pub use settle::{Returned, Settled};

use crate::{App, AppResult, Caller, Refusal};
use tokens::Token;

/// A link session to begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateLinkSession {
    /// The network; the only one that is set up, when absent.
    pub network: Option<String>,
    /// The account that is to be linked again, by its own id.
    pub account: Option<String>,
    /// Where the network's server is, as an operator says who may point anywhere; else what is set up.
    pub address: Option<String>,
}

/// How a link session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSessionView {
    pub link_session_id: LinkSessionId,
    pub network: String,
    pub state: LinkState,
    pub failure: Option<LinkFailure>,
    /// The account that is to be linked again.
    pub wanted_id: Option<AccountId>,
    /// The account that was linked.
    pub linked_id: Option<AccountId>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl LinkSessionView {
    fn of(session: &LinkSession, now: Timestamp) -> Self {
        let state = session.state(now);
        let is_expired = state == LinkState::Expired;
        Self {
            link_session_id: session.link_session_id,
            network: session.network.clone(),
            state,
            failure: session.failure,
            wanted_id: session.account_id,
            linked_id: session.linked_id,
            created_at: session.created_at,
            expires_at: session.expires_at,
            ended_at: session
                .ended_at
                .or(is_expired.then_some(session.expires_at)),
        }
    }
}

/// A new link session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLinkSession {
    pub view: LinkSessionView,
    /// What the address that a person opens ends with. Whoever has it can link a seat; it cannot be shown again.
    pub token: String,
}

impl App {
    /// Begins a link session: a person may link a seat with it, once, within a quarter of an hour.
    ///
    /// Refused: `validation_error` for a network that is not set up, `account_not_found`, `account_read_only`,
    /// `exceeds_own_rights` for a key that is limited to accounts and names none,
    /// `too_many_link_sessions`.
    pub async fn create_link_session(
        &self,
        caller: &Caller,
        command: CreateLinkSession,
    ) -> AppResult<NewLinkSession> {
        let wanted = match &command.account {
            Some(account) => Some(self.account_to_relink(caller, account).await?),
            // It would be linked, and not be there for whoever asked.
            None if caller.only_accounts().is_some() => {
                return Err(Refusal::of(ErrorCode::ExceedsOwnRights).into());
            }
            None => None,
        };
        let target = self.link_target(&command, wanted.as_ref())?;
        // Whether its members can be asked at all.
        self.parts().lines.door(&target)?;
        let now = self.now();
        let session = LinkSession {
            workspace_id: caller.workspace_id,
            link_session_id: LinkSessionId::mint(now, self.parts().entropy.as_ref()),
            network: target.network,
            address: target.address,
            client_id: target.client_id,
            account_id: wanted.map(|(account_id, _)| account_id),
            state: LinkState::Pending,
            failure: None,
            linked_id: None,
            browser: None,
            redirect_uri: None,
            tries: 0,
            settled: 0,
            claimed_until: None,
            created_by: caller.key(),
            user_id: caller.user_id,
            created_at: now,
            expires_at: now.plus(LINK_SESSION_LIFETIME),
            ended_at: None,
        };
        let new = session.clone();
        let written = self.parts().store.write(move |tx| {
            let open = link_sessions::count_open(tx, new.workspace_id, now, LINK_SESSIONS_MAX)?;
            if open >= LINK_SESSIONS_MAX {
                return Ok(Err(Refusal::of(ErrorCode::TooManyLinkSessions)));
            }
            link_sessions::insert(tx, &new)?;
            Ok(Ok(()))
        });
        written.await??;
        let subject = (session.workspace_id, session.link_session_id);
        Ok(NewLinkSession {
            view: LinkSessionView::of(&session, now),
            token: Token::start(subject).seal(&self.parts().vault),
        })
    }

    /// How a link session stands.
    pub async fn find_link_session(&self, caller: &Caller, id: &str) -> AppResult<LinkSessionView> {
        let session_id: LinkSessionId = id.parse().map_err(|_| absent())?;
        let subject = (caller.workspace_id, session_id);
        let read = self
            .parts()
            .store
            .read(move |tx| link_sessions::find(tx, subject));
        let session = read.await?.filter(|session| is_for(caller, session));
        Ok(LinkSessionView::of(
            &session.ok_or_else(absent)?,
            self.now(),
        ))
    }

    /// Ends a link session that nobody wants any more: its address opens nothing. Again: nothing changes.
    ///
    /// Refused: `link_session_over` once something became of it.
    pub async fn cancel_link_session(
        &self,
        caller: &Caller,
        id: &str,
    ) -> AppResult<LinkSessionView> {
        let session_id: LinkSessionId = id.parse().map_err(|_| absent())?;
        let (subject, now) = ((caller.workspace_id, session_id), self.now());
        let caller = caller.clone();
        let written = self.parts().store.write(move |tx| {
            let found = link_sessions::lock(tx, subject)?;
            let Some(session) = found.filter(|session| is_for(&caller, session)) else {
                return Ok(Err(absent()));
            };
            match session.state(now) {
                LinkState::Pending => {
                    link_sessions::end(tx, subject, Ending::Cancelled, None, now)?;
                }
                LinkState::Cancelled => {}
                _ => return Ok(Err(Refusal::of(ErrorCode::LinkSessionOver))),
            }
            Ok(link_sessions::find(tx, subject)?.ok_or_else(absent))
        });
        let session = written.await??;
        Ok(LinkSessionView::of(&session, now))
    }

    /// The account that is to be linked again, and where its network is.
    async fn account_to_relink(
        &self,
        caller: &Caller,
        account: &str,
    ) -> AppResult<(AccountId, (String, String))> {
        let absent = || Refusal::of(ErrorCode::AccountNotFound);
        let account_id: AccountId = account.parse().map_err(|_| absent())?;
        let workspace_id = caller.workspace_id;
        let store = &self.parts().store;
        let read = store.read(move |tx| accounts::find(tx, workspace_id, account_id));
        let account = read.await?.filter(|_| caller.sees(account_id));
        let account = account.ok_or_else(absent)?;
        if account.is_read_only {
            return Err(Refusal::of(ErrorCode::AccountReadOnly).into());
        }
        Ok((account_id, (account.network, account.address)))
    }

    /// Where the person is sent: never anywhere that a caller of the API could choose.
    fn link_target(
        &self,
        command: &CreateLinkSession,
        wanted: Option<&(AccountId, (String, String))>,
    ) -> Result<LinkTarget, Refusal> {
        let known = &self.parts().settings.link_targets;
        let refused = |message: String| Err(Refusal::field("network", "unknown_network", message));
        let named = command.network.as_deref();
        let own = wanted.map(|(_, (network, _))| network.as_str());
        if let (Some(named), Some(own)) = (named, own)
            && named != own
        {
            return refused(format!("The account is one of the network {own}."));
        }
        let mut fitting = known.iter().filter(|target| {
            named
                .or(own)
                .is_none_or(|network| network == target.network)
        });
        let found = match (fitting.next(), fitting.next()) {
            (Some(target), None) => target.clone(),
            (None, _) if command.address.is_none() => {
                return refused(
                    "No such network is set up to be linked in a browser: see the section [linking] of the configuration."
                        .to_owned(),
                );
            }
            (Some(_), Some(_)) => {
                return refused("Several networks are set up: name one.".to_owned());
            }
            (None, _) => LinkTarget {
                network: named.or(own).unwrap_or("sandbox").to_owned(),
                address: String::new(),
                client_id: LOCAL_CLIENT.to_owned(),
            },
        };
        let own_address = wanted.map(|(_, (_, address))| address.clone());
        let address = command.address.clone().or(own_address);
        Ok(LinkTarget {
            address: address.unwrap_or(found.address),
            ..found
        })
    }
}

/// As whom every sandbox knows a gateway that people reach on their own machine.
pub const LOCAL_CLIENT: &str = "liaison-local";

/// Whether there is this session for the caller: whoever is limited to accounts has those by which one of these is linked
/// again.
fn is_for(caller: &Caller, session: &LinkSession) -> bool {
    let is_of_theirs = |account_id| caller.sees(account_id);
    caller.only_accounts().is_none() || session.account_id.is_some_and(is_of_theirs)
}

fn absent() -> Refusal {
    Refusal::of(ErrorCode::LinkSessionNotFound)
}
