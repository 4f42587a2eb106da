//! The use cases over real stores.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod conversations;
mod inbox;
mod sends;
mod world;
