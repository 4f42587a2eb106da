//! The use cases over real stores.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise, and runs its own tasks"
)]

mod accounts;
mod conversation_list;
mod conversations;
mod events;
mod files;
mod imports;
mod inbox;
mod incapable;
mod keys;
mod known_thread;
mod live;
mod opt_outs;
mod people;
mod person_limit;
mod search;
mod sends;
mod suppression_import;
mod suppressions;
mod world;
