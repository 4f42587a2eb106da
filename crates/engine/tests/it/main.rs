//! The engine against a real sandbox.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests run on the real clock"
)]

mod by_hand;
mod changed;
mod delivery;
mod dispatch;
mod erasure;
mod fairness;
mod files;
mod invitations;
mod mailbox;
mod mailbox_order;
mod manners;
mod message_acts;
mod nodes;
mod outbox;
mod pauses;
mod reconciling;
mod renewal;
mod retention;
mod running;
mod settling;
mod snoozes;
mod sync;
