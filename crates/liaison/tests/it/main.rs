//! The program as its users meet it: real processes, real files, real HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise, talks HTTP, and waits in real time"
)]

mod access;
mod accounts;
mod archive;
mod beside;
mod bodies;
mod canaries;
mod catcher;
mod config;
mod courtesies;
mod crash;
mod curl;
mod demo;
mod evidence;
mod explorer;
mod guide;
mod guide_conversations;
mod help;
mod http;
mod import;
mod keys;
mod kills;
mod log;
mod lost_key;
mod metrics;
mod mirror;
mod network;
mod opt_out;
mod policy;
mod process;
mod readme;
mod refused;
mod repeats;
mod roles;
mod rules;
mod simulated;
mod start;
mod suppressions;
mod torture;
mod workspaces;
