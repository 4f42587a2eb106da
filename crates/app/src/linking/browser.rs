//! What the browser of a person does: it opens the address that they were given, and goes on to the network.
//!
//! The first browser that goes on keeps a secret, and the session is that browser's from then on: whatever comes back
//! elsewhere is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::LinkSessionId;
use domain::limits::LINK_TRIES_MAX;
use domain::link_session::{LinkFailure, LinkState};
use domain::time::Timestamp;
use integrations::networks::LinkTarget;
use integrations::networks::linking::Asking;
use store::link_sessions::{self, Ending, LinkSession};
use store::{StoreError, workspaces};
use subtle::ConstantTimeEq as _;

use super::tokens::{Token, browser_hash, challenge};
use super::{LinkSessionView, absent};
use crate::{App, AppError, Refusal};

/// Why a person gets no further, so that a page can say what they can do.
#[derive(Debug, thiserror::Error)]
pub enum LinkTrouble {
    /// The address, or what came back, is none of ours.
    #[error("the address is not one of this gateway")]
    Unknown,
    /// Another browser began this session.
    #[error("another browser has begun this")]
    OtherBrowser,
    /// The session has ended.
    #[error("this has ended: {}", .0.state.word())]
    Over(Box<LinkSessionView>),
    /// Somebody else than the network answers.
    #[error("the answer comes from somewhere else than it should")]
    OtherIssuer,
    /// Another tab is being settled, or came back later.
    #[error("another tab was faster")]
    OtherTab {
        /// What the address to begin again ends with.
        start: String,
    },
    /// It came to nothing this time, and may be tried again.
    #[error("it came to nothing this time: {detail}")]
    Again {
        /// What the address to begin again ends with.
        start: String,
        detail: String,
    },
    /// Something failed, or the store is busy.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for LinkTrouble {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

impl From<Refusal> for LinkTrouble {
    fn from(refusal: Refusal) -> Self {
        Self::App(refusal.into())
    }
}

/// What a person is shown before they go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub link_session_id: LinkSessionId,
    /// For which workspace.
    pub workspace: String,
    pub network: String,
    /// The network's address, where they will be asked.
    pub asked_at: String,
    pub expires_at: Timestamp,
}

/// A browser on its way to the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub link_session_id: LinkSessionId,
    /// Where it is sent.
    pub url: String,
    /// What it must hold until it comes back.
    pub browser_secret: String,
    pub expires_at: Timestamp,
}

impl App {
    /// What the address that a person opens leads to. Changes nothing, as programs that look at addresses open it, too.
    pub async fn look_at_link(&self, token: &str) -> Result<Invitation, LinkTrouble> {
        let token = self.opened(token, true)?;
        let read = self.parts().store.read(move |tx| {
            let session = link_sessions::find(tx, token.subject)?;
            let workspace = workspaces::find(tx, token.subject.0)?;
            Ok(session.zip(workspace))
        });
        let (session, workspace) = read.await?.ok_or(LinkTrouble::Unknown)?;
        self.check_open(&session)?;
        Ok(Invitation {
            link_session_id: session.link_session_id,
            workspace: workspace.name,
            asked_at: session.address,
            network: session.network,
            expires_at: session.expires_at,
        })
    }

    /// Sends a browser to the network, from where it returns to `redirect_uri`. `held`: the secret that it shows for a
    /// session.
    pub async fn begin_link(
        &self,
        token: &str,
        held: impl Fn(&LinkSessionId) -> Option<String>,
        redirect_uri: &str,
    ) -> Result<Begun, LinkTrouble> {
        let token = self.opened(token, true)?;
        let (subject, now) = (token.subject, self.now());
        let mut bytes = [0; 32];
        self.parts().entropy.fill(&mut bytes);
        let shown = held(&subject.1);
        let fresh = URL_SAFE_NO_PAD.encode(bytes);
        let (offered, back) = (shown.clone(), redirect_uri.to_owned());
        let fresh_hash = browser_hash(&fresh);
        let written = self.parts().store.write(move |tx| {
            let Some(session) = link_sessions::lock(tx, subject)? else {
                return Ok(Step::Absent);
            };
            if session.state(now) != LinkState::Pending {
                return Ok(Step::Over(session));
            }
            let browser = match (&session.browser, &offered) {
                (None, _) => fresh_hash.clone(),
                (Some(kept), Some(offered)) if is_same(kept, offered) => kept.clone(),
                (Some(_), _) => return Ok(Step::OtherBrowser),
            };
            if session.tries >= i64::from(LINK_TRIES_MAX) {
                let ending = Ending::Failed(LinkFailure::TooManyTries);
                link_sessions::end(tx, subject, ending, None, now)?;
                let ended = link_sessions::find(tx, subject)?.ok_or(StoreError::NotFound)?;
                return Ok(Step::Over(ended));
            }
            let is_new = session.browser.is_none();
            link_sessions::update_begun(tx, subject, &browser, &back)?;
            Ok(Step::Begun(session, is_new))
        });
        let (session, is_new) = match written.await? {
            Step::Begun(session, is_new) => (session, is_new),
            Step::Over(session) => return Err(self.over(&session)),
            Step::OtherBrowser => return Err(LinkTrouble::OtherBrowser),
            Step::Absent => return Err(LinkTrouble::Unknown),
        };
        let browser_secret = shown.filter(|_| !is_new).unwrap_or(fresh);
        let attempt = u8::try_from(session.tries + 1).map_err(|_| absent())?;
        let way = Token { subject, attempt };
        let vault = &self.parts().vault;
        let asking = Asking {
            redirect_uri: redirect_uri.to_owned(),
            state: way.seal(vault),
            challenge: challenge(&way.verifier(vault)),
        };
        let door = self.parts().lines.door(&target_of(&session));
        let url = door.and_then(|door| door.ask_at(&asking));
        Ok(Begun {
            link_session_id: subject.1,
            url: url.map_err(AppError::from)?.into(),
            browser_secret,
            expires_at: session.expires_at,
        })
    }

    pub(super) fn opened(&self, text: &str, is_start: bool) -> Result<Token, LinkTrouble> {
        Token::open(&self.parts().vault, text, is_start).ok_or(LinkTrouble::Unknown)
    }

    pub(super) fn check_open(&self, session: &LinkSession) -> Result<(), LinkTrouble> {
        if session.state(self.now()) == LinkState::Pending {
            return Ok(());
        }
        Err(self.over(session))
    }

    pub(super) fn over(&self, session: &LinkSession) -> LinkTrouble {
        LinkTrouble::Over(Box::new(LinkSessionView::of(session, self.now())))
    }
}

/// What beginning came to.
enum Step {
    Absent,
    OtherBrowser,
    Over(LinkSession),
    /// As it was before; true: the browser is new.
    Begun(LinkSession, bool),
}

/// Whether a browser's secret is the one whose hash was kept.
pub(super) fn is_same(kept: &[u8], shown: &str) -> bool {
    bool::from(kept.ct_eq(&browser_hash(shown)))
}

pub(super) fn target_of(session: &LinkSession) -> LinkTarget {
    LinkTarget {
        network: session.network.clone(),
        address: session.address.clone(),
        client_id: session.client_id.clone(),
    }
}
