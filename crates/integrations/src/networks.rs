//! The seam between the gateway and a professional network: one trait, one adapter per network.

pub mod network;
