//! The simulator: a seeded world in virtual time, with networks, machines and stores that fail, in which the product runs
//! as it is: `engine`'s own loops, `app`'s use cases, and the real store on SQLite in memory, where a crash leaves what
//! was committed. A judge compares after every step what the product wrote down with what the network wrote down.
//!
//! Driven: `engine::dispatch::run`, `engine::sync::run` and `engine::delivery::run` whole, on an executor of its own, on one thread; every wait,
//! clock and draw of chance is the world's. Not driven: doors, real disks (killing real processes is for those), real
//! sockets, PostgreSQL, threads.
//!
//! Never here: an ambient clock, ambient chance, the order of a hash map, code that the product and its judge share
//! beyond the types of the network trait and of what is stored.
//!
//! Start reading at [`run::run`], then `judge.rs` (what must hold), `network.rs` and `receivers.rs` (the evidence).

pub mod chance;
pub mod check;
pub mod clock;
pub mod desk;
mod director;
pub mod executor;
pub mod faults;
pub mod judge;
pub mod network;
pub mod node;
mod operator;
pub mod owners;
mod people;
pub mod plan;
pub mod receivers;
pub mod regressions;
pub mod run;
mod setup;
pub mod sometimes;
pub mod sweep;
pub mod trace;
pub mod twins;
pub mod world;
