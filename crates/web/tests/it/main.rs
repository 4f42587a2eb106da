//! The doors from outside: real requests on the real router, over the real use cases and a real store.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

mod account_resource;
mod accounts;
mod analytics;
mod api_keys;
mod audit;
mod authorization;
mod bad_input;
mod conversations;
mod description;
mod docs_page;
mod endpoints;
mod erasures;
mod events;
mod foreign;
mod guide_conversations;
mod invitations;
mod linking;
mod outbox;
mod pacing;
mod people;
mod reads;
mod reconciliations;
mod schema;
mod sends;
mod shelf;
mod socket;
mod templates;
mod usage;
mod users;
mod world;
