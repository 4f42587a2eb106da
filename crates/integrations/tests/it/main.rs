//! The way out, against real sockets, and every adapter against the same suite.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the checks of the suite are tests, but only their callers are marked as such; a test measures real time, \
              and dials its own servers"
)]

mod conformance;
mod http;
mod raw_server;
mod reach;
mod receivers;
mod sandbox;
mod verifiers;
