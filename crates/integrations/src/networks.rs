//! The seam between the gateway and a professional network: one trait, one adapter per network.

pub mod lines;
pub mod linkedin;
pub mod linking;
pub mod network;
pub mod sandbox;

pub use lines::{Lines, SeatAddress};
pub use linking::LinkTarget;
