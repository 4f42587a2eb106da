//! The way out, against real sockets and the real sandbox.

mod http;
mod raw_server;
