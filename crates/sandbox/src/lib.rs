//! A simulated professional network: an HTTP server with its own file, for demos, tests and users' own CI.
//!
//! It has members, groups, seats, threads, receipts, personas who answer, and faults on demand; every acceptance is on
//! disk before it is answered. The protocol is `docs/reference/sandbox.md`, and that page is kept true.
//!
//! It must never use a crate of ours (a test against it proves something only as long as it shares nothing with the
//! gateway), never open a connection to anywhere, and never be reachable from another machine unless asked to be.
//!
//! Start reading at [`Sandbox::start`], then `network` and `control` (the two doors), `world` (the rules) and `store`.

mod clock;
mod conduct;
mod connection;
mod control;
mod faults;
mod hub;
mod ids;
mod input;
mod linking;
mod network;
mod personas;
mod random;
mod refusal;
mod server;
mod store;
mod under_way;
mod world;

pub use personas::Personas;
pub use server::{Config, Error, Running, Sandbox, SeatInfo, stored_seed};
pub use world::generate::sayings;
pub use world::seats::Conduct;
