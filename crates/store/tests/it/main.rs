//! The store against real engines: files on disk and a private PostgreSQL server.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise, and runs its own tasks"
)]

mod account_erasures;
mod attachments;
mod audit;
mod by_hand;
mod conversations;
mod crash;
mod deliveries;
mod erasures;
mod events;
mod gathered;
mod groups;
mod in_flight;
mod ingest;
mod invitations;
mod keeping;
mod link_sessions;
mod log;
mod memory;
mod migrations;
mod model;
mod notes;
mod outbox;
mod outcomes;
mod person_limit;
mod reconnects;
mod renewals;
mod suppressions;
mod templates;
mod tenants;
mod transactions;
mod users;
mod values;
mod words_of_people;
