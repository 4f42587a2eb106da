//! The way out, against real sockets, and every adapter against the same suite.
#![expect(
    clippy::unwrap_used,
    reason = "the checks of the suite are tests, but only their callers are marked as such"
)]

mod conformance;
mod http;
mod raw_server;
mod sandbox;
