//! The sandbox, our simulated network, by its protocol in `docs/reference/sandbox.md` and nothing else.
//!
//! `calls` speaks HTTP, `wire` reads what comes back, `adapter` fits it to the seam; `door` is how members give their yes.

mod acts;
mod adapter;
mod calls;
mod changes;
mod door;
mod invitations;
mod message_acts;
mod read_back;
mod updates;
mod wire;

use std::sync::Arc;

use self::adapter::Sandbox;
use super::lines::{Lines, SeatAddress};
use super::linking::{LinkDoor, LinkTarget};
use super::network::{Network, NetworkError};

/// The name of this network in an account.
pub const NETWORK: &str = "sandbox";

/// The line of a seat; asks nothing of the server.
pub(super) fn open(lines: &Lines, seat: &SeatAddress) -> Result<Arc<dyn Network>, NetworkError> {
    Ok(Arc::new(Sandbox::new(lines, seat)?))
}

/// How members of a sandbox give their yes; asks nothing of the server.
pub(super) fn door(lines: &Lines, target: &LinkTarget) -> Result<Arc<dyn LinkDoor>, NetworkError> {
    Ok(Arc::new(door::SandboxDoor::new(lines, target)?))
}
