//! One line to its network per linked account, kept while the credentials stay the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::AccountId;
use secrecy::{ExposeSecret, SecretString};

use super::linking::{DoorMaker, LinkDoor, LinkTarget};
use super::network::{Network, NetworkError};
use super::sandbox;
use crate::http::{HttpClient, Security};

/// Where a linked account's network is and how to enter it.
#[derive(Debug, Clone)]
pub struct SeatAddress {
    pub account_id: AccountId,
    /// The adapter's name, for example `sandbox`.
    pub network: String,
    /// The base address of the network's server.
    pub address: String,
    pub credentials: SecretString,
}

/// Builds the adapter of one network for a seat.
pub type Adapter =
    Box<dyn Fn(&Lines, &SeatAddress) -> Result<Arc<dyn Network>, NetworkError> + Send + Sync>;

/// All lines of this process.
pub struct Lines {
    adapters: BTreeMap<&'static str, Adapter>,
    doors: BTreeMap<&'static str, DoorMaker>,
    clients: Mutex<BTreeMap<Security, HttpClient>>,
    open: Mutex<BTreeMap<AccountId, OpenLine>>,
}

struct OpenLine {
    seat: SeatAddress,
    line: Arc<dyn Network>,
}

impl Default for Lines {
    fn default() -> Self {
        Self::new()
    }
}

impl Lines {
    /// Lines to every network that this program has an adapter for.
    pub fn new() -> Self {
        let lines = Self::with_adapters([(
            sandbox::NETWORK,
            Box::new(|lines: &Lines, seat: &SeatAddress| sandbox::open(lines, seat)) as Adapter,
        )]);
        Self {
            doors: BTreeMap::from([(sandbox::NETWORK, sandbox::door as DoorMaker)]),
            ..lines
        }
    }

    /// Lines to the given networks only, each by its name in [`SeatAddress::network`].
    pub fn with_adapters(adapters: impl IntoIterator<Item = (&'static str, Adapter)>) -> Self {
        Self {
            adapters: adapters.into_iter().collect(),
            doors: BTreeMap::new(),
            clients: Mutex::default(),
            open: Mutex::default(),
        }
    }

    /// The networks that there is an adapter for, by name.
    pub fn networks(&self) -> Vec<&'static str> {
        self.adapters.keys().copied().collect()
    }

    /// The line of a seat: the one that is open, or a new one if there is none or the seat's address or credentials
    /// have changed. Asks nothing of the network.
    pub fn line(&self, seat: &SeatAddress) -> Result<Arc<dyn Network>, NetworkError> {
        if let Some(open) = self.opened().get(&seat.account_id)
            && open.is_for(seat)
        {
            return Ok(Arc::clone(&open.line));
        }
        let adapter =
            self.adapters
                .get(seat.network.as_str())
                .ok_or(NetworkError::Unsupported {
                    capability: "a network that this program has an adapter for",
                })?;
        let line = adapter(self, seat)?;
        let open = OpenLine {
            seat: seat.clone(),
            line: Arc::clone(&line),
        };
        self.opened().insert(seat.account_id, open);
        Ok(line)
    }

    /// How members of a network let this gateway use their seats. Asks nothing of the network.
    pub fn door(&self, target: &LinkTarget) -> Result<Arc<dyn LinkDoor>, NetworkError> {
        let door = self.doors.get(target.network.as_str());
        let door = door.ok_or(NetworkError::Unsupported {
            capability: "a network that asks its members in a browser",
        })?;
        door(self, target)
    }

    /// Forgets an account's line, for example once it is unlinked. Calls under way go on.
    pub fn close(&self, account_id: AccountId) {
        self.opened().remove(&account_id);
    }

    /// The client that adapters share.
    pub(crate) fn client(&self, security: Security) -> Result<HttpClient, NetworkError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&security) {
            return Ok(client.clone());
        }
        let client =
            HttpClient::new(security).map_err(|detail| NetworkError::Unreachable { detail })?;
        clients.insert(security, client.clone());
        Ok(client)
    }

    fn opened(&self) -> std::sync::MutexGuard<'_, BTreeMap<AccountId, OpenLine>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenLine {
    fn is_for(&self, seat: &SeatAddress) -> bool {
        self.seat.network == seat.network
            && self.seat.address == seat.address
            && self.seat.credentials.expose_secret() == seat.credentials.expose_secret()
    }
}
