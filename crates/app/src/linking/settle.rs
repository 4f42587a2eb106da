//! A browser that comes back from the network: its yes is redeemed, the seat is looked at, and account and session are
//! written in one transaction. If the process ends before it, nothing is half linked and the person begins again.

use domain::ids::LinkSessionId;
use domain::limits::LINK_SETTLED_WITHIN;
use domain::link_session::{LinkFailure, LinkState};
use domain::renewal::Term;
use integrations::networks::linking::{Granted, LinkDoor, Redemption};
use integrations::networks::network::NetworkError;
use secrecy::SecretString;
use store::StoreError;
use store::link_sessions::{self, Ending, LinkSession};

use super::LinkSessionView;
use super::browser::{LinkTrouble, is_same, target_of};
use super::tokens::Token;
use crate::accounts::{LinkAccount, LinkedAccount, PreparedLink};
use crate::{App, AppError, Caller};

/// What a browser brings back.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    pub state: String,
    pub code: Option<SecretString>,
    /// A word of RFC 6749, where there is no code.
    pub error: Option<String>,
    /// Who answers (RFC 9207).
    pub issuer: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub link_session_id: LinkSessionId,
    pub linked: LinkedAccount,
}

/// Errors of RFC 6749 after which the same question may be answered in another way.
const PASSING: [&str; 2] = ["server_error", "temporarily_unavailable"];

impl App {
    /// Settles what came back. `held`: the secret that the browser shows for a session.
    pub async fn settle_link(
        &self,
        returned: Returned,
        held: impl Fn(&LinkSessionId) -> Option<String>,
    ) -> Result<Settled, LinkTrouble> {
        let way = self.opened(&returned.state, false)?;
        let subject = way.subject;
        let read = self
            .parts()
            .store
            .read(move |tx| link_sessions::find(tx, subject));
        let session = read.await?.ok_or(LinkTrouble::Unknown)?;
        let is_own = match (&session.browser, held(&subject.1)) {
            (Some(kept), Some(shown)) => is_same(kept, &shown),
            _ => false,
        };
        if !is_own {
            return Err(LinkTrouble::OtherBrowser);
        }
        self.check_open(&session)?;
        let door = self.parts().lines.door(&target_of(&session));
        let door = door.map_err(AppError::from)?;
        if returned.issuer.as_deref() != Some(door.issuer().as_str()) {
            return Err(LinkTrouble::OtherIssuer);
        }
        self.claim(&session, way).await?;
        let Some(code) = returned.code.filter(|_| returned.error.is_none()) else {
            let error = returned.error.as_deref().unwrap_or("no code");
            return Err(self.without_code(&session, way, error).await);
        };
        let redemption = Redemption {
            code,
            redirect_uri: session.redirect_uri.clone().unwrap_or_default(),
            verifier: SecretString::from(way.verifier(&self.parts().vault)),
        };
        let granted = match door.redeem(redemption).await {
            Ok(granted) => granted,
            Err(error) => return Err(self.come_to_nothing(&session, way, &error.into()).await),
        };
        let credentials = granted.credentials.clone();
        match self.link_seat(&session, way, granted).await {
            Ok(settled) => Ok(settled),
            // Nobody knows whether they are kept.
            Err(trouble @ LinkTrouble::App(AppError::Store(StoreError::CommitUnknown))) => {
                Err(trouble)
            }
            Err(trouble) => {
                // What is not kept is given back, so that nobody else can use it.
                give_back(door.as_ref(), credentials).await;
                Err(trouble)
            }
        }
    }

    /// Takes one way of a session to be settled: each once, and one at a time.
    async fn claim(&self, session: &LinkSession, way: Token) -> Result<(), LinkTrouble> {
        let (subject, now) = (way.subject, self.now());
        let attempt = i64::from(way.attempt);
        let until = now.plus(LINK_SETTLED_WITHIN);
        let claimed = self.parts().store.write(move |tx| {
            link_sessions::lock(tx, subject)?;
            link_sessions::claim(tx, subject, attempt, now, until)
        });
        if claimed.await? {
            return Ok(());
        }
        let read = self
            .parts()
            .store
            .read(move |tx| link_sessions::find(tx, subject));
        let now_stands = read.await?.unwrap_or_else(|| session.clone());
        self.check_open(&now_stands)?;
        Err(LinkTrouble::OtherTab {
            start: Token::start(subject).seal(&self.parts().vault),
        })
    }

    /// The network sent no code: the member said no, or something is wrong with what was asked.
    async fn without_code(&self, session: &LinkSession, way: Token, error: &str) -> LinkTrouble {
        let failure = match error {
            "access_denied" => LinkFailure::Denied,
            error if PASSING.contains(&error) => {
                let error = NetworkError::Unreachable {
                    detail: error.to_owned(),
                };
                return self.come_to_nothing(session, way, &error.into()).await;
            }
            _ => LinkFailure::Refused,
        };
        tracing::info!(session = %session.link_session_id, error = crate::error::shown(error), "a seat was not linked");
        self.fail(way, failure).await
    }

    /// Ends a session that came to nothing for good.
    async fn fail(&self, way: Token, failure: LinkFailure) -> LinkTrouble {
        let (subject, now) = (way.subject, self.now());
        let attempt = Some(i64::from(way.attempt));
        let ended = self.parts().store.write(move |tx| {
            link_sessions::end(tx, subject, Ending::Failed(failure), attempt, now)?;
            link_sessions::find(tx, subject)
        });
        match ended.await {
            Ok(Some(session)) => LinkTrouble::Over(Box::new(LinkSessionView::of(&session, now))),
            Ok(None) => LinkTrouble::Unknown,
            Err(error) => error.into(),
        }
    }

    /// It came to nothing this time: another way may be taken.
    async fn come_to_nothing(
        &self,
        session: &LinkSession,
        way: Token,
        error: &AppError,
    ) -> LinkTrouble {
        let (subject, attempt) = (way.subject, i64::from(way.attempt));
        tracing::info!(session = %session.link_session_id, %error, "a seat was not linked this time");
        let released = self
            .parts()
            .store
            .write(move |tx| link_sessions::release(tx, subject, attempt));
        if let Err(error) = released.await {
            return error.into();
        }
        let detail = match error {
            AppError::Network(error) => error.to_string(),
            other => other.refusal().map_or_else(
                || "something failed on our side".to_owned(),
                |refusal| refusal.message,
            ),
        };
        LinkTrouble::Again {
            start: Token::start(subject).seal(&self.parts().vault),
            detail,
        }
    }

    /// Looks at the seat and writes account and session together.
    async fn link_seat(
        &self,
        session: &LinkSession,
        way: Token,
        granted: Granted,
    ) -> Result<Settled, LinkTrouble> {
        let term = Term::of(self.now(), granted.lifetime, granted.is_renewable);
        let command = LinkAccount {
            network: session.network.clone(),
            address: session.address.clone(),
            credentials: granted.credentials,
        };
        let prepared = self.prepare_link(asker(session), command, term).await;
        let prepared: PreparedLink = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return Err(self.come_to_nothing(session, way, &error).await),
        };
        if session
            .account_id
            .is_some_and(|wanted| wanted != prepared.account_id())
        {
            return Err(self.fail(way, LinkFailure::OtherMember).await);
        }
        let (subject, now) = (way.subject, self.now());
        let (attempt, account_id) = (Some(i64::from(way.attempt)), prepared.account_id());
        let was_known = prepared.was_known;
        let written = self.parts().store.write(move |tx| {
            let ending = Ending::Completed(account_id);
            let stands = link_sessions::lock(tx, subject)?;
            let is_open = stands
                .as_ref()
                .is_some_and(|session| session.state == LinkState::Pending);
            if !is_open || !link_sessions::end(tx, subject, ending, attempt, now)? {
                return Ok(Written::Over(stands.map(Box::new)));
            }
            match prepared.perform(tx)? {
                Some(account) => Ok(Written::Linked(Box::new(account))),
                // Nothing of this transaction may stay: the session is not over.
                None => Err(StoreError::Contended),
            }
        });
        match written.await {
            Ok(Written::Linked(account)) => Ok(Settled {
                link_session_id: session.link_session_id,
                linked: LinkedAccount::of(&account, was_known),
            }),
            Ok(Written::Over(Some(session))) => {
                self.check_open(&session)?;
                Err(LinkTrouble::OtherTab {
                    start: Token::start(subject).seal(&self.parts().vault),
                })
            }
            Ok(Written::Over(None)) => Err(LinkTrouble::Unknown),
            Err(StoreError::CommitUnknown) => Err(StoreError::CommitUnknown.into()),
            Err(error) => Err(self.come_to_nothing(session, way, &error.into()).await),
        }
    }
}

/// What the transaction came to.
enum Written {
    Linked(Box<store::accounts::Account>),
    /// The session ended meanwhile, or somebody else settles it.
    Over(Option<Box<LinkSession>>),
}

/// The key that asked for the session answers for what came of it.
fn asker(session: &LinkSession) -> Caller {
    let operator = Caller::operator(session.workspace_id);
    match session.created_by {
        Some(api_key_id) => Caller {
            api_key_id,
            user_id: session.user_id,
            ..operator
        },
        None => operator,
    }
}

pub(crate) async fn give_back(door: &dyn LinkDoor, credentials: SecretString) {
    if let Err(error) = door.give_back(credentials).await {
        tracing::warn!(%error, "credentials that nobody keeps were not given back");
    }
}
