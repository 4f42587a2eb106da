//! The way out, against real sockets, and every adapter against the same suite.

mod conformance;
mod http;
mod raw_server;
mod sandbox;
