//! How a member lets this gateway use their seat: by a yes that they give to their network, in a browser. One adapter per
//! network that can do so; where one cannot, its seats are linked by credentials only.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::lines::Lines;
use super::network::{Answer, NetworkError};

/// Where a network asks its members, and as whom it knows this gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// The adapter's name, for example `sandbox`.
    pub network: String,
    /// The base address of the network's server.
    pub address: String,
    pub client_id: String,
}

impl LinkTarget {
    /// Where a seat's network is, for what is done with credentials: they say themselves as whom they were given.
    pub fn of_seat(network: &str, address: &str) -> Self {
        Self {
            network: network.to_owned(),
            address: address.to_owned(),
            client_id: String::new(),
        }
    }
}

/// What travels through the browser to the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Where the browser is returned to, to the letter.
    pub redirect_uri: String,
    /// Comes back unchanged.
    pub state: String,
    /// Of PKCE, by S256.
    pub challenge: String,
}

/// What a yes is redeemed with.
#[derive(Debug, Clone)]
pub struct Redemption {
    pub code: SecretString,
    /// As it was asked with.
    pub redirect_uri: String,
    /// What the challenge was made from.
    pub verifier: SecretString,
}

/// What a network gives for a yes.
#[derive(Debug, Clone)]
pub struct Granted {
    pub credentials: SecretString,
    /// How long the network takes them; absent: until somebody ends them.
    pub lifetime: Option<Duration>,
    /// Others can be had for them without asking the member.
    pub is_renewable: bool,
}

/// A network that asks its members.
pub trait LinkDoor: Send + Sync {
    /// What the network calls itself in its answers (RFC 9207).
    fn issuer(&self) -> String;

    /// Where a member's browser is sent.
    fn ask_at(&self, asking: &Asking) -> Result<Url, NetworkError>;

    /// The credentials for a yes, once. [`NetworkError::Refused`] where it is not good, or no longer.
    fn redeem(&self, redemption: Redemption) -> Answer<'_, Result<Granted, NetworkError>>;

    /// Others for credentials that can be renewed. The former ones are good for a while longer: if an answer is lost, it is
    /// asked for again with them. [`NetworkError::SessionExpired`] where only the member can give others.
    fn renew(&self, credentials: SecretString) -> Answer<'_, Result<Granted, NetworkError>>;

    /// Gives credentials back: the network takes them no more.
    fn give_back(&self, credentials: SecretString) -> Answer<'_, Result<(), NetworkError>>;
}

/// Builds the door of one network.
pub(super) type DoorMaker = fn(&Lines, &LinkTarget) -> Result<Arc<dyn LinkDoor>, NetworkError>;
