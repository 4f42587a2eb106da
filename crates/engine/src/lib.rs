//! What happens by itself: dispatch, sync, delivery of webhooks, the waking of conversations, renewal of credentials,
//! erasure, retention, and later sequences.
//!
//! Never here: a door, a caller's question. This crate never sees `app`: the two meet in tables and in the store's
//! wake-up hints. Nothing here reads an ambient clock, spawns a task, or waits but by
//! [`domain::time::Timer`]: what happens at the same time is polled by one future, so that a simulation drives these
//! very loops on a virtual clock.
//!
//! Start reading at [`dispatch`], then `sync`.

mod breach;
mod crew;
pub mod delivery;
pub mod dispatch;
pub mod erasure;
pub mod jobs;
pub mod parts;
pub mod renewal;
pub mod retention;
pub mod snoozes;
pub mod sync;
mod tick;

pub use parts::{Parts, Polling};
