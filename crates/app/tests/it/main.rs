//! The use cases over real stores.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod accounts;
mod conversations;
mod imports;
mod inbox;
mod keys;
mod sends;
mod world;
