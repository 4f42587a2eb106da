//! The program as its users meet it: real processes, real files, real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise, talks HTTP, and waits in real time"
)]

mod accounts;
mod archive;
mod config;
mod crash;
mod demo;
mod guide;
mod help;
mod http;
mod import;
mod keys;
mod kills;
mod mirror;
mod network;
mod policy;
mod process;
mod repeats;
mod start;
mod torture;
