//! What happens by itself: dispatch, sync, and later webhook delivery, sequences and retention.
//!
//! Never here: a door, a caller's question. This crate never sees `app`: the two meet in tables and in the store's
//! wake-up hints. Nothing here reads an ambient clock, spawns without a supervisor or waits without [`timer::Timer`].
//!
//! Start reading at [`dispatch`], then `sync`.

pub mod dispatch;
mod holds;
pub mod parts;
pub mod sync;
pub mod timer;

pub use parts::Parts;
